"""What every engine of the table promises, on a checkpoint that suits it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from summarize import engines, registry
from summarize.engines import ENGINES, Engine
from summarize.errors import ModelError
from summarize.records import Decoding
from summarize.registry import Model
from tests.engines.checkpoints import TEXTS

SENTENCES = [text for text in TEXTS if text][:5]
OPTIONS = Decoding(sentences=1, max_length=16)


@pytest.fixture(params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, pair: tuple[Model, Model]) -> Engine:
    models = {model.engine: model for model in pair} | {"extractive": registry.get("centroid", "summarize")}
    return engines.load(models[request.param])


def texts(engine: Engine, inputs: Sequence[str]) -> list[str]:
    return [output.text for output in engine.generate(inputs, OPTIONS)]


def test_one_output_per_text_in_order_whatever_its_company(engine: Engine) -> None:
    alone = [texts(engine, [sentence])[0] for sentence in SENTENCES]
    assert texts(engine, SENTENCES) == alone
    assert texts(engine, SENTENCES[::-1]) == alone[::-1]


def test_empty_texts_and_no_texts(engine: Engine) -> None:
    assert engine.generate([], OPTIONS) == []
    assert texts(engine, ["", " ", SENTENCES[0]])[:2] == ["", ""]


def test_the_same_text_gives_the_same_bytes(engine: Engine) -> None:
    assert engine.generate(SENTENCES, OPTIONS) == engine.generate(SENTENCES, OPTIONS)


def test_longer_texts_count_more(engine: Engine) -> None:
    short, long = engine.count(["قال الوزير", "قال الوزير إن العمل بدأ"])
    assert 0 < short < long


def test_a_text_that_does_not_fit_is_told(engine: Engine) -> None:
    if engine.limit > 1000:
        pytest.skip("no text is too long for it")
    (output,) = engine.generate([" ".join(SENTENCES)], OPTIONS)
    assert output.truncated


def test_it_says_where_it_computes(engine: Engine) -> None:
    assert engine.device.split()[0] in ("cpu", "cuda", "mps")


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_a_folder_without_weights_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        engines.load(Model("x", "translate", name, "local", "-", "none", tmp_path))


def test_pickles_and_remote_code_are_refused(tmp_path: Path) -> None:
    model = Model("x", "translate", "transformers", "local", "-", "none", tmp_path)
    (tmp_path / "config.json").write_text('{"model_type": "marian"}')
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError, match=r"has no \.safetensors file"):
        engines.load(model)
    (tmp_path / "config.json").write_text('{"auto_map": {"AutoModel": "evil.Model"}}')
    with pytest.raises(ModelError, match="wants to run its own code"):
        engines.load(model)


def test_broken_weights_are_one_sentence(pair: tuple[Model, Model], tmp_path: Path) -> None:
    fast = pair[1]
    assert fast.path is not None
    for file in fast.path.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: 2000 if file.name == "model.bin" else None])
    with pytest.raises(ModelError, match="cannot be loaded"):
        engines.load(Model("x", "translate", "ctranslate2", "local", "-", "none", tmp_path))
