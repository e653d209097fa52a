"""Where a run starts: a word table learned by counting, put into the weights before the first step of training.

A small model on a small corpus spends most of its time on finding out which word means which; a transformer that starts
at random may even give up on its source and become a language model of English. IBM model 1 with a diagonal prior
(as in fast_align) finds the words in seconds. An Arabic piece then starts as the mean of its English pieces, and the
attention from decoder to encoder starts as the identity: it looks for what it has just said, and says what it sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

if TYPE_CHECKING:
    from training.translator.train import Corpus

CELLS = 16_000_000  # word pairs in memory
LONGEST = 32  # pieces: the shorter a pair, the surer its word pairs
DIAGONAL = 4.0  # as in fast_align: how sharply a word keeps to its relative place
ROUNDS = 5
OWN = 0.4  # of an Arabic piece is its own, so that two that mean the same can still differ
LOOK = 0.6  # of the identity in queries and keys: the attention is a preference, not yet a choice


def warm(model: Any, corpus: Corpus, order: np.ndarray) -> None:
    """Put what the pairs `order` of `corpus` say about words into a new model."""
    shared = model.model.shared.weight
    vectors = _vectors(*_count(corpus, order, len(shared)), *shared.shape)
    with torch.no_grad():
        shared.copy_(torch.from_numpy(vectors))
        shared[model.config.pad_token_id] = 0.0
        for layer in model.model.decoder.layers:
            attention = layer.encoder_attn
            for linear, share in ((attention.q_proj, LOOK), (attention.k_proj, LOOK), (attention.v_proj, 1.0), (attention.out_proj, 1.0)):
                linear.weight += share * torch.eye(len(linear.weight), device=linear.weight.device)


def _cells(corpus: Corpus, order: np.ndarray, pieces: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each source piece beside each target piece: which two, which target token, how near the diagonal."""
    keys, tokens, priors, done, token = [], [], [], 0, 0
    for index in order:
        source, target = (side[:-1].astype(np.int64) for side in corpus[int(index)])
        if not (0 < len(source) < LONGEST and 0 < len(target) < LONGEST):
            continue
        keys.append((source[None, :] * pieces + target[:, None]).ravel())
        tokens.append(np.repeat(np.arange(token, token + len(target)), len(source)))
        places = np.arange(len(source))[None, :] / len(source) - np.arange(len(target))[:, None] / len(target)
        priors.append(np.exp(-DIAGONAL * np.abs(places)).astype(np.float32).ravel())
        done, token = done + len(keys[-1]), token + len(target)
        if done > CELLS:
            break
    return np.concatenate(keys), np.concatenate(tokens), np.concatenate(priors)


def _count(corpus: Corpus, order: np.ndarray, pieces: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(source piece, target piece, how often the one was translated by the other)"""
    cells, tokens, priors = _cells(corpus, order, pieces)
    keys, cells = np.unique(cells, return_inverse=True)
    source, target = keys // pieces, keys % pieces
    chance = np.ones(len(keys))
    for _ in range(ROUNDS):
        part = chance[cells] * priors
        part /= np.bincount(tokens, part)[tokens]
        count = np.bincount(cells, part)
        chance = count / np.bincount(source, count)[source]
    return source, target, count


def _vectors(source: np.ndarray, target: np.ndarray, count: np.ndarray, pieces: int, width: int) -> np.ndarray:
    """One vector of length 1 per piece: English pieces at random, an Arabic one as the mean of its translations."""
    vectors = _unit(np.random.default_rng(5).standard_normal((pieces, width)).astype(np.float32))
    as_source, as_target = (np.bincount(side, count, pieces) for side in (source, target))
    weight = np.log(as_target.sum() / (1 + as_target))[target] * (count / as_source[source]) ** 1.5  # `the` says little
    table = torch.sparse_coo_tensor(np.stack((source, target)), weight.astype(np.float32), (pieces, pieces))
    meant = _unit((table @ torch.from_numpy(vectors)).numpy())
    arabic = (as_source > 3) & (as_source > 4 * as_target)
    vectors[arabic] = meant[arabic] + OWN * vectors[arabic]
    return _unit(vectors)


def _unit(rows: np.ndarray) -> np.ndarray:
    return (rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)).astype(np.float32)
