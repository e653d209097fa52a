"""One tiny checkpoint of each class in both formats, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import convert
from summarize.registry import Model
from tests.engines import checkpoints

OPTIONS = {
    "marian": {},
    "mt5": {"collapse": ""},
    "t5": {"prefix": "لخص:"},
    "arat5": {},
    "json_t5": {"prefix": "لخص:", "collapse": ""},
    "mbart": {"bos": ""},
    "nllb": {"src": "arb_Arab", "tgt": "eng_Latn"},
}


@pytest.fixture(scope="session", params=sorted(OPTIONS))
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Model, Model]:
    """The same weights for transformers and for CTranslate2 (float32)."""
    name, home = request.param, tmp_path_factory.mktemp(request.param)
    folder: Path = getattr(checkpoints, name)(home / "hf")
    convert.convert(folder, home / "ct2", "float32")
    return tuple(  # type: ignore[return-value]
        Model(name, "translate", engine, "local", "-", "none", home / place, {"limit": "64", **OPTIONS[name]})
        for engine, place in (("transformers", "hf"), ("ctranslate2", "ct2"))
    )
