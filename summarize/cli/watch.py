"""`summarize watch`: new and changed articles are summarized as they land."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from summarize import gitignore, runners, sidecar
from summarize.cli import options as opt
from summarize.cli.batch import Log, save, tell
from summarize.errors import InputError, ModelError, UsageError
from summarize.records import Failure
from summarize.source import printable

if TYPE_CHECKING:
    from summarize.batch import Done
    from summarize.plan import Plan

QUIET = 200  # milliseconds without a change after which the watcher reports that there was none


def watch(
    folders: Annotated[list[str], typer.Argument(metavar="FOLDERS...", help="Folders, with those in them.")],
    out_dir: opt.OutDir = None,
    sidecars: opt.Sidecars = None,
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
    with_text: opt.WithText = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    debug: opt.Debug = False,
) -> int:
    """A batch now and after every change, with the models kept loaded, until Ctrl-C."""
    given = locals()
    for folder in folders:
        if not Path(folder).is_dir():
            raise UsageError("not-a-folder", f"{printable(folder)} is no folder", "watch takes folders")
    settings = opt.settings(given)
    from summarize import batch
    from summarize import plan as plan_

    work, news = batch.Work(settings), News()
    for _ in _changes(folders):
        gitignore.forget()
        plan = plan_.make(folders, settings)
        batch.prepare(plan)
        news.choose(plan)
        with Log(len(plan.due), quiet, verbose) as log:
            tell(plan, log)
            for done in batch.run(plan.due, work, runners.load("local")):
                news.note(done)
                save(done, log)
                log.step()
    return 0


class News:
    """Knows what failed and was told, so that it is tried and told again only when it has changed."""

    def __init__(self) -> None:
        self._failed: set[tuple[str, str]] = set()  # path and key
        self._unread: list[Failure] = []

    def choose(self, plan: Plan) -> None:
        """Leave out of a plan what failed before and is as it was."""
        unread, self._unread = self._unread, plan.failures
        plan.failures = [failure for failure in plan.failures if failure not in unread]
        plan.tasks = [task for task in plan.tasks if (task.path, task.key) not in self._failed]

    def note(self, done: Done) -> None:
        if done.failures:
            self._failed.add((done.task.path, done.task.key))


def _changes(folders: list[str]) -> Iterator[object]:
    """Something at once, as soon as nothing can be missed, and each time that files other than our own have changed.

    Raises ModelError, and InputError where a folder is gone.
    """
    try:
        import watchfiles
    except ImportError:
        what = "watchfiles is not installed"
        raise ModelError("no-watchfiles", what, "run: pip install 'summarize-ar[watch]'") from None
    while True:
        begun, there = False, _there(folders)
        try:
            for changes in watchfiles.watch(*folders, watch_filter=_is_news, rust_timeout=QUIET, yield_on_timeout=True):
                if changes and _there(folders) != there:
                    break  # one was deleted and made anew, of which the watcher does not hear
                if changes or not begun:
                    yield changes
                begun = True
        except RuntimeError as error:  # of a change to a file whose name is not UTF-8, which it cannot tell
            if "decode path" not in str(error):
                raise


def _there(folders: list[str]) -> list[tuple[int, int]]:
    """Which folders the names stand for now. Raises InputError."""
    try:
        return [(at.st_dev, at.st_ino) for at in map(os.stat, folders)]
    except OSError as error:
        what = f"{printable(str(error.filename))} is gone, so that it cannot be watched any more"
        raise InputError("gone", what, "start again when it is back") from None


def _is_news(_: object, path: str) -> bool:
    name = Path(path).name
    return name == ".gitignore" or not (name.startswith(".") or sidecar.source_of(name))
