"""Articles -> summaries: fit the engine's window, generate in one batch, link every sentence to its source, guard.

A sentence of an extractive summary is a piece of the article. One of an abstractive summary is linked to the sentence
that supports it best (its score is the share of its content words there), and flagged where the article does not
support it: "unsupported" (too few of its words are there), "numbers" (a number is not), "script" (another alphabet),
"repetition".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from summarize import arabic, layout
from summarize.extract import compression
from summarize.records import Article, Decoding, Generated, Sentence, Span, Summary

if TYPE_CHECKING:
    from summarize.engines import Engine

HEAD = 2  # sentences that may begin with a dateline
SHORT = 40  # words: an article this short is its own summary; models invent news from less (csebuetnlp/xl-sum issue 4)
# Share of a sentence's content stems that the article must hold. On 150 BBC articles of XL-Sum, 95 % of the human
# summaries and 95 % of the best model's reach it, and 1 % of 1,346 summaries held against another article.
SUPPORT = 0.4
FEW = 3  # sentences: from fewer, nothing can be chosen
_WORD = re.compile(r"\S+")
_FOREIGN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f\ufb50-\ufefc]")


class Line(NamedTuple):
    """A sentence of the article on one line, where it stands, and the kind of its block."""

    text: str
    span: Span
    kind: str


def summarize(
    articles: Sequence[Article], engine: Engine, name: str, options: Decoding, evidence: type[Evidence] | None = None
) -> list[Summary]:
    """One summary per article; chunks of all articles share one call of the engine. `name` goes into `method`."""
    evidence = evidence or Evidence  # made below
    everything = [list(split(article)) for article in articles]
    short = [_short(*pair, options) for pair in zip(articles, everything, strict=True)]
    lines = [[] if its_own else _body(some) for its_own, some in zip(short, everything, strict=True)]
    chunks = [_chunks(*pair, engine) for pair in zip(articles, lines, strict=True)]
    outputs = iter(engine.generate([chunk for some in chunks for chunk in some], options))
    return [
        its_own or _linked(evidence(article, some), name, [next(outputs) for _ in parts], options)
        for article, its_own, some, parts in zip(articles, short, lines, chunks, strict=True)
    ]


class Evidence:
    """What an article says, to hold generated sentences against."""

    def __init__(self, article: Article, lines: list[Line]) -> None:
        self.article, self.lines = article, lines
        self.spans = {line.text: line.span for line in reversed(lines)}

    @cached_property
    def terms(self) -> list[set[str]]:
        return [_terms(line.text) for line in self.lines]

    @cached_property
    def known(self) -> set[str]:
        return _terms(f"{self.article.title or ''} {self.article.text}")

    @cached_property
    def numbers(self) -> set[str]:
        return set(arabic.numbers(f"{self.article.title or ''} {self.article.text}"))

    def link(self, output: Generated) -> list[Sentence]:
        """The sentences of an output with their places; what only says the title again is left out."""
        title = arabic.words(self.article.title or "")
        rows = [row for row in output.text.split("\n") if row.strip()]
        scores = output.scores or [output.score] * len(rows)
        pairs = zip(rows, scores, strict=True)
        texts = [(text, s) for row, s in pairs for text in ([row] if self._copied(row) else _pieces(row))]
        told = [(text, s) for text, s in texts if arabic.words(text) != title]
        return [self._sentence(*pair) for pair in told or texts[:1]]

    @cached_property
    def shortened(self) -> dict[str, str]:
        """Lines by what is left of them without what they can do without."""
        return {compression.shorter(line.text): line.text for line in reversed(self.lines)}

    def _copied(self, text: str) -> bool:
        return text in self.spans or text in self.shortened

    def _sentence(self, text: str, score: float) -> Sentence:
        if self._copied(text):
            return self._copy(text, score)
        terms = _terms(text)
        shared = [len(terms & some) for some in self.terms]
        best = shared.index(max(shared))
        return Sentence(text, *self.lines[best].span, round(shared[best] / max(len(terms), 1), 4), self.flags(text))

    def _copy(self, text: str, score: float) -> Sentence:
        line = text if text in self.spans else self.shortened[text]
        start, end = self.spans[line]
        places = places_of(self.article.text, start, end)
        cuts = tuple(Span(places[a], places[b]) for a, b in compression.cuts(line)) if text != line else ()
        return Sentence(compression.without(self.article.text, cuts, start, end), start, end, score, cuts=cuts)

    def flags(self, text: str) -> tuple[str, ...]:
        """The guards that a generated sentence fails: a number that the article does not hold -> ('numbers',)"""
        terms, words = _terms(text), arabic.words(text)
        foreign = set(_FOREIGN.findall(text)) - set(self.article.text)
        failed = {
            "unsupported": not terms or len(terms & self.known) < SUPPORT * len(terms),
            "numbers": not self.numbers.issuperset(arabic.numbers(text)),
            "script": bool(foreign) or arabic.language(text) not in ("ar", "none"),
            "repetition": any(words[i : i + 3] == words[i + 3 : i + 6] for i in range(len(words) - 5)),
        }
        return tuple(flag for flag, fails in failed.items() if fails)


def split(article: Article) -> Iterator[Line]:
    """The sentences of an article; the first two of its paragraphs without their dateline."""
    text, head = article.text, HEAD
    for block in article.blocks:
        for start, end in arabic.sentences(text, block.start, block.end):
            if block.kind == "text" and head:
                start, head = start + layout.dateline(text[start:end]), head - 1
            yield Line(" ".join(text[start:end].split()), Span(start, end), block.kind)


def _body(lines: list[Line]) -> list[Line]:
    """The sentences of the paragraphs; list items, headings and the title only where there is nothing else."""
    for kinds in (("text",), ("text", "item")):
        if len(found := [line for line in lines if line.kind in kinds]) >= FEW:
            return found
    return [line for line in lines if line.kind != "title"] or lines


def places_of(text: str, start: int, end: int) -> list[int]:
    """Where the characters of a sentence on one line stand in the text: 'a  b', 0, 4 -> [0, 1, 3, 4]"""
    places: list[int] = []
    for word in _WORD.finditer(text, start, end):
        places += [*([places[-1] + 1] if places else []), *range(*word.span())]
    return [*places, end]


def _pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in arabic.sentences(text)]


def _short(article: Article, lines: list[Line], options: Decoding) -> Summary | None:
    """An article that is no longer than its summary may be, or shorter than SHORT words, as it is; else None."""
    lines = [line for line in lines if line.kind != "title"] or lines
    total = sum(len(line.text.split()) for line in lines)
    most, room = options.bounds(total)
    if total >= SHORT and (len(lines) > most or total > room):
        return None
    sentences = [Sentence(article.text[start:end], start, end, 1.0) for _, (start, end), _ in lines]
    kept = _within([sentences], options, total)
    warnings = [f"the article has only {total} words; its beginning is shown"] if len(kept) < len(lines) else []
    return Summary("passthrough", tuple(kept), tuple(warnings))


def _within(parts: list[list[Sentence]], options: Decoding, total: int) -> list[Sentence]:
    """As many sentences as asked for, in order, at least one: the first of every part before the second of any."""
    most, room = options.bounds(total)
    ranked = sorted((rank, number) for number, part in enumerate(parts) for rank in range(len(part)))
    kept: list[tuple[int, int]] = []
    for rank, number in ranked:
        size = len(parts[number][rank].text.split())
        if kept and (len(kept) >= most or size > room):
            break
        kept.append((number, rank))
        room -= size
    return [parts[number][rank] for number, rank in sorted(kept)]


def _chunks(article: Article, lines: list[Line], engine: Engine) -> list[str]:
    """The whole article where it fits the window, else balanced runs of sentences; each after the title."""
    if not lines:
        return []
    head = f"{' '.join(article.title.split())}\n\n" if article.title else ""
    room = max(engine.limit - sum(engine.count([head])), 1)
    sizes = engine.count([line.text for line in lines])
    texts = [cut for line, size in zip(lines, sizes, strict=True) for cut in _cut(line.text, math.ceil(size / room))]
    sizes = engine.count(texts) if len(texts) > len(lines) else sizes
    return [head + "\n".join(texts[i] for i in run) for run in _runs(sizes, room)]


def _cut(text: str, windows: int) -> list[str]:
    """A sentence that fills several windows, as in a text without full stops, in pieces that fit."""
    if windows <= 1:
        return [text]
    words = text.split()
    step = max(1, len(words) // (windows + 1))
    return [" ".join(words[at : at + step]) for at in range(0, len(words), step)]


def _runs(sizes: list[int], room: int) -> Iterator[list[int]]:
    """Sentence numbers in runs of like size, none above `room` tokens: [3, 3, 3, 3], 7 -> [0, 1], [2, 3]"""
    parts = math.ceil(sum(sizes) / room)
    target, used = min(room, math.ceil(sum(sizes) / parts)), 0
    run: list[int] = []
    for index, size in enumerate(sizes):
        slack = size // 2 if target + size // 2 <= room else 0
        if run and used + size > target + slack:
            yield run
            run, used = [], 0
        run.append(index)
        used += size
    yield run


def _linked(evidence: Evidence, name: str, outputs: list[Generated], options: Decoding) -> Summary:
    parts = [evidence.link(output) for output in outputs]
    kept = _within(parts, options, sum(len(line.text.split()) for line in evidence.lines))
    made = sum(map(len, parts))
    warnings = [f"the article was summarized in {len(outputs)} parts"] if len(outputs) > 1 else []
    if len(kept) < made:
        warnings.append(f"{made - len(kept)} of {made} generated sentences were left out to keep to the length")
    if empty := sum(not part for part in parts):
        warnings.append(f"{empty} of {len(parts)} outputs of the model were empty")
    if any(output.truncated for output in outputs):
        warnings.append("a part of the article or of its summary was cut off")
    return Summary(name, tuple(kept), tuple(warnings))


def _terms(text: str) -> set[str]:
    return {arabic.stem(word) for word in arabic.words(text) if word not in arabic.STOPWORDS and len(word) > 1}
