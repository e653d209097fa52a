"""The reference engine: any local AutoModelForSeq2SeqLM folder, safetensors only, no remote code, no network."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize import arabic, registry
from summarize.engines import beam, pieces
from summarize.engines.pieces import Pieces
from summarize.errors import ModelError
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

TOKENS = 4096  # of one padded batch


class Transformers:
    def __init__(self, model: Model) -> None:
        folder = _safe(model)
        import torch

        self._torch, self._options = torch, model.options
        self.limit = int(model.options.get("limit", 512))
        kind = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        self._tokenizer, self._model = _load(folder, model)
        self._pieces = Pieces(folder, model.options) if pieces.files(folder) else None
        self._model.to(kind).eval()
        self.device = f"{kind} float32"
        self._rules = self._roles(folder)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._ids(texts)]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        found = [index for index, text in enumerate(texts) if text.strip()]
        ids = dict(zip(found, self._ids([texts[index] for index in found]), strict=True))
        outputs = [Generated("", 0.0)] * len(texts)
        for batch in _batches(sorted(found, key=lambda index: -len(ids[index])), ids, self.limit):
            cut = [self._fit(ids[index]) for index in batch]
            for index, used, (tokens, score) in zip(batch, cut, self._search(cut, options), strict=True):
                whole = len(used) == len(ids[index]) and tokens[-1:] == [self._rules.end]
                outputs[index] = Generated(self._text(tokens), round(score, 4), not whole)
        return outputs

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        if self._pieces:
            return [self._tokenizer.convert_tokens_to_ids(row) for row in self._pieces.encode(texts)]
        ids: list[list[int]] = self._tokenizer(list(texts))["input_ids"] if texts else []
        return ids

    def _fit(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.limit else [*ids[: self.limit - 1], ids[-1]]

    def _search(self, batch: list[list[int]], options: Decoding) -> list[beam.Found]:
        torch, pad = self._torch, self._tokenizer.pad_token_id
        width = max(map(len, batch))
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in batch], device=self._model.device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch], device=self._model.device)
        with torch.inference_mode():
            return beam.search(self._model, ids, mask, self._rules, options)

    def _text(self, tokens: list[int]) -> str:
        if self._pieces:
            found = self._tokenizer.convert_ids_to_tokens(tokens)
            return self._pieces.decode([piece for piece in found if piece])  # T5 has more rows than pieces
        text: str = self._tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return text.strip()

    def _roles(self, folder: Path) -> beam.Rules:
        config, settings = self._model.config, self._model.generation_config
        start = next(
            token
            for token in (settings.decoder_start_token_id, config.decoder_start_token_id, settings.bos_token_id)
            if token is not None
        )
        code = self._tokenizer.convert_tokens_to_ids(self._options["tgt"]) if "tgt" in self._options else start
        end = config.eos_token_id if config.eos_token_id is not None else self._tokenizer.sep_token_id
        # Marian starts its decoder from <pad>, which it has no reason to say; CTranslate2 has no such piece at all
        never = [self._tokenizer.pad_token_id] if config.model_type == "marian" else []
        if pieces.into_english(folder):
            never += [row for piece, row in self._tokenizer.get_vocab().items() if arabic.SCRIPT.search(piece)]
        return beam.Rules((start,) if code == start else (start, code), end, tuple(never))


def _batches(order: list[int], ids: dict[int, list[int]], limit: int) -> Iterator[list[int]]:
    """Text numbers, longest first, in batches of at most TOKENS padded tokens."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * min(len(ids[batch[0]]), limit) > TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _safe(model: Model) -> Path:
    """The folder, once it is sure that nothing in it can run. Raises ModelError."""
    registry.verify(model)
    folder = model.path
    if folder is None or not (folder / "config.json").is_file():
        raise ModelError("model-missing", f"the model {model.name} has no config.json", "pull it first")
    if "auto_map" in json.loads((folder / "config.json").read_text("utf-8")):
        raise ModelError("model-refused", f"the model {model.name} wants to run its own code", "choose another model")
    if not list(folder.glob("*.safetensors")):
        raise ModelError(
            "model-refused", f"the model {model.name} has no .safetensors file", "pull a safetensors revision"
        )
    return folder


@contextmanager
def quiet() -> Iterator[None]:
    """Without the notes, warnings and progress bars of transformers, which are not ours to show."""
    from transformers import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    with warnings.catch_warnings(action="ignore"):
        yield


def _load(folder: Path, model: Model) -> tuple[Any, Any]:
    """Tokenizer and weights."""
    import torch
    from safetensors import SafetensorError
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    local = {"local_files_only": True, "trust_remote_code": False}
    try:
        with quiet():
            tokenizer = AutoTokenizer.from_pretrained(folder, **local)
            weights = AutoModelForSeq2SeqLM.from_pretrained(folder, **local, use_safetensors=True, dtype=torch.float32)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError, SafetensorError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
        raise ModelError(
            "model-broken", f"the model {model.name} cannot be loaded ({reason})", "pull it again"
        ) from None
    return tokenizer, weights
