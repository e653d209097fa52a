"""Noun phrases that can speak: where one begins and ends, which part is the name and which the role.

The rules are those of Arabic syntax: a construct goes on behind an indefinite noun, an adjective behind a definite
one, and a foreign name may follow a phrase that a definite word has closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarize.quotes import grammar, lexicon, names, possessives
from summarize.quotes.names import Known
from summarize.quotes.tokens import Token

PLACE = 7  # words between a role and the comma before a name
LONGEST = 14  # words of a phrase


class Phrase(NamedTuple):
    """«وزير الخارجية البريطاني فيليب هاموند»: the name, the words that describe, and the number of the token behind."""

    named: Sequence[Token]
    described: Sequence[Token]
    stop: int

    @property
    def tokens(self) -> list[Token]:
        return sorted([*self.named, *self.described], key=lambda token: token.start)

    @property
    def start(self) -> int:
        return min(part[0].start for part in (self.named, self.described) if part)

    @property
    def end(self) -> int:
        return max(part[-1].end for part in (self.named, self.described) if part)

    @property
    def head(self) -> str:
        return self.tokens[0].word


def read(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """The phrase that begins at a token; None where none can."""
    if index < len(tokens) and names.mother(tokens, index):
        return name_first(tokens, index, known)
    if index >= len(tokens) or not tokens[index].word.isalpha() or grammar.closes(tokens[index].word):
        return None
    word = tokens[index].word
    following = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if word in grammar.LINKS and (grammar.family(following) or grammar.article_name(following)):
        return name_first(tokens, index, known)  # «ابن كيران»
    my = possessives.mine(word) and not known(word) and names.begins(tokens, index + 1, known)
    if lexicon.is_role(word) or word in grammar.SOME or my:
        return _role_first(tokens, index, known)
    if lexicon.is_body(word):
        return _body(tokens, index)
    if lexicon.is_name(word) or lexicon.could_be_name(word) or known(word):
        return name_first(tokens, index, known)
    if word.startswith("ال"):
        after = tokens[index + 1].word if index + 1 < len(tokens) else ""
        adjective = (
            after.startswith("ال") and not lexicon.is_role(after) and not grammar.closes(after)
        )  # «المدون التاريخي»
        noun = lexicon.is_common(lexicon.bare(word)) or adjective or names.begins(tokens, index + 1, known)
        return _role_first(tokens, index, known) if noun else name_first(tokens, index, known)
    follows = index + 1 < len(tokens) and tokens[index + 1].kind == "word"
    joined = follows and tokens[index + 1].word.startswith("و")
    if (
        follows
        and not joined
        and not word.endswith(possessives.PRONOUNS)
        and grammar.plain(word)
        and (known(tokens[index + 1].word) or grammar.family(tokens[index + 1].word))
    ):
        return name_first(tokens, index, known)  # a given name that is a noun too: «توفيق حجيرة», «راحة سليمانوف»
    return _role_first(tokens, index, known)


def person(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """A role with a name, or a name of two words and more, that begins at a token."""
    token = tokens[index]
    if token.kind != "word":
        return None
    if lexicon.is_name(token.word):
        phrase = name_first(tokens, index, known)
        full = any(_is_proper(token.word) for token in phrase.named[1:])
        return phrase if full or phrase.described else None  # not «نيانغ الاتفاق»
    if not lexicon.is_role(token.word) or grammar.closes(token.word):
        return None
    phrase = _role_first(tokens, index, known)
    return phrase if phrase.named else None


def _is_proper(word: str) -> bool:
    return lexicon.is_name(word) or not (lexicon.is_common(lexicon.bare(word)) or word in grammar.LINKS)


def introduction(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Somebody named in full: as `person`, and «مدرب ميلان، سينيسا ميهايلوفيتش»."""
    if found := person(tokens, index, _nobody):
        return found
    word = tokens[index].word
    if tokens[index].kind == "word" and lexicon.is_body(word) and not word.startswith("ال"):
        body = _body(tokens, index)
        return body if len(body.named) > 1 else None
    if tokens[index].kind != "word" or not lexicon.is_role(word) or grammar.closes(word):
        return None
    phrase = with_name_behind(tokens, _role_first(tokens, index, _nobody), _nobody)
    return phrase if phrase.named else None


def with_name_behind(tokens: Sequence[Token], phrase: Phrase, known: Known) -> Phrase:
    """«أستاذ التاريخ بجامعة الأزهر، الدكتور عبد المقصود باشا، أن»: the name that follows a role and a comma."""
    if phrase.named or lexicon.is_body(phrase.head):
        return phrase
    start = _behind_comma(tokens, phrase.stop)
    if start and tokens[start].word.startswith("ال") and tokens[start].word.endswith("ي"):
        start += 1  # «، الصربي دراغان ميليتش،»
    name = (person(tokens, start, known) or _foreign(tokens, start, known)) if 0 < start < len(tokens) else None
    if name is None or not name.named:
        return phrase
    ends = name.stop >= len(tokens) or tokens[name.stop].kind != "word" or grammar.closes(tokens[name.stop].word)
    comma = next(i for i in range(phrase.stop, start) if tokens[i].word in grammar.COMMAS)
    role = tokens[phrase.stop - len(phrase.described) : comma]
    return Phrase(name.named, role, name.stop) if ends else phrase


def _behind_comma(tokens: Sequence[Token], at: int) -> int:
    """The token behind the comma that closes a description, a place between them («في نواذيبو،»); 0 if none."""
    place = at < len(tokens) and (grammar.function(tokens[at].word) or lexicon.prefixed(tokens[at].word))
    for index in range(at, min(at + (PLACE if place else 1), len(tokens) - 1)):
        if tokens[index].word in grammar.COMMAS:
            return index + 1
        if tokens[index].kind != "word" or tokens[index].word in grammar.THAT or grammar.finite(tokens[index].word):
            return 0
    return 0


def _foreign(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """Two words that may be a name, where nothing else can stand: behind a role and a comma."""
    if (
        not tokens[index].word.isalpha()
        or not grammar.family(tokens[index].word)
        or tokens[index].word.startswith("ال")
    ):
        return None
    phrase = name_first(tokens, index, known)
    return phrase if len(phrase.named) > 1 and not phrase.described else None


def apposition(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """«، المبعوث الخاص للرئيس الأميركي،» behind a name: a role between commas."""
    if index + 1 >= len(tokens) or tokens[index].word not in {*grammar.COMMAS, "-", "–", "("}:
        return ()
    if not lexicon.is_role(tokens[index + 1].word) or grammar.closes(tokens[index + 1].word):
        return ()
    end = index + 2
    while end < len(tokens) and tokens[end].kind == "word" and end - index < LONGEST:
        if (
            tokens[end].word in grammar.THAT
            or grammar.finite(tokens[end].word)
            or tokens[end].word in grammar.RELATIVES
        ):
            break
        end += 1
    return tokens[index + 1 : end]


def apposition_before(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """«السكرتيرة الصحفية لترامب، سارة ساندرز»: a role before the comma before a name."""
    if index < 2 or tokens[index - 1].word not in grammar.COMMAS:
        return ()
    start = index - 1
    while start > 0 and tokens[start - 1].kind == "word" and index - start < 9:
        start -= 1
        if lexicon.is_role(tokens[start].word) and not (start and lexicon.is_role(tokens[start - 1].word)):
            return tokens[start : index - 1]
    return ()


def _role_first(tokens: Sequence[Token], index: int, known: Known) -> Phrase:
    end = index + 1
    while end < len(tokens) and end - index < LONGEST and tokens[end].kind == "word":
        if names.begins(tokens, end, known):
            stop = names.end_of(tokens, end, known)
            return Phrase(tokens[end:stop], tokens[index:end], stop)
        if not _describes(tokens, index, end, known):
            break
        end += 1
    return Phrase((), tokens[index:end], end)


def name_first(tokens: Sequence[Token], index: int, known: Known) -> Phrase:
    """A name and a role right behind it: «ايتان جلباع استاذ العلوم السياسية»."""
    stop = names.end_of(tokens, index, known)
    named, end = tokens[index:stop], stop
    if stop < len(tokens) and lexicon.is_role(tokens[stop].word) and not grammar.closes(tokens[stop].word):
        end += 1
        while end < len(tokens) and end - stop < LONGEST and _describes(tokens, stop, end, known):
            end += 1
    return Phrase(named, tokens[stop:end], end)


def _body(tokens: Sequence[Token], index: int) -> Phrase:
    """A body is its name: «وزارة الخارجية البريطانية», «صحيفة هآرتس», «المرصد السوري لحقوق الإنسان»."""
    end = index + 1
    while end < len(tokens) and end - index < LONGEST and tokens[end].kind == "word":
        word, before = tokens[end].word, tokens[end - 1].word
        named = end - index <= 3 and lexicon.could_be_name(word) and not grammar.closes(word) and not tokens[end].joined
        if end > index + 1 and lexicon.is_role(word) and not word.startswith("ال"):
            break  # «انتقد نادي الساحل مدربه»
        if not (_describes(tokens, index, end, _nobody) or (named and before not in grammar.ADVERBS)):
            break
        end += 1
    return Phrase(tokens[index:end], (), end)


def _nobody(word: str) -> str:
    del word
    return ""


def _describes(tokens: Sequence[Token], head: int, at: int, known: Known) -> bool:
    """Whether a word goes on with the description that began at `head`."""
    token, word, before = tokens[at], tokens[at].word, tokens[at - 1].word
    if token.kind != "word" or word in grammar.THAT or word in grammar.DAYS or word in grammar.RELATIVES:
        return False
    if names.speaks_for(tokens, at) or names.speaks_for(tokens, at - 1) or before in ("عبد", "ابو"):
        return True
    if token.accusative:
        return False
    if grammar.function(word) or word in grammar.PRONOUNS:
        return _unit(tokens, at, before) or (word in grammar.PREPOSITIONS and names.ahead(tokens, at, known))
    if before in ("في", "من") and at - 2 >= head:
        return True
    if grammar.addresses(word):
        return not grammar.is_outlet(word) and (before in grammar.OFFICES or names.ahead(tokens, at, known))
    if word.startswith("ب") and lexicon.prefixed(word):
        return lexicon.is_body(word[1:]) or names.ahead(tokens, at, known)  # «مسؤول بوزارة الدفاع»
    if word in grammar.CARRIERS and at - head > 1 and not lexicon.is_role(before):
        return False  # «أفاد مسؤول محلي وكالة ...»
    return _noun_goes_on(token, before)


def _noun_goes_on(token: Token, before: str) -> bool:
    """A noun or an adjective behind another: definite after definite, indefinite in an open construct."""
    word = token.word
    if word in grammar.ADVERBS and not (word in grammar.ADJECTIVES and before.startswith("ال")):
        return False
    if word.startswith(("ال", "وال")):
        return True
    if grammar.finite(word):
        return False
    if lexicon.is_role(word):
        return True
    if token.joined or (word.startswith("و") and not (lexicon.is_body(word) or lexicon.is_common(word))):
        return lexicon.is_role(word[1:]) and not before.startswith("ال")
    accusative = word.endswith("ا") and lexicon.is_common(word[:-1])
    verb = word.endswith("ت") and word in lexicon.frequent()  # «دراسة نشرت»
    clause = verb or (word.endswith(("ها", "هم")) and not lexicon.is_role(before))  # «دراسة أعدتها»
    closed = before.startswith(("ال", "وال", "لل")) or grammar.addresses(before)
    return not (closed or accusative or clause)


def _unit(tokens: Sequence[Token], at: int, before: str) -> bool:
    """«مصدر في وزارة المالية»: where an unnamed speaker works belongs to the description."""
    follows = at + 1 < len(tokens) and tokens[at + 1].kind == "word"
    if not follows or tokens[at].word not in ("في", "من"):
        return False
    if before in ("مصدر", "مسوول", "مسوولون", "مصادر"):
        return tokens[at + 1].word not in grammar.OF_ONE_S_SIDE | grammar.DAYS
    return lexicon.is_role(before) and lexicon.is_body(tokens[at + 1].word)


def dual(tokens: Sequence[Token], index: int) -> bool:
    """«مهندسا المشروع»: a role in the dual before a definite noun."""
    word = tokens[index].word
    behind = tokens[index + 1].word if index + 1 < len(tokens) else ""
    return word.endswith("ا") and lexicon.is_role(word[:-1]) and behind.startswith("ال")
