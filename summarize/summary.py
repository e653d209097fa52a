"""Articles -> summaries: fit the engine's window, generate in one batch, link every sentence to its source, guard.

A sentence of an extractive summary is a piece of the article. One of an abstractive summary is linked to the sentence
that supports it best, and flagged where the article does not support it: "unsupported" (too few of its words are
there), "numbers" (a number is not), "script" (another alphabet), "repetition".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from summarize import arabic
from summarize.records import Article, Decoding, Generated, Sentence, Span, Summary

if TYPE_CHECKING:
    from summarize.engines import Engine

SHORT = 40  # words: an article this short is its own summary; models invent news from less (csebuetnlp/xl-sum issue 4)
SUPPORT = 0.5  # share of a sentence's content stems that the article must hold
FEW_SENTENCES = 3


class Line(NamedTuple):
    """A sentence of the article on one line, and where it stands."""

    text: str
    span: Span


def summarize(articles: Sequence[Article], engine: Engine, name: str, options: Decoding) -> list[Summary]:
    """One summary per article; chunks of all articles share one call of the engine. `name` goes into `method`."""
    lines = [_lines(article) for article in articles]
    short = [_is_short(one, options) for one in lines]
    chunks = [
        [] if is_short else _chunks(a, one, engine) for a, one, is_short in zip(articles, lines, short, strict=True)
    ]
    outputs = iter(engine.generate([chunk for some in chunks for chunk in some], options))
    return [
        _passthrough(article, one) if is_short else _linked(article, one, name, [next(outputs) for _ in some], options)
        for article, one, is_short, some in zip(articles, lines, short, chunks, strict=True)
    ]


def check(text: str, article: str) -> tuple[str, ...]:
    """The guards that a generated sentence fails: a number that the article does not hold -> ('numbers',)"""
    flags = []
    terms, known = _terms(text), _terms(article)
    if terms and len(terms & known) / len(terms) < SUPPORT:
        flags.append("unsupported")
    if not set(arabic.numbers(text)) <= set(arabic.numbers(article)):
        flags.append("numbers")
    if arabic.language(text) not in ("ar", "none"):
        flags.append("script")
    words = arabic.words(text)
    if any(words[i : i + 3] == words[i + 3 : i + 6] for i in range(len(words) - 5)):
        flags.append("repetition")
    return tuple(flags)


def _lines(article: Article) -> list[Line]:
    """The sentences of the paragraphs; headings and list items only where there is nothing else."""
    for kinds in (("text",), ("text", "item"), ("text", "item", "heading"), ("title",)):
        spans = [s for b in article.blocks if b.kind in kinds for s in arabic.sentences(article.text, b.start, b.end)]
        if len(spans) >= FEW_SENTENCES or (spans and "heading" in kinds) or "title" in kinds:
            break
    return [Line(" ".join(article.text[start:end].split()), Span(start, end)) for start, end in spans]


def _is_short(lines: list[Line], options: Decoding) -> bool:
    words = sum(len(line.text.split()) for line in lines)
    if options.words:
        return words <= options.words
    return words < SHORT or (not options.ratio and len(lines) <= (options.sentences or FEW_SENTENCES))


def _passthrough(article: Article, lines: list[Line]) -> Summary:
    sentences = tuple(Sentence(article.text[a:b], a, b, 1.0) for _, (a, b) in lines)
    return Summary("passthrough", sentences)


def _chunks(article: Article, lines: list[Line], engine: Engine) -> list[str]:
    """The whole article where it fits the window, else balanced runs of sentences; each after the title."""
    head = f"{' '.join(article.title.split())}\n\n" if article.title else ""
    sizes = engine.count([line.text for line in lines])
    room = max(engine.limit - sum(engine.count([head])), 1)
    count = math.ceil(sum(sizes) / room)
    return [head + "\n".join(lines[i].text for i in run) for run in _runs(sizes, room, count)]


def _runs(sizes: list[int], room: int, count: int) -> Iterator[list[int]]:
    """Sentence numbers in runs of about sum/count tokens, none above `room`: [3, 3, 3, 3], 7, 2 -> [0, 1], [2, 3]"""
    target, used = min(room, math.ceil(sum(sizes) / count)), 0
    run: list[int] = []
    for index, size in enumerate(sizes):
        if run and used + size > target + (size // 2 if target + size // 2 <= room else 0):
            yield run
            run, used = [], 0
        run.append(index)
        used += size
    yield run


def _linked(article: Article, lines: list[Line], name: str, outputs: list[Generated], options: Decoding) -> Summary:
    spans = {line.text: line.span for line in reversed(lines)}
    found: list[Sentence] = []
    for output in outputs:
        for line in output.text.split("\n"):
            for text in [line] if line in spans else [line[a:b] for a, b in arabic.sentences(line)]:
                found.append(_sentence(text, article, lines, spans, output.score))
    warnings = [f"the article was summarized in {len(outputs)} parts"] if len(outputs) > 1 else []
    if any(output.truncated for output in outputs):
        warnings.append("a part of the article or of its summary was cut off")
    if len(outputs) > 1 and options.sentences and len(found) > options.sentences:
        kept = sorted(sorted(found, key=lambda one: -one.score)[: options.sentences], key=lambda one: one.start)
        warnings.append(f"{len(found) - len(kept)} of {len(found)} sentences of the parts were left out")
        found = kept
    return Summary(name, tuple(found), tuple(warnings))


def _sentence(text: str, article: Article, lines: list[Line], spans: dict[str, Span], score: float) -> Sentence:
    if span := spans.get(text):
        return Sentence(article.text[span.start : span.end], span.start, span.end, score)
    terms = _terms(text)
    best = max(lines, key=lambda line: len(terms & _terms(line.text)))
    support = len(terms & _terms(best.text)) / max(len(terms), 1)
    return Sentence(text, *best.span, round(support, 4), check(text, article.text))


def _terms(text: str) -> set[str]:
    return {arabic.stem(word) for word in arabic.words(text) if word not in arabic.STOPWORDS}
