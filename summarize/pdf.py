"""PDF -> paragraphs in reading order.

Pages draw Arabic from left to right, in the order of the eye, mostly in presentation forms. pypdf's layout mode gives
the lines as they are seen; its plain mode turns the words but mixes the order of a line that holds a number. So the
lines come from the first, turned here, and the second is the word list that settles where «ال» was drawn as «لا».
"""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from summarize import arabic
from summarize.errors import InputError

if TYPE_CHECKING:
    from pypdf import PdfReader

_LETTERS = re.compile("[\u0621-\u064a]+")
_ALEF_LAM = re.compile("[اأإآ]ل")
# In a turned line these run backwards: Latin words with what is between them, and numbers
_LEFT_TO_RIGHT = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9 .,:/@_&'’+-]*[A-Za-z]|[A-Za-z]|%?[0-9]+(?:[.,:/-][0-9]+)*|[٠-٩]+(?:[.,/٫٬:][٠-٩]+)*"
)
_OPENERS, _CLOSERS = "([{«“‹", ")]}»”›"
_MIRRORED = str.maketrans(_OPENERS + _CLOSERS, _CLOSERS + _OPENERS)
# In a paragraph set from left to right, as Writer sets a text file, only these pieces of a line are turned: an end mark
# stays at the right, and a bracket whose other half stands among Latin words parts two. A lone Latin letter behind an
# Arabic one is a sign that has no name of its own, as of a shadda.
_ARABIC = "\u0621-\u0652\ufb50-\ufefc"
_PIECE = re.compile(
    rf"(?=[^A-Za-z]*[{_ARABIC}])[.،؛؟!:]*[\d{_ARABIC}](?:(?:[^A-Za-z()]|(?<=[{_ARABIC}])[A-Za-z](?![A-Za-z])"
    rf"|\([^A-Za-z()]*\)|\)[^A-Za-z()]*\()*[\d{_ARABIC}])?"
)
_FIRST, _LAST = re.compile(r'[«»"]*[.،؛؟!](?!\d)'), re.compile(r'[.؟!][«»"]*$')
_QUOTES, _GUILLEMET = ("«", "»"), re.compile("[«»]")
_OPENS, _CLOSES = re.compile(r"(?<!\S)[»)](?=\S)|[»)](?=\w)"), re.compile(r"(?<=\S)[«(](?=$|[\s.،؛؟!:])")
_LOOSE = re.compile(r" +(?=[.،؛؟!:](?:\s|$))")  # a blank that the layout put before a sign
EDGE = 2  # lines at the top and the bottom of a page where running heads and page numbers stand
FULL = 0.75  # of the usual length: a line shorter than this ends its paragraph
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:صفحة|ص|page)?[\W_]*[\d٠-٩]{1,4}(?:\s*(?:من|/|of)\s*[\d٠-٩]{1,4})?[\W_]*", re.IGNORECASE
)


def extract(data: bytes, name: str) -> tuple[list[str], str | None]:
    """The paragraphs and the title that the file gives itself. Raises InputError."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are no news for a reader
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError("encrypted", f"{name} is locked with a password", "save it without one")
        pages, words = _pages(reader)
        title = reader.metadata.title if reader.metadata else None
    except DependencyError:
        raise InputError("encrypted", f"{name} is encrypted", "save it without a password") from None
    except (
        PyPdfError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RuntimeError,
        OSError,
    ) as error:
        raise InputError(
            "bad-pdf", f"{name} is a broken PDF ({error})", "open it in a viewer and save it anew"
        ) from None
    if not any(line.strip() for page in pages for line in page):
        raise InputError("no-text", f"{name} holds pictures of pages and no text", "run OCR over it first")
    lines = _in_reading_order(pages, words)
    title = " ".join(title.split()) if title else None
    return list(_paragraphs(_without_edges(lines))), title if title and _LETTERS.search(title) else None


def _pages(reader: PdfReader) -> tuple[list[list[str]], Counter[str]]:
    """The lines of each page as they are seen, an empty one for a gap, and the words as pypdf turns them."""
    pages, words = [], Counter[str]()
    for page in reader.pages:
        seen = page.extract_text(extraction_mode="layout")
        pages.append(re.sub(r"\n\s*\n", "\n\n", seen).split("\n"))
        words.update(_LETTERS.findall(arabic.normalise(page.extract_text()).text))
    return pages, words


def _in_reading_order(pages: list[list[str]], words: Counter[str]) -> list[list[str]]:
    """Pages that were drawn in the order of the eye are turned; a few programs store them as they are read."""
    lines = [[" ".join(line.split()) for line in page] for page in pages]
    turned = [[_turned(line) for line in page] for page in lines]
    plain, other = ([[arabic.normalise(line).text for line in page] for page in one] for one in (lines, turned))
    if _likeness(plain) >= _likeness(other):
        return plain
    table = _MIRRORED if sum(_brackets(line) for page in other for line in page) < 0 else {}
    read = [[line.translate(table) for line in page] for page in other]
    left = _set_from_left(other)
    for page, seen in zip(read, lines, strict=True):
        for index, line in enumerate(page):
            if left or _FIRST.match(line):
                page[index] = _turned_in_pieces(seen[index], "".join(page[:index]))
    mended = [[_LETTERS.sub(lambda found: _mended(found.group(), words), line) for line in page] for page in read]
    return [[_LOOSE.sub("", line) for line in page] for page in mended]


def _set_from_left(turned: list[list[str]]) -> bool:
    """Whether more lines that were turned as wholes begin with an end mark than end with one."""
    lines = [line for page in turned for line in page]
    return sum(bool(_FIRST.match(line)) for line in lines) > sum(bool(_LAST.search(line)) for line in lines)


def _turned_in_pieces(line: str, before: str) -> str:
    """'.WHO نم ماع' -> '.WHO عام من'; `before`: the page so far."""
    line = _quotes_placed(_PIECE.sub(lambda piece: _turned(piece[0]), line), before)
    for wrong in (_OPENS, _CLOSES):  # Writer gives one code to signs of one shape
        line = wrong.sub(lambda sign: sign[0].translate(_MIRRORED), line)
    return line


def _quotes_placed(line: str, before: str) -> str:
    """A quotation mark at an edge of a line, put where it opens or closes what `before` has left closed or open."""
    count = len(_GUILLEMET.findall(before))
    if count % 2 and line[:1] in _QUOTES:
        line = line[1:] + line[:1]
    if line[-1:] in _QUOTES and (count + len(_GUILLEMET.findall(line))) % 2:
        line = line[-1:] + line[:-1]
    if two := re.search(r"[«»](?=[«»][.،؛؟!]*$)", line):  # the inner one opens the line
        line = two[0] + line[: two.start()] + line[two.end() :]
    return line


def _turned(line: str) -> str:
    """'.2025 ماع 3.5 غلب' -> 'بلغ 3.5 عام 2025.', drawn the other way round"""
    letters = len(re.findall("[\u0621-\u064a\ufb50-\ufefc]", line))
    if letters < len(re.findall("[A-Za-z]", line)):
        return line
    return _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], line[::-1])


def _likeness(pages: list[list[str]]) -> int:
    """How much this reads like Arabic: words begin with ال and end in ة and ى, never the other way round."""
    text = " ".join(line for page in pages for line in page)
    good = len(re.findall(r"\bال\w\w|\w[ةى]\b", text))
    return good - len(re.findall(r"\w\wلا\b|\b[ةى]\w", text))


def _mended(word: str, known: Counter[str]) -> str:
    """'خالل' -> 'خلال' where the file knows only the latter: the ligature لا is one sign, which turning tore apart."""
    places = [match.start() for match in _ALEF_LAM.finditer(word)]
    if word in known or not places or len(places) > 4:
        return word
    for count in range(1, len(places) + 1):
        for chosen in itertools.combinations(places, count):
            letters = list(word)
            for at in chosen:
                letters[at : at + 2] = letters[at + 1], letters[at]
            if "".join(letters) in known:
                return "".join(letters)
    return word


def _brackets(line: str) -> int:
    """1 if the first bracket opens, -1 if it closes: some files name the sign, some its shape."""
    first = next((char for char in line if char in _OPENERS + _CLOSERS), "")
    return (first in _OPENERS) - (first in _CLOSERS) if first else 0


def _without_edges(pages: list[list[str]]) -> list[str]:
    """All lines but page numbers and what stands at the edge of most pages."""
    places = [[index for index, line in enumerate(page) if line] for page in pages]
    edges = [{*filled[:EDGE], *filled[-EDGE:]} for filled in places]
    counts = Counter(
        key for page, edge in zip(pages, edges, strict=True) for key in {_key(page[index]) for index in edge}
    )
    running = {key for key, count in counts.items() if count > max(len(pages) / 2, 1)}
    return [
        line
        for page, edge in zip(pages, edges, strict=True)
        for index, line in enumerate(page)
        if not (index in edge and (_key(line) in running or _PAGE_NUMBER.fullmatch(line)))
    ]


def _key(line: str) -> str:
    """A running head without its page number."""
    return re.sub(r"[\d٠-٩]+", "#", line)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    """Joined lines: a paragraph ends at a gap, or where a line is short, or nearly full and closed by a full stop."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(0.9 * len(lengths))] if lengths else 0
    gaps = len(lengths) > 2 * (len(lines) - len(lengths))  # else every line has its gap: they are double-spaced
    held: list[str] = []
    for line in lines:
        held += [line] if line else []
        ends = len(line) < FULL * usual or (line[-1:] in ".؟!" and len(line) < 0.95 * usual) if line else gaps
        if held and ends:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
