"""One table per article: who is who, from «وزير الخارجية الروسي سيرغي لافروف» to «لافروف», «الوزير»."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summarize import arabic
from summarize.quotes import lexicon
from summarize.quotes.marks import MARK
from summarize.quotes.tokens import Token

PARTICLES = frozenset("بن ابن بنت ال ابو ام عبد دي فان دو لا ديل الدين الله".split())
TITLES = frozenset("الدكتور السيد السيده الشيخ الاستاذ المهندس الامير الملك اللواء العميد الحاج د م ا".split())
LONGEST_NAME = 6  # words


@dataclass
class Entity:
    """A person or a body. `name` is empty for somebody who is only described («المصدر», «خبير اقتصادي»)."""

    name: str
    role: str
    start: int
    end: int
    gender: str = ""
    mentions: list[tuple[int, int]] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return [word for word in arabic.words(self.name) if word not in PARTICLES]

    @property
    def label(self) -> str:
        return self.name or self.role


class Table:
    """Entities in the order of their first mention."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all: list[Entity] = []
        self.before: dict[str, Token] = {}  # word -> a word before it that may be its given name

    def note(self, tokens: Sequence[Token]) -> None:
        """Remember what stands before each possible family name, for names that the tables do not know."""
        for one, two in pairwise(tokens):
            if two.kind == one.kind == "word" and not two.word.startswith("ال") and lexicon.could_be_name(one.word):
                if not one.joined and not one.word.startswith(("ي", "ت", "س")) or lexicon.is_name(one.word):
                    self.before.setdefault(two.word, one)

    def add(self, phrase: Sequence[Token]) -> Entity | None:
        """The entity that a noun phrase names, new or known: role + name, name + role, name, or a description."""
        named, described = split(phrase)
        name, role = self._surface(named), self._surface(described)
        start, end = phrase[0].start, phrase[-1].end
        known = self._by_name(named, described) if named else self._by_role(phrase)
        gender = _gender(described or phrase)
        if known is None:
            if len(named) == 1 and not lexicon.is_body(named[0].word) and (given := self.before.get(named[0].word)):
                name = f"{self._surface([given])} {name}"
            known = Entity(name, role, start, end, gender)
            self.all.append(known)
        elif name and len(known.words) < len([t for t in named if t.word not in PARTICLES]):
            known.name = name  # the fuller one
        if role and named and len(role.split()) > len(known.role.split()):
            known.role = role
        known.gender = known.gender or gender
        known.mentions.append((start, end))
        return known

    def give_role(self, entity: Entity, phrase: Sequence[Token]) -> None:
        """An apposition after the name: «…، وزير الخارجية،»"""
        if all(word in TITLES for word in arabic.words(entity.role)):
            entity.role = self._surface(phrase)
            entity.gender = entity.gender or _gender(phrase)

    def find(self, words: Sequence[str]) -> Entity | None:
        """The last entity with one of these words as family or given name."""
        for entity in reversed(self.all):
            own = entity.words
            if own and any(_same(word, own[-1]) or _same(word, own[0]) for word in words):
                return entity
        return None

    def _surface(self, phrase: Sequence[Token]) -> str:
        return " ".join(MARK.sub(" ", self.text[phrase[0].start : phrase[-1].end]).split()) if phrase else ""

    def _by_name(self, named: Sequence[Token], described: Sequence[Token]) -> Entity | None:
        """The best match by name: two words in common, or one that is the family name, or the given name with a title."""
        words = [token.word for token in named if token.word not in PARTICLES]
        title = {_stem(token.word) for token in described}
        best, most = None, 0
        for entity in self.all:
            score = _likeness(words, entity.words)
            if score:
                score += bool(title & {_stem(word) for word in arabic.words(entity.role)})
            if score and score >= most:
                best, most = entity, score
        return best

    def _by_role(self, phrase: Sequence[Token]) -> Entity | None:
        """«الوزير» -> the last one with «وزير» as the head of the role; «مبعوث الرئيس الروسي الخاص» -> all."""
        stems = [_stem(token.word) for token in phrase]
        definite = phrase[0].word.startswith(("ال", "هذا", "هذه"))
        for entity in reversed(self.all):
            own = [_stem(word) for word in arabic.words(entity.role)]
            body = [_stem(word) for word in arabic.words(entity.name)] if not own else []
            if own and len(stems) > 1 and set(stems) <= set(own):
                return entity
            if definite and len(stems) <= 2 and own and stems[0] == own[0] and set(stems) <= set(own):
                return entity
            if definite and body and stems[0] == body[0] and len(stems) == 1:
                return entity
        return None


def split(phrase: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Name and role: «وزير الخارجية فيليب هاموند» -> «فيليب هاموند», «وزير الخارجية»; a body is all name."""
    named, described = _parts(phrase)
    if lexicon.is_body(phrase[0].word):
        return named, described
    end = next((i for i, t in enumerate(named) if i and not _in_name(t, i)), len(named))
    return named[:end], described


def _in_name(token: Token, index: int) -> bool:
    """Not «وإيران», «لمنصب», «سيشارك»; right behind the given name also a common noun («فاروق سلطان»)."""
    word = token.word
    if word in PARTICLES or lexicon.is_name(word) or word.startswith("ال"):
        return True
    if token.joined or lexicon.prefixed(word) or word.startswith(("سي", "ست", "ي")):
        return False
    return lexicon.could_be_name(word) or (index == 1 and lexicon.verb(word) is None and not lexicon.is_role(word))


def _parts(phrase: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    words = [token.word for token in phrase]
    if lexicon.is_body(words[0]) and not lexicon.is_role(words[0]):
        return phrase, ()
    if lexicon.is_name(words[0]) or lexicon.could_be_name(words[0]):
        for index in range(1, len(words)):
            if lexicon.is_role(words[index]):
                return phrase[:index], phrase[index:]
        return phrase, ()
    cut = _name_start(words)
    return phrase[cut:], phrase[:cut]


def has_name(phrase: Sequence[Token]) -> bool:
    return bool(split(phrase)[0])


def _name_start(words: list[str]) -> int:
    """Where the name begins behind a role; the number of words where there is no name."""
    last = 0
    for index, word in enumerate(words):  # behind the last role noun
        if lexicon.is_role(word) or word == "باسم":
            last = index + 1
    for index in range(last, len(words)):
        word, after_article = words[index], index > 0 and words[index - 1].startswith("ال")
        following = words[index + 1] if index + 1 < len(words) else ""
        if len(words) - index > LONGEST_NAME or lexicon.prefixed(word):
            continue
        if lexicon.is_name(word) and (following or after_article):
            return index
        if lexicon.bare(word) != word and lexicon.is_name(lexicon.bare(word)) and lexicon.could_be_name(following):
            return index  # «الحسن فلاح»
        accusative = word.endswith("ا") and word[:-1] in lexicon.common()  # «رافضاً»
        if lexicon.could_be_name(word) and after_article and not accusative:
            return index
    return 1 if len(words) > 1 and words[0] in TITLES else len(words)


def _likeness(words: list[str], own: list[str]) -> int:
    """How far two names are one: 0 not at all, 2 by the given name, 4 by the family name, 6 by two words."""
    if not words or not own:
        return 0
    shared = sum(any(_same(a, b) for b in own) for a in words)
    if shared >= 2 or (shared == 1 and len(words) == len(own) == 1):
        return 6
    if shared and (len(words) == 1 or len(own) == 1):
        long, short = (own, words) if len(own) > 1 else (words, own)
        return 4 if _same(long[-1], short[0]) else 2 if _same(long[0], short[0]) else 1
    return 0


def _gender(phrase: Sequence[Token]) -> str:
    for token in phrase:
        head = lexicon.bare(token.word)
        if head in lexicon.roles():
            return lexicon.roles()[head]
        if head in lexicon.bodies():
            return lexicon.bodies()[head]
    first = phrase[0].word
    return "f" if first in lexicon.women() else ""


def _stem(word: str) -> str:
    return arabic.stem("ال" + word[2:] if word.startswith("لل") else word)


def _same(one: str, other: str) -> bool:
    """Family names with and without the article: الحريري ~ حريري; ترامب ~ ترمب."""
    a, b = one.removeprefix("ال"), other.removeprefix("ال")
    return a == b or (len(a) > 3 and len(b) > 3 and _bones(a) == _bones(b) and len(_bones(a)) > 2)


def _bones(word: str) -> str:
    return word[0] + word[1:].translate({ord(c): None for c in "اوي"})
