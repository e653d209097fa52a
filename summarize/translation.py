"""Texts -> translations: sentence by sentence in one batch, with guards on what comes out.

A sentence that fails a guard is tried once more with a wider search that may not repeat itself; the better of the two
is kept, and what still fails is flagged, never hidden. Thresholds were calibrated on FLORES-200 dev
(`python -m benchmarks.guards`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from summarize import amounts, arabic, mending
from summarize.glossary import Glossary, is_in, unmarked
from summarize.records import Decoding, Generated, Translation

if TYPE_CHECKING:
    from summarize.engines import Engine

# English characters per Arabic character; of 997 FLORES dev references all lie within 0.75 and 2.2
SHORTEST, LONGEST = 0.5, 2.8
LENGTH_FROM = 20  # characters: below this, a name or a date, the ratio says nothing
NO_TERMS = Glossary()
REPEATS = 3  # times that one run of words may follow itself: "very, very, very" is rare but good English

_MARK, _AND, _BLANK = re.compile(r"[،؛,;:](?=\s)"), re.compile(r"\s(?=و\w)"), re.compile(r"\s")
_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f]")
_LATIN_NAME = re.compile(
    r"(?<![\w@./-])(?=[\w-]*[A-Z])[A-Za-z][\w-]*\w(?![\w@/]|\.\w)", re.ASCII
)  # «GPT-4o», no address
_RUN = re.compile(r"\b(\w+(?:\W+\w+){0,5}?)(?:\W+\1\b){" + str(REPEATS - 1) + ",}", re.IGNORECASE)


class Asked(NamedTuple):
    """A sentence, and what the engine is given: the sentence with hints, and with points in its decimals.

    `people`: names that are to be in its English; `again`: what the engine is given if one is not, with them in place
    of the Arabic, which a small translator may read as words: «المختار» is also the one who was chosen.
    """

    text: str
    input: str
    people: tuple[str, ...]
    again: str

    def missing(self, english: Translation) -> int:
        """How many of its people the English has not by their names."""
        return sum(not is_in(name, english.text) for name in self.people)


def translate(
    texts: Sequence[str],
    engine: Engine,
    options: Decoding,
    glossary: Glossary = NO_TERMS,
    told: Sequence[Glossary] = (),
) -> list[Translation]:
    """One English text per Arabic text. All sentences of all texts, each once, share one call of the engine.

    What the `glossary` wants is looked for in the English. `told`: for each text, what its sentences tell the engine.
    """
    hints = told or [NO_TERMS] * len(texts)
    pieces = [list(_pieces(text, known, engine)) for text, known in zip(texts, hints, strict=True)]
    unique = list(dict.fromkeys(piece for text in pieces for piece in text))
    latin = {piece: Translation(unmarked(piece.text)) for piece in unique if is_latin(piece.text)}
    asked = [piece for piece in unique if piece not in latin]
    table = latin | dict(zip(asked, _guarded(asked, engine, options, glossary), strict=True))
    return [_joined([table[piece] for piece in text]) for text in pieces]


def _pieces(text: str, known: Glossary, engine: Engine) -> Iterator[Asked]:
    """The sentences of a text; one that is too long for the engine in parts, since it would lose its end."""
    sentences = [text[start:end] for start, end in arabic.sentences(text)]
    asked = [_asked(sentence, known) for sentence in sentences]
    for one, size in zip(asked, engine.count([one.input for one in asked]), strict=True):
        at = _middle(one.text) if size > engine.limit else 0
        if not at:
            yield one
            continue
        for part in (one.text[:at].rstrip(), one.text[at:].lstrip()):
            yield from _pieces(part, known, engine)


def _asked(sentence: str, known: Glossary) -> Asked:
    text, named = arabic.whole_first(sentence), Glossary(known.people)
    people = tuple(dict.fromkeys(term.english for term in named.find(sentence, clitics=False)))
    hinted = known.hinted(text)
    return Asked(sentence, hinted, people, known.hinted(named.applied(text)) if people else hinted)


def _middle(sentence: str) -> int:
    """Where to part a sentence: behind the mark nearest to its middle, else before «and», else before any word; or 0"""
    for pattern in (_MARK, _AND, _BLANK):
        places = [found.end() for found in pattern.finditer(sentence, len(sentence) // 4, len(sentence) * 3 // 4)]
        if places:
            return min(places, key=lambda place: abs(place - len(sentence) // 2))
    return 0


def is_latin(text: str) -> bool:
    """Whether a text is in Latin letters already, as a quotation may be: 'AI from the movies', not '123'"""
    letters = "".join(filter(str.isalpha, text))
    return bool(letters) and not _OTHER_LETTER.search(letters)


def check(source: str, output: str) -> tuple[str, ...]:
    """The guards that `output` fails: ('قتل 17 شخصاً', 'People were killed') -> ('numbers',)"""
    if not output.strip():
        return ("empty",) if source.strip() else ()
    flags = []
    if not amounts.kept(source, output):
        flags.append("numbers")
    if arabic.SCRIPT.search(output):
        flags.append("script")
    if any(name.lower() not in output.lower() for name in _LATIN_NAME.findall(source)):
        flags.append("latin")
    if _repeats(output) and not _repeats(source):
        flags.append("repetition")
    if len(source) >= LENGTH_FROM and not SHORTEST <= len(output) / len(source) <= LONGEST:
        flags.append("length")
    return tuple(flags)


def _guarded(asked: Sequence[Asked], engine: Engine, options: Decoding, glossary: Glossary) -> list[Translation]:
    """Translations of sentences, the doubtful ones tried twice."""
    outputs = engine.generate([one.input for one in asked], options)
    first = [_checked(one.text, out, glossary) for one, out in zip(asked, outputs, strict=True)]
    again = [index for index, english in enumerate(first) if english.flags or asked[index].missing(english)]
    if again:
        wider = replace(options, beam=max(options.beam, 4), no_repeat_ngram=4, repetition_penalty=1.1)
        inputs = [asked[index].again if asked[index].missing(first[index]) else asked[index].input for index in again]
        for index, out in zip(again, engine.generate(inputs, wider), strict=True):
            first[index] = _better(asked[index], first[index], _checked(asked[index].text, out, glossary))
    return first


def _better(one: Asked, *tries: Translation) -> Translation:
    return min(tries, key=lambda english: (len(english.flags), one.missing(english)))


def _checked(source: str, out: Generated, glossary: Glossary) -> Translation:
    english = unmarked(out.text)
    flags = check(source, english) + (("truncated",) if out.truncated else ())
    flags = flags if glossary.kept(source, english) else (*flags, "glossary")
    return Translation(mending.mended(english, source), flags)


def _joined(parts: list[Translation]) -> Translation:
    flags = dict.fromkeys(flag for part in parts for flag in part.flags)
    return Translation(mending.joined([part.text for part in parts]), tuple(flags))


def _repeats(text: str) -> bool:
    """'the the the' -> True; also where a third of all four-word runs of a long text occur before."""
    if _RUN.search(text):
        return True
    words = text.lower().split()
    runs = [tuple(words[i : i + 4]) for i in range(len(words) - 3)]
    return len(runs) >= 12 and len(set(runs)) < len(runs) * 2 / 3
