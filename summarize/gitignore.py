"""Which files git ignores, by the .gitignore files from the root of the repository down to the file."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def ignored(path: Path, top: Path) -> bool:
    """Whether a .gitignore covers a file or a folder above it, down from `top` or the repository that it lies in."""
    path, top = path.absolute(), _root(top.absolute())
    inside = path.relative_to(top).parts if path.is_relative_to(top) else ()
    folder = any(_covered(top.joinpath(*inside[:depth]), top, True) for depth in range(1, len(inside)))
    return folder or (bool(inside) and _covered(path, top, False))


@cache
def _root(folder: Path) -> Path:
    """The work tree that holds a folder; the folder itself where git knows nothing of it."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)


def _covered(path: Path, top: Path, is_folder: bool) -> bool:
    """By the last pattern that fits, of the .gitignore files from the top down."""
    verdict = False
    for folder in [one for one in reversed(path.parents) if one == top or top in one.parents]:
        spec = _spec(folder)
        name = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
        if spec and (found := spec.check_file(name).include) is not None:
            verdict = found
    return verdict


@cache
def _spec(folder: Path) -> GitIgnoreSpec | None:
    file = folder / ".gitignore"
    if not file.is_file():
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(file.read_text("utf-8", "replace").splitlines())
