"""The tables of `data/`, as sets and dictionaries of folded words. A linguist edits the files, not this one."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from summarize import arabic

DATA = Path(__file__).parent / "data"


Gender = Literal["m", "f", ""]


class Verb(NamedTuple):
    """A form of a reporting verb: 'وقالت' -> Verb('قال', 'finite', 'f', False)"""

    lemma: str
    form: Literal["finite", "participle", "masdar"]
    gender: Gender
    plural: bool


def rows(name: str) -> list[list[str]]:
    """Rows of a table, split at tabs; the files are folded, but for the lemmas of cues.tsv, which are to be shown."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


_PERFECT: list[tuple[str, Gender, bool]] = [
    ("", "m", False), ("ت", "f", False), ("ا", "m", True), ("تا", "f", True), ("وا", "m", True), ("ن", "f", True)
]  # fmt: skip
_IMPERFECT: list[tuple[str, Gender]] = [("ي", "m"), ("ت", "f"), ("سي", "m"), ("ست", "f")]
_PARTICIPLE: list[tuple[str, Gender, bool]] = [
    ("ا", "m", False), ("يا", "m", False), ("ه", "f", False), ("يه", "f", False), ("ين", "m", True), ("ات", "f", True)
]  # fmt: skip
_SAYING: list[tuple[str, Gender]] = [
    ("قوله", "m"), ("قولها", "f"), ("بقوله", "m"), ("بقولها", "f"), ("قولهم", "m"), ("بالقول", ""), ("القول", "")
]  # fmt: skip


@cache
def verbs() -> dict[str, Verb]:
    """Every form of every reporting verb, without the clitics و and ف."""
    forms: dict[str, Verb] = {}
    for lemma, perfects, imperfects, participles, *_ in rows("cues.tsv"):
        _add_perfects(forms, lemma, perfects.split())
        for stem in imperfects.split():
            for prefix, gender in _IMPERFECT:
                forms |= {prefix + stem + end: Verb(lemma, "finite", gender, bool(end)) for end in ("", "ان", "ون")}
        for stem in participles.split():
            for ending, gender, plural in _PARTICIPLE:
                forms.setdefault(stem.removesuffix("ي") + ending, Verb(lemma, "participle", gender, plural))
    for form, gender in _SAYING:
        forms[form] = Verb("قال", "masdar", gender, False)
    return forms


def _add_perfects(forms: dict[str, Verb], lemma: str, stems: list[str]) -> None:
    for stem in stems:
        if stem.endswith("ت") and any(other[:-1] == stem[:-1] for other in stems if other != stem):
            forms[stem] = Verb(lemma, "finite", "f", False)  # دعا, دعت
            continue
        for ending, gender, plural in _PERFECT:
            forms[stem + ending] = Verb(lemma, "finite", gender, plural)


@lru_cache(maxsize=65536)
def verb(word: str) -> Verb | None:
    """A folded word, with و, ف or ل before it and a pronoun behind: 'واضافت', 'ليرد', 'خاطبه' -> a Verb"""
    forms = verbs()
    found = forms.get(word) or (forms.get(word[1:]) if word[:1] in "وف" else None)
    if found is None and word[:2] in ("لي", "لت"):
        found = forms.get(word[1:])
    if found is None and (match := _OBJECT.match(word)):
        found = forms.get(match.group(1))
        found = found if found and found.form == "finite" and len(match.group(1)) > 3 else None
    return found


_OBJECT = re.compile(r"[وف]?(\w+?)(?:ه|ها|هم|ني|نا)$")


def has_object(word: str) -> bool:
    """Whether a form of a verb carries a pronoun: «وصفه», «خاطبهم»"""
    return word not in verbs() and word[1:] not in verbs()


@cache
def lemmas(use: str) -> frozenset[str]:
    """Lemmas with a use (see cues.tsv): 'weak' -> {'ذكر', ...}"""
    return frozenset(row[0] for row in rows("cues.tsv") if use in " ".join(row[5:]).split())


@cache
def roles() -> dict[str, str]:
    """Head of a role -> gender; with ه behind a masculine noun it is a woman's or «his»: زميله."""
    found = {row[0]: (row[1:] or ["m"])[0] for row in rows("roles.txt")}
    return {word + "ه": "" for word, gender in found.items() if gender == "m"} | found


@cache
def bodies() -> dict[str, str]:
    return {row[0]: (row[1:] or ["m"])[0] for row in rows("bodies.txt")}


@cache
def given() -> frozenset[str]:
    return frozenset(row[0] for row in rows("names.txt")) | women()


@cache
def women() -> frozenset[str]:
    return frozenset(row[0] for row in rows("women.txt"))


@cache
def common() -> frozenset[str]:
    return frozenset(row[0] for row in rows("common.txt"))


@cache
def frequent() -> frozenset[str]:
    return frozenset(row[0] for row in rows("frequent.txt"))


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """Without the article: 'الوزير' -> 'وزير'"""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=65536)
def is_common(word: str) -> bool:
    """A word that no name is: a noun, or another frequent word."""
    return word in common() or word in frequent()


@lru_cache(maxsize=65536)
def is_role(word: str) -> bool:
    return bare(word) in roles()


@lru_cache(maxsize=65536)
def is_body(word: str) -> bool:
    return bare(word) in bodies()


@lru_cache(maxsize=65536)
def is_name(word: str) -> bool:
    """A given name or a foreign surname, as far as the table knows."""
    return word in given() or word in ("عبد", "ابو", "ابن") or (word.startswith("عبدال") and len(word) > 6)


@lru_cache(maxsize=65536)
def could_be_name(word: str) -> bool:
    """Neither the article nor a common noun, a function word or a verb of saying: ويتكوف -> True"""
    return (
        len(word) > 1
        and word.isalpha()
        and not word.startswith(("ال", "لل", "بال", "وال"))
        and not is_common(word)
        and word not in arabic.STOPWORDS
        and word not in roles()
        and word not in bodies()
        and (is_name(word) or not word.endswith(("ه", "ها", "هم", "هما", "نا", "كم")))
        and not (word.endswith("ا") and is_common(word[:-1]))
        and not prefixed(word)
        and verb(word) is None
    )


_VERBAL_NOUN = re.compile(r"با\w{2,4}ا\wه?|لم\w{3,}ي")  # «بإشراك», «باستقبال», «لمعلّبي»


@lru_cache(maxsize=65536)
def prefixed(word: str) -> bool:
    """A preposition written together with its noun: لشركه، بمواقف، للصحافيين -> True; ليلى -> False"""
    if is_name(word) or is_role(word) or word in common():
        return False
    rest = word[1:]
    if word[:1] == "و" and len(rest) > 3:
        return is_common(rest) or prefixed(rest)
    if word.startswith(("لل", "بال", "كال")) or _VERBAL_NOUN.fullmatch(word):
        return True
    if len(rest) == 2:
        return rest in common() and word[:1] in "لب"
    known = rest in common() or rest in bodies() or rest in roles() or is_name(rest) or rest.startswith("ال")
    return word[:1] in "لبك" and len(rest) > 2 and (known or (rest.endswith(("ه", "هم", "ها")) and len(rest) > 4))
