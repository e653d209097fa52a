"""What stands beside ROUGE in the table, and that no method exceeds the length."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import summarizers, summary_quality
from benchmarks.summarizers import Task
from summarize.records import Decoding

SENTENCES = (
    "افتتح سامر العلي المصنع في المدينة يوم 3 مايو.",
    "ويعمل في المصنع 250 عاملاً من القرى القريبة.",
    "وقال مدير المصنع إن الإنتاج يبدأ قبل نهاية الشهر المقبل.",
    "وتنتج آلات المصنع الزجاج.",
)


def test_the_oracle_finds_the_sentences_that_the_reference_is_made_of() -> None:
    task = Task(SENTENCES, "", Decoding(words=20), f"{SENTENCES[1]} {SENTENCES[3]}")
    assert dict(summarizers.methods())["oracle"](task) == task.reference


@pytest.mark.parametrize("words", [4, 9, 15, 30])
def test_no_method_but_the_plain_lead_exceeds_the_length(words: int) -> None:
    task = Task(SENTENCES, "", Decoding(words=words), SENTENCES[2])
    for name, method in summarizers.methods():
        if name not in ("LEAD-1", "LEAD-2", "LEAD-3"):
            assert len(method(task).split()) <= max(words, len(SENTENCES[0].split())), name


def test_facts_are_numbers_and_names() -> None:
    *_, facts, again = summary_quality.scores("سامر العلي: 3", "افتتح سامر العلي المصنع في 3 أيام من عام 2020")
    assert facts == pytest.approx(3 / 4)  # of سامر، العلي، 3، 2020
    assert again == 0


def test_what_is_said_twice_is_counted() -> None:
    assert summary_quality.scores("زار الوزير المصنع زار الوزير", "الوزير")[-1] == pytest.approx(1 / 4)


def test_the_interval_holds_the_mean_and_is_narrower_with_more_articles() -> None:
    few, many = (np.tile([0.2, 0.4], n) for n in (5, 500))
    (a, b), (c, d) = (map(float, summary_quality.interval(some).split()) for some in (few, many))
    assert a < c <= 30 <= d < b
    assert summary_quality.interval(many) == summary_quality.interval(many)
