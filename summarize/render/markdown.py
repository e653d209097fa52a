"""Reports as Markdown: Arabic in right-to-left blocks, English below. Text of an article is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from summarize import arabic
from summarize.records import Failure, Quote, Report
from summarize.render.words import flags, provenance, speaker_ar, speaker_en
from summarize.settings import Settings

_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")


class Markdown:
    """A section for each outcome; no line holds two scripts."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings

    def write(self, outcome: Report | Failure) -> None:
        """The section of one outcome."""
        lines = _failure(outcome) if isinstance(outcome, Failure) else _report(outcome, self._settings)
        self._stream.write("\n".join(lines) + "\n\n")
        self._stream.flush()

    def close(self) -> None:
        """Nothing is open."""


def _report(report: Report, settings: Settings) -> Iterator[str]:
    sentences = report.summary.sentences if report.summary else ()
    if settings.arabic:
        title = html.escape(_line(report.heading or report.article.source.name))
        paragraphs = (line for s in sentences for line in (f"<p>{html.escape(_line(s.text))}</p>", *_notes(s.flags)))
        yield from _rtl([f"<h1>{title}</h1>", *paragraphs])
    if settings.english:
        english = report.heading_en.text if report.heading_en else ""
        if english or not settings.arabic:
            yield f"# {safe(english or report.article.source.name)}\n"
        yield from (f"{safe(s.en.text)}{_marks(s.en.flags)}\n" for s in sentences if s.en)
    yield from _quotes_heading(settings) if report.quotes else ()
    for quote in report.quotes:
        yield from _quote(quote, settings)
    for warning in report.warnings:
        yield f"> **Note:** {safe(warning)}\n"
    yield f"<sub>{html.escape(provenance(report))}</sub>"


def _quotes_heading(settings: Settings) -> Iterator[str]:
    if settings.arabic:
        yield from _rtl(["<h2>الاقتباسات</h2>"])
    if settings.english:
        yield "## Quotes\n"


def _quote(quote: Quote, settings: Settings) -> Iterator[str]:
    if settings.arabic:
        said = html.escape(_line(quote.text))
        lines = [f"<blockquote>«{said}»<br>— {html.escape(_line(speaker_ar(quote)))}</blockquote>"]
        yield from _rtl([*lines, *_notes(quote.flags)])
    if quote.en:
        yield f"> “{safe(quote.en.text)}”{_marks(quote.en.flags)}  \n> — {safe(speaker_en(quote))}\n"


def _rtl(lines: Iterable[str]) -> Iterator[str]:
    yield '<div dir="rtl" lang="ar">\n'
    yield from lines
    yield "\n</div>\n"


def _failure(failure: Failure) -> Iterator[str]:
    yield f"# {safe(failure.name)}\n"
    yield f"> **Error:** {safe(failure.message)}; {safe(failure.hint)}"


def safe(text: str) -> str:
    """Markup of an article as text: '<b> *x*' -> '&lt;b&gt; \\\\*x\\\\*'"""
    return _SPECIAL.sub(r"\\\1", html.escape(_line(text), quote=False))


def _line(text: str) -> str:
    return " ".join(arabic.clean(text).split())


def _marks(found: tuple[str, ...]) -> str:
    return f" *({flags(found)})*" if found else ""


def _notes(found: tuple[str, ...]) -> list[str]:
    """What is to be said of Arabic, in English and so on a line of its own; Markdown leaves *...* in HTML as it is."""
    return [f'<p dir="ltr" lang="en"><em>({flags(found)})</em></p>'] if found else []
