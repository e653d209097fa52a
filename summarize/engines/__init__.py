"""The seam between stages and models: text in, text out, always a batch.

An engine is one file with one class and one line in `ENGINES`; its name is the word in models.txt.
Tokens, tensors, beams and devices never leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from summarize.records import Decoding, Generated
    from summarize.registry import Model


class Engine(Protocol):
    limit: int  # tokens that one input may have
    device: str  # where and in which type it computes, for the signature: "cpu int8", "cuda float16"

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, as `limit` counts them."""

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        """One output per text, in order. An empty text gives an empty output."""


# name in models.txt -> module and class; loaded only when a model of that engine is used
ENGINES: dict[str, tuple[str, str]] = {
    "extractive": ("summarize.engines.extractive", "Extractive"),
    "ctranslate2": ("summarize.engines.ctranslate2", "CTranslate2"),
    "transformers": ("summarize.engines.transformers", "Transformers"),
}


def load(model: Model) -> Engine:
    """The engine of a line of models.txt, with its weights loaded. Raises ModelError."""
    module, name = ENGINES[model.engine]
    factory: Callable[[Model], Engine] = getattr(import_module(module), name)
    return factory(model)
