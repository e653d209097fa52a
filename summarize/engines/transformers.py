"""The reference engine: any local AutoModelForSeq2SeqLM folder, safetensors only, no remote code, no network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize import registry
from summarize.errors import ModelError
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

TOKENS = 4096  # of one padded batch


class Transformers:
    def __init__(self, model: Model) -> None:
        folder = _safe(model)
        import torch
        from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

        self._torch = torch
        kind = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
        codes = {
            f"{side}_lang": model.options[key] for side, key in (("src", "src"), ("tgt", "tgt")) if key in model.options
        }
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, trust_remote_code=False, **codes)
        self._model = AutoModelForSeq2SeqLM.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype=torch.float32
        )
        self._model.to(kind).eval()
        self.device = f"{kind} float32"
        self.limit = int(model.options.get("limit", 512))
        self._options = model.options
        # Marian starts its decoder from <pad>, which it has no reason to say; CTranslate2 has no such piece at all
        self._never = [self._tokenizer.pad_token_id] if self._model.config.model_type == "marian" else []

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in self._ids(texts)]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        found = [index for index, text in enumerate(texts) if text.strip()]
        ids = dict(zip(found, self._ids([texts[index] for index in found]), strict=True))
        outputs = [Generated("", 0.0)] * len(texts)
        for batch in _batches(sorted(found, key=lambda index: -len(ids[index])), ids, self.limit):
            cut = [self._fit(ids[index]) for index in batch]
            for index, used, (text, score, ended) in zip(batch, cut, self._decode(cut, options), strict=True):
                outputs[index] = Generated(text, score, len(used) < len(ids[index]) or not ended)
        return outputs

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        prefix = f"{self._options['prefix']} " if "prefix" in self._options else ""
        if "collapse" in self._options:
            texts = [" ".join(text.split()) for text in texts]
        ids: list[list[int]] = self._tokenizer([prefix + text for text in texts])["input_ids"] if texts else []
        return ids

    def _fit(self, ids: list[int]) -> list[int]:
        return ids if len(ids) <= self.limit else [*ids[: self.limit - 1], ids[-1]]

    def _decode(self, batch: list[list[int]], options: Decoding) -> Iterator[tuple[str, float, bool]]:
        """Text, mean log-probability per token, and whether it came to its end, for each input."""
        torch, pad = self._torch, self._tokenizer.pad_token_id
        width = max(map(len, batch))
        ids = torch.tensor([row + [pad] * (width - len(row)) for row in batch], device=self._model.device)
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in batch], device=self._model.device)
        with torch.inference_mode():
            found = self._model.generate(input_ids=ids, attention_mask=mask, **self._settings(options))
            logits = self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=found[:, :-1]).logits
            logits[..., self._never] = -torch.inf
            chances = logits.log_softmax(-1).gather(-1, found[:, 1:, None])[..., 0]
        for row, chance in zip(found[:, 1:].tolist(), chances.tolist(), strict=True):
            end = row.index(self._tokenizer.eos_token_id) + 1 if self._tokenizer.eos_token_id in row else len(row)
            text = self._tokenizer.decode(row[:end], skip_special_tokens=True, clean_up_tokenization_spaces=False)
            yield (
                text,
                round(sum(chance[:end]) / max(end, 1), 4),
                end < len(row) or row[-1:] == [self._tokenizer.eos_token_id],
            )

    def _settings(self, options: Decoding) -> dict[str, Any]:
        """As CTranslate2 searches: it ends when as many hypotheses are finished as the beam is wide."""
        settings: dict[str, Any] = {
            "num_beams": options.beam,
            "do_sample": False,
            "max_new_tokens": options.max_length,
            "max_length": None,
            "min_new_tokens": options.min_length or None,
            "repetition_penalty": options.repetition_penalty,
            "no_repeat_ngram_size": options.no_repeat_ngram,
            "forced_eos_token_id": None,
            "suppress_tokens": self._never or None,
            "renormalize_logits": True,  # after what may not be said is taken out, as CTranslate2 does
        }
        if options.beam > 1:
            settings |= {"length_penalty": options.length_penalty, "early_stopping": True}
        if "tgt" in self._options:
            settings["forced_bos_token_id"] = self._tokenizer.convert_tokens_to_ids(self._options["tgt"])
        return settings


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
