"""Sidecars whose article is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from summarize import mirror, places, sidecar
from summarize.plan import Plan


def find(plan: Plan) -> Iterator[Path]:
    """Sidecars of ours whose article is in none of the folders, as things are now.

    What is in doubt is none: an article that is only excluded, one that lies beside its sidecar, a folder that is empty
    or gone as when it is not mounted, and all that lies behind a URL.
    """
    if plan.out and not places.is_here(plan.out):
        return
    known = set(mirror.named(plan.roots)) | set(mirror.noted(plan.out)) if plan.out else set()
    for place in dict.fromkeys(plan.out / mirror.folder(root) if plan.out else root for root in plan.roots):
        for found in sidecar.found(place):
            if str(found) in plan.taken or not sidecar.is_ours(places.content(str(found)) or b""):
                continue
            article = found.with_name(sidecar.source_of(found.name))
            homes = [(place, article), *(_homes(article, plan.out, known) if plan.out else ())]
            if all(root.is_dir() and not _may_be_there(home) for root, home in homes):
                yield found


def _homes(mirrored: Path, out: Path, known: set[tuple[str, str]]) -> Iterator[tuple[Path, Path]]:
    """Where the article may be that stands at a place in an --out-dir, each with the folder that was named."""
    for place, root in known:
        if mirrored.is_relative_to(out / place):
            yield Path(root), root / mirrored.relative_to(out / place)


def _may_be_there(article: Path) -> bool:
    """Whether an article is there, in either reading of its sidecar's name, or its folder is empty or shut."""
    readings = (article, Path(f"{article}.error"))  # of q.error.summary.json
    folder = next(one for one in article.parents if one.is_dir())
    return any(map(os.path.lexists, readings)) or not os.access(folder, os.R_OK | os.X_OK) or not any(folder.iterdir())
