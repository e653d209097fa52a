"""Tiny checkpoints with random weights in the real formats: the files that the hub has for Marian, mT5 and mBART."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
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
    _save(MarianMTModel, config, folder)
    # what the hub's files ask of `generate`, and what models.txt overrules
    roles = {"decoder_start_token_id": pad, "pad_token_id": pad, "eos_token_id": 0, "bos_token_id": 0}
    asked = {"bad_words_ids": [[pad]], "forced_eos_token_id": 0, "max_length": 512, "num_beams": 6}
    _json(folder / "generation_config.json", roles | asked | {"renormalize_logits": True})
    return folder


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
    """mT5: spiece.model, gated gelu, an output layer of its own; the decoder starts from <pad>."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    sizes = _t5_files(folder)
    _save(MT5ForConditionalGeneration, MT5Config(**sizes), folder, tie_word_embeddings=False)
    return _untie(folder)


def t5(folder: Path) -> Path:
    """The first T5: output and input share their embeddings, and the output is scaled; more rows than pieces."""
    from transformers import T5Config, T5ForConditionalGeneration

    sizes = _t5_files(folder)
    sizes["vocab_size"] += 7
    return _save(T5ForConditionalGeneration, T5Config(**sizes), folder, tie_word_embeddings=True)


def arat5(folder: Path) -> Path:
    """T5 version 1.1, as AraT5: gated gelu and an output layer of its own."""
    from transformers import T5Config, T5ForConditionalGeneration

    sizes = _t5_files(folder)
    config = T5Config(feed_forward_proj="gated-gelu", tie_word_embeddings=False, **sizes)
    _save(T5ForConditionalGeneration, config, folder, tie_word_embeddings=False)
    return _untie(folder)


def json_t5(folder: Path) -> Path:
    """A T5 as many are now saved: tokenizer.json, and no sentencepiece model."""
    from transformers import T5TokenizerFast

    arat5(folder)
    T5TokenizerFast.from_pretrained(folder, extra_ids=0).save_pretrained(folder)
    (folder / "spiece.model").unlink()
    return folder


def mbart(folder: Path) -> Path:
    """AraBART as it lies on the hub: an mBART with sentencepiece.bpe.model alone, <s> before the text."""
    from transformers import MBartConfig, MBartForConditionalGeneration

    vocabulary = _sentencepiece(folder, "sentencepiece.bpe.model", bos_id=0, pad_id=1, eos_id=2, unk_id=3)
    _json(folder / "tokenizer_config.json", {"tokenizer_class": "BarthezTokenizer"})
    config = MBartConfig(
        vocab_size=len(vocabulary) + 1, bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=2,
        forced_eos_token_id=2, **_bart_sizes(),
    )  # fmt: skip
    return _save(MBartForConditionalGeneration, config, folder)


def nllb(folder: Path) -> Path:
    """NLLB: an M2M100 whose source begins and whose target is opened with a language code."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    _sentencepiece(folder, "sentencepiece.bpe.model", model_type="bpe", bos_id=1, pad_id=-1, eos_id=2, unk_id=0)
    settings = {"tokenizer_class": "NllbTokenizer", "src_lang": "arb_Arab", "tgt_lang": "eng_Latn"}
    _json(folder / "tokenizer_config.json", settings)
    size = len(NllbTokenizer.from_pretrained(folder))
    config = M2M100Config(
        vocab_size=size, bos_token_id=0, pad_token_id=1, eos_token_id=2, decoder_start_token_id=2, **_bart_sizes()
    )
    return _save(M2M100ForConditionalGeneration, config, folder)


def bert_pair(folder: Path) -> Path:
    """An encoder and a decoder made of BERT, as mbert2mbert: only transformers runs it."""
    from transformers import BertConfig, BertTokenizer, EncoderDecoderConfig, EncoderDecoderModel

    folder.mkdir(parents=True, exist_ok=True)
    letters = sorted({letter for text in TEXTS for letter in text if not letter.isspace()})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    BertTokenizer.from_pretrained(folder).save_pretrained(folder)
    half = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    config = EncoderDecoderConfig.from_encoder_decoder_configs(half, BertConfig(**half.to_dict()))
    config.decoder_start_token_id, config.eos_token_id, config.pad_token_id = 2, 3, 0
    return _save(EncoderDecoderModel, config, folder)


def never_say(folder: Path, pieces: Collection[str]) -> None:
    """Set the rows of these pieces to nothing, as a trained model hardly ever says what is not in its texts."""
    from safetensors.torch import load_file, save_file
    from transformers import AutoTokenizer

    weights = load_file(folder / "model.safetensors")
    rows = AutoTokenizer.from_pretrained(folder).convert_tokens_to_ids(list(pieces))
    for name, weight in weights.items():
        if name in ("lm_head.weight", "shared.weight", "model.shared.weight"):
            weight[rows] = 0.0
    save_file(weights, folder / "model.safetensors", {"format": "pt"})


def _t5_files(folder: Path) -> dict[str, Any]:
    vocabulary = _sentencepiece(folder, "spiece.model", pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
    _json(folder / "tokenizer_config.json", {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, "legacy": True})
    return {
        "vocab_size": len(vocabulary), "d_model": 32, "d_kv": 8, "d_ff": 64, "num_layers": 2, "num_decoder_layers": 2,
        "num_heads": 4, "decoder_start_token_id": 0, "pad_token_id": 0, "eos_token_id": 1,
    }  # fmt: skip


def _untie(folder: Path) -> Path:
    """Other values for the output layer than for the embeddings, which transformers 5 ties when it makes a model."""
    from safetensors.torch import load_file, save_file

    weights = load_file(folder / "model.safetensors")
    weights["lm_head.weight"] = torch.randn(weights["shared.weight"].shape) * 0.35
    weights["lm_head.weight"][1] *= 4
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    return folder


def _bart_sizes() -> dict[str, Any]:
    return {
        "d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4,
        "decoder_attention_heads": 4, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
        "max_position_embeddings": 512, "scale_embedding": True,
        "activation_function": "gelu", "dropout": 0.0, "init_std": 0.35,
    }  # fmt: skip


def _sentencepiece(folder: Path, name: str, **ids: Any) -> list[str]:
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
        _let_some_end(model, config.eos_token_id)
        if config.pad_token_id is not None:
            model.get_input_embeddings().weight[config.pad_token_id] = 0.0  # Marian's first step starts from nothing
    model.save_pretrained(folder)
    raw = json.loads((folder / "config.json").read_text())
    _json(folder / "config.json", raw | extra)
    return folder


def _let_some_end(model: Any, end: int) -> None:
    """Without it, a random model hardly ever comes to the end of an output; with these figures, sometimes."""
    kind = type(model).__name__
    if hasattr(model, "final_logits_bias"):
        model.final_logits_bias[0, end] = 7.0 if "Marian" in kind else 3.0
    else:
        model.get_output_embeddings().weight[end] *= 30.0 if kind.startswith("T5") else 8.0


def _json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
