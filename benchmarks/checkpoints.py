"""Random weights in real formats and sizes. The examples are cut into a few hundred pieces; the others are filler."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.engines import checkpoints

MT5_KEPT, MT5_DROPPED = 40_000, 210_000  # pieces of Arabic and Latin, and of all other scripts


def opus(folder: Path) -> Path:
    """opus-mt-ar-en: 76 million weights, 62,000 pieces, half of them Arabic, as it has 32,000 for each language."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    checkpoints.marian(folder)
    pieces = json.loads((folder / "vocab.json").read_text("utf-8"))
    pad = pieces.pop("<pad>")
    pieces |= {f"{('filler', 'قا')[number % 2]}{number}": number for number in range(pad, 62_000)} | {"<pad>": 62_000}
    (folder / "vocab.json").write_text(json.dumps(pieces), "utf-8")
    config = MarianConfig(
        vocab_size=62_001, pad_token_id=62_000, decoder_start_token_id=62_000, eos_token_id=0,
        scale_embedding=True, activation_function="swish", **_bart(512, 6, 8, 2048),
    )  # fmt: skip
    torch.manual_seed(1)
    model = MarianMTModel(config)
    torch.nn.init.zeros_(model.get_input_embeddings().weight[62_000:])
    model.save_pretrained(folder)
    return folder


def arabart(folder: Path) -> Path:
    """AraBART: 139 million weights, 50,000 pieces."""
    from transformers import MBartConfig, MBartForConditionalGeneration

    checkpoints.mbart(folder)
    _add_pieces(folder / "sentencepiece.bpe.model", {"قا": 50_000})
    config = MBartConfig(
        vocab_size=_pieces(folder / "sentencepiece.bpe.model") + 1, bos_token_id=0, pad_token_id=1, eos_token_id=2,
        decoder_start_token_id=2, forced_eos_token_id=2, max_position_embeddings=1024, **_bart(768, 6, 12, 3072),
    )  # fmt: skip
    MBartForConditionalGeneration(config).save_pretrained(folder)
    return folder


def mt5(folder: Path) -> Path:
    """mT5-base: 390 million weights (its output layer, in truth another 192, is that of its input), 250,000 pieces."""
    from transformers import MT5Config, MT5ForConditionalGeneration

    checkpoints.mt5(folder)
    _add_pieces(folder / "spiece.model", {"قا": MT5_KEPT, "да": MT5_DROPPED})
    config = MT5Config(
        vocab_size=_pieces(folder / "spiece.model"), d_model=768, d_kv=64, d_ff=2048, num_layers=12, num_heads=12,
        decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    MT5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def _bart(width: int, layers: int, heads: int, inner: int) -> dict[str, Any]:
    return {
        "d_model": width, "encoder_layers": layers, "decoder_layers": layers, "encoder_attention_heads": heads,
        "decoder_attention_heads": heads, "encoder_ffn_dim": inner, "decoder_ffn_dim": inner,
    }  # fmt: skip


def _add_pieces(file: Path, fillers: dict[str, int]) -> None:
    """Pieces that no text has: two letters of a script, and a number in their script."""
    from sentencepiece import sentencepiece_model_pb2

    model = sentencepiece_model_pb2.ModelProto.FromString(file.read_bytes())
    for letters, count in fillers.items():
        for number in range(count):
            digits = "".join(chr(ord(letters[0]) + int(digit)) for digit in str(number))
            model.pieces.add(piece=f"{letters}{digits}", score=-99.0)
    file.write_bytes(model.SerializeToString())


def _pieces(file: Path) -> int:
    import sentencepiece

    return int(sentencepiece.SentencePieceProcessor(model_file=str(file)).get_piece_size())
