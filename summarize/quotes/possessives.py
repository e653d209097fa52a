"""Roles with a pronoun, which say whose only where they stand: «نظيرته المغربية», «الناطق باسمها», «ناشري»."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.quotes import lexicon
from summarize.quotes.tokens import Token

PRONOUNS = ("ها", "هم", "هما", "ته")
IN_ONE_S_NAME = frozenset("باسمه باسمها باسمهم باسمنا باسمي".split())


def leans(role: Sequence[Token], text: str) -> bool:
    """Whether a role means nothing by itself; «نائبة» ends like «نائبه» when folded, so the text decides."""
    if not role:
        return False
    head = role[0].word
    feminine = head.endswith("ه") and text[role[0].end - 1] == "ة"
    his = head.endswith(PRONOUNS) or any(
        head.endswith(end) and lexicon.is_role(head[: -len(end)]) for end in ("ه", "نا")
    )
    return (his and not feminine) or mine(head) or any(token.word in IN_ONE_S_NAME for token in role)


def mine(word: str) -> bool:
    """'ناشري', 'مدربي' -> True; 'محامي' -> False"""
    known = lexicon.is_role(word) or lexicon.is_name(word) or word.startswith("ال")
    return word.endswith("ي") and lexicon.is_role(word[:-1]) and not known
