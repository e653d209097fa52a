"""What one core needs at least: to read int8 weights from memory, or to multiply them, whichever is more.

The encoder is read once for each batch and the decoder once for each token of it; every token of a source and every
beam of an output is multiplied. Both speeds are measured on the spot, that of multiplying in float32, so that int8 may
come below it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple


class Speeds(NamedTuple):
    bytes: float  # read from memory in a second of one core
    operations: float  # on float32


class Load(NamedTuple):
    """Texts in batches of `batch`, `source` tokens long, to `target` tokens each."""

    texts: int
    batch: int
    source: int
    target: int
    beam: int


def seconds(model: Path, load: Load, speeds: Speeds) -> float:
    """For a folder with a model.bin in int8."""
    encoder, decoder = _sizes(model)
    read = -(-load.texts // load.batch) * (encoder + load.target * decoder)
    multiplied = 2 * load.texts * (load.source * encoder + load.beam * load.target * decoder)
    return max(read / speeds.bytes, multiplied / speeds.operations)


def _sizes(model: Path) -> tuple[int, int]:
    """Weights that work once for each token of a source, and once for each token of an output."""
    from tests import embedded  # it loads torch, which our engine must not be charged for

    found = embedded.variables(model / "model.bin")
    encoder, decoder = 0, found["decoder/embeddings/weight"].size  # which is the output layer too, or as large
    for name, array in found.items():
        if array.ndim != 2 or "embeddings" in name or "encodings" in name or "projection" in name:
            continue
        if name.startswith("encoder/") or name.endswith("/attention/linear_1/weight"):  # keys and values of the source
            encoder += array.size
        else:
            decoder += array.size
    return encoder, decoder


def speeds() -> Speeds:
    import torch

    torch.set_num_threads(1)
    much, square = torch.ones(64 * 2**20), torch.ones(1024, 1024)
    return Speeds(4 * much.numel() / _best(much.sum), 2 * 1024**3 / _best(lambda: square @ square))


def _best(work: Callable[[], Any]) -> float:
    times = []
    for _ in range(7):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)
