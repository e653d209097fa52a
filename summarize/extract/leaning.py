"""Which sentences make no sense without the one before: «وأضاف …», «بدوره …», «وهو …»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarize import arabic

# How a sentence begins that leans on the one before. Folded (see arabic.fold), each with «و» or «ف» before or without.
_OPENERS = frozenset(
    "بدوره بدورها بدورهم بالمقابل بالتالي بذلك لذلك لذا كذلك هكذا كما ايضا لكن لكنه لكنها لكنهم اذ حيث بل ثم اما "
    "علاوه فضلا عندها حينها وقتها هنا هو هي هم هما هذا هذه ذلك تلك هولاء اولييك اولئك بهذا لهذا لهذه عنه عنها فيه "
    "فيها منه منها منهم عليه عليها اليه اليها به بها له لها لهم لديه لديها بينهم بينها معه معها بعدها قبلها حوله لانه "
    "لانها بعضهم معظمهم اغلبهم جميعهم كلاهما احدهم غيره اضاف اضافت اضافوا يضيف تضيف تابع تابعت يتابع تتابع اردف اردفت "
    "استطرد استطردت استدرك استدركت مضيفا مضيفه متابعا متابعه مشيرا "
    "مشيره مشيرين لافتا لافته موكدا موكده موضحا موضحه مبينا مبينه معتبرا معتبره مشددا مشدده داعيا داعيه منوها منوهه "
    "مستطردا نافيا علما "
    "مطالبا مطالبه محذرا محذره معربا معربه واصفا واصفه كاشفا كاشفه متمنيا متمنيه سايلين موضحين مطالبين".split()
)
_PHRASES = frozenset(
    "من جهته|من جهتها|من جهتهم|من جانبه|من جانبها|من جانبهم|من ناحيته|من ناحيتها|من ناحيه|من جهه|من ثم|من بينهم"
    "|من بينها|من هنا|في المقابل|في السياق|في سياق|في غضون|في الاثناء|الي ذلك|علي صعيد|علي اثر|مع ذلك|رغم ذلك|غير ان"
    "|غير انه|غير انها|الا ان|الا انه|الا انها|بيد ان|بيد انه|بيد انها|يذكر ان|يذكر انه|يذكر انها|يشار الي"
    "|جدير بالذكر|الجدير بالذكر|بدلا من|اضافه الي|بالاضافه الي|الي جانب|علي الجانب الاخر|ردا علي سوال".split("|")
)
_POINTERS = frozenset("هذا هذه ذلك تلك هولاء لذلك بذلك نفسه نفسها ذاته ذاتها".split())  # among the first three words
# A verb of saying without its subject: one of these before one of those, or before a colon or a quotation mark
_VERBS = frozenset(
    "قال قالت قالوا قالا يقول تقول اكد اكدت يوكد توكد اوضح اوضحت يوضح توضح اشار اشارت يشير تشير لفت لفتت يلفت شدد "
    "شددت يشدد ذكر ذكرت راي رات يري تري اعتبر اعتبرت يعتبر تعتبر بين بينت يبين كشف كشفت طالب طالبت دعا دعت افاد افادت "
    "صرح صرحت اعرب اعربت عبر عبرت نوه نوهت اعلن اعلنت حذر حذرت توقع توقعت نفي نفت اعترف اعترفت تطرق تطرقت تحدث تحدثت "
    "كتب كتبت ابدي ابدت حث حثت اتهم اتهمت وصف وصفت حصل حصلت زاد زادت ختم ختمت اختتم خلص خلصت مضي اكمل واصل "
    "واصلت".split()
)
_AFTER = frozenset("ان انه انها انهم بان بانه بانها الي علي عن في من خلال ايضا كذلك قايلا قايله ردا".split())
_SPEECH = re.compile(r"^\s*\w+\s*[:«“\"]")
_TO_MEDIA = re.compile(r"^(?:لل\w+|لوكاله|لرويترز|لصحيفه|لقناه|لاذاعه|لموقع|لبرنامج|ل)$")
_FEMININE = re.compile(r"^[وف](?!ال)\w{3,}(?<!ا)ت$")  # «وحكمت على»: a verb whose subject was named before

_BEFORE_THAT = frozenset("علي عن في من الي مع بعد قبل رغم خلال".split())  # «ورد الوزير على ذلك بأن»
_CLAUSE = re.compile(r"\W*[وف]?أن(?:ه|ها|هم|هما|نا|ني)?\b")  # what somebody said or wants: «أن نضع هواتفنا جانباً»
# What belongs to somebody who was named before, «سلفها»; as the first word no «بعد فوزه», where he may be named later
_OWNED = re.compile(r"(?:والد[تي]?|[وف]?+(?!ال|أيتها)\w{3,})(?:ه|ها|هم)")
_EARLIER = re.compile(r"[وف]?[بلك]")
_OWN_LETTER = re.compile(  # which is none of «ـه» and «ـهم»: «مياه», «يواجه», «تساهم», «عبدالله»
    r"(?:[ايو]ه|لله|عبده|تافه|واجه|[يتنأ]وجه|تجه|[شنت]تبه|تنبه|شبه|شابه|[يتأ]كره|تنزه|[سفد]اهم|تفهم|تلهم|توهم)$"
)

# Words whose first letter is no conjunction, by how they begin: «وزيرة», «وافق»
_W_WORDS = tuple(
    "وزير وزار وزرا وفد وفا وكال واشنطن وصل وصول وقع وقف ولي والي ولد وحد وسط وسا ورش وثيق وثاي ودع وجه وافق وضع واصل "
    "واجه وجد ورد".split()
)

_ASKED, _ANSWERED = re.compile(r"\s*(?:س|سوال|السوال)\s*[:：]"), re.compile(r"\s*(?:ج|جواب|الجواب)\s*[:：]")


def asks(sentence: str) -> bool:
    """Whether it is a question of an interview, which says nothing alone: 'س: كيف بدأت؟' -> True"""
    return bool(_ASKED.match(arabic.fold(sentence[:20])))


def leads(sentence: str) -> bool:
    """Whether it can open an article: 'أعلنت الحكومة' -> True, 'وأعلنت الحكومة' -> False"""
    folded = arabic.fold(sentence[:20]).lstrip(' «"“(')
    return not leans(sentence) and (not folded.startswith("و") or folded.startswith(_W_WORDS))


def leans(sentence: str) -> bool:
    """Whether it makes no sense without the one before: 'وأضاف أن الخطة جاهزة' -> True, 'وقال بوتين إن' -> False"""
    plain = arabic.normalise(sentence[:80]).text  # four words and a mark
    folded = arabic.fold(plain)
    first, second, third = [*re.findall(r"\w+", folded)[:3], "", "", ""][:3]
    bare = first[1:] if first[:1] in ("و", "ف") else first
    heads = {f"{word} {second}{more}" for word in (first, bare) for more in ("", f" {third}")}
    opens = {first, bare} & _OPENERS or heads & _PHRASES
    tells = {first, bare} & _VERBS and (second in _AFTER or _SPEECH.match(folded) or _TO_MEDIA.match(second))
    return bool(
        opens
        or tells
        or {second, third} & _POINTERS
        or (second in ("علي", "الي", "عن") and _FEMININE.match(first))
        or _ANSWERED.match(folded)
        or _CLAUSE.match(plain)
        or _points_back(re.findall(r"\w+", plain)[:4])
        or _is_speech(sentence)
    )


def _points_back(words: Sequence[str]) -> bool:
    """By words, not folded, that stand for what was named before: ['وكان', 'سلفها', 'قد', 'استقال'] -> True"""
    first, second, third, fourth = [*words, "", "", "", ""][:4]
    if fourth == "ذلك" and arabic.fold(third) in _BEFORE_THAT:
        return True
    if re.fullmatch("[وف]?كانت?", first):
        return _is_owned(third if arabic.fold(second) in _BEFORE_THAT else second)
    return _is_owned(first) and not _EARLIER.match(first)


def _is_owned(word: str) -> bool:
    """'سلفها' -> True, 'مياه' -> False"""
    return bool(_OWNED.fullmatch(word)) and not _OWN_LETTER.search(word)


def _is_speech(sentence: str) -> bool:
    """A quote and nothing else, which says not whose it is."""
    bare = sentence.strip(" .!؟?")
    return bare[:1] in tuple('«“"') and bare[-1:] in tuple('»”"') and not re.search('[«»“”"]', bare[1:-1])
