"""Names of people among the words: where one begins behind a role, where it ends, and whether one is ahead."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from summarize.quotes import grammar, lexicon
from summarize.quotes.tokens import Token

Known = Callable[[str], str]  # "given" or "family" if a word is such a name of somebody in the article, else ""
LONGEST = 6  # words
SPOKESMAN = 4  # words between «المتحدث» and «باسم»
SPOKESMEN = frozenset("متحدث متحدثه ناطق ناطقه تحدث يتحدث".split())


def begins(tokens: Sequence[Token], at: int, known: Known) -> bool:
    """Whether a name begins here, behind a description."""
    if at >= len(tokens) or not tokens[at].word.isalpha() or at == 0:
        return False
    word, before = tokens[at].word, tokens[at - 1].word
    follows = at + 1 < len(tokens) and tokens[at + 1].kind == "word"
    following = tokens[at + 1].word if follows else ""
    if mother(tokens, at):
        return before in grammar.TITLES or lexicon.is_role(before)
    if speaks_for(tokens, at) or speaks_for(tokens, at - 1) or grammar.closes(word) or tokens[at].accusative:
        return False
    if word.startswith("ال"):
        return _definite_name(word, before, following)
    if before in grammar.TITLES:
        return bool(known(word)) or lexicon.is_name(word) or grammar.family(word) or grammar.may_name(word)
    if lexicon.prefixed(word):
        return word == "باسم" and grammar.article_name(following) and not lexicon.is_body(following)
    closed = before.startswith(("ال", "وال", "لل"))
    goes_on = follows and _goes_on(tokens[at + 1], known)
    if lexicon.is_name(word):
        return closed or goes_on
    if closed and goes_on and grammar.plain(word) and grammar.family(following):
        return True  # «المغنية المصرية ياسمينا العلواني»
    accusative = word.endswith("ا") and lexicon.is_common(word[:-1])
    return closed and not accusative and not tokens[at].joined and lexicon.could_be_name(word)


def mother(tokens: Sequence[Token], at: int) -> bool:
    """«أم أحمد»: a name, where no other name stands before «أم», which is «or», too."""
    if tokens[at].word != "ام" or at + 1 >= len(tokens) or tokens[at + 1].kind != "word":
        return False
    name = tokens[at + 1].word
    person = lexicon.is_name(name) or (grammar.family(name) and not name.startswith("ال"))  # not «أم القرى»
    return person and not (at and lexicon.is_name(tokens[at - 1].word))


def speaks_for(tokens: Sequence[Token], at: int) -> bool:
    """«المتحدث باسم»: not the given name باسم."""
    if tokens[at].word != "باسم":
        return False
    near = tokens[max(0, at - SPOKESMAN) : at]
    return any(lexicon.bare(token.word) in SPOKESMEN for token in near)


def _definite_name(word: str, before: str, following: str) -> bool:
    """A name with the article: «رئيس اللجنة الحسن فلاح», «اللواء الزهراني»"""
    if following and (lexicon.is_name(word) or (not word.endswith("ي") and lexicon.is_name(word[2:]))):
        return grammar.family(following) or grammar.may_name(following) or grammar.article_name(following)
    return before in grammar.TITLES and not lexicon.is_role(word) and not lexicon.is_common(lexicon.bare(word))


def end_of(tokens: Sequence[Token], index: int, known: Known) -> int:
    end = index + 1
    while end < len(tokens) and end - index < LONGEST and tokens[end].kind == "word":
        if _addresses(tokens[end].word, known):
            break
        first = end == index + 1 or (end == index + 2 and tokens[index].word in grammar.LINKS)
        second = (
            first and known(tokens[end - 1].word) != "family" and _second(tokens, end)
        )  # not behind a known family name
        if not (second or _goes_on_behind(tokens, end, known, end > index + 1)):
            break
        end += 1
    return end


def _addresses(word: str, known: Known) -> bool:
    """«وقالت بستاني لبركات»: ل before somebody of the article."""
    own = lexicon.is_name(word) or known(word)
    return word.startswith("ل") and len(word) > 3 and bool(known(word[1:])) and not own


def _goes_on_behind(tokens: Sequence[Token], at: int, known: Known, long: bool) -> bool:
    word, before = tokens[at].word, tokens[at - 1].word
    if before in grammar.LINKS and word not in grammar.PREPOSITIONS and word not in grammar.THAT:
        return True
    family = long and before.startswith("ال") and before not in grammar.PARTICLES
    if family and not word.startswith("ال") and not grammar.speaks(word):
        return False  # «طارق الهاشمي بإشراك»: nothing new behind a family name
    return _goes_on(tokens[at], known)


def _second(tokens: Sequence[Token], at: int) -> bool:
    """A noun that is a family name: «فاروق سلطان», «سمير الجسر»; sure where the phrase must end behind it."""
    word, known_given = tokens[at].word, lexicon.is_name(tokens[at - 1].word)
    if tokens[at].joined or tokens[at].accusative:
        return False
    if word.startswith("ال"):
        return known_given and grammar.article_name(word) and _ends(tokens, at + 1)
    if known_given and grammar.may_name(word):
        return True
    sign = at + 1 >= len(tokens) or tokens[at + 1].kind != "word" or tokens[at + 1].word in grammar.THAT
    return grammar.plain(word) and _ends(tokens, at + 1) and (known_given or sign)


def _ends(tokens: Sequence[Token], at: int) -> bool:
    """Whether a name must end before this token: a sign, أن, a quotation, a role with the article."""
    if at >= len(tokens) or tokens[at].kind != "word":
        return True
    word = tokens[at].word
    return grammar.function(word) or (word.startswith("ال") and lexicon.is_role(word))


def _goes_on(token: Token, known: Known) -> bool:
    """A word that may continue a name; not «وكوشنر», «يخطط», «الأميركي»."""
    word = token.word
    if (
        token.kind != "word"
        or word in grammar.THAT
        or word in grammar.DAYS
        or word in grammar.RELATIVES
        or word in grammar.ADVERBS
    ):
        return False
    if lexicon.is_role(word) and word not in grammar.PARTICLES:
        return False
    if word in grammar.PARTICLES or lexicon.is_name(word) or known(word):
        return word != "لا"
    if word in grammar.PREPOSITIONS or word in grammar.PRONOUNS:
        return False
    if word.startswith("ال"):
        return not lexicon.is_common(lexicon.bare(word)) and not lexicon.is_role(word) and len(word) > 4
    return not token.joined and not grammar.finite(word) and lexicon.could_be_name(word)


def ahead(tokens: Sequence[Token], index: int, known: Known) -> bool:
    """Whether a person's name comes within seven words without a sign between: «في وزارة الداخلية سعد العلي»."""
    for place in range(index + 1, min(index + 8, len(tokens) - 1)):
        word = tokens[place].word
        if (
            tokens[place].kind != "word"
            or word in grammar.THAT
            or grammar.finite(word)
            or word in grammar.RELATIVES
            or grammar.is_outlet(word)
        ):
            return False
        if lexicon.is_name(word) and not lexicon.prefixed(word):
            return _goes_on(tokens[place + 1], known) or _second(tokens, place + 1)
    return False
