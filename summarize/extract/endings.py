"""Where a headline may end: how well, and hardly ever inside a phrase: «120 مليون», «اتفاقا جديدا».

All words and patterns are of folded text (see arabic.fold).
"""

from __future__ import annotations

import re

PARTED = 1.0  # what a headline loses whose last phrase goes on
# What one that ends elsewhere wins or loses; a word more is worth 0.083, so that it is seldom shorter for its end
AT_MARK, AT_ADJUNCT, AT_PREPOSITION, ELSEWHERE = 0.2, 0.15, 0.05, -0.03

BORDER = re.compile(r"(?P<mark> ?[،,؛.:؟!…]+(?= |$)| [–—-]+(?= )|(?<=[^\s،,؛.:؟!…])$)|(?= (?P<next>\w+|[\"«“]))|(?= )")
_SIGNS = '،,."«»()“”'
_PREPOSITIONS = frozenset("في علي من الي عن مع بين".split())
# Words that begin a new clause or an adjunct, so that a sentence may end before them
_ADJUNCTS = frozenset(
    "وذلك حيث فيما بينما كما بعدما بعد قبل قبيل خلال منذ عقب اثر بسبب نتيجه ضمن اثناء وفق وفقا بحسب حسب عبر بهدف بغرض "
    "بمناسبه بحضور بمشاركه استعدادا تزامنا مما التي الذي الذين والذي والتي بالتزامن باشراف تحت لمده ابتداء انطلاقا وسط "
    "مشيرا مشيره موكدا موكده داعيا داعيه معتبرا معتبره ليصل لتصل وهو وهي حتي رغم".split()
)
_PARTICLES = _PREPOSITIONS | frozenset(
    "ان انه انها انهم بان لدي عند حول ضد بعد قبل خلال منذ عبر نحو دون غير كل بعض احد احدي اي هذا هذه ذلك تلك التي الذي "
    "الذين او و ثم لم لن لا ما قد سوف كان كانت هو هي تم يتم الا مثل اكثر اقل رغم حتي اذا لكن وذلك لان بسبب عقب ضمن تحت "
    "وسط اثر بما مما كما حيث فيما لهذا لهذه بهذا بهذه والتي والذي والذين فان امام داخل خارج خلف قباله جراء "
    "بفضل ب ل".split()
)
# Words after which something must come
_OPEN = _PARTICLES | frozenset(
    "ثاني اول ثلاث اربع خمس ست سبع ثمان ثماني تسع عشر ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره عشرات مئات الف الاف "
    "مليون ملايين مليار مليارات حوالي قرابه زهاء جميع كافه سنه عدد لعدد حجم قيمه نسبه معدل مدير رييس وزير عضو وكيل "
    "امين والي نايب صاحب سمو معالي فخامه نظيره الدكتور المهندس الاستاذ السيد بن ابن عبد ابو ال دا دي سكان اهالي مقر "
    "علما منطقه مدينه محافظه ولايه معتمديه بلديه اقليم لدعم مقتل اصابه اضافه بالاضافه تتمثل تتكون قام قامت وقع بات "
    "باتت راح تصدوا يعد تعد يضم تضم تشمل يشمل ضحيته ضحيتها وصفه وصفته اسماه".split()
)
# A word with a preposition or «and» before it; not «برنامج»
_ONTO = re.compile(
    r"(?!ب(?:رنامج|رامج|طول|لدي|لدان|يان|حوث|حيره|حري|رلمان|داي|ريطان|اريس|يروت|غداد)"
    r"|ل(?:جنه|جان|قاء|قاح|اعب|بنان|يبي|ندن)"
    r"|و(?:زار|زير|زراء|كاله|كيل|لايه|لايات|فاه|رشه|صول|ثيق|ثايق|ظيف|ظايف|حده|حدات|احده|اسع|طني|اشنطن|ضعي))[بلو]\w{4,}"
)
_VERB = re.compile(r"(?:س?ي|ست)\w{3,}$")  # «ستنتهي»: asks for more
_JOINED = re.compile(r"ي|(?!بن$|بنت$)[بلو]\w{0,3}$")  # verbs, and short words with such a letter before them
_DEFINITE = re.compile(r"(?:[وفبك]?ال|و?لل)\w{3,}$")
_ADJECTIVE = re.compile(r"\w{3,}(?:ي|يه|يا|ين)$|\w\wي\w[اه]?$")  # «فرجوي», «منفصلتين», «خطير»
_TWO_OF = re.compile(r"[بلو]?(?:مدين|قري|ولاي|منطق|محافظ|معتمدي|جامع|مجموع)تي$|بين$")  # «مدينتي صفاقس وقابس»


def completeness(words: list[str], border: re.Match[str]) -> float:
    """How well words end there: at a mark, before an adjunct, before a preposition, before any other word."""
    word = border["next"] or ""
    if border["mark"] is not None:
        return AT_MARK
    if word in _ADJUNCTS:
        return AT_ADJUNCT
    if word and _goes_on(words, word):
        return -PARTED
    return AT_PREPOSITION if word in _PREPOSITIONS or _ONTO.match(word) else ELSEWHERE


def is_open(last: str) -> bool:
    """Whether something must come after a word, even where a mark stands: 'مدينة' -> True"""
    last = last.strip(_SIGNS)
    return bool({last, last.removeprefix("و")} & _OPEN or _VERB.match(last) or _TWO_OF.match(last))


def _goes_on(words: list[str], word: str) -> bool:
    """Whether the last phrase of words goes on: '120' | 'مليون', 'وزير' | 'المالية', 'الساحل' | 'الغربي'"""
    if word.startswith("و") and (_TWO_OF.match(words[-2]) or words[-3] == "بين"):
        return True
    if word in _PARTICLES or _JOINED.match(word) or _ONTO.match(word):
        return False
    last = words[-1].strip(_SIGNS)
    if word.startswith("ال") or word[0].isdigit() or last[-1:].isdigit():
        return True
    return not _DEFINITE.match(last) and (word in _SIGNS or bool(_ONTO.match(last)) or _describes(word, last))


def _describes(word: str, last: str) -> bool:
    """Whether it reads as the adjective of an indefinite noun: 'اتفاقا' | 'جديدا', 'شركة' | 'كبيرة', 'عرض' | 'فرجوي'"""
    alike = word[-1] in "اه" and last.endswith(word[-1]) and not last.endswith("ها")
    return alike or (last.endswith("ات") and word.endswith("ه")) or bool(_ADJECTIVE.match(word))
