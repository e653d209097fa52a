"""Sidecars whose article is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from summarize import mirror, places, sidecar, source
from summarize.plan import Plan


def find(plan: Plan) -> Iterator[Path]:
    """Sidecars of ours whose article is in none of the folders, as things are now.

    What is in doubt is none: an article that is only excluded, one that lies beside its sidecar or where that says, a
    folder that is empty or gone as when it is not mounted, a sidecar that tells of another article, and all that lies
    behind a URL.
    """
    if plan.out and not places.is_here(plan.out):
        return
    known = set(mirror.named(plan.roots)) | set(mirror.noted(plan.out)) if plan.out else set()
    for place in dict.fromkeys(plan.out / mirror.folder(root) if plan.out else root for root in plan.roots):
        for found in sidecar.found(place):
            told = "" if str(found) in plan.taken else sidecar.tells(places.content(str(found)) or b"")
            article = found.with_name(sidecar.source_of(found.name))
            if not _is_of(told, article, beside=not plan.out):
                continue
            homes = [(place, article), *(_homes(article, plan.out, known) if plan.out else ())]
            homes += [(place, Path(os.path.normpath(found.parent / told)))]
            if all(root.is_dir() and not _may_be_there(home) for root, home in homes):
                yield found


def _is_of(told: str, article: Path, beside: bool) -> bool:
    """Whether a sidecar tells of an article, and `beside` it of no other place: such are of an --out-dir, or moved."""
    names = [source.printable(name) for name in _readings(article.name)]
    name = source.printable(told if beside else os.path.basename(told))  # noqa: PTH119
    return name in names and not places.is_url(told)


def _readings(name: str) -> tuple[str, str]:
    """What a sidecar may be of, by its name: q.error.summary.json of q, which failed, or of q.error"""
    return name, f"{name}.error"


def _homes(mirrored: Path, out: Path, known: set[tuple[str, str]]) -> Iterator[tuple[Path, Path]]:
    """Where the article may be that stands at a place in an --out-dir, each with the folder that was named."""
    for place, root in known:
        if mirrored.is_relative_to(out / place):
            yield Path(root), root / mirrored.relative_to(out / place)


def _may_be_there(article: Path) -> bool:
    """Whether an article is there, in either reading of its sidecar's name, or its folder is empty or shut."""
    readings = (article.with_name(name) for name in _readings(article.name))
    folder = next(one for one in article.parents if one.is_dir())
    return any(map(os.path.lexists, readings)) or not os.access(folder, os.R_OK | os.X_OK) or not any(folder.iterdir())
