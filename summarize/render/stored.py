"""Records that `summarize run`, `quotes` or `batch` wrote, read back: an object, an array or lines -> outcomes."""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from summarize.errors import InputError
from summarize.records import SCHEMA, Article, Cue, Failure, Quote, Report, Sentence, Source, Span, Speaker, Summary
from summarize.records import Translation as English
from summarize.render.json import schema
from summarize.source import STDIN, printable

SIDECAR = ".summary.json"
HINT = "records are what `summarize run -f ndjson` writes"
_TEXT = {"type": "string"}
_MODEL: dict[str, Any] = {
    "type": "object",
    "required": ["name", "sha256", "options"],
    "properties": {"name": _TEXT, "sha256": _TEXT, "options": {"type": "object"}},
}
_SIGNATURE: dict[str, Any] = {  # as far as a page tells it
    "type": "object",
    "required": ["tool"],
    "properties": {"tool": _TEXT, "translator": {"anyOf": [_MODEL, {"type": "null"}]}},
}


def read(arguments: Iterable[str]) -> Iterator[Report | Failure | InputError]:
    """Every record of files, folders, globs and -, each file once; an InputError stands for what is no record."""
    seen: set[str] = set()
    for argument in arguments:
        try:
            for path in _files(argument):
                real = path if path == STDIN else os.path.realpath(path)
                if real not in seen:
                    seen.add(real)
                    yield from _file(path)
        except InputError as error:
            yield error


def _files(argument: str) -> Iterator[str]:
    if argument == STDIN:
        yield argument
    elif os.path.isdir(argument):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        yield from _sidecars(argument)
    elif os.path.lexists(argument) or not glob.has_magic(argument):
        yield argument
    else:
        found = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - keeps the ./ that was given
        if not found:
            raise InputError("not-found", f"no file is called {printable(argument)}", "check the path")
        for path in found:
            yield from _files(path)


def _sidecars(folder: str) -> Iterator[str]:
    """`*.summary.json` in a folder and below it; other JSON in it may be anything."""
    closed: list[OSError] = []
    found = False
    for top, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SIDECAR) and not name.startswith("."):
                found = True
                yield str(Path(top, name))
    if closed:
        raise InputError("unreadable", f"{printable(closed[0].filename)} may not be read", "check its permissions")
    if not found:
        name = printable(folder)
        raise InputError("no-records", f"{name} has no *{SIDECAR} in it", f"name the files: '{name}/*.ndjson'")


def _file(path: str) -> Iterator[Report | Failure | InputError]:
    name = "stdin" if path == STDIN else printable(path)
    try:
        for place, value in _values(_bytes(path, name), name):
            yield value if isinstance(value, InputError) else _outcome(_at_home(value, path), place)
    except InputError as error:
        yield error


def _bytes(path: str, name: str) -> bytes:
    try:
        data = (sys.stdin.buffer.read() if sys.stdin else b"") if path == STDIN else Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError("not-found", f"there is no {name}", "check the path") from None
    except OSError as error:
        raise InputError("unreadable", f"{name} cannot be read ({error.strerror})", "check the file") from None
    if not data.strip():
        raise InputError("empty", f"{name} is empty", HINT)
    return data


def _values(data: bytes, name: str) -> list[tuple[str, Any]]:
    """JSON with the place of each record: b'[{}, {}]' -> [('a.json:1', {}), ('a.json:2', {})]"""
    try:
        text = data.decode(json.detect_encoding(data))  # also the UTF-16 of `>` in PowerShell
    except UnicodeDecodeError:
        raise InputError("bad-record", f"{name} is not JSON", HINT) from None
    whole = _json(text, name)
    if whole == []:
        raise InputError("empty", f"{name} is an empty list", HINT)
    if isinstance(whole, list):
        return [(f"{name}:{number}", value) for number, value in enumerate(whole, 1)]
    if not isinstance(whole, InputError):
        return [(name, whole)]
    lines = [(f"{name}:{number}", line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    values = [(place, _json(line, place)) for place, line in lines]
    return values if any(isinstance(value, dict) for _, value in values) else [(name, whole)]


def _json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return InputError("bad-record", f"{place} is not JSON", HINT)


def _at_home(record: Any, path: str) -> Any:
    """The record of a sidecar, which names its article from where it lies, as one names it from here."""
    found = record.get("source") if isinstance(record, dict) else None
    source: dict[str, Any] = found if isinstance(found, dict) else {}
    told = source.get("path")
    article = os.path.basename(path).removesuffix(SIDECAR).removesuffix(".error")  # noqa: PTH119
    if not (isinstance(told, str) and path.endswith(SIDECAR) and told.split("/")[-1] == article):
        return record
    home = os.path.normpath(os.path.join(os.path.dirname(path), told))  # noqa: PTH118, PTH120
    return record | {
        "source": source | {"name": printable(home) + str(source.get("name")).removeprefix(told), "path": home}
    }


def _outcome(record: Any, place: str) -> Report | Failure | InputError:
    if not _validator().is_valid(record):
        return InputError("bad-record", f"{place} is no record of {SCHEMA}", f"{HINT}; see: summarize schema")
    return _report(record) if record["ok"] else _failure(record)


@lru_cache(maxsize=1)
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator({"allOf": [schema(), {"properties": {"signature": _SIGNATURE}}]})


def _failure(record: Mapping[str, Any]) -> Failure:
    source, error = record["source"], record["error"]
    told = (error["code"], error["message"], error["hint"])
    return Failure(source["name"], source["path"], *told, extra=_extra(record))


def _report(record: Mapping[str, Any]) -> Report:
    """A report as far as its record has it: no blocks, and no text but with --with-text."""
    source = Source(**record["source"] | {"data": b"", "extra": _extra(record)})
    return Report(
        article=Article(source, record.get("text", ""), record["title"]["ar"], ()),
        summary=_summary(record["summary"]) if record["summary"] else None,
        quotes=tuple(map(_quote, record["quotes"])),
        signature=record["signature"],
        title_en=_english(record["title"]["en"]),
        warnings=tuple(record["warnings"]),
        headline=_sentence(record["headline"]) if "headline" in record else None,
    )


def _extra(record: Mapping[str, Any]) -> dict[str, Any]:
    extra = record.get("extra", {})
    return extra if isinstance(extra, dict) else {}


def _summary(record: Mapping[str, Any]) -> Summary:
    return Summary(record["method"], tuple(map(_sentence, record["sentences"])))


def _sentence(record: Mapping[str, Any]) -> Sentence:
    ours, english = _flags(record["flags"])
    span = Span(record["start"], record["end"])
    cuts = tuple(Span(cut["start"], cut["end"]) for cut in record["cuts"])
    return Sentence(record["ar"], *span, record["score"], ours, _english(record["en"], english), cuts)


def _quote(record: Mapping[str, Any]) -> Quote:
    ours, english = _flags(record["flags"])
    return Quote(
        text=record["text"],
        start=record["start"],
        end=record["end"],
        marks=(record["marks"][0], record["marks"][1]),
        kind=record["kind"],
        cue=Cue(*(record["cue"][name] for name in Cue._fields)) if record["cue"] else None,
        speaker=_speaker(record["speaker"]) if record["speaker"] else None,
        evidence=Span(record["evidence"]["start"], record["evidence"]["end"]),
        rank=record["rank"],
        confidence=record["confidence"],
        flags=ours,
        en=_english(record["en"], english),
    )


def _speaker(record: Mapping[str, Any]) -> Speaker:
    place = (record["start"], record["end"])
    return Speaker(record["name"], record["role"], *place, _english(record["en"]), _english(record["role_en"]))


def _english(text: str | None, flags: tuple[str, ...] = ()) -> English | None:
    return None if text is None else English(text, flags)


def _flags(found: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of the Arabic, and of its English: ['cut', 'en-numbers'] -> (('cut',), ('numbers',))"""
    english = tuple(flag.removeprefix("en-") for flag in found if flag.startswith("en-"))
    return tuple(flag for flag in found if not flag.startswith("en-")), english
