"""Which source piece a target piece translates: IBM model 1 with a prior for the diagonal, by EM on the corpus itself.

The decoder's first attention head is taught these alignments (Chen et al. 2016, guided alignment training), which
saves a small machine the long time that a translator needs to find out by itself where to look.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from training.translator.corpus import Corpus

PAIRS = 80_000
ROUNDS = 4
DIAGONAL = 4.0  # as fast_align's lambda (Dyer et al. 2013)


def table(work: Path, corpus: Corpus, weights: dict[str, float], size: int, device: str) -> torch.Tensor:
    """t[target piece, source piece] = p(target | source), half precision, learned once and kept in `work`."""
    from training.translator.corpus import Epoch

    file = work / "alignment.pt"
    if file.is_file():
        kept: torch.Tensor = torch.load(file, weights_only=True, map_location=device)
        return kept
    epoch = Epoch(corpus.chosen(corpus.order(weights, 7)[:PAIRS]), 6000, 7, device)
    chances = torch.full((size * size,), 1.0, device=device)
    for _ in range(ROUNDS):
        counts = torch.full((size * size,), 1e-9, device=device)
        for number in range(len(epoch)):
            source, target = epoch.padded(number, size - 1)
            places = target[:, :, None] * size + source[:, None, :]
            shares = posterior(chances[places], source != size - 1, target != size - 1)
            counts.index_add_(0, places.flatten(), shares.flatten())
        grid = counts.view(size, size)
        chances = (grid / grid.sum(0, keepdim=True)).flatten()
    done = chances.view(size, size).half()
    torch.save(done, file)
    return done


def posterior(chances: torch.Tensor, source: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """p(source place | target place): chances (batch, target, source), masks (batch, length) -> rows that sum to 1."""
    rows = torch.arange(target.shape[1], device=target.device)[None, :, None] / target.sum(1)[:, None, None]
    columns = torch.arange(source.shape[1], device=target.device)[None, None, :] / source.sum(1)[:, None, None]
    shares = chances.float() * torch.exp(-DIAGONAL * (rows - columns).abs()) * source[:, None, :]
    return shares / (shares.sum(-1, keepdim=True) + 1e-9) * target[:, :, None]
