"""Pairs as piece numbers on the device, in batches that need no mask.

In each epoch other pieces fall into two smaller ones (as BPE-dropout, Provilkov et al. 2020) and other pairs are put
together (Nguyen et al. 2021): a small corpus wears out more slowly, and long sentences are less rare. All sources of a
batch are of one length, so attention needs no mask and the encoder does no work on padding.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from training.translator.data import OPEN_HINT

if TYPE_CHECKING:
    from torch import Tensor

EOS, UNK = 0, 1  # as `vocab` laid them
LIMIT = 128  # pieces of the longest side
SPLIT = 0.1  # of the pieces fall in two; none in a pair with a hint, which is to be copied as it stands
JOINED = 0.3  # of the pairs are joined by twos
SAMPLE = 100_000  # pairs in which pieces are counted


class Pieces(NamedTuple):
    """Both sides of n pairs, each ending with </s>."""

    flat: np.ndarray
    at: np.ndarray  # (n, 2): where in `flat` a side begins
    length: np.ndarray  # (n, 2)


class Batch(NamedTuple):
    begin: int  # pairs `begin` to `end` of the epoch
    end: int
    source: int  # length of every source
    target: int  # length of the longest target


class Epoch:
    """Pairs on the device, by the length of their sources, then of their targets; `batches` are slices of them."""

    def __init__(self, pieces: Pieces, tokens: int, seed: int, device: str) -> None:
        import torch

        flat, at, length = pieces
        chance = np.random.default_rng(seed).random(len(length))
        order = np.lexsort((chance, length[:, 1], length[:, 0]))
        order = order[length[order].max(1) <= LIMIT]
        at, length = at[order], length[order]
        self.batches = _cut(length, tokens)
        random.Random(seed).shuffle(self.batches)
        self.tokens = [int(length[batch.begin : batch.end].sum()) for batch in self.batches]
        self._flat, self._at, self._length = (torch.from_numpy(x).to(device) for x in (flat, at, length))

    def __len__(self) -> int:
        return len(self.batches)

    def padded(self, number: int, filler: int) -> tuple[Tensor, Tensor]:
        """Source (batch, length) and target (batch, length) of a batch; only the target has `filler` in it."""
        batch = self.batches[number]
        return self._side(batch, 0, batch.source, filler), self._side(batch, 1, batch.target, filler)

    def _side(self, batch: Batch, side: int, width: int, filler: int) -> Tensor:
        import torch

        places = torch.arange(width, device=self._flat.device)[None]
        start, length = (x[batch.begin : batch.end, side, None] for x in (self._at, self._length))
        return torch.where(places < length, self._flat[start + places.minimum(length - 1)].long(), filler)


def _cut(length: np.ndarray, tokens: int) -> list[Batch]:
    """`length` (pairs, 2), sorted -> batches with at most `tokens` on either side, padding included."""
    found, begin = [], 0
    for now, (source, target) in enumerate(length.tolist()):
        if now > begin and (source != length[begin, 0] or max(source, target) * (now + 1 - begin) > tokens):
            found.append(Batch(begin, now, int(length[begin, 0]), int(length[now - 1, 1])))
            begin = now
    return [*found, Batch(begin, len(length), *map(int, length[-1]))] if len(length) else found


class Corpus:
    """The pairs of `work`/NAME.tsv, which is needed once: their pieces stay in NAME.npz."""

    def __init__(self, work: Path, name: str) -> None:
        stored = work / f"{name}.npz"
        if not stored.is_file():
            _tokenise(work, name, stored)
        found = np.load(stored)
        length = found["length"].astype(np.int64)
        self.pieces = Pieces(found["flat"].astype(np.int32), _starts(length), length)
        self.sets, self.hinted, self.halves = found["sets"], found["hinted"], found["halves"]
        self.names = [str(name) for name in found["names"]]

    def __len__(self) -> int:
        return len(self.sets)

    def order(self, weights: dict[str, float], seed: int) -> np.ndarray:
        """Pair numbers in random order; a pair of weight 2.3 is in it two or three times."""
        rng = np.random.default_rng(seed)
        weight = np.array([weights.get(name, 0.0) for name in self.names])[self.sets]
        copies = (weight + rng.random(len(weight))).astype(int)
        return rng.permutation(np.repeat(np.arange(len(self)), copies))

    def chosen(self, order: np.ndarray) -> Pieces:
        return Pieces(self.pieces.flat, self.pieces.at[order], self.pieces.length[order])

    def often(self, weights: dict[str, float], size: int) -> tuple[np.ndarray, np.ndarray]:
        """How often each piece is in the sources and in the targets of a sample."""
        pieces = self.chosen(self.order(weights, 7)[:SAMPLE])
        first, second = (
            np.bincount(pieces.flat[_places(pieces.at[:, side], pieces.length[:, side])], minlength=size)
            for side in (0, 1)
        )
        return first, second

    def epochs(self, weights: dict[str, float], first: int, tokens: int, device: str) -> Iterator[Epoch]:
        """Epoch after epoch, for ever, the next one made in the background."""
        with ThreadPoolExecutor(1) as pool:
            coming = pool.submit(self._epoch, weights, first, tokens, device)
            while True:
                epoch, first = coming.result(), first + 1
                coming = pool.submit(self._epoch, weights, first, tokens, device)
                yield epoch

    def _epoch(self, weights: dict[str, float], seed: int, tokens: int, device: str) -> Epoch:
        order = self.order(weights, 1000 + seed)
        pieces = split(self.chosen(order), self.halves, ~self.hinted[order], seed)
        return Epoch(joined(pieces), tokens, seed, device)


def split(pieces: Pieces, halves: np.ndarray, free: np.ndarray, seed: int) -> Pieces:
    """A share of the pieces of the `free` pairs in two; `halves` has rows (piece, left, right), sorted by piece."""
    rng = np.random.default_rng(seed)
    length = pieces.length.reshape(-1)
    flat = pieces.flat[_places(pieces.at.reshape(-1), length)]
    ways_of = np.bincount(halves[:, 0], minlength=int(flat.max()) + 1)
    first, ways = (np.cumsum(ways_of) - ways_of)[flat], ways_of[flat]
    cut = (rng.random(len(flat)) < SPLIT) & (ways > 0) & np.repeat(np.repeat(free, 2), length)
    way = halves[first[cut] + (rng.random(int(cut.sum())) * ways[cut]).astype(int)]
    after = np.cumsum(1 + cut)
    flat = np.repeat(flat, 1 + cut)
    flat[after[cut] - 2], flat[after[cut] - 1] = way[:, 1], way[:, 2]
    length = np.diff(np.concatenate(([0], after[np.cumsum(length) - 1]))).reshape(-1, 2)
    return Pieces(flat, _starts(length), length)


def joined(pieces: Pieces) -> Pieces:
    """The first of the pairs by twos, the others as they are: a</s> b</s> c</s> -> a b</s> c</s>"""
    count = int(len(pieces.at) * JOINED) // 2 * 2
    at, length = (x[:count].reshape(-1, 2, 2).swapaxes(1, 2) for x in pieces[1:])  # (n, side, first and second)
    length = length - [1, 0]  # the first ends without </s>
    flat = np.concatenate((pieces.flat, pieces.flat[_places(at.reshape(-1), length.reshape(-1))]))
    length = length.sum(2)
    starts = len(pieces.flat) + _starts(length)
    return Pieces(flat, *(np.concatenate(x) for x in ((starts, pieces.at[count:]), (length, pieces.length[count:]))))


def _starts(length: np.ndarray) -> np.ndarray:
    return (np.cumsum(length.reshape(-1)) - length.reshape(-1)).reshape(-1, 2)


def _places(start: np.ndarray, length: np.ndarray) -> np.ndarray:
    """[3, 8], [2, 1] -> [3, 4, 8]"""
    return np.repeat(start - np.cumsum(length) + length, length) + np.arange(int(length.sum()))


def _tokenise(work: Path, name: str, stored: Path) -> None:
    import sentencepiece

    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    rows = [line.rstrip("\n").split("\t") for line in (work / f"{name}.tsv").open(encoding="utf-8")]
    sides = [[*ids, EOS] for ids in spm.encode([side for row in rows for side in row[:2]], num_threads=2)]
    names = sorted({row[2] for row in rows})
    np.savez_compressed(
        stored,
        flat=np.fromiter((piece for ids in sides for piece in ids), dtype=np.uint16),
        length=np.array([len(ids) for ids in sides], dtype=np.uint16).reshape(-1, 2),
        sets=np.array([names.index(row[2]) for row in rows], dtype=np.uint8),
        names=np.array(names),
        hinted=np.array([OPEN_HINT in row[0] for row in rows]),
        halves=np.array(_halves(spm), dtype=np.int32).reshape(-1, 3),
    )


def _halves(spm: Any) -> list[tuple[int, int, int]]:
    """Each piece with each pair of pieces that it can be cut into."""
    pieces = {spm.id_to_piece(n): n for n in range(spm.get_piece_size()) if not (spm.is_byte(n) or spm.is_control(n))}
    return [
        (number, pieces[piece[:at]], pieces[piece[at:]])
        for piece, number in pieces.items()
        for at in range(1, len(piece))
        if piece[:at] in pieces and piece[at:] in pieces
    ]
