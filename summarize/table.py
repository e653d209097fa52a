"""One file with all records of a batch, as JSON lines or Parquet.

It is made of the sidecars when these are done: a batch that is killed loses nothing, and what is fresh costs no model.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import PurePath
from typing import Any, BinaryIO

from summarize import places, sidecar
from summarize.errors import InputError, ModelError, UsageError
from summarize.plan import Plan, Task
from summarize.render import parquet
from summarize.render.json import as_dict, dumps
from summarize.settings import Settings
from summarize.source import printable


def _lines(records: Iterable[Mapping[str, Any]], stream: BinaryIO) -> None:
    stream.writelines(f"{dumps(record)}\n".encode() for record in records)


WRITERS: dict[str, Callable[[Iterable[Mapping[str, Any]], BinaryIO], None]] = {
    ".jsonl": _lines,
    ".ndjson": _lines,
    ".parquet": parquet.write,
}


def check(name: str, settings: Settings) -> None:
    """Raise UsageError or ModelError before the work, where `write` would after it, or over an article."""
    kind = PurePath(name).suffix
    if kind not in WRITERS:
        what = f"--out-file {name} ends in none of {' '.join(WRITERS)}"
        raise UsageError("bad-settings", what, "its ending says how it is written")
    if "json" not in settings.sidecars.split(","):
        raise UsageError("bad-settings", "--out-file is made of JSON sidecars", "add json to --sidecars")
    if kind == ".parquet" and not find_spec("pyarrow"):
        what = "pyarrow, which Parquet needs, is not installed"
        raise ModelError("no-pyarrow", what, "run: pip install 'summarize-ar[ray]'")
    if why := _hindrance(places.plain(name)):
        what = f"--out-file {printable(name)} is there and {why}"
        raise UsageError("unwritable", what, "choose another one, or delete it first")


def _hindrance(name: str) -> str:
    """Why what is there, such as a source, is not written over: it is not known to be records of ours."""
    try:
        with places.opened(places.at(name)) as handle:
            start = handle.read(200)
            handle.seek(0)
            ours = parquet.is_ours(handle) if PurePath(name).suffix == ".parquet" else sidecar.is_ours(start)
    except OSError:
        return places.hindrance(name)  # most often nothing is there
    return "is not by summarize" if start.strip() and not ours else ""


def write(name: str, plan: Plan) -> None:
    """The whole file or nothing. Raises InputError."""
    try:
        with places.whole(places.at(name if places.is_url(name) else os.path.realpath(name))) as stream:  # not the link
            WRITERS[PurePath(name).suffix](_records(plan), stream)
    except OSError as error:
        what = f"{printable(name)} cannot be written ({error.strerror or error})"
        raise InputError("unwritable", what, "the sidecars are; choose another --out-file") from None


def _records(plan: Plan) -> Iterator[dict[str, Any]]:
    """As the plan has them; at the end what could not be read at all."""
    for task in plan.tasks:
        yield from _of(task)
    yield from map(as_dict, plan.failures)


def _of(task: Task) -> Iterator[dict[str, Any]]:
    """The records of its sidecar, or that of its error, with the path that was named; none of a file that vanished."""
    place = task.error if sidecar.is_error(places.content(task.error)) else task.targets["json"]
    try:
        content = json.loads(places.content(place) or b"") if places.exists(place) else []
    except ValueError:
        raise InputError("bad-record", f"{printable(place)} is damaged", "run it again with --force") from None
    for record in content if isinstance(content, list) else [content]:
        name = printable(task.path) + record["source"]["name"].removeprefix(printable(task.told))
        yield record | {"source": record["source"] | {"name": name, "path": task.path}}
