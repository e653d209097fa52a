"""Article -> quotes: what was said in so many words, by whom, and which of it matters. Pure: no model is loaded.

`find` pairs the marks, reads the reporting verbs and their subjects, gives each quotation a kind and a speaker, and
ranks the statements.
"""

from __future__ import annotations

from collections.abc import Sequence

from summarize import arabic
from summarize.quotes import kinds, lexicon, marks, ranking
from summarize.quotes.speakers import ACCORDING, SENTENCE_ENDS, Event, Mention, Reader
from summarize.quotes.tokens import Token, tokens
from summarize.records import Article, Block, Cue, Quote, Span, Speaker


def find(article: Article) -> tuple[Quote, ...]:
    """All quotations in the order of the text, each with its kind; statements carry a rank."""
    pairs = [pair for pair in marks.pairs(article.text, article.blocks) if pair.depth == 0]
    reader = Reader(article.text)
    known = frozenset(arabic.words(article.text))
    rows = [(block, tokens(article.text, block, pairs, known)) for block in article.blocks]
    for _, row in rows:
        reader.introduce(row)
    found: list[Quote] = []
    for block, row in rows:
        found += _in_block(article.text, block, row, pairs, reader)
    return ranking.ranked(article, _distinct(found))


def _in_block(
    text: str, block: Block, row: Sequence[Token], pairs: Sequence[marks.Pair], reader: Reader
) -> list[Quote]:
    events = reader.events(row)
    found = []
    inside = {token.quote: index for index, token in enumerate(row) if token.kind == "quote"}
    for number, pair in enumerate(pairs):
        if not block.start <= pair.start < block.end:
            continue
        at = inside.get(number, next((i for i, token in enumerate(row) if token.start >= pair.start), len(row)))
        cue, mention = _attribution(row, at, events, reader, number in inside)
        found.append(_quote(text, block, pair, cue, mention, kinds.Context(row, at, _lemma(cue), block.kind)))
    return found


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
    for index in range(at + 1, min(len(row), at + 12)):
        if row[index].word in SENTENCE_ENDS or row[index].kind == "quote":
            break
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1) or reader.recall(None)
        event = next((event for event in events if event.at == index), None)
        if event and event.verb.form == "finite":
            return row[index], event.speaker
    for index in range(at - 1, start - 1, -1):
        if row[index].word.removeprefix("و") in ACCORDING:
            return row[index], reader.according(row, index + 1)
    goes_on = at <= 1 or (at > 0 and row[at - 1].word == ":")
    return None, reader.recall(None) if goes_on else None


def _lemma(cue: Token | None) -> str:
    if cue is None:
        return ""
    verb = lexicon.verb(cue.word)
    return verb.lemma if verb else cue.word.removeprefix("و")


def _quote(
    text: str, block: Block, pair: marks.Pair, cue: Token | None, mention: Mention | None, context: kinds.Context
) -> Quote:
    words = text[pair.start : pair.end]
    kind = kinds.kind(words, context)
    speaker = None
    if mention and kind in ("statement", "fragment"):
        entity = mention.entity
        speaker = Speaker(
            entity.label, entity.role if entity.name and entity.role else None, mention.start, mention.end
        )
    return Quote(
        text=words,
        start=pair.start,
        end=pair.end,
        marks=(pair.open, pair.close),
        kind=kind,
        cue=Cue(text[cue.start : cue.end], cue.start, cue.end) if cue else None,
        speaker=speaker,
        evidence=_evidence(text, block, pair),
        flags=pair.flags,
    )


def _evidence(text: str, block: Block, pair: marks.Pair) -> Span:
    for span in arabic.sentences(text, block.start, block.end):
        if span.start <= pair.start < span.end:
            return Span(span.start, max(span.end, pair.end))
    return Span(block.start, max(block.end, pair.end))


def _distinct(quotes: Sequence[Quote]) -> list[Quote]:
    """Without the words of a headline or a box that stand in the article once more; the one with a speaker stays."""
    best: dict[str, Quote] = {}
    for quote in quotes:
        key = " ".join(arabic.words(quote.text))
        if key not in best or (best[key].speaker is None and quote.speaker is not None):
            best[key] = quote
    kept = {id(quote) for quote in best.values()}
    return [quote for quote in quotes if id(quote) in kept]
