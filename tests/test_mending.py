"""Rules mend what a small translator writes, and leave alone what a writer may have meant."""

from __future__ import annotations

import pytest

from summarize import mending


@pytest.mark.parametrize(
    ("english", "wanted"),
    [
        ("rose to 1.245.7 million", "rose to 1,245.7 million"),
        ("on 12.10.2023 and 192.168.100.20.", "on 12.10.2023 and 192.168.100.20."),
        ("of the new national national national council", "of the new national council"),
        ("he had had it, and that that is very very far", "he had had it, and that that is very very far"),
        ("they don''t say ''yes''", "they don't say ''yes''"),
        ("died ( by its data ) there", "died (by its data) there"),
        ("a Algerian and a elder", "an Algerian and an elder"),
        ("a European, a one-time, vitamin a in", "a European, a one-time, vitamin a in"),
    ],
)
def test_numbers_doubled_words_and_articles(english: str, wanted: str) -> None:
    assert mending.mended(english, "نص") == wanted


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (["he said yes,", "During the day,", "The Hague"], "he said yes, during the day, The Hague"),
        (["He left.", "then came", "", "back"], "He left. Then came back"),
        (["", "x"], "x"),
        ([], ""),
    ],
)
def test_parts_are_joined_as_sentences(parts: list[str], wanted: str) -> None:
    assert mending.joined(parts) == wanted


def test_what_the_arabic_says_twice_stays_twice() -> None:
    assert mending.mended("never never again", "أبداً أبداً") == "never never again"


@pytest.mark.parametrize(
    ("english", "wanted"),
    [("al-Badr said", "Al-Badr said"), ("iPhone sales rose", "iPhone sales rose"), ("a", "A"), ("", "")],
)
def test_a_sentence_begins_with_a_capital(english: str, wanted: str) -> None:
    assert mending.capital(english) == wanted


@pytest.mark.parametrize(
    ("english", "wanted"),
    [
        ("The head of the union", "the head of the union"),
        ("Ministry spokesman", "ministry spokesman"),
        ("Iraqi foreign minister", "Iraqi foreign minister"),
        ("UNESCO director", "UNESCO director"),
    ],
)
def test_a_role_behind_a_name_has_no_capital_of_its_own(english: str, wanted: str) -> None:
    assert mending.lowered(english) == wanted
