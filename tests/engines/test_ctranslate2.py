"""The embedded translator through CTranslate2."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import arabic, engines, registry
from summarize.engines.ctranslate2 import CTranslate2
from summarize.errors import ModelError
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


def test_one_text_of_a_summarizer_has_the_cores_until_several_come(monkeypatch: pytest.MonkeyPatch) -> None:
    translator = registry.get("ar-en-base", "translate")
    apart = CTranslate2(translator)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    engine = CTranslate2(replace(translator, task="summarize"))
    texts = ["قال الوزير إن العمل بدأ في الطريق.", "وصلت السفينة إلى الميناء صباح الأحد."]
    for some, batches in [(texts[:1], 1), (texts[1:], 1), (["نعم", *texts], 3), (texts[:1], 3)]:
        assert engine.generate(some, Decoding(beam=2)) == apart.generate(some, Decoding(beam=2))
        assert engine._translator.num_translators == batches or engine.device.startswith("cuda")


def test_a_file_that_is_gone_when_it_is_loaded_again_is_told_each_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    packaged = registry.get("ar-en-base", "translate")
    assert packaged.path
    folder = Path(shutil.copytree(packaged.path, tmp_path / "model"))
    engine = CTranslate2(replace(packaged, task="summarize", path=folder))
    (folder / "model.bin").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(ModelError):
            engine.generate(["نعم", "قال الوزير نعم"], Decoding())
