"""The embedded translator through CTranslate2."""

from __future__ import annotations

import pytest

from summarize import arabic, engines, registry
from summarize.engines.ctranslate2 import CTranslate2
from summarize.records import Decoding
from tests.conftest import EXAMPLES


def test_what_a_text_becomes_does_not_depend_on_its_company() -> None:
    model = registry.get("ar-en-base", "translate")
    engine = engines.load(model)
    texts = [path.read_text() for path in sorted(EXAMPLES.glob("*.txt")) if ".cp" not in path.name]
    sentences = [text[start:end] for text in texts for start, end in arabic.sentences(text)][:40]
    together = engine.generate(sentences, model.decoding)
    apart = [one for at in range(0, 40, 7) for one in engine.generate(sentences[at : at + 7], model.decoding)]
    assert apart == together
    assert engine.generate(sentences[::-1], model.decoding) == together[::-1]
    assert [engine.generate([one], model.decoding)[0] for one in sentences[:7]] == together[:7]


def test_a_batch_that_is_alone_has_all_cores_and_others_one_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    engine = CTranslate2(registry.models()[registry.marked("translate")])
    for texts, batches in [(["نعم", "قال الوزير نعم"], 3), (["نعم", "نعم"], 1), (["نعم", "قال الوزير نعم"], 3)]:
        engine.generate(texts, Decoding())
        assert engine._translator.num_translators == batches
