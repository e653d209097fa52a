"""The user's names and terms: where they stand in an Arabic text, how their English is asked for, whether it came.

Words are compared as folded, with the little words that Arabic writes onto them («وترمب», «للبيت الأبيض»); of terms
that begin at the same word the longest wins.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from summarize import arabic
from summarize.errors import UsageError

# ترمب ⟦ Trump ⟧: what translators with the mark `hints` in models.txt were trained on (training/translator/data.py)
OPEN, CLOSE = "⟦", "⟧"
SHORTEST = 3  # letters of a word behind a clitic: «وطن» is not «طن» with «و»
WORLD = Path(__file__).parent / "data" / "places.tsv"
_ARABIC = re.compile(r"[\u0621-\u064a]")
_WORD = re.compile(r"\w+")
_GAP = re.compile(r"[\s\-–]+")  # what may part the words of one term
CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")
_COPIED = re.compile(rf"\b(\w[^{OPEN}{CLOSE}\n]*?) ?{OPEN} ?\1 ?{CLOSE}")
_MARKS = re.compile(f"[^\\S\n]*[{OPEN}{CLOSE}][^\\S\n]*")

Words = tuple[str, ...]


class Term(NamedTuple):
    """A piece of a text that the glossary knows: text[start:end]."""

    start: int
    end: int
    english: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """An empty one finds nothing. `sha256` is that of its file; `people`: the terms that are names, looked for too."""

    table: Mapping[Words, str] = field(default_factory=dict)
    sha256: str = ""
    people: Mapping[Words, str] = field(default_factory=dict)

    def find(self, text: str, clitics: bool = True) -> Iterator[Term]:
        """Terms in order, none over another: 'قال ترمب' -> Term(4, 8, 'Trump')"""
        if not self.table:
            return
        plain, offsets = arabic.normalise(text)
        words = list(_WORD.finditer(plain))
        at, most = 0, max(map(len, self.table))
        while at < len(words):
            size, english = self._longest(plain, words[at : at + most], clitics)
            if size:
                yield Term(offsets[words[at].start()], offsets[words[at + size - 1].end()], english)
            at += size or 1

    def _longest(self, plain: str, words: list[re.Match[str]], clitics: bool) -> tuple[int, str]:
        """How many of the words are one term, and its English; (0, '') where they begin with none."""
        run: Words = ()
        best = (0, "")
        for size, word in enumerate(words, 1):
            if run and not _GAP.fullmatch(plain, words[size - 2].end(), word.start()):
                break
            run = (*run, arabic.fold(word.group()))
            for first in _forms(run[0]) if clitics else run[:1]:
                if english := self.table.get((first, *run[1:])):
                    best = (size, english)
                    break
        return best

    def hinted(self, text: str) -> str:
        """'قال ترمب، أمس' -> 'قال ترمب ⟦ Trump ⟧، أمس': each English once. Marks of the text itself are taken out."""
        text = unmarked(text)
        told: set[str] = set()
        pieces, last = [], 0
        for term in self.find(text):
            hint = "" if term.english in told else f" {OPEN} {term.english} {CLOSE}"
            pieces.append(text[last : term.end] + hint)
            told.add(term.english)
            last = term.end
        return "".join(pieces) + text[last:]

    def applied(self, name: str) -> str:
        """A name with the English that the glossary has for it or for a part of it: 'علي الكندي' -> 'علي Al Kindi'"""
        pieces, last = [], 0
        for term in self.find(name, clitics=False):
            pieces.append(name[last : term.start] + term.english)
            last = term.end
        return "".join(pieces) + name[last:]

    def kept(self, source: str, english: str) -> bool:
        """Whether the English has every wanted form; its first letter may be a capital at the start of a sentence."""
        return all(is_in(term.english, english) for term in self.find(source))


@cache
def world() -> Glossary:
    """Places and bodies of the world: told to a translator, and not looked for in what it says.

    On the 79 of 506 held-out sentences that have one, BLEU goes from 37.0 to 37.2, and on 72 of 997 of FLORES-200 dev
    from 24.4 to 25.0; the usual English is then missing in 2 of the 151, and in 27 without (`benchmarks.places`).
    """
    return load(str(WORLD))


def load(path: str) -> Glossary:
    """Lines of Arabic, a tab and English; # begins a comment. Raises UsageError, with the line."""
    if not path:
        return Glossary()
    try:
        data = Path(path).read_bytes()
        lines = data.decode("utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError("bad-glossary", f"the glossary {path} cannot be read ({error.strerror})", "check it") from None
    except UnicodeDecodeError:
        raise UsageError("bad-glossary", f"the glossary {path} is not in UTF-8", "save it as UTF-8") from None
    table: dict[Words, str] = {}
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.lstrip().startswith("#"):
            words, english = _parsed(line, f"{path}:{number}")
            if table.setdefault(words, english) != english:
                raise UsageError("bad-glossary", f"{path}:{number} gives a second English for one term", "keep one")
    return Glossary(table, hashlib.sha256(data).hexdigest())


def unmarked(text: str) -> str:
    """Without the marks of hints: 'Trump ⟦ Trump ⟧ said, ⟦ Xi ⟧, no' -> 'Trump said, Xi, no'"""
    if OPEN not in text and CLOSE not in text:
        return text
    return re.sub(r" (?=[،,.:;؛!?؟])", "", _MARKS.sub(" ", _COPIED.sub(r"\1", text))).strip()


def _parsed(line: str, place: str) -> tuple[Words, str]:
    arabic_, *rest = (" ".join(column.split()) for column in line.split("\t"))
    if len(rest) != 1 or not rest[0]:
        raise UsageError("bad-glossary", f"{place} is not Arabic, one tab and English", "write: ترمب<TAB>Trump")
    words = tuple(arabic.words(arabic_))
    if not _ARABIC.search(arabic_) or _ARABIC.search(rest[0]):
        raise UsageError("bad-glossary", f"{place} has no Arabic before its tab, or Arabic behind it", "swap them")
    if OPEN in rest[0] or CLOSE in rest[0]:
        raise UsageError("bad-glossary", f"{place} has {OPEN} or {CLOSE} in its English", "leave them out")
    return words, rest[0]


def _forms(word: str) -> Iterator[str]:
    """A folded word, then what it may be without clitics: 'وللبيت' -> 'وللبيت', 'للبيت', 'البيت', 'لبيت'"""
    yield word
    for clitic in filter(word.startswith, CLITICS):
        rest = word.removeprefix(clitic)
        if clitic.endswith("ل") and rest.startswith("ل"):
            yield "ا" + rest
        if len(rest) >= SHORTEST:
            yield rest


def is_in(wanted: str, english: str) -> bool:
    either = f"[{re.escape(wanted[0].upper())}{re.escape(wanted[0].lower())}]"
    return bool(re.search(rf"(?<!\w){either}{re.escape(wanted[1:])}(?!\w)", english))
