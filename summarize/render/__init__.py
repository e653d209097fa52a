"""Report -> text, Markdown, JSON, NDJSON, or its quotes as CSV. A format: a class in a file, a line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, TextIO

from summarize.records import Failure, Report
from summarize.settings import Settings


class Renderer(Protocol):
    """Writes outcomes one by one, each flushed, and closes what it opened."""

    def write(self, outcome: Report | Failure) -> None:
        """Write one outcome and flush it."""

    def close(self) -> None:
        """Write what ends the whole; the stream stays open."""


FORMATS: dict[str, tuple[str, str]] = {
    "text": ("summarize.render.text", "Text"),
    "markdown": ("summarize.render.markdown", "Markdown"),
    "json": ("summarize.render.json", "Json"),
    "ndjson": ("summarize.render.json", "Ndjson"),
    "csv": ("summarize.render.csv", "Csv"),
}


def to(stream: TextIO, settings: Settings) -> Renderer:
    """The renderer of `settings.format` on an open stream."""
    module, name = FORMATS[settings.format]
    factory: Callable[[TextIO, Settings], Renderer] = getattr(import_module(module), name)
    return factory(stream, settings)
