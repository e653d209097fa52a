"""The embedded summarizer and those beside it, all on the same sentences: Task -> summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib import import_module
from typing import Any, NamedTuple

from benchmarks import rouge
from summarize import arabic, engines, registry
from summarize.engines import Engine
from summarize.records import Decoding


class Task(NamedTuple):
    """Sentences of an article, and a reference, which only the oracle looks at."""

    sentences: tuple[str, ...]
    title: str
    length: Decoding
    reference: str


Method = Callable[[Task], str]
TITLED = "ranker, with title"


def methods() -> Iterator[tuple[str, Method]]:
    """By name; those of sumy where it is installed."""
    for count in (1, 2, 3):
        yield f"LEAD-{count}", partial(_lead, count)
    yield "LEAD, whole sentences", lambda task: _within(task, range(len(task.sentences)))
    yield "LEAD, cut off", _cut_off
    yield from _sumy()
    yield "ranker", lambda task: _ranker(task, "")
    yield TITLED, lambda task: _ranker(task, task.title)
    yield "oracle", _oracle


def _lead(count: int, task: Task) -> str:
    return " ".join(task.sentences[:count])


def _cut_off(task: Task) -> str:
    """The first words, up to the length in the midst of a sentence."""
    most, room = task.length.bounds(0)
    return " ".join(_lead(int(min(most, 99)), task).split()[: int(min(room, 9999))])


def _within(task: Task, order: Sequence[int]) -> str:
    """The first of an order that fit the length, as they stand in the article; where none fits, the first."""
    most, room = task.length.bounds(0)
    taken: list[int] = []
    for index in order:
        size = len(task.sentences[index].split())
        if len(taken) < most and size <= room:
            taken.append(index)
            room -= size
    return " ".join(task.sentences[index] for index in sorted(taken or order[:1]))


@cache
def engine() -> Engine:
    """The embedded one."""
    return engines.load(registry.get("ranker", "summarize"))


def _ranker(task: Task, title: str) -> str:
    text = "\n".join(task.sentences)
    output = engine().generate([f"{title}\n\n{text}" if title else text], task.length)[0]
    return output.text.replace("\n", " ")


def _oracle(task: Task) -> str:
    """Greedy: the sentence that adds most to ROUGE-1 and -2, as long as one does; pairs over two sentences not seen."""
    most, room = task.length.bounds(0)
    counts = [[rouge.grams(rouge.stems(sentence), n) for n in (1, 2)] for sentence in task.sentences]
    wanted = [rouge.grams(rouge.stems(task.reference), n) for n in (1, 2)]
    sizes = [len(sentence.split()) for sentence in task.sentences]
    taken: list[int] = []
    told: list[Counter[tuple[str, ...]]] = [Counter(), Counter()]
    best = 0.0
    while len(taken) < most:
        rest = [i for i in range(len(sizes)) if i not in taken]
        fit = [i for i in rest if sizes[i] <= room] or rest[: not taken]
        worth = {i: _worth([a + b for a, b in zip(told, counts[i], strict=True)], wanted) for i in fit}
        top = max(worth, key=worth.__getitem__, default=-1)
        if top < 0 or worth[top] <= best:
            break
        taken, best, room = [*taken, top], worth[top], room - sizes[top]
        told = [a + b for a, b in zip(told, counts[top], strict=True)]
    return " ".join(task.sentences[i] for i in sorted(taken))


def _worth(told: list[Counter[tuple[str, ...]]], wanted: list[Counter[tuple[str, ...]]]) -> float:
    return sum(rouge.f1((a & b).total(), a.total() + b.total()) for a, b in zip(told, wanted, strict=True))


class _Words:
    """sumy's tokenizer, ours."""

    def to_words(self, text: str) -> tuple[str, ...]:
        return tuple(arabic.words(text))


SUMY = {"LexRank": "lex_rank", "TextRank": "text_rank", "Luhn": "luhn", "LSA": "lsa"}


def _sumy() -> Iterator[tuple[str, Method]]:
    """With our words, stems and stop words, and the same length, which its best sentences fill."""
    try:
        dom = import_module("sumy.models.dom")
    except ImportError:
        return
    for name, module in SUMY.items():
        kind = getattr(import_module(f"sumy.summarizers.{module}"), f"{name.replace('LSA', 'Lsa')}Summarizer")
        summarizer = kind(arabic.stem)
        summarizer.stop_words = arabic.STOPWORDS
        yield f"sumy {name}", partial(_by_sumy, dom, summarizer)


def _by_sumy(dom: Any, summarizer: Any, task: Task) -> str:
    return _within(task, _order(dom, summarizer, task.sentences))


@cache
def _order(dom: Any, summarizer: Any, sentences: tuple[str, ...]) -> list[int]:
    """Best first; the same for every reference of an article."""
    order: list[int] = []

    def everything(infos: list[Any]) -> list[Any]:
        order.extend(info.order for info in infos)
        return []

    paragraph = dom.Paragraph([dom.Sentence(sentence, _Words()) for sentence in sentences])
    summarizer(dom.ObjectDocumentModel([paragraph]), everything)
    return order
