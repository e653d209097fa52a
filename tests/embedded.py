"""The embedded translator as the hub would have it: a Marian of Hugging Face, read back from its CTranslate2 file."""

from __future__ import annotations

import json
import re
import shutil
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch

ACTIVATIONS = ("relu", "gelu_new", "swish", "gelu")  # by their numbers in CTranslate2
NEVER = -100.0  # the output bias of a piece that the decoder does not have
KINDS: tuple[Any, ...] = (np.float32, np.int8, np.int16, np.int32, np.float16)
PLACES = {  # of a layer there -> here; where several are named, they lie one under the other
    "self_attention/linear_0": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
    "self_attention/linear_1": ["self_attn.out_proj"],
    "self_attention/layer_norm": ["self_attn_layer_norm"],
    "attention/linear_0": ["encoder_attn.q_proj"],
    "attention/linear_1": ["encoder_attn.k_proj", "encoder_attn.v_proj"],
    "attention/linear_2": ["encoder_attn.out_proj"],
    "attention/layer_norm": ["encoder_attn_layer_norm"],
    "ffn/linear_0": ["fc1"],
    "ffn/linear_1": ["fc2"],
    "ffn/layer_norm": ["final_layer_norm"],
}


def variables(file: Path) -> dict[str, Any]:
    """Every array of a model.bin of CTranslate2 (binary version 6) by name; int8 weights come with `_scale`."""
    data, at = file.read_bytes(), 0

    def number(kind: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(f"<{kind}", data, at)
        at += struct.calcsize(kind)
        return int(value)

    def text() -> str:
        nonlocal at
        size = number("H")
        at += size
        return data[at - size : at - 1].decode()

    assert number("I") == 6
    text(), number("I")  # name and revision of the class
    found = {}
    for _ in range(number("I")):
        name = text()
        shape = [number("I") for _ in range(number("B"))]
        kind = np.dtype(KINDS[number("B")])
        size = number("I")
        found[name] = np.frombuffer(data, kind, size // kind.itemsize, at).reshape(shape)
        at += size
    return found


def hugging_face(folder: Path, out: Path) -> Path:
    """A folder with config.json, model.safetensors, vocab.json and the sentencepiece models."""
    from transformers import MarianMTModel

    found = variables(folder / "model.bin")
    out.mkdir()
    pieces, spoken = (
        json.loads((folder / f"{side}_vocabulary.json").read_text("utf-8")) for side in ("source", "target")
    )
    table = {piece: index for index, piece in enumerate(pieces)} | {"<pad>": len(pieces)}
    (out / "vocab.json").write_text(json.dumps(table), "utf-8")
    for name in ("source.spm", "target.spm"):
        shutil.copy(folder / name, out / name)
    settings = {"tokenizer_class": "MarianTokenizer", "source_lang": "ar", "target_lang": "en"}
    (out / "tokenizer_config.json").write_text(json.dumps(settings), "utf-8")
    model = MarianMTModel(_config(found))
    missing, unknown = model.load_state_dict(_weights(found, [table[piece] for piece in spoken]), strict=False)
    assert not unknown
    assert all("embed" in name or name == "lm_head.weight" for name in missing), missing  # tied, or computed
    model.save_pretrained(out)
    return out


def _config(found: dict[str, Any]) -> Any:
    from transformers import MarianConfig

    pad, width = found["encoder/embeddings_0/weight"].shape
    layers = {
        half: len({name.split("/")[1] for name in found if f"{half}/layer_" in name}) for half in ("encoder", "decoder")
    }
    heads, hidden = int(found["encoder/num_heads"]), len(found["encoder/layer_0/ffn/linear_0/bias"])
    return MarianConfig(
        vocab_size=pad + 1, pad_token_id=pad, decoder_start_token_id=pad, eos_token_id=0, forced_eos_token_id=None,
        d_model=width, encoder_layers=layers["encoder"], decoder_layers=layers["decoder"],
        encoder_attention_heads=heads, decoder_attention_heads=int(found["decoder/num_heads"]),
        encoder_ffn_dim=hidden, decoder_ffn_dim=hidden, scale_embedding=float(found["encoder/scale_embeddings"]) != 1,
        max_position_embeddings=len(found["decoder/position_encodings/encodings"]),
        activation_function=ACTIVATIONS[int(found["encoder/activation"])],
    )  # fmt: skip


def _weights(found: dict[str, Any], spoken: list[int]) -> dict[str, torch.Tensor]:
    """`spoken`: rows of the pieces that its decoder has."""
    shared = _matrix(found, "encoder/embeddings_0")
    bias = torch.full((1, len(shared) + 1), NEVER)
    bias[0, spoken] = _tensor(found["decoder/projection/bias"])
    weights = {
        "model.shared.weight": torch.cat([shared, torch.zeros(1, shared.shape[1])]),  # <pad>, which CTranslate2 has not
        "final_logits_bias": bias,
    }
    for name in found:
        if match := re.fullmatch(r"(encoder|decoder)/layer_(\d+)/(.+)/(?:weight|gamma)", name):
            half, layer, place = match.groups()
            names = [f"model.{half}.layers.{layer}.{one}" for one in PLACES[place]]
            weights |= _parts(found, f"{half}/layer_{layer}/{place}", names)
    return weights


def _parts(found: dict[str, Any], place: str, names: list[str]) -> dict[str, torch.Tensor]:
    if place.endswith("layer_norm"):
        both = {"weight": _tensor(found[f"{place}/gamma"]), "bias": _tensor(found[f"{place}/beta"])}
    else:
        both = {"weight": _matrix(found, place), "bias": _tensor(found[f"{place}/bias"])}
    return {
        f"{name}.{kind}": part
        for kind, whole in both.items()
        for name, part in zip(names, whole.chunk(len(names)), strict=True)
    }


def _matrix(found: dict[str, Any], place: str) -> torch.Tensor:
    """What int8 rows stand for; their largest is 127, so that they come out the same when they are made int8 again."""
    return _tensor(found[f"{place}/weight"].astype(np.float32) / found[f"{place}/weight_scale"][:, None])


def _tensor(array: Any) -> torch.Tensor:
    return torch.from_numpy(np.array(array))
