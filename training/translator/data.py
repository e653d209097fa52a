"""Parallel text -> clean, mixed, held-out pairs: `prepare` writes train.tsv (arabic, english, set) and news.tsv."""

from __future__ import annotations

import hashlib
import lzma
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

OPEN_HINT, CLOSE_HINT = (
    "⟦",
    "⟧",
)  # ترمب ⟦ Trump ⟧: the translator is to write it that way; blanks make the pieces those of English
HINT_SHARE = 0.4  # of the pairs in which a known name was found; each is kept without its hint as well
ALTER_SHARE = 0.35  # of the hints: a spelling changed on both sides, so that the model obeys instead of remembering
OTHER_SHARE = 0.1  # of the hints: another name altogether
PARTICLES = frozenset("al bin bint da de del den der di du el ibn la le ten van von".split())
HELD_OUT = 0.0153  # of the written pairs: the news test. By their hash, so that new pairs move none of the old ones
HINT_TEST = 0.0467  # more of them, of which those with a known name test the hints
WORDS = 90  # longest side
RATIO = (0.45, 2.4)  # English words per Arabic word; Arabic glues و، ال، ب to its words

# Copies of a pair in one epoch. Below one: that share of the pairs, drawn anew in each epoch.
# Documentation is plenty and far from news; news and encyclopedic prose are rare and near.
WEIGHTS = {
    "written": 3.0, "mt_geneval": 3.0, "tico19": 3.0, "xquad_qa": 1.5, "xquad_context": 3.0, "sdg_translations": 2.0,
    "tella_docs": 1.0, "truthfulqa_ar": 2.0, "snakecult_essays": 1.0, "mmlu_ar_gpt": 0.8, "tatoeba_opus": 0.8,
    "tatoeba_anki": 0.8, "doqumentation_quantum": 0.6, "opensource_guide": 1.0, "mozilla_www": 1.0,
    "bible_vandyck_web": 0.3, "msdocs_d365_finops": 0.25, "msdocs_d365_projectops": 0.4,
    "msdocs_customer_insights": 0.5, "openclaw_docs": 0.3, "ai_terms_dict": 0.7, "ms_iot_beginners": 0.7,
    "ms_security101": 0.7, "djangogirls": 0.7, "msdocs_alchemy_mt": 0.05, "names": 0.3, "labels": 0.3,
}  # fmt: skip
NEWS = {
    "written": 2.5, "mt_geneval": 3.0, "tico19": 3.0, "xquad_qa": 0.5, "xquad_context": 3.0, "sdg_translations": 1.0,
    "truthfulqa_ar": 0.5, "snakecult_essays": 0.5, "mmlu_ar_gpt": 0.3, "tatoeba_opus": 0.4,
    "doqumentation_quantum": 0.2, "opensource_guide": 0.5, "mozilla_www": 0.5, "bible_vandyck_web": 0.05,
    "msdocs_d365_finops": 0.02, "names": 0.1, "labels": 0.1,
}  # fmt: skip
"""The mix of the last phase, while the learning rate falls."""

SWAPS = [
    pair.split(">")
    for pair in "ou>u oo>u ee>i i>y y>i e>a a>e o>u u>o k>q q>k c>k ph>f mm>m ss>s s>ss l>ll n>nn".split()
]
"""How one name is spelled in two ways."""

_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[A-Za-z]")
_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_FOLD = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_WORD = re.compile(r"\w+")
_STOPS = '،.:؛؟!"»”)'


class Pair(NamedTuple):
    ar: str
    en: str
    set: str


def fold(text: str) -> str:
    """For comparison: 'الأُولى' -> 'الاولي'"""
    return _MARKS.sub("", text).translate(_FOLD).lower()


def prepare(shared: Path, own: Path, out: Path) -> None:
    """All sources -> `out`/train.tsv, and held out news.tsv, hints.tsv. `shared` has parallel/, flores/, lexicon/."""
    banned = _ngrams(
        line for name in ("dev.ar", "dev.en", "test.ar", "test.en") for line in _lines(shared / "flores" / name)
    )
    written = _unique(pair for path in _written(own) for pair in _read(path, "written"))
    drawn = [pair for pair in written if _draw(pair) < HELD_OUT + HINT_TEST]
    banned |= _ngrams(side for pair in drawn for side in (pair.ar, pair.en))
    held = {fold(pair.ar) for pair in drawn}
    pool = [pair for pair in written if fold(pair.ar) not in held]
    pool += _read(shared / "parallel" / "open.tsv.xz")
    kept = [pair for pair in _unique(pool) if _good(pair) and not _leaks(pair, banned)]
    lexicon = _lexicon(shared / "lexicon")
    kept += [pair for pair in _entries(shared / "lexicon") if not _leaks(pair, banned)]
    hinted = list(_hinted(kept, lexicon, others=sorted({pair.en for pair in kept if pair.set == "names"})))
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "news.tsv", (pair for pair in drawn if _draw(pair) < HELD_OUT))
    _write(out / "hints.tsv", _hinted([pair for pair in drawn if _draw(pair) >= HELD_OUT], lexicon, share=1.0))
    _write(out / "train.tsv", kept + hinted)
    print(f"prepare: {len(pool):,} pairs, {len(kept):,} kept, {len(hinted):,} more with hints")


def _draw(pair: Pair) -> float:
    """A number in [0, 1) that is the pair's for ever."""
    return int.from_bytes(hashlib.sha256(pair.ar.encode()).digest()[:4]) / 2**32


def _written(own: Path) -> list[Path]:
    return [own / "written.tsv", *sorted((own / "written").glob("*.tsv"))]


def _lines(path: Path) -> list[str]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        return [line.rstrip("\n") for line in handle]


def _read(path: Path, name: str = "") -> list[Pair]:
    rows = (line.split("\t") for line in _lines(path))
    return [Pair(" ".join(row[0].split()), " ".join(row[1].split()), name or row[2]) for row in rows]


def _write(path: Path, pairs: Iterable[Pair]) -> None:
    with path.open("w", encoding="utf-8") as handle:
        handle.writelines("\t".join(pair) + "\n" for pair in pairs)


def _unique(pairs: Iterable[Pair]) -> list[Pair]:
    """The first of each pair with the same Arabic, letter forms and vowel marks aside."""
    return list({fold(pair.ar): pair for pair in reversed(list(pairs))}.values())[::-1]


def _good(pair: Pair) -> bool:
    arabic, english = len(pair.ar.split()), len(pair.en.split())
    if not (1 <= arabic <= WORDS and 1 <= english <= WORDS):
        return False
    if arabic > 4 and not RATIO[0] <= english / arabic <= RATIO[1]:
        return False
    if pair.set.startswith("msdocs") and arabic < 6:  # labels of buttons and fields
        return False
    return len(_ARABIC.findall(pair.ar)) > len(_LATIN.findall(pair.ar)) and not _ARABIC.search(pair.en)


def _ngrams(texts: Iterable[str], n: int = 8) -> set[tuple[str, ...]]:
    found = set()
    for text in texts:
        words = _WORD.findall(fold(text))
        found |= {tuple(words[i : i + n]) for i in range(len(words) - n + 1)}
    return found


def _leaks(pair: Pair, banned: set[tuple[str, ...]]) -> bool:
    return not banned.isdisjoint(_ngrams(pair[:2]))


def _lexicon(folder: Path) -> dict[str, str]:
    """Folded Arabic name -> English name in lower case."""
    table: dict[str, str] = {}
    for name in ("arwikicats_labels.tsv.xz", "wikidata_person_names.tsv.xz"):
        for line in _lines(folder / name):
            arabic, english = line.split("\t")[:2]
            if len(arabic) > 2 and len(english) > 2:
                table[fold(arabic)] = english.lower()
    return table


def _entries(folder: Path) -> Iterator[Pair]:
    """The lexicon as pairs: names of people, and labels that are written with capitals."""
    for line in _lines(folder / "wikidata_person_names.tsv.xz"):
        arabic, english = line.split("\t")[:2]
        yield Pair(arabic, titled(english), "names")
    for line in _lines(folder / "arwikicats_labels.tsv.xz"):
        arabic, english = line.split("\t")[:2]
        if english[:1].isupper():
            yield Pair(arabic, english, "labels")


def titled(name: str) -> str:
    """'al-masri van der berg' -> 'Al-Masri van der Berg'"""
    words = re.split(r"([ -])", name)
    return "".join(word if word in PARTICLES and at else word[:1].upper() + word[1:] for at, word in enumerate(words))


def _hinted(
    pairs: list[Pair], lexicon: dict[str, str], share: float = HINT_SHARE, others: Sequence[str] = ()
) -> Iterator[Pair]:
    """Pairs again with hints; a few of them wish for quite `others` than the name that stands there."""
    rng = random.Random(1)
    for pair in pairs:
        if pair.set in ("names", "labels"):
            continue
        names = _names(pair, lexicon)
        if names and rng.random() < share * (4 if pair.set == "written" else 1):
            yield _annotated(pair, rng.sample(names, min(len(names), rng.choice((1, 1, 2, 3)))), rng, others)


def _names(pair: Pair, lexicon: dict[str, str]) -> list[tuple[int, int, str]]:
    """Names in both sides, as (first word, end word, English as it stands there)."""
    words, found, at = [fold(word).strip('،.:؛؟!"«»“”()') for word in pair.ar.split()], [], 0
    while at < len(words):
        for size in (4, 3, 2, 1):
            english = _lookup(" ".join(words[at : at + size]), lexicon)
            match = english and re.search(rf"\b{re.escape(english)}\b", pair.en, re.IGNORECASE)
            if match and match.group()[0].isupper() and at + size <= len(words):
                found.append((at, at + size, match.group()))
                at += size - 1
                break
        at += 1
    return found


def _lookup(name: str, lexicon: dict[str, str]) -> str:
    """With or without a clitic: 'ولندن' -> 'london'"""
    if name in lexicon:
        return lexicon[name]
    return lexicon.get(name[1:], "") if name[:1] in "وفبل" and len(name) > 4 else ""


def _annotated(pair: Pair, names: list[tuple[int, int, str]], rng: random.Random, others: Sequence[str] = ()) -> Pair:
    words, english = pair.ar.split(), pair.en
    spelling = {name: _altered(name, rng) if rng.random() < ALTER_SHARE else name for _, _, name in names}
    if others:
        spelling |= {name: rng.choice(others) for name in spelling if rng.random() < OTHER_SHARE}
    for _, end, name in sorted(names, reverse=True):
        wanted = spelling[name]
        word = words[end - 1].rstrip(_STOPS)
        words[end - 1] = f"{word} {OPEN_HINT} {wanted} {CLOSE_HINT}{words[end - 1][len(word) :]}"
    for name, wanted in spelling.items():
        english = re.sub(rf"\b{re.escape(name)}\b", wanted, english)
    return Pair(" ".join(words), english, pair.set)


def _altered(name: str, rng: random.Random) -> str:
    """Another plausible spelling: 'Mohammed' -> 'Mohamed', 'Mohammad', 'Mouhammed' ..."""
    old, new = rng.choice([swap for swap in SWAPS if swap[0] in name[1:]] or [("", "")])
    return name[0] + name[1:].replace(old, new, 1) if old else name
