"""What flows between two stages. Offsets are code points into `Article.text`, end exclusive."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

SCHEMA = "summarize/1"
USUAL = 3  # sentences of a summary, where nothing is asked


class Span(NamedTuple):
    start: int
    end: int


class Block(NamedTuple):
    """A piece of an article that a reader would call one paragraph. What lies in no block is page furniture."""

    start: int
    end: int
    kind: Literal["title", "heading", "text", "item"]


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes and where they come from; `extra` holds the other fields of a JSONL record, passed through untouched."""

    name: str
    path: str | None
    kind: Literal["text", "markdown", "html", "pdf", "docx", "record"]
    data: bytes = field(repr=False)
    sha256: str = ""
    encoding: str = ""  # "" until it was decoded
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Article:
    """Clean text; for a plain text source `text` is the input itself. `blocks` are in order and do not overlap."""

    source: Source  # without its data
    text: str
    title: str | None
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decoding:
    """How an engine is to generate. The first three bound an extractive summary; neural engines read the rest.

    Defaults are greedy and unbounded; a line of models.txt sets what its authors used.
    """

    sentences: int | None = None
    words: int | None = None
    ratio: float | None = None
    beam: int = 1
    max_length: int = 256  # tokens of the output
    min_length: int = 0
    length_penalty: float = 1.0
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0

    def bounds(self, total: int) -> tuple[float, float]:
        """How many sentences and words a summary may have, of a text of `total` words."""
        if self.ratio:
            return math.inf, max(1, round(self.ratio * total))
        return (math.inf, self.words) if self.words else (self.sentences or USUAL, math.inf)


@dataclass(frozen=True, slots=True)
class Generated:
    """One output of an engine. `score` is the mean log-probability per token (extractive: mean sentence score);
    `truncated` is true where the input did not fit or the output ran into `max_length`; `scores` has one for each line
    of `text`, where the engine gives them."""

    text: str
    score: float
    truncated: bool = False
    scores: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """English of one text. Flags: numbers, script, latin, repetition, length, empty, truncated, glossary."""

    text: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A summary sentence. Extractive: article.text[start:end] without its `cuts`; else the span is its best support."""

    text: str
    start: int
    end: int
    score: float
    flags: tuple[str, ...] = ()
    en: Translation | None = None
    cuts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    method: str  # "passthrough" or the name of the model
    sentences: tuple[Sentence, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """The fullest name (or description) in the article; start:end is the mention that names the speaker here."""

    name: str
    role: str | None
    start: int
    end: int
    en: Translation | None = None
    role_en: Translation | None = None


class Cue(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words: text == article.text[start:end], marks excluded. `evidence` is the sentence around it."""

    text: str
    start: int
    end: int
    marks: tuple[str | None, str | None]  # the opening and closing character, None where missing
    kind: Literal["statement", "fragment", "title", "name", "scare"]
    cue: Cue | None
    speaker: Speaker | None
    evidence: Span
    rank: int = 0  # 1 is the best; 0 is unranked
    confidence: float = 0.0
    flags: tuple[str, ...] = ()  # unmarked, unclosed, unopened, headline, joint, ...
    en: Translation | None = None


@dataclass(frozen=True, slots=True)
class Report:
    article: Article
    summary: Summary | None
    quotes: tuple[Quote, ...]
    signature: Mapping[str, Any]
    title_en: Translation | None = None
    warnings: tuple[str, ...] = ()
    headline: Sentence | None = None  # where the article has no title

    @property
    def heading(self) -> str | None:
        """What stands above it."""
        return self.article.title or (self.headline.text if self.headline else None)

    @property
    def heading_en(self) -> Translation | None:
        return self.title_en or (self.headline.en if self.headline else None)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that gave no report."""

    name: str
    path: str | None
    code: str
    message: str
    hint: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
