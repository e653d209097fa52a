"""A Hugging Face folder -> a CTranslate2 folder that gives the same output. Loads torch and transformers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

TOKENIZERS = ("source.spm", "target.spm", "spiece.model", "sentencepiece.bpe.model")

# What older configurations say by leaving it out, and transformers 5 no longer fills in or forces to another value.
# Without it CTranslate2 4.8 scores mT5 wrongly (it scales the output as if the embeddings were tied) and fails on BART.
DEFAULTS: dict[str, dict[str, Any]] = {
    "t5": {"tie_word_embeddings": True},
    "mt5": {"tie_word_embeddings": False},
    "bart": {"normalize_before": False, "normalize_embedding": True, "add_final_layer_norm": False},
    "mbart": {"normalize_before": True, "normalize_embedding": True, "add_final_layer_norm": True},
}


def convert(folder: Path, out: Path, quantization: str = "int8") -> None:
    """`quantization`: int8, float16, bfloat16 or float32. `out` must not exist; it appears when it is complete."""
    from ctranslate2.converters import TransformersConverter

    raw = json.loads((folder / "config.json").read_text("utf-8"))
    wanted = {key: raw.get(key, value) for key, value in DEFAULTS.get(raw.get("model_type", ""), {}).items()}

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, path: str, **settings: Any) -> Any:
            model = model_class.from_pretrained(path, local_files_only=True, use_safetensors=True, **settings)
            for key, value in wanted.items():
                setattr(model.config, key, value)
            return model

    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    files = [name for name in TOKENIZERS if (folder / name).is_file()]
    Converter(str(folder), copy_files=files).convert(str(part), quantization=quantization)
    part.rename(out)
