"""A Hugging Face folder -> a CTranslate2 folder that gives the same output. Loads torch and transformers.

A vocabulary of a hundred languages loses the pieces of all scripts but Arabic and Latin: in mT5 the output layer is
most of the work of a step, and the pieces take half a second to load. A translator into English loses the output of
pieces with Arabic letters, which are half of its vocabulary.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path
from typing import Any

from summarize import arabic
from summarize.engines import pieces
from summarize.engines.transformers import quiet
from summarize.errors import ModelError

# How the classes of transformers 5 compute, where their configurations no longer say it or say something else.
# CTranslate2 4.8 reads it there: without it mT5 is scored wrongly (as if its output were scaled) and BART fails.
COMPUTED: dict[str, dict[str, bool]] = {
    "mt5": {"tie_word_embeddings": False},
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "mbart": {"normalize_before": True, "normalize_embedding": True},
}
HABITS = ("generation_config.json", "tokenizer_config.json")  # by which the registry knows how to use a local folder
LEVELS = 63  # of an int8 weight, of 127: without VNNI two products are summed in 16 bits, and 2 * 255 * 127 is too much
LARGE = 150_000  # pieces: mT5 and NLLB have 250,000, AraT5v2 110,000, most for Arabic, and bilingual models 64,000
# Arabic, ASCII, and marks of all kinds; of the other Latin letters only those that stand alone, to spell names with
_USED = re.compile(
    "[\u2581\u0020-\u007e\u00a0-\u00bf\u0600-\u06ff\u0750-\u077f\u2000-\u22ff\ufb50-\ufdff\ufe70-\ufeff]+|[\u00c0-\u024f]"
)
_SIGNS = "SPNM"  # symbols, and so emoji; punctuation, digits and what is put on letters, of any script


def convert(folder: Path, out: Path, quantization: str = "int8") -> None:
    """`quantization`: int8, float16, bfloat16 or float32. `out` must not exist; it appears when it is complete."""
    files = pieces.files(folder)
    if not files:
        hint = f"it needs {', '.join(pieces.SOURCES)} or a {pieces.JSON} with {pieces.EOS}"
        raise ModelError("cannot-convert", f"{folder} has no pieces that CTranslate2 can use", hint)
    part = out.with_name(f".{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    converter = _converter(folder, files)
    try:
        with quiet():
            spec = converter.load()
            spec.validate()
            spec.optimize(quantization)
            _narrow(spec)
            part.mkdir()
            spec.save(str(part))
    except (ValueError, LookupError, AttributeError, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # of the disk, not of the model
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:120]
        raise ModelError("cannot-convert", f"{folder} cannot be converted ({reason})") from None
    if converter.dropped:
        _drop_pieces(part / files[0], converter.dropped)
    part.rename(out)


def _converter(folder: Path, files: list[str]) -> Any:
    from ctranslate2.converters import TransformersConverter

    class Converter(TransformersConverter):  # type: ignore[misc]
        dropped: frozenset[str] = frozenset()

        def load_model(self, model_class: Any, path: str, **settings: Any) -> Any:
            self.model = model_class.from_pretrained(path, local_files_only=True, use_safetensors=True, **settings)
            _say_what_is_computed(self.model.config, json.loads((folder / "config.json").read_text("utf-8")))
            return self.model

        def load_tokenizer(self, tokenizer_class: Any, path: str, **settings: Any) -> Any:
            self.tokenizer = tokenizer_class.from_pretrained(path, local_files_only=True, **settings)
            return self.tokenizer

        def load(self) -> Any:
            spec = self._load()
            if spec.config.decoder_start_token is None:  # it takes every mBART without a tokenizer class for mBART-25
                start = self.model.config.decoder_start_token_id
                spec.config.decoder_start_token = self.tokenizer.convert_ids_to_tokens(start)
            (vocabulary,) = spec._vocabularies["target"]
            if len(vocabulary) > LARGE and len(files) == 1 and files[0] != pieces.JSON:
                self.dropped = _unused(folder / files[0])
                _drop_rows(spec, self.dropped, "source", "target")
            elif pieces.into_english(folder):
                _drop_rows(spec, frozenset(filter(arabic.SCRIPT.search, vocabulary)), "target")
            return spec

    kept = [name for name in HABITS if (folder / name).is_file()]
    return Converter(str(folder), copy_files=[*files, *kept])


def _narrow(spec: Any) -> None:
    """Weights of seven bits in those of eight, so that every processor computes the same, and rightly."""
    variables = spec.variables()
    for name, scale in variables.items():
        weight = variables.get(name.removesuffix("_scale"))
        if name.endswith("_scale") and hasattr(weight, "numpy") and weight.dtype == "int8":
            weight.numpy()[:] = (weight.numpy() * (LEVELS / 127)).round()
            scale.numpy()[:] *= LEVELS / 127


def _say_what_is_computed(config: Any, raw: dict[str, Any]) -> None:
    for key, value in COMPUTED.get(config.model_type, {}).items():
        setattr(config, key, value)
    if config.model_type == "t5":
        config.tie_word_embeddings = getattr(config, "scale_decoder_outputs", raw.get("tie_word_embeddings", True))


def _unused(file: Path) -> frozenset[str]:
    """The pieces of other scripts; but single letters stay where a model has no bytes to spell them with."""
    model = _proto(file)
    normal = [one.piece for one in model.pieces if one.type == one.NORMAL]
    spelt = any(one.type == one.BYTE for one in model.pieces)
    return frozenset(piece for piece in normal if not (_is_used(piece) or (len(piece) == 1 and not spelt)))


def _is_used(piece: str) -> bool:
    """'▁قال', '▁2024', '👍🏽', 'é' -> True; 'ние', 'são' -> False"""
    rest = "".join(letter for letter in piece if unicodedata.category(letter)[0] not in _SIGNS)
    return not rest or bool(_USED.fullmatch(rest))


def _drop_pieces(file: Path, dropped: frozenset[str]) -> None:
    """Take pieces out of a sentencepiece model; a text that has none of them is cut up as before."""
    model = _proto(file)
    kept = [one for one in model.pieces if one.piece not in dropped]
    del model.pieces[:]
    model.pieces.extend(kept)
    file.write_bytes(model.SerializeToString())


def _proto(file: Path) -> Any:
    from sentencepiece import sentencepiece_model_pb2

    return sentencepiece_model_pb2.ModelProto.FromString(file.read_bytes())


def _drop_rows(spec: Any, dropped: frozenset[str], *sides: str) -> None:
    """Take the rows of pieces out of a CTranslate2 model; what is no piece stays, as language codes."""
    layers = {"source": [spec.encoder.embeddings[0]], "target": [spec.decoder.embeddings, spec.decoder.projection]}
    for side in sides:
        (vocabulary,) = spec._vocabularies[side]
        rows = [row for row, piece in enumerate(vocabulary) if piece not in dropped]
        spec._vocabularies[side] = [[vocabulary[row] for row in rows]]
        for layer in layers[side]:
            layer.weight = layer.weight[rows]
        if side == "target" and spec.decoder.projection.has_bias():
            spec.decoder.projection.bias = spec.decoder.projection.bias[rows]
