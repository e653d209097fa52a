"""Key quotes: statements by overlap with title and lead, centrality, position and content, spread over the speakers."""

from __future__ import annotations

import math
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from summarize import arabic
from summarize.records import Article, Quote

# On 198 news articles whose headline is one of their quotes, overlap with the lead + centrality + a bonus for the first
# puts the editor's quote first in .50 of them and among the first three in .88 (chance: .23).
LEAD, CENTRE, FIRST, CONTENT = 1.0, 1.0, 0.3, 0.2
GREETING = 3.0  # more than any overlap: an editor wants thanks last
PER_SPEAKER = 2  # before the others have had their turn
MANY = 400  # characters; longer quotations lose
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
    body = [block for block in article.blocks if block.kind == "text"]
    lead = set(_terms((article.title or "") + " " + (article.text[body[0].start : body[0].end] if body else "")))
    frequency = Counter(_terms(" ".join(article.text[block.start : block.end] for block in body)))
    scores = []
    for number, quote in enumerate(quotes):
        terms = set(_terms(quote.text))
        size = math.sqrt(len(terms)) or 1.0
        score = LEAD * len(terms & lead) / size + CENTRE * sum(math.log(frequency[t] or 1) for t in terms) / (3 * size)
        score += FIRST * (number == 0) + CONTENT * bool(_CONTENT.search(arabic.fold(quote.text)))
        score -= GREETING * bool(_GREETING.match(arabic.fold(quote.text))) + 0.5 * (len(quote.text) > MANY)
        scores.append(score)
    return scores


def _terms(text: str) -> list[str]:
    return [arabic.stem(word) for word in arabic.words(text) if word not in arabic.STOPWORDS]


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
