"""What most scripts do: one text after the other through `generate` of transformers, in float32."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def generator(folder: Path, beam: int, length: int, limit: int = 512) -> Callable[[list[str]], list[str]]:
    """`length`: tokens of every output, however it would have ended."""
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSeq2SeqLM.from_pretrained(folder)

    def generate(texts: list[str]) -> list[str]:
        inputs = tokenizer(texts, return_tensors="pt", padding=True, truncation=True, max_length=limit)
        rows = model.generate(**inputs, num_beams=beam, max_new_tokens=length, min_new_tokens=length, max_length=None)
        return list(tokenizer.batch_decode(rows, skip_special_tokens=True))

    return generate
