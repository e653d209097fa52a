"""Arabic as text: normalise with an offset map, fold, words, stems, sentences, language. Pure; linear in the text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from summarize.records import Span

TATWEEL = "\u0640"
MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # tashkeel and Koranic signs
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
PRESENTATION = "\ufb50-\ufdff\ufe70-\ufefc"  # ﻣﺮﺣﺒﺎ, as some PDF files and old systems write
SCRIPT = re.compile(f"[\u0600-\u06ff\u0750-\u077f{PRESENTATION}]")  # letters, digits and marks, «،» and «؟» among them
_CHANGED = re.compile(f"[{TATWEEL}{MARKS}{INVISIBLE}{PRESENTATION}\u00a0\u2007\u202f]")
_SPACE = "\u00a0\u2007\u202f"

_DIGITS = {ord(zero) + value: str(value) for zero in "٠۰" for value in range(10)}
_FOLDED = str.maketrans("أإآٱىةؤئکیہ", "اااايهويكيه") | _DIGITS
_FOLDS = [(chr(one), other if isinstance(other, str) else chr(other)) for one, other in _FOLDED.items()]
_WORD = re.compile(r"\w+")


def _replace(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SPACE:
        return " "
    return _plain(char) if "\ufb50" <= char <= "\ufefc" else ""


def _plain(char: str) -> str:
    """A presentation form as its letters: 'ﻻ' -> 'لا'"""
    return re.sub(f"[{TATWEEL}{MARKS}]", "", unicodedata.normalize("NFKC", char))


class Folded(NamedTuple):
    """Normalised text; `offsets[i]` is the place in the source of character i, and one more entry holds its length."""

    text: str
    offsets: array[int]


def normalise(text: str) -> Folded:
    """'ﻣُﺮﺣﺒـﺎ' -> 'مرحبا': no presentation forms, tatweel, tashkeel or invisible characters; every blank is a space."""
    pieces: list[str] = []
    offsets = array("I")
    last = 0
    for match in _CHANGED.finditer(text):
        at, char = match.start(), match.group()
        plain = " " if char in _SPACE else "" if not "\ufb50" <= char <= "\ufefc" else _plain(char)
        pieces += (text[last:at], plain)
        offsets.extend(range(last, at))
        offsets.extend([at] * len(plain))
        last = at + 1
    pieces.append(text[last:])
    offsets.extend(range(last, len(text) + 1))
    return Folded("".join(pieces), offsets)


def fold(text: str) -> str:
    """For comparison only: 'الأُولى' -> 'الاولي', '٢٠٢٥' -> '2025'. Without a change where a change adds nothing."""
    text = _CHANGED.sub(_replace, text)
    for one, other in _FOLDS:  # four times as fast as str.translate, which looks up every letter
        text = text.replace(one, other)
    return text.lower()


def words(text: str) -> list[str]:
    """Folded words and numbers: 'قالت: «إنّها ٣»' -> ['قالت', 'انها', '3']"""
    return _WORD.findall(fold(text))


_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
# Digits are stored as typed, and typed as they are seen in a line from right to left. Of 846 such numbers in ANT and
# SaudiNewsNet 55 are like «5ر0 بالمئة», and the two like «0ر3%», beside other figures, can only be 3.0 and 74.0.
_FRACTION_FIRST = re.compile(r"(?<!\d)(?<!\dر)(\d+)ر(\d+)(?!\w)")
# Of 67 that begin with a group of three digits 43 stand before such a word and are decimals, as «235ر1 مليون»; the
# others group thousands, as in «000ر22 مسلم» and «432ر690ر29 ميجاوات», but one, «321ر97», an index.
_DECIMAL_UNIT = r"\s*(?:مليون|ملايين|مليار|بليون|تريليون|[أا]لف|[آا]لاف|%|٪|بالم|في الم|دينار|دنانير|د\b)"
_THOUSANDS_FIRST = re.compile(rf"(?<!\d)(?<!\dر)((?:\d{{3}}ر)+)((?![0٠])\d{{1,3}})(?!\w|{_DECIMAL_UNIT})")


def whole_first(text: str) -> str:
    """Numbers with ر, as agencies write them, the usual way: 'بلغ 2ر1 مليار، و000ر22' -> 'بلغ 1.2 مليار، و22,000'"""
    text = _THOUSANDS_FIRST.sub(lambda found: ",".join([found[2], *found[1].split("ر")[-2::-1]]), text)
    return _FRACTION_FIRST.sub(r"\2.\1", text)


def numbers(text: str) -> list[str]:
    """Numbers in digits, written one way: '٢٧,٥ و1,250 و19% و2ر1' -> ['27.5', '1250', '19', '1.2']"""
    return [_number(match.group()) for match in _NUMBER.finditer(whole_first(text.translate(_DIGITS)))]


def _number(digits: str) -> str:
    """'1,250' -> '1250', '27,5' -> '27.5', '007' -> '7': a mark before exactly three digits groups thousands."""
    digits = digits.replace("٬", "").replace("٫", ".")
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    return re.sub(r"^0+(?=\d)", "", digits)


# Light10 of Larkey, Ballesteros and Connell (2007): the longest prefix of the list, then suffixes, while the rest is
# long enough to be a word.
_PREFIXES = ("وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "هم", "نا", "ه", "ي")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem of a folded word: 'والمفاوضون' -> 'مفاوض', 'المفاوضات' -> 'مفاوض'"""
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= (3 if prefix == "و" else 2):
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
    return word


STOPWORDS = frozenset(
    fold(
        "في من على إلى الى عن مع أن إن أنه إنه أنها إنها ان لا ما لم لن قد كان كانت يكون تكون هذا هذه ذلك تلك "
        "التي الذي الذين اللذين اللتين هو هي هم هما نحن أنا أنت كما لكن ولكن بل ثم أو أم حتى إذا إذ لو كل بعض "
        "بين بعد قبل عند منذ حول خلال ضد دون غير سوى أي أيضا فقط حيث بينما فيما عندما لأن لأنه منه منها عنه "
        "عنها فيه فيها عليه عليها له لها لهم به بها إليه إليها لدى ليس ليست يوم أمس اليوم نحو عبر أكثر أقل "
        "جدا مثل وقد وكان وكانت وهو وهي وفي ومن وعلى وأن وإن ولم ولا وما كذلك بأن فإن لقد هناك هنا تم يتم عدم "
        "أحد إحدى وذلك الا إلا قال وقال وأضاف "
    ).split()
)

# Abbreviations whose full stop ends no sentence; nor does that of initials (د. أ.د. U.S.). Units («طن.») are not among
# them: of 22 full stops after a unit in SaudiNewsNet, ANT and EASC, all 22 ended a sentence.
_ABBREVIATIONS = frozenset(
    "انظر dr mr mrs ms prof st no vs inc ltd co jr sr gen col sgt sen rep gov fig vol pp".split()
)
# A run of marks before a blank, with the closing marks behind it; a full stop without the blank («لبنان.ويفتتح», 425
# times there, nearly always an end); or a quotation mark. The lookbehind keeps a line of a million dots linear.
_TERMINATOR = re.compile(
    r"(?<![.!?؟…])[.!?؟…]++[»”\"’'›)\]]*+(?=\s|$)"
    r"|(?<=[\u0621-\u0652]{3})[.!?؟](?=[\u0621-\u064a]{3})"
    r"|[«“”\"]"
)
_BEFORE = re.compile(r"[^\s«“\"(\[,،]*$")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}|[\u0660-\u0669]{1,3}|[a-zA-Z\u0621-\u064a])\.$")
_INITIALS = re.compile(r"[^\W\d](?:\.[^\W\d])*")  # د أ.د ق.م U.S
_AFTER_NUMBER = re.compile(r"(?:\d|\d م) ?[مهد]ـ?$")  # «1770 م.», «1438 هـ.», «35 م د.» end a sentence
# Characters: a quote up to this length stays in one sentence with the words around it. 37 words, nine in ten quoted
# statements, have about 220; beyond 400 a quote is a speech of several sentences.
QUOTE_WHOLE = 400
QUOTE_LONGEST = 3000  # farther away, a closing mark belongs to another quote
_CLOSERS = {"«": re.compile("»"), "“": re.compile("[”“]"), "”": re.compile("[”“]"), '"': re.compile('"')}
WRAPPED = (50, 110)  # characters of a line that was wrapped by hand, as in mails and old text files


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans of the sentences in text[start:end], trimmed: 'قال د. علي نعم. ثم رحل.' -> two spans.

    A line break ends a sentence, except inside a paragraph of hand-wrapped lines.
    """
    found = []
    for line in lines(text, start, end):
        for piece in _split(text, line):
            span = trim(text, *piece)
            dash = _DASH.match(text, *span)
            if (span := Span(dash.end(), span.end) if dash else span).end > span.start:
                found.append(span)
    return found


_AROUND = "\u200e\u200f\ufeff"
_DASH = re.compile(r"[-–—]\s+(?=\S)")  # a bullet, or a speaker's turn; «-5» is a number


def trim(text: str, start: int, end: int) -> Span:
    """Without blanks and bullets at the start and blanks at the end: ' • كلمة ' -> 'كلمة'"""
    while start < end and (text[start].isspace() or text[start] in "•●▪◦·*" + _AROUND):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _AROUND):
        end -= 1
    return Span(start, end)


def lines(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Lines; the lines of a hand-wrapped paragraph come as one."""
    end = len(text) if end is None else end
    for paragraph in re.finditer(r"[^\n]+(?:\n(?![^\S\n]*(?:\n|$))[^\n]+)*", text[start:end]):
        at, body = start + paragraph.start(), paragraph.group()
        rows = body.split("\n")
        if _wrapped(rows):
            yield Span(at, at + len(body))
            continue
        for line in rows:
            yield Span(at, at + len(line))
            at += len(line) + 1


def _wrapped(rows: list[str]) -> bool:
    lengths = [len(row.strip()) for row in rows]
    least, most = WRAPPED
    if len(rows) < 2 or max(lengths) > most or any(length < least for length in lengths[:-1]):
        return False
    return any(line.rstrip()[-1:] not in '.!?؟…:»”"' for line in rows[:-1])


def _split(text: str, line: Span) -> Iterator[Span]:
    """One line into sentences, minding quotes, abbreviations, numbers and dots. «؛» and «..» join, they end nothing."""
    begin, quote = line.start, Span(-1, -1)
    for match in _TERMINATOR.finditer(text, *line):
        if match.group() in _CLOSERS:
            if match.start() > quote.end:
                quote = _quote(text, match.start(), line)
            continue
        whole = quote.end - quote.start <= QUOTE_WHOLE
        if (whole and match.end() <= quote.end) or not _stops(text, begin, match):
            continue
        yield Span(begin, match.end())
        begin = match.end()
    yield Span(begin, line.end)


def _quote(text: str, at: int, line: Span) -> Span:
    """From the opening mark to its closing one; empty where there is none, or where the mark itself closes."""
    mark = text[at]
    if mark == "”" and at > line.start and not text[at - 1].isspace() and text[at - 1] not in "(:بـو":
        return Span(-1, -1)
    closing = _CLOSERS[mark].search(text, at + 1, min(line.end, at + QUOTE_LONGEST))
    return Span(at, closing.start()) if closing else Span(-1, -1)


def _stops(text: str, begin: int, match: re.Match[str]) -> bool:
    """Whether a run of marks ends a sentence: not after an abbreviation, an initial or a list number, nor as «..»."""
    mark = match.group().rstrip("»”\"’'›)]")
    if "؟" in mark or "?" in mark or "!" in mark:
        return True
    if mark != ".":
        return match.end() == len(text) or text[match.end()] == "\n"
    before = text[max(begin, match.start() - 12) : match.start()]
    last = _BEFORE.search(before)
    word = fold(last.group() if last else "").removeprefix("و")
    if word in _ABBREVIATIONS or _INITIALS.fullmatch(word):
        return bool(_AFTER_NUMBER.search(before))
    return not _LIST_NUMBER.fullmatch(text, begin, match.start() + 1)


# Function words that are frequent in one language only, folded
_FUNCTION = {
    "ar": frozenset("في من علي الي ان التي الذي عن مع هذا هذه لا ما لم كما بعد قال بين او".split()),
    "fa": frozenset("از که را با برای است شد می های در به تا خود یک".translate(_FOLDED).split()),
    "ur": frozenset("کے کی میں ہے سے کو نے کا اور ہیں پر یہ وہ تھا گیا".translate(_FOLDED).split()),
}
FEWEST_LETTERS = 20
ARABIC_SHARE = 0.3  # of the letters: an Arabic article may hold many names in Latin letters
_OWN_LETTERS = {"ur": re.compile("[ٹڈڑںےھ]"), "fa": re.compile("[پچژگ]"), "other": re.compile("[ەێۆڵڕښځڼۍېۇۈۋ]")}
OWN_SHARE = 0.02  # of the letters; in Persian and Urdu prose the share is 0.04 and more, in Arabic below 0.005


def language(text: str) -> str:
    """'ar', 'fa', 'ur', 'en', 'other' or 'none' (too few letters). Looks at the first 20,000 characters."""
    sample = text[:20_000]
    arabic = len(re.findall(r"[\u0621-\u06d3\ufb50-\ufefc]", sample))
    latin = len(re.findall(r"[A-Za-z]", sample))
    letters = sum(map(str.isalpha, sample))
    if letters < FEWEST_LETTERS:
        return "none"
    if arabic < ARABIC_SHARE * letters:
        return "en" if latin > letters / 2 else "other"
    counts = {name: len(pattern.findall(sample)) / arabic for name, pattern in _OWN_LETTERS.items()}
    function = {name: sum(word in known for word in words(sample)) for name, known in _FUNCTION.items()}
    for name in ("ur", "other", "fa"):
        others = function.get(name, 1)  # Iraqi «گ» and «چ» without a Persian word make no Persian text
        if counts[name] > OWN_SHARE and others and function["ar"] <= 2 * others + 1:
            return name
    best = max(function, key=lambda name: function[name])
    return best if function[best] > 2 * function["ar"] + 2 else "ar"


# An escape that is never closed loses only its mark: what follows may be the rest of the article.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)|[#%()*+][0-~]|[@-Z\\-_]?)")
_UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{INVISIBLE}\ufff9-\ufffb\U000e0000-\U000e007f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Safe for a terminal: no control characters but \\n and \\t, no escapes, bidi overrides or zero-width signs."""
    text = _ESCAPE.sub("", text).replace("\u2028", "\n").replace("\u2029", "\n")
    return _SURROGATE.sub("\ufffd", _UNSAFE.sub("", text))
