"""Who said what: span, speaker and full name beside the floors, confidence, speed, and how the cost grows.

    python -m benchmarks.quotes ../shared/data/quotes/dev.jsonl --scorer ../shared/data/quotes/score.py

The gold file has a line per article: id, text, quotes (start, end, kind, speaker, ...), speakers. A statement that is
flagged `unmarked` is left out, as in the gold.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import time
from collections import defaultdict
from pathlib import Path
from types import ModuleType
from typing import Any

from summarize import layout, quotes
from summarize.records import Article, Quote, Source

# name, then lenient F1, strict F1, speaker right, full name, found and right: on the same kind of articles, all of them
# (gold) or these (dev); the last row is what a release has to reach
FLOORS = [
    ("every quoted span (gold)", 0.67, 0.63, 0.59, 0.18, 0.57),
    (">= 4 words (gold)", 0.94, 0.87, 0.59, 0.18, 0.56),
    ("nearest verb with a subject (gold)", 0.94, 0.87, 0.77, 0.31, 0.73),
    ("nearest verb with a subject (dev)", 0.96, 0.87, 0.77, 0.34, 0.74),
    ("to reach", 0.97, 0.93, 0.92, 0.80, 0.88),
]
WORDS = 400  # of an article, for the speed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--scorer", type=Path, required=True, help="a Python file with score(predictions, gold)")
    parser.add_argument("--skip-growth", action="store_true")
    options = parser.parse_args()
    gold = [json.loads(line) for line in options.gold.read_text("utf-8").splitlines()]
    score = _load(options.scorer)
    articles = [_article(one["text"]) for one in gold]
    found = [quotes.find(one) for one in articles]  # also fills the caches, as the first articles of a long run do
    seconds = min(_seconds(articles) for _ in range(3))
    result = score.score(_predictions(gold, found), gold)
    _print_scores(result)
    _print_confidence(score, gold, found)
    words = sum(len(one["text"].split()) for one in gold)
    print(f"\nspeed    {words / WORDS / seconds:.0f} articles of {WORDS} words a second, one core")
    if not options.skip_growth:
        _print_growth("\n\n".join(one["text"] for one in gold))


def _seconds(articles: list[Article]) -> float:
    """Of the processor: what else runs on the machine does not count."""
    begin = time.process_time()
    for one in articles:
        quotes.find(one)
    return time.process_time() - begin


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _article(text: str) -> Article:
    return Article(Source("benchmark", None, "text", b""), text, None, tuple(layout.blocks(text)))


def _shown(found: tuple[Quote, ...]) -> list[Quote]:
    return [one for one in found if one.kind == "statement" and "unmarked" not in one.flags]


def _predictions(gold: list[dict[str, Any]], found: list[tuple[Quote, ...]]) -> list[dict[str, Any]]:
    return [
        {"id": one["id"], "quotes": [{"start": q.start, "end": q.end, "speaker": _name(q)} for q in _shown(mine)]}
        for one, mine in zip(gold, found, strict=True)
    ]


def _name(quote: Quote) -> str | None:
    return quote.speaker.name if quote.speaker else None


def _print_scores(result: dict[str, Any]) -> None:
    print(f"{'':36} lenient  strict  speaker  full name  found and right")
    ours = (
        result["lenient"]["f1"],
        result["strict"]["f1"],
        result["speaker_accuracy"],
        result["speaker_full_name_resolved"],
        result["end_to_end_recall"],
    )
    for name, *row in [*FLOORS, ("summarize", *ours)]:
        print(f"{name:36} {row[0]:7.3f} {row[1]:7.3f} {row[2]:8.3f} {row[3]:10.3f} {row[4]:16.3f}")
    print(f"\nby order {result['speaker_by_order']}\nfalse positives {result['false_positive_kinds']}")


def _print_confidence(score: ModuleType, gold: list[dict[str, Any]], found: list[tuple[Quote, ...]]) -> None:
    """The share of right speakers for each confidence that was given."""
    bins: defaultdict[float, list[bool]] = defaultdict(list)
    for one, mine in zip(gold, found, strict=True):
        for quote in _shown(mine):
            match = next((g for g in one["quotes"] if (g["start"], g["end"]) == (quote.start, quote.end)), None)
            if match and match["kind"] == "statement" and match["speaker"] and not match["doubt"]:
                known = one["speakers"].get(match["speaker"], {})
                right = score.same(_name(quote), match, known.get("aliases", []))
                role = known.get("role") and score.norm(known["role"]) in score.norm(_name(quote))
                bins[quote.confidence].append(bool(right or role))
    print("\nconfidence  right  of")
    for confidence, rows in sorted(bins.items()):
        print(f"{confidence:10.2f} {sum(rows) / len(rows):6.2f} {len(rows):3}")


def _print_growth(text: str) -> None:
    """Seconds for one article of 1 KB to 5 MB, and the exponent of a line through their logarithms."""
    text *= 1 + 5_000_000 // len(text.encode())
    points = []
    for size in (1_000, 10_000, 100_000, 1_000_000, 5_000_000):
        article = _article(text.encode()[:size].decode("utf-8", "ignore"))
        repeats = max(1, 100_000 // size)
        points.append((size, _seconds([article] * repeats) / repeats))
        print(f"growth   {size:9,} bytes {points[-1][1]:8.4f} s")
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean = [sum(column) / len(logs) for column in zip(*logs, strict=True)]
    slope = sum((x - mean[0]) * (y - mean[1]) for x, y in logs) / sum((x - mean[0]) ** 2 for x, _ in logs)
    print(f"exponent {slope:.2f}")


if __name__ == "__main__":
    main()
