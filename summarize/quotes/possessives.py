"""Roles with a pronoun, which say whose only where they stand: «نظيرته المغربية», «الناطق باسمها», «ناشري»."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.quotes import lexicon
from summarize.quotes.tokens import Token

PRONOUNS = ("ها", "هم", "هما", "ته")
IN_ONE_S_NAME = frozenset("باسمه باسمها باسمهم باسمنا باسمي".split())


def leans(role: Sequence[Token], text: str) -> bool:
    """Whether a role means nothing by itself: «نظيرته», «مؤتمر صحفي مع نظيره»"""
    if not role:
        return False
    head = role[0].word
    hers = head.endswith(PRONOUNS) and text[role[0].end - 1] != "ة"
    return hers or mine(head) or any(token.word in IN_ONE_S_NAME or _his(token, text) for token in role)


def mine(word: str) -> bool:
    """'ناشري', 'مدربي' -> True; 'محامي' -> False"""
    known = lexicon.is_role(word) or lexicon.is_name(word) or word.startswith("ال")
    return word.endswith("ي") and lexicon.is_role(word[:-1]) and not known


def _his(token: Token, text: str) -> bool:
    """«نائبه», «رئيسنا»; «نائبة» ends like «نائبه» when folded, so the text decides."""
    word = token.word
    if word.startswith("ال") or text[token.end - 1] == "ة":
        return False
    return any(word.endswith(end) and lexicon.is_role(word[: -len(end)]) for end in ("ه", "نا"))
