"""Quotes as a table: one row a quote."""

from __future__ import annotations

import csv
from typing import TextIO

from summarize import arabic
from summarize.records import Failure, Quote, Report
from summarize.settings import Settings

COLUMNS = ("source", "quote", "speaker", "role", "kind", "rank", "confidence", "start", "end", "flags")


class Csv:
    """Failures have no row."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        del settings  # of which none concerns a table
        self._stream, self._table = stream, csv.writer(stream, lineterminator="\n")
        self._table.writerow(COLUMNS)

    def write(self, outcome: Report | Failure) -> None:
        """The rows of one article."""
        if isinstance(outcome, Report):
            for quote in outcome.quotes:
                self._table.writerow([_cell(value) for value in (outcome.article.source.name, *_row(quote))])
            self._stream.flush()

    def close(self) -> None:
        """Nothing is open."""


def _row(quote: Quote) -> tuple[object, ...]:
    name, role = (quote.speaker.name, quote.speaker.role) if quote.speaker else (None, None)
    place = (quote.start, quote.end, " ".join(quote.flags))
    return (quote.text, name, role, quote.kind, quote.rank, quote.confidence, *place)


def _cell(value: object) -> object:
    """What a spreadsheet does not take for a formula nor a terminal for a command: '=1+1' -> \"'=1+1\""""
    if not isinstance(value, str):
        return value
    value = arabic.clean(value)
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
