"""How a local folder with a model wants to be used, in the words of models.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from summarize.errors import ModelError

OPTIONS = "summarize.options"  # beside a configuration, for what that cannot say: out=en prefix=summarize:
# What the settings of Hugging Face are called here, and what a class of tokenizer asks of an Arabic source.
SETTINGS = {
    "num_beams": "beam", "max_length": "max_length", "min_length": "min_length", "length_penalty": "length_penalty",
    "repetition_penalty": "repetition_penalty", "no_repeat_ngram_size": "no_repeat_ngram",
    "max_position_embeddings": "limit",
}  # fmt: skip
TOKENIZERS = {
    "Nllb": {"src": "arb_Arab", "tgt": "eng_Latn"},
    "M2M100": {"src": "__ar__", "tgt": "__en__"},
    "MBart50": {"src": "ar_AR", "tgt": "en_XX"},
    "Barthez": {"bos": ""},
}
_COUNT, _WHOLE, _NUMBER = r"[1-9]\d*", r"\d+", r"-?\d+(\.\d+)?"
# What an option may be set to.
WORDS = {
    "beam": _COUNT, "max_length": _COUNT, "min_length": _WHOLE, "length_penalty": _NUMBER,
    "repetition_penalty": _NUMBER, "no_repeat_ngram": _WHOLE, "limit": _COUNT, "prefix": ".+", "collapse": "",
    "bos": "", "src": ".+", "tgt": ".+", "out": "ar|en", "hints": "", "draft": "",
    "compute": "auto|int8|int16|float16|bfloat16|float32",
}  # fmt: skip
WANTED = {
    _COUNT: "a whole number above 0", _WHOLE: "a whole number", _NUMBER: "a number", ".+": "a value", "": "no value",
}  # fmt: skip


def options(folder: Path) -> dict[str, str]:
    """{'beam': '4', 'max_length': '84', ...}; the user's OPTIONS win over what the files say. Raises ModelError."""
    return _habits(folder) | _written(folder / OPTIONS)


def parsed(words: Iterable[str]) -> dict[str, str]:
    """['beam=4', 'draft'] -> {'beam': '4', 'draft': ''}"""
    return {key: value for key, _, value in (word.partition("=") for word in words)}


def table(file: Path, hint: str) -> dict[str, Any]:
    """A JSON object; {} where there is no file. Raises ModelError."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise ModelError("model-broken", f"{file} cannot be read as JSON", hint)
    return found


def _habits(folder: Path) -> dict[str, str]:
    names = ("config.json", "generation_config.json", "tokenizer_config.json")
    config, generation, tokenizer = (table(folder / name, "mend or replace it") for name in names)
    found = {ours: (config | generation).get(theirs) for theirs, ours in SETTINGS.items()}
    kind = re.sub(r"Tokenizer(Fast)?$", "", tokenizer.get("tokenizer_class") or "")
    return {name: str(value) for name, value in found.items() if value} | TOKENIZERS.get(kind, {})


def _written(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    lines = file.read_text("utf-8", "replace").splitlines()
    found = parsed(word for line in lines for word in line.split("#")[0].split())
    for name, value in found.items():
        if name not in WORDS:
            raise ModelError("bad-options", f"{file} has {name}, which is no option", f"known are: {', '.join(WORDS)}")
        if not re.fullmatch(WORDS[name], value):
            wanted = WANTED.get(WORDS[name], WORDS[name].replace("|", ", "))
            raise ModelError("bad-options", f"{file} sets {name} to {value!r}", f"it takes {wanted}")
    return found
