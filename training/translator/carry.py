"""final.pt in half precision as a few small files, for the way home from a machine that sends back little at a time."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import torch

PART = 15 * 2**20  # bytes
SHARED = "model.shared.weight"  # under three more names in a state


def pack(work: Path, out: Path) -> list[Path]:
    """`work`/final.pt -> `out`/final.0, final.1 ..., each of at most `PART` bytes."""
    state = torch.load(work / "final.pt", weights_only=True)
    shared = state[SHARED]
    own = {n: w.half() for n, w in state.items() if n == SHARED or w.shape != shared.shape or not w.equal(shared)}
    head = json.dumps({name: list(weight.shape) for name, weight in own.items()}).encode()
    flat = torch.cat([weight.flatten() for weight in own.values()]).numpy().tobytes()
    body = zlib.compress(head + b"\n" + flat[1::2] + flat[0::2])  # sign and exponent together are what shrinks
    files = []
    for number, start in enumerate(range(0, len(body), PART)):
        files.append(out / f"final.{number}")
        files[-1].write_bytes(body[start : start + PART])
    return files


def unpack(folder: Path, work: Path) -> Path:
    """`folder`/final.* -> `work`/final.pt in single precision, with every name that a Marian model has for a weight."""
    body = zlib.decompress(b"".join(file.read_bytes() for file in sorted(folder.glob("final.[0-9]"))))
    head, _, planes = body.partition(b"\n")
    flat = bytearray(len(planes))
    flat[1::2], flat[0::2] = planes[: len(planes) // 2], planes[len(planes) // 2 :]
    weights, at, state = torch.frombuffer(flat, dtype=torch.float16).float(), 0, {}
    for name, shape in json.loads(head).items():
        size = torch.Size(shape).numel()
        state[name] = weights[at : at + size].view(shape)
        at += size
    for twin in ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight"):
        state.setdefault(twin, state[SHARED])
    torch.save(state, work / "final.pt")
    return work / "final.pt"
