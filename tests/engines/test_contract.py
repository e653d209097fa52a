"""What every engine of the table promises, on a checkpoint that suits it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from summarize import convert, engines, registry
from summarize.engines import ENGINES, Engine
from summarize.errors import ModelError
from summarize.records import Decoding
from summarize.registry import Model
from tests.conftest import ROOT
from tests.engines.checkpoints import TEXTS

SENTENCES = [text for text in TEXTS if text][:5]
OPTIONS = Decoding(sentences=1, max_length=16)


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, pair: tuple[Model, Model]) -> Engine:
    models = {model.engine: model for model in pair} | {"extractive": registry.get("ranker", "summarize")}
    if request.param == "extractive" and pair[0].name != "marian":
        pytest.skip("it has no weights, so once is enough")
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


def test_a_text_that_fits_is_not_cut(engine: Engine) -> None:
    if engine.limit > 1000:
        pytest.skip("no text is too long for it")
    text = "قال "
    while engine.count([text + "قال "])[0] <= engine.limit:
        text += "قال "
    longer = text + "قال قال"
    options = Decoding(max_length=300)
    whole, cut = engine.generate([text, longer], options)
    assert engine.count([longer])[0] > engine.limit
    assert cut.truncated
    assert not whole.truncated or engine.generate(["قال"], options)[0].truncated  # then it is the output that is cut


def test_a_score_is_no_chance_above_one(engine: Engine) -> None:
    outputs = engine.generate(SENTENCES, OPTIONS)
    assert all(isinstance(one.score, float) for one in outputs)
    if engine.limit < 1000:
        assert all(-20 < one.score <= 0 for one in outputs)


def test_more_output_than_allowed_is_never_given(engine: Engine) -> None:
    if engine.limit > 1000:
        pytest.skip("it gives sentences, not tokens")
    (output,) = engine.generate(SENTENCES[:1], Decoding(max_length=3, min_length=9))
    assert output.truncated
    assert len(engine.generate(SENTENCES[:1], Decoding(max_length=12, min_length=9))[0].text) > len(output.text)


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


@pytest.mark.parametrize("name", ["ctranslate2", "transformers"])
def test_a_file_that_changed_since_it_was_locked_is_refused(
    name: str, pair: tuple[Model, Model], tmp_path: Path
) -> None:
    (model,) = [model for model in pair if model.engine == name]
    assert model.path is not None
    shutil.copytree(model.path, tmp_path / "copy")
    registry.lock(tmp_path / "copy")
    mine = replace(model, path=tmp_path / "copy")
    engines.load(mine)
    with (tmp_path / "copy" / "config.json").open("a") as file:
        file.write(" ")
    registry._sha256.cache_clear()
    with pytest.raises(ModelError, match=r"config\.json .* has changed"):
        engines.load(mine)


def test_int8_answers_do_not_depend_on_the_company(pair: tuple[Model, Model], tmp_path: Path) -> None:
    assert pair[0].path is not None
    convert.convert(pair[0].path, tmp_path / "int8")
    engine = engines.load(replace(pair[1], path=tmp_path / "int8"))
    assert "int8" in engine.device or engine.device.startswith("cuda")
    options = Decoding(beam=4, max_length=16)
    alone = [engine.generate([sentence], options)[0] for sentence in SENTENCES]
    assert engine.generate(SENTENCES * 9, options) == alone * 9


def test_generating_loads_neither_torch_nor_transformers(pair: tuple[Model, Model]) -> None:
    program = (
        "import sys; from pathlib import Path; from summarize import engines; from summarize.registry import Model\n"
        "from summarize.records import Decoding\n"
        f"model = Model('x', 'translate', 'ctranslate2', 'local', '-', 'none', Path({str(pair[1].path)!r}))\n"
        "assert engines.load(model).generate(['قال الوزير'], Decoding(max_length=8))[0].text\n"
        "print(*sorted({'torch', 'transformers', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert set(done.stdout.split()) <= {"numpy"}


def test_weights_cut_short_are_one_sentence(pair: tuple[Model, Model], tmp_path: Path) -> None:
    slow = pair[0]
    assert slow.path is not None
    shutil.copytree(slow.path, tmp_path / "copy")
    weights = tmp_path / "copy" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:2000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        engines.load(replace(slow, path=tmp_path / "copy"))


def test_pieces_that_are_none_are_one_sentence(pair: tuple[Model, Model], tmp_path: Path) -> None:
    fast = pair[1]
    assert fast.path is not None
    shutil.copytree(fast.path, tmp_path / "copy")
    for pattern in ("*.spm", "*.model", "tokenizer.json"):
        for file in (tmp_path / "copy").glob(pattern):
            file.write_bytes(b'no pieces, "</s>"')
    with pytest.raises(ModelError, match="cannot be loaded"):
        engines.load(replace(fast, path=tmp_path / "copy"))


def test_broken_weights_are_one_sentence(pair: tuple[Model, Model], tmp_path: Path) -> None:
    fast = pair[1]
    assert fast.path is not None
    for file in fast.path.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: 2000 if file.name == "model.bin" else None])
    with pytest.raises(ModelError, match="cannot be loaded"):
        engines.load(Model("x", "translate", "ctranslate2", "local", "-", "none", tmp_path))
