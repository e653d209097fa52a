"""python -m training.translator.gaps [--phrases] WORK NEWS.jsonl.xz ...: what news says and train.tsv hardly has.

Lines of how many articles have it, how often the training text does, and the word in its most common form, or the two
or three words in a row; the most common first. Whoever writes pairs begins with these: see training/README.md.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from summarize import arabic
from training.summarizer import data

ARTICLES, RARE = 9, 15  # a word is in at least so many articles, and less often than that in the training text
PHRASES = {2: 40, 3: 18}  # articles that two or three words in a row are in at least
RARE_PHRASE = 6
WRITTEN = 5  # occurrences that one counts for in what was written for this project


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--phrases", action="store_true")
    options = parser.parse_args()
    texts = (f"{one['title']}. {one['text']}" for file in options.articles for one in data.articles(file))
    train = [line.rstrip("\n").split("\t") for line in (options.work / "train.tsv").open(encoding="utf-8")]
    weighed = ((row[0], WRITTEN if row[2] == "written" else 1) for row in train)
    for row in (phrases if options.phrases else words)(texts, weighed):
        print(*row, sep="\t")


def words(texts: Iterable[str], train: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int, str]]:
    """Words are the same where their stems are."""
    articles: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        found = set(arabic.words(text))
        articles.update({arabic.stem(word) for word in found})
        for word in found:
            forms[arabic.stem(word)][word] += 1
    known: Counter[str] = Counter()
    for text, weight in train:
        for word in arabic.words(text):
            known[arabic.stem(word)] += weight
    for stem, count in articles.most_common():
        if count >= ARTICLES and known[stem] < RARE and not any(letter.isdigit() for letter in stem):
            yield count, known[stem], forms[stem].most_common(1)[0][0]


def phrases(texts: Iterable[str], train: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int, str]]:
    """None shares two words in a row with one that came before."""
    articles = Counter(phrase for text in texts for phrase in set(_runs(text)))
    common = {phrase for phrase, count in articles.items() if count >= PHRASES[len(phrase)]}
    known: Counter[tuple[str, ...]] = Counter()
    for text, weight in train:
        known.update({phrase: weight for phrase in _runs(text) if phrase in common})
    told: set[tuple[str, str]] = set()
    for phrase in sorted(common, key=lambda phrase: (-articles[phrase], phrase)):
        pairs = set(pairwise(phrase))
        if known[phrase] < RARE_PHRASE and not told & pairs:
            told |= pairs
            yield articles[phrase], known[phrase], " ".join(phrase)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Two and three words in a row, none over a mark that parts clauses."""
    for clause in text.replace("،", ".").replace("\n", ".").split("."):
        found = arabic.words(clause)
        for size in PHRASES:
            yield from zip(*(found[at:] for at in range(size)), strict=False)


if __name__ == "__main__":
    main()
