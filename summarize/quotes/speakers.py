"""Who said it: subjects of reporting verbs, and a memory of the last speaker where the subject is dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from summarize.quotes import lexicon, phrases
from summarize.quotes.entities import Entity, Table
from summarize.quotes.phrases import (
    ADVERBS,
    CARRIERS,
    DAYS,
    OF_ONE_S_SIDE,
    OUTLETS,
    PREPOSITIONS,
    PRONOUNS,
    THAT,
    Phrase,
)
from summarize.quotes.tokens import Token

ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا نقلا حسبما بحسبما".split())
HIS_WORDS = frozenset("قوله قولها تعبيره تعبيرها وصفه وصفها زعمه زعمها رايه رايها كلامه كلامها".split())
LEADS = frozenset({":", "الي", "على", "عن", "في", "ب"})
PAPERS = frozenset("بيان تقرير رساله نص خطاب تصريح تدوينه وثيقه مذكره بيانا تقريرا بلاغ دراسه".split())
OPENERS = frozenset("وكان كان وكانت كانت اما لكن ولكن الا ان و كما وقد قد فيما بينما ثم".split())
CLAUSES = frozenset("حين فيما بينما كما مما عما بما منذ حتي".split())  # a verb may follow
FAR = 14  # words between a verb and its subject: «قال في مقابلة مع ... وزير ...»
NEAR = 9  # words between a subject that stands first and its verb
SENTENCE_ENDS = frozenset({".", "؟", "!"})
MEMORY = 12


class Mention(NamedTuple):
    entity: Entity
    start: int
    end: int


class Event(NamedTuple):
    """A reporting verb in a paragraph (token number) and its subject."""

    at: int
    verb: lexicon.Verb
    speaker: Mention | None
    explicit: bool


class Reader:
    """Reads the paragraphs of one article in order; holds the table of entities and the memory."""

    def __init__(self, text: str) -> None:
        self.table = Table(text)
        self.memory: deque[Mention] = deque(maxlen=MEMORY)  # speakers, the last one at the end
        self.papers: dict[str, Entity] = {}  # «بيان» -> whose it is

    def introduce(self, tokens: Sequence[Token]) -> None:
        """Put the people that a paragraph names in full into the table, speakers or not."""
        self.table.note(tokens)
        index = 0
        while index < len(tokens):
            phrase = phrases.introduction(tokens, index)
            if phrase is None:
                index += 1
                continue
            entity = self.table.add(phrase)
            if role := phrases.apposition(tokens, phrase.stop) or phrases.apposition_before(tokens, index):
                self.table.give_role(entity, role)
            index = phrase.stop

    def events(self, tokens: Sequence[Token]) -> list[Event]:
        """The reporting verbs of a paragraph with their speakers, in order."""
        ends = [index + 1 for index, token in enumerate(tokens) if token.word in SENTENCE_ENDS]
        found: list[Event] = []
        start = 0
        for end in [*ends, len(tokens)]:
            found += self._in_sentence(tokens, start, end)
            start = end
        return found

    def _in_sentence(self, tokens: Sequence[Token], start: int, end: int) -> list[Event]:
        found: list[Event] = []
        topic = self._topic(tokens, start)
        for index in range(start, end):
            token = tokens[index]
            if token.kind != "word":
                continue
            if token.word.removeprefix("و") == "جاء":
                self._append(found, self._document(tokens, index))
            verb = lexicon.verb(token.word)
            if verb is not None and _reports(tokens, index, verb):
                self._append(found, self._event(tokens, index, verb, (found, topic)))
        if topic and not found:
            self.memory.append(topic)
        return found

    def _append(self, found: list[Event], event: Event | None) -> None:
        if event is None:
            return
        found.append(event)
        if event.speaker is not None:
            self.memory.append(event.speaker)

    def _event(
        self,
        tokens: Sequence[Token],
        index: int,
        verb: lexicon.Verb,
        sentence: tuple[list[Event], Mention | None],
    ) -> Event:
        before, topic = sentence
        if verb.form == "finite" and (phrase := self.subject(tokens, index + 1, verb)):
            return Event(index, verb, self._explicit(tokens, index, phrase, verb), True)
        if verb.form == "masdar" and (source := self._source(tokens, index)):
            return Event(index, verb, source, True)
        main = [event.speaker for event in before if event.speaker and event.verb.form == "finite"]
        main = [mention for mention in main if _agrees(mention.entity, verb)]
        if main:
            return Event(index, verb, main[-1], False)
        if topic and _agrees(topic.entity, verb):
            return Event(index, verb, topic, verb.form == "finite")
        return Event(index, verb, self.recall(verb), False)

    def _explicit(self, tokens: Sequence[Token], index: int, phrase: Phrase, verb: lexicon.Verb) -> Mention:
        paper = lexicon.bare(phrase.head)
        if phrase.head in PAPERS and len(phrase.tokens) > 1:  # «وقال بيان الوزارة»
            start = next(i for i in range(index, len(tokens)) if tokens[i].start == phrase.tokens[1].start)
            owner = phrases.read(tokens, start, self.table.knows)
            if owner and (lexicon.is_body(owner.head) or lexicon.is_role(owner.head)):
                return self.mention(owner)
        alone = len(phrase.tokens) == 1 and phrase.head.startswith("ال")
        if alone and paper in self.papers:
            return Mention(self.papers[paper], phrase.start, phrase.end)
        mention = self.mention(phrase)
        if role := phrases.apposition(tokens, phrase.stop):
            self.table.give_role(mention.entity, role)
        if tokens[index + 1].start == phrase.start:
            mention.entity.gender = mention.entity.gender or verb.gender
        for token in tokens[index : index + FAR + 10]:
            word = token.word.removeprefix("ب") if token.word[1:] in PAPERS else token.word
            if word in PAPERS and not (phrase.start <= token.start < phrase.end):
                self.papers[word.removesuffix("ا")] = mention.entity
        return mention

    def mention(self, phrase: Phrase) -> Mention:
        return Mention(self.table.add(phrase), phrase.start, phrase.end)

    def recall(self, verb: lexicon.Verb | None) -> Mention | None:
        """The last speaker whom the verb agrees with; a woman before somebody whose gender is unknown."""
        if verb and verb.gender == "f" and (women := [one for one in self.memory if one.entity.gender == "f"]):
            return women[-1]
        fits = [one for one in self.memory if verb is None or _agrees(one.entity, verb)]
        return fits[-1] if fits else None

    def subject(self, tokens: Sequence[Token], index: int, verb: lexicon.Verb) -> Phrase | None:
        """The noun phrase behind a verb, adverbs and outlets stepped over; None where the subject is dropped."""
        stop = min(len(tokens), index + FAR)
        skipping = False
        first = index
        while index < stop:
            token = tokens[index]
            if token.kind == "quote" or token.word in THAT or token.word == ":" or token.word in SENTENCE_ENDS:
                return None
            if token.word in ("من", "ومن") and index + 1 < stop and tokens[index + 1].word in OF_ONE_S_SIDE:
                index += 1
            elif phrases.function(token.word) or phrases.addresses(token.word) or lexicon.prefixed(token.word):
                skipping = True
            elif token.word in ADVERBS or token.word in DAYS or token.word in PRONOUNS or token.kind == "sign":
                skipping = skipping and token.word not in ("،", ",")
            elif phrases.finite(token.word):
                certain = index == first and "subject" in _uses(verb.lemma) and lexicon.verb(token.word) is None
                return phrases.name_first(tokens, index, self.table.knows) if certain else None  # «قال سيموس ...»
            elif not skipping or self._starts_person(tokens, index):
                phrase = phrases.read(tokens, index, self.table.knows)
                if phrase and self._could_speak(tokens, phrase, verb, index == first):
                    return phrases.with_name_behind(tokens, phrase, self.table.knows)
                return self._person_before_clause(tokens, index, stop, verb)
            index += 1
        return None

    def _could_speak(self, tokens: Sequence[Token], phrase: Phrase, verb: lexicon.Verb, next_: bool) -> bool:
        """A person, a body or a description of one; not the object of the verb («أكد ضرورة ...»)."""
        head = phrase.head
        if phrases.dual(phrase.tokens, 0):
            return True
        if head.startswith("ال") and head.endswith("ين") and not (lexicon.is_role(head) or lexicon.is_name(head[2:])):
            return False  # an object: «دعا المتظاهرين»
        if head.endswith("ا") and lexicon.is_common(head[:-1]) or lexicon.prefixed(head):
            return False  # «كذباً», «بعدم»
        if verb.gender == "m" and not verb.plural and lexicon.roles().get(lexicon.bare(head)) == "f":
            return False
        if head in ("احد", "احدي", "بعض", "عدد"):
            return len(phrase.tokens) > 1
        if lexicon.is_role(head) or lexicon.is_body(head) or lexicon.is_name(head) or self.table.knows(head):
            return True
        if len(phrase.named) > 1 or (phrase.named and phrase.described):
            return True
        closed = phrase.stop < len(tokens) and (
            tokens[phrase.stop].word in THAT - {"بان", "بانه", "بانها"}
            or tokens[phrase.stop].word == ":"
            or tokens[phrase.stop].kind == "quote"
        )
        noun = lexicon.is_common(lexicon.bare(head))
        if "subject" in _uses(verb.lemma) and next_:
            return (not noun or head.startswith("ال")) and len(head) > 1
        return (head.startswith("ال") and (closed or not noun)) or (bool(phrase.named) and not noun)

    def _person_before_clause(
        self, tokens: Sequence[Token], index: int, stop: int, verb: lexicon.Verb
    ) -> Phrase | None:
        """«أكدت المدرسة في الكلية الدكتورة إرادة العلي أن»: who is named right before what was said."""
        while index < stop and tokens[index].kind == "word" and tokens[index].word not in THAT:
            phrase = phrases.person(tokens, index, self.table.knows)
            if phrase:
                behind = phrase.stop
                if role := phrases.apposition(tokens, behind):
                    behind += len(role) + 2
                ends = behind >= len(tokens) or tokens[behind].word in THAT or tokens[behind].word == ":"
                titled = phrase.head in phrases.TITLES
                return phrase if (ends or tokens[behind].kind == "quote") and titled else None
            index += 1
        return None

    def _starts_person(self, tokens: Sequence[Token], index: int) -> bool:
        word, before = tokens[index].word, tokens[index - 1].word
        if lexicon.bare(word) in OUTLETS or lexicon.bare(before) in CARRIERS or phrases.function(before):
            return False
        if lexicon.is_role(word):
            noun = lexicon.bare(before) == before and lexicon.is_common(before)  # «مؤتمر صحافي»
            return not lexicon.is_role(before) and not noun
        return lexicon.is_name(word) and phrases.person(tokens, index, self.table.knows) is not None

    def _topic(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """Who acts in a sentence: «الصحيفة قالت», «أما الوزير فقال», «أنذر المتحدث فلان ... وقال»."""
        index = _behind_openers(tokens, index)
        for at in range(index, min(index + 6, len(tokens))):
            word = tokens[at].word
            if tokens[at].kind != "word" or word in THAT or phrases.addresses(word) or word in PREPOSITIONS:
                return None
            if lexicon.verb(word) and not lexicon.is_role(word):
                return None
            phrase = phrases.read(tokens, at, self.table.knows)
            if phrase and at == index + 1 and len(phrase.named) > 1 and phrases.apposition(tokens, phrase.stop):
                return self.mention(phrase)
            if phrase and self._acts(phrase, at == index) and (at < index + 2 or len(phrase.named) > 1):
                return self.mention(phrase)
            if word.startswith("ال") and not phrases.finite(word):
                return None
        return None

    def _acts(self, phrase: Phrase, first: bool) -> bool:
        head = phrase.head
        if lexicon.is_role(head):
            return bool(phrase.named) or first or head.startswith("ال")
        if lexicon.is_body(head):
            return first
        if lexicon.is_name(head) or self.table.knows(head):
            return len(phrase.named) > 1 or self.table.knows(head)
        return head.startswith("ال") and len(phrase.named) > 1 and bool(phrase.described)

    def _document(self, tokens: Sequence[Token], index: int) -> Event | None:
        """«جاء في بيان للوزارة أن», «بيان صادر عن الوزارة جاء فيه»: the body behind the paper, or the paper."""
        verb = lexicon.Verb("جاء", "finite", "", False)
        near = [i for i in range(_sentence(tokens, index), min(index + 8, len(tokens))) if abs(i - index) <= 8]
        papers = [i for i in near if i > index and _is_paper(tokens[i].word)]
        papers = papers or [i for i in near if _is_paper(tokens[i].word)]
        if not papers:
            return None
        for at in range(papers[0] + 1, min(papers[0] + 4, len(tokens))):
            word = tokens[at].word
            if word == "عن" or (word[:1] == "ل" and len(word) > 3 and word not in THAT):
                return self._behind(tokens, at + (word == "عن"), index, verb)
            if at == papers[0] + 1 and (lexicon.is_body(word) or lexicon.is_role(word)):
                return self._behind(tokens, at, index, verb)
        token = tokens[papers[0]]
        paper = lexicon.bare(token.word)
        if paper in self.papers:
            return Event(index, verb, Mention(self.papers[paper], token.start, token.end), True)
        return Event(index, verb, self.mention(Phrase([token], (), papers[0] + 1)), True)

    def _behind(self, tokens: Sequence[Token], at: int, index: int, verb: lexicon.Verb) -> Event | None:
        phrase = phrases.read(_without_l(tokens, at), 0, self.table.knows)
        return Event(index, verb, self.mention(phrase), True) if phrase else None

    def _source(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """«نقلت الوكالة عن الوزير قوله»: who stands behind عن."""
        for back in range(index - 1, max(0, index - FAR) - 1, -1):
            if tokens[back].word in SENTENCE_ENDS:
                return None
            if tokens[back].word == "عن" and back + 1 < index:
                phrase = phrases.read(tokens[:index], back + 1, self.table.knows)
                return self.mention(phrase) if phrase else None
        return None

    def according(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """«بحسب الوزير», «وفقاً لما ذكره فلان»; the outlet that carried the words only where nobody else is there."""
        while index < len(tokens) and tokens[index].word in ("ل", "ما", "لما", "عن"):
            index += 1
        if index < len(tokens) and tokens[index].word in HIS_WORDS:
            return self.recall(None)
        if index < len(tokens) and lexicon.verb(tokens[index].word.removesuffix("ه").removesuffix("ته")):
            index += 1
        phrase = phrases.read(_without_l(tokens, index), 0, self.table.knows)
        if phrase is None or not self._could_speak(tokens, phrase, lexicon.Verb("", "finite", "", False), False):
            return None
        return self.mention(phrase)


def _behind_openers(tokens: Sequence[Token], index: int) -> int:
    """Over «وكان», «من جهته», «وفي السياق،»."""
    for at in range(index, min(index + 6, len(tokens))):
        if lexicon.verb(tokens[at].word) or lexicon.is_name(tokens[at].word):
            break
        if tokens[at].word in ("،", ",") and phrases.function(tokens[index].word):
            index = at + 1
            break
    while index < len(tokens) and (tokens[index].word in OPENERS or tokens[index].word in ("،", ",")):
        index += 1
    if index + 1 < len(tokens) and tokens[index].word in ("من", "ومن") and tokens[index + 1].word in OF_ONE_S_SIDE:
        index += 2
    return index


def _sentence(tokens: Sequence[Token], index: int) -> int:
    while index > 0 and tokens[index - 1].word not in SENTENCE_ENDS:
        index -= 1
    return index


def _uses(lemma: str) -> list[str]:
    return [use for use in ("weak", "subject") if lemma in lexicon.lemmas(use)]


def _agrees(entity: Entity, verb: lexicon.Verb) -> bool:
    """Gender and number, as far as both are known; a feminine singular also fits a group of things."""
    if verb.gender and entity.gender and verb.gender != entity.gender:
        return False
    if entity.plural and verb.gender == "m" and not verb.plural and verb.form == "finite":
        return False
    return not verb.plural or entity.plural or entity.body


def _is_paper(word: str) -> bool:
    return lexicon.bare(word) in PAPERS or word[1:] in PAPERS


def _without_l(tokens: Sequence[Token], at: int) -> list[Token]:
    """«للوزارة» as «الوزارة»: a mention is verbatim, but its first letter is a preposition."""
    if at >= len(tokens):
        return []
    head = tokens[at]
    if head.word.startswith("لل"):
        head = head._replace(word="ال" + head.word[2:])
    elif head.word[:1] == "ل" and not lexicon.is_name(head.word):
        head = head._replace(word=head.word[1:], start=head.start + 1)
    return [head, *tokens[at + 1 : at + FAR + 10]]


def _reports(tokens: Sequence[Token], index: int, verb: lexicon.Verb) -> bool:
    """Whether the form says something here: not the preposition بين or عبر, and not «زاد» without what was said."""
    near = tokens[index + 1 : index + 7]
    word = tokens[index].word.removeprefix("و")
    if verb.form == "participle" and (lexicon.is_role(word) or (near and near[0].word == "باسم")):
        return False
    if index and tokens[index - 1].word in ("ان", "لان") and not _leads_to_quote(tokens, index):
        return False  # «من أن تطالب واشنطن»: nobody has said it
    if index and tokens[index - 1].word in ("ما", "كما", "لما", "حسبما"):
        return True  # «بحسب ما ذكر المرصد»
    if index and verb.form == "finite" and tokens[index - 1].word in PREPOSITIONS - CLAUSES:
        return False  # «دون ذكر الأدلة», «في رد»
    if word == "عبر" and near and not (near[0].word == "عن" or phrases.speaks(near[0].word)):
        return False  # «عبر خطاب متلفز»
    if verb.lemma in ("عبّر", "أعرب"):
        return any(token.word == "عن" or token.word in THAT for token in near)
    if word in ("بين", "عقب"):
        return any(token.word in THAT or token.word == ":" for token in near[:2])
    suffixed = word not in lexicon.verbs() and word[1:] not in lexicon.verbs()  # «رأيتنا»
    if suffixed or verb.lemma in lexicon.lemmas("weak"):
        ahead = tokens[index + 1 : index + FAR]
        return any(token.word in THAT or token.word in (":", "ب") or token.kind == "quote" for token in ahead)
    if verb.form == "participle":
        return any(token.word in LEADS or token.word in THAT or token.kind == "quote" for token in near[:4])
    return True


def _leads_to_quote(tokens: Sequence[Token], index: int) -> bool:
    return any(token.kind == "quote" for token in tokens[index + 1 : index + 8])
