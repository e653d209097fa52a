"""The files that a batch writes beside or in place of articles: their names, their freshness, and how they are written.

a.txt -> a.txt.summary.json, a.txt.summary.md; where it failed and there was no report: a.txt.error.summary.json
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import io
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summarize import mirror, places, render, signature
from summarize.records import Failure, Report
from summarize.settings import Settings
from summarize.source import printable

SUFFIXES = {"json": ".summary.json", "markdown": ".summary.md"}
ERROR = ".error.summary.json"
_OURS = re.compile(rb'\A[\s\[]*\{\s*"schema": "summarize/')
_FRESH = re.compile(rb"<!-- fresh: [0-9a-f]{64} -->\n\Z")
_TRACE = re.compile(rb'"schema": "summarize/|<!-- fresh: [0-9a-f]{64} -->|summarize \d\S* \xc2\xb7 ')
_SIGNED = re.compile(r"^<sub>summarize .* \u00b7 (.*?)(?::\d+)?</sub>$", re.MULTILINE)  # below Markdown
_PART = re.compile(rf"\..+\.summary\.(json|md)\.\d+{re.escape(places.PART)}")
PIECE = 2**18  # bytes that are hashed at a time: most articles are smaller
ABANDONED = 60.0  # seconds; a sidecar is written in milliseconds, so an older part has lost its writer


def signed(settings: Settings) -> str:
    """What decides the bytes of a sidecar besides its article, as text: the tool, the models and the settings."""
    wishes = {name: getattr(settings, name) for name in ("with_text", "encoding")}
    return json.dumps([signature.of(settings), wishes])


def told(article: Path, place: Path) -> str:
    """The path of an article in its sidecar, so that both may be moved together: relative to where the sidecar lies.

    `place`: the article itself, or what stands for it in an --out-dir.
    """
    if article is place:
        return article.name
    if not places.is_here(article):
        return str(article)
    return os.path.relpath(article, place.parent) if places.is_here(place) else os.path.abspath(article)  # noqa: PTH100


def key(digest: str, told: str, signed: str) -> str:
    """What a fresh sidecar holds: a hash of the hash of its article, its path as it is told, and `signed`."""
    return hashlib.sha256(f"{digest} {told} {signed}".encode("utf-8", "surrogateescape")).hexdigest()


def digest(path: Path) -> str:
    """The sha256 of a file; "" where it cannot be read."""
    try:
        with open(path, "rb", 0) if places.is_here(path) else places.opened(path) as handle:  # noqa: PTH123 - faster
            digest = hashlib.sha256()
            while piece := handle.read(PIECE):
                digest.update(piece)
            return digest.hexdigest()
    except OSError:
        return ""


def is_fresh(content: bytes, key: str) -> bool:
    """Whether a sidecar holds the key and is whole: neither cut off nor with the marks of a conflict in it."""
    return key.encode() in content and content.endswith((b"}\n", b"]\n", b" -->\n")) and b"\n<<<<<<< " not in content


def source_of(name: str) -> str:
    """The article of a sidecar: 'a.txt.summary.md' -> 'a.txt'; "" for any other file."""
    for suffix in (ERROR, *SUFFIXES.values()):
        if name.endswith(suffix):
            return name.removesuffix(suffix).removesuffix(".")
    return ""


def named(outcome: Report | Failure, path: str, told: str) -> Report | Failure:
    """With its path as it is told in a sidecar: 'news/feed.jsonl:7' -> 'feed.jsonl:7'"""

    def renamed(name: str) -> str:
        return printable(told) + name.removeprefix(printable(path))

    if isinstance(outcome, Failure):
        return replace(outcome, name=renamed(outcome.name), path=told)
    source = replace(outcome.article.source, name=renamed(outcome.article.source.name), path=told)
    return replace(outcome, article=replace(outcome.article, source=source))


def text(outcomes: Sequence[Report | Failure], format: str, key: str, settings: Settings) -> str:
    """A sidecar: one record, or a list for a file of records. One with an error in it is never fresh."""
    fresh = "" if any(isinstance(one, Failure) for one in outcomes) else key
    return (_json if format == "json" else _markdown)(outcomes, fresh, settings)


def _json(outcomes: Sequence[Report | Failure], fresh: str, settings: Settings) -> str:
    from summarize.render.json import as_dict, dumps

    records = [as_dict(one, settings.with_text) for one in outcomes]
    records = [{"schema": one.pop("schema"), "fresh": fresh, **one} for one in records] if fresh else records
    return dumps(records[0] if len(records) == 1 else records, indent=1) + "\n"


def _markdown(outcomes: Sequence[Report | Failure], fresh: str, settings: Settings) -> str:
    stream = io.StringIO()
    renderer = render.to(stream, replace(settings, format="markdown"))
    for one in outcomes:
        renderer.write(one)
    renderer.close()
    return stream.getvalue() + (f"<!-- fresh: {fresh} -->\n" if fresh else "")


def write(name: str, content: str) -> None:
    """The whole file or nothing. Raises OSError."""
    with places.whole(places.at(name)) as handle:
        handle.write(content.encode("utf-8", "backslashreplace"))


def remove_error(name: str) -> None:
    """Delete the record of an article that failed, where it is there. Raises OSError."""
    if places.exists(name) and is_error(places.content(name)):
        with places.errors(place := places.at(name)):
            place.unlink(missing_ok=True)


def is_ours(content: bytes) -> bool:
    """Whether this program wrote it, whatever its name: nothing else is ever deleted."""
    return bool(_OURS.search(content[:200]) or _FRESH.search(content[-100:]))


def is_error(content: bytes | None) -> bool:
    """Whether it is of an article that failed: a.txt.error.summary.json may be that of a.txt.error, which did not."""
    return content is not None and is_ours(content) and not is_report(content)


def is_report(content: bytes) -> bool:
    """Whether there is a summary in a sidecar, which is not damaged."""
    try:
        return any(one["ok"] for one in _records(content))
    except (ValueError, TypeError, LookupError, RecursionError):
        return False


def is_foreign(content: bytes) -> bool:
    """Whether somebody else wrote it, so that it is not written over; a damaged sidecar is still one."""
    return bool(content.strip()) and not _TRACE.search(content)


def tells(content: bytes) -> str:
    """The path of its article, as it stands in a sidecar: '../news/a.txt'; "" in what no batch wrote, or not so."""
    if _FRESH.search(content[-100:]):
        signed = _SIGNED.search(content.decode("utf-8", "replace"))
        return html.unescape(signed[1]) if signed else ""
    try:
        records = _records(content)
        by_batch = any("fresh" in one or not one["ok"] for one in records)  # not by `run -f json`
        return str(records[0]["source"]["path"]) if by_batch else ""
    except (ValueError, TypeError, LookupError, RecursionError):
        return ""


def _records(content: bytes) -> list[Any]:
    found = json.loads(content)
    return found if isinstance(found, list) else [found]


def found(folder: Path) -> Iterator[Path]:
    """What is named as a sidecar in a folder, in order; not those in an --out-dir inside it."""
    for top, folders, files in os.walk(folder):
        if mirror.MARK in files and Path(top) != folder:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(top, name) for name in sorted(files) if source_of(name))


def sweep(folder: Path) -> None:
    """Delete the parts that a killed batch left in a folder."""
    now = time.time()
    for part in (one for one in folder.glob(f".*{places.PART}") if _PART.fullmatch(one.name)):
        with contextlib.suppress(FileNotFoundError):  # another batch sweeps as well
            if now - part.stat().st_mtime > ABANDONED:
                part.unlink()
