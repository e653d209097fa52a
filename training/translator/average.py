"""The last snapshots of the falling phase -> one model: their mean is a little better than any of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

LAST = 4


def average(work: Path, last: int = LAST) -> Path:
    """`work`/snapshots/*.pt -> `work`/final.pt. Without snapshots, the weights of the constant phase."""
    files = sorted((work / "snapshots").glob("*.pt"))[-last:] or [work / "train.pt"]
    states = [_weights(file) for file in files]
    mean = {name: torch.stack([state[name].float() for state in states]).mean(0) for name in states[0]}
    torch.save(mean, work / "final.pt")
    print(f"average: of {', '.join(file.name for file in files)}")
    return work / "final.pt"


def _weights(file: Path) -> dict[str, Any]:
    state: dict[str, Any] = torch.load(file, weights_only=True, map_location="cpu")
    weights: dict[str, Any] = state.get("model", state)
    return weights
