"""The files that a batch writes beside or in place of articles: their names, their freshness, and how they are written.

a.txt -> a.txt.summary.json, a.txt.summary.md; where it failed and there was no report: a.txt.error.summary.json
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from summarize import render, signature
from summarize.records import Failure, Report
from summarize.settings import Settings

SUFFIXES = {"json": ".summary.json", "markdown": ".summary.md"}
ERROR = ".error.summary.json"
PART = ".part"
_OURS = re.compile(rb'\A[\s\[]*\{\s*"schema": "summarize/')
_FRESH = re.compile(rb"<!-- fresh: [0-9a-f]{64} -->\n\Z")
MARK = ".summarize"  # in an --out-dir, so that nobody takes its sidecars for orphans of the folder above
ABANDONED = 60.0  # seconds; a sidecar is written in milliseconds, so an older part has lost its writer


def signed(settings: Settings) -> str:
    """What decides the bytes of a sidecar besides its article, as text: the tool, the models and the settings."""
    wishes = {name: getattr(settings, name) for name in ("with_text", "encoding")}
    return json.dumps([signature.of(settings), wishes])


def key(digest: str, signed: str) -> str:
    """What a fresh sidecar holds: a hash of the hash of its article and of `signed`."""
    return hashlib.sha256(f"{digest} {signed}".encode()).hexdigest()


def digest(path: Path) -> str:
    """The sha256 of a file; "" where it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError:
        return ""


def is_fresh(path: Path, key: str) -> bool:
    """Whether a sidecar holds the key and is whole: neither cut off nor with the marks of a conflict in it."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return key.encode() in data and data.endswith((b"}\n", b"]\n", b" -->\n")) and b"\n<<<<<<< " not in data


def source_of(name: str) -> str:
    """The article of a sidecar: 'a.txt.summary.md' -> 'a.txt'; "" for any other file."""
    for suffix in (ERROR, *SUFFIXES.values()):
        if name.endswith(suffix):
            return name.removesuffix(suffix).removesuffix(".")
    return ""


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


def write(path: Path, content: str) -> None:
    """The whole file or nothing: a hidden part beside it, flushed to the disk, takes its place. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as handle:
            handle.write(content.encode("utf-8", "backslashreplace"))
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def is_ours(path: Path) -> bool:
    """Whether this program wrote it, whatever its name: nothing else is ever deleted."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    return bool(_OURS.search(data[:200]) or _FRESH.search(data[-100:]))


def found(folder: Path) -> Iterator[Path]:
    """The sidecars in a folder, in order; not those in an --out-dir inside it."""
    for top, folders, files in os.walk(folder):
        if MARK in files and Path(top) != folder:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(top, name) for name in sorted(files) if source_of(name) and is_ours(Path(top, name)))


def sweep(folder: Path) -> None:
    """Delete the parts that a killed batch left in a folder."""
    now = time.time()
    for part in folder.glob(f".*.summary.*{PART}"):
        with contextlib.suppress(FileNotFoundError):  # another batch sweeps as well
            if now - part.stat().st_mtime > ABANDONED:
                part.unlink()
