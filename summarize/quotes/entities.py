"""One table per article: who is who, from «وزير الخارجية الروسي سيرغي لافروف» to «لافروف», «الوزير»."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from summarize import arabic
from summarize.quotes import lexicon, possessives
from summarize.quotes.grammar import PARTICLES, TITLES, finite
from summarize.quotes.marks import MARK
from summarize.quotes.phrases import Phrase, dual
from summarize.quotes.tokens import Token

CANDIDATES = 24  # the last entities that share a word: what is further back in a very long text is somebody else
SAME = frozenset("نفسه نفسها ذاته ذاتها المذكور المذكوره عينه".split())


@dataclass(eq=False)
class Entity:
    """A person or a body. `name` is empty for somebody who is only described («المصدر», «خبير اقتصادي»)."""

    name: str
    role: str
    gender: str = ""
    plural: bool = False
    body: bool = False
    mentions: list[int] = field(default_factory=list)  # where, in order

    @property
    def words(self) -> list[str]:
        return _name_words(self.name)

    @property
    def label(self) -> str:
        return self.name or self.role


class Table:
    """Entities, found by the words of their names and roles."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.before: dict[str, Token] = {}  # a possible family name -> the given name that stood before it first
        self._named: defaultdict[str, deque[Entity]] = defaultdict(lambda: deque(maxlen=CANDIDATES))
        self._described: defaultdict[str, deque[Entity]] = defaultdict(lambda: deque(maxlen=CANDIDATES))

    def note(self, tokens: Sequence[Token]) -> None:
        """Remember what stands before each possible family name, for surnames that come alone later."""
        for index in range(1, len(tokens)):
            one, two = tokens[index - 1], tokens[index]
            if two.kind == one.kind == "word" and two.word not in self.before and self._given(tokens, index - 1):
                self.before[two.word] = one

    def _given(self, tokens: Sequence[Token], index: int) -> bool:
        """A given name of the table, or an unknown word behind a phrase that a definite word closed."""
        token = tokens[index]
        if lexicon.is_name(token.word):
            return True
        closed = index > 0 and tokens[index - 1].word.startswith("ال") and not tokens[index - 1].word.endswith("ين")
        return closed and not token.joined and lexicon.could_be_name(token.word) and not finite(token.word)

    def knows(self, word: str) -> str:
        """'family' or 'given' if it is such a name of somebody here, else ''"""
        entity = self.find(word)
        if entity is None:
            return ""
        return "family" if _same(word, entity.words[-1]) and len(entity.words) > 1 else "given"

    def find(self, word: str) -> Entity | None:
        """The last person with this word as family or given name."""
        for entity in reversed(self._named.get(_key(word), ())):
            own = entity.words
            if not entity.body and own and (_same(word, own[-1]) or _same(word, own[0])):
                return entity
        return None

    def people(self) -> Iterator[str]:
        """Names of two words and more of those who have a role, which tells them from other runs of names."""
        for entity in _distinct(self._named.values()):
            if not entity.body and len(entity.words) > 1 and _is_role(arabic.words(entity.role)):
                yield entity.name

    def add(self, phrase: Phrase, verb: str = "") -> Entity:
        """The entity that a noun phrase names, new or known; `verb`: the gender of the verb before it, '' if none."""
        name, role = self._surface(phrase.named), self._surface(_without_titles(phrase.described))
        if name and possessives.leans(phrase.described, self.text):
            role = ""
        body = bool(phrase.named) and lexicon.is_body(phrase.named[0].word) and not phrase.described
        gender, plural = _gender(phrase), _plural(phrase)
        find = self._by_name if phrase.named and not body else self._by_role
        known = find(phrase, "" if (gender, verb) == ("m", "f") else gender or verb)  # «قالت النائب ليلى»
        if known is None:
            known = Entity(self._full(phrase, name, body), role, gender, plural, body)
        elif name and known.body == body and len(known.words) < len(_name_words(name)):
            known.name = name  # the fuller one
        if role and phrase.named and len(role.split()) > len(known.role.split()):
            known.role = role
        known.gender = known.gender or gender
        insort(known.mentions, phrase.start)
        self._index(known)
        return known

    def give_role(self, entity: Entity, role: Sequence[Token]) -> None:
        """An apposition: «…، وزير الخارجية،»"""
        if possessives.leans(role, self.text):
            return
        if all(word in TITLES for word in arabic.words(entity.role)) and not entity.body:
            entity.role = self._surface(role) if entity.name else entity.role
            entity.gender = entity.gender or _gender(Phrase((), role, 0))
            self._index(entity)

    def _full(self, phrase: Phrase, name: str, body: bool) -> str:
        alone = len(phrase.named) == 1 and not body
        given = self.before.get(phrase.named[0].word) if alone else None
        return f"{self._surface([given])} {name}" if given else name

    def _index(self, entity: Entity) -> None:
        for word in entity.words:
            _put(self._named[_key(word)], entity)
        for word in {_stem(word) for word in arabic.words(entity.role or entity.name)}:
            _put(self._described[word], entity)

    def _surface(self, phrase: Sequence[Token]) -> str:
        if not phrase:
            return ""
        surface = " ".join(MARK.sub(" ", self.text[phrase[0].start : phrase[-1].end]).split())
        return "ال" + surface[2:] if surface.startswith("لل") else surface

    def _by_name(self, phrase: Phrase, gender: str) -> Entity | None:
        """The best match: two words in common, or one that is the family name, or the given name with a title."""
        words = _without_particles([token.word for token in phrase.named])
        title = {_stem(token.word) for token in phrase.described}
        best, most = None, 0
        for entity in _distinct(self._named.get(_key(word), ()) for word in words):
            score = 0 if entity.body else _likeness(words, entity.words)
            if score:
                score -= not _may_be(entity, gender)  # «وقالت الحريري», with بهية and سعد
                score += bool(title & {_stem(word) for word in arabic.words(entity.role)})
            if score and score >= most:
                best, most = entity, score
        return best

    def _by_role(self, phrase: Phrase, gender: str) -> Entity | None:
        """«الوزير» -> the last one with «وزير» as the head of the role; «مبعوث الرئيس الروسي الخاص» -> all words."""
        words = [token.word for token in phrase.tokens if token.word not in SAME]
        stems = [_stem(word) for word in words]
        definite = words[0].startswith(("ال", "هذا", "هذه"))
        heads = [one for one in self._described.get(stems[0], ()) if _may_be(one, gender)]
        fits = [one for one in heads if _fits(stems, one, definite, words[0])]
        if not fits and definite and all(word.endswith(("ي", "يه")) for word in words[1:]):
            people = [one for one in heads if one.name and one.role and _stem(arabic.words(one.role)[0]) == stems[0]]
            fits = people if len(people) == 1 else []  # «المدرب الهولندي», where only one is a coach
        return max(fits, key=lambda one: _last_before(one, phrase.start), default=None)


def _may_be(entity: Entity, gender: str) -> bool:
    """«الوزيرة» is not the man who is «وزير», though the stem is one."""
    return not (entity.gender and gender) or entity.gender == gender


def _is_role(words: list[str]) -> bool:
    """Whether words are the role of a person; not those of «عضو بجامعة الإمام محمد بن سعود», a body named for one."""
    body, title = words[-2:] if len(words) > 1 else ("", "")
    named_for = lexicon.is_role(title) and (lexicon.is_body(body) or lexicon.is_body(body[1:]))
    return bool(words) and (body.startswith("ال") or not named_for)


def _fits(stems: list[str], entity: Entity, definite: bool, head: str) -> bool:
    own = [_stem(word) for word in arabic.words(entity.role or entity.name)]
    if len(stems) > 1 and set(stems) <= set(own):
        return stems[0] == own[0] or lexicon.is_role(head)
    if entity.body and own == stems[:1]:
        return True  # «المرصد», and only later «المرصد السوري لحقوق الإنسان»
    return definite and len(stems) <= 2 and stems[0] == own[0] and set(stems) <= set(own)


def _last_before(entity: Entity, at: int) -> int:
    """Where it was mentioned last before a place; -1 where it comes only later."""
    number = bisect_left(entity.mentions, at)
    return entity.mentions[number - 1] if number else -1


def _without_titles(described: Sequence[Token]) -> Sequence[Token]:
    """«أستاذ الصحة العامة الدكتور» -> «أستاذ الصحة العامة»; a title alone stays."""
    end = len(described)
    while end > 1 and described[end - 1].word in TITLES - {"الفريق"}:
        end -= 1
    return described[:end]


def _put(row: deque[Entity], entity: Entity) -> None:
    if not row or row[-1] is not entity:
        if entity in row:
            row.remove(entity)
        row.append(entity)


def _distinct(rows: Iterable[Iterable[Entity]]) -> Iterator[Entity]:
    seen: set[int] = set()
    for row in rows:
        for entity in row:
            if id(entity) not in seen:
                seen.add(id(entity))
                yield entity


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


@lru_cache(maxsize=16384)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(_without_particles(arabic.words(name)))


def _without_particles(words: list[str]) -> list[str]:
    """'احمد ولد الشيخ' -> احمد, الشيخ; «أم أحمد» stays one word: she is not «أحمد»."""
    if words[:1] == ["ام"]:
        return [" ".join(words[:2]), *words[2:]]
    return [word for word in words if word not in PARTICLES] or words


def _name_words(name: str) -> list[str]:
    return list(_words_of(name))


def _gender(phrase: Phrase) -> str:
    words = [*phrase.described, *phrase.named[:1]]
    for token, behind in zip(words, [*words[1:], None], strict=True):
        head = lexicon.bare(token.word)
        his = head == token.word and head.endswith("ه") and lexicon.is_role(head[:-1])
        if his and not (behind and behind.word.startswith("ال")):
            return ""  # «شقيقه رئيس الحكومة»
        if head in lexicon.roles() and not lexicon.is_name(token.word):
            return lexicon.roles()[head] or ("f" if head != token.word else "")
        if head in lexicon.bodies():
            return lexicon.bodies()[head]
    if phrase.named and (phrase.named[0].word in lexicon.women() or phrase.named[0].word == "ام"):
        return "f"
    return ""


_PLURALS = frozenset(
    "نقاد بعض عدد كثير عشرات عديد علماء خبراء سكان اهالي شهود نشطاء وزراء زعماء نواب اعضاء "
    "قاده ضباط سفراء روساء اطباء مسوولو معدو مصادر".split()
)


def _plural(phrase: Phrase) -> bool:
    head = lexicon.bare((phrase.described or phrase.named)[0].word)
    if dual(phrase.tokens, 0):
        return True
    return head in _PLURALS or (
        not phrase.named and head.endswith(("ون", "ثا", "ان")) and head not in ("ديوان", "بيان")
    )


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """Without the article and the endings, so that the و of «وزير» stays: 'للوزارة', 'وزارة' -> 'وزار'"""
    for article in ("ال", "لل", "وال", "بال"):
        if word.startswith(article) and len(word) > len(article) + 2:
            word = word[len(article) :]
            break
    return arabic.stem("ال" + word)


@lru_cache(maxsize=65536)
def _key(word: str) -> str:
    """What spellings of a family name share: الحريري ~ حريري; ترامب ~ ترمب."""
    rest = word.removeprefix("ال") or word
    bones = rest[0] + rest[1:].translate(_SOFT)
    return bones if len(rest) > 3 and len(bones) > 2 else rest


_SOFT = {ord(c): None for c in "اوي"}


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)
