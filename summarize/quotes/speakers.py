"""Who said it: subjects of reporting verbs, and a memory of the last speaker where the subject is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarize import arabic
from summarize.quotes import lexicon
from summarize.quotes.entities import PARTICLES, TITLES, Entity, Table, has_name
from summarize.quotes.tokens import Token

THAT = frozenset("لان لانه لانها ان انه انها انهم انني اننا بان بانه بانها وان انما".split())
PREPOSITIONS = frozenset(
    "في خلال عبر على الي امام عقب بعد قبل لدي اثناء ضمن منذ حول عن مع من بشان حيال ردا تعليقا خلاله لوكاله وسط عند فيما حين".split()
)
ADVERBS = frozenset(
    "ايضا كذلك بدوره بدورها بدورهم امس اليوم الان غدا لاحقا سابقا مجددا حرفيا صراحه بصراحه مازحا ساخرا غاضبا باكيا "
    "ان_ بالمقابل بالتالي هنا هنالك لنا له لها لهم اخيرا حينها عندها انذاك بوضوح باختصار".split()
)
OF_ONE_S_SIDE = frozenset("جهته جهتها جانبه جانبها ناحيته ناحيتها جهتهم جانبهم".split())
DAYS = frozenset("السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه".split())
OUTLETS = frozenset(
    "صحيفه جريده وكاله قناه اذاعه موقع شبكه مجله رويترز بوست تايمز برس عكاظ سبق الحياه الجزيره العربيه صحافيين صحفيين "
    "اعلاميين فضائيه تلفزيون راديو مراسل مراسلنا".split()
)
ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا نقلا حسبما بحسبما".split())
HIS_WORDS = frozenset("قوله قولها تعبيره تعبيرها وصفه وصفها زعمه زعمها رايه رايها كلامه كلامها".split())
WEAK = frozenset(
    "بيّن ذكر زاد وعد رد سجل أبرز هدد وصف تابع واصل مضى كتب أقر ختم روى أمل قرر سأل".split()
)  # often no saying
LEADS = frozenset({":", "الي", "على", "عن", "في", "ب"})
PAPERS = frozenset("بيان تقرير رساله نص خطاب تصريح تدوينه وثيقه مذكره بيانا تقريرا".split())
FAR = 14  # words between a verb and its subject: «قال في مقابلة مع ... وزير ...»
PHRASE = 14  # words of a subject
SENTENCE_ENDS = frozenset({".", "؟", "!"})
SOME = frozenset("احد احدي بعض عدد مجموعه عشرات".split())


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
        self.text = text
        self.table = Table(text)
        self.memory: list[Mention] = []  # speakers, the last one at the end

    def introduce(self, tokens: Sequence[Token]) -> None:
        """Put the people that a paragraph names in full into the table, speakers or not."""
        self.table.note(tokens)
        index = 0
        while index < len(tokens):
            phrase = self._person(tokens, index)
            if phrase:
                entity = self.table.add(phrase)
                index += len(phrase)
                role = _apposition(tokens, index) or _apposition_before(tokens, index - len(phrase))
                if entity and role:
                    self.table.give_role(entity, role)
            else:
                index += 1

    def events(self, tokens: Sequence[Token]) -> list[Event]:
        """The reporting verbs of a paragraph with their speakers, in order."""
        found: list[Event] = []
        for index, token in enumerate(tokens):
            if index == 0 or tokens[index - 1].word in SENTENCE_ENDS:
                self._remember_topic(tokens, index)
            if token.kind == "word" and token.word.removeprefix("و") == "جاء":
                found += self._document(tokens, index)
            if token.kind != "word" or (verb := lexicon.verb(token.word)) is None or not _reports(tokens, index, verb):
                continue
            if verb.form == "participle" and _names_a_role(tokens, index):
                continue
            if index and tokens[index - 1].word in ("ان", "لان") and not _leads_to_quote(tokens, index):
                continue  # «من أن تطالب واشنطن»: nobody has said it
            found.append(self._event(tokens, index, verb, found))
            if (mention := found[-1].speaker) is not None:
                self.memory.append(mention)
        return found

    def _event(self, tokens: Sequence[Token], index: int, verb: lexicon.Verb, before: list[Event]) -> Event:
        sentence = _sentence_start(tokens, index)
        if verb.form == "finite" and (phrase := self.subject(tokens, index + 1)):
            entity = self.table.add(phrase)
            if entity:
                end = index + 1
                while end < len(tokens) and tokens[end].start <= phrase[-1].start:
                    end += 1
                if role := _apposition(tokens, end):
                    self.table.give_role(entity, role)
                return Event(index, verb, Mention(entity, phrase[0].start, phrase[-1].end), True)
        if verb.form == "masdar" and (found := self._source(tokens, sentence, index)):
            return Event(index, verb, found, True)
        if verb.form == "finite" and (found := self._topic(tokens, sentence, index, verb)):
            return Event(index, verb, found, True)
        main = [event for event in before if event.at >= sentence and event.verb.form == "finite" and event.speaker]
        if verb.form != "finite" and main:
            return Event(index, verb, main[-1].speaker, False)
        if not main and (found := self._doer(tokens, sentence, index, verb)):
            return Event(index, verb, found, False)
        return Event(index, verb, self.recall(verb), False)

    def _remember_topic(self, tokens: Sequence[Token], index: int) -> None:
        """«أنذر المتحدث باسم الجيش فلان ...»: who acts in a sentence may speak in the next."""
        if lexicon.verb(tokens[index].word):
            return
        for at in range(index, min(index + 6, len(tokens))):
            word = tokens[at].word
            if word in PREPOSITIONS or word in THAT or _with_preposition(word) or (at > index and lexicon.verb(word)):
                return
            phrase = self._person(tokens, at) or (self._phrase(tokens, at) if lexicon.is_role(word) else [])
            if phrase and has_name(phrase):
                if mention := self._mention(phrase):
                    self.memory.append(mention)
                return

    def _document(self, tokens: Sequence[Token], index: int) -> list[Event]:
        """«جاء في بيان للوزارة أن», «بيان صادر عن الوزارة جاء فيه»: the body behind the paper, or the paper."""
        verb = lexicon.Verb("جاء", "finite", "", False)
        around = tokens[max(0, index - 8) : index + 8]
        papers = [i for i, t in enumerate(around) if lexicon.bare(t.word) in PAPERS or t.word[1:] in PAPERS]
        if not papers:
            return []
        for at in range(papers[0] + 1, min(papers[0] + 4, len(around))):
            word = around[at].word
            if word == "عن" or word.startswith("لل") or (word[:1] == "ل" and len(word) > 3 and word not in THAT):
                phrase = self._phrase(around, at + (word == "عن"))
                if phrase:
                    return [Event(index, verb, self._mention(_without_l(phrase)), True)]
        return [Event(index, verb, self._mention([around[papers[0]]]), True)]

    def _mention(self, phrase: Sequence[Token]) -> Mention | None:
        entity = self.table.add(phrase)
        return Mention(entity, phrase[0].start, phrase[-1].end) if entity else None

    def recall(self, verb: lexicon.Verb | None) -> Mention | None:
        """The last speaker whom the verb agrees with; a woman before somebody whose gender is unknown."""
        gender = verb.gender if verb else ""
        if gender == "f" and (women := [one for one in self.memory[-6:] if one.entity.gender == "f"]):
            return women[-1]
        fits = [one for one in self.memory if not gender or one.entity.gender in ("", gender)]
        return fits[-1] if fits else None

    def subject(self, tokens: Sequence[Token], index: int) -> list[Token]:
        """The noun phrase behind a verb, adverbs and outlets stepped over; [] where the subject is dropped."""
        stop = min(len(tokens), index + FAR)
        skipping = False
        while index < stop:
            token = tokens[index]
            if token.kind == "quote" or token.word in THAT or token.word == ":" or token.word in SENTENCE_ENDS:
                return []
            if token.word in ADVERBS or token.word in DAYS or token.word in ("،", ",", "-", "(", ")"):
                skipping = skipping and token.word not in ("،", ",")
            elif token.word in ("من", "ومن") and index + 1 < stop and tokens[index + 1].word in OF_ONE_S_SIDE:
                index += 1
            elif token.word in PREPOSITIONS or _with_preposition(token.word):
                skipping = True
            elif token.kind == "word" and (not skipping or self._starts_person(tokens, index)):
                phrase = self._phrase(tokens, index)
                return phrase if phrase and self._could_speak(phrase) else []
            index += 1
        return []

    def _phrase(self, tokens: Sequence[Token], index: int) -> list[Token]:
        """Words from `index` to what cannot belong to a subject; over a preposition only where a name follows."""
        found: list[Token] = []
        has_role = False
        while index < len(tokens) and len(found) < PHRASE:
            token = tokens[index]
            if token.kind != "word" or token.word in THAT or token.word in ADVERBS or token.word in DAYS:
                break
            if len(found) > 1 and token.word in OUTLETS and not lexicon.is_role(found[-1].word):
                break  # «أفاد مسؤول محلي وكالة فرانس برس»
            if token.word in lexicon.verbs() or (
                found and lexicon.verb(token.word) and not token.word.startswith("ال")
            ):
                break
            has_role = has_role or lexicon.is_role(token.word)
            if found and (token.word in PREPOSITIONS or _addresses(token.word)):
                rest = self._name_ahead(tokens, index) if has_role and not has_name(found) else 0
                if not rest or lexicon.bare(token.word.removeprefix("ل").removeprefix("ل")) in OUTLETS:
                    break
                found += tokens[index : index + rest]
                index += rest
                break
            if found and token.word in ("الذي", "التي", "الذين", "حيث", "لكن", "بعدما", "عندما", "وهو", "وهي", "كما"):
                break
            found.append(token)
            index += 1
        return _without_tail(found)

    def _name_ahead(self, tokens: Sequence[Token], index: int) -> int:
        """How many words until the end of a person's name that comes within six words without a sign between."""
        for ahead in range(index + 1, min(index + 7, len(tokens) - 1)):
            if tokens[ahead].kind != "word" or tokens[ahead].word in THAT or lexicon.verb(tokens[ahead].word):
                return 0
            if lexicon.is_name(tokens[ahead].word) and not _with_preposition(tokens[ahead].word):
                end = ahead + 1
                while end < len(tokens) and tokens[end].kind == "word" and _goes_on(tokens[end]):
                    end += 1
                return end - index if end - ahead > 1 else 0
        return 0

    def _known_kind(self, phrase: Sequence[Token]) -> bool:
        head = phrase[0].word
        known = lexicon.is_role(head) or lexicon.is_body(head) or lexicon.is_name(head) or head in SOME
        return known or (lexicon.could_be_name(head) and self.table.find([head]) is not None)

    def _could_speak(self, phrase: Sequence[Token]) -> bool:
        """A person, a body or a description of one; not the object of the verb («أكد ضرورة ...»)."""
        head = phrase[0].word
        if head.startswith("ال") and head.endswith("ين") and lexicon.bare(head) not in lexicon.roles():
            return False  # an object: «دعا المتظاهرين»
        if head in ("الذي", "التي", "الذين"):
            return False
        if head in SOME:
            return len(phrase) > 1 and phrase[1].word.startswith("ال")
        if self._known_kind(phrase):
            return True
        if head.startswith("ال"):
            return lexicon.bare(head) not in lexicon.common() or has_name(phrase)
        if lexicon.could_be_name(head):
            return True
        follows = len(phrase) > 1 and lexicon.could_be_name(phrase[1].word)  # «توفيق حجيرة»: a name that is a noun too
        return (
            follows
            and head.isalpha()
            and len(head) > 2
            and head not in arabic.STOPWORDS
            and not lexicon.prefixed(head)
            and not head.endswith("ه")
        )

    def _starts_person(self, tokens: Sequence[Token], index: int) -> bool:
        word = tokens[index].word
        if lexicon.bare(word) in OUTLETS or lexicon.bare(tokens[index - 1].word) in OUTLETS:
            return False
        if lexicon.is_role(word):
            return True
        return lexicon.is_name(word) and index + 1 < len(tokens) and _goes_on(tokens[index + 1])

    def _person(self, tokens: Sequence[Token], index: int) -> list[Token]:
        """Role + name or a name of two words and more that begins here."""
        word = tokens[index].word
        if tokens[index].kind != "word":
            return []
        if lexicon.is_name(word):
            return found if len(found := _name(tokens, index)) > 1 else []
        if not lexicon.is_role(word) or word in ("مصدر", "المصدر"):
            return []
        for ahead in range(index + 1, min(index + 8, len(tokens))):
            token = tokens[ahead]
            if token.kind != "word" or token.word in THAT or (token.word in PREPOSITIONS and token.word != "في"):
                break
            if lexicon.bare(token.word) in OUTLETS or lexicon.bare(token.word[1:]) in OUTLETS:
                break
            titled = tokens[ahead - 1].word in TITLES and lexicon.bare(token.word) == token.word
            if (lexicon.is_name(token.word) or titled) and ahead + 1 < len(tokens) and _goes_on(tokens[ahead + 1]):
                return list(tokens[index:ahead]) + _name(tokens, ahead)
        return []

    def _topic(self, tokens: Sequence[Token], sentence: int, index: int, verb: lexicon.Verb) -> Mention | None:
        """Subject first: «الصحيفة قالت», «وكان الكرملين، ذكر», «أما الوزير فقال»."""
        head = sentence
        while head < index and tokens[head].word in (
            "وكان",
            "كان",
            "وكانت",
            "كانت",
            "اما",
            "لكن",
            "ولكن",
            "الا",
            "ان",
            "و",
        ):
            head += 1
        if not 0 < index - head <= 9:
            return None
        if any(
            t.kind == "quote" or lexicon.verb(t.word) or (t.word in PREPOSITIONS - {"في", "من"})
            for t in tokens[head:index]
        ):
            return None
        phrase = self._phrase(tokens, head)
        signs = [t for t in tokens[head:index] if t.kind == "sign"]
        if not phrase or len(phrase) + len(signs) + 3 < index - head or not self._known_kind(phrase):
            return None
        return self._mention(phrase)

    def _source(self, tokens: Sequence[Token], sentence: int, index: int) -> Mention | None:
        """«نقلت الوكالة عن الوزير قوله»: who stands behind عن."""
        for back in range(index - 1, max(sentence, index - FAR) - 1, -1):
            if tokens[back].word == "عن" and back + 1 < index:
                phrase = self._phrase(tokens[:index], back + 1)
                return self._mention(phrase) if phrase else None
        return None

    def _doer(self, tokens: Sequence[Token], sentence: int, index: int, verb: lexicon.Verb) -> Mention | None:
        """The subject of an earlier verb of the sentence that is not of saying: «رحب فلان بالقرار وقال»."""
        for at in range(sentence, min(index, sentence + 3)):
            phrase = self._person(tokens, at) or self._known(tokens, at)
            if phrase and phrase[-1].end < tokens[index].start and (at > sentence or has_name(phrase)):
                entity = self.table.add(phrase)
                if entity and (not entity.gender or not verb.gender or entity.gender == verb.gender):
                    return Mention(entity, phrase[0].start, phrase[-1].end)
        return None

    def _known(self, tokens: Sequence[Token], index: int) -> list[Token]:
        word = tokens[index].word
        entity = self.table.find([word]) if tokens[index].kind == "word" and len(word) > 2 else None
        if entity is None or (word.startswith("و") and word not in entity.words):
            return []
        return [tokens[index]] if lexicon.could_be_name(word) else []

    def according(self, tokens: Sequence[Token], index: int) -> Mention | None:
        """«بحسب الوزير», «وفقاً لما ذكره فلان»; the outlet that carried the words only where nobody else is there."""
        while index < len(tokens) and tokens[index].word in ("ل", "ما", "لما", "عن"):
            index += 1
        if index < len(tokens) and tokens[index].word in HIS_WORDS:
            return self.recall(None)
        if index < len(tokens) and lexicon.verb(tokens[index].word.removesuffix("ه").removesuffix("ته")):
            index += 1
        phrase = self._phrase(tokens, index)
        if not phrase:
            return None
        phrase = _without_l(phrase)
        return self._mention(phrase) if self._could_speak(phrase) else None


def _without_l(phrase: list[Token]) -> list[Token]:
    """«للوزارة» -> «الوزارة» for the table; the surface keeps its letters: the mention is verbatim."""
    head = phrase[0]
    if head.word.startswith("لل"):
        return [head._replace(word="ال" + head.word[2:]), *phrase[1:]]
    return [head._replace(word=head.word[1:], start=head.start + 1), *phrase[1:]] if head.word[:1] == "ل" else phrase


def _reports(tokens: Sequence[Token], index: int, verb: lexicon.Verb) -> bool:
    """Whether the form says something here: not the preposition بين or عبر, and not «زاد» without what was said."""
    near = tokens[index + 1 : index + 7]
    if verb.lemma in ("عبّر", "أعرب"):
        return any(token.word == "عن" for token in near)
    if tokens[index].word == "بين":
        return any(token.word in THAT or token.word == ":" for token in near[:2])
    if verb.lemma in WEAK:
        ahead = tokens[index + 1 : index + FAR]
        return any(token.word in THAT or token.word == ":" or token.kind == "quote" for token in ahead)
    if verb.form == "participle":
        return any(token.word in LEADS or token.word in THAT or token.kind == "quote" for token in near[:4])
    return True


def _leads_to_quote(tokens: Sequence[Token], index: int) -> bool:
    return any(token.kind == "quote" for token in tokens[index + 1 : index + 8])


def _names_a_role(tokens: Sequence[Token], index: int) -> bool:
    """«متحدثة باسم», «طالبات»: a noun and no participle of saying."""
    return index + 1 < len(tokens) and tokens[index + 1].word == "باسم"


def _sentence_start(tokens: Sequence[Token], index: int) -> int:
    while index > 0 and tokens[index - 1].word not in SENTENCE_ENDS:
        index -= 1
    return index


def _apposition(tokens: Sequence[Token], index: int) -> list[Token]:
    """«، المبعوث الخاص للرئيس الأميركي،» behind a name: a role between commas."""
    if index + 1 >= len(tokens) or tokens[index].word not in ("،", ",", "-", "("):
        return []
    if not lexicon.is_role(tokens[index + 1].word):
        return []
    end = index + 1
    while end < len(tokens) and tokens[end].kind == "word" and tokens[end].word not in THAT and end - index < PHRASE:
        if lexicon.verb(tokens[end].word):
            return []
        end += 1
    return list(tokens[index + 1 : end])


def _apposition_before(tokens: Sequence[Token], index: int) -> list[Token]:
    """«السكرتيرة الصحفية لترامب، سارة ساندرز»: a role before the comma before a name."""
    if index < 2 or tokens[index - 1].word not in ("،", ","):
        return []
    start = index - 1
    while start > 0 and tokens[start - 1].kind == "word" and index - start < 8:
        start -= 1
        if lexicon.is_role(tokens[start].word):
            return list(tokens[start : index - 1])
    return []


def _with_preposition(word: str) -> bool:
    """لرويترز، للصحافيين، بيان -> only ل before a noun, and ب before the article."""
    return (
        word.startswith(("لل", "بال"))
        or (word[:1] == "ل" and len(word) > 4 and lexicon.bare(word[1:]) in OUTLETS)
        or word in ("ل", "ب")
    )


def _addresses(word: str) -> bool:
    return word.startswith("لل") or word in ("ل", "ب") or (word[:1] == "ل" and lexicon.bare(word[1:]) in OUTLETS)


def _name(tokens: Sequence[Token], index: int) -> list[Token]:
    """The words of a name that begins here, five at most."""
    end = index + 1
    while end < len(tokens) and end - index < 5 and tokens[end].kind == "word" and _goes_on(tokens[end]):
        end += 1
    return list(tokens[index:end])


def _goes_on(token: Token) -> bool:
    """A word that may continue a name; not «وكوشنر», «يخطط»."""
    word = token.word
    if word in PARTICLES or lexicon.is_name(word):
        return True
    if word.startswith("ال"):
        return (
            lexicon.bare(word) not in lexicon.common()
            and not lexicon.is_role(word)
            and word not in DAYS
            and len(word) > 4
            and word not in ("الذي", "التي", "الذين")
        )
    if token.joined or word.startswith(("ي", "سي", "ست")) or word in PREPOSITIONS or word in THAT or word in ADVERBS:
        return False
    return lexicon.could_be_name(word)


def _without_tail(phrase: list[Token]) -> list[Token]:
    """Without words at the end that begin something else: «وزير الخارجية خلال»."""
    while phrase and (
        phrase[-1].word in PREPOSITIONS or phrase[-1].word in ADVERBS or phrase[-1].word in ("قد", "لم", "لا")
    ):
        phrase = phrase[:-1]
    return phrase
