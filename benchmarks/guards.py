"""How often each guard on translations fires, on good and on spoiled English: python -m benchmarks.guards FOLDER

FOLDER holds FLORES-200 as dev.ar, dev.en and dev.<system>.en. The references are good; the spoiled ones are references
with a number changed, a word left in Arabic, a run repeated, or the second half cut off.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from summarize import translation

GUARDS = ("numbers", "script", "latin", "repetition", "length", "empty")


def main(folder: Path) -> None:
    """One row per kind of English: share of sentences on which each guard fires, in percent."""
    arabic, good = _lines(folder / "dev.ar"), _lines(folder / "dev.en")
    rng = random.Random(1)
    print(f"{'':24} {'n':>5} " + " ".join(f"{guard:>10}" for guard in GUARDS))
    _row("references", arabic, good)
    for path in sorted(folder.glob("dev.*.en")):
        _row(path.name.split(".")[1], arabic, _lines(path))
    for name, spoil in SPOILERS.items():
        pairs = [(ar, bad) for ar, en in zip(arabic, good, strict=True) if (bad := spoil(ar, en, rng)) != en]
        _row(name, *map(list, zip(*pairs, strict=True)))


def _row(name: str, arabic: list[str], english: list[str]) -> None:
    fired = Counter(flag for pair in zip(arabic, english, strict=True) for flag in translation.check(*pair))
    print(f"{name:24} {len(arabic):5} " + " ".join(f"{100 * fired[guard] / len(arabic):10.1f}" for guard in GUARDS))


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _number(_: str, english: str, rng: random.Random) -> str:
    return re.sub(r"\d", lambda m: str((int(m.group()) + rng.randint(1, 8)) % 10), english, count=1)


def _untranslated(arabic: str, english: str, rng: random.Random) -> str:
    words = english.split()
    words[rng.randrange(len(words))] = rng.choice(re.findall(r"[\u0621-\u064a]+", arabic))
    return " ".join(words)


def _repeated(_: str, english: str, rng: random.Random) -> str:
    words = english.split()
    start = rng.randrange(max(1, len(words) - 3))
    run = words[start : start + rng.randint(1, 3)]
    return " ".join(words[:start] + run * 4 + words[start + len(run) :])


def _halved(_: str, english: str, rng: random.Random) -> str:
    del rng
    return english[: len(english) // 3]


SPOILERS: dict[str, Callable[[str, str, random.Random], str]] = {
    "a digit changed": _number,
    "a word in Arabic": _untranslated,
    "a run four times": _repeated,
    "two thirds cut off": _halved,
}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
