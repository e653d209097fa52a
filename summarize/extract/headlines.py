"""A headline for an article that has none: one of its first sentences up to the border of a clause, nothing added.

Left out on the way are the day and the hour, degrees before names, the name, place and occasion between who says
something and what he says, and openings. A headline has no half of a pair of quotation marks or brackets, does not end
inside a phrase (see endings), and is no beginning of a sentence that leans on the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarize import arabic
from summarize.extract import compression, endings, leaning
from summarize.records import Span

MOST = 12  # words
FEWEST = 4
FIRST = 3  # sentences to look at
LATER = 0.3  # what a sentence loses of its worth for each that stands before it
LEFT_OUT = 0.1  # what it loses for an adverbial opening that is left out,
DANGLING = 0.3  # for one that goes on, «بعد الحريق الذي اندلع في»,
UNSAID = 0.3  # and what for who says it
BROKEN = 1.0  # for a verb of saying without what is said

# All patterns are matched with folded text (see arabic.fold)
_DAY = r"\(?(?:السبت|الاحد|الاثنين|الثلاثاء|الاربعاء|الخميس|الجمعه)\)?"
_WHEN = re.compile(
    r"(?<!\bفي)(?<!\bمن)(?<!\bمنذ)(?<!\bحتي)(?<!\bقبل)(?<!\bبعد)(?<!\bهذا)(?<!\bلهذا)(?<!\bالي)(?<!\bان)(?<!\bطقس)"
    r"(?<!\bاليوم)(?: ?[،,])? (?:(?:ظهر|مساء|صباح|فجر|عصر|عشيه|ليل|ليله|يوم) )?"
    rf"(?:(?:اول )?امس(?: الاول)?(?: {_DAY})?|اليوم(?:[،,]? {_DAY}|(?! ال))|{_DAY}(?: (?:الماضي|المقبل|الجاري))?)"
    rf"(?: (?:الموافق )?\d{{1,2}} [^\W\d]+(?: \d{{4}})?)?(?: ?[،,])?(?=[ .،,]|$)(?! و{_DAY})"
)
_DEGREE = re.compile(r" (?:الدكتور|الدكتوره|المهندس|المهندسه|الاستاذ|الاستاذه)(?= (?!ال|في\b|ان\b)\w{3,} \w{3,})")
_SAYS = r"و?(?:قال|اكد|اوضح|اعلن|اشار|لفت|ذكر|افاد|كشف|اعتبر|راي|شدد|صرح|بين|اضاف|توقع|حذر|طالب|اعرب|عبر|تحدث)ت?\b"
_BETWEEN = re.compile(  # «قال وزير الداخلية، الهادي مجدوب، في تصريح صحفي إن …»
    rf"{_SAYS}(?: \w+){{1,6}}?(?P<cut> ?[،,][^«»“”\"().:؛]{{1,140}}?| (?:في|خلال|علي هامش) (?:بلاغ|بيان|تصريح|مداخله"
    r"|حوار|موتمر|كلمه|لقاء|حديث|مقابله|زياره)\w*[^«»“”\"().:؛]{0,100}?)(?= ان(?:ه|ها|هم)?\b)"
)
# What is said may stand alone where there is no room for who says it; not «أنه», nor what must be, «أن يزور»,
# nor in the accusative, «أن عدداً»
_CONTENT = re.compile(r" ان (?=(?!ي|(?:بلاد|حزب|فريق)ه )\w+(?<!ين)(?<!ا)(?<!ها)(?<!هم) )")
FARTHEST = 220  # characters before it
_TELLS = re.compile(_SAYS)
_NEEDS = [  # verbs, and what must come with them
    (
        r"و?(?:قال|افاد|ذكر|صرح|اوضح|بين|اضاف|راي|اعتبر|اكد|شدد|اعلن|كشف|توقع)ت?\b",
        r"\bان(?:ه|ها|هم)?(?: \S+){3}|\bعن(?: \S+){3}",
    ),
    (r"و?(?:(?:اشار|لفت)ت?|دع[ات])\b", r"\bالي(?: \S+){2}"),
    (r"و?(?:اعرب|عبر|تحدث|اعلن)ت?\b", r"\bعن(?: \S+){2}"),
    (r"و?حذرت?\b", r"\bمن(?: \S+){2}"),
    (r"و?طالبت?\b", r"\bب\w{3,} \S"),
]
_ADVERBIAL = re.compile(
    r"(?:في|علي|من|بعد|قبل|منذ|خلال|ضمن|رغم|وسط|عقب|اثر|مع|تحت|عندما|حين|اذا|لو|بينما|فيما|بهدف|بمناسبه|بحضور)\b"
    r"(?P<rest>[^،,.:؛«»“”\"]{3,90}[،,](?! ?و) ?)?"
)
_SOURCE = re.compile(r" ?[،,]? (?:ب?حسب|حسبما|وفقا?|طبقا|نقلا|علي حد|كما (?:ذكر|افاد|اعلن|قال|نقل|جاء)ت?)\b")  # ends it
_BEFORE_IT = " .…:،,*–—-"
_PAIRS = (("«", "»"), ("(", ")"), ("“", "”"), ("[", "]"))


class Headline(NamedTuple):
    """sentences[number][start:end] without cuts of it."""

    number: int
    start: int
    end: int
    cuts: tuple[Span, ...]
    worth: float


class _Draft(NamedTuple):
    worth: float
    start: int
    end: int
    cuts: list[Span]


def choose(sentences: Sequence[str]) -> Headline | None:
    """The best of the first sentences, each on one line. None where no piece of them reads as a headline."""
    best: Headline | None = None
    for number, sentence in enumerate(sentences[:FIRST]):
        folded, offsets = arabic.normalise(sentence)
        plain = arabic.fold(folded)
        if len(plain) != len(folded) or (number and not leaning.leads(sentence)):
            continue
        draft = max(_drafts(plain), default=None)
        if draft and (best is None or draft.worth - LATER * number > best.worth):
            cuts = tuple(Span(offsets[a], offsets[b]) for a, b in draft.cuts)
            start, end = offsets[draft.start], len(sentence[: offsets[draft.end]].rstrip(f" {arabic.TATWEEL}"))
            best = Headline(number, start, end, cuts, round(draft.worth - LATER * number, 4))
    return best


def _drafts(plain: str) -> Iterator[_Draft]:
    """Beginnings of a folded sentence that read as a headline: the longer and the more of a clause, the better."""
    opening = compression.opening(plain) or _ADVERBIAL.match(plain)
    start = opening.end() if opening and (opening.re is not _ADVERBIAL or opening["rest"]) else 0
    loss = LEFT_OUT if start else DANGLING if opening else 0
    start = len(plain) - len(plain[start:].lstrip(_BEFORE_IT))
    yield from _from(plain, start, loss)
    if _TELLS.match(plain, start):
        for content in _CONTENT.finditer(plain, start, start + FARTHEST):
            if _pairs(plain[start : content.start()]):
                yield from _from(plain, content.end(), UNSAID)


def _from(plain: str, start: int, loss: float) -> Iterator[_Draft]:
    cuts, source = _cuts(plain, start), _SOURCE.search(plain, start)
    for border in endings.BORDER.finditer(plain, start):
        end = border.start()
        if any(cut.start < end < cut.end for cut in cuts):
            continue
        its = [cut for cut in cuts if cut.end <= end]
        words = compression.without(plain, its, start, end).split()
        if len(words) > MOST or (source and end > source.start()):
            return
        if len(words) >= FEWEST and not endings.is_open(words[-1]) and _pairs(" ".join(words)):
            whole = endings.completeness(words, border) - BROKEN * (not _says(" ".join(words)))
            yield _Draft(len(words) / MOST + whole - loss, start, end, its)


def _cuts(plain: str, start: int) -> list[Span]:
    """What is left out within; of two that overlap the first."""
    between = _BETWEEN.match(plain, start)
    found = [between.span("cut")] if between else []
    found += [match.span() for pattern in (_WHEN, _DEGREE) for match in pattern.finditer(plain, start)]
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or span[0] >= kept[-1].end:
            kept.append(Span(*span))
    return kept


def _pairs(text: str) -> bool:
    """Whether no quotation or bracket begins or ends outside."""
    return text.count('"') % 2 == 0 and all(text.count(opening) == text.count(end) for opening, end in _PAIRS)


def _says(text: str) -> bool:
    """What is said where somebody says something: 'قال الوزير في المدينة' -> False"""
    needs = [what for verb, what in _NEEDS if re.match(verb, text)]
    return not needs or any(re.search(what, text) for what in needs)
