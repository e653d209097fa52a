"""`summarize quotes`: the quotes alone, streaming, without a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import typer

from summarize import __version__, render, source
from summarize.cli import options as opt
from summarize.cli.run import SOURCES, arguments, opened, write
from summarize.errors import InputError, UsageError
from summarize.records import Failure, Report, Source


def quotes(
    sources: list[str] | None = SOURCES,
    format: str | None = typer.Option(None, "--format", "-f", help="text, markdown, json, ndjson or csv (text)."),
    output: opt.Output = None,
    all_kinds: bool = typer.Option(False, "--all", help="Fragments, titles and names as well."),
    bidi: opt.Bidi = None,
    encoding: opt.Encoding = None,
    stdin_filename: opt.StdinFilename = "",
    include: opt.Include = None,
    exclude: opt.Exclude = None,
    quiet: opt.Quiet = False,
    debug: opt.Debug = False,
) -> int:
    """Sources -> their quotes on standard output or in a file; 1 if a source failed."""
    given = locals()
    settings = opt.settings({**given, "format": None})
    settings = replace(settings, format=format or settings.format, lang="ar")  # csv is a format of quotes alone
    if settings.format not in render.FORMATS:
        hint = f"choose {', '.join(render.FORMATS)}"
        raise UsageError("bad-settings", f"quotes have no format {settings.format}", hint)
    found = source.discover(arguments(sources), settings.include, settings.exclude, stdin_filename, output)
    with opened(output, sources) as stream:
        _, failed = write(_reports(found, settings.encoding, all_kinds), render.to(stream, settings), quiet)
    return 1 if failed else 0


def _reports(sources: Iterable[Source | Failure], encoding: str, all_kinds: bool) -> Iterator[Report | Failure]:
    """Reports without a summary, each as soon as its source is read."""
    from summarize import article
    from summarize import quotes as quotes_

    signature = {"tool": f"summarize {__version__}", "settings": {"all": all_kinds}}
    for one in sources:
        if isinstance(one, Failure):
            yield one
            continue
        try:
            read = article.read(one, encoding)
        except InputError as error:
            yield Failure(one.name, one.path, error.code, error.message, error.hint, one.extra)
            continue
        found = [quote for quote in quotes_.find(read) if all_kinds or quote.kind == "statement"]
        yield Report(read, None, tuple(found), signature, warnings=read.warnings)
