"""A paragraph as words and signs, each long quotation one token: speakers are read off the words around."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from typing import Literal, NamedTuple

from summarize import arabic
from summarize.quotes.marks import INVISIBLE, MARK, Pair
from summarize.records import Block

_TOKEN = re.compile(rf"[\w\u0610-\u061a\u064b-\u065f\u0670{INVISIBLE}]+|\.{{2,}}|[^\w\s]")
UNLIKE = {  # what folding makes one with a name
    "على": "على",  # «علي»
    "وعلى": "على",
    "فإن": "فإن",  # «فان دايك»
    "فإنّ": "فإن",
}
TANWIN = "\u064b"
LONG = 4  # words: shorter quotations are names and terms, and belong to the sentence around them


class Token(NamedTuple):
    """`word` is folded; a quotation has its number in `quote`, and an empty word."""

    word: str
    start: int
    end: int
    kind: Literal["word", "sign", "quote"]
    quote: int = -1
    accusative: bool = False  # a noun with tanwin: «ضاحكاً»
    joined: bool = False  # the first letter is the conjunction و: the rest is a word of the article by itself


def tokens(text: str, block: Block, pairs: Sequence[Pair]) -> list[Token]:
    """`pairs`: those of the block, each known by its number. Marks of short quotations are left out."""
    found: list[Token] = []
    at = block.start
    for number, pair in enumerate(pairs):
        if pair.start < at:
            continue
        found += _plain(text, at, pair.start)
        if len(text[pair.start : pair.end].split()) >= LONG or (found and found[-1].word == ":"):
            found.append(Token("", pair.start, pair.end, "quote", number))
        else:
            found += _plain(text, pair.start, min(pair.end, block.end))
        at = min(pair.end, block.end)
    return found + _plain(text, at, block.end)


def _plain(text: str, start: int, end: int) -> list[Token]:
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word = _word(match.group())
        if not word or (word == "." and text[match.end() : match.end() + 1].isalnum()):
            continue  # a mark; «ب.و», «3.5»
        kind: Literal["word", "sign"] = "word" if word[0].isalnum() else "sign"
        found.append(Token(word, match.start(), match.end(), kind, -1, TANWIN in match.group()))
    return found


def join(row: Sequence[Token], known: Set[str]) -> list[Token]:
    """With «وكوشنر» marked as joined where «كوشنر» is a word of the article, too."""
    return [t._replace(joined=True) if t.word[:1] == "و" and t.word[1:] in known else t for t in row]


@lru_cache(maxsize=65536)
def _word(surface: str) -> str:
    """Folded; empty for a quotation mark."""
    return "" if MARK.fullmatch(surface) else UNLIKE.get(surface) or arabic.fold(surface)
