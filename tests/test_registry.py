"""models.txt is read by one module; a file that changed is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarize import checkpoint, registry
from summarize.errors import ModelError
from summarize.records import Decoding


def test_each_task_has_one_default() -> None:
    for task in ("summarize", "translate"):
        defaults = [m.name for m in registry.models().values() if m.task == task and "default" in m.options]
        assert defaults == [registry.default(task)]  # type: ignore[arg-type]


def test_decoding_comes_from_the_line() -> None:
    model = registry._parse("x translate ctranslate2 a/b main MIT beam=4 length_penalty=0.6 draft")
    assert model is not None
    assert model.decoding == Decoding(beam=4, length_penalty=0.6)
    assert "draft" in model.options


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ModelError, match="no model is called nope; choose one of: ranker"):
        registry.get("nope", "summarize")


def test_a_model_for_another_task_is_refused() -> None:
    with pytest.raises(ModelError, match="is there to summarize, not to translate"):
        registry.get("ranker", "translate")


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        registry.get(str(tmp_path), "translate")


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.bin").write_bytes(b"weights")
    registry.lock(tmp_path)
    model = registry.get(str(tmp_path), "translate")
    registry.verify(model)
    (tmp_path / "model.bin").write_bytes(b"weightz")
    registry._sha256.cache_clear()
    with pytest.raises(ModelError, match=r"model\.bin of the model .* has changed since it was locked"):
        registry.verify(model)


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    registry.lock(tmp_path)
    model = registry.get(str(tmp_path), "translate")
    (tmp_path / "config.json").unlink()
    with pytest.raises(ModelError, match=r"config\.json of the model .* is missing"):
        registry.verify(model)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZE_MODELS_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.json").write_text('{"max_position_embeddings": 512, "num_beams": 2}')
    return tmp_path / "mine"


def test_a_folder_can_be_the_default_until_it_is_reset(home: Path, folder: Path) -> None:
    registry.use(registry.get(str(folder), "translate"))
    assert (registry.default("translate"), registry.default("summarize")) == (str(folder), "ranker")
    registry.reset()
    assert registry.default("translate") == "ar-en-base"


def test_using_the_marked_default_leaves_nothing_behind(home: Path, folder: Path) -> None:
    registry.use(registry.get(str(folder), "summarize"))
    registry.use(registry.get("ranker", "summarize"))
    assert registry.chosen() == {}
    assert registry.default("summarize") == "ranker"


def test_a_default_that_is_gone_and_a_broken_choice_are_one_sentence(home: Path, folder: Path) -> None:
    registry.use(registry.get(str(folder), "translate"))
    folder.rename(folder.with_name("moved"))
    with pytest.raises(ModelError, match=r"says to translate with .*mine, which is not there; run: .* use --reset"):
        registry.default("translate")
    (home / "defaults.json").write_text("{")
    with pytest.raises(ModelError, match=r"defaults\.json cannot be read as JSON; run: summarize models use --reset"):
        registry.default("translate")


def test_a_folder_is_signed_by_what_is_in_it(folder: Path) -> None:
    before = registry.get(str(folder), "translate").sha256
    (folder / "README.md").write_text("a note is not a part of the model")
    assert registry.get(str(folder), "translate").sha256 == before != ""
    (folder / "model.safetensors").write_bytes(b"weights")
    assert registry.get(str(folder), "translate").sha256 != before


def test_every_line_has_options_that_are_known() -> None:
    marks = {"default": "", "unchecked": "", "size": r"\d+\.\dGB"}
    for model in registry.models().values():
        for name, value in model.options.items():
            assert re.fullmatch((checkpoint.WORDS | marks)[name], value), f"{model.name}: {name}={value}"
