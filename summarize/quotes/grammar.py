"""Function words, and what the shape of a single word says: a verb, a preposition with its noun, a name. All folded."""

from __future__ import annotations

from functools import lru_cache

from summarize import arabic
from summarize.quotes import lexicon

THAT = frozenset(
    "لان لانه لانها ان انه انها انهم انهما انهن انني اننا بان بانه بانها بانهم وان انما وانه وانها فإن".split()
)
PREPOSITIONS = frozenset(
    "في خلال عبر على الي امام عقب بعد قبل لدي اثناء ضمن منذ حول عن مع من بشان حيال ردا تعليقا خلاله لوكاله وسط "
    "عند فيما حين عشيه فور اثر ضد دون بدون نحو بين بينما عما مما حتي رغم بسبب ازاء تجاه تحت فوق كما بما وفق "
    "ووفق وفقا بحسب حسب ومن وفي ومع وعن والي وعلى وعبر وبعد وقبل وخلال وحول ضمنيا وسط داخل خارج مقابل لقاء".split()
)
ADVERBS = frozenset(
    "ايضا كذلك بدوره بدورها بدورهم امس اليوم الان غدا لاحقا سابقا مجددا حرفيا صراحه بصراحه مازحا ساخرا غاضبا "
    "باكيا بالمقابل بالتالي هنا هنالك هناك اخيرا حينها عندها انذاك بوضوح باختصار تقريبا موخرا فورا علنا مرارا "
    "فقط جدا تحديدا خصوصا خاصه حاليا طويلا قليلا كثيرا دايما ثانيه اولا مثلا وقتها يومها الاسبوع الشهر العام "
    "السنه الليله صباح مساء ظهر فجر يوم ليل مطلع نهايه بدايه الماضي الماضيه الجاري المقبل السابق".split()
)
ADJECTIVES = frozenset("العام السابق الماضي الماضيه المقبل الجاري".split())  # of the adverbs: «الأمين العام»
PRONOUNS = frozenset(
    "لنا له لها لهم لي لك لكم به بها بهم بنا بي منه منها منهم فيه فيها عنه عنها عليه عليها اليه اليها لديه "
    "لديها معه معها معهم هو هي هم هما نحن انا انت اياه هذا هذه ذلك تلك هولاء ما ماذا كل اي بذلك بهذا".split()
)
OF_ONE_S_SIDE = frozenset("جهته جهتها جانبه جانبها ناحيته ناحيتها جهتهم جانبهم جهه جانب ناحيه".split())
DAYS = frozenset(
    "السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر "
    "اكتوبر نوفمبر ديسمبر شباط اذار نيسان ايار حزيران تموز ايلول رمضان شوال".split()
)
RELATIVES = frozenset(
    "الذي التي الذين اللذين اللذان اللتين حيث لكن ولكن بعدما عندما وهو وهي وهم الا او ام ثم بل "
    "البالغ البالغه المولود المولوده المقيم المقيمه الملقب".split()
)
OUTLETS = frozenset(
    "فرانس صحيفه جريده وكاله قناه اذاعه موقع شبكه مجله رويترز بوست تايمز برس عكاظ سبق الحياه الجزيره العربيه "
    "صحافيين صحفيين اعلاميين فضائيه تلفزيون راديو مراسل مراسلنا وسايل برنامج نشره ديلي صنداي غارديان جارديان "
    "نيوز تلغراف".split()
)
CARRIERS = frozenset("صحيفه جريده وكاله قناه اذاعه موقع شبكه مجله مراسل برنامج".split())  # a name follows
TITLES = frozenset(
    "الدكتور الدكتوره السيد السيده الشيخ الشيخه الاستاذ الاستاذه المهندس المهندسه الامير الاميره الملك اللواء "
    "العميد العقيد المقدم الرايد النقيب الفريق الجنرال الحاج القاضي المحامي الكابتن السناتور السيناتور "
    "البروفيسور البروفسور الانسه الاب القس المستشار د م ا".split()
)
PARTICLES = frozenset("بن ابن بنت ولد ال ابو ابي ام عبد دي فان دو لا ديل دير الدين الله بو بل دا اوف".split())
LINKS = PARTICLES - {"الدين", "الله"}  # whatever follows one of them belongs to the name
AL_VERBS = frozenset(
    "التقي التقت التقيا التقوا التحق التحقت التزم التزمت الغي الغت القي القت التمس التهم الزم الزمت".split()
)
AUXILIARIES = frozenset("كان كانت وكان كانوا ليس ليست لم لن لا قد وقد صار بات ظل مازال".split())
OFFICES = frozenset(  # adjectives of an office, behind which «ل...» names what it is an office of
    "العام العامه الخاص الخاصه الرسمي الرسميه التنفيذي التنفيذيه الدائم الدايم الاعلى الاعلي المساعد الاول "
    "الاقليمي السابق السامي الفني الاعلامي الاقتصادي المالي السياسي الشخصي الاداري المنتدب الفخري الوطني "
    "الوطنيه الدولي الدوليه العربي العربيه الاتحاديه الشرعي المشرف التابع التابعه العليا السعوديه السعودي "
    "السوري الامني الخيريه".split()
)
SOME = frozenset("احد احدي بعض عدد مجموعه عشرات كثير عديد".split())
ACCORDING = frozenset("بحسب حسب وفق وفقا طبقا نقلا حسبما بحسبما".split())
HIS_WORDS = frozenset("قوله قولها تعبيره تعبيرها وصفه وصفها زعمه زعمها رايه رايها كلامه كلامها".split())
PAPERS = frozenset("بيان تقرير رساله نص خطاب تصريح تدوينه وثيقه مذكره بيانا تقريرا بلاغ دراسه".split())
OPENERS = frozenset("وكان كان وكانت كانت اما لكن ولكن الا ان و كما وقد قد فيما بينما ثم".split())
CLAUSES = frozenset("حين فيما بينما كما مما عما بما منذ حتي".split())  # prepositions that a verb may follow
LATTER = {"الاخير": "m", "الاخيره": "f", "للاخير": "m", "للاخيره": "f"}
SENTENCE_ENDS = frozenset({".", "؟", "!"})
COMMAS = frozenset({"،", ","})


@lru_cache(maxsize=65536)
def speaks(word: str) -> bool:
    """The head of a role, a body or a name."""
    return lexicon.is_role(word) or lexicon.is_body(word) or lexicon.is_name(word)


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
    rest = word.removeprefix("و").removeprefix("ف") if len(word) > 4 else word.removeprefix("ف")
    if rest in AL_VERBS or rest in AUXILIARIES:
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


def plain(word: str) -> bool:
    """A bare noun, with no article, preposition or conjunction before it."""
    function_ = closes(word) or word in arabic.STOPWORDS or lexicon.prefixed(word)
    noun = word.isalpha() and len(word) > 2 and not word.startswith(("ال", "و")) and not function_
    return noun and not lexicon.is_role(word) and not lexicon.is_body(word)


def may_name(word: str) -> bool:
    """A common noun that may serve as a name: «سلطان», «توفيق»; one without an ending that names lack."""
    return plain(word) and not word.endswith(("ه", "ها", "هم", "ات", "ا"))


def article_name(word: str) -> bool:
    """A noun with the article that may be a family name: «الجسر», «الراعي»; not «اليوم», «المتظاهرون»."""
    return word.startswith("ال") and len(word) > 4 and not closes(word) and not word.endswith(("يه", "ين", "ون", "ات"))


def family(word: str) -> bool:
    """A word that is a name and no noun, with or without the article: «حجيرة», «الباكر»."""
    if word.startswith("ال"):
        return len(word) > 4 and not lexicon.is_common(lexicon.bare(word)) and not lexicon.is_role(word)
    return (lexicon.could_be_name(word) and not finite(word)) or lexicon.is_name(word)
