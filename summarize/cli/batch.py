"""`summarize batch`: folders in, a sidecar beside each article; --check and --diff as a linter has them."""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize import runners, source
from summarize.cli import bar
from summarize.cli import options as opt
from summarize.cli.run import sentence
from summarize.errors import UsageError
from summarize.records import Failure
from summarize.runners import Runner

if TYPE_CHECKING:
    from summarize.batch import Done
    from summarize.plan import Plan
    from summarize.settings import Settings


def batch(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCES]...", help="Files, folders or globs.")
    ] = None,
    files0_from: Annotated[str, typer.Option(help="Read names that end in NUL from this file, or from -.")] = "",
    out_dir: opt.OutDir = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Beside each article (the default).")] = False,
    out_file: Annotated[
        str, typer.Option(metavar="<path>", help="All records in one .jsonl or .parquet as well.", show_default=False)
    ] = "",
    sidecars: opt.Sidecars = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Do what is fresh as well.")] = False,
    prune: Annotated[
        bool,
        typer.Option("--prune", help="Delete sidecars whose article is gone; none if a folder is empty or closed."),
    ] = False,
    fail_on_change: Annotated[bool, typer.Option("--fail-on-change", help="Exit 1 if a sidecar was written.")] = False,
    shard: Annotated[str, typer.Option(metavar="I/N", help="Only the I-th of N parts of the files.")] = "1/1",
    runner: Annotated[str, typer.Option(help="local or ray.")] = "local",
    address: Annotated[str, typer.Option(help="Of a ray cluster; this machine if not given.")] = "",
    workers: Annotated[
        int, typer.Option(min=0, help="Processes of ray, which share the cores; one per core if not given.")
    ] = 0,
    sentences: opt.Sentences = None,
    words: opt.Words = None,
    ratio: opt.Ratio = None,
    quotes: opt.Quotes = None,
    lang: opt.Lang = None,
    summarizer: opt.Summarizer = None,
    translator: opt.Translator = None,
    glossary: opt.Glossary = None,
    encoding: opt.Encoding = None,
    include: opt.Include = None,
    exclude: opt.Exclude = None,
    force_exclude: Annotated[
        bool, typer.Option("--force-exclude", help="Pass over what a folder would, though it is named; for hooks.")
    ] = False,
    with_text: opt.WithText = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Tell nothing; the exit code still does.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Name the files that are fresh as well.")] = False,
    debug: opt.Debug = False,
) -> int:
    """Sources -> sidecars; 1 if a source failed, or with --check if a sidecar would change."""
    given = locals()
    if in_place and out_dir:
        raise UsageError("bad-settings", "--in-place and --out-dir exclude each other", "leave one out")
    settings = opt.settings({**given, "out_dir": "" if in_place else out_dir})
    from summarize import orphans as orphans_
    from summarize import plan as plan_

    if out_file:
        _check(out_file, settings, check or diff)
    machines = _runner(runner, address, workers)
    scope = plan_.Scope(_shard(shard), force, dry=check or diff, globs=bool(sources), strict=force_exclude)
    plan = plan_.make(_named(sources, files0_from), settings, scope)
    if not check and not diff:
        _prepare(plan)
    with Log(0 if check and not diff else len(plan.due), quiet, verbose) as log:
        tell(plan, log)
        if check and not diff:
            for task in plan.due:
                log.line(task.state, task.path)
        elif plan.due:
            _work(plan, settings, machines, _show if diff else save, log)
        sure = not (plan.empty or plan.failures)  # a folder that is not mounted must not cost its sidecars
        orphans = list(orphans_.find(plan))  # only now: an article may have come back meanwhile
        _orphans(orphans, log, delete=prune and sure and not (check or diff))
        if prune and orphans and not sure:
            log.note("nothing was pruned, since a folder is empty or a source cannot be read")
    if out_file:
        from summarize import table

        table.write(out_file, plan)
    wrong = log.count["failed"] + (len(plan.due) + len(orphans) if check else 0)
    return 1 if wrong or (fail_on_change and log.count["summarized"] + log.count["pruned"]) else 0


class Log:
    """One line per file and a closing count on standard error; on a terminal a bar below them."""

    def __init__(self, total: int, quiet: bool, verbose: bool) -> None:
        self.quiet, self.verbose = quiet, verbose
        self.count: Counter[str] = Counter()
        self._started = time.perf_counter()
        self._total, self._done = total, 0
        self._bar = bar.counting(0 if quiet else total)

    def __enter__(self) -> Log:
        self._say, self._advance = self._bar.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._bar.__exit__(None, None, None)
        if not self.quiet:
            counts = [f"{number} {word}" for word, number in self.count.items()]
            if kind:
                word = "interrupted" if issubclass(kind, KeyboardInterrupt) else "stopped"
                counts.insert(0, f"{word}: {self._done} of {self._total} done")
            told = ", ".join(counts) or "nothing to do"
            print(f"{told} ({time.perf_counter() - self._started:.1f} s)", file=sys.stderr)

    def step(self) -> None:
        """One more of the total is done."""
        self._done += 1
        self._advance()

    def line(self, word: str, name: str, note: str = "", shown: bool = True) -> None:
        """'stale: news/a.txt'"""
        self.count[word] += 1
        if shown and not self.quiet:
            self._say(f"{word}: {source.printable(name)}{note}")

    def note(self, sentence: str) -> None:
        if not self.quiet:
            self._say(f"note: {sentence}")

    def failed(self, failure: Failure) -> None:
        self.count["failed"] += 1
        if not self.quiet:
            self._say(sentence(failure))


def tell(plan: Plan, log: Log) -> None:
    """What the plan found besides work."""
    for folder in plan.empty:
        log.line("empty", folder)
    for failure in plan.failures:
        log.failed(failure)
    for task in plan.tasks:
        if task.state == "fresh":
            log.line("unchanged", task.path, shown=log.verbose)


def _prepare(plan: Plan) -> None:
    from summarize import batch as batch_

    batch_.prepare(plan)


def _work(plan: Plan, settings: Settings, machines: Runner, then: Callable[[Done, Log], None], log: Log) -> None:
    from summarize import batch as batch_

    for done in batch_.run(plan.due, batch_.Work(settings), machines):
        then(done, log)
        log.step()


def save(done: Done, log: Log) -> None:
    from summarize import batch as batch_

    failures = [*done.failures, *filter(None, [batch_.save(done)])]
    for failure in failures:
        log.failed(failure)
    if not failures:
        log.line("summarized", done.task.path)


def _show(done: Done, log: Log) -> None:
    from summarize import batch as batch_

    sys.stdout.write(batch_.diff(done))
    for failure in done.failures:
        log.failed(failure)
    if not done.failures:
        log.line(done.task.state, done.task.path)


def _orphans(found: Sequence[Path], log: Log, delete: bool) -> None:
    for path in found:
        try:
            if delete:
                path.unlink(missing_ok=True)
            log.line("pruned" if delete else "orphaned", str(path))
        except OSError as error:
            name = source.printable(str(path))
            what = f"{name} cannot be deleted ({error.strerror})"
            log.failed(Failure(name, str(path), "unwritable", what, "check the permissions of its folder"))


def _check(out_file: str, settings: Settings, dry: bool) -> None:
    if dry:
        raise UsageError("bad-settings", "--out-file is written, and --check and --diff write nothing", "leave it out")
    from summarize import table

    table.check(out_file, settings)


def _named(sources: list[str] | None, files0_from: str) -> list[str]:
    """The sources of the command line, or those of --files0-from."""
    if bool(sources) == bool(files0_from):
        raise UsageError("no-sources", "a batch takes SOURCES or --files0-from, one of them", "name a folder")
    if sources:
        return sources
    try:
        data = _listed() if files0_from == "-" else Path(files0_from).read_bytes()
    except OSError as error:
        what = f"{files0_from} cannot be read ({error.strerror})"
        raise UsageError("unreadable", what, "give a file with names that end in NUL") from None
    return [os.fsdecode(name) for name in data.split(b"\0") if name]


def _listed() -> bytes:
    if stream := source.stdin():
        return stream.read()
    raise UsageError("unreadable", "standard input is closed", "pipe names into it that end in NUL")


def _shard(text: str) -> tuple[int, int]:
    """'2/8' -> (2, 8)"""
    found = re.fullmatch(r"([1-9]\d*)/([1-9]\d*)", text)
    if not found or int(found[1]) > int(found[2]):
        whole = found[2] if found else "4"
        hint = f"give it as 1/{whole} to {whole}/{whole}"
        raise UsageError("bad-shard", f"--shard {text} is no part of a whole", hint)
    return int(found[1]), int(found[2])


def _runner(name: str, address: str, workers: int) -> Runner:
    if name not in runners.RUNNERS:
        raise UsageError("bad-settings", f"no runner is called {name}", f"choose {' or '.join(runners.RUNNERS)}")
    options: dict[str, str | int] = {"address": address, "workers": workers}
    given = {key: value for key, value in options.items() if value}
    if given and name != "ray":
        raise UsageError("bad-settings", f"--{next(iter(given))} belongs to --runner ray", "add it or leave it out")
    return runners.load(name, **given)
