"""What a rule can mend in the English of a small translator, and nothing that a writer may have meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from summarize import arabic

_DOTTED = re.compile(r"(?<![\d.,])(\d{1,3}\.\d{3})(\.\d{1,2})(?!\d|[.,]\d)")
_TWICE = re.compile(r"\b(?!that\b|very\b|more\b|many\b|much\b|blah\b)([a-z]{4,})(?: \1)+\b(?!-)")
_ARTICLE = re.compile(r"\ba (?=(?!eu|Eu|on(?:e|ce)\b|One|into\b|also\b|over\b|only\b)[aeioAEIO][a-z]{3,})")
_ORDINAL = re.compile(r"(?<![\d.])(\d*[02-9])?([123])th\b")  # not "11th"
_GLUED = re.compile(
    r"\b(and|the|of|in|to|by|from|for|at|about|than|or|with|until|since|between)(\d+(?:st|nd|rd|th)?)\b"
)
_THRICE = re.compile(r"(?<=[A-Za-z])([a-hj-wyz])\1{2,}")  # not "viii" nor "www"
_HYPHEN = re.compile(r"(?<=\b[AaEe]l-) (?=[A-Z])")
_TWO_MARKS = re.compile(r"(?<=\w)''(?=[a-z]{1,2}\b)")  # "don''t"
_ENDINGS = {"1": "st", "2": "nd", "3": "rd"}
_THREE = re.compile(r"([^\W\d_ـ])\1\1")  # «وووداعا»: drawn out on purpose
_CONTINUED = re.compile(
    r"(?<=, )(?:And|After|Before|But|During|For|From|If|In|Since|So|That|When|Where|Which|While|With)\b"
)


def joined(parts: Sequence[str]) -> str:
    """Sentences and parts of long ones: ['yes,', 'During the day.', 'then left'] -> 'yes, during the day. Then left'"""
    text = ""
    for part in filter(None, parts):
        text += f" {capital(part)}" if text.endswith((".", "!", "?")) else f" {part}" if text else part
    return _CONTINUED.sub(lambda found: found.group().lower(), text)


def mended(text: str, source: str) -> str:
    """'1.245.7 for the national national a army and5' -> '1,245.7 for the national an army and 5'"""
    text = _DOTTED.sub(lambda found: found[1].replace(".", ",") + found[2], text)
    text = _ORDINAL.sub(lambda found: f"{found[1] or ''}{found[2]}{_ENDINGS[found[2]]}", text)
    text = _HYPHEN.sub("", re.sub(r"(?<=\() | (?=\))", "", text))
    text = _GLUED.sub(lambda found: found[0] if found[0] in source else f"{found[1]} {found[2]}", text)
    text = text if _THREE.search(source) else _THRICE.sub(r"\1\1", text)
    text = _TWO_MARKS.sub("'", _ARTICLE.sub("an ", text))
    meant = any(one == other for one, other in pairwise(arabic.words(source)))
    return text if meant else _TWICE.sub(r"\1", text)


def capital(text: str) -> str:
    """A title or sentence often comes like a bare phrase: 'visit to Fez' -> 'Visit to Fez'; 'iPhone' stays."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]


def lowered(role: str) -> str:
    """A role behind a name, without the capital of a sentence: 'The head of', 'Member of' -> 'the head of', 'member of'

    A name keeps its own: 'Iraqi foreign minister'.
    """
    first, blank, rest = role.partition(" ")
    return f"{first.lower()}{blank}{rest}" if first.lower() in _ROLES else role


_ROLES = frozenset(
    "a an the actor actress adviser ambassador analyst captain chairman chairwoman chief coach commander company "
    "committee consultant deputy director doctor engineer executive expert finance foreign former general governor "
    "head lawyer leader manager mayor media member minister ministry official player police president professor prime "
    "representative researcher secretary secretary-general singer speaker spokesman spokesperson spokeswoman student "
    "vice writer".split()
)
