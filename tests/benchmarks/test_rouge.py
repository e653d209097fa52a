"""The scorer of XL-Sum: known values by hand, and the floors that others computed with theirs."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.rouge import rouge, signature, stems
from training.summarizer import data


def test_punctuation_and_symbols_are_no_words_and_words_are_stems() -> None:
    assert stems("قالت: «الكتاب»، 50%!") == stems("قالت كتاب 50")


def test_half_of_the_words_one_of_the_pairs() -> None:
    one, two, longest = rouge("ذهب علي غدا صباحا", "ذهب علي مساء أمس")
    assert (one, two, longest) == pytest.approx((1 / 2, 1 / 3, 1 / 2))


def test_a_word_counts_as_often_as_it_is_in_both() -> None:
    assert rouge("علي علي علي", "علي")[0] == pytest.approx(1 / 2)


def test_nothing_is_like_nothing() -> None:
    assert rouge("", "علي") == rouge("علي", "") == (0, 0, 0)


def test_order_counts_for_the_longest_common_run_alone() -> None:
    one, _, longest = rouge("أمس علي ذهب", "ذهب علي أمس")
    assert (one, longest) == pytest.approx((1, 1 / 3))


def test_the_longest_common_run_is_that_of_the_table_everybody_knows() -> None:
    for some, other in product(product("أبج", repeat=4), product("أبج", repeat=3)):
        row = [0] * (len(other) + 1)
        for word in some:
            above, row = row, [0] * (len(other) + 1)
            for j, its in enumerate(other):
                row[j + 1] = above[j] + 1 if word == its else max(above[j + 1], row[j])
        assert rouge(" ".join(some), " ".join(other))[2] == pytest.approx(2 * row[-1] / 7)


def test_the_signature_names_the_stemmer() -> None:
    assert re.fullmatch(r"ROUGE F1\|.*stem:snowball-arabic\|version:[\d.]+", signature())


def test_the_floor_of_the_first_sentence(shared: Path) -> None:
    scores = []
    for article in data.articles(shared / "summarization" / "xlsum_dev.jsonl.xz"):
        pieces = re.split(r"(?<=[.!؟?…])\s+|\n+", re.sub(r"[ \t]+", " ", article["text"]))
        first = next(piece.strip() for piece in pieces if len(piece.split()) > 2)
        scores.append(rouge(first, article["summary"]))
    assert [round(100 * mean(column), 2) for column in zip(*scores, strict=True)] == [19.72, 4.57, 14.30]
