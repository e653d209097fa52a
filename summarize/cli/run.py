"""`summarize run`: sources in, reports out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import typer

from summarize import settings as settings_
from summarize import source
from summarize.errors import UsageError
from summarize.records import Failure, Source
from summarize.settings import Settings

SOURCES = typer.Argument(None, metavar="[SOURCES]...", help="Files, folders, globs, or - for standard input.")


def run(
    sources: list[str] | None = SOURCES,
    format: str | None = typer.Option(None, "--format", "-f", help="text, markdown, json or ndjson."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write to this file instead of standard output."),
    sentences: int | None = typer.Option(None, help="Sentences of the summary (3)."),
    words: int | None = typer.Option(None, help="Words of the summary at most."),
    ratio: float | None = typer.Option(None, help="Length of the summary as a share of the article: 0.1."),
    quotes: int | None = typer.Option(None, help="Key quotes at most (5)."),
    lang: str | None = typer.Option(None, help="ar, en or ar,en."),
    summarizer: str | None = typer.Option(None, help="A name of `summarize models list`, or a folder."),
    translator: str | None = typer.Option(None, help="A name of `summarize models list`, or a folder."),
    bidi: str | None = typer.Option(None, help="Put right-to-left text in order for the terminal: auto, on or off."),
    encoding: str | None = typer.Option(None, help="Encoding of the sources; found out if not given."),
    stdin_filename: str = typer.Option("", help="The name that stands for standard input: page.html."),
    include: list[str] | None = typer.Option(None, help="In folders only files like this: '*.txt'."),
    exclude: list[str] | None = typer.Option(None, help="In folders no files like this."),
    with_text: bool | None = typer.Option(None, "--with-text", help="Add the cleaned article to JSON records."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Nothing on standard error, not even what failed."),
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Say what is done, and how long it takes."),
    debug: bool = typer.Option(False, "--debug", help="Show a traceback if there is a bug."),
) -> int:
    del debug  # read by main
    options = {
        "format": format, "sentences": sentences, "words": words, "ratio": ratio, "quotes": quotes, "lang": lang,
        "summarizer": summarizer, "translator": translator, "bidi": bidi, "encoding": encoding,
        "include": tuple(include) if include else None, "exclude": tuple(exclude) if exclude else None,
        "with_text": with_text,
    }  # fmt: skip
    settings = settings_.load(Path.cwd(), os.environ, options)
    found = source.discover(arguments(sources), settings.include, settings.exclude, stdin_filename)
    with opened(output, sources) as stream:
        return _write(found, settings, stream, quiet, verbose)


def arguments(sources: list[str] | None) -> list[str]:
    """What the user named, or standard input where something is piped."""
    if not sources and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("no-sources", "nothing to read", "name a file or a folder, or pipe a text in")
    return sources or [source.STDIN]


@contextmanager
def opened(output: Path | None, sources: Sequence[str] | None = None) -> Iterator[TextIO]:
    """Standard output, or a file that appears when it is complete and is none of the sources. Raises UsageError."""
    target = Path(os.path.realpath(output)) if output else None  # a link stays a link
    if target and str(target) in map(os.path.realpath, sources or ()):
        raise UsageError("unwritable", f"{output} is one of the sources", "choose another -o")
    try:
        if output is None or target is None:
            yield sys.stdout
        elif output.exists() and not output.is_file():  # a device or a pipe is written to, never replaced
            with output.open("w", encoding="utf-8") as stream:
                yield stream
        else:
            yield from _whole(target)
    except OSError as error:
        if error.filename and not (target and target.name in str(error.filename)):
            raise  # it was another file
        what = output or "standard output"
        raise UsageError("unwritable", f"{what} cannot be written ({error.strerror})", "choose another -o") from None


def _whole(output: Path) -> Iterator[TextIO]:
    """A stream to a hidden file beside it that takes its place at the end."""
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8") as stream:
            yield stream
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _write(found: Iterator[Source | Failure], settings: Settings, stream: TextIO, quiet: bool, verbose: bool) -> int:
    from summarize import render
    from summarize.pipeline import Pipeline

    started, count, failed = time.perf_counter(), 0, 0
    renderer = render.to(stream, settings)
    for outcome in Pipeline(settings).reports(found):
        count += 1
        renderer.write(outcome)
        if isinstance(outcome, Failure):
            failed += 1
            if not quiet:
                tell(outcome)
    renderer.close()
    if verbose:
        print(f"{count} articles, {failed} failed, {time.perf_counter() - started:.2f} s", file=sys.stderr)
    return 1 if failed else 0


def tell(failure: Failure) -> None:
    """One line on standard error, safe for a terminal whatever a broken file put into it."""
    from summarize.arabic import clean

    told = f"{failure.message}; {failure.hint}" if failure.hint else failure.message
    print(f"error: {' '.join(clean(told).split())}", file=sys.stderr)
