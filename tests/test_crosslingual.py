"""English sentences find their place in an Arabic article by what they name, or say that they have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import article, crosslingual, source
from summarize.crosslingual import English
from summarize.records import Generated, Sentence, Source
from summarize.summary import split
from tests.conftest import EXAMPLES


@pytest.fixture
def evidence() -> English:
    (found,) = source.discover([str(EXAMPLES / "politics.txt")])
    assert isinstance(found, Source)
    read = article.read(found, "")
    return English(read, [line for line in split(read) if line.kind == "text"])


def told(evidence: English, text: str) -> list[Sentence]:
    return evidence.link(Generated(text, -0.5))


def test_a_sentence_stands_beside_the_one_that_names_the_same(evidence: English) -> None:
    text = "Mauritania held 14 Senegalese boats near Ndiago. Dr. Sidi Ould Ambark asked for stock numbers."
    first, second = told(evidence, text)
    assert first.en is not None
    assert first.en.text == "Mauritania held 14 Senegalese boats near Ndiago."
    assert "14 زورقاً" in first.text
    assert first.text == evidence.article.text[first.start : first.end]
    assert "سيدي ولد امبارك" in second.text
    assert 0 < first.score <= 1
    assert first.flags == first.en.flags == ()


def test_what_is_close_to_nothing_says_so(evidence: English) -> None:
    (sentence,) = told(evidence, "It is going to be a warm and sunny day")
    assert (sentence.flags, sentence.score) == (("unlinked",), 0.0)


@pytest.mark.parametrize(
    ("text", "flags"),
    [
        ("Some 77 boats were held", ("numbers",)),
        ("The boats of موريتانيا", ("script",)),
        ("the boats and the boats and the boats", ("repetition",)),
    ],
)
def test_guards(evidence: English, text: str, flags: tuple[str, ...]) -> None:
    assert evidence.flags(text) == flags


def test_linking_is_seldom_wrong(shared: Path) -> None:
    arabic, english = ((shared / "flores" / f"dev.{code}").read_text("utf-8").splitlines() for code in ("ar", "en"))
    linked = right = 0
    for start in range(0, len(arabic) - 9, 10):
        text = "\n\n".join(arabic[start : start + 10])
        read = article.read(Source("x", None, "text", text.encode()), "")
        evidence = English(read, list(split(read)))
        for number, line in enumerate(english[start : start + 10]):
            sentence = evidence._sentence(line, 0.0)
            linked += "unlinked" not in sentence.flags
            right += "unlinked" not in sentence.flags and sentence.text in arabic[start + number]
    assert linked > 300
    assert right > 0.9 * linked


def test_names_share_their_consonants() -> None:
    for arabic, english in (
        ("محمد", "Mohammed"),
        ("الخرطوم", "Khartoum"),
        ("وبرلين", "Berlin"),
        ("بوتين", "Putin"),
    ):
        assert crosslingual._readings(arabic) & crosslingual._english_terms(english), english
