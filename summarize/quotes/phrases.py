"""Noun phrases that can speak: where one begins and ends, which part is the name and which the role.

The rules are those of Arabic syntax: a construct goes on behind an indefinite noun, an adjective behind a definite
one, and a foreign name may follow a phrase that a definite word has closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from summarize import arabic
from summarize.quotes import lexicon
from summarize.quotes.tokens import Token

Known = Callable[[str], bool]  # whether a word is the given or the family name of somebody in the article

THAT = frozenset(
    "لان لانه لانها ان انه انها انهم انهما انهن انني اننا بان بانه بانها بانهم وان انما وانه وانها".split()
)
PREPOSITIONS = frozenset(
    "في خلال عبر على الي امام عقب بعد قبل لدي اثناء ضمن منذ حول عن مع من بشان حيال ردا تعليقا خلاله لوكاله وسط عند فيما "
    "حين عشيه فور اثر ضد دون بدون نحو بين بينما عما مما حتي رغم بسبب ازاء تجاه تحت فوق كما بما وفق ووفق وفقا بحسب حسب "
    "ومن وفي ومع وعن والي وعلى وعبر وبعد وقبل وخلال وحول ضمنيا وسط داخل خارج مقابل لقاء".split()
)
ADVERBS = frozenset(
    "ايضا كذلك بدوره بدورها بدورهم امس اليوم الان غدا لاحقا سابقا مجددا حرفيا صراحه بصراحه مازحا ساخرا غاضبا باكيا "
    "بالمقابل بالتالي هنا هنالك هناك اخيرا حينها عندها انذاك بوضوح باختصار تقريبا موخرا فورا علنا "
    "مرارا فقط جدا تحديدا خصوصا خاصه حاليا طويلا قليلا كثيرا دايما ثانيه اولا مثلا وقتها يومها "
    "الاسبوع الشهر العام السنه الليله صباح مساء ظهر فجر يوم ليل مطلع نهايه بدايه الماضي الماضيه الجاري المقبل السابق".split()
)
PRONOUNS = frozenset(
    "لنا له لها لهم لي لك لكم به بها بهم بنا بي منه منها منهم فيه فيها عنه عنها عليه عليها اليه اليها لديه لديها معه "
    "معها معهم هو هي هم هما نحن انا انت اياه هذا هذه ذلك تلك هولاء ما ماذا كل اي بذلك بهذا".split()
)
OF_ONE_S_SIDE = frozenset("جهته جهتها جانبه جانبها ناحيته ناحيتها جهتهم جانبهم جهه جانب ناحيه".split())
DAYS = frozenset(
    "السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر "
    "نوفمبر ديسمبر شباط اذار نيسان ايار حزيران تموز ايلول رمضان شوال".split()
)
RELATIVES = frozenset(
    "الذي التي الذين اللذين اللذان اللتين حيث لكن ولكن بعدما عندما وهو وهي وهم الا او ام ثم بل".split()
)
OUTLETS = frozenset(
    "صحيفه جريده وكاله قناه اذاعه موقع شبكه مجله رويترز بوست تايمز برس عكاظ سبق الحياه الجزيره العربيه صحافيين صحفيين "
    "اعلاميين فضائيه تلفزيون راديو مراسل مراسلنا وسايل برنامج نشره ديلي صنداي غارديان جارديان نيوز تلغراف".split()
)
CARRIERS = frozenset("صحيفه جريده وكاله قناه اذاعه موقع شبكه مجله مراسل برنامج".split())  # a name follows
TITLES = frozenset(
    "الدكتور الدكتوره السيد السيده الشيخ الشيخه الاستاذ الاستاذه المهندس المهندسه الامير الاميره الملك اللواء العميد "
    "العقيد المقدم الرايد النقيب الفريق الجنرال الحاج القاضي المحامي الكابتن السناتور السيناتور البروفيسور البروفسور "
    "الانسه الاب القس المستشار د م ا".split()
)
PARTICLES = frozenset("بن ابن بنت ال ابو ابي ام عبد دي فان دو لا ديل دير الدين الله بو بل دا اوف".split())
LINKS = PARTICLES - {"الدين", "الله"}  # whatever follows one of them belongs to the name
AL_VERBS = frozenset("التقي التقت التقيا التقوا التحق التحقت التزم التزمت الغي الغت القي القت التمس التهم الزم الزمت".split())
OFFICES = frozenset(  # adjectives of an office, behind which «ل...» names what it is an office of
    "العام العامه الخاص الخاصه الرسمي الرسميه التنفيذي التنفيذيه الدائم الدايم الاعلى الاعلي المساعد الاول الاقليمي السابق "
    "السامي الفني الاعلامي الاقتصادي المالي السياسي الشخصي الاداري المنتدب الفخري الوطني الوطنيه الدولي الدوليه العربي "
    "العربيه الاتحاديه الشرعي المشرف التابع التابعه العليا السعوديه السعودي السوري الامني الخيريه".split()
)
SOME = frozenset("احد احدي بعض عدد مجموعه عشرات كثير عديد".split())
LONGEST = 14  # words of a phrase
LONGEST_NAME = 6


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
    if index >= len(tokens) or not tokens[index].word.isalpha() or closes(tokens[index].word):
        return None
    word = tokens[index].word
    if word in LINKS and index + 1 < len(tokens) and _family(tokens[index + 1].word):
        return name_first(tokens, index, known)  # «ابن كيران»
    if lexicon.is_role(word) or word in SOME:
        return _role_first(tokens, index, known)
    if lexicon.is_body(word):
        return _body(tokens, index)
    if lexicon.is_name(word) or lexicon.could_be_name(word) or known(word):
        return name_first(tokens, index, known)
    if word.startswith("ال"):
        after = tokens[index + 1].word if index + 1 < len(tokens) else ""
        adjective = after.startswith("ال") and not lexicon.is_role(after) and not closes(after)  # «المدون التاريخي»
        noun = lexicon.is_common(lexicon.bare(word)) or adjective or _begins_name(tokens, index + 1, known)
        return _role_first(tokens, index, known) if noun else name_first(tokens, index, known)
    follows = index + 1 < len(tokens) and tokens[index + 1].kind == "word"
    if follows and _may_name(word) and (known(tokens[index + 1].word) or _family(tokens[index + 1].word)):
        return name_first(tokens, index, known)  # a given name that is a noun too: «توفيق حجيرة»
    return _role_first(tokens, index, known)


def person(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """A role with a name, or a name of two words and more, that begins at a token."""
    token = tokens[index]
    if token.kind != "word":
        return None
    if lexicon.is_name(token.word):
        phrase = name_first(tokens, index, known)
        return phrase if len(phrase.named) > 1 else None
    if not lexicon.is_role(token.word) or closes(token.word):
        return None
    phrase = _role_first(tokens, index, known)
    return phrase if phrase.named else None


def introduction(tokens: Sequence[Token], index: int) -> Phrase | None:
    """Somebody named in full: as `person`, and «مدرب ميلان، سينيسا ميهايلوفيتش»."""
    if found := person(tokens, index, _nobody):
        return found
    word = tokens[index].word
    if tokens[index].kind == "word" and lexicon.is_body(word) and not word.startswith("ال"):
        body = _body(tokens, index)
        return body if len(body.named) > 1 else None
    if tokens[index].kind != "word" or not lexicon.is_role(word) or closes(word):
        return None
    phrase = with_name_behind(tokens, _role_first(tokens, index, _nobody), _nobody)
    return phrase if phrase.named else None


def with_name_behind(tokens: Sequence[Token], phrase: Phrase, known: Known) -> Phrase:
    """«أستاذ التاريخ بجامعة الأزهر، الدكتور عبد المقصود باشا، أن»: the name that follows a role and a comma."""
    comma = phrase.stop + 1 < len(tokens) and tokens[phrase.stop].word in ("،", ",")
    if phrase.named or not comma or lexicon.is_body(phrase.head):
        return phrase
    name = person(tokens, phrase.stop + 1, known) or _foreign(tokens, phrase.stop + 1, known)
    if name is None or (name.described and name.head not in TITLES):
        return phrase
    ends = name.stop >= len(tokens) or tokens[name.stop].kind != "word" or closes(tokens[name.stop].word)
    return Phrase(name.named, phrase.described, name.stop) if ends else phrase


def _foreign(tokens: Sequence[Token], index: int, known: Known) -> Phrase | None:
    """Two words that may be a name, where nothing else can stand: behind a role and a comma."""
    if not tokens[index].word.isalpha() or not _family(tokens[index].word) or tokens[index].word.startswith("ال"):
        return None
    phrase = name_first(tokens, index, known)
    return phrase if len(phrase.named) > 1 and not phrase.described else None


def apposition(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """«، المبعوث الخاص للرئيس الأميركي،» behind a name: a role between commas."""
    if index + 1 >= len(tokens) or tokens[index].word not in ("،", ",", "-", "–", "("):
        return ()
    if not lexicon.is_role(tokens[index + 1].word) or closes(tokens[index + 1].word):
        return ()
    end = index + 2
    while end < len(tokens) and tokens[end].kind == "word" and end - index < LONGEST:
        if tokens[end].word in THAT or finite(tokens[end].word) or tokens[end].word in RELATIVES:
            break
        end += 1
    return tokens[index + 1 : end]


def apposition_before(tokens: Sequence[Token], index: int) -> Sequence[Token]:
    """«السكرتيرة الصحفية لترامب، سارة ساندرز»: a role before the comma before a name."""
    if index < 2 or tokens[index - 1].word not in ("،", ","):
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
        if _begins_name(tokens, end, known):
            stop = _name_end(tokens, end, known)
            return Phrase(tokens[end:stop], tokens[index:end], stop)
        if not _describes(tokens, index, end, known):
            break
        end += 1
    return Phrase((), tokens[index:end], end)


def name_first(tokens: Sequence[Token], index: int, known: Known) -> Phrase:
    """A name and a role right behind it: «ايتان جلباع استاذ العلوم السياسية»."""
    stop = _name_end(tokens, index, known)
    named, end = tokens[index:stop], stop
    if stop < len(tokens) and lexicon.is_role(tokens[stop].word) and not closes(tokens[stop].word):
        end += 1
        while end < len(tokens) and end - stop < LONGEST and _describes(tokens, stop, end, known):
            end += 1
    return Phrase(named, tokens[stop:end], end)


def _body(tokens: Sequence[Token], index: int) -> Phrase:
    """A body is its name: «وزارة الخارجية البريطانية», «صحيفة هآرتس», «المرصد السوري لحقوق الإنسان»."""
    end = index + 1
    while end < len(tokens) and end - index < LONGEST and tokens[end].kind == "word":
        word, before = tokens[end].word, tokens[end - 1].word
        names = end - index <= 3 and lexicon.could_be_name(word) and not finite(word) and not tokens[end].joined
        if lexicon.is_role(word) and not word.startswith("ال"):
            break  # «انتقد نادي الساحل مدربه»
        if not (_describes(tokens, index, end, _nobody) or (names and before not in ADVERBS)):
            break
        end += 1
    return Phrase(tokens[index:end], (), end)


def _nobody(word: str) -> bool:
    del word
    return False


def _describes(tokens: Sequence[Token], head: int, at: int, known: Known) -> bool:
    """Whether a word goes on with the description that began at `head`."""
    token, word, before = tokens[at], tokens[at].word, tokens[at - 1].word
    if token.kind != "word" or word in THAT or word in DAYS or word in RELATIVES:
        return False
    if "باسم" in (word, before) or before in ("عبد", "ابو"):
        return True
    if word in ("في", "من") and before.startswith(("ال", "مسوول", "مصدر")) and _unit(tokens, at + 1):
        return _name_ahead(tokens, at, known) or before in ("مصدر", "مسوول", "مسوولون", "مصادر")
    if function(word) or word in PRONOUNS:
        return word in PREPOSITIONS and _name_ahead(tokens, at, known)
    if before in ("في", "من") and at - 2 >= head:
        return True
    if addresses(word):
        return not is_outlet(word) and (before in OFFICES or _name_ahead(tokens, at, known))
    if word in CARRIERS and at - head > 1 and not lexicon.is_role(before):
        return False  # «أفاد مسؤول محلي وكالة ...»
    if word in ADVERBS and not (word.startswith("ال") and before.startswith("ال")):
        return False
    if word.startswith(("ال", "وال")):
        return True
    if finite(word):
        return False
    if lexicon.is_role(word):
        return True
    noun = lexicon.is_body(word) or lexicon.is_common(word)
    if token.joined or (word.startswith("و") and not noun):
        return lexicon.is_role(word[1:]) and not before.startswith("ال")
    open_construct = not before.startswith(("ال", "وال", "لل")) and not addresses(before)
    accusative = word.endswith("ا") and lexicon.is_common(word[:-1])
    clause = word.endswith(("ها", "هم")) or word in ("قد", "لم", "لا", "لن", "كان")  # «دراسة أعدتها»
    return open_construct and not accusative and not clause


def _unit(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].kind == "word" and tokens[at].word not in OF_ONE_S_SIDE | DAYS


def _begins_name(tokens: Sequence[Token], at: int, known: Known) -> bool:
    """Whether a name begins here, behind a description."""
    if at >= len(tokens) or tokens[at].kind != "word" or at == 0:
        return False
    word, before = tokens[at].word, tokens[at - 1].word
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if "باسم" in (word, before) or word in ADVERBS or word in DAYS or function(word) or finite(word):
        return False
    if word.startswith("ال") and not word.endswith("ي") and lexicon.is_name(word[2:]) and following is not None:
        return following.kind == "word" and (_family(following.word) or _may_name(following.word))  # «الحسن فلاح»
    if before in TITLES and not word.startswith("ال"):
        return known(word) or lexicon.is_name(word) or _family(word) or _may_name(word)
    if before in TITLES:
        return not lexicon.is_role(word) and not lexicon.is_common(lexicon.bare(word))
    if lexicon.prefixed(word) or word in RELATIVES or word in PRONOUNS or word.startswith("ال"):
        return False
    closed = before.startswith(("ال", "وال", "لل")) or before in TITLES
    goes_on = following is not None and following.kind == "word" and _goes_on(following, known)
    if lexicon.is_name(word):
        return closed or goes_on
    accusative = word.endswith("ا") and lexicon.is_common(word[:-1])
    if closed and not accusative and not tokens[at].joined and lexicon.could_be_name(word):
        return True
    return closed and goes_on and _may_name(word) and following is not None and _family(following.word)


def _name_end(tokens: Sequence[Token], index: int, known: Known) -> int:
    end = index + 1
    while end < len(tokens) and end - index < LONGEST_NAME and tokens[end].kind == "word":
        word, before = tokens[end].word, tokens[end - 1].word
        first = end == index + 1 or (end == index + 2 and tokens[index].word in LINKS)
        second = first and lexicon.is_name(before) and _second(tokens, end)
        linked = before in LINKS and word not in PREPOSITIONS and word not in THAT
        article = first and lexicon.is_name(before) and _article_name(word)
        if not (linked or second or article or _goes_on(tokens[end], known)):
            break
        end += 1
    return end


def _second(tokens: Sequence[Token], at: int) -> bool:
    """A noun that is the family name behind a given name: «فاروق سلطان»; with any ending where the phrase ends there."""
    word = tokens[at].word
    if tokens[at].joined:
        return False
    if _may_name(word):
        return True
    noun = word.isalpha() and not word.startswith("ال") and not closes(word) and not lexicon.prefixed(word)
    if not noun or lexicon.is_role(word) or lexicon.is_body(word) or word in arabic.STOPWORDS or word.startswith("و"):
        return False
    behind = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return behind in ("،", ",") or behind in THAT or (behind.startswith("ال") and lexicon.is_role(behind))


def _may_name(word: str) -> bool:
    """A common noun that may serve as a name: «سلطان», «توفيق»; no verb, no preposition, no ending that names lack."""
    return (
        word.isalpha()
        and len(word) > 2
        and not word.startswith("ال")
        and word not in arabic.STOPWORDS
        and word not in ADVERBS
        and word not in PREPOSITIONS
        and word not in RELATIVES
        and word not in PRONOUNS
        and not finite(word)
        and not lexicon.prefixed(word)
        and not lexicon.is_role(word)
        and not lexicon.is_body(word)
        and not word.endswith(("ه", "ها", "هم", "ات", "ا"))
    )


def _article_name(word: str) -> bool:
    """«الجسر» behind a given name; not «الأميركي», «الوزير», «اليوم»."""
    noun = word.startswith("ال") and not lexicon.is_role(word) and not lexicon.is_body(word)
    return noun and not closes(word) and not word.endswith(("ي", "يه", "ين", "ون", "ات")) and len(word) > 4


def _family(word: str) -> bool:
    """A word that is a name and no noun, with or without the article: «حجيرة», «الباكر»."""
    if word.startswith("ال"):
        return len(word) > 4 and not lexicon.is_common(lexicon.bare(word)) and not lexicon.is_role(word)
    return (lexicon.could_be_name(word) and not finite(word)) or lexicon.is_name(word)


def _goes_on(token: Token, known: Known) -> bool:
    """A word that may continue a name; not «وكوشنر», «يخطط», «الأميركي»."""
    word = token.word
    if token.kind != "word" or word in THAT or word in DAYS or word in RELATIVES or word in ADVERBS:
        return False
    if lexicon.is_role(word) and word not in PARTICLES:
        return False
    if word in PARTICLES or lexicon.is_name(word) or known(word):
        return word != "لا"
    if word in PREPOSITIONS or word in PRONOUNS:
        return False
    if word.startswith("ال"):
        return not lexicon.is_common(lexicon.bare(word)) and not lexicon.is_role(word) and len(word) > 4
    return not token.joined and not finite(word) and lexicon.could_be_name(word)


def _name_ahead(tokens: Sequence[Token], index: int, known: Known) -> bool:
    """Whether a person's name comes within seven words without a sign between: «في وزارة الداخلية سعد العلي»."""
    for ahead in range(index + 1, min(index + 8, len(tokens) - 1)):
        word = tokens[ahead].word
        if tokens[ahead].kind != "word" or word in THAT or finite(word) or word in RELATIVES or is_outlet(word):
            return False
        if lexicon.is_name(word) and not lexicon.prefixed(word) and _goes_on(tokens[ahead + 1], known):
            return True
    return False


def speaks(word: str) -> bool:
    return lexicon.is_role(word) or lexicon.is_body(word) or lexicon.is_name(word)


def dual(tokens: Sequence[Token], index: int) -> bool:
    """«مهندسا المشروع»: a role in the dual before a definite noun."""
    word = tokens[index].word
    behind = tokens[index + 1].word if index + 1 < len(tokens) else ""
    return word.endswith("ا") and lexicon.is_role(word[:-1]) and behind.startswith("ال")


@lru_cache(maxsize=65536)
def closes(word: str) -> bool:
    """No part of a subject: «أن», «أيضاً», «الخميس», «وقالت», «قائلاً»."""
    closed = word in ADVERBS or word in DAYS or word in PRONOUNS or word in RELATIVES
    return closed or function(word) or finite(word)


@lru_cache(maxsize=65536)
def function(word: str) -> bool:
    """A preposition or a conjunction, with و or ف before it or not: «وعقب», «فإن»."""
    rest = word[1:] if word[:1] in "وف" and len(word) > 2 else word
    return (
        word in PREPOSITIONS or word in THAT or ((rest in PREPOSITIONS or rest in THAT) and not lexicon.is_name(word))
    )


@lru_cache(maxsize=65536)
def finite(word: str) -> bool:
    """A verb: of saying, or by its shape: «وقالت», «قائلاً», «يخطط», «سيشارك», «وكان»."""
    if lexicon.is_role(word) or lexicon.is_body(word):
        return False
    if lexicon.verb(word) is not None and not word.startswith("ال"):
        return not lexicon.is_name(word)
    rest = word.removeprefix("و") if len(word) > 4 else word
    if rest in AL_VERBS or rest in ("كان", "كانت", "وكان", "كانوا", "ليس", "ليست", "لم", "لن", "قد", "وقد", "صار", "بات", "ظل", "مازال"):
        return True
    future = word.startswith(("سي", "ست", "وسي", "وست")) and len(rest) > 4
    present = word[:1] == "ي" and len(word) > 3 and not (word.startswith(("يا", "يو")) and len(word) > 5)
    known = lexicon.is_name(word) or lexicon.is_common(word) or word.startswith("يوم")
    foreign = word.endswith(("ا", "و", "وس", "يس", "اس"))  # «سينيسا», «سيموس»
    return (future or present) and not known and not foreign


@lru_cache(maxsize=65536)
def addresses(word: str) -> bool:
    """لرويترز، للصحافيين، لوزارة: ل before a noun."""
    if lexicon.is_name(word) or lexicon.is_role(word):
        return False
    if word.startswith("لل") or word in ("ل", "ب"):
        return True
    rest = word[1:]
    return word[:1] == "ل" and len(word) > 3 and (is_outlet(word) or lexicon.prefixed(word) or lexicon.is_body(rest))


@lru_cache(maxsize=65536)
def is_outlet(word: str) -> bool:
    """Who carries words or hears them: «لوكالة», «للصحافيين», «القناة»"""
    forms = (word, "ال" + word[2:] if word.startswith("لل") else word[1:] if word[:1] in "لوب" else word)
    return any(form in OUTLETS or lexicon.bare(form) in OUTLETS for form in forms)
