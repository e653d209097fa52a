"""What a quotation is: a statement, a fragment of one, a title, a name, or words at arm's length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from summarize import arabic
from summarize.quotes import lexicon
from summarize.quotes.grammar import OUTLETS, PREPOSITIONS, SENTENCE_ENDS, THAT
from summarize.quotes.tokens import Token

Kind = Literal["statement", "fragment", "title", "name", "scare"]
SAYINGS = frozenset("قال أضاف تابع صرح كتب أردف أوضح رد أجاب علق غرد زاد ذكر خاطب استطرد أكمل صرخ هتف جاء".split())
SHORT = 4  # words: of 403 statements 386 have six and more, of 272 names, titles and terms six have four and more
WORKS = frozenset(
    "كتاب روايه فيلم مسلسل برنامج مسرحيه قصيده ديوان اغنيه البوم مقال عنوان بعنوان شعار عنوانه عنوانها معرض "
    "مهرجان لوحه مجموعه حلقه كتابه روايته روايتها فيلمه قصه ندوه محاضره مؤتمر موتمر موتمرا منتدي مبادره حمله "
    "مشروع جائزه جايزه بطوله كاس دوري هاشتاق وسم هاشتاغ اسم باسم مسمي بمسمي تسميه معركه عمليه عاصفه".split()
)


CLAUSE = 40  # words between a verb and a quotation in the clause that depends on it


class Context(NamedTuple):
    tokens: Sequence[Token]
    at: int
    lemma: str  # of the reporting verb that governs it; "" where there is none


def kind(text: str, context: Context) -> Kind:
    """By its length, by what stands before it, and by whether it says something: a verb or a nominal sentence."""
    words = arabic.words(text)
    before = [token.word for token in context.tokens[max(0, context.at - 3) : context.at]]
    last = before[-1] if before else ""
    if last == ":" and (len(words) >= 2 or context.lemma):
        return "statement" if context.lemma or (len(words) >= SHORT and _says(words)) else "name"
    if any(lexicon.bare(word).removeprefix("و") in WORKS for word in before[-2:]):
        return "title"
    if len(words) < SHORT:
        if len(words) >= 3 and context.lemma and last in THAT and _says(words):
            return "statement"
        if any(lexicon.bare(word) in OUTLETS or lexicon.is_body(word) for word in before[-1:]):
            return "name"
        return "fragment" if context.lemma and len(words) > 1 else "scare"
    if not context.lemma and not _says(words[:4] if len(words) < 6 else words):
        return "fragment"
    return "statement" if _complete(words, last, context) else "fragment"


def _complete(words: list[str], last: str, context: Context) -> bool:
    """Whether it says something by itself, or with the subject that stands before it."""
    if last == ":" or context.at == 0 or last in SENTENCE_ENDS:
        return True
    if last in THAT:
        return len(words) > SHORT or not last.endswith(("ه", "ها"))
    if last in PREPOSITIONS or last in ("ب", "ل"):
        return False
    if _woven(context):
        noun = words[0] in PREPOSITIONS or words[0].startswith(("ال", "لل")) or words[0] in lexicon.common()
        return len(words) > SHORT and (not noun or _says(words[:5]))
    if context.lemma in SAYINGS:
        return len(words) > SHORT or bool(lexicon.verb(last))
    if lexicon.verb(last):
        noun = words[0] in lexicon.common() or words[0].startswith("ال")
        return not noun or _says(words[:4])
    return len(words) > SHORT and (_says(words[:2]) or (_says(words[:5]) and len(words) > 7))


def _woven(context: Context) -> bool:
    """Whether the reporter's own clause runs on between the verb and the quotation: «وقال إن اللقاء كان “...”»"""
    for token in reversed(context.tokens[max(0, context.at - CLAUSE) : context.at]):
        if token.word in SENTENCE_ENDS or token.kind == "quote":
            return False
        if token.word in THAT:
            return bool(context.lemma)
    return False


_VERB = re.compile(
    r"^(?:و|ف)?(?:س?[يتن]\w{2,}|لا|لم|لن|ليس|ليست|كان|كانت|قد|لقد|ما|هل|ان|انه|انها|انا|نحن|اننا|هذا|هذه|هو|هي|هناك|اذا|لو|علينا|عليكم|سوف|يجب|لدي\w*|\w{3,}وا)$"
)
_NOUNS = re.compile(r"^(?:و|ف)?(?:ت\w+ه|ت\w{2}ي\w|ت\w+ات|ن\w+ه|ي\w*ات|تم\w*)$")


def _says(words: list[str]) -> bool:
    """Whether a finite verb or the opening of a nominal sentence is among these words."""
    return any(_VERB.match(word) and not _NOUNS.match(word) and word not in lexicon.common() for word in words)
