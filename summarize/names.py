"""Arabic names of people in Latin letters: the usual English spelling where it is known, else by rule.

A translator that is small guesses names; a name must come out the same everywhere in one report.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from summarize import arabic

DATA = Path(__file__).parent / "data" / "names.tsv"  # made by training/names.py from Wikidata, CC0
ROLES = DATA.with_name("roles.tsv")
ALSO_WORDS = DATA.with_name("also_words.txt")
PARTICLES = {
    "بن": "bin", "ابن": "Ibn", "بنت": "bint", "ولد": "Ould", "ال": "Al", "ابو": "Abu", "ام": "Umm", "عبد": "Abdel",
    "الدين": "al-Din", "الله": "Allah", "الرحمن": "Rahman", "العزيز": "Aziz", "دو": "de", "دي": "de", "فان": "van",
    "فون": "von", "ابوبكر": "Abu Bakr", "سيف": "Saif",
}  # fmt: skip


_LATIN = re.compile("[A-Za-z]")
# What English writes as one word, without the article or otherwise: «عبد الله», «عبد الفتاح», «باراك أوباما»
_TOGETHER = (
    (r"\bAbdel Allah\b", "Abdullah"),
    (r"\b(Nasr|Fadl|Hasb) Allah\b", r"\1allah"),
    (r"\bAbdel al-", "Abdel "),
    (r"\bBarak Obama\b", "Barack Obama"),
    (r"\bBinyamin Netanyahu\b", "Benjamin Netanyahu"),
)


@cache
def known() -> dict[str, str]:
    """Folded Arabic word -> English spelling."""
    return dict(line.split("\t") for line in DATA.read_text("utf-8").splitlines())


@cache
def _roles() -> dict[str, str]:
    """What people are called behind their names, folded and without articles -> English."""
    return dict(line.split("\t") for line in ROLES.read_text("utf-8").splitlines())


@cache
def also_words() -> frozenset[str]:
    """Folded names that mean something: «صالح» is in «لصالح», «سلام» is peace."""
    return frozenset(ALSO_WORDS.read_text("utf-8").split())


def role(text: str) -> str | None:
    """'الممثل' -> 'actor', 'رئيس الوزراء' -> 'prime minister'; None for what says more than the usual."""
    bare = (word[2:] if word.startswith("ال") and len(word) > 4 else word for word in arabic.words(text))
    return _roles().get(" ".join(bare))


def english(name: str, person: bool = False) -> str | None:
    """'فيليب هاموند' -> 'Philip Hammond'; None where it does not begin like a name, unless it is sure to be one.

    What is in Latin letters already stays as it is: 'علي Al-Kindi' -> 'Ali Al-Kindi'
    """
    words = [word for part in name.split() for word in ([part] if _LATIN.search(part) else arabic.words(part))]
    if all(map(_LATIN.search, words)):
        return " ".join(words) or None
    if not (person or _begins(words[0])):
        return None
    text = " ".join(_word(word) for word in words)
    text = text[:1].upper() + text[1:]
    for apart, together in _TOGETHER:
        text = re.sub(apart, together, text)
    return text


def is_usual(words: Sequence[str]) -> bool:
    """Whether a folded name is full, and each word of it has a usual spelling: 'عادل الجبير', not 'عبد الله'"""
    own = [word for word in words if word not in PARTICLES]
    ends = words[-1] not in PARTICLES and words[-1] not in also_words()
    return len(own) > 1 and ends and all(map(is_known, own))


def is_known(word: str) -> bool:
    """Whether a folded word is a name with a usual spelling, or its article or «عبد» stands before one."""
    return any(word.removeprefix(first) in known() for first in ("", "ال", "عبدال"))


def _begins(word: str) -> bool:
    """Whether a name may begin with this word."""
    return word in known() or word in ("عبد", "ابو", "ام") or word.startswith("عبدال")


def _word(word: str) -> str:
    if _LATIN.search(word):
        return word
    if word in PARTICLES:
        return PARTICLES[word]
    if word in known():
        return known()[word]
    if word.startswith("ال") and len(word) > 4:
        rest = word[2:]
        return "al-" + (known().get(rest) or romanise(rest).capitalize())
    if word.startswith("عبدال"):
        return "Abdul " + (known().get(word[5:]) or romanise(word[5:]).capitalize())
    return romanise(word).capitalize()


_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g",
}  # fmt: skip
_VOWELS = "aiu"


def romanise(word: str) -> str:
    """A folded word by rule, 'a' between consonants that no vowel parts: 'عمروف' -> 'amruf', 'كوشنر' -> 'kushnar'"""
    out = ""
    for index, letter in enumerate(word):
        start = index == 0
        if letter in "وي":
            following = word[index + 1 : index + 2]
            consonant = start or following == "ا"
            latin = ("w" if letter == "و" else "y") if consonant else ("u" if letter == "و" else "i")
        elif letter == "ه" and index == len(word) - 1 and len(word) > 2:
            latin = "a"  # ة
        else:
            latin = _LETTERS.get(letter, "")
        if out and latin and latin[0] not in _VOWELS and out[-1] not in _VOWELS:
            clusters = index == 1 or (len(out) > 1 and out[-2] not in _VOWELS)
            out += "a" if clusters else ""
        if not (latin == "a" and out.endswith("a")):
            out += latin
    return out
