"""A folder -> the files in it that may be articles: of a known kind, not hidden, not written by this program."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

Kind = Literal["text", "markdown", "html", "pdf", "docx", "record"]
KINDS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
    ".xhtml": "html", ".pdf": "pdf", ".docx": "docx", ".jsonl": "record", ".ndjson": "record", ".json": "record",
}  # fmt: skip
TEXT_FIELDS = ("text", "body", "content", "article", "article_text")
LARGEST = 64 * 2**20  # bytes of one source; a book has one or two million
SIDECAR = ".summary"  # a.summary.json is what this program wrote about a.txt, and no article
# The first bytes of a record that this program wrote, the head of a page, the last line below a text or Markdown
_OURS = re.compile(
    rb'\A[\s\[]*\{\s*"schema": "summarize/|<meta name="generator" content="summarize '
    rb"|^(?:<sub>)?summarize \d\S* \xc2\xb7 .*\s*\Z",
    re.MULTILINE,
)
ENDS = 4096  # bytes of a file, at each end, that show whose it is
_HAS_TEXT = re.compile(rb'"(?:' + "|".join(TEXT_FIELDS).encode() + rb')"\s*:\s*"')


def walk(folder: Path, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Path]:
    """Its articles, recursively, then what may not be looked into; the folder itself where it holds neither."""
    seen: set[str] = set()
    closed: list[Path] = []
    found = False
    for top, folders, files in os.walk(folder, followlinks=True, onerror=lambda e: closed.append(Path(e.filename))):
        real = os.path.realpath(top)
        if real in seen:  # a link to a folder above, or two links to one folder
            folders.clear()
            continue
        seen.add(real)
        inside = Path(top).relative_to(folder)
        folders[:] = sorted(n for n in folders if not n.startswith(".") and not _hit(inside / n, exclude))
        for name in sorted(files):
            wanted = not (include or exclude) or _wanted(inside / name, include, exclude)
            if _is_named_so(name) and wanted and _is_article(file := os.path.join(top, name)):  # noqa: PTH118 - see above
                found = True
                yield Path(file)
    yield from closed if found or closed else [folder]


def listed(folder: Path, include: Sequence[str], exclude: Sequence[str]) -> Iterator[Path]:
    """As `walk`, of a folder behind a URL, by names alone: a look into each file takes far longer than the list."""
    top = folder.fs.find(folder.path)  # type: ignore[attr-defined]  # in one request, where there are such
    for name in sorted(one[len(folder.path) :].strip("/") for one in top):  # type: ignore[attr-defined]
        inside = Path(name)
        if _is_named_so(inside.name) and not _is_shut(inside, exclude) and _wanted(inside, include, exclude):
            yield folder / name


def takes(path: Path, inside: Path, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether `walk` would find a file; `inside` is its path in the folder."""
    named = _is_named_so(path.name) and not _is_shut(inside, exclude) and _wanted(inside, include, exclude)
    return named and _is_article(str(path))


def _is_shut(inside: Path, exclude: Sequence[str]) -> bool:
    """Whether a folder above it is hidden or excluded: 'drafts/x/a.txt' by 'drafts'"""
    above = list(inside.parents)[:-1]
    return any(one.name.startswith(".") or _hit(one, exclude) for one in above)


def _is_named_so(name: str) -> bool:
    """By its name: not hidden, of a known kind, not a sidecar, nor what describes the folder."""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 - ten thousand names are soon gone through
    known = ending.lower() in KINDS and not name.startswith(".")
    return known and not stem.endswith(SIDECAR) and stem.upper() != "README"


def _is_article(file: str) -> bool:
    """A broken link is one, so that it is reported; a pipe and a device are none."""
    try:
        status = os.stat(file)  # noqa: PTH116
        if not stat.S_ISREG(status.st_mode):
            return False
        return not _is_ours(file, status.st_size) and (not file.lower().endswith(".json") or _holds_records(Path(file)))
    except OSError:
        return True  # it is told when it is read


def _is_ours(file: str, size: int) -> bool:
    """Whether this program wrote it in an earlier run."""
    if file.lower().endswith((".pdf", ".docx")):
        return False
    with open(file, "rb", buffering=0) as handle:  # noqa: PTH123 - ten thousand files are soon gone through
        ends = handle.read(ENDS)
        if size > ENDS:
            handle.seek(max(size - ENDS, ENDS))
            ends += handle.read(ENDS)
    return b"summarize" in ends and bool(_OURS.search(ends))  # the first half is quick, and says no to nearly all


def _holds_records(path: Path) -> bool:
    """Whether a .json holds articles and no settings or other data; where it is broken, whether it seems to."""
    with path.open("rb") as handle:
        data = handle.read(LARGEST + 1)
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return bool(_HAS_TEXT.search(data))
    return any(isinstance(one, dict) and texts(one) for one in (content if isinstance(content, list) else [content]))


def texts(record: dict[str, Any]) -> list[str]:
    """The fields of a record that may be its article: {'id': 7, 'body': 'قال'} -> ['body']"""
    return [field for field in TEXT_FIELDS if isinstance(record.get(field), str)]


def _wanted(inside: Path, include: Sequence[str], exclude: Sequence[str]) -> bool:
    return (not include or _hit(inside, include)) and not (exclude and _hit(inside, exclude))


def _hit(inside: Path, patterns: Sequence[str]) -> bool:
    """Whether a pattern fits the name or the path in its folder: 'b.txt', '*.txt', 'drafts', 'drafts/*'"""
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in (inside.name, inside.as_posix()))
