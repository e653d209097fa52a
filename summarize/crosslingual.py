"""English summaries straight from Arabic: each sentence beside the one of the article that names most of the same.

No model is asked: numbers are the same in both, and names and loanwords have like consonants, 'Mohammed' and 'محمد'.
Of 997 English sentences of FLORES-200 dev, each among ten Arabic ones in a row, 352 are linked, 333 of them rightly.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property

from summarize import arabic, names
from summarize.records import Generated, Sentence, Translation
from summarize.summary import Evidence

# a stop before a capital letter, but not after an initial or a short title: J. Smith, Dr. Smith
_END = re.compile(r"(?<=[^A-Z][.!?]|[.!?][\"”])(?<!\b[DMS][rt]\.)(?<!\bMrs\.)\s+(?=[\"“]?[A-Z0-9])")
# letters that the two spellings of a name disagree on, as one; the rest, vowels first of all, is left out
_LETTERS = str.maketrans("cqgjzpvy", "kkkksbf ")
_PAIRS = (
    ("kh", "k"),
    ("gh", "k"),
    ("sh", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("ch", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
)
LEAST = 3  # consonants that two words must share to be one
# What two sentences must share: more than three consonants that no other sentence has. Below it, a third is wrong.
LINK = 3.5


class English(Evidence):
    """What an Arabic article names, to hold English sentences against."""

    @cached_property
    def terms(self) -> list[set[str]]:
        return [_arabic_terms(line.text) for line in self.lines]

    def link(self, output: Generated) -> list[Sentence]:
        texts = [text for row in output.text.split("\n") for text in _END.split(row.strip()) if text]
        return [self._sentence(text, output.score) for text in texts]

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many sentences a term occurs."""
        return Counter(term for some in self.terms for term in some)

    def _sentence(self, text: str, score: float) -> Sentence:
        """Beside the Arabic sentence it is closest to; beside the first of the article where it is close to none."""
        wanted = _english_terms(text)
        shared = [sum(_weight(term) / self.spread[term] for term in wanted & some) for some in self.terms]
        linked = max(shared) >= LINK
        span = self.lines[shared.index(max(shared)) if linked else 0].span
        support = round(max(shared) / sum(map(_weight, wanted)), 4) if linked else 0.0
        flags = () if linked else ("unlinked",)
        english = Translation(text, self.flags(text))
        return Sentence(self.article.text[span.start : span.end], *span, support, flags, english)

    def flags(self, text: str) -> tuple[str, ...]:
        words = text.lower().split()
        failed = {
            "numbers": not self.numbers.issuperset(arabic.numbers(text)),
            "script": not text.isascii() and arabic.language(text) != "en",
            "repetition": any(words[i : i + 3] == words[i + 3 : i + 6] for i in range(len(words) - 5)),
        }
        return tuple(flag for flag, fails in failed.items() if fails)


def _weight(term: str) -> int:
    """A number tells more than three consonants, which two words may share by chance."""
    return 4 if term[0].isdigit() else len(term)


def _english_terms(text: str) -> set[str]:
    """Numbers, and the consonants of each word: 'Mohammed won 3' -> {'mhmd', '3'}"""
    return {*arabic.numbers(text), *(bone for word in re.findall(r"[A-Za-z]+", text) if (bone := _bones(word.lower())))}


def _arabic_terms(text: str) -> set[str]:
    """The same of Arabic: 'فاز محمد' -> {'mhmd', ...}"""
    return {*arabic.numbers(text), *(bone for word in arabic.words(text) for bone in _readings(word))}


@cache
def _readings(word: str) -> frozenset[str]:
    """Of the usual spelling where it is known, else of the letters, with and without what is joined to the word."""
    stems = {word, arabic.stem(word), *([word[1:]] if word[0] in "وبلكف" else [])}
    spelt = {names.known().get(stem) or names.romanise(stem) for stem in stems}
    return frozenset(bone for one in spelt if (bone := _bones(one.lower())))


@cache
def _bones(word: str) -> str:
    """'mohammed' -> 'mhmd', 'khartoum' -> 'krtm'; '' where fewer than LEAST are left"""
    for pair, single in _PAIRS:
        word = word.replace(pair, single)
    bones = re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z]|[aeiouw ]", "", word.translate(_LETTERS)))
    return bones if len(bones) >= LEAST else ""
