"""Whether the numbers of an Arabic sentence are in its English: «54 ألف» as '54,000', «3 ملايين» as 'three million'."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from decimal import Decimal
from operator import lt

from summarize import arabic

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SPELLED = (
    {word: number for number, word in enumerate(_ONES)}
    | {word: number for number, word in enumerate(_ORDINALS)}
    | _TENS
    | {"dozen": 12, "once": 1, "twice": 2, "both": 2, "half": 50, "hundred": 100}
    | _SCALES
)
_SHORT = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}  # '5m' may be metres too
_FOLDED = {"الف": 10**3, "مليون": 10**6, "مليار": 10**9, "بليون": 10**9, "تريليون": 10**12, "ترليون": 10**12}
_PLURALS = {"الاف": 10**3, "ملايين": 10**6, "بلايين": 10**9}
_ARABIC = _PLURALS | {word + ending: scale for word, scale in _FOLDED.items() for ending in ("", "ا", "ات")}

LARGEST = 10**15  # that English words are added up to

_NUMBER = r"(?<![\d.,٬٫])(?:\d{1,3}(?:[.,٬]\d{3})+|\d{1,15})(?:[.,٫]\d{1,9})?"


def _scaled(scales: dict[str, int]) -> str:
    return rf"{_NUMBER}[\s-]?(?:{'|'.join(sorted(scales, key=len, reverse=True))})s?\b"


_LONG = re.compile(_scaled(_SCALES | _ARABIC))
_ANY = re.compile(_scaled(_SCALES | _ARABIC | _SHORT))
_SUM = re.compile(rf"{_LONG.pattern}(?:\s+و\s?{_LONG.pattern})*(?:\s+و\s?\d{{1,3}}\b)?")

_SHARED = re.compile(
    rf"({_NUMBER})(?=\s?(?:[-–]|و|او|الي|to|and|or)\s?{_NUMBER}[\s-]?({'|'.join(_SCALES | _ARABIC)})\b)"
)
_HALF = re.compile(rf"half an? ({'|'.join(_SCALES)})")

# stems of folded number words, and the dual ending: «خمسة»، «عشرون»، «مليوني»، «يومين»
_NUMBER_WORD = re.compile(
    "واحد|اثن|ثلاث|اربع|خمس|ست[هون]|سبع|ثمان|تسع|عشر|مئ[هاو]|مائ|الف|الاف|مليون|مليار|نصف|ربع|ثلث|عقد|اول|ثاني|ثالث"
    r"|رابع|سادس|ثامن|\w{3}ين\b|\w{3}ان\b"
)


def kept(source: str, output: str) -> bool:
    """Every number of the source is in the output, in digits or words, and the output invents none in digits."""
    source, output = arabic.whole_first(arabic.fold(source)), output.lower()
    readings = itertools.product(
        {_in_full(source), _summed(source), _shared(source)},  # «5 ملايين و200 متفرج» is one number or two
        {_in_full(output), _in_full(output, _ANY), _shared(output)},
    )
    spells, spelled = bool(_NUMBER_WORD.search(source)), _spelled(output)
    return any(_same(arabic.numbers(one), arabic.numbers(other), spelled, spells) for one, other in readings)


def _same(source: list[str], output: list[str], spelled: set[str], spells: bool) -> bool:
    wanted, found = Counter(source), Counter(output)
    missing, invented = wanted - found, found - wanted
    if any(number not in spelled for number in missing):
        return False
    return not invented or (not missing and spells)


def _in_full(text: str, amounts: re.Pattern[str] = _LONG) -> str:
    """'54 الف و1.5 million' -> '54000 و1500000'"""
    return amounts.sub(lambda found: _value(found.group()), text)


def _value(amount: str) -> str:
    """'1.5 million' -> '1500000'"""
    (number,) = arabic.numbers(amount)
    (word,) = re.findall(r"[^\W\d]+", amount)
    return f"{(Decimal(number) * (_SCALES | _ARABIC | _SHORT)[word.removesuffix('s')]).normalize():f}"


def _summed(text: str) -> str:
    """'107 ملايين و200 الف' -> '107200000'"""
    return _SUM.sub(_total, text)


def _total(found: re.Match[str]) -> str:
    """As one number, unless the parts are none of one: '340 مليون و500 مليون' -> '340000000 و500000000'"""
    full = _in_full(found.group())
    values = [Decimal(number) for number in arabic.numbers(full)]
    scales = [_ARABIC[word] for word in re.findall(r"[^\W\d]+", found.group()) if word in _ARABIC]
    return f"{sum(values):f}" if all(map(lt, values[1:], scales)) else full


def _shared(text: str) -> str:
    """'5 to 7 million' -> '5000000 to 7000000'"""
    return _in_full(_SHARED.sub(r"\1 \2", text))


def _spelled(text: str) -> set[str]:
    """Numbers that English words may stand for: 'twenty of three hundred' -> {'20', '3', '100', '300'}"""
    values = {_SCALES[scale] // 2 for scale in _HALF.findall(text)}
    held = 0
    for word in re.findall(r"[a-z]+|\d+", text):
        value = _SPELLED.get(word.removesuffix("s"))
        if value is None:
            held = held if word == "and" and held >= 100 else 0
            continue
        if value >= 100:
            held = max(held, 1) * value
        elif value < held and held % 10 == 0:
            held += value
        else:
            held = value
        values |= {value, held}
        held = 0 if value >= 1000 or held > LARGEST else held  # «hundred hundred …» of a translator gone astray
    return {str(value) for value in values}
