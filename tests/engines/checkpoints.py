"""Tiny checkpoints with random weights in the real formats: the files that the hub has for Marian, mT5 and mBART."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import sentencepiece
import torch

from summarize.hub import GOLDEN
from tests.conftest import EXAMPLES

PIECES = 320
ANSWER = "The minister said on Sunday that the government would meet"
TEXTS = [
    line
    for path in sorted(EXAMPLES.glob("[a-d]*.txt"))
    if "1256" not in path.name
    for line in path.read_text("utf-8").split("\n")
]


def marian(folder: Path) -> Path:
    """opus-mt: source.spm, target.spm, vocab.json; the decoder starts from <pad>."""
    from transformers import MarianConfig, MarianMTModel

    vocabulary = _sentencepiece(folder, "source.spm", pad_id=-1, bos_id=-1, eos_id=0, unk_id=1)
    shutil.copy(folder / "source.spm", folder / "target.spm")
    pieces = {piece: index for index, piece in enumerate(vocabulary)} | {"<pad>": len(vocabulary)}
    _json(folder / "vocab.json", pieces)
    _json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"},
    )
    pad = len(vocabulary)
    config = MarianConfig(
        vocab_size=pad + 1, decoder_vocab_size=pad + 1, pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad,
        bos_token_id=None, forced_eos_token_id=None, **_bart_sizes(),
    )  # fmt: skip
    return _save(MarianMTModel, config, folder)


def speaking_marian(folder: Path) -> Path:
    """The same, taught to answer in English: it knows one sentence by heart."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    marian(folder)
    torch.manual_seed(7)
    tokenizer = MarianTokenizer.from_pretrained(folder)
    model = MarianMTModel(MarianConfig.from_pretrained(folder))
    sources = tokenizer([GOLDEN, "قال الوزير", "نعم"], padding=True, return_tensors="pt")
    answer = tokenizer(text_target=ANSWER, return_tensors="pt").input_ids.repeat(3, 1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.003)
    for _ in range(200):
        loss = model(**sources, labels=answer).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    assert loss.item() < 0.3, "it did not learn its sentence"
    model.save_pretrained(folder)
    return folder


def mt5(folder: Path) -> Path:
    """mT5: spiece.model, untied embeddings, gated gelu; the decoder starts from <pad>."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    vocabulary = _sentencepiece(folder, "spiece.model", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    _json(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "legacy": True})
    config = MT5Config(
        vocab_size=len(vocabulary), d_model=32, d_kv=8, d_ff=64, num_layers=2, num_decoder_layers=2, num_heads=4,
        decoder_start_token_id=0, pad_token_id=0, eos_token_id=1, tie_word_embeddings=False,
    )  # fmt: skip
    return _save(MT5ForConditionalGeneration, config, folder, tie_word_embeddings=False)


def mbart(folder: Path) -> Path:
    """AraBART: an mBART with sentencepiece.bpe.model and the pieces of Barthez, <s> before the text."""
    from tokenizers.processors import TemplateProcessing
    from transformers import BarthezTokenizer, MBartConfig, MBartForConditionalGeneration

    vocabulary = _sentencepiece(folder, "sentencepiece.bpe.model", bos_id=0, pad_id=1, eos_id=2, unk_id=3)
    _json(folder / "tokenizer_config.json", {"tokenizer_class": "BarthezTokenizer"})
    tokenizer = BarthezTokenizer.from_pretrained(folder)
    ends = [("<s>", 0), ("</s>", 2)]
    tokenizer.backend_tokenizer.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=ends)
    tokenizer.save_pretrained(folder)
    config = MBartConfig(
        vocab_size=len(vocabulary) + 1, bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=2,
        forced_eos_token_id=None, tokenizer_class="BarthezTokenizer", **_bart_sizes(),
    )  # fmt: skip
    return _save(MBartForConditionalGeneration, config, folder, tokenizer_class="BarthezTokenizer")


def _bart_sizes() -> dict[str, Any]:
    return {
        "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
        "max_position_embeddings": 512, "scale_embedding": True,
        "activation_function": "gelu", "dropout": 0.0, "init_std": 0.35,
    }  # fmt: skip


def _sentencepiece(folder: Path, name: str, **ids: int) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([*TEXTS, *[ANSWER] * 20]), model_prefix=str(folder / "spm"), vocab_size=PIECES,
        character_coverage=1.0, hard_vocab_limit=False, minloglevel=2, **ids,
    )  # fmt: skip
    (folder / "spm.model").rename(folder / name)
    (folder / "spm.vocab").unlink()
    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / name))
    return [model.id_to_piece(index) for index in range(model.get_piece_size())]


def _save(kind: Any, config: Any, folder: Path, **extra: Any) -> Path:
    """Random weights, larger than the usual ones, so that outputs differ from each other and scores lie far apart."""
    torch.manual_seed(5)
    model = kind(config).eval()
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.ndim == 2 and "relative" not in name and "embed_positions" not in name:
                weight.normal_(0, 0.35)
        if config.pad_token_id is not None:
            model.get_input_embeddings().weight[config.pad_token_id] = 0.0  # Marian's first step starts from nothing
    model.save_pretrained(folder)
    raw = json.loads((folder / "config.json").read_text())
    _json(folder / "config.json", raw | extra)
    return folder


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
