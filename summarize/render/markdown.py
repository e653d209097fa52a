"""Reports as Markdown: Arabic in right-to-left blocks, English below. Text of an article is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TextIO

from summarize import arabic
from summarize.records import Failure, Quote, Report
from summarize.render.words import flags, provenance, speaker_ar, speaker_en
from summarize.settings import Settings

_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")


class Markdown:
    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings

    def write(self, outcome: Report | Failure) -> None:
        lines = _failure(outcome) if isinstance(outcome, Failure) else _report(outcome, self._settings)
        self._stream.write("\n".join(lines) + "\n\n")
        self._stream.flush()

    def close(self) -> None:
        pass


def _report(report: Report, settings: Settings) -> Iterator[str]:
    english = report.title_en.text if report.title_en else ""
    title = report.article.title if settings.arabic else english
    yield f"# {safe(title or report.article.source.name)}\n"
    if settings.arabic and report.summary:
        yield from _rtl(f"<p>{html.escape(_line(s.text))}{_marks(s.flags)}</p>" for s in report.summary.sentences)
    if settings.english and report.summary:
        yield f"**{safe(english)}**\n" if english and settings.arabic else ""
        for s in report.summary.sentences:
            yield f"{safe(s.en.text)}{_marks(s.en.flags)}\n" if s.en else ""
    if report.quotes:
        yield f"## {'الاقتباسات · ' if settings.arabic else ''}Quotes\n"
    for quote in report.quotes:
        yield from _quote(quote, settings)
    for warning in report.warnings:
        yield f"> **Note:** {safe(warning)}\n"
    yield f"<sub>{html.escape(provenance(report))}</sub>"


def _quote(quote: Quote, settings: Settings) -> Iterator[str]:
    if settings.arabic:
        said = html.escape(_line(quote.text))
        yield from _rtl(
            [f"<blockquote>«{said}»{_marks(quote.flags)}<br>— {html.escape(speaker_ar(quote))}</blockquote>"]
        )
    if quote.en:
        yield f"> “{safe(quote.en.text)}”{_marks(quote.en.flags)}  \n> — {safe(speaker_en(quote))}\n"


def _rtl(lines: Iterator[str] | list[str]) -> Iterator[str]:
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
    return f" <em>({flags(found)})</em>" if found else ""  # Markdown leaves *...* inside of HTML as it is
