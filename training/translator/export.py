"""final.pt -> `marian/` (Hugging Face, safetensors) and `ctranslate2/` (int8), checked to say the same.

What runs at inference is CTranslate2 and sentencepiece alone: source.spm normalises and cuts the Arabic, </s> is put at
the end, target.spm joins the English. Both .spm files are the one vocabulary.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from summarize import arabic
from summarize.convert import convert
from training.translator import train
from training.translator.corpus import EOS

LIMIT = 256  # tokens of input and of output
SHIPPED = ("model.bin", "config.json", "source_vocabulary.json", "target_vocabulary.json", "source.spm", "target.spm")
BEAMS = (1, 4)
NEVER = -100.0  # the output bias of a piece with Arabic letters: English is to be written


def export(work: Path, size: str) -> None:
    marian, fast, exact = work / "marian", work / "ctranslate2", work / "ctranslate2-float32"
    _marian(work, size, marian)
    for folder, kind in ((fast, "int8"), (exact, "float32")):
        shutil.rmtree(folder, ignore_errors=True)
        convert(marian, folder, kind)
    weight = sum(file.stat().st_size for file in fast.iterdir()) / 1e6
    print(f"export: {marian} and {fast} ({weight:.1f} MB)")


def check(work: Path, texts: Sequence[str]) -> dict[str, int]:
    """How many of `texts` differ: Hugging Face against CTranslate2 in float32 (none may), and that against int8."""
    differ = {}
    pieces = _pieces(work / "marian", texts)
    for beam in BEAMS:
        reference = _hugging_face(work / "marian", pieces, beam)
        exact, small = (translate(work / name, pieces, beam) for name in ("ctranslate2-float32", "ctranslate2"))
        differ[f"float32 beam {beam}"] = sum(a != b for a, b in zip(reference, exact, strict=True))
        differ[f"int8 beam {beam}"] = sum(a != b for a, b in zip(exact, small, strict=True))
    print(f"check: of {len(texts)} sentences differ: {differ}")
    return differ


def ship(work: Path, folder: Path) -> None:
    """The files that the package carries, with their lock."""
    from summarize import registry

    folder.mkdir(parents=True, exist_ok=True)
    for name in SHIPPED:
        shutil.copyfile(work / "ctranslate2" / name, folder / name)
    shutil.copyfile(work / "README.md", folder / "README.md")
    registry.lock(folder)


def translate(folder: Path, pieces: Sequence[list[str]], beam: int, no_repeat: int = 0) -> list[list[str]]:
    """Pieces in, pieces out, by CTranslate2, with the type of the weights in the folder."""
    import ctranslate2

    translator = ctranslate2.Translator(str(folder), compute_type="default", intra_threads=1, inter_threads=2)
    found = translator.translate_batch(
        list(pieces),
        beam_size=beam,
        no_repeat_ngram_size=no_repeat,
        max_batch_size=32,
        max_input_length=0,
        max_decoding_length=LIMIT,
    )
    return [result.hypotheses[0] for result in found]


def _pieces(folder: Path, texts: Sequence[str]) -> list[list[str]]:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    return [[*some, "</s>"] for some in spm.encode(list(texts), out_type=str)]


def _marian(work: Path, size: str, folder: Path) -> None:
    """A folder that `AutoModelForSeq2SeqLM` and `AutoTokenizer` load."""
    import sentencepiece

    model = train.build(train.SIZES[size])
    model.load_state_dict(torch.load(work / "final.pt", weights_only=True))
    pad = model.config.pad_token_id
    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    for index in range(pad):
        if arabic.SCRIPT.search(spm.id_to_piece(index)):
            model.final_logits_bias[0, index] = NEVER
    generation = model.generation_config
    generation.update(bad_words_ids=[[pad]], max_length=LIMIT, num_beams=2, forced_eos_token_id=None)
    folder.mkdir(exist_ok=True)
    model.save_pretrained(folder)
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(work / "joint.model", folder / name)
    vocabulary = {spm.id_to_piece(index): index for index in range(spm.get_piece_size())} | {"<pad>": pad}
    _json(folder / "vocab.json", vocabulary)
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": "ar",
        "target_lang": "en",
        "model_max_length": LIMIT,
    }
    _json(
        folder / "tokenizer_config.json", settings | {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"}
    )


def _json(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _hugging_face(folder: Path, pieces: Sequence[list[str]], beam: int) -> list[list[str]]:
    from transformers import MarianMTModel

    model: Any = MarianMTModel.from_pretrained(folder).eval()
    vocabulary: dict[str, int] = json.loads((folder / "vocab.json").read_text("utf-8"))
    names, outputs = list(vocabulary), []
    for some in pieces:  # one by one: no padding, hence nothing to explain a difference
        ids = torch.tensor([[vocabulary[piece] for piece in some]])
        found = model.generate(
            input_ids=ids, num_beams=beam, early_stopping=beam > 1, max_new_tokens=LIMIT, max_length=None
        )[0, 1:].tolist()
        outputs.append([names[index] for index in (found[: found.index(EOS)] if EOS in found else found)])
    return outputs
