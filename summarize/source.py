"""Paths, folders, globs, - or a record stream -> sources, in the order given. What cannot be read is a Failure."""

from __future__ import annotations

import glob
import hashlib
import io
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from summarize import folders, places
from summarize.errors import InputError
from summarize.folders import KINDS, LARGEST, TEXT_FIELDS, Kind
from summarize.records import Failure, Source

STDIN = "-"
PIPE = "to give a text itself, pipe it in"
LONGEST_NAME = 255  # bytes, in the file systems of Linux, macOS and Windows
# First bytes of what people take for a text file, and what to do about it
FOREIGN = [
    (b"\xd0\xcf\x11\xe0", "an old or a locked Office file", "save it as .docx without a password"),
    (b"{\\rtf", "an RTF file", "save it as .docx"),
    (b"PK\x03\x04", "an archive", "unpack it first"),
    (b"\x1f\x8b", "an archive", "unpack it first"),
    (b"BZh", "an archive", "unpack it first"),
    (b"\xfd7zXZ", "an archive", "unpack it first"),
    (b"\x89PNG", "a picture", "run OCR over it first"),
    (b"\xff\xd8\xff", "a picture", "run OCR over it first"),
    (b"GIF8", "a picture", "run OCR over it first"),
]
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*(?:"|$)|\[\s*(?:\{|$))')


def discover(
    arguments: Iterable[str],
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    stdin_name: str = "",
    output: Path | None = None,
) -> Iterator[Source | Failure]:
    """Every source that the arguments name, each once. `stdin_name` says what kind standard input is: 'page.html'.

    `output` is written to, and read in no folder.
    """
    seen = {os.path.realpath(output)} if output else set()
    for argument in arguments:
        for path in [STDIN] if argument == STDIN else paths(argument, include, exclude):
            real = STDIN if path == STDIN else os.path.realpath(path)
            if real not in seen:
                seen.add(real)
                yield from _stdin(stdin_name) if isinstance(path, str) else map(_or_text, read(path))


def _or_text(outcome: Source | Failure) -> Source | Failure:
    """With another hint where a name that cannot be read may be a text itself."""
    if not isinstance(outcome, Failure):
        return outcome
    if outcome.code == "unreadable" and len(outcome.path or "") > LONGEST_NAME:
        return replace(outcome, hint=PIPE)
    return replace(outcome, hint=f"{outcome.hint}; {PIPE}") if outcome.code == "not-found" else outcome


def paths(argument: str, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> Iterator[Path]:
    """Files of a path, a folder (recursively, known kinds, nothing hidden) or a glob that the shell left alone.

    Of a folder, neither what this program wrote nor a .json without articles.
    What `read` will refuse comes too: a path that is not there, a folder that is empty or closed.
    """
    if os.path.isdir(argument):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        yield from folders.walk(Path(argument), include, exclude)
    elif not os.path.lexists(argument) and glob.has_magic(argument):
        found = sorted(map(Path, glob.glob(argument, recursive=True)))  # noqa: PTH207 - keeps the ./ that was given
        for path in found or [Path(argument)]:
            yield from (p for p in folders.walk(path, include, exclude) if p != path) if path.is_dir() else [path]
    else:
        yield Path(argument)


def read(path: Path) -> Iterator[Source | Failure]:
    """One source, or one per record of a .jsonl, .ndjson or .json file."""
    name = printable(str(path))
    try:
        if path.is_dir():
            next(path.iterdir(), None)  # raises if it may not be looked into
            hint = f"articles end in {' '.join(KINDS)}"
            raise InputError("no-articles", f"{name} is a folder with no articles in it", hint)
        with places.opened(path) as handle:
            yield from _sources(handle, name, str(path))
    except (OSError, InputError) as error:
        yield failure(name, str(path), error)


def printable(name: str) -> str:
    """A file name that a terminal and UTF-8 can take: 'a\\nb' -> 'a\\\\nb', undecodable bytes as \\\\xNN."""
    return "".join(map(_printable, name))


def _printable(char: str) -> str:
    if char.isprintable():
        return char
    return f"\\x{ord(char) & 0xFF:02x}" if "\udc80" <= char <= "\udcff" else repr(char)[1:-1]


def stdin() -> BinaryIO | None:
    """The bytes of standard input; None where it is closed.

    Through a buffer of its own: the interpreter cannot end while a thread waits in that of `sys.stdin`.
    """
    if sys.stdin is None:
        return None
    raw = getattr(sys.stdin.buffer, "raw", None)
    return io.BufferedReader(raw) if raw else sys.stdin.buffer


def _stdin(stdin_name: str) -> Iterator[Source | Failure]:
    name = printable(stdin_name) or "stdin"
    stream = stdin()
    if stream is None:
        yield Failure(name, None, "empty", "standard input is closed", "pipe an article into it or name a file")
        return
    try:
        yield from _sources(stream, name, None, stdin_name)
    except (OSError, InputError) as error:
        yield failure(name, None, error)


def _sources(stream: BinaryIO, name: str, path: str | None, named: str = "") -> Iterator[Source | Failure]:
    """What a stream holds: the records of a JSON stream one by one, as they come; else one source."""
    suffix = Path(path or named).suffix.lower()
    kind = KINDS.get(suffix)
    first, number = stream.readline(LARGEST + 1), 1
    while first and not first.strip():
        first, number = stream.readline(LARGEST + 1), number + 1
    if kind == "record" or (kind is None and _JSON.match(first)):
        if suffix in (".jsonl", ".ndjson") or (not kind and _is_object(first)):
            yield from _records(_chain(first, stream), name, path, number)
        else:
            yield from _document(_whole(first, stream, name), name, path)
    else:
        data = _whole(first, stream, name)
        yield _source(name, path, _kind(data, kind, name), data)


def _whole(first: bytes, stream: BinaryIO, name: str) -> bytes:
    data = first + stream.read(max(LARGEST + 1 - len(first), 0))
    if len(data) > LARGEST:
        raise InputError("too-large", f"{name} has more than {LARGEST >> 20} MB", "split it first")
    return _not_empty(data, name)


def _not_empty(data: bytes, name: str) -> bytes:
    if not data.strip(b" \t\r\n\f\0\xef\xbb\xbf\xfe\xff"):
        raise InputError("empty", f"{name} is empty", "give an Arabic article")
    return data


def _kind(data: bytes, named: Kind | None, name: str) -> Kind:
    """What the bytes are, whatever the name says: b'%PDF-1.7' -> 'pdf'. Raises InputError for archives and pictures."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and b"word/" in data:
        return "docx"
    for start, what, hint in FOREIGN:
        if data.startswith(start):
            raise InputError("not-text", f"{name} is {what}", hint)
    marks = (b"<html", b"<!doctype html", b"<body", b"<head", b"<article")
    is_page = head.startswith(b"<") and any(mark in head for mark in marks)
    return named or ("html" if is_page else "text")


def _chain(first: bytes, stream: BinaryIO) -> Iterator[bytes]:
    while first:
        yield first
        first = stream.readline(LARGEST + 1)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(_json(line), dict)
    except (ValueError, RecursionError):
        return False


def _json(data: bytes) -> Any:
    """As JSON, but NaN, which pandas writes, becomes null."""
    return json.loads(data, parse_constant=lambda _: None)


def _records(lines: Iterable[bytes], name: str, path: str | None, start: int = 1) -> Iterator[Source | Failure]:
    found = False
    for number, line in enumerate(lines, start):
        if not line.strip():
            continue
        found = True
        place = f"{name}:{number}"
        try:
            yield _record(_json(line), place, path)
        except (ValueError, RecursionError):
            yield Failure(
                place, path, "bad-record", f"{place} is not JSON in UTF-8", "one JSON object a line is expected"
            )
        except InputError as error:
            yield failure(place, path, error)
    if not found:
        raise InputError("empty", f"{name} is empty", "give an Arabic article")


def _document(data: bytes, name: str, path: str | None) -> Iterator[Source | Failure]:
    """A list of records, or one record on several lines; what is neither is read line by line."""
    try:
        content = _json(data)
    except (ValueError, RecursionError):
        yield from _records(data.splitlines(), name, path)
        return
    if content == []:
        raise InputError("empty", f"{name} is empty", "give an Arabic article")
    for number, record in enumerate(content if isinstance(content, list) else [content], 1):
        place = f"{name}:{number}" if isinstance(content, list) else name
        try:
            yield _record(record, place, path)
        except InputError as error:
            yield failure(place, path, error)


def _record(record: Any, place: str, path: str | None) -> Source:
    """A JSON object -> a source whose data is its text and whose `extra` is the rest."""
    if not isinstance(record, dict):
        raise InputError("bad-record", f"{place} is not a JSON object", 'a record looks like {"id": 1, "text": "..."}')
    fields = folders.texts(record)
    if not fields:
        raise InputError("no-text", f"{place} has no text", f"name the field one of: {', '.join(TEXT_FIELDS)}")
    field = next((field for field in fields if record[field].strip()), fields[0])
    text = re.sub("[\ud800-\udfff]", "\ufffd", record[field])  # half a character, as \ud800 in JSON
    data = _not_empty(text.encode(), f"the text of {place}")
    return _source(place, path, "record", data, {key: value for key, value in record.items() if key != field})


def _source(name: str, path: str | None, kind: Kind, data: bytes, extra: dict[str, Any] | None = None) -> Source:
    return Source(name, path, kind, data, hashlib.sha256(data).hexdigest(), extra=extra or {})


def failure(name: str, path: str | None, error: OSError | InputError) -> Failure:
    if isinstance(error, InputError):
        return Failure(name, path, error.code, error.message, error.hint)
    if isinstance(error, FileNotFoundError):
        what = "no file is called" if glob.has_magic(name) else "there is no"
        return Failure(name, path, "not-found", f"{what} {name}", "check the path")
    if isinstance(error, PermissionError):
        return Failure(name, path, "unreadable", f"{name} may not be read", "check its permissions")
    return Failure(name, path, "unreadable", f"{name} cannot be read ({error.strerror or error})", "check the file")
