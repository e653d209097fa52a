"""Whom a text means by a surname that is a word too: «وقالت المصري» is a person, «الشعب المصري» is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from summarize import arabic, names
from summarize.glossary import Glossary
from summarize.quotes import lexicon

# What an adjective does not follow: particles, and what looks like a verb, «تبلغ», «ستعيش», «نشرت»
_PARTICLES = frozenset("ان وان بان لان عن وعن الى والى من ومن على وعلى مع ومع لكن ولكن".split())
_VERBAL = re.compile(r"[وف]?س?[يت]\w{3,}|[^ا]\w+[^ا]ت")
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")


def told(known: Glossary, text: str) -> Glossary:
    """`known`, and the surnames of its people that stand for them in the text, and for nothing else."""
    words = arabic.words(text)
    heads = text.lstrip("«“\"' ").partition(" ")[0].endswith(":")
    table = {
        name[-1:]: english.split()[-1]
        for name, english in known.people.items()
        if name[-1:] not in known.table and _is_meant(name, words, heads)
    }
    return replace(known, table={**known.table, **table}) if table else known


def _is_meant(name: Sequence[str], words: Sequence[str], heads: bool) -> bool:
    """Whether the surname means its person wherever it stands; `heads`: the first word is a speaker before a colon."""
    last = name[-1]
    bare = last.removeprefix("ال")
    if bare == last or len(bare) < 3:
        return False
    places = [at for at, word in enumerate(words) if word.endswith((last, f"لل{bare}"))]
    return bool(places) and all(_is_person(name, words, at) if at else heads for at in places)


def _is_person(name: Sequence[str], words: Sequence[str], at: int) -> bool:
    before, after = words[at - 1], words[at + 1] if at + 1 < len(words) else ""
    if before == name[-2]:
        return True
    if lexicon.is_name(after):  # «قال المصري محمد صلاح»
        return False
    if lexicon.verb(before) or words[at].startswith("لل"):
        return True
    is_noun = lexicon.is_name(before) or before in names.known() or before.endswith(_PRONOUNS)
    verbal = before in _PARTICLES or (_VERBAL.fullmatch(before) and not is_noun)
    return name[-1].endswith("ي") and bool(verbal)
