"""Who said what, on short articles written around one trap each, and on real ones where they are there."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from summarize import layout, quotes
from summarize.records import Article, Quote, Source

TRAPS = [json.loads(line) for line in (Path(__file__).parent / "traps.jsonl").read_text("utf-8").splitlines()]


def article(text: str, title: str | None = None) -> Article:
    return Article(Source("test", None, "text", b""), text, title, tuple(layout.blocks(text, title)))


def find(text: str, kind: str = "statement") -> list[Quote]:
    return [quote for quote in quotes.find(article(text)) if quote.kind == kind]


def speakers(text: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker.name if quote.speaker else None) for quote in find(text)]


@pytest.mark.parametrize("trap", TRAPS, ids=[trap["trap"] for trap in TRAPS])
def test_trap(trap: dict[str, Any]) -> None:
    found = find(trap["text"])
    assert [[one.text, one.speaker.name if one.speaker else None] for one in found] == trap["statements"]
    for name, role in trap.get("roles", {}).items():
        assert {one.speaker.role for one in found if one.speaker and one.speaker.name == name} == {role}
    assert [one.text for one in find(trap["text"], "fragment")] == trap.get("fragments", [])
    for flag in trap.get("flags", []):
        assert all(flag in one.flags for one in found)


def test_a_long_article_of_all_traps_keeps_nine_speakers_in_ten() -> None:
    """Traps in one text disturb each other's memory: the floor is lower than on each alone."""
    rows = [trap for trap in TRAPS if len(trap["statements"]) and "\n\n" not in trap["statements"][0][0]]
    expected = dict(row for trap in rows for row in trap["statements"])
    found = dict(speakers("\n\n".join(trap["text"] for trap in rows)))
    assert len(expected.keys() & found.keys()) >= 0.95 * len(expected)
    assert sum(found.get(words) == name for words, name in expected.items()) >= 0.9 * len(expected)


@pytest.mark.parametrize("trap", TRAPS, ids=[trap["trap"] for trap in TRAPS])
def test_quotes_are_verbatim_and_speakers_have_a_mention(trap: dict[str, Any]) -> None:
    text = trap["text"]
    for quote in quotes.find(article(text)):
        assert text[quote.start : quote.end] == quote.text
        assert quote.evidence.start <= quote.start < quote.end <= quote.evidence.end
        assert quote.cue is None or text[quote.cue.start : quote.cue.end] == quote.cue.text
        assert 0 <= quote.confidence <= 1
        if quote.speaker:
            assert text[quote.speaker.start : quote.speaker.end].strip() != ""


def _damaged(text: str) -> Iterator[str]:
    """The text with marks lost, doubled and changed."""
    luck = random.Random(7)
    for _ in range(20):
        letters = list(text)
        for index, char in enumerate(letters):
            if char in '«»“”":.' and luck.random() < 0.4:
                letters[index] = luck.choice(["", char * 2, "”", '"', "»", "\n", "\u200f" + char])
        yield "".join(letters)


def test_damaged_marks_never_stop_the_search() -> None:
    for text in _damaged("\n".join(trap["text"] for trap in TRAPS)):
        for quote in quotes.find(article(text)):
            assert text[quote.start : quote.end] == quote.text


def test_a_text_without_marks_has_no_quotes() -> None:
    assert quotes.find(article("أعلنت البلدية افتتاح حديقة جديدة في وسط المدينة بعد عامين من العمل.")) == ()


def test_two_searches_give_the_same() -> None:
    text = "\n\n".join(trap["text"] for trap in TRAPS)
    assert quotes.find(article(text)) == quotes.find(article(text))


# -- on real articles that may be measured on --

SEED = {"ستيف ويتكوف": 4, "كيريل دميترييف": 2, "دميتري بيسكوف": 1}


def test_the_seed_article_has_seven_statements_of_three_speakers(shared: Path) -> None:
    text = (shared / "seed-article.txt").read_text("utf-8")
    names = [name for _, name in speakers(text)]
    assert {name: names.count(name) for name in names} == SEED
    assert not {"تاس", "دافوس", "روسيا اليوم"} & {quote.text for quote in find(text)}


def test_the_development_set_stays_above_its_floors(shared: Path) -> None:
    folder = shared / "quotes"
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gold = [json.loads(line) for line in (folder / "dev.jsonl").read_text("utf-8").splitlines()]
    rows = [{"id": one["id"], "quotes": _rows(one["text"])} for one in gold]
    result = score.score(rows, gold)
    assert result["lenient"]["f1"] >= 0.97
    assert result["strict"]["f1"] >= 0.945
    assert result["speaker_accuracy"] >= 0.955
    assert result["speaker_full_name_resolved"] >= 0.88
    assert result["end_to_end_recall"] >= 0.915


def _rows(text: str) -> list[dict[str, Any]]:
    return [
        {"start": one.start, "end": one.end, "speaker": one.speaker.name if one.speaker else None}
        for one in find(text)
        if "unmarked" not in one.flags
    ]


def test_the_people_of_an_article_have_a_name_and_a_role() -> None:
    text = "زار وزير الخارجية السعودي عادل الجبير جامعة الإمام محمد بن سعود، ومعه عضو بجامعة الإمام محمد بن سعود. "
    assert quotes.read(article(text)).people == ("عادل الجبير",)
    assert quotes.read(article("نشرت مجلة حياة كريمة صورة في عددها الأول.")).people == ()
