"""Which files git ignores, by the .gitignore files from the root of the repository down to the file."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from summarize.errors import InputError

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    Specs = tuple[tuple[Path, GitIgnoreSpec], ...]


def ignored(path: Path, top: Path) -> bool:
    """Whether a .gitignore covers a file or a folder above it, down from `top` or the repository that it lies in."""
    shut, specs = _folder(os.path.dirname(path), top)  # noqa: PTH120 - a thousand times, and faster so
    return shut or _covered(path, specs, "")


def forget() -> None:
    """Read the .gitignore files anew from now on."""
    for known in (_folder, _root, _shut, _specs):
        known.cache_clear()


@cache
def _folder(folder: str, top: Path) -> tuple[bool, Specs]:
    """Whether a folder is ignored, and the .gitignore files that say so of what is in it."""
    own, root = Path(os.path.abspath(folder)), _root(Path(os.path.abspath(top)))  # noqa: PTH100 - without ..
    if own != root and root not in own.parents:
        return False, ()
    return _shut(own, root), _specs(own, root)


@cache
def _root(folder: Path) -> Path:
    """The work tree that holds a folder; the folder itself where git knows nothing of it.

    os.path and not Path, which raises in a folder that may not be looked into.
    """
    return next((one for one in (folder, *folder.parents) if os.path.exists(one / ".git")), folder)  # noqa: PTH110


@cache
def _shut(folder: Path, root: Path) -> bool:
    """Whether a folder or one above it is ignored: then no pattern below brings its files back."""
    return folder != root and (_shut(folder.parent, root) or _covered(folder, _specs(folder.parent, root), "/"))


def _covered(path: Path, specs: Specs, slash: str) -> bool:
    """By the last pattern that fits; `slash` ends a folder's name."""
    verdict = False
    for folder, spec in specs:
        found = spec.check_file(Path(os.path.abspath(path)).relative_to(folder).as_posix() + slash).include  # noqa: PTH100
        verdict = verdict if found is None else found
    return verdict


@cache
def _specs(folder: Path, root: Path) -> Specs:
    """The .gitignore files from the root down to a folder. Raises InputError where one of them cannot be read."""
    above = _specs(folder.parent, root) if folder != root else ()
    file = folder / ".gitignore"
    if not os.path.isfile(file):  # noqa: PTH113 - see _root
        return above
    from pathspec import GitIgnoreSpec

    return (*above, (folder, GitIgnoreSpec.from_lines(_lines(file))))


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", "replace").splitlines()
    except OSError as error:
        what = f"{file} cannot be read ({error.strerror})"
        raise InputError("unreadable", what, "check its permissions") from None
