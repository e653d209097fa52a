"""Two engines, one answer: the same tokens and scores on the same checkpoint, however it is searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from summarize import convert, engines, registry
from summarize.engines import Engine
from summarize.engines.transformers import Transformers
from summarize.records import Decoding
from summarize.registry import Model
from tests import embedded
from tests.engines import checkpoints
from tests.engines.checkpoints import TEXTS

SENTENCES = [text for text in TEXTS if text][:24]
SEARCHES = {
    "greedy": Decoding(),
    "beam": Decoding(beam=4),
    "short is better": Decoding(beam=4, length_penalty=0.0),
    "mT5 on XL-Sum": Decoding(beam=4, length_penalty=0.6, no_repeat_ngram=2),
    "AraT5v2": Decoding(beam=3, length_penalty=2.0, no_repeat_ngram=3, repetition_penalty=3.0),
    "no word twice": Decoding(no_repeat_ngram=1),
    "repetition penalty": Decoding(repetition_penalty=1.3),
    "long is asked for": Decoding(beam=2, min_length=12),
}


@pytest.fixture(scope="module")
def both(pair: tuple[Model, Model]) -> tuple[Engine, Engine]:
    return engines.load(pair[0]), engines.load(pair[1])


@pytest.mark.parametrize("options", SEARCHES.values(), ids=SEARCHES)
def test_both_engines_say_the_same(both: tuple[Engine, Engine], options: Decoding) -> None:
    options = Decoding(**{name: getattr(options, name) for name in options.__slots__} | {"max_length": 24})
    expected, found = (engine.generate(SENTENCES, options) for engine in both)
    assert [one.text for one in found] == [one.text for one in expected]
    assert [one.truncated for one in found] == [one.truncated for one in expected]
    assert [one.score for one in found] == pytest.approx([one.score for one in expected], abs=1e-3)


def test_the_checkpoints_come_to_an_end_sometimes(both: tuple[Engine, Engine]) -> None:
    """Otherwise the tests above would not see how finished hypotheses are ranked."""
    short = [text[:60] for text in SENTENCES]
    ended = [not one.truncated for one in both[1].generate(short, Decoding(beam=4, max_length=24))]
    assert any(ended)


def test_both_count_alike(both: tuple[Engine, Engine]) -> None:
    hard = [
        "قال </s> الوزير <pad>",
        "<extra_id_0> eng_Latn",
        "قال  الوزير\tنعم",
        "ﻻ شيء ــ عـــام",
        "😀 قال",
        "\u200f",
        "١٢٣ %",
    ]
    assert both[0].count(SENTENCES + hard) == both[1].count(SENTENCES + hard)


def test_an_end_written_in_the_text_ends_nothing(both: tuple[Engine, Engine]) -> None:
    for engine in both:
        assert engine.count(["نعم </s> نعم"])[0] > engine.count(["نعم نعم"])[0] + 1


@pytest.mark.parametrize("build", [checkpoints.marian, checkpoints.arat5, checkpoints.nllb, checkpoints.bert_pair])
@pytest.mark.parametrize("width", [1, 4])
def test_our_search_finds_what_that_of_transformers_finds(
    build: Callable[[Path], Path], width: int, tmp_path: Path
) -> None:
    codes = {"src": "arb_Arab", "tgt": "eng_Latn"} if build is checkpoints.nllb else {}
    engine = Transformers(Model("x", "translate", "transformers", "local", "-", "none", build(tmp_path / "hf"), codes))
    model, tokenizer = engine._model, engine._tokenizer
    extra = 1 if codes else 0
    settings = {
        "num_beams": width, "early_stopping": width > 1, "max_new_tokens": 24 + extra, "min_new_tokens": 1 + extra,
        "max_length": None, "forced_eos_token_id": None,
        "renormalize_logits": True,  # after the end is banned from the first place
        "bad_words_ids": [[piece] for piece in engine._rules.never] or None,
    }  # fmt: skip
    if codes:
        settings["forced_bos_token_id"] = tokenizer.convert_tokens_to_ids(codes["tgt"])
    for text in SENTENCES[:12]:
        ids = torch.tensor(engine._ids([text]))
        assert ids.tolist() == tokenizer([text])["input_ids"]
        (row,) = model.generate(ids, **settings)
        expected = engine._text(row[len(engine._rules.start) :].tolist())
        assert engine.generate([text], Decoding(beam=width, max_length=24))[0].text == expected


def test_both_say_the_same_with_weights_that_were_trained(tmp_path: Path) -> None:
    packaged = registry.get("ar-en-base", "translate")
    assert packaged.path is not None
    embedded.hugging_face(packaged.path, tmp_path / "hf")
    convert.convert(tmp_path / "hf", tmp_path / "ct2", "float32")
    slow, fast = (
        engines.load(replace(packaged, engine=engine, path=tmp_path / place, source="local"))
        for engine, place in (("transformers", "hf"), ("ctranslate2", "ct2"))
    )
    expected, found = (engine.generate(SENTENCES[:12], packaged.decoding) for engine in (slow, fast))
    assert [one.text for one in found] == [one.text for one in expected]
