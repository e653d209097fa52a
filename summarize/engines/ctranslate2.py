"""The fast engine: CTranslate2 and sentencepiece, without torch. A folder holds model.bin, vocabularies and .spm files.

Words on the line in models.txt that it obeys: limit, compute, tgt (what the target begins with), and those of `Pieces`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize import registry
from summarize.engines.pieces import EOS, Pieces
from summarize.errors import ModelError
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

BATCH = 32  # texts at most; 64 were no faster
TOGETHER = 4  # cores at most for one batch, as CTranslate2 has it; with two an article takes 0.6 of the time
M_ARENA_MAX = -8  # of mallopt, in malloc.h


class CTranslate2:
    def __init__(self, model: Model) -> None:
        if model.path is None or not (model.path / "model.bin").is_file():
            raise ModelError("model-missing", f"the model {model.name} has no model.bin", "pull or convert it first")
        self.limit = int(model.options.get("limit", 512))
        self._model, self._folder = model, model.path
        self._code = [model.options["tgt"]] if "tgt" in model.options else []
        self._threads = min(_cores(), TOGETHER) if model.task == "summarize" else 1
        self._loaded: Any = None
        self.device = f"{self._translator.device} {self._translator.compute_type}"
        if "int8" not in self.device:
            self._spread()
        self._pieces = Pieces(model.path, model.options)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(tokens) for tokens in self._pieces.encode(texts)]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        found = [index for index, text in enumerate(texts) if text.strip()]
        tokens = self._pieces.encode([texts[index] for index in found])
        cut = [some if len(some) <= self.limit else [*some[: self.limit - 1], EOS] for some in tokens]
        outputs = [Generated("", 0.0)] * len(texts)
        for index, whole, used, result in zip(found, tokens, cut, self._translate(cut, options), strict=True):
            outputs[index] = self._generated(result, options, len(used) < len(whole))
        _glibc("malloc_trim", 0)  # arrays of ever other sizes leave holes, 55 MB after a thousand articles
        return outputs

    def _translate(self, tokens: list[list[str]], options: Decoding) -> list[Any]:
        """Only texts of one length share a batch, the longest first: what a text becomes must not depend on its
        company, and padding moves scores in their last digits, and with them a word in one of some hundred texts."""
        order = sorted(range(len(tokens)), key=lambda index: -len(tokens[index]))
        alike = [list(some) for _, some in groupby(order, key=lambda index: len(tokens[index]))]
        batches = [some[at : at + BATCH] for some in alike for at in range(0, len(some), BATCH)]
        if len(batches) > 1:
            self._spread()
        running = [one for batch in batches for one in self._started([tokens[index] for index in batch], options)]
        results = dict(zip(order, (one.result() for one in running), strict=True))
        return [results[index] for index in range(len(tokens))]

    @property
    def _translator(self) -> Any:
        if self._loaded is None:
            registry.verify(self._model)
            self._loaded = _translator(self._folder, self._model.options.get("compute", "default"), self._threads)
        return self._loaded

    def _spread(self) -> None:
        """From now on a core for each batch; a summarizer, which mostly gets one article, began with all for one.

        What int8 gives is the same; float32 adds up otherwise in several threads.
        """
        if self._threads > 1 and self._translator.device == "cpu":
            self._threads, self._loaded = 1, None

    def _started(self, tokens: list[list[str]], options: Decoding) -> list[Any]:
        """The results to come of one batch; the translator runs as many at a time as there are cores."""
        code = self._code
        started: list[Any] = self._translator.translate_batch(
            tokens,
            target_prefix=[code] * len(tokens) if code else None,
            asynchronous=True,
            beam_size=options.beam,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            max_input_length=0,  # nothing is cut in silence: `generate` has cut and says so
            max_decoding_length=options.max_length + len(code),
            min_decoding_length=min(max(options.min_length, 1), options.max_length) + len(code),
            return_scores=True,
            return_end_token=True,
        )
        return started

    def _generated(self, result: Any, options: Decoding, cut: bool) -> Generated:
        """The score: see `beam.Found`. CTranslate2 gives the sum, divided by size ** length_penalty."""
        tokens, size = result.hypotheses[0], len(result.hypotheses[0])
        mean = result.scores[0] * size**options.length_penalty / max(size - len(self._code), 1)
        return Generated(self._pieces.decode(tokens), round(mean, 4), cut or tokens[-1:] != [EOS])


def _translator(folder: Path, compute: str, threads: int) -> Any:
    """On a GPU in float16, else in the type that is asked for, or that of the file, with `threads` for each batch."""
    import ctranslate2

    gpu = ctranslate2.get_cuda_device_count() > 0
    if threads > 1 and not gpu:  # that share their work are half as fast on memory that is not of the first arena
        _glibc("mallopt", M_ARENA_MAX, 1)
    on_cpu = {"compute_type": compute, "inter_threads": 1 if threads > 1 else _cores(), "intra_threads": threads}
    settings = {"device": "cuda", "compute_type": "float16"} if gpu else on_cpu
    try:
        return ctranslate2.Translator(str(folder), **settings)
    except (RuntimeError, ValueError) as error:
        raise ModelError("model-broken", f"{folder} cannot be loaded ({error})", "pull or convert it again") from None


def _glibc(name: str, *numbers: int) -> None:
    """Call a function that glibc has and other C libraries have not."""
    if sys.platform == "linux":
        import ctypes

        if function := getattr(ctypes.CDLL(None), name, None):
            function(*numbers)


def _cores() -> int:
    """How many this process may use: OMP_NUM_THREADS, in which ray tells an actor its share, else all."""
    asked = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
