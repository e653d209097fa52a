"""models.txt is read by one module; a file that changed is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import registry
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
    with pytest.raises(ModelError, match="no model is called nope; choose one of: centroid"):
        registry.get("nope", "summarize")


def test_a_model_for_another_task_is_refused() -> None:
    with pytest.raises(ModelError, match="is there to summarize, not to translate"):
        registry.get("centroid", "translate")


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
