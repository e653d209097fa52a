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
from summarize.quotes.grammar import ACCORDING, SENTENCE_ENDS, THAT
from summarize.quotes.speakers import Event, Mention, Reader
from summarize.quotes.tokens import Token, join, tokens
from summarize.records import Article, Block, Cue, Quote, Span, Speaker

FEWEST_WORDS = 4  # of direct speech without marks
NEAR = 300  # characters between a quotation and the one that goes on with it
BEHIND = 12  # words between a quotation and the verb that follows it


class Paragraph(NamedTuple):
    """`stops`: the numbers of the tokens that end a sentence."""

    block: Block
    pairs: list[marks.Pair]
    row: list[Token]
    stops: list[int]

    def sentence(self, at: int) -> int:
        """The number of the first token of the sentence that a token is in."""
        number = bisect_left(self.stops, at)
        return self.stops[number - 1] + 1 if number else 0


class Found(NamedTuple):
    """A quotation before its words are judged: speakers get their full names only when the whole article is read."""

    paragraph: Paragraph
    pair: marks.Pair
    at: int
    cue: Token | None
    speaker: Mention | None


class Reading(NamedTuple):
    """`people`: full names of those whom an article introduces with a role, quoted or not."""

    quotes: tuple[Quote, ...]
    people: tuple[str, ...]


def find(article: Article) -> tuple[Quote, ...]:
    """All quotations in the order of the text, each with its kind; statements carry a rank."""
    return read(article).quotes


def read(article: Article) -> Reading:
    """The quotations of an article as `find` gives them, and its people."""
    paragraphs = list(_paragraphs(article))
    reader = Reader(article.text)
    for paragraph in paragraphs:
        reader.introduce(paragraph.row)
    found = _continued([one for paragraph in paragraphs for one in _in_paragraph(article.text, paragraph, reader)])
    quotes = ranking.ranked(article, _distinct([_quote(article.text, one) for one in found]))
    return Reading(quotes, tuple(reader.table.people()))


def _continued(found: Sequence[Found]) -> list[Found]:
    """Without the speaker of a quotation that no verb introduces, unless it goes on with the one right before it."""
    kept: list[Found] = []
    last: Found | None = None  # that a verb introduces
    for one in found:
        last = one if one.cue else last
        near = last is not None and one.pair.start - last.pair.end < NEAR
        same = last and last.speaker and one.speaker and last.speaker.entity is one.speaker.entity
        kept.append(one if one.cue or (near and same) else one._replace(speaker=None))
    return kept


def _paragraphs(article: Article) -> Iterator[Paragraph]:
    pairs = [pair for pair in marks.pairs(article.text, article.blocks) if pair.depth == 0]
    starts = [pair.start for pair in pairs]
    rows = []
    for block in article.blocks:
        own = pairs[bisect_left(starts, block.start) : bisect_right(starts, block.end - 1)]
        rows.append((block, own, tokens(article.text, block, own)))
    known = {token.word for *_, row in rows for token in row}
    for block, own, row in rows:
        stops = [number for number, token in enumerate(row) if token.word in SENTENCE_ENDS]
        yield Paragraph(block, own, join(row, known), stops)


def _in_paragraph(text: str, paragraph: Paragraph, reader: Reader) -> list[Found]:
    row = paragraph.row
    events = reader.events(row, paragraph.stops)
    starts = [token.start for token in row]
    inside = {token.quote: index for index, token in enumerate(row) if token.kind == "quote"}
    found = []
    for number, pair in enumerate(paragraph.pairs):
        at = inside.get(number, bisect_left(starts, pair.start))
        found.append(Found(paragraph, pair, at, *_attribution(paragraph, at, events, reader)))
    found += _unmarked(text, paragraph, events, max(inside.values(), default=-1))
    return sorted(found, key=lambda one: one.pair.start)


def _attribution(
    paragraph: Paragraph, at: int, events: Sequence[Event], reader: Reader
) -> tuple[Token | None, Mention | None]:
    """The cue before the quotation in its sentence, else behind it, else what the paragraph before left."""
    row, start = paragraph.row, paragraph.sentence(at)
    number = bisect_left(events, at, key=lambda event: event.at)
    if number and events[number - 1].at >= start:
        return row[events[number - 1].at], events[number - 1].speaker
    if at >= len(row) or row[at].kind != "quote":
        return None, None
    if behind := _behind(row, at, events[number : number + BEHIND], reader):
        return behind
    for index in range(at - 1, max(start, at - BEHIND) - 1, -1):
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1)
    goes_on = at <= 1 or row[at - 1].word == ":"
    return None, reader.recall(None) if goes_on else None


def _behind(
    row: Sequence[Token], at: int, events: Sequence[Event], reader: Reader
) -> tuple[Token, Mention | None] | None:
    """«“...”، بحسب الوزير», «“...”، قال الوزير»"""
    finite = {event.at: event for event in events if event.verb.form == "finite"}
    for index in range(at + 1, min(len(row), at + BEHIND)):
        if row[index].word in SENTENCE_ENDS or row[index].kind == "quote":
            return None
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1) or reader.recall(None)
        if index in finite:
            return row[index], finite[index].speaker
    return None


def _unmarked(text: str, paragraph: Paragraph, events: Sequence[Event], last_quote: int) -> Iterator[Found]:
    """«وأضاف الوزير: كما أشكر ...»: what stands behind a verb and a colon, to the end of its paragraph."""
    row = paragraph.row
    for event in events[bisect_left(events, last_quote, key=lambda event: event.at) :]:
        near = range(event.at + 1, min(len(row), event.at + BEHIND))
        sign = next((i for i in near if row[i].word == ":" or row[i].word in SENTENCE_ENDS), None)
        if sign is None or row[sign].word != ":" or event.speaker is None or sign < last_quote:
            continue
        if len(row) - sign <= FEWEST_WORDS or row[sign + 1].word in THAT:
            continue
        span = arabic.trim(text, row[sign + 1].start, paragraph.block.end)
        pair = marks.Pair(span.start, span.end, None, None, 0, ("unmarked",))
        yield Found(paragraph, pair, sign + 1, row[event.at], event.speaker)
        return


def _quote(text: str, found: Found) -> Quote:
    pair, cue = found.pair, found.cue
    words = text[pair.start : pair.end]
    lemma = _lemma(cue)
    kind = kinds.kind(words, kinds.Context(found.paragraph.row, found.at, lemma))
    return Quote(
        text=words,
        start=pair.start,
        end=pair.end,
        marks=(pair.open, pair.close),
        kind=kind,
        cue=Cue(text[cue.start : cue.end], cue.start, cue.end) if cue else None,
        speaker=_speaker(found.speaker) if kind in ("statement", "fragment") else None,
        evidence=_evidence(found),
        flags=pair.flags + _flags(found),
    )


def _flags(found: Found) -> tuple[str, ...]:
    joint = found.speaker is not None and found.speaker.entity.plural
    return (("headline",) if found.paragraph.block.kind == "title" else ()) + (("joint",) if joint else ())


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
    paragraph, pair = found.paragraph, found.pair
    row, first = paragraph.row, paragraph.sentence(found.at)
    start = row[first].start if first < len(row) else paragraph.block.start
    number = bisect_left(paragraph.stops, found.at)
    while number < len(paragraph.stops) and row[paragraph.stops[number]].start < pair.end:
        number += 1
    end = row[paragraph.stops[number]].end if number < len(paragraph.stops) else paragraph.block.end
    return Span(min(start, pair.start), max(end, pair.end))


def _distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """Without the words of a headline or a box that stand in the article once more; the one with a speaker stays."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        key = " ".join(arabic.words(quote.text))
        if key not in best or (best[key].speaker is None and quote.speaker is not None):
            best[key] = quote
    kept = {id(quote) for quote in best.values()}
    return [quote for quote in quotes if id(quote) in kept]
