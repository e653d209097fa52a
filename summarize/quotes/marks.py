"""Quotation marks -> pairs. Marks may be reversed, doubled, the same on both sides, nested, unclosed or unopened."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from summarize.records import Block

MARK = re.compile(r"[«»“”„‟\"‹›]|''|,,|(?<!\w)'(?=\S)|(?<=\S)'(?!\w)")
OPENING, CLOSING = set("«“„‹"), set("»”›")
FAMILY = {"«": "«", "»": "«", "‹": "‹", "›": "‹", "'": "'"}  # all others are of one family: "
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c\u0640"
# What may be glued to an opening mark: و“ بـ« ل" كـ" فـ
_GLUED = re.compile(rf"(?:^|[\s(\[:،,.«“\"])[وبلكف]{{1,2}}[{INVISIBLE}]*$")
DEEPEST = 20  # marks that are open at once
LONGEST = 2500  # characters of a quotation that runs over paragraphs


class Pair(NamedTuple):
    """Inside the marks, blanks excluded; `depth` is 0 for a quotation that lies in no other."""

    start: int
    end: int
    open: str | None
    close: str | None
    depth: int
    flags: tuple[str, ...] = ()


class _Mark(NamedTuple):
    start: int
    end: int
    char: str
    can_open: bool
    can_close: bool


def pairs(text: str, blocks: Iterable[Block]) -> list[Pair]:
    """All quotations in the blocks, in order of their start: 'قال: «نعم»' -> [Pair(6, 9, '«', '»', 0)]"""
    found: list[Pair] = []
    pending: _Mark | None = None  # opened in an earlier paragraph and not closed there
    for block in blocks:
        marks = [_mark(text, match, block) for match in MARK.finditer(text, block.start, block.end)]
        if pending and block.start - pending.end < LONGEST and (closer := _stray_closer(marks)):
            found.append(_pair(text, pending, closer, 0, ("paragraphs",)))
            marks = [mark for mark in marks if mark.start > closer.start]
            pending = None
        elif pending:
            found.append(_unclosed(text, pending))
            pending = None
        inner, pending = _match(text, marks, block)
        found += inner
    if pending:
        found.append(_unclosed(text, pending))
    return sorted(pair for pair in found if pair.end > pair.start)


def _mark(text: str, match: re.Match[str], block: Block) -> _Mark:
    start, end, char = match.start(), match.end(), match.group()
    before, after = text[max(block.start, start - 8) : start].rstrip(INVISIBLE), text[end : end + 4].lstrip(INVISIBLE)
    left, right = before[-1:] or " ", (after[:1] if end < block.end else " ") or " "
    at_left = left.isspace() or left in "([:،,.؛-–—/\u00a0" or bool(_GLUED.search(before))
    at_right = right.isspace() or right in ")].,،؛:!?؟…-–—/\u00a0"
    nested_open, nested_close = left in "«“\"'", right in "»”\"'"
    can_open = (at_left or nested_open) and not right.isspace()
    can_close = (at_right or nested_close) and not (left.isspace() and char not in CLOSING)
    if can_open == can_close:  # no help from outside: the shape decides, a straight mark stays open to both
        can_open, can_close = char not in CLOSING, char not in OPENING
    return _Mark(start, end, char, can_open, can_close)


def _match(text: str, marks: list[_Mark], block: Block) -> tuple[list[Pair], _Mark | None]:
    """Pairs inside one paragraph by a stack, and the mark that stays open; where it fails, every other mark opens."""
    found, stack, stray = _stack(text, marks)
    if (stack or stray) and len(marks) % 2 == 0 and len({_family(mark) for mark in marks}) == 1:
        return [_pair(text, one, two, 0) for one, two in zip(marks[::2], marks[1::2], strict=True)], None
    if stray and not stack:
        found += _unopened(text, stray[0], block)
    return found, stack[0] if stack else None


def _stack(text: str, marks: list[_Mark]) -> tuple[list[Pair], list[_Mark], list[_Mark]]:
    found: list[Pair] = []
    stack: list[_Mark] = []
    stray: list[_Mark] = []
    for mark in marks:
        fits = [i for i, one in enumerate(stack) if _family(one) == _family(mark)]
        if mark.can_close and fits:
            found.append(_pair(text, stack[fits[-1]], mark, fits[-1]))
            del stack[fits[-1] :]
        elif mark.can_open:
            stack.append(mark)
            del stack[:-DEEPEST]
        else:
            stray.append(mark)
    return found, stack, stray


def _stray_closer(marks: list[_Mark]) -> _Mark | None:
    """The first mark of a paragraph, where it closes what an earlier paragraph opened."""
    return marks[0] if marks and marks[0].can_close and not marks[0].can_open else None


def _unopened(text: str, mark: _Mark, block: Block) -> Iterator[Pair]:
    """From the last colon of the paragraph to a mark that closes nothing."""
    colon = text.rfind(":", block.start, mark.start)
    if colon >= 0 and '"' not in text[colon : mark.start]:
        start, end = _trim(text, colon + 1, mark.start)
        yield Pair(start, end, None, mark.char, 0, ("unopened",))


def _unclosed(text: str, mark: _Mark) -> Pair:
    stop = text.find("\n", mark.end)
    start, end = _trim(text, mark.end, len(text) if stop < 0 else stop)
    return Pair(start, end, mark.char, None, 0, ("unclosed",))


def _pair(text: str, one: _Mark, two: _Mark, depth: int, flags: tuple[str, ...] = ()) -> Pair:
    start, end = _trim(text, one.end, two.start)
    return Pair(start, end, one.char, two.char, depth, flags)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def _family(mark: _Mark) -> str:
    return FAMILY.get(mark.char, '"')
