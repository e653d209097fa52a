"""How likely each stem of an article is to stand in a summary of it: a logistic regression on what is seen of the stem.

What is seen: how often and where it stands in the article, whether the title has it, and, from a table of stems, how
rare it is in the news and how much more often than others it comes back in the lead of an article that has it. Weights
and table are learned by `python -m training.summarizer`.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import mul
from pathlib import Path

from summarize import arabic

FILE = "salience.json"
FEATURES = (
    "log frequency", "log sentences", "share of sentences", "early", "first sentence", "log first word", "rarity",
    "unknown", "in title", "not in title", "letters", "digits", "prior", "log length", "frequency x rarity",
)  # fmt: skip


Row = tuple[int, int]  # of the table: the logarithms of how rare a stem is, and of its odds, in hundredths


class Salience:
    """The weights of `FEATURES`, and the table; the row of "" is for a stem that is not in it."""

    def __init__(self, weights: Sequence[float], bias: float, stems: Mapping[str, Row]) -> None:
        self.weights, self.bias, self.stems = weights, bias, stems

    def of(self, sentences: Sequence[Sequence[str]], title: Sequence[str]) -> dict[str, float]:
        """The chance of each stem of some sentences, given as stems."""
        rows = features(sentences, title, self.stems)
        return {stem: self._chance(sum(map(mul, self.weights, row))) for stem, row in rows.items()}

    def _chance(self, total: float) -> float:
        return 1 / (1 + math.exp(-total - self.bias))


def load(folder: Path) -> Salience:
    """From the file that the training wrote, the table in columns, which are read four times as fast as rows."""
    content = json.loads((folder / FILE).read_text("utf-8"))
    columns = zip(content["rarity"], content["prior"], strict=True)
    return Salience(content["weights"], content["bias"], dict(zip(content["stems"].split(" "), columns, strict=True)))


def stems(text: str) -> list[str]:
    """'وقالت الحكومة' -> ['قالت', 'حكوم'], function words and all: a summary has them too."""
    return [arabic.stem(word) for word in arabic.words(text)]


def features(
    sentences: Sequence[Sequence[str]], title: Sequence[str], table: Mapping[str, Row]
) -> dict[str, list[float]]:
    """A row of `FEATURES` for each stem."""
    running = [stem for sentence in sentences for stem in sentence]
    first_word = {stem: len(running) - at for at, stem in enumerate(reversed(running), 1)}
    first = {stem: len(sentences) - at for at, some in enumerate(reversed(sentences), 1) for stem in some}
    spread = Counter(stem for sentence in sentences for stem in set(sentence))
    heading, total = set(title), len(sentences)
    rows = {}
    for stem, count in Counter(running).items():
        often, (rarity, prior) = math.log(count), table.get(stem, table[""])
        rows[stem] = [
            often, math.log(spread[stem]), spread[stem] / total, 1 / (1 + first[stem]), first[stem] / total,
            math.log(1 + first_word[stem]), rarity / 100, stem not in table, stem in heading,
            bool(heading) and stem not in heading, len(stem), stem.isdigit(), prior / 100, math.log(total),
            often * rarity / 100,
        ]  # fmt: skip
    return rows
