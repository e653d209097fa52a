"""`summarize quotes`: the quotes alone, streaming, without a model."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import typer

from summarize import settings as settings_
from summarize import source
from summarize.cli.run import SOURCES, arguments, opened, tell
from summarize.errors import InputError, UsageError
from summarize.records import Article, Failure, Quote, Source


def quotes(
    sources: list[str] | None = SOURCES,
    format: str = typer.Option("text", "--format", "-f", help="text, json, ndjson or csv."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write to this file instead of standard output."),
    all_kinds: bool = typer.Option(False, "--all", help="Fragments, titles and names as well."),
    encoding: str | None = typer.Option(None, help="Encoding of the sources; found out if not given."),
    stdin_filename: str = typer.Option("", help="The name that stands for standard input: page.html."),
    debug: bool = typer.Option(False, "--debug", help="Show a traceback if there is a bug."),
) -> int:
    del debug  # read by main
    if format not in WRITERS:
        raise UsageError("bad-settings", f"quotes have no format {format}", f"choose {', '.join(WRITERS)}")
    settings = settings_.load(Path.cwd(), os.environ, {"encoding": encoding})
    found = source.discover(arguments(sources), settings.include, settings.exclude, stdin_filename)
    failures: list[Failure] = []
    with opened(output, sources) as stream:
        WRITERS[format](stream, _found(found, settings.encoding, all_kinds, failures))
    return 1 if failures else 0


def _found(
    sources: Iterable[Source | Failure], encoding: str, all_kinds: bool, failures: list[Failure]
) -> Iterator[tuple[Article, list[Quote]] | Failure]:
    from summarize import article
    from summarize import quotes as quotes_

    for one in sources:
        try:
            failure = one if isinstance(one, Failure) else None
            if isinstance(one, Source):
                read = article.read(one, encoding)
                yield read, [quote for quote in quotes_.find(read) if all_kinds or quote.kind == "statement"]
        except InputError as error:
            assert isinstance(one, Source)
            failure = Failure(one.name, one.path, error.code, error.message, error.hint, one.extra)
        if failure:
            failures.append(failure)
            tell(failure)
            yield failure


Found = Iterable[tuple[Article, list[Quote]] | Failure]


def _text(stream: TextIO, found: Found) -> None:
    from summarize.arabic import clean
    from summarize.render.words import speaker_ar

    for one in found:
        if isinstance(one, Failure):
            continue
        for quote in one[1]:
            said = " ".join(clean(quote.text).split())
            stream.write(f"«{said}»\n— {clean(speaker_ar(quote))}\n\n")
        stream.flush()


def _records(found: Found) -> Iterator[dict[str, Any]]:
    from summarize.render import json as json_

    for one in found:
        if isinstance(one, Failure):
            yield json_.as_dict(one)
        else:
            yield json_.quotes_dict(*one)


def _ndjson(stream: TextIO, found: Found) -> None:
    from summarize.render.json import dumps

    for record in _records(found):
        stream.write(dumps(record) + "\n")
        stream.flush()


def _json(stream: TextIO, found: Found) -> None:
    from summarize.render.json import dumps

    records = list(_records(found))
    stream.write(dumps(records[0] if len(records) == 1 else records, indent=1) + "\n")


def _csv(stream: TextIO, found: Found) -> None:
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["source", "quote", "speaker", "role", "kind", "rank", "confidence", "start", "end", "flags"])
    for one in found:
        if isinstance(one, Failure):
            continue
        article, quotes = one
        for q in quotes:
            who = (q.speaker.name, q.speaker.role) if q.speaker else ("", "")
            row = [article.source.name, q.text, *who, q.kind, q.rank, q.confidence, q.start, q.end, " ".join(q.flags)]
            table.writerow([_plain(cell) if isinstance(cell, str) else cell for cell in row])
        stream.flush()


def _plain(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula nor a terminal for a command: '=1+1' -> \"'=1+1\""""
    from summarize.arabic import clean

    cell = clean(cell)
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


WRITERS: dict[str, Callable[[TextIO, Found], None]] = {"text": _text, "json": _json, "ndjson": _ndjson, "csv": _csv}
