"""Article -> quotes: what was said in so many words, by whom, and which of it matters. Pure: no model is loaded.

`find` pairs the marks, reads the reporting verbs and their subjects, gives each quotation a kind and a speaker, and
ranks the statements.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarize import arabic
from summarize.quotes import kinds, lexicon, marks, ranking
from summarize.quotes.grammar import ACCORDING, SENTENCE_ENDS
from summarize.quotes.speakers import Event, Mention, Reader
from summarize.quotes.tokens import Token, tokens
from summarize.records import Article, Block, Cue, Quote, Span, Speaker

FEWEST_WORDS = 4  # of direct speech without marks
BEHIND = 12  # words between a quotation and the verb that follows it


class Paragraph(NamedTuple):
    block: Block
    pairs: list[marks.Pair]
    row: list[Token]


class Found(NamedTuple):
    """A quotation before its words are judged: speakers get their full names only when the whole article is read."""

    paragraph: Paragraph
    pair: marks.Pair
    at: int
    cue: Token | None
    speaker: Mention | None


def find(article: Article) -> tuple[Quote, ...]:
    """All quotations in the order of the text, each with its kind; statements carry a rank."""
    paragraphs = list(_paragraphs(article))
    reader = Reader(article.text)
    for paragraph in paragraphs:
        reader.introduce(paragraph.row)
    found = [one for paragraph in paragraphs for one in _in_paragraph(article.text, paragraph, reader)]
    return ranking.ranked(article, _distinct([_quote(article.text, one) for one in found]))


def _paragraphs(article: Article) -> Iterator[Paragraph]:
    pairs = [pair for pair in marks.pairs(article.text, article.blocks) if pair.depth == 0]
    known = frozenset(arabic.words(article.text))
    starts = [pair.start for pair in pairs]
    for block in article.blocks:
        own = pairs[bisect_left(starts, block.start) : bisect_right(starts, block.end - 1)]
        yield Paragraph(block, own, tokens(article.text, block, own, known))


def _in_paragraph(text: str, paragraph: Paragraph, reader: Reader) -> list[Found]:
    row = paragraph.row
    events = reader.events(row)
    inside = {token.quote: index for index, token in enumerate(row) if token.kind == "quote"}
    found = []
    for number, pair in enumerate(paragraph.pairs):
        whole = number in inside
        at = inside[number] if whole else next((i for i, t in enumerate(row) if t.start >= pair.start), len(row))
        found.append(Found(paragraph, pair, at, *_attribution(row, at, events, reader, whole)))
    found += _unmarked(text, paragraph, events)
    return sorted(found, key=lambda one: one.pair.start)


def _attribution(
    row: Sequence[Token], at: int, events: Sequence[Event], reader: Reader, whole: bool
) -> tuple[Token | None, Mention | None]:
    """The cue before the quotation in its sentence, else behind it, else what the paragraph before left."""
    start = at
    while start > 0 and row[start - 1].word not in SENTENCE_ENDS:
        start -= 1
    before = [event for event in events if start <= event.at < at]
    if before:
        return row[before[-1].at], before[-1].speaker
    if not whole:
        return None, None
    if behind := _behind(row, at, events, reader):
        return behind
    for index in range(at - 1, start - 1, -1):
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1)
    goes_on = at <= 1 or row[at - 1].word == ":"
    return None, reader.recall(None) if goes_on else None


def _behind(
    row: Sequence[Token], at: int, events: Sequence[Event], reader: Reader
) -> tuple[Token, Mention | None] | None:
    """«“...”، بحسب الوزير», «“...”، قال الوزير»"""
    for index in range(at + 1, min(len(row), at + BEHIND)):
        if row[index].word in SENTENCE_ENDS or row[index].kind == "quote":
            return None
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1) or reader.recall(None)
        event = next((event for event in events if event.at == index), None)
        if event and event.verb.form == "finite":
            return row[index], event.speaker
    return None


def _unmarked(text: str, paragraph: Paragraph, events: Sequence[Event]) -> Iterator[Found]:
    """«وأضاف الوزير: كما أشكر ...»: what stands behind a verb and a colon, to the end of its paragraph."""
    row = paragraph.row
    for number, event in enumerate(events):
        end = events[number + 1].at if number + 1 < len(events) else len(row)
        colon = next((i for i in range(event.at + 1, min(end, event.at + BEHIND)) if row[i].word == ":"), None)
        if colon is None or event.speaker is None or any(t.word in SENTENCE_ENDS for t in row[event.at : colon]):
            continue
        words = row[colon + 1 :]
        if len(words) < FEWEST_WORDS or any(token.kind == "quote" for token in words):
            continue
        span = arabic.trim(text, words[0].start, paragraph.block.end)
        pair = marks.Pair(span.start, span.end, None, None, 0, ("unmarked",))
        yield Found(paragraph, pair, colon + 1, row[event.at], event.speaker)
        return


def _quote(text: str, found: Found) -> Quote:
    block, pair, cue = found.paragraph.block, found.pair, found.cue
    words = text[pair.start : pair.end]
    lemma = _lemma(cue)
    kind = kinds.kind(words, kinds.Context(found.paragraph.row, found.at, lemma, block.kind))
    return Quote(
        text=words,
        start=pair.start,
        end=pair.end,
        marks=(pair.open, pair.close),
        kind=kind,
        cue=Cue(text[cue.start : cue.end], cue.start, cue.end) if cue else None,
        speaker=_speaker(found.speaker) if kind in ("statement", "fragment") else None,
        evidence=_evidence(found),
        flags=pair.flags + (("headline",) if block.kind == "title" else ()),
    )


def _speaker(mention: Mention | None) -> Speaker | None:
    if mention is None:
        return None
    entity = mention.entity
    return Speaker(entity.label, entity.role if entity.name and entity.role else None, mention.start, mention.end)


def _lemma(cue: Token | None) -> str:
    if cue is None:
        return ""
    verb = lexicon.verb(cue.word)
    return verb.lemma if verb else cue.word.removeprefix("و")


def _evidence(found: Found) -> Span:
    """The sentence around a quotation: from the stop before it to the stop behind it, in its paragraph."""
    block, pair, row = found.paragraph.block, found.pair, found.paragraph.row
    start, end = block.start, max(block.end, pair.end)
    for token in row[: found.at]:
        if token.word in SENTENCE_ENDS:
            start = token.end
    start = next((token.start for token in row if token.start >= start), start)
    for token in row[found.at :]:
        if token.word in SENTENCE_ENDS and token.start >= pair.end:
            end = token.end
            break
    return Span(min(start, pair.start), end)


def _distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """Without the words of a headline or a box that stand in the article once more; the one with a speaker stays."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        key = " ".join(arabic.words(quote.text))
        if key not in best or (best[key].speaker is None and quote.speaker is not None):
            best[key] = quote
    kept = {id(quote) for quote in best.values()}
    return [quote for quote in quotes if id(quote) in kept]
