"""Two engines, one answer: the same tokens and scores on the same checkpoint, greedy and beam."""

from __future__ import annotations

import pytest

from summarize import engines
from summarize.records import Decoding
from summarize.registry import Model
from tests.engines.checkpoints import TEXTS

SENTENCES = [text for text in TEXTS if text][:8]


@pytest.mark.parametrize(
    "options",
    [
        Decoding(max_length=24),
        Decoding(max_length=24, beam=4),
        Decoding(max_length=24, beam=4, length_penalty=0.6),
        Decoding(max_length=24, beam=2, no_repeat_ngram=2),
        Decoding(max_length=24, repetition_penalty=1.3),
    ],
    ids=["greedy", "beam", "length penalty", "no repeated n-gram", "repetition penalty"],
)
def test_both_engines_say_the_same(pair: tuple[Model, Model], options: Decoding) -> None:
    reference, fast = (engines.load(model) for model in pair)
    expected, found = reference.generate(SENTENCES, options), fast.generate(SENTENCES, options)
    assert [one.text for one in found] == [one.text for one in expected]
    assert [one.truncated for one in found] == [one.truncated for one in expected]
    if options.repetition_penalty == 1 and not options.no_repeat_ngram:  # CTranslate2 scores what it has penalized
        assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=2e-3)


def test_both_count_alike(pair: tuple[Model, Model]) -> None:
    reference, fast = (engines.load(model) for model in pair)
    assert fast.count(SENTENCES) == reference.count(SENTENCES)
