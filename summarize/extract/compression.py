"""What a sentence can do without: «من جهة أخرى،», «(42 عاماً)», «، بحسب وكالة رويترز», «، مشيراً إلى أن …».

Openings that only tie a sentence to another are left out wherever they stand, the rest only of long sentences. What is
cut never lies in a quotation, nor holds a piece of one. Who claims something stays: an attribution goes where it names
the agency or the paper that passed the news on, and never the party, the source or the witness who said it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from summarize import arabic
from summarize.records import Span

LONG = 25  # words; a summary of the BBC has 24, the leads of the ANT corpus 28
LEFT = 12  # words that a cut must leave; an opening, which carries nothing:
LEFT_OF_OPENING = 5

LONGEST = 2000  # characters; what is longer is a list or a table, and would take the patterns long

# All patterns are matched with folded text (see arabic.fold), where the hamza of an alif is gone
_SAYS = (
    r"(?:قال|اكد|اوضح|اعلن|اشار|لفت|ذكر|افاد|كشف|اعتبر|راي|شدد|صرح|اعرب|بين|نفي|طالب|دعا|حذر|توقع|رحب|ادان|ندد|اضاف|عبر"
    r"|نوه|اثني|استنكر|رفض|انتقد|وصف|اتهم|قرر|وافق|تمني|ابدي|شكر|هنا)ت?\b"
)
_TIES = (
    r"و?(?:من (?:جهه|ناحيه|جانب) (?:اخري|اخر|ثانيه|ثان)|في (?:هذا )?السياق(?: (?:ذاته|نفسه))?"
    r"|في سياق (?:متصل|اخر|ذي صله)|في (?:هذه )?الاثناء|في غضون ذلك|علي صعيد (?:اخر|متصل|ثان)|الي ذلك"
    r"|في (?:موضوع|شان) (?:اخر|متصل))"
)
_TURNS = r"و?(?:من (?:جهت|جانب|ناحيت)(?:ه|ها|هم)|بدور(?:ه|ها|هم))"
_REMINDS = r"و?(?:يذكر|يشار الي|تجدر الاشاره الي|(?:من )?(?:ال)?جدير بالذكر|مما يذكر) ان"
_VENUE = (
    r"و?(?:في|خلال|علي هامش) (?:بيان|تصريح|تصريحات|موتمر|الموتمر|كلمه|كلمته|كلمتها|حديث|حديثه|حديثها|حوار|مقابله|لقاء"
    r"|اتصال|مداخله)\b[^،,:«»“”\"().؛]{0,70}"
)
_OPENINGS = re.compile(
    rf"{_TIES} ?(?:[،,] ?|(?={_SAYS}))|{_TURNS} ?[،,]? ?(?={_SAYS})"
    # after «أن» stands the accusative: «أن المسلحين سيطروا» and «أن عدداً من» would begin a sentence in the wrong case
    rf"|{_REMINDS} (?=ال\w+(?<!ين) )"
)
_LONG_OPENINGS = re.compile(rf"{_VENUE}[،,] ?(?={_SAYS})")
# Of the agencies only those of the news: that for space is a source
_MEDIA = (
    r"(?:(?:ال)?(?:صحيفه|جريده|قناه|موقع|تلفزيون|اذاعه|شبكه|مجله|راديو|رويترز|فرانس برس|اناضول|مراسله?|موفده?)\b"
    r"|وكالات الانباء|وكاله (?:ال)?(?:انباء|رويترز|اناضول|فرانس برس|اسوشيتد برس|الصحافه|فرنسيه|تونس افريقيا|سبوتنيك))"
)
_PASSED_ON = r"(?:ذكر|افاد|نقل|اورد|نشر|اعلن|قال|كتب|بث)(?:ته|ت|ه)? (?:به )?"
_ATTRIBUTION = re.compile(
    rf" ?[،,] ?و?(?:(?:ب?حسب|وفقا? ?ل?|طبقا ل|نقلا عن) ?(?:ما {_PASSED_ON})?|(?:علي ما|كما|حسبما|وفقما) {_PASSED_ON})"
    rf"{_MEDIA}(?: (?!عن\b|ان\b|انه\b|انها\b|التي\b|الذي\b|حيث\b|و)[^\s،,.:«»“”\"\d]+){{0,5}}(?=\W*$)"
)
_SPEAKING = re.compile(
    r" ?[،,] ?و?(?:مشير|لافت|موضح|مبين|مضيف|موكد|معرب|منوه|معتبر|داعي|مطالب|محذر|كاشف|متمني|مشدد|مستطرد|متابع|منبه)"
    r"(?:ا|ه|ين|ات)\b(?!.*[،,] ?(?:ان|انه|انها|بان)\b).*?(?=[.…!؟]*$)"
)
# What stands in brackets, each with what must stand before it: an age, but not of a team; a part of the country; a
# short form after its long one, «منظمة الصحة العالمية (WHO)», as «شركة (X)» would lose its name
_BRACKETS = re.compile(
    r" \((?:(?P<age>\d\d (?:عاما|سنه|عام))"
    r"|(?P<part>(?:شمال|جنوب|شرق|غرب|وسط)(?: (?:شرق|غرب|شمال|جنوب|البلاد|العاصمه|ال\w+))?)"
    r"|(?P<short>[a-z .&-]{2,25}|[ا-ي](?:[ .]{1,2}[ا-ي]){1,4}\.?|رويترز|واس|وام|كونا|بترا|قنا|سبا|سانا|وفا))\)"
)
_BEFORE = {
    "age": re.compile(r"^(?!.*\b(?:العمر|علي|(?:ال)?(?:منتخب|فريق|بطوله|دوري)(?: \w+)?)$)"),
    "part": re.compile(r"\w$"),
    "short": re.compile(r"\bال\w+$"),
}
_MARKS = re.compile('[«»“”"]')


def cuts(sentence: str) -> list[Span]:
    """What can be left out, in order: 'من جهة أخرى، قال الوزير نعم.' -> [Span(0, 13)]"""
    if len(sentence) > LONGEST:
        return []
    plain = arabic.fold(sentence)
    found: list[Span] = []
    for span in _candidates(plain):
        left = len(without(plain, [*found, span]).split())
        if _clear(plain, span) and left >= (LEFT if span.start else LEFT_OF_OPENING):
            found.append(span)
    return _placed(sentence, plain, sorted(found)) if found else []


def opening(plain: str, long: bool = True) -> re.Match[str] | None:
    """The opening of a folded sentence that it can do without; if it is long, also where something was said."""
    return _OPENINGS.match(plain) or (_LONG_OPENINGS.match(plain) if long else None)


def _placed(sentence: str, plain: str, spans: list[Span]) -> list[Span]:
    """Spans of the folded sentence as spans of the sentence itself."""
    folded, offsets = arabic.normalise(sentence)
    if len(folded) != len(plain):  # a letter whose small form is two, as no Arabic one is
        return []
    return [Span(offsets[start], offsets[end]) for start, end in spans]


def shorter(sentence: str) -> str:
    """'من جهة أخرى، قال الوزير نعم.' -> 'قال الوزير نعم.'"""
    spans = cuts(sentence)
    return without(sentence, spans) if spans else sentence


def without(text: str, spans: Sequence[Span], start: int = 0, end: int | None = None) -> str:
    """text[start:end] without spans of it: 'abcdef', [Span(1, 3)], 0, 5 -> 'ade'"""
    edges = [start, *chain.from_iterable(sorted(spans)), len(text) if end is None else end]
    return "".join(text[begin:stop] for begin, stop in zip(edges[::2], edges[1::2], strict=True))


def _candidates(plain: str) -> Iterator[Span]:
    """Those at the end reach to the end, so that at most one of them is taken, and no brackets in it."""
    long = len(plain.split()) > LONG
    if found := opening(plain, long):
        yield Span(*found.span())
    if not long:
        return
    tail = _ATTRIBUTION.search(plain) or _SPEAKING.search(plain)
    if tail:
        yield Span(*tail.span())
    for found in _BRACKETS.finditer(plain, 0, tail.start() if tail else len(plain)):
        if _BEFORE[str(found.lastgroup)].search(plain[max(0, found.start() - 40) : found.start()]):
            yield Span(*found.span())


def _clear(plain: str, span: Span) -> bool:
    """Whether no quotation is open where it begins, and none begins or ends in it."""
    before = plain[: span.start]
    closed = before.count("«") == before.count("»") and len(re.findall('[“”"]', before)) % 2 == 0
    return closed and not _MARKS.search(plain, *span)
