"""Report -> text, Markdown, JSON or NDJSON. A format is one file with one class, and one line in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, TextIO

from summarize.records import Failure, Report
from summarize.settings import Settings


class Renderer(Protocol):
    """Writes outcomes one by one, each flushed, and closes what it opened."""

    def write(self, outcome: Report | Failure) -> None: ...

    def close(self) -> None: ...


FORMATS: dict[str, tuple[str, str]] = {
    "text": ("summarize.render.text", "Text"),
    "markdown": ("summarize.render.markdown", "Markdown"),
    "json": ("summarize.render.json", "Json"),
    "ndjson": ("summarize.render.json", "Ndjson"),
}


def to(stream: TextIO, settings: Settings) -> Renderer:
    """The renderer of `settings.format` on an open stream."""
    module, name = FORMATS[settings.format]
    factory: Callable[[TextIO, Settings], Renderer] = getattr(import_module(module), name)
    return factory(stream, settings)
