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
        ("the 71th, 22th, 103th, 1,022th and 1th", "the 71st, 22nd, 103rd, 1,022nd and 1st"),
        ("the 11th, 12th, 13th, 111th, 1,012th and 4th", "the 11th, 12th, 13th, 111th, 1,012th and 4th"),
        ("12,000 and500 in the21 place of the22nd", "12,000 and 500 in the 21 place of the 22nd"),
        ("F16, COVID19, the2gether, sand500 and G20", "F16, COVID19, the2gether, sand500 and G20"),
        ("Nouakchottt and Yasssine", "Nouakchott and Yassine"),
        ("www.x.org, viii, XXX, AAA and committees", "www.x.org, viii, XXX, AAA and committees"),
        ("al- Sharif and El- Sayed, al- and so on", "al-Sharif and El-Sayed, al- and so on"),
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


def test_what_the_arabic_draws_out_or_writes_in_latin_letters_stays() -> None:
    assert mending.mended("Goaaal for Nouakchottt", "هدددف") == "Goaaal for Nouakchottt"
    assert mending.mended("A film named and500", "فيلم and500") == "A film named and500"


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
