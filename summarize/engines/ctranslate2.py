"""The fast engine: CTranslate2 and sentencepiece, without torch. A folder holds model.bin, vocabularies and .spm files.

Marks and values on the line in models.txt that it obeys: limit, prefix, src, tgt (language codes), bos, collapse.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize import registry
from summarize.errors import ModelError
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

BATCH = 32  # texts, sorted by length; 8 was a fifth slower and 64 no faster on two cores
TOKENIZERS = ("source.spm", "spiece.model", "sentencepiece.bpe.model")  # Marian, T5, mBART and NLLB
EOS = "</s>"


class CTranslate2:
    def __init__(self, model: Model) -> None:
        registry.verify(model)
        if model.path is None or not (model.path / "model.bin").is_file():
            raise ModelError("model-missing", f"the model {model.name} has no model.bin", "pull or convert it first")
        self.limit = int(model.options.get("limit", 512))
        self._options = model.options
        self._source, self._target = _tokenizers(model.path)
        self._translator, self.device = _translator(model.path)

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(tokens) for tokens in self._tokens(texts)]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        found = [index for index, text in enumerate(texts) if text.strip()]
        tokens = self._tokens([texts[index] for index in found])
        cut = [t if len(t) <= self.limit else [*t[: self.limit - 1], EOS] for t in tokens]
        outputs = [Generated("", 0.0)] * len(texts)
        for index, whole, used, result in zip(found, tokens, cut, self._translate(cut, options), strict=True):
            outputs[index] = self._generated(result, options, len(used) < len(whole))
        return outputs

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        """'قال' -> ['▁قال', '</s>'], with the language code and <s> where the model wants them."""
        head = [self._options["src"]] if "src" in self._options else []
        head += ["<s>"] if "bos" in self._options else []
        prefix = f"{self._options['prefix']} " if "prefix" in self._options else ""
        if "collapse" in self._options:
            texts = [" ".join(text.split()) for text in texts]
        pieces = self._source.encode([prefix + text for text in texts], out_type=str)
        return [[*head, *some, EOS] for some in pieces]

    def _translate(self, tokens: list[list[str]], options: Decoding) -> Any:
        if not tokens:
            return []
        target = self._options.get("tgt")
        return self._translator.translate_batch(
            tokens,
            target_prefix=[[target]] * len(tokens) if target else None,
            max_batch_size=BATCH,
            beam_size=options.beam,
            length_penalty=options.length_penalty,
            repetition_penalty=options.repetition_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            max_input_length=0,  # nothing is cut in silence: `generate` has cut and says so
            max_decoding_length=options.max_length,
            min_decoding_length=max(options.min_length, 1),
            return_scores=True,
            return_end_token=True,
        )

    def _generated(self, result: Any, options: Decoding, cut: bool) -> Generated:
        tokens, score = result.hypotheses[0], result.scores[0]
        size = max(len(tokens), 1)
        ended = tokens[-1:] == [EOS]
        mean = score * size ** (options.length_penalty - 1)  # CTranslate2 gives the sum over size ** length_penalty
        words = [token for token in tokens if token not in (EOS, self._options.get("tgt"), "<s>")]
        return Generated(self._target.decode(words), round(mean, 4), cut or not ended)


def _tokenizers(folder: Path) -> tuple[Any, Any]:
    import sentencepiece

    source = next((folder / name for name in TOKENIZERS if (folder / name).is_file()), None)
    if source is None:
        raise ModelError("model-broken", f"{folder} has no sentencepiece model", f"it needs {' or '.join(TOKENIZERS)}")
    target = folder / "target.spm"
    files = [source, target if target.is_file() else source]
    first, second = (sentencepiece.SentencePieceProcessor(model_file=str(file)) for file in files)
    return first, second


def _translator(folder: Path) -> tuple[Any, str]:
    """On a GPU in float16, else in the type of the file, one thread for each of as many batches as there are cores."""
    import ctranslate2

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    gpu = ctranslate2.get_cuda_device_count() > 0
    settings = {"device": "cuda", "compute_type": "float16"} if gpu else {"inter_threads": cores, "intra_threads": 1}
    try:
        translator = ctranslate2.Translator(str(folder), **settings)
    except (RuntimeError, ValueError) as error:
        raise ModelError("model-broken", f"{folder} cannot be loaded ({error})", "pull or convert it again") from None
    return translator, f"{translator.device} {translator.compute_type}"
