"""Articles without their lead, and the stems of the lead, which stands for a summary of the rest."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarize import arabic
from summarize.extract import salience

LEAD = 10  # words; a shorter first sentence is a dateline or a heading
REST = 3  # sentences that must follow


@dataclass(frozen=True)
class Sample:
    """An article as a reader sees it that has lost its lead: sentences and title as stems; `lead` is to be guessed."""

    sentences: list[list[str]]
    title: list[str]
    lead: frozenset[str]
    held_out: bool


Article = dict[str, Any]  # title, text


def articles(path: Path) -> Iterator[Article]:
    """The records of a .jsonl.xz file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def samples(path: Path) -> list[Sample]:
    """Those of the ANT corpus, in the order of a hash of their text; a tenth of them is held out."""
    found = [sample for article in articles(path) if (sample := _sample(article))]
    return [sample for _, sample in sorted(found, key=lambda pair: pair[0])]


def _sample(article: Article) -> tuple[str, Sample] | None:
    text = article["text"]
    sentences = [text[start:end] for start, end in arabic.sentences(text)]
    if len(sentences) <= REST or len(sentences[0].split()) < LEAD:
        return None
    lead, *rest = map(salience.stems, sentences)
    return _key(text), Sample(rest, salience.stems(article["title"]), frozenset(lead), is_held_out(text))


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def is_held_out(text: str) -> bool:
    """One article of ten, by a hash of its text."""
    return int(_key(text), 16) % 10 == 0


def documents(path: Path) -> Iterator[set[str]]:
    """The stems of every article, for their rarity."""
    for article in articles(path):
        yield set(salience.stems(f"{article['title']} {article['text']}"))
