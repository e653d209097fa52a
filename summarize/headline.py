"""An article without a title -> a headline of at most twelve words, each of them a word of the article, in order."""

from __future__ import annotations

from itertools import islice

from summarize import summary
from summarize.extract import compression, headlines
from summarize.records import Article, Sentence, Span

FEWEST = 2  # sentences: one alone needs no headline


def of(article: Article) -> Sentence | None:
    """None where there is a title, or where nothing at the head of the article reads as a headline."""
    if article.title:
        return None
    lines = list(islice((line for line in summary.split(article) if line.kind == "text"), headlines.FIRST))
    found = headlines.choose([line.text for line in lines]) if len(lines) >= FEWEST else None
    if not found:
        return None
    places = summary.places_of(article.text, *lines[found.number].span)
    start, end = places[found.start], places[found.end - 1] + 1
    cuts = tuple(Span(places[a], places[b]) for a, b in found.cuts)
    return Sentence(compression.without(article.text, cuts, start, end), start, end, found.worth, cuts=cuts)
