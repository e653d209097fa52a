"""Reports as text. On a terminal: colour, wrapped lines, Arabic and English apart, right-to-left put in order where
the terminal does not do that itself. In a pipe: plain lines in logical order.
"""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Mapping
from typing import TextIO

from summarize import arabic
from summarize.records import Failure, Quote, Report
from summarize.render.words import flags, provenance, speaker_ar, speaker_en
from summarize.settings import Settings

WIDEST = 100  # columns
BOLD, DIM, YELLOW, RED, RESET = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[31m", "\x1b[0m"


def reorders(environ: Mapping[str, str]) -> bool:
    """Whether this terminal puts right-to-left text in order itself: VTE (GNOME and others), Konsole, Apple's, mlterm.

    xterm, VS Code, iTerm2, kitty, Alacritty, Windows Terminal and tmux inside them do not.
    """
    return (
        "VTE_VERSION" in environ
        or "KONSOLE_VERSION" in environ
        or "MLTERM" in environ
        or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    )


class Text:
    """Paragraphs; a failure has none."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings
        terminal = stream.isatty()
        self._colour = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self._width = min(shutil.get_terminal_size().columns, WIDEST) if terminal else 0
        bidi = settings.bidi
        self._visual = bidi == "on" or (bidi == "auto" and terminal and not reorders(os.environ))
        self._count = 0

    def write(self, outcome: Report | Failure) -> None:
        """Arabic, then English, warnings and where it comes from."""
        if isinstance(outcome, Failure):
            return  # it is told on stderr; this stream holds articles alone
        if self._count:
            self._stream.write("\n")
        self._count += 1
        self._report(outcome)
        self._stream.flush()

    def close(self) -> None:
        """Nothing is open."""

    def _report(self, report: Report) -> None:
        if self._settings.arabic:
            self._arabic(report)
        if self._settings.english:
            self._english(report)
        for warning in report.warnings:
            self._line(f"! {warning}", YELLOW)
        self._line(provenance(report), DIM)

    def _arabic(self, report: Report) -> None:
        if report.heading:
            self._line(report.heading, BOLD)
            self._stream.write("\n")
        for sentence in report.summary.sentences if report.summary else ():
            self._line(f"• {sentence.text}", notes=sentence.flags)
        if report.summary:
            self._stream.write("\n")
        for quote in report.quotes:
            self._line(f"«{quote.text}»", notes=quote.flags)
            self._line(f"— {speaker_ar(quote)}", DIM)
        if report.quotes:
            self._stream.write("\n")

    def _english(self, report: Report) -> None:
        if report.heading_en and report.heading_en.text:
            self._line(report.heading_en.text, BOLD)
            self._stream.write("\n")
        for sentence in report.summary.sentences if report.summary else ():
            if sentence.en:
                self._line(f"• {sentence.en.text}", notes=sentence.en.flags)
        self._stream.write("\n")
        for quote in report.quotes:
            self._english_quote(quote)
        if report.quotes:
            self._stream.write("\n")

    def _english_quote(self, quote: Quote) -> None:
        if quote.en:
            self._line(f"“{quote.en.text}”", notes=quote.en.flags)
            self._line(f"— {speaker_en(quote)}", DIM)

    def _line(self, text: str, style: str = "", notes: tuple[str, ...] = ()) -> None:
        """One paragraph, safe for a terminal, and what is to be said of it below."""
        text = " ".join(arabic.clean(text).split())
        for row in textwrap.wrap(text, self._width) if self._width else [text]:
            self._stream.write(self._painted(self._ordered(row), style) + "\n")
        if notes:
            self._stream.write(self._painted(f"  ! {flags(notes)}", YELLOW) + "\n")

    def _ordered(self, row: str) -> str:
        if not self._visual or not arabic.SCRIPT.search(row):
            return row
        return visual(row).rjust(self._width if _is_rtl(row) else 0)

    def _painted(self, row: str, style: str) -> str:
        return f"{style}{row}{RESET}" if style and self._colour else row


def visual(row: str) -> str:
    """A line in logical order -> the order of the columns, letters in their joined shapes, for a simple terminal."""
    import arabic_reshaper
    from bidi.algorithm import get_display

    return str(get_display(arabic_reshaper.reshape(row), base_dir="R" if _is_rtl(row) else "L"))


def _is_rtl(row: str) -> bool:
    """The direction of a line is that of its language, not that of its first letter: «CNBC قالت»"""
    return len(arabic.SCRIPT.findall(row)) * 2 > len(row.replace(" ", ""))
