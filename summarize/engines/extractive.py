"""The embedded summarizer: picks sentences, needs no weights, invents nothing.

Score of a sentence = CENTRALITY * centrality + POSITION * position + TITLE * title, each between 0 and 1:
- centrality: cosine between the sentence and the centroid of the article, both tf-idf vectors of light stems (Radev et
  al. 2004, centroid-based summarization). The idf is that of the article's own sentences;
- position: 1 for the first sentence, falling as 1 / (1 + n / 4), since news leads with the news (Edmundson 1969);
- title: cosine between the sentence and the title (Edmundson 1969).
Sentences are taken best first, less REDUNDANCY * the highest cosine with one already taken (maximal marginal
relevance, Carbonell and Goldstein 1998), and come out in the order of the article. A sentence that leans on the one
before («وأضاف …», «بدوره …») is taken only where that one is taken too.

A text is one sentence a line, after the title and a blank line where there is a title; so is the output.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from summarize import arabic
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

# Round numbers near the best of a coarse grid on EASC and the XL-Sum sample (python -m benchmarks.summarization --tune)
CENTRALITY, POSITION, TITLE, REDUNDANCY = 1.0, 1.0, 2.0, 0.5
SHORTEST = 5  # words; shorter ones are subheadings and captions
LONGEST = 80  # words; longer ones are lists or tables

# What a sentence begins with when it leans on the one before. Folded; with «و» or «ف» before or without.
_DANGLING = re.compile(
    r"^[وف]?(?:"
    r"(?:ب?دوره|بدورها|بدورهم|من (?:جهته|جهتها|جانبه|جانبها|ناحيته|ناحيتها)|في المقابل|بالمقابل|في السياق|في سياق متصل"
    r"|في هذا|الي ذلك|علي صعيد|من ثم|بذلك|لذلك|لذا|كذلك|هكذا|كما|ايضا|لكن|غير ان|الا ان|بيد ان|اذ|حيث|بل|ثم|اما|مع ذلك"
    r"|علاوه|فضلا|بالتالي|عندها|حينها|وقتها|هنا|هناك|هو|هي|هم|هما|هذا|هذه|ذلك|تلك|هولاء|اولئك|يذكر ان|جدير بالذكر)\b"
    r"|(?:اضاف|اضافت|تابع|تابعت|اردف|اردفت|اكمل|استطرد|مضي|زاد|زادت|ختم|اختتم|خلص|استدرك)(?:\s|:|$)"
    r"|(?:قال|قالت|اكد|اكدت|اوضح|اوضحت|اشار|اشارت|لفت|لفتت|شدد|شددت|ذكر|ذكرت|راي|رات|اعتبر|اعتبرت|بين|بينت|يري|تري"
    r"|كشف|كشفت|طالب|طالبت|دعا|دعت|افاد|افادت|صرح|صرحت)"
    r"\s*(?:ان|انه|انها|الي ان|ايضا|كذلك|:|في|خلال|علي|عن|ب\w+\s|ل\w+\s)"
    r")"
)


class Piece(NamedTuple):
    """One sentence of an article as the ranking sees it."""

    text: str
    words: int
    vector: dict[str, float]
    score: float
    leans: bool
    eligible: bool


class Extractive:
    limit = 10**9  # tokens, here words: linear in the text, so none is too long
    device = "cpu"

    def __init__(self, model: Model) -> None:
        del model  # without weights there is nothing to load

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        return [_summarize(text, options) for text in texts]


def leans(sentence: str) -> bool:
    """Whether it makes no sense without the one before: 'وأضاف أن الخطة جاهزة' -> True"""
    return bool(_DANGLING.match(arabic.fold(sentence).strip('«»“”" ')))


def _summarize(text: str, options: Decoding) -> Generated:
    title, _, body = text.rpartition("\n\n")
    pieces = _pieces(body, title)
    chosen = _choose(pieces, _budget(pieces, options))
    score = sum(pieces[i].score for i in chosen) / len(chosen) if chosen else 0.0
    return Generated("\n".join(pieces[i].text for i in chosen), round(score, 4))


def _budget(pieces: list[Piece], options: Decoding) -> tuple[int, int]:
    """How many sentences and words at most."""
    total = sum(piece.words for piece in pieces)
    if options.ratio:
        return len(pieces), max(1, round(options.ratio * total))
    if options.words:
        return len(pieces), options.words
    return options.sentences or 3, total


def _choose(pieces: list[Piece], budget: tuple[int, int]) -> list[int]:
    """Numbers of the sentences to show, in order. At least one, however small the budget, where there is any."""
    most, room = budget
    chosen: list[int] = []
    left = [i for i, piece in enumerate(pieces) if piece.eligible] or list(range(len(pieces)))
    penalty = dict.fromkeys(left, 0.0)
    while left and len(chosen) < most:
        best = max(left, key=lambda i: (pieces[i].score - REDUNDANCY * penalty[i], -i))
        left.remove(best)
        group = _with_antecedents(best, pieces, chosen)
        words = sum(pieces[i].words for i in group)
        if len(chosen) + len(group) > most or words > room:
            continue
        chosen += group
        room -= words
        left = [i for i in left if i not in group]
        for i in left:
            penalty[i] = max([penalty[i], *(_cosine(pieces[i].vector, pieces[j].vector) for j in group)])
    return sorted(chosen) or _shortest(pieces)


def _shortest(pieces: list[Piece]) -> list[int]:
    """Where nothing fits: the shortest sentence that stands by itself."""
    order = sorted(range(len(pieces)), key=lambda i: (pieces[i].leans, not pieces[i].eligible, pieces[i].words))
    return order[:1]


def _with_antecedents(index: int, pieces: list[Piece], chosen: list[int]) -> list[int]:
    group = [index]
    while pieces[group[0]].leans and group[0] > 0 and group[0] - 1 not in chosen:
        group.insert(0, group[0] - 1)
    return group


def _pieces(body: str, title: str) -> list[Piece]:
    texts = [line for line in body.split("\n") if line.strip()]
    counts = [Counter(_terms(text)) for text in texts]
    frequency = Counter(term for count in counts for term in count)
    idf = {term: math.log(1 + len(texts) / n) for term, n in frequency.items()}
    vectors = [_unit({term: n * idf[term] for term, n in count.items()}) for count in counts]
    centroid: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            centroid[term] = centroid.get(term, 0.0) + weight
    centre, heading = _unit(centroid), _unit({term: idf.get(term, 0.0) for term in _terms(title)})
    top = max((_cosine(vector, centre) for vector in vectors), default=0.0) or 1.0
    shown = set(arabic.words(title))
    return [
        Piece(
            text,
            len(text.split()),
            vector,
            CENTRALITY * _cosine(vector, centre) / top + POSITION / (1 + i / 4) + TITLE * _cosine(vector, heading),
            leans(text),
            SHORTEST <= len(text.split()) <= LONGEST and _whole(text) and set(arabic.words(text)) != shown,
        )
        for i, (text, vector) in enumerate(zip(texts, vectors, strict=True))
    ]


def _terms(text: str) -> Iterable[str]:
    return (arabic.stem(word) for word in arabic.words(text) if word not in arabic.STOPWORDS and len(word) > 1)


def _whole(text: str) -> bool:
    """Neither a lead-in nor a quote cut in half: 'وقال: «سوف' -> False"""
    even = (
        text.count("«") == text.count("»") and text.count("“") + text.count("”") & 1 == 0 and text.count('"') % 2 == 0
    )
    return even and not text.endswith((":", "؛", "،"))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """Of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)
