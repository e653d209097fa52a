"""`models pull`: from the Hugging Face hub to a model that is converted, tried and locked. Only this uses the network.

A pull works in `.NAME.pull` beside the models and renames at the end, so that an interrupted one goes on where it
stopped and nothing half-made is ever used. The first pull writes the commit and the sha256 of every file into the lock;
later ones take the same commit and must get the same bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from summarize import arabic, engines, registry
from summarize.errors import ModelError
from summarize.hub import download, pickles
from summarize.hub.api import Say
from summarize.registry import Model

GOLDEN = "قال الوزير إن الحكومة ستعقد اجتماعاً يوم الأحد لبحث الموازنة الجديدة."
Watch = Callable[[Path, int], AbstractContextManager[None]]  # shows how a folder grows to so many bytes


def pull(model: Model, say: Say, watch: Watch, *, allow_pickle: bool = False) -> Path:
    """The folder of the model, complete. Raises ModelError; what was downloaded by then stays for the next call."""
    path = _place(model)
    work = _work(path)
    with _alone(model, work):
        plan = download.plan(model, work, allow_pickle, say)
        size = download.readable(plan.size)
        say(f"{model.name}: {model.source} at {plan.commit[:12]}, {size}, {model.licence}")
        download.make_room(work / "files", plan.size)
        with watch(work / "files", plan.size):
            hashes = download.fetch(model, plan, work / "files", say)
        download.compare(model, plan.commit, hashes)
        if download.PICKLE in hashes:
            pickles.rewrite(model, work / "files" / download.PICKLE)
        _install(model, work, plan.commit, hashes, say)
        _discard(work)
    return path


def remove(model: Model) -> None:
    """Delete a pulled model and what is left of its pulls. Raises ModelError where there is nothing of it."""
    path = _place(model)
    work = _work(path)
    if not (path.exists() or work.exists()):
        raise ModelError("not-here", f"the model {model.name} is not here", "see: summarize models list")
    with _alone(model, work):
        _discard(path)
        _discard(work)


def _place(model: Model) -> Path:
    """Where a model of the hub lies or would lie. Raises ModelError for all others."""
    if model.source == "local":
        raise ModelError("not-from-hub", f"{model.name} is a folder of yours, not a model of the hub")
    if model.source in ("builtin", "embedded") or model.path is None:
        raise ModelError("not-from-hub", f"the model {model.name} is a part of the package, not of the hub")
    return model.path


def _work(path: Path) -> Path:
    """Where a pull is under way: models/xlsum -> models/.xlsum.pull"""
    return path.with_name(f".{path.name}.pull")


@contextmanager
def _alone(model: Model, work: Path) -> Iterator[None]:
    """One pull of a model at a time; the system lets go of the lock when a process ends, however it ends."""
    from filelock import FileLock, Timeout

    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock")
    try:
        lock.acquire(timeout=0)
    except (Timeout, FileNotFoundError):  # the latter where another one is just clearing up
        raise ModelError("busy", f"the model {model.name} is being pulled by another process", "wait for it") from None
    try:
        yield
    finally:
        lock.release()


def _discard(folder: Path) -> None:
    """Delete a folder that may be in use: gone in one step, so that a kill never leaves a half of it in its place."""
    rest = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(rest, ignore_errors=True)
    if folder.exists():
        folder.rename(rest)
        shutil.rmtree(rest)


def _install(model: Model, work: Path, commit: str, hashes: dict[str, str], say: Say) -> None:
    """Convert, try, lock, and put in place in one step."""
    from summarize import convert

    ready = work / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    if model.engine == "ctranslate2":
        say(f"{model.name}: converting")
        convert.convert(work / "files", ready)
    else:
        shutil.copytree(work / "files", ready, ignore=shutil.ignore_patterns(".cache"))
    _must_speak(replace(model, path=ready))
    registry.lock(ready, commit, hashes)
    path = _place(model)
    _discard(path)
    ready.rename(path)


def _must_speak(model: Model) -> None:
    """A golden sentence through the new model: some have answered garbage after upgrades of the libraries."""
    output = engines.load(model).generate([GOLDEN], model.decoding)[0].text
    wanted = ("en",) if model.options.get("out", "en" if model.task == "translate" else "ar") == "en" else ("ar",)
    words = output.split()
    if arabic.language(output) not in (*wanted, "none") or not words or len(set(words)) < len(words) / 3:
        raise ModelError(
            "garbage", f"{model.name} answers its golden sentence with: {output[:80]!r}", "it is not installed"
        )
