"""ROUGE-1/2/L F1 of Arabic as XL-Sum scores it: NFKC, punctuation and symbols out, Snowball's Arabic stems."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib import metadata

from snowballstemmer import stemmer

_stem = cache(stemmer("arabic").stemWord)


def signature() -> str:
    """What a figure must be quoted with."""
    return f"ROUGE F1|norm:NFKC|punct:no|symbols:no|stem:snowball-arabic|version:{metadata.version('snowballstemmer')}"


def rouge(summary: str, reference: str) -> tuple[float, float, float]:
    """ROUGE-1, -2 and -L, each between 0 and 1."""
    one, two = stems(summary), stems(reference)
    pairs = [(grams(one, n), grams(two, n)) for n in (1, 2)]
    shared = [f1((a & b).total(), a.total() + b.total()) for a, b in pairs]
    return shared[0], shared[1], f1(_common(one, two), len(one) + len(two))


@cache
def stems(text: str) -> tuple[str, ...]:
    """'وقالت: «نعم»' -> ('قالت', 'نعم')"""
    plain = unicodedata.normalize("NFKC", text)
    bare = "".join(" " if unicodedata.category(char)[0] in "PS" else char for char in plain)
    return tuple(map(_stem, bare.split()))


def grams(words: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    """Runs of n words: ('a', 'b', 'c'), 2 -> {('a', 'b'): 1, ('b', 'c'): 1}"""
    return Counter(zip(*[words[i:] for i in range(n)], strict=False))


def f1(shared: int, both: int) -> float:
    """Of what is shared, and of what the two have together: 2, 5 -> 0.8"""
    return 2 * shared / both if shared else 0.0


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    """Length of the longest common subsequence, a row of the usual table in the bits of a number (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for at, word in enumerate(two):
        places[word] = places.get(word, 0) | 1 << at
    everything = (1 << len(two)) - 1
    row = everything
    for word in one:
        match = row & places.get(word, 0)
        row = (row + match | row - match) & everything
    return len(two) - row.bit_count()
