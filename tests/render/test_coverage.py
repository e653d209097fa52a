"""What a set of records covers, counted."""

from __future__ import annotations

import pytest

from summarize.records import Article, Cue, Failure, Quote, Report, Source, Span, Speaker, Translation
from summarize.render import coverage


def report(name: str = "a.txt", path: str | None = "a.txt", quotes: tuple[Quote, ...] = (), **extra: object) -> Report:
    article = Article(Source(name, path, "text", b"", extra=extra), "", None, ())
    return Report(article, None, quotes, {})


def quote(name: str | None, english: str | None = None, flags: tuple[str, ...] = ()) -> Quote:
    speaker = Speaker(name, None, 0, 1, Translation(english) if english else None) if name else None
    return Quote("قول", 0, 3, ("«", "»"), "statement", Cue("قال", 0, 3), speaker, Span(0, 3), flags=flags)


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("news/a.txt", "news/a.txt", "news"),
        ("a.txt", "a.txt", "no folder"),
        ("news/day.jsonl:7", "news/day.jsonl", "news/day.jsonl"),
        ("stdin", None, "stdin"),
        ("stdin:3", None, "stdin"),
    ],
)
def test_the_place_of_an_article(name: str, path: str | None, place: str) -> None:
    assert coverage.place(report(name, path)) == coverage.place(Failure(name, path, "empty", "")) == place


def test_a_speaker_is_one_however_the_name_is_spelt_and_the_unnamed_come_last() -> None:
    reports = [report(quotes=(quote(None), quote(None), quote(None), quote("أحمد علي", "Ahmad Ali")))]
    reports += [report(quotes=(quote("احمد عليّ"), quote("سلمى")))]
    tallies = [(tally.label, tally.count, tally.english) for tally in coverage.speakers(reports).values()]
    assert tallies == [("أحمد علي", 2, "Ahmad Ali"), ("سلمى", 1, ""), ("غير محدد", 3, "not named in the article")]


@pytest.mark.parametrize(
    ("dates", "labels"),
    [
        (["2025-12-31", "2025-12-30T08:00:00Z", "2025-12-31"], ["2025-12-30", "2025-12-31"]),
        ([f"2025-0{month}-{day}" for month in (1, 2) for day in range(10, 20)], ["2025-01", "2025-02"]),
        ([f"{year}-01-{month}" for year in range(2001, 2005) for month in range(10, 20)][::3], None),
        (["2025-02-30", 20250101, None, "yesterday"], []),
        (["2025-01-01", "", "", ""], []),
    ],
)
def test_days_are_put_together_until_the_picture_is_small(dates: list[object], labels: list[str] | None) -> None:
    tallies = coverage.days([report(date=date) for date in dates])
    expected = ["2001-01", "2002-01", "2003-01", "2004-01"] if labels is None else labels
    assert [tally.label for tally in tallies] == expected
    assert sum(tally.count for tally in tallies) == (len(dates) if expected else 0)


def test_a_note_counts_once_per_article_and_a_failure_is_one() -> None:
    marked = report(quotes=(quote("أ", flags=("unclosed",)), quote("ب", flags=("unclosed",))))
    notes = coverage.warnings([marked, marked, Failure("b", None, "empty", "")])
    assert [(tally.label, tally.count) for tally in notes.values()] == [
        ("no closing mark in the article", 2),
        ("could not be summarized", 1),
    ]
