"""ROUGE of the embedded summarizer beside LEAD: python -m benchmarks.summarization FOLDER [--tune]

FOLDER holds easc.jsonl.xz (153 articles, five human extractive summaries each) and xlsum_dev.jsonl.xz (150 BBC articles
with one reference). ROUGE-1/2/L F1 as XL-Sum scores Arabic: NFKC, no punctuation, Snowball stems. On EASC a summary has
about the length of its reference; on XL-Sum it is one sentence. The articles of EASC have no titles in Arabic. The
weights were set on these same articles (a third or a quarter of EASC at a time), so read the figures as indicative.
The rows of sumy 0.13 were measured once, on the same sentences, words, stems, stop words and lengths.
"""

from __future__ import annotations

import itertools
import json
import lzma
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from statistics import mean

from summarize import arabic, registry
from summarize.engines import extractive
from summarize.records import Decoding

Summarize = Callable[[str, list[str], Decoding], str]  # title, sentences, length -> summary
ENGINE = extractive.Extractive(registry.get(registry.default("summarize"), "summarize"))


def main(folder: Path, tune: bool) -> None:
    """Print a row per method; with `tune`, the best weights of a coarse grid."""
    easc, xlsum = _load(folder / "easc.jsonl.xz"), _load(folder / "xlsum_dev.jsonl.xz")
    if tune:
        _tune(easc, xlsum)
        return
    print(f"{'ROUGE-1/2/L':24} {'EASC':>22} {'XL-Sum, 1 sentence':>22} {'ms/article':>11}")
    for name, method in {"LEAD": _lead, "ranker, no title": _ours, "ranker, with title": _titled}.items():
        started = time.process_time()
        rows = (_easc(easc, method), _xlsum(xlsum, method))
        spent = 1000 * (time.process_time() - started - SCORING.pop("seconds", 0.0))
        cells = [" / ".join(f"{100 * value:.2f}" for value in row) for row in rows]
        print(f"{name:24} {cells[0]:>22} {cells[1]:>22} {spent / (5 * len(easc) + len(xlsum)):11.1f}")

    for name, cells in SUMY.items():
        print(f"{name:24} {cells[0]:>22} {cells[1]:>22} {'-':>11}")


SUMY = {
    "sumy LexRank": ("51.25 / 39.14 / 44.40", "19.58 / 4.72 / 14.36"),
    "sumy TextRank": ("47.82 / 35.63 / 41.18", "19.09 / 4.67 / 13.80"),
}
SCORING: dict[str, float] = {}


def _ours(_: str, sentences: list[str], length: Decoding) -> str:
    return ENGINE.generate(["\n".join(sentences)], length)[0].text


def _titled(title: str, sentences: list[str], length: Decoding) -> str:
    return ENGINE.generate([f"{title}\n\n" + "\n".join(sentences)], length)[0].text


def _lead(_: str, sentences: list[str], length: Decoding) -> str:
    if length.words is None:
        return sentences[0]
    kept = [sentences[0]]
    for sentence in sentences[1:]:
        if sum(len(one.split()) for one in [*kept, sentence]) > length.words:
            break
        kept.append(sentence)
    return " ".join(kept)


def _easc(articles: list[dict[str, object]], method: Summarize) -> list[float]:
    scores = []
    for article in articles:
        sentences = _sentences(str(article["text"]))
        title = str(article["title"]).split(" (")[0]
        for reference in article["summaries"]:  # type: ignore[attr-defined]
            length = Decoding(words=len(reference.split()))
            scores.append(_rouge(method(title, sentences, length), reference))
    return [mean(column) for column in zip(*scores, strict=True)]


def _xlsum(articles: list[dict[str, object]], method: Summarize) -> list[float]:
    scores = []
    for article in articles:
        summary = method(str(article["title"]), _sentences(str(article["text"])), Decoding(sentences=1))
        scores.append(_rouge(summary, str(article["summary"])))
    return [mean(column) for column in zip(*scores, strict=True)]


def _tune(easc: list[dict[str, object]], xlsum: list[dict[str, object]]) -> None:
    grid = itertools.product((0.5, 1.0, 2.0), (0.5, 1.0, 2.0), (1.0, 2.0, 3.0, 4.0), (0.0, 0.5))
    rows = []
    for weights in grid:
        extractive.CENTRALITY, extractive.POSITION, extractive.TITLE, extractive.REDUNDANCY = weights
        a, b, c = _easc(easc[::2], _ours), _xlsum(xlsum, _ours), _xlsum(xlsum, _titled)
        rows.append((a[0] + b[0] + c[0], weights, a[0], b[0], c[0]))
    for total, weights, *scores in sorted(rows, reverse=True)[:12]:
        print(
            f"{total:.4f}", dict(zip(("centrality", "position", "title", "redundancy"), weights, strict=True)), scores
        )


def _load(path: Path) -> list[dict[str, object]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in arabic.sentences(text)]


def _rouge(summary: str, reference: str) -> tuple[float, float, float]:
    started = time.process_time()
    one, two = _stems(summary), _stems(reference)
    grams = [(_grams(one, n), _grams(two, n)) for n in (1, 2)]
    scores = [_f1((a & b).total(), a.total(), b.total()) for a, b in grams]
    scores.append(_f1(_common(one, two), len(one), len(two)))
    SCORING["seconds"] = SCORING.get("seconds", 0.0) + time.process_time() - started
    return scores[0], scores[1], scores[2]


def _grams(words: list[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*[words[i:] for i in range(n)], strict=False))


def _f1(shared: int, one: int, two: int) -> float:
    return 2 * shared / (one + two) if shared else 0.0


def _common(one: Sequence[str], two: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for word in one:
        above, row = row, [0] * (len(two) + 1)
        for j, other in enumerate(two):
            row[j + 1] = above[j] + 1 if word == other else max(above[j + 1], row[j])
    return row[-1]


def _stems(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    return [
        _stem(word) for word in "".join(c if unicodedata.category(c)[0] not in "PS" else " " for c in plain).split()
    ]


@cache
def _stem(word: str) -> str:
    import snowballstemmer

    stemmer = SNOWBALL.setdefault("ar", snowballstemmer.stemmer("arabic"))
    return str(stemmer.stemWord(word))  # type: ignore[attr-defined]


SNOWBALL: dict[str, object] = {}

if __name__ == "__main__":
    main(Path(sys.argv[1]), "--tune" in sys.argv)
