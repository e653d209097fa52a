"""Key quotes: statements by overlap with title and lead, centrality, position and content, spread over the speakers."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace

from summarize import arabic
from summarize.records import Article, Quote

# On 153 news articles whose headline is one of their quotes, and without that headline, these weights put the editor's
# quote first in .49 of them and among the first three in .82 (by chance: .23 and .68).
LEAD, CENTRE, FIRST, CONTENT = 1.0, 1.0, 0.3, 0.2
GREETING = 3.0  # more than any overlap: an editor wants thanks last
PER_SPEAKER = 2  # before the others have had their turn
MANY, LONG = 400, 0.5  # characters; longer quotations lose
_WORD = re.compile(r"\w+")
_CONTENT = re.compile(r"\d|\b(?:انا|نحن|اننا|لن|سوف|قررنا|نرفض|نطالب|يجب|س[ينتا]\w{3,})\b")
_GREETING = re.compile(r"^(?:و)?(?:شكرا|نشكر|اشكر|مبروك|الحمد|اهلا|السلام|نهني|ابارك|رحم)")


def ranked(article: Article, quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes in their order, with rank and confidence."""
    statements = [index for index, quote in enumerate(quotes) if quote.kind == "statement"]
    scores = _scores(article, [quotes[index] for index in statements])
    order = sorted(range(len(statements)), key=lambda i: -scores[i])
    taken: Counter[str] = Counter()
    turns: list[tuple[int, int, int]] = []
    for i in order:
        speaker = quotes[statements[i]].speaker
        name = speaker.name if speaker else ""
        turns.append((taken[name] // PER_SPEAKER, len(turns), i))
        taken[name] += 1
    ranks = {statements[i]: rank for rank, (_, _, i) in enumerate(sorted(turns), 1)}
    return tuple(replace(quote, rank=ranks.get(i, 0), confidence=_confidence(quote)) for i, quote in enumerate(quotes))


def _scores(article: Article, quotes: Sequence[Quote]) -> list[float]:
    if len(quotes) < 2:
        return [0.0] * len(quotes)
    body = [block for block in article.blocks if block.kind == "text"]
    texts = [arabic.fold(article.text[block.start : block.end]) for block in body]
    lead = set(_terms(arabic.fold(article.title or "") + " " + (texts[0] if texts else "")))
    frequency = Counter(term for text in texts for term in _terms(text))
    folded = [arabic.fold(quote.text) for quote in quotes]
    return [_score(text, lead, frequency) + FIRST * (number == 0) for number, text in enumerate(folded)]


def _score(text: str, lead: Set[str], frequency: Counter[str]) -> float:
    terms = set(_terms(text))
    size = math.sqrt(len(terms)) or 1.0
    centrality = sum(math.log(frequency[term] or 1) for term in terms) / (3 * size)
    score = LEAD * len(terms & lead) / size + CENTRE * centrality + CONTENT * bool(_CONTENT.search(text))
    return score - GREETING * bool(_GREETING.match(text)) - LONG * (len(text) > MANY)


def _terms(folded: str) -> list[str]:
    return [arabic.stem(word) for word in _WORD.findall(folded) if word not in arabic.STOPWORDS]


# The share of right speakers, by what names the speaker. (rounded; see python -m benchmarks.quotes)
EXPLICIT, BEHIND, WITHOUT_CUE, FALLEN = 0.95, 0.9, 0.7, 0.1
DROPPED = [
    (150, 0.92),
    (500, 0.88),
    (sys.maxsize, 0.8),
]  # subject dropped: by the characters from the mention to the cue


def _confidence(quote: Quote) -> float:
    """That the speaker is right: near one after an explicit subject, less where the mention is far away."""
    speaker, cue = quote.speaker, quote.cue
    if speaker is None:
        return 0.0
    if cue is None:
        return WITHOUT_CUE
    if cue.start < speaker.start < quote.start:
        sure = EXPLICIT
    elif cue.start >= quote.end:
        sure = BEHIND
    else:
        sure = next(share for far, share in DROPPED if abs(cue.start - speaker.end) < far)
    described = speaker.role is None and " " not in speaker.name
    return round(sure - FALLEN * (described or "unmarked" in quote.flags), 2)
