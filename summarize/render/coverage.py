"""What a set of records covers: articles by folder or by day, speakers by their quotes, and what is to be noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from summarize import arabic
from summarize.records import Failure, Quote, Report, Sentence
from summarize.render.words import FLAGS, UNKNOWN_AR, UNKNOWN_EN

FAILED = "could not be summarized"
NO_FOLDER = "no folder"
BARS = 12  # of a picture; more days than that are shown by month or by year
_DATES = ("date", "published", "published_at", "pubdate", "pub_date", "datetime", "timestamp", "created_at", "day")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of a picture, a choice of a filter: what it is called, and how often it is there."""

    label: str
    count: int
    english: str = ""


def speakers(reports: Iterable[Report]) -> dict[str, Tally]:
    """Those with most quotes first, the unnamed last; the key is what `speaker` gives."""
    quotes = [quote for report in reports for quote in report.quotes]
    counts = Counter(map(speaker, quotes))
    names: dict[str, tuple[str, str]] = {}
    for quote in quotes:
        if quote.speaker:
            names.setdefault(speaker(quote), (quote.speaker.name, quote.speaker.en.text if quote.speaker.en else ""))
    names[""] = (UNKNOWN_AR, UNKNOWN_EN)
    ordered = sorted(counts, key=lambda key: (not key, -counts[key], key))
    return {key: Tally(names[key][0], counts[key], names[key][1]) for key in ordered}


def speaker(quote: Quote) -> str:
    """One person under one key: 'أحمد علي' and 'احمد علي' -> 'احمد علي'; '' where nobody is named."""
    return " ".join(arabic.words(quote.speaker.name)) if quote.speaker else ""


def places(outcomes: Iterable[Report | Failure]) -> dict[str, Tally]:
    return _tallies(map(place, outcomes))


def warnings(outcomes: Iterable[Report | Failure], but: Sequence[str] = ()) -> dict[str, Tally]:
    """Kinds of notes with the number of their articles."""
    return _tallies(note for outcome in outcomes for note in {*notes(outcome)} - {*but})


def _tallies(labels: Iterable[str]) -> dict[str, Tally]:
    """The most frequent first: ['b', 'a', 'a'] -> a: 2, b: 1"""
    counts = Counter(labels)
    return {label: Tally(label, counts[label]) for label in sorted(counts, key=lambda label: (-counts[label], label))}


def place(outcome: Report | Failure) -> str:
    """The folder of an article, or the file that holds it as one of its records.

    'news/a.txt' -> 'news', 'news/day.jsonl:7' -> 'news/day.jsonl', 'stdin' -> 'stdin'
    """
    source = outcome if isinstance(outcome, Failure) else outcome.article.source
    if file := re.fullmatch(r"(.+):\d+", source.name, re.DOTALL):
        return file.group(1)
    folder = str(PurePath(source.name).parent) if source.path else source.name
    return NO_FOLDER if folder == "." else folder


def days(outcomes: Sequence[Report | Failure]) -> list[Tally]:
    """Articles by day, month or year, in order: the finest that gives few bars. Empty where most have no date."""
    found = sorted(filter(None, map(day, outcomes)))
    if 2 * len(found) < len(outcomes):
        return []
    for length in (len("2025-12-31"), len("2025-12"), len("2025")):
        counts = Counter(one[:length] for one in found)
        if len(counts) <= BARS:
            break
    return [Tally(label, count) for label, count in counts.items()][-BARS:]


def day(outcome: Report | Failure) -> str:
    """'2026-01-20', from a field of the input record that is called like a date."""
    extra = outcome.extra if isinstance(outcome, Failure) else outcome.article.source.extra
    return next(filter(None, (_day(extra.get(name)) for name in _DATES)), "")


def _day(value: Any) -> str:
    match = _DAY.match(value) if isinstance(value, str) else None
    try:
        return date.fromisoformat(match.group()).isoformat() if match else ""
    except ValueError:
        return ""


def notes(outcome: Report | Failure) -> Iterator[str]:
    """Everything that a reader is to be warned of, in words."""
    if isinstance(outcome, Failure):
        yield FAILED
        return
    yield from outcome.warnings
    marked: list[Sentence | Quote] = [*(outcome.summary.sentences if outcome.summary else ()), *outcome.quotes]
    for one in marked:
        for flag in (*one.flags, *(one.en.flags if one.en else ())):
            yield FLAGS.get(flag, flag)


def everywhere(reports: Sequence[Report]) -> tuple[str, ...]:
    """Warnings that all of several reports share: said once, they need not be said of each."""
    if len(reports) < 2:
        return ()
    shared = set(reports[0].warnings).intersection(*(report.warnings for report in reports[1:]))
    return tuple(warning for warning in dict.fromkeys(reports[0].warnings) if warning in shared)
