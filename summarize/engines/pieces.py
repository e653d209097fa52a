"""Text as the pieces of a model and back, by the sentencepiece files in its folder. Both neural engines use it.

The tokenizers of transformers 5 are no substitute: they take «</s>» in an article for the end of the text, and leave
out the normalisation and the <s> of AraBART and the bytes of mT5.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from summarize.errors import ModelError

EOS = "</s>"
SOURCES = ("source.spm", "spiece.model", "sentencepiece.bpe.model")  # Marian, T5, mBART and NLLB
TARGET = "target.spm"
# what a decoder may say that is no text; the last two are the codes of M2M100, and of NLLB and mBART
_SPECIAL = re.compile(r"<(?:s|/s|pad|unk|mask|extra_id_\d+)>|__[a-z]{2,3}__|[a-z]{2,3}_[A-Z][A-Za-z]{1,3}")


def there(folder: Path) -> bool:
    return any((folder / name).is_file() for name in SOURCES)


class Pieces:
    """Options of models.txt that it obeys: prefix, collapse (blanks to one), bos (<s> before the text), src (code)."""

    def __init__(self, folder: Path, options: Mapping[str, str]) -> None:
        found = [folder / name for name in SOURCES if (folder / name).is_file()]
        if not found:
            raise ModelError("model-broken", f"{folder} has no sentencepiece model", f"it needs {' or '.join(SOURCES)}")
        self._source = _processor(found[0])
        self._target = _processor(folder / TARGET) if (folder / TARGET).is_file() else self._source
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
        return sentencepiece.SentencePieceProcessor(model_file=str(file))
    except (OSError, RuntimeError) as error:
        raise ModelError("model-broken", f"{file} cannot be loaded ({error})", "pull or convert it again") from None
