"""Text as the pieces of a model and back, by the sentencepiece files in its folder, or else by tokenizer.json.

Both neural engines use it.

The tokenizers of transformers 5 are no substitute: they take «</s>» in an article for the end of the text, and leave
out the normalisation and the <s> of AraBART and the bytes of mT5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summarize.errors import ModelError

EOS = "</s>"
SOURCES = ("source.spm", "spiece.model", "sentencepiece.bpe.model")  # Marian, T5, mBART and NLLB
TARGET = "target.spm"
CONFIG = "tokenizer_config.json"
JSON = "tokenizer.json"  # of the library tokenizers, where a folder has nothing else
# what a decoder may say that is no text; the last two are the codes of M2M100, and of NLLB and mBART
_SPECIAL = re.compile(r"<(?:s|/s|pad|unk|mask|extra_id_\d+)>|__[a-z]{2,3}__|[a-z]{2,3}_[A-Z][A-Za-z]{1,3}")


def files(folder: Path) -> list[str]:
    """Names of the files that a folder's texts are cut with; [] where it has none, as BERT, which has no </s>."""
    if any((folder / name).is_file() for name in SOURCES):
        return [name for name in (*SOURCES, TARGET) if (folder / name).is_file()]
    usable = (folder / JSON).is_file() and f'"{EOS}"' in (folder / JSON).read_text("utf-8")
    return [JSON] if usable else []


def into_english(folder: Path) -> bool:
    """Whether a Marian, whose two languages share a vocabulary, is to write English, and so never an Arabic letter."""
    if not all((folder / name).is_file() for name in (SOURCES[0], TARGET, CONFIG)):
        return False
    settings = json.loads((folder / CONFIG).read_text("utf-8"))
    return settings.get("target_lang") in ("en", "eng") and not settings.get("separate_vocabs")


class Pieces:
    """Options of models.txt that it obeys: prefix, collapse (blanks to one), bos (<s> before the text), src (code)."""

    def __init__(self, folder: Path, options: Mapping[str, str]) -> None:
        found = files(folder)
        if not found:
            needed = f"it needs {', '.join(SOURCES)} or a {JSON} with {EOS}"
            raise ModelError("model-broken", f"{folder} has no pieces", needed)
        self._source = _processor(folder / found[0])
        self._target = _processor(folder / TARGET) if TARGET in found else self._source
        self._head = [options["src"]] if "src" in options else []
        self._head += ["<s>"] if "bos" in options else []
        self._prefix = f"{options['prefix']} " if "prefix" in options else ""
        self._collapse = "collapse" in options

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """['قال'] -> [['▁قال', '</s>']]"""
        if self._collapse:
            texts = [" ".join(text.split()) for text in texts]
        rows = self._source.encode([self._prefix + text for text in texts], out_type=str)
        return [[*self._head, *row, EOS] for row in rows]

    def decode(self, pieces: Sequence[str]) -> str:
        """['▁Yes', '.', '</s>'] -> 'Yes.'"""
        text: str = self._target.decode([piece for piece in pieces if not _SPECIAL.fullmatch(piece)])
        return text.strip()


def _processor(file: Path) -> Any:
    import sentencepiece

    try:
        return _Json(file) if file.name == JSON else sentencepiece.SentencePieceProcessor(model_file=str(file))
    except Exception as error:  # noqa: BLE001 - tokenizers raises nothing narrower
        raise ModelError("model-broken", f"{file} cannot be loaded ({error})", "pull or convert it again") from None


class _Json:
    """A tokenizer.json, called as sentencepiece is."""

    def __init__(self, file: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # «</s>» in an article is text

    def encode(self, texts: list[str], out_type: type[str]) -> list[list[str]]:
        del out_type  # never numbers
        return [one.tokens for one in self._tokenizer.encode_batch(texts, add_special_tokens=False)]

    def decode(self, pieces: list[str]) -> str:
        numbers = map(self._tokenizer.token_to_id, pieces)
        return str(self._tokenizer.decode([number for number in numbers if number is not None]))
