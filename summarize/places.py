"""Where a file lies: on this machine, or behind a URL that fsspec reads and writes."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from summarize.errors import ModelError, SummarizeError, UsageError

PART = ".part"
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def is_url(name: str) -> bool:
    """'s3://news/a.txt'; not 'C:\\\\news'"""
    return bool(_URL.match(name))


def plain(name: str) -> str:
    """'file:///news/a%20b.txt' -> '/news/a b.txt'; any other name as it is"""
    if name[:7].lower() != "file://":
        return name
    from urllib.parse import unquote, urlsplit

    return unquote(urlsplit(name).path)


def at(name: str) -> Path:
    """The place of a name: a Path, or for a URL what universal_pathlib has in its stead, which acts as one.

    Raises ModelError where a package is missing, UsageError where nothing can read such a URL.
    """
    if not is_url(name := plain(name)):
        return Path(name)
    try:
        from upath import UPath
    except ImportError:
        what = "universal_pathlib, which URLs need, is not installed"
        raise ModelError("no-plugin", what, "run: pip install 'summarize-ar[ray]'") from None
    try:
        place = UPath(name.rstrip("/"))
        _ = place.fs  # fsspec looks for its plug-in only now
    except ImportError as error:
        what = f"{name} needs a package that is not installed ({error})"
        raise ModelError("no-plugin", what, "install it with pip beside summarize") from None
    except ValueError as error:
        raise UsageError("bad-url", f"{name} cannot be opened ({error})", "give a path or a URL of fsspec") from None
    return cast(Path, place)


def is_here(place: Path) -> bool:
    """Whether it is on this machine, with folders, links and permissions."""
    return isinstance(place, os.PathLike)


def exists(name: str) -> bool:
    """Also of a name that is too long, where Path.exists raises."""
    return at(name).exists() if is_url(name) else os.path.exists(name)  # noqa: PTH110


def content(name: str) -> bytes | None:
    """The bytes of a file; None where there is none that can be read."""
    try:
        if not is_url(name):
            with open(name, "rb", buffering=0) as handle:  # noqa: PTH123 - a thousand times, and faster so
                return handle.readall()
        with errors(place := at(name)):
            return place.read_bytes()
    except OSError:
        return None


def hindrance(name: str) -> str:
    """Why what is there cannot be read: "is a folder"; "" where nothing is there, and of a URL, which may not tell."""
    if is_url(name) or not os.path.exists(name):  # noqa: PTH110 - see above
        return ""
    return "is a folder" if os.path.isdir(name) else "cannot be read"  # noqa: PTH112


@contextmanager
def errors(place: Path) -> Iterator[None]:
    """What a plug-in of fsspec raises for a place, each has errors of its own, as OSError."""
    try:
        yield
    except (OSError, SummarizeError, GeneratorExit):
        raise
    except Exception as error:
        if is_here(place):
            raise
        raise OSError(" ".join(str(error).split()) or type(error).__name__) from error


@contextmanager
def opened(place: Path) -> Iterator[io.BufferedReader]:
    """To be read; buffered, as streams of fsspec cannot limit a line. Raises OSError."""
    with errors(place), place.open("rb") as handle:
        yield handle if is_here(place) else io.BufferedReader(cast(io.RawIOBase, handle))


@contextmanager
def whole(place: Path) -> Iterator[BinaryIO]:
    """A stream to a file that appears when all of it is written, flushed to the disk. Raises OSError."""
    if not is_here(place):
        yield from _sent(place)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f".{place.name}.{os.getpid()}{PART}")
    try:
        with part.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _sent(place: Path) -> Iterator[BinaryIO]:
    """Written here and sent when it is complete: a stream of fsspec that is broken off leaves what it has."""
    import shutil
    import tempfile

    with tempfile.TemporaryFile() as part:
        yield part
        part.seek(0)
        with errors(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            with place.open("wb") as handle:
                shutil.copyfileobj(part, handle)
