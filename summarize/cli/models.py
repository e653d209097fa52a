"""`summarize models`: what there is, where it lies, whether it is what it was; pulled and removed on demand."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import typer

from summarize import registry
from summarize.errors import ModelError
from summarize.registry import Model

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command("list", help="Every model of models.txt; * marks the defaults.")
def list_(verbose: bool = typer.Option(False, "--verbose", "-v", help="With the model cards.")) -> int:
    rows = [("", "NAME", "TASK", "ENGINE", "LICENCE", "STATE")]
    found = list(registry.models().values())
    rows += [(_default(one), one.name, one.task, one.engine, one.licence, state(one)) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for one in found if verbose else ():
        if one.path and (card := one.path / "README.md").is_file():
            print(f"\n{card.read_text('utf-8').strip()}")
    return 0


@app.command(help="The folder of a model.")
def path(name: str) -> int:
    model = known(name)
    if model.path is None:
        raise ModelError("no-files", f"the model {name} has no files", "it is a part of the program")
    print(model.path)
    return 0


@app.command(help="Compare the files of the models that are here with their lock.")
def verify(names: list[str] | None = typer.Argument(None, metavar="[NAMES]...")) -> int:
    chosen: Sequence[Model] = [known(name) for name in names] if names else list(registry.models().values())
    broken = 0
    for model in chosen:
        try:
            registry.verify(model)
            print(f"{model.name}: {state(model)}")
        except ModelError as error:
            broken += 1
            print(f"error: {error}", file=sys.stderr)
    return 3 if broken else 0


@app.command(help="Get a model from the hub, convert it, try it, lock it. The only command that uses the network.")
def pull(
    name: str,
    accept_licence: bool = typer.Option(False, "--accept-licence", help="Yes to a non-commercial licence."),
    allow_pickle: bool = typer.Option(False, "--allow-pickle", help="Weights as a pickle too, read without its code."),
) -> int:
    from summarize import hub

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a connection that the hub closes is an error, not the end
    model = known(name)
    if "-NC" in model.licence and not accept_licence:
        hint = "if that suits you, add --accept-licence"
        raise ModelError("licence", f"{name} may not be used commercially ({model.licence})", hint)
    folder = hub.pull(model, lambda line: print(line, file=sys.stderr), allow_pickle=allow_pickle)
    print(folder)
    return 0


@app.command(help="Delete a model that was pulled.")
def remove(name: str) -> int:
    from summarize import hub

    hub.remove(known(name))
    return 0


def known(name: str) -> Model:
    """A model of models.txt, here or not. Raises ModelError."""
    found = registry.models()
    if name not in found:
        raise ModelError("unknown-model", f"no model is called {name}", f"choose one of: {', '.join(found)}")
    return found[name]


def state(model: Model) -> str:
    """'built in', 'here', 'here, draft' or 'not here'"""
    if model.path is None:
        return "built in"
    return ("here" if model.present else "not here") + (", draft" if "draft" in model.options else "")


def _default(model: Model) -> str:
    return "*" if "default" in model.options else ""
