"""`summarize models`: what there is, where it lies, whether it is what it was; pulled and removed on demand."""

from __future__ import annotations

import errno
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args

import typer

from summarize import registry
from summarize.errors import ModelError, UsageError
from summarize.registry import Model, Task

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command("list", help="Every model of models.txt; * marks the defaults.")
def list_(verbose: bool = typer.Option(False, "--verbose", "-v", help="With all of models.txt and the cards.")) -> int:
    defaults = {task: registry.default(task) for task in get_args(Task)}
    known = list(registry.models().values())
    yours = [registry.get(name, task) for task, name in defaults.items() if name not in registry.models()]
    rows = [("", "NAME", "TASK", "LICENCE", "STATE", "NOTE")]
    for one in (*known, *yours):
        mark = "*" if defaults[one.task] == one.name else ""
        rows.append((mark, one.name, one.task, one.licence, state(one), note(one)))
    widths = [max(len(row[column]) for row in rows[: 1 + len(known)]) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if verbose:
        from summarize.cli import details

        details.show([*known, *yours])
    return 0


@app.command(help="The folder of a model that is here.")
def path(name: str) -> int:
    model = known(name)
    if model.path is None:
        raise ModelError("no-files", f"the model {name} has no files", "it is a part of the program")
    print(registry.get(model.name, model.task).path)
    return 0


@app.command(help="Compare files with their lock: of the models named, or of all that are here.")
def verify(names: list[str] | None = typer.Argument(None, metavar="[NAMES]...")) -> int:
    chosen: Sequence[Model] = [known(name) for name in names] if names else _here()
    broken = 0
    for model in chosen:
        try:
            registry.verify(registry.get(model.name, model.task))
            print(f"{model.name}: {'as it was locked' if model.present else 'here, without a lock to compare with'}")
        except ModelError as error:
            broken += 1
            print(f"error: {error}", file=sys.stderr)
    return 3 if broken else 0


@app.command(help="Get a model from the hub, convert it, try it, lock it. The only command that uses the network.")
def pull(
    name: str,
    accept_licence: bool = typer.Option(False, "--accept-licence", help="Yes to a non-commercial licence."),
    allow_pickle: bool = typer.Option(False, "--allow-pickle", help="Weights as a pickle too, read without its code."),
    revision: str = typer.Option("", help="A branch, tag, refs/pr/N or commit in place of that of models.txt."),
) -> int:
    from summarize import hub
    from summarize.cli import bar

    model = known(name)
    if revision and model.source != "local" and model.present:
        raise ModelError("is-here", f"the model {model.name} is here", f"first: summarize models remove {model.name}")
    model = replace(model, revision=revision or model.revision)
    if "-NC" in model.licence and not accept_licence:
        _ask_for_licence(model)
    with _writing(), _alive():
        folder = hub.pull(model, _say, bar.growing, allow_pickle=allow_pickle)
    print(folder)
    return 0


@app.command(help="Delete a model that was pulled.")
def remove(name: str) -> int:
    from summarize import hub

    model = known(name)
    with _writing():
        hub.remove(model)
    if registry.chosen().get(model.task) == name:
        registry.use(registry.models()[registry.marked(model.task)])
        print(f"{name} was the default to {model.task}; it is {registry.default(model.task)} again", file=sys.stderr)
    return 0


@app.command(help="Make a model the default of its task from now on.")
def use(
    name: str | None = typer.Argument(None, help="A name of `summarize models list`, or a folder."),
    task: str = typer.Option("", help="What a folder is there to do: summarize or translate."),
    reset: bool = typer.Option(False, "--reset", help="The defaults that this program comes with again."),
) -> int:
    if (name is None) != reset:
        raise UsageError("bad-use", "models use takes a NAME or --reset", "see: summarize models list")
    with _writing():
        if name is None:
            registry.reset()
        else:
            registry.use(_usable(name, task))
    for one in get_args(Task):
        print(f"{one}: {registry.default(one)}", file=sys.stderr)
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _ask_for_licence(model: Model) -> None:
    """Yes on a terminal, or ModelError."""
    what = f"{model.name} may not be used commercially ({model.licence})"
    if not (sys.stdin and sys.stdin.isatty() and typer.confirm(f"{what}. Does that suit you?", err=True)):
        raise ModelError("licence", what, "if that suits you, add --accept-licence")


def _here() -> list[Model]:
    return [model for model in registry.models().values() if model.present]


@contextmanager
def _alive() -> Iterator[None]:
    """A connection that the hub closes is an error, not the end."""
    if not hasattr(signal, "SIGPIPE"):
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)


@contextmanager
def _writing() -> Iterator[None]:
    """What the file system refuses, as a sentence."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename or registry.data_dir()} cannot be used ({error.strerror or error})"
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = (
            "make room, or set SUMMARIZE_MODELS_DIR" if full else "look at it, at SUMMARIZE_MODELS_DIR and at HF_HOME"
        )
        raise ModelError("unusable", what, hint) from None


def _usable(name: str, task: str) -> Model:
    """A model that is here, to be made the default. Raises SummarizeError."""
    model = known(name)
    if model.source == "local" and task not in get_args(Task):
        hint = "add --task summarize or --task translate"
        raise UsageError("bad-use", f"{name} is a folder, and can be there to summarize or to translate", hint)
    if task and model.source != "local" and task != model.task:
        raise UsageError("bad-use", f"the model {name} is there to {model.task}", "leave --task out")
    return registry.get(name, cast(Task, task or model.task))


def known(name: str) -> Model:
    """A model of models.txt by its name or its source, or a local folder (its task is not known). Raises ModelError."""
    found = registry.models()
    by_source = {model.source: model for model in found.values() if "/" in model.source}
    if name in found or name in by_source:
        return found.get(name) or by_source[name]
    if registry.is_folder(name) and Path(name).exists():
        return registry.get(name, "translate")
    raise ModelError("unknown-model", f"no model is called {name}", f"choose one of: {', '.join(found)}")


def state(model: Model) -> str:
    """'built in', 'here', 'not here' or 'not here, 2.3 GB'"""
    if model.path is None:
        return "built in"
    if model.source == "local" or model.present:
        return "here"
    return f"not here, {model.options['size'].replace('GB', ' GB')}" if "size" in model.options else "not here"


def note(model: Model) -> str:
    """'draft': below our own bar; 'unchecked': its line was written from its card, and nobody here has run it"""
    return ", ".join(mark for mark in ("draft", "unchecked") if mark in model.options)
