"""Quotation marks become pairs, whatever an editor typed."""

from __future__ import annotations

import pytest

from summarize.quotes import marks
from summarize.records import Block


def paired(text: str) -> list[str]:
    """The words in the outer pairs of a text whose lines are its paragraphs."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(at, at + len(line), "text"))
        at += len(line) + 1
    return [text[pair.start : pair.end] for pair in marks.pairs(text, blocks) if pair.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال: «نعم سنأتي»", ["نعم سنأتي"]),
        ("قال: “نعم سنأتي”", ["نعم سنأتي"]),
        ('قال: "نعم سنأتي".', ["نعم سنأتي"]),
        ("قال: ‹نعم سنأتي›", ["نعم سنأتي"]),
        ("قال: ''نعم سنأتي''", ["نعم سنأتي"]),
        ("قال: »نعم سنأتي«", ["نعم سنأتي"]),
        ("قال: ”نعم سنأتي“", ["نعم سنأتي"]),
        ("قال: ”نعم سنأتي” ثم رحل", ["نعم سنأتي"]),
        ("زار «سهل الورد» و«وادي النخيل»", ["سهل الورد", "وادي النخيل"]),
        ("وصفه بـ”المهم” ثم بـ“العاجل”", ["المهم", "العاجل"]),
        ("قال إن“العمل بدأ”والناس معه", ["العمل بدأ"]),
        ("قال: «\u00a0\u200fنعم سنأتي\u200f »", ["نعم سنأتي"]),
        ("قالت: «قرأت «الأفق» كل يوم»", ["قرأت «الأفق» كل يوم"]),
        ('قالت: "قرأت "الأفق" كل يوم".', ['قرأت "الأفق" كل يوم']),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert paired(text) == expected


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    assert paired("قال: «سنأتي غداً\nوبقي الباب مغلقاً") == ["سنأتي غداً"]


def test_an_unopened_mark_reaches_back_to_the_colon() -> None:
    assert paired("قال الوزير: سنأتي غداً», ثم رحل") == ["سنأتي غداً"]


def test_a_quotation_may_run_over_paragraphs() -> None:
    assert paired("قال: «سنأتي غداً.\nوسنبقى أسبوعاً» ثم رحل") == ["سنأتي غداً.\nوسنبقى أسبوعاً"]


def test_one_odd_mark_does_not_spoil_the_other_paragraphs() -> None:
    assert paired('طول اللوح 5" فقط\nقال: «نعم سنأتي»')[-1] == "نعم سنأتي"


def test_missing_marks_are_none_and_flagged() -> None:
    (pair,) = marks.pairs("قال: «سنأتي غداً", [Block(0, 16, "text")])
    assert (pair.open, pair.close, pair.flags) == ("«", None, ("unclosed",))


def test_marks_outside_the_blocks_do_not_count() -> None:
    assert marks.pairs("«إعلان» قال: «نعم»", [Block(8, 18, "text")])[0].start == 14
