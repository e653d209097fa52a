"""A number of the Arabic is in the English, however it is written there."""

from __future__ import annotations

import pytest

from summarize import amounts


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("حضر 54 ألف متفرج.", "54,000 spectators attended."),
        ("٥٤ ألفاً", "fifty-four thousand"),
        ("3 آلاف", "3,000"),
        ("300 ألف دولار", "$300,000"),
        ("300 ألف دولار", "$300k"),
        ("320 ألف", "three hundred and twenty thousand"),
        ("500 ألف", "half a million"),
        ("107 ملايين و200 ألف", "107.2 million"),
        ("107 ملايين و200 ألف", "107,200,000"),
        ("107 ملايين و200 ألف", "107 million and 200,000"),
        ("54 ألفا و300 متفرج", "54,300 spectators"),
        ("5 ملايين و200 متفرج", "5 million and 200 spectators"),
        ("من 5 إلى 7 ملايين", "from 5 million to 7 million"),
        ("من 5 ملايين إلى 7 ملايين", "5-7 million"),
        ("3 ملايين", "three million"),
        ("1٫5 مليون", "1.5m"),
        ("2ر1 مليار", "1.2bn"),
        ("2 بليون", "2 billions"),
        ("5 أمتار و3 كيلوغرامات", "5m and 3k"),
        ("1000 شخص", "a thousand people"),
        ("ألف قارئ", "1,000 readers"),
        ("ملايين الناس", "millions of people"),
    ],
)
def test_a_number_with_its_scale_is_one_value(arabic: str, english: str) -> None:
    assert amounts.kept(arabic, english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("حضر 54 ألف متفرج.", "54 spectators attended."),
        ("حضر 54 متفرجاً.", "54,000 spectators attended."),
        ("5 ملايين", "5 billion"),
        ("5 ملايين", "five billion"),
        ("1.5 مليون", "1.5 billion"),
        ("107 ملايين و200 ألف", "107.3 million"),
        ("بين 340 مليون و500 مليون", "between 840 million and 500 million"),
        ("20 و5 رجال", "thirty and five men"),
        ("25 رجلاً", "twenty and five men"),
        ("7" * 40 + " مليون", "7 million"),
    ],
)
def test_another_scale_is_another_number(arabic: str, english: str) -> None:
    assert not amounts.kept(arabic, english)


def test_a_translator_that_counts_for_ever_is_no_error() -> None:
    assert amounts.kept("مئة رجل", "a hundred and " * 5000)
