"""Who said it: subjects of reporting verbs, and a memory of the last speaker where the subject is dropped."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from summarize.quotes import cues, grammar, lexicon, phrases, subjects
from summarize.quotes.entities import Entity, Table
from summarize.quotes.phrases import Phrase
from summarize.quotes.tokens import Token

MEMORY = 12  # speakers that are remembered
LONGEST = 400  # words of a sentence
NEAR = 8  # words between «جاء» and the paper it names
APART = 24  # words behind a verb in which its paper may be named: «قالت الوزارة في بيان»


class Mention(NamedTuple):
    entity: Entity
    start: int
    end: int


class Event(NamedTuple):
    """A reporting verb in a paragraph (token number) and its subject."""

    at: int
    verb: lexicon.Verb
    speaker: Mention | None


class Reader:
    """Reads the paragraphs of one article in order; holds the table of entities and the memory."""

    def __init__(self, text: str) -> None:
        self.table = Table(text)
        self.memory: deque[Mention] = deque(maxlen=MEMORY)  # the last one at the end
        self.papers: dict[str, Entity] = {}  # «بيان» -> whose it is

    def introduce(self, tokens: Sequence[Token]) -> None:
        """Put everybody whom a paragraph names in full into the table, speaker or not."""
        self.table.note(tokens)
        index = 0
        while index < len(tokens):
            may = grammar.speaks(tokens[index].word)
            phrase = phrases.introduction(tokens, index) if may else None
            if phrase is None:
                index += 1
                continue
            entity = self.table.add(phrase)
            if role := phrases.apposition(tokens, phrase.stop) or phrases.apposition_before(tokens, index):
                self.table.give_role(entity, role)
            index = phrase.stop

    def events(self, tokens: Sequence[Token], stops: Sequence[int]) -> list[Event]:
        """The reporting verbs of a paragraph with their speakers, in order; `stops` end its sentences."""
        found: list[Event] = []
        start = 0
        for end in [*(stop + 1 for stop in stops), len(tokens)]:
            for at in range(start, end, LONGEST):  # a text without full stops is cut
                found += self._in_sentence(tokens, at, min(end, at + LONGEST))
            start = end
        return found

    def recall(self, verb: lexicon.Verb | None) -> Mention | None:
        """The last speaker whom the verb agrees with; a woman before somebody whose gender is unknown."""
        if verb and verb.gender == "f" and (women := [one for one in self.memory if one.entity.gender == "f"]):
            return women[-1]
        fits = [one for one in self.memory if verb is None or _agrees(one.entity, verb)]
        return fits[-1] if fits else None

    def according(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """«بحسب الوزير», «وفقاً لما ذكره فلان»; «على حد قوله» is the last speaker."""
        while index < len(tokens) and tokens[index].word in ("ل", "ما", "لما", "عن"):
            index += 1
        if index < len(tokens) and tokens[index].word in grammar.HIS_WORDS:
            return self.recall(None)
        if index < len(tokens) and tokens[index].word in grammar.LATTER:
            return self._latter(tokens, index)
        if index < len(tokens) and lexicon.verb(tokens[index].word.removesuffix("ه").removesuffix("ته")):
            index += 1
        phrase = phrases.read(_without_l(tokens, index), 0, self.table.knows)
        said = lexicon.Verb("", "finite", "", False)
        speaks = phrase and subjects.could_speak(tokens, phrase, said, self.table.knows, certain=False)
        return self._mention(phrase) if phrase and speaks else None

    # -- one sentence --

    def _in_sentence(self, tokens: Sequence[Token], start: int, end: int) -> list[Event]:
        found: list[Event] = []
        known = self.table.knows
        phrase = subjects.topic(tokens, start, known) or subjects.presented(tokens, start, end, known)
        topic = self._mention(phrase) if phrase else None
        for index in range(start, end):
            if tokens[index].kind != "word":
                continue
            if tokens[index].word.removeprefix("و") == "جاء":
                self._append(found, self._document(tokens, start, index, topic))
            verb = lexicon.verb(tokens[index].word)
            if verb is not None and cues.reports(tokens, index, verb):
                near = self._in_clause(tokens, start, index, verb) or topic
                latter = _latter_at(tokens, index + 1)
                speaker = self._latter(tokens, latter) if latter else self._named(tokens, index, verb)
                if speaker is None and not latter and not subjects.visible(tokens, index, verb, known):
                    speaker = self._dropped(found, near, verb)
                self._append(found, Event(index, verb, speaker))
        if topic and not found:
            self.memory.append(topic)
        return found

    def _append(self, found: list[Event], event: Event | None) -> None:
        if event is not None:
            found.append(event)
            self.memory += [event.speaker] if event.speaker else []

    def _named(self, tokens: Sequence[Token], index: int, verb: lexicon.Verb) -> Mention | None:
        """The speaker whom the sentence names with the verb."""
        phrase = subjects.behind(tokens, index, verb, self.table.knows) if verb.form == "finite" else None
        acts = phrase and subjects.acts_behind_relative(tokens, index, phrase, verb)
        relative = index > 0 and tokens[index - 1].word in ("الذي", "التي")
        if relative and not acts and (noun := self._antecedent(tokens, index - 1)):
            return noun
        if phrase:
            return self._explicit(tokens, index, phrase, verb)
        return self._source(tokens, index) if verb.form == "masdar" else None

    def _in_clause(self, tokens: Sequence[Token], sentence: int, index: int, verb: lexicon.Verb) -> Mention | None:
        """Who stands first in a later clause of the sentence."""
        start = subjects.clause(tokens, sentence, index) if verb.form == "finite" else None
        phrase = subjects.topic(tokens, start, self.table.knows) if start is not None else None
        inside = phrase is not None and phrase.end < tokens[index].start
        return self._mention(phrase) if phrase and inside else None

    def _dropped(self, before: Sequence[Event], topic: Mention | None, verb: lexicon.Verb) -> Mention | None:
        """The subject of the main verb of the sentence, who acts in it, or the last speaker; whoever agrees."""
        main = [event.speaker for event in before[-MEMORY:] if event.speaker and event.verb.form == "finite"]
        fits = [mention for mention in main if _agrees(mention.entity, verb)]
        if fits:
            return fits[-1]
        return topic if topic and _agrees(topic.entity, verb) else self.recall(verb)

    def _explicit(self, tokens: Sequence[Token], index: int, phrase: Phrase, verb: lexicon.Verb) -> Mention:
        if phrase.head in grammar.PAPERS and (owner := self._owner(tokens, phrase)):
            return owner
        paper = lexicon.bare(phrase.head)
        if len(phrase.tokens) == 1 and phrase.head.startswith("ال") and paper in self.papers:
            return Mention(self.papers[paper], phrase.start, phrase.end)
        gender = verb.gender if tokens[index + 1].start == phrase.start else ""
        mention = self._mention(phrase, gender)
        if role := phrases.apposition(tokens, phrase.stop):
            self.table.give_role(mention.entity, role)
        woman = gender == "f" and phrase.named and lexicon.is_role(phrase.head)  # «قالت النائب ليلى»
        mention.entity.gender = "f" if woman else mention.entity.gender or gender
        for token in tokens[index : index + APART]:
            new = _is_paper(token.word) and not token.word.startswith("ال")  # «في بيان»; «البيان» has its owner
            if new and not phrase.start <= token.start < phrase.end:
                self.papers[_paper(token.word)] = mention.entity
        return mention

    def _owner(self, tokens: Sequence[Token], phrase: Phrase) -> Mention | None:
        """«بيان الوزارة», «بيان للوزارة» -> the ministry."""
        start = phrase.stop - len(phrase.tokens) + 1
        owner = phrases.read(_without_l(tokens, start), 0, self.table.knows)
        return self._mention(owner) if owner and grammar.speaks(owner.head) else None

    def _document(self, tokens: Sequence[Token], sentence: int, index: int, topic: Mention | None) -> Event | None:
        """«جاء في بيان للوزارة أن», «بيان صادر عن الوزارة جاء فيه»: the body behind the paper, or the paper."""
        verb = lexicon.Verb("جاء", "finite", "", False)
        ahead = [at for at in range(index + 1, min(index + NEAR, len(tokens))) if _is_paper(tokens[at].word)]
        back = [at for at in range(max(sentence, index - NEAR), index) if _is_paper(tokens[at].word)]
        if not ahead and not back:
            return None
        paper = (ahead or back)[0]
        for at in range(paper + 1, min(paper + 4, len(tokens))):
            word = tokens[at].word
            owns = at == paper + 1 and grammar.speaks(word)
            if owns or word == "عن" or (word[:1] == "ل" and len(word) > 3 and word not in grammar.THAT):
                phrase = phrases.read(_without_l(tokens, at + (word == "عن")), 0, self.table.knows)
                return Event(index, verb, self._mention(phrase)) if phrase else None
        token = tokens[paper]
        if topic and paper < index and not token.word.startswith("ال"):
            return Event(index, verb, topic)  # «أصدر المدير بياناً جاء فيه»
        owner = self.papers.get(_paper(token.word))
        mention = Mention(owner, token.start, token.end) if owner else self._mention(Phrase([token], (), paper + 1))
        return Event(index, verb, mention)

    def _antecedent(self, tokens: Sequence[Token], at: int) -> Mention | None:
        """«بنت سلمان التي تقول»: the phrase that ends before the relative."""
        at -= at > 0 and tokens[at - 1].word in grammar.COMMAS
        for start in range(max(0, at - NEAR), at):
            if grammar.speaks(tokens[start].word) and not grammar.function(tokens[start].word):
                phrase = phrases.read(tokens, start, self.table.knows)
                if phrase and phrase.stop == at:
                    return self._mention(phrase)
        return None

    def _latter(self, tokens: Sequence[Token], at: int) -> Mention | None:
        """Whom «الأخير» means: the last person before it, if the text names him; nobody where it only describes him."""
        gender = grammar.LATTER[tokens[at].word]
        for phrase in reversed(subjects.before(tokens, at, self.table.knows)):
            entity = self._mention(phrase).entity
            if entity.body or (entity.gender and entity.gender != gender):
                continue
            last = phrase.tokens[-1]
            named = last in phrase.named or (entity.name and len(phrase.tokens) == 1)
            return Mention(entity, tokens[at].start, tokens[at].end) if named else None
        return None

    def _source(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """«نقلت الوكالة عن الوزير قوله»: who stands behind عن."""
        for back in range(index - 1, max(0, index - subjects.FAR) - 1, -1):
            if tokens[back].word in grammar.SENTENCE_ENDS:
                return None
            if tokens[back].word == "عن" and back + 1 < index:
                phrase = phrases.read(tokens[:index], back + 1, self.table.knows)
                return self._mention(phrase) if phrase else None
        return None

    def _mention(self, phrase: Phrase, gender: str = "") -> Mention:
        return Mention(self.table.add(phrase, gender), phrase.start, phrase.end)


def _agrees(entity: Entity, verb: lexicon.Verb) -> bool:
    """Gender and number, as far as both are known; a feminine singular also fits a group of things."""
    if verb.gender and entity.gender and verb.gender != entity.gender:
        return False
    if entity.plural and verb.gender == "m" and not verb.plural and verb.form == "finite":
        return False
    return not verb.plural or entity.plural or entity.body


def _latter_at(tokens: Sequence[Token], at: int) -> int:
    """Where «الأخير», «هذا الأخير» stands behind a verb; 0 if it does not."""
    at += at < len(tokens) and tokens[at].word in ("هذا", "هذه")
    return at if at < len(tokens) and tokens[at].word in grammar.LATTER else 0


def _is_paper(word: str) -> bool:
    return lexicon.bare(word) in grammar.PAPERS or word[1:] in grammar.PAPERS


def _paper(word: str) -> str:
    """'البيان', 'ببيان', 'بيانا' -> 'بيان'"""
    bare = lexicon.bare(word)
    return (bare if bare in grammar.PAPERS else word[1:]).removesuffix("ا")


def _without_l(tokens: Sequence[Token], at: int) -> list[Token]:
    """«للوزارة» as «الوزارة»: a mention is verbatim, but its first letter is a preposition."""
    if at >= len(tokens):
        return []
    head = tokens[at]
    if head.word.startswith("لل"):
        head = head._replace(word="ال" + head.word[2:])
    elif head.word[:1] == "ل" and not lexicon.is_name(head.word):
        head = head._replace(word=head.word[1:], start=head.start + 1)
    return [head, *tokens[at + 1 : at + APART]]
