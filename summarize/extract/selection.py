"""Which sentences to take together: the best, each for what it adds to the others, within the length."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

REDUNDANCY = 0.6  # what a sentence loses of its score, of at most 1.5, if everything in it was already told
SAME = 0.8  # share of a sentence's pairs of words, above which it says what another said, as where a lead comes again
NOT_ALONE = -0.1  # the score of a sentence that is shown only with one that leans on it
LONGEST_CHAIN = 3  # sentences; whoever leans on more is left out


class Piece(NamedTuple):
    """One sentence of an article as the choice sees it."""

    stems: Sequence[str]
    words: int
    score: float
    leans: bool
    eligible: bool


def choose(pieces: Sequence[Piece], chances: Mapping[str, float], most: float, room: float) -> list[int]:
    """Numbers of at most `most` sentences with at most `room` words, in order; one that is too long where none fits."""
    return _Choice(pieces, chances, most, room).made()


class _Choice:
    """Greedy and lazy: while others are taken, a value only falls, so only the top of the heap is computed anew.

    What a set of sentences is worth, their scores and the chances of the stems that it covers, is submodular; greedy
    is then within 1 - 1/e of the best set (Nemhauser et al. 1978; Lin and Bilmes 2011 for summaries).
    """

    def __init__(self, pieces: Sequence[Piece], chances: Mapping[str, float], most: float, room: float) -> None:
        self.pieces, self.chances, self.most, self.room = pieces, chances, most, room
        self.taken: list[int] = []
        self.shown: set[int] = set()
        self.told: set[str] = set()
        self.pairs: set[tuple[str, str]] = set()
        alone = [i for i, piece in enumerate(pieces) if piece.eligible and piece.score >= 0]
        self.queue = [(-self._value(i), i) for i in alone if self._group(i)]
        heapq.heapify(self.queue)

    def made(self) -> list[int]:
        while self.queue and len(self.taken) < self.most and self.room > 0:
            known, index = heapq.heappop(self.queue)
            if index in self.shown:
                continue
            if (value := self._value(index)) < -known:
                heapq.heappush(self.queue, (-value, index))
            elif not self._same(index):
                self._take(self._group(index))
        return sorted(self.taken) or self._shortest()

    def _take(self, group: list[int]) -> None:
        words = sum(self.pieces[i].words for i in group)
        if len(self.taken) + len(group) > self.most or words > self.room:
            return
        self.taken += group
        self.shown |= set(group)
        self.room -= words
        for index in group:
            self.told.update(self.pieces[index].stems)
            self.pairs.update(pairwise(self.pieces[index].stems))
        follower = group[-1] + 1  # may come alone now
        if follower < len(self.pieces) and self.pieces[follower].leans and self.pieces[follower].eligible:
            heapq.heappush(self.queue, (-self._value(follower), follower))

    def _group(self, index: int) -> list[int]:
        """The sentence and those it leans on that are not shown yet; [] where these cannot be shown."""
        group = [index]
        while self.pieces[group[0]].leans and group[0] > 0 and group[0] - 1 not in self.shown:
            group.insert(0, group[0] - 1)
            if len(group) > LONGEST_CHAIN or not self.pieces[group[0]].eligible:
                return []
        return group

    def _value(self, index: int) -> float:
        group = self._group(index) or [index]
        score = sum(self.pieces[i].score for i in group) / len(group)
        return score - REDUNDANCY * self._told(set(self.pieces[index].stems))

    def _told(self, stems: set[str]) -> float:
        """The share of what matters in a sentence that others have told."""
        mass = self._mass(stems)
        return self._mass(stems & self.told) / mass if mass else 0.0

    def _mass(self, stems: Iterable[str]) -> float:
        return sum(self.chances[stem] for stem in stems)

    def _same(self, index: int) -> bool:
        pairs = set(pairwise(self.pieces[index].stems))
        return len(pairs & self.pairs) > SAME * len(pairs)

    def _shortest(self) -> list[int]:
        """Where nothing fits: the shortest sentence that stands by itself."""
        pieces = self.pieces
        order = sorted(range(len(pieces)), key=lambda i: (pieces[i].leans, not pieces[i].eligible, pieces[i].words))
        return order[:1]
