"""Where a run starts: what was learned by counting is put into the weights before the first step of training.

A transformer that starts at random spends hours on finding out which word means which; on a small machine it may even
give up on its source and become a language model of English (all places of the encoder fall into one vector). So an
Arabic piece starts as the mean of the English pieces that translate it (alignment.py), and the attention from decoder
to encoder starts as the identity: it looks for what was just said, and says what it sees.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

SURE = 0.02  # translations below this probability are noise
OWN = 0.4  # of an Arabic piece is its own, so that two that mean the same can still differ
LOOK = 0.6  # of the identity in queries and keys: the attention is a preference, not yet a choice
QUIET = 0.3  # of the usual random size where the start already means something


def warm(model: Any, table: Tensor, source: np.ndarray, target: np.ndarray) -> None:
    """`table[target piece, source piece]` = p(target | source); `source`, `target`: how often each piece is there."""
    shared = model.model.shared.weight
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() == 2 and ".layers." in name:
                quiet = any(part in name for part in ("encoder_attn", "fc2", "out_proj"))
                torch.nn.init.xavier_uniform_(weight, gain=QUIET if quiet else 1.0)
        shared.copy_(_vectors(table, torch.from_numpy(source), torch.from_numpy(target), shared.shape[1]))
        shared[model.config.pad_token_id] = 0.0  # CTranslate2 starts a decoder with a vector of zeros
        chance = torch.from_numpy(target + 0.5)
        model.final_logits_bias.copy_((chance / chance.sum()).log())  # how common a piece is need not be learned
        for layer in model.model.decoder.layers:
            look = layer.encoder_attn
            for linear, share in ((look.q_proj, LOOK), (look.k_proj, LOOK), (look.v_proj, 1.0), (look.out_proj, 1.0)):
                linear.weight += share * torch.eye(len(linear.weight), device=linear.weight.device)


def _vectors(table: Tensor, source: Tensor, target: Tensor, width: int) -> Tensor:
    """One vector of length 1 per piece: an English one at random, an Arabic one near the mean of its translations."""
    vectors = _unit(torch.randn(len(table), width, generator=torch.Generator().manual_seed(5)))
    share = torch.where(table > SURE, table.float(), 0.0)
    weight = share**1.5 * (target.sum() / (1 + target)).log()[:, None].float()  # `the` stands beside everything
    arabic = (source > 3) & (source > 4 * target)
    vectors[arabic] = _unit(weight.T[arabic] @ vectors) + OWN * vectors[arabic]
    return _unit(vectors)


def _unit(rows: Tensor) -> Tensor:
    return rows / (rows.norm(dim=1, keepdim=True) + 1e-6)
