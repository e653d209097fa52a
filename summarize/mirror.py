"""How articles stand in an --out-dir, and the note in it that says which folders stand there.

The note is a hidden file of lines such as ["news", "/home/a/news"]: what is in out/news comes from that folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from summarize import places
from summarize.errors import InputError

MARK = ".summarize"  # also so that nobody takes its sidecars for orphans of the folder above


def below(path: Path, root: Path | None) -> str:
    """Where a file stands in it: as it does here, below the folder that one is in; `root`: the folder that was named.

    From elsewhere with the name of that folder: ../old/a/b.txt -> old/a/b.txt, and by itself ../a.txt -> a.txt
    """
    if places.is_here(path):
        whole, here = os.path.abspath(path), os.path.join(Path.cwd(), "")  # noqa: PTH100, PTH118 - it ends in a slash
        if whole.startswith(here):
            return whole.removeprefix(here)
    return str(Path(folder(root), str(path.relative_to(root)))) if root else path.name


def folder(root: Path) -> str:
    """Where a folder stands in it: news -> news, . -> ".", ../old -> old"""
    if not places.is_here(root):
        return root.name
    whole, here = Path(os.path.abspath(root)), Path.cwd()  # noqa: PTH100
    return str(whole.relative_to(here)) if whole.is_relative_to(here) else whole.name


def named(roots: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Folders as they are noted: news -> ('news', '/home/a/news')"""
    return ((folder(root), os.path.abspath(root)) for root in roots)  # noqa: PTH100


def note(out: Path, pairs: Iterable[tuple[str, str]]) -> None:
    """Make the folder, and note what stands in it from now on. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    new = "".join(f"{json.dumps(pair)}\n" for pair in sorted({*pairs} - {*noted(out)}))
    with (out / MARK).open("a", encoding="utf-8") as mark:  # another batch may add its own at the same time
        mark.write(f"\n{new}" if new and mark.tell() else new)  # the line before may be cut off


def noted(out: Path) -> Iterator[tuple[str, str]]:
    """('news', '/home/a/news'); a line that somebody has damaged is passed over. Raises InputError."""
    try:
        lines = (out / MARK).read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        lines = []
    except OSError as error:
        what = f"{out / MARK} cannot be read ({error.strerror})"
        raise InputError("unreadable", what, "check its permissions") from None
    for line in lines:
        try:
            place, root = json.loads(line)
            yield str(place), str(root)
        except (ValueError, TypeError):
            continue
