"""The embedded summarizer: picks sentences, needs no weights, invents nothing.

Score of a sentence = CENTRALITY * centrality + POSITION * position + TITLE * title, each between 0 and 1:
- centrality: cosine between the sentence and the centroid of the article, both tf-idf vectors of light stems (Radev et
  al. 2004, centroid-based summarization). The idf is that of the article's own sentences;
- position: 1 for the first sentence, falling as 1 / (1 + n / 4), since news leads with the news (Edmundson 1969);
- title: cosine between the sentence and the title (Edmundson 1969).
Sentences are taken best first, less REDUNDANCY * the highest cosine with one already taken (maximal marginal
relevance, Carbonell and Goldstein 1998), and come out in the order of the article. A sentence that leans on the one
before («وأضاف …», «بدوره …») is taken only together with that one, at the mean of their scores.

A text is one sentence a line, after the title and a blank line where there is a title; so is the output.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from summarize import arabic
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

# Round numbers from a coarse grid on EASC and the XL-Sum sample (python -m benchmarks.summarization FOLDER --tune).
# More weight on position helps EASC (+1.1 ROUGE-1 at 2.0, on a quarter of it), less helps XL-Sum (+0.5 at 0.5), whose
# articles have lost their lead. More on the title helps XL-Sum (+0.7 at 4.0), but a summary that only repeats the title
# tells nothing new.
CENTRALITY, POSITION, TITLE, REDUNDANCY = 1.0, 1.0, 3.0, 0.5
SAME = 0.8  # cosine above which two sentences say the same, as where an article repeats its lead
SHORTEST = 5  # words; shorter ones are subheadings and captions
LONGEST = 80  # words; longer ones are lists or tables
COMPARED = 50  # sentences already taken; more would make a long excerpt of a book quadratic
LONGEST_CHAIN = 3  # sentences; whoever leans on more is left out

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


Vector = dict[str, float]


class Piece(NamedTuple):
    """One sentence of an article as the ranking sees it."""

    text: str
    words: int
    vector: Vector
    score: float
    leans: bool
    eligible: bool


class Extractive:
    limit = 10**9  # tokens, here words: linear in the text, so none is too long
    device = "cpu"

    def __init__(self, model: Model) -> None:
        del model  # without weights there is nothing to load

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        return [_summarize(text, options) for text in texts]


def leans(sentence: str) -> bool:
    """Whether it makes no sense without the one before: 'وأضاف أن الخطة جاهزة' -> True, 'وقال بوتين إن' -> False"""
    folded = arabic.fold(sentence[:200])
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
        or _is_speech(sentence)
    )


def _is_speech(sentence: str) -> bool:
    """A quote and nothing else, which says not whose it is."""
    bare = sentence.strip(" .!؟?")
    return bare[:1] in tuple('«“"') and bare[-1:] in tuple('»”"') and not re.search('[«»“”"]', bare[1:-1])


def _summarize(text: str, options: Decoding) -> Generated:
    title, _, body = text.rpartition("\n\n")
    pieces = _pieces(body, title)
    chosen = _Choice(pieces, *_budget(pieces, options)).made()
    score = sum(pieces[i].score for i in chosen) / len(chosen) if chosen else 0.0
    return Generated("\n".join(pieces[i].text for i in chosen), round(score, 4))


def _budget(pieces: list[Piece], options: Decoding) -> tuple[int, int]:
    """How many sentences and words at most."""
    total = sum(piece.words for piece in pieces)
    if options.ratio:
        return len(pieces), max(1, round(options.ratio * total))
    if options.words:
        return len(pieces), options.words
    return options.sentences or 3, total


class _Choice:
    """Greedy and lazy: while others are taken, a value only falls, so only the top of the heap is computed anew."""

    def __init__(self, pieces: list[Piece], most: int, room: int) -> None:
        self.pieces, self.most, self.room = pieces, most, room
        self.taken: list[int] = []
        self.shown: set[int] = set()
        self.likeness = [(0, 0.0)] * len(pieces)  # how many of `taken` it was compared with, and the highest cosine
        self.queue = [(-self._value(i), i) for i, piece in enumerate(pieces) if piece.eligible and self._group(i)]
        heapq.heapify(self.queue)

    def made(self) -> list[int]:
        """Numbers of the sentences to show, in order. At least one, however small the budget, where there is any."""
        while self.queue and len(self.taken) < self.most and self.room > 0:
            known, index = heapq.heappop(self.queue)
            if index in self.shown:
                continue
            if (value := self._value(index)) < -known:
                heapq.heappush(self.queue, (-value, index))
            elif self.likeness[index][1] < SAME:
                self._take(self._group(index))
        return sorted(self.taken) or self._shortest()

    def _take(self, group: list[int]) -> None:
        words = sum(self.pieces[i].words for i in group)
        if len(self.taken) + len(group) > self.most or words > self.room:
            return
        self.taken += group
        self.shown |= set(group)
        self.room -= words
        follower = group[-1] + 1  # may come alone now
        if follower < len(self.pieces) and self.pieces[follower].leans and self.pieces[follower].eligible:
            heapq.heappush(self.queue, (-self._value(follower), follower))

    def _group(self, index: int) -> list[int]:
        """The sentence and those it leans on that are not shown yet; [] where these cannot be shown."""
        group = [index]
        while self.pieces[group[0]].leans and group[0] > 0 and group[0] - 1 not in self.shown:
            group.insert(0, group[0] - 1)
            if len(group) > LONGEST_CHAIN or not self.pieces[group[0]].eligible:
                return []
        return group

    def _value(self, index: int) -> float:
        seen, cosine = self.likeness[index]
        vector = self.pieces[index].vector
        cosine = max([cosine, *(_cosine(vector, self.pieces[i].vector) for i in self.taken[seen:COMPARED])])
        self.likeness[index] = (len(self.taken), cosine)
        group = self._group(index) or [index]
        return sum(self.pieces[i].score for i in group) / len(group) - REDUNDANCY * cosine

    def _shortest(self) -> list[int]:
        """Where nothing fits: the shortest sentence that stands by itself."""
        pieces = self.pieces
        order = sorted(range(len(pieces)), key=lambda i: (pieces[i].leans, not pieces[i].eligible, pieces[i].words))
        return order[:1]


def _pieces(body: str, title: str) -> list[Piece]:
    texts = [line for line in body.split("\n") if line.strip()]
    words = [arabic.words(text) for text in texts]
    counts = [Counter(_terms(some)) for some in words]
    frequency = Counter(term for count in counts for term in count)
    idf = {term: math.log(1 + len(texts) / n) for term, n in frequency.items()}
    vectors = [_unit({term: n * idf[term] for term, n in count.items()}) for count in counts]
    heading = arabic.words(title)
    titles = _unit({term: idf.get(term, 0.0) for term in _terms(heading)})
    scores = [score + TITLE * _cosine(vector, titles) for score, vector in zip(_scores(vectors), vectors, strict=True)]
    rows = zip(texts, words, vectors, scores, strict=True)
    pieces = [_piece(text, vector, score, new=not set(some) <= set(heading)) for text, some, vector, score in rows]
    return pieces if any(piece.eligible for piece in pieces) else [piece._replace(eligible=True) for piece in pieces]


def _scores(vectors: list[Vector]) -> list[float]:
    """Centrality and position, weighted."""
    centroid: Counter[str] = Counter()
    for vector in vectors:
        centroid.update(vector)
    centre = _unit(centroid)
    cosines = [_cosine(vector, centre) for vector in vectors]
    top = max(cosines, default=0.0) or 1.0
    return [CENTRALITY * cosine / top + POSITION / (1 + i / 4) for i, cosine in enumerate(cosines)]


def _piece(text: str, vector: Vector, score: float, new: bool) -> Piece:
    size = len(text.split())
    return Piece(text, size, vector, score, leans(text), new and SHORTEST <= size <= LONGEST and _whole(text))


def _terms(words: Iterable[str]) -> Iterable[str]:
    return (arabic.stem(word) for word in words if word not in arabic.STOPWORDS and len(word) > 1)


def _whole(text: str) -> bool:
    """Neither a lead-in nor a quote cut in half: 'وقال: «سوف' -> False"""
    curly, straight = text.count("“") + text.count("”"), text.count('"')
    even = text.count("«") == text.count("»") and curly % 2 == straight % 2 == 0
    return even and not text.endswith((":", "؛", "،"))


def _unit(vector: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def _cosine(one: Vector, other: Vector) -> float:
    """Of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)
