"""`summarize watch`: new and changed articles are summarized as they land."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from summarize import runners, sidecar
from summarize.cli import options as opt
from summarize.cli.batch import Log, save, tell
from summarize.errors import ModelError, UsageError

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
            raise UsageError("not-a-folder", f"{folder} is no folder", "watch takes folders")
    settings = opt.settings(given)
    from summarize import batch
    from summarize import plan as plan_

    work = batch.Work(settings)
    for _ in _changes(folders):
        plan = plan_.make(folders, settings)
        batch.prepare(plan)
        with Log(len(plan.due), quiet, verbose) as log:
            tell(plan, log)
            for done in batch.run(plan.due, work, runners.load("local")):
                save(done, log)
                log.step()
    return 0


def _changes(folders: list[str]) -> Iterator[object]:
    """Something at once, as soon as nothing can be missed, and each time that files other than our own have changed.

    Raises ModelError.
    """
    try:
        import watchfiles
    except ImportError:
        what = "watchfiles is not installed"
        raise ModelError("no-watchfiles", what, "run: pip install 'summarize-ar[watch]'") from None
    begun = False
    for changes in watchfiles.watch(*folders, watch_filter=_is_news, rust_timeout=QUIET, yield_on_timeout=True):
        if changes or not begun:
            yield changes
        begun = True


def _is_news(_: object, path: str) -> bool:
    name = Path(path).name
    return not name.startswith(".") and not sidecar.source_of(name)
