"""Whether a verb form says something where it stands: «بين» is a preposition, «زاد» is no saying without a clause."""

from __future__ import annotations

from collections.abc import Sequence

from summarize.quotes import grammar, lexicon
from summarize.quotes.tokens import Token

AHEAD = 14  # words within which a weak verb needs إن, a colon or a quotation
LEADS = frozenset({":", "الي", "على", "عن", "في", "ب"})  # what a participle of saying is followed by


def reports(tokens: Sequence[Token], index: int, verb: lexicon.Verb) -> bool:
    """«وأكد أن», «مضيفاً:» -> True; «دون ذكر الأدلة», «عبر خطاب» -> False"""
    word, before = tokens[index].word.removeprefix("و"), tokens[index - 1].word if index else ""
    near = tokens[index + 1 : index + 7]
    if before in ("ما", "كما", "لما", "حسبما"):
        return True  # «بحسب ما ذكر المرصد»
    if before in ("ان", "لان") and not any(token.kind == "quote" for token in tokens[index + 1 : index + 8]):
        return False  # «من أن تطالب واشنطن»: nobody has said it
    if _is_noun(word, before, near, verb):
        return False
    if verb.lemma in ("عبّر", "أعرب"):
        return any(token.word == "عن" or token.word in grammar.THAT for token in tokens[index + 1 : index + AHEAD])
    if verb.form == "participle":
        return any(token.word in LEADS or token.word in grammar.THAT or token.kind == "quote" for token in near[:4])
    if lexicon.has_object(word) or verb.lemma in lexicon.lemmas("weak"):
        return any(_begins_words(token) for token in tokens[index + 1 : index + AHEAD])
    return True


def _is_noun(word: str, before: str, near: Sequence[Token], verb: lexicon.Verb) -> bool:
    """The same letters as another word: a role, a noun behind a preposition, a preposition."""
    following = near[0].word if near else ""
    if lexicon.is_role(word) and lexicon.verb(before):
        return True  # «قالت طالبة»
    if verb.form == "participle":
        return lexicon.is_role(word) or following == "باسم"
    if before in grammar.PREPOSITIONS - grammar.CLAUSES:
        return verb.form == "finite"
    if word == "عبر":
        return bool(near) and following != "عن" and not grammar.speaks(following)
    if word in ("بين", "عقب"):
        clause = any(token.word in grammar.THAT or token.word == ":" for token in near)
        return not (following in grammar.THAT or following == ":" or (clause and grammar.speaks(following)))
    return False


def _begins_words(token: Token) -> bool:
    return token.word in grammar.THAT or token.word in (":", "ب") or token.kind == "quote"
