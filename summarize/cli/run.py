"""`summarize run`: sources in, reports out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

import typer

from summarize import folders, places, render, source
from summarize.cli import options as opt
from summarize.errors import UsageError
from summarize.records import Failure, Report
from summarize.render import Renderer

SOURCES = typer.Argument(None, metavar="[SOURCES]...", help="Files, folders, globs, or - for standard input.")


def run(
    sources: list[str] | None = SOURCES,
    format: str | None = typer.Option(None, "--format", "-f", help="text, markdown, json or ndjson (text)."),
    output: opt.Output = None,
    sentences: opt.Sentences = None,
    words: opt.Words = None,
    ratio: opt.Ratio = None,
    quotes: opt.Quotes = None,
    lang: opt.Lang = None,
    summarizer: opt.Summarizer = None,
    translator: opt.Translator = None,
    glossary: opt.Glossary = None,
    bidi: opt.Bidi = None,
    encoding: opt.Encoding = None,
    stdin_filename: opt.StdinFilename = "",
    include: opt.Include = None,
    exclude: opt.Exclude = None,
    with_text: opt.WithText = None,
    quiet: opt.Quiet = False,
    verbose: bool = typer.Option(False, "--verbose", "-v", help="Tell where sentences stand, why, and what was cut."),
    debug: opt.Debug = False,
) -> int:
    """Sources -> reports on standard output or in a file; 1 if a source failed."""
    given = locals()
    from summarize.pipeline import Pipeline

    if quiet and verbose:
        raise UsageError("bad-settings", "--quiet and --verbose are given together", "choose one")
    settings = opt.settings(given)
    found = source.discover(arguments(sources), settings.include, settings.exclude, stdin_filename, output)
    started = time.perf_counter()
    outcomes = Pipeline(settings).reports(found)
    with opened(output, sources) as stream:
        count, failed = write(explained(outcomes) if verbose else outcomes, render.to(stream, settings), quiet)
    if verbose:
        print(f"{count} articles, {failed} failed, {time.perf_counter() - started:.2f} s", file=sys.stderr)
    return 1 if failed else 0


def arguments(sources: list[str] | None) -> list[str]:
    """What the user named, or standard input where something is piped. Raises UsageError, also for a URL."""
    if not sources and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("no-sources", "nothing to read", "name a file or a folder, or pipe a text in")
    if url := next(filter(places.is_url, sources or ()), ""):
        what = f"{source.printable(url)} is a URL, which only summarize batch reads"
        raise UsageError("no-sources", what, "give it to that with an --out-dir, or download it first")
    return sources or [source.STDIN]


@contextmanager
def opened(output: Path | None, sources: Sequence[str] | None = None) -> Iterator[TextIO]:
    """Standard output, or a file that appears when it is complete and is none of the sources. Raises UsageError."""
    target = Path(os.path.realpath(output)) if output else None  # a link stays a link
    if target and any(_is_in(target, os.path.realpath(one)) for one in sources or ()):
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


def _is_in(target: Path, source: str) -> bool:
    """Whether it is a source, or an article in a folder that is one; what is empty or ours may be written anew."""
    if str(target) == source or not target.is_relative_to(source):
        return str(target) == source
    inside = target.relative_to(source)
    return target.is_file() and target.stat().st_size > 0 and folders.takes(target, inside, (), ())


def _whole(output: Path) -> Iterator[TextIO]:
    """A stream to a hidden file beside it that takes its place at the end."""
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8") as stream:
            yield stream
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def write(outcomes: Iterable[Report | Failure], renderer: Renderer, quiet: bool) -> tuple[int, int]:
    """Each outcome as it comes; how many there were, and how many of them failed. An interrupted array is closed."""
    count = failed = 0
    with closing(renderer):
        for outcome in outcomes:
            count += 1
            renderer.write(outcome)
            if isinstance(outcome, Failure):
                failed += 1
                if not quiet:
                    tell(outcome)
    return count, failed


def explained(outcomes: Iterable[Report | Failure]) -> Iterator[Report | Failure]:
    """The outcomes; for each sentence of a summary, a line on standard error says why and whence it is there."""
    for outcome in outcomes:
        if isinstance(outcome, Report) and outcome.summary:
            for one in outcome.summary.sentences:
                cut = "".join(f", without «{outcome.article.text[start:end].strip(' ،,')}»" for start, end in one.cuts)
                place = f"{outcome.article.source.name}, {one.start}-{one.end}"
                print(_safe(f"{place}: {outcome.summary.method} {one.score}{cut}"), file=sys.stderr)
        yield outcome


def tell(failure: Failure) -> None:
    """One line on standard error."""
    print(sentence(failure), file=sys.stderr)


def sentence(failure: Failure) -> str:
    """One line, safe for a terminal whatever a broken file put into it."""
    told = f"{failure.message}; {failure.hint}" if failure.hint else failure.message
    return f"error: {_safe(told)}"


def _safe(text: str) -> str:
    from summarize.arabic import clean

    return " ".join(clean(text).split())
