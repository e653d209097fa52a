"""The embedded summarizer beside its peers: python -m benchmarks.summary_quality FOLDER [--sets easc xlsum ...]

FOLDER holds easc.jsonl.xz (153 articles, five human extractive summaries each; a summary has at most the words of its
reference), xlsum_dev.jsonl.xz (150 BBC articles whose lead is the reference; one sentence), and, where the title is the
reference and one sentence the summary, ant_corpus.jsonl.xz and saudinewsnet.jsonl.xz (300 articles of five sentences
or more of each; of the first, those that the training left out). Of the same articles, and those with two sentences or
more, headlines are made, which do not see the title either.

Beside ROUGE-1/2/L with the interval that holds 95 of 100 bootstrap samples of the articles: which share of the names
and numbers of the reference the summary has, which share of its pairs of stems says something again, and milliseconds
per summary. The weight of position was set with half of EASC and of XL-Sum in view, so read those figures as a little
kind. The articles of EASC have no titles. sumy is not installed with the rest: pip install sumy numpy
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

import numpy as np

from benchmarks import rouge, summarizers
from benchmarks.summarizers import Method, Task
from summarize import arabic, headline, layout, names
from summarize.extract import headlines
from summarize.quotes import lexicon
from summarize.records import Article, Decoding, Source
from training.summarizer import data

SAMPLES = 1000  # of the bootstrap
MOST = 300  # articles of a large set
FEWEST = 5  # sentences, where the article is a large set's
Columns = np.ndarray  # a row per article: ROUGE-1, -2, -L, names and numbers, repetition


def main() -> None:
    """A table for each set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    options = parser.parse_args()
    print(rouge.signature())
    if not any(name.startswith("sumy") for name, _ in summarizers.methods()):
        print("sumy is not installed, so its rows are missing")
    for name in options.sets:
        articles = list(SETS[name](options.folder))
        print(f"\n{name + f', {len(articles)} articles':24} {'ROUGE-1':>16} {'ROUGE-2':>16} {'ROUGE-L':>16}", end="")
        print(f" {'facts':>6} {'again':>6} {'ms':>6}")
        _table(articles)
        if name in HEADED:
            _headlines(list(HEADED[name](options.folder)))


def _headlines(articles: Sequence[data.Article]) -> None:
    """ROUGE against the titles, beside the first words of the lead."""
    ours = [headline.of(_article(one["text"])) for one in articles]
    leads = [" ".join(_sentences(one["text"])[0].split()[: headlines.MOST]) for one in articles]
    rows = {"headline": [found.text if found else "" for found in ours], "first words of the lead": leads}
    print(f"  headlines, {len(articles)} articles, {sum(found is None for found in ours)} without one")
    for name, texts in rows.items():
        columns = np.array([rouge.rouge(text, one["title"]) for text, one in zip(texts, articles, strict=True)]).T
        print(f"  {name:24}", *(f"{mean(column):5.1f} [{interval(column)}]".rjust(16) for column in columns))


def _article(text: str) -> Article:
    return Article(Source("", None, "text", b""), text, None, tuple(layout.blocks(text)))


def _table(articles: Sequence[Sequence[Task]]) -> None:
    """Rows of means and intervals, then what the ranker is better by than others, article by article."""
    rows: dict[str, Columns] = {}
    titled = any(task.title for tasks in articles for task in tasks)
    for name, method in summarizers.methods():
        if name == summarizers.TITLED and not titled:
            continue
        rows[name], spent = _measured(method, articles)
        cells = [f"{mean(column):5.1f} [{interval(column)}]" for column in rows[name].T[:3]]
        rest = [f"{mean(column):6.1f}" for column in rows[name].T[3:]]
        print(f"{name:24} {' '.join(f'{cell:>16}' for cell in cells)} {' '.join(rest)} {spent:6.2f}")
    for name in filter(None, (best(rows, "LEAD"), best(rows, "sumy"))):
        better = (rows["ranker"] - rows[name]).T[:3]
        print(
            "  ranker - " + f"{name:13}", *(f"{mean(column):+5.1f} [{interval(column)}]".rjust(16) for column in better)
        )


def best(rows: dict[str, Columns], prefix: str) -> str:
    """The method of that family with most ROUGE-1; '' where there is none."""
    return max((name for name in rows if name.startswith(prefix)), key=lambda name: rows[name][:, 0].mean(), default="")


def _measured(method: Method, articles: Sequence[Sequence[Task]]) -> tuple[Columns, float]:
    """Means over the references of each article, and milliseconds per summary."""
    started = time.process_time()
    summaries = [[method(task) for task in tasks] for tasks in articles]
    spent = 1000 * (time.process_time() - started) / sum(map(len, articles))
    pairs = [list(zip(*pair, strict=True)) for pair in zip(summaries, articles, strict=True)]
    return np.array([np.mean([scores(summary, task.reference) for summary, task in some], 0) for some in pairs]), spent


def scores(summary: str, reference: str) -> tuple[float, ...]:
    """ROUGE-1, -2, -L, the share of the names and numbers, the share of pairs of stems that came before."""
    wanted, pairs = _facts(reference), list(pairwise(rouge.stems(summary)))
    found = len(wanted & _facts(summary)) / len(wanted) if wanted else math.nan
    return *rouge.rouge(summary, reference), found, 1 - len(set(pairs)) / len(pairs) if pairs else 0.0


@cache
def _facts(text: str) -> frozenset[str]:
    """Numbers, and words that are names of people and no common words."""
    return frozenset(arabic.numbers(text)) | (_names() & set(arabic.words(text)))


@cache
def _names() -> frozenset[str]:
    common = {word for row in lexicon.rows("common.txt") for cell in row for word in cell.split()}
    return frozenset(names.known().keys() - common - arabic.STOPWORDS)


def mean(column: np.ndarray) -> float:
    """In hundredths; articles without names and numbers have no share of them."""
    return 100 * float(np.nanmean(column))


def interval(column: np.ndarray) -> str:
    """'53.1 56.9': where the mean lies in 95 of 100 samples of the articles."""
    chosen = np.random.default_rng(1).integers(len(column), size=(SAMPLES, len(column)))
    low, high = np.quantile(column[chosen].mean(1), (0.025, 0.975))
    return f"{100 * low:.1f} {100 * high:.1f}"


def _easc(folder: Path) -> Iterator[list[Task]]:
    for article in data.articles(folder / "easc.jsonl.xz"):
        sentences = _sentences(article["text"])
        yield [Task(sentences, "", Decoding(words=len(each.split())), each) for each in article["summaries"]]


def _xlsum(folder: Path) -> Iterator[list[Task]]:
    for article in data.articles(folder / "xlsum_dev.jsonl.xz"):
        yield [Task(_sentences(article["text"]), article["title"], Decoding(sentences=1), article["summary"])]


def _ant(folder: Path) -> list[data.Article]:
    """Those that the training left out."""
    articles = data.articles(folder / "ant_corpus.jsonl.xz")
    return [article for article in articles if data.is_held_out(article["text"])]


def _saudi(folder: Path) -> list[data.Article]:
    return random.Random(1).sample(list(data.articles(folder / "saudinewsnet.jsonl.xz")), 10 * MOST)


def _headed(articles: Iterable[data.Article]) -> Iterator[data.Article]:
    return islice((one for one in articles if len(_sentences(one["text"])) >= headline.FEWEST), 2 * MOST)


def _titled(articles: Iterable[data.Article]) -> Iterator[list[Task]]:
    """The title stands for the summary, and is not shown."""
    tasks = (Task(_sentences(one["text"]), "", Decoding(sentences=1), one["title"]) for one in articles)
    return ([task] for task in islice((task for task in tasks if len(task.sentences) >= FEWEST), MOST))


SETS: dict[str, Callable[[Path], Iterator[list[Task]]]] = {
    "easc": _easc,
    "xlsum": _xlsum,
    "ant": lambda folder: _titled(_ant(folder)),
    "saudi": lambda folder: _titled(_saudi(folder)),
}
HEADED: dict[str, Callable[[Path], Iterator[data.Article]]] = {
    "ant": lambda folder: _headed(_ant(folder)),
    "saudi": lambda folder: _headed(_saudi(folder)),
}


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(" ".join(text[start:end].split()) for start, end in arabic.sentences(text))


if __name__ == "__main__":
    main()
