"""A plan -> a sidecar per article, as a linter goes over a tree: only what is missing or stale is done.

`run` summarizes a window at a time; `save` writes. It can be killed at any moment.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from summarize import mirror, places, sidecar, source, windows
from summarize.errors import InputError, UsageError
from summarize.plan import Plan, Task
from summarize.records import Failure, Report, Source
from summarize.runners import Runner
from summarize.settings import Settings

if TYPE_CHECKING:
    from summarize.pipeline import Pipeline

T = TypeVar("T")
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: what is to be written where, and what failed."""

    task: Task
    files: dict[str, str]
    failures: tuple[Failure, ...]


class Work:
    """A window of tasks in, what became of them out. Its first call loads the models; until then it may be pickled."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def _pipeline(self) -> Pipeline:
        from summarize.pipeline import Pipeline  # with all stages, which a plan does not need

        return Pipeline(self.settings)

    def __call__(self, window: Sequence[Task]) -> list[Done]:
        read = [_read(task) for task in window]
        cut = _cut(list(chain.from_iterable(read)))
        outcomes = chain.from_iterable(self._pipeline.window(some) for some in cut)
        return [self.done(task, list(islice(outcomes, len(some)))) for task, some in zip(window, read, strict=True)]

    def done(self, task: Task, outcomes: Sequence[Report | Failure]) -> Done:
        """What is to be written of what came of its article, or of its records."""
        failures = tuple(one for one in outcomes if isinstance(one, Failure))
        if all(failure.code == "not-found" for failure in failures) and len(failures) == len(outcomes):
            return Done(task, {}, failures)  # it has vanished: beside what would its record be?
        told = [sidecar.named(one, task.path, task.told) for one in outcomes]
        if len(failures) == len(outcomes):
            return Done(task, {task.error: sidecar.text(told, "json", "", self.settings)}, failures)
        texts = {path: sidecar.text(told, one, task.key, self.settings) for one, path in task.targets.items()}
        return Done(task, texts, failures)


def _read(task: Task) -> list[Source | Failure]:
    path = places.at(task.path)
    found = list(source.read(path))
    if any(isinstance(one, Source) for one in found) and sidecar.digest(path) != task.digest:
        name = source.printable(task.path)
        return [Failure(name, task.path, "changed", f"{name} changed while it was read", "run it again")]
    return found


def _cut(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """In windows that share their batches. They depend on the items alone, as a runner may not change a byte."""
    return (items[at : at + windows.SIZE] for at in range(0, len(items), windows.SIZE))


def run(tasks: Sequence[Task], work: Work, runner: Runner) -> Iterator[Done]:
    """What became of each task, in order, a window at a time. Nothing is written."""
    for window, came in zip(_cut(tasks), runner.map(work, _cut(tasks)), strict=True):
        yield from [work.done(task, [_killed(task)]) for task in window] if came is None else came


def _killed(task: Task) -> Failure:
    name = source.printable(task.path)
    what = f"{name} is not done, since workers were killed again and again, at it or at what was done with it"
    hint = "see that each has memory enough, or give it to a batch by itself"
    return Failure(name, task.path, "killed", what, hint)


def prepare(plan: Plan) -> None:
    """Make --out-dir, sweep up what a killed batch left, and fail the tasks whose folder is closed.

    Raises UsageError where --out-dir cannot be made.
    """
    if plan.out and places.is_here(plan.out):
        _open(plan.out, plan)
    near = [task for task in plan.due if not places.is_url(task.error)]
    for folder in {Path(task.error).parent for task in near}:
        if not os.access(next(one for one in (folder, *folder.parents) if one.is_dir()), os.W_OK):
            shut = [task for task in near if Path(task.error).parent == folder]
            plan.tasks = [task for task in plan.tasks if task not in shut]
            plan.failures += map(_shut, shut)
        else:
            sidecar.sweep(folder)


def _open(out: Path, plan: Plan) -> None:
    try:
        mirror.note(out, [*mirror.named([*plan.roots, *([Path()] if plan.files else [])]), *plan.far])
    except OSError as error:
        what = f"{source.printable(str(out))} cannot be written ({error.strerror})"
        raise UsageError("unwritable", what, "choose another --out-dir") from None


def _shut(task: Task) -> Failure:
    name = source.printable(task.path)
    what = f"the sidecar of {name} cannot be written, its folder is closed"
    return Failure(name, task.path, "unwritable", what, "check its permissions, or give an --out-dir")


def save(done: Done) -> Failure | None:
    """Write the sidecars of a task. A Failure where that is not possible; raises InputError where the disk is full."""
    try:
        for path, content in done.files.items():
            if path != done.task.error or not sidecar.is_report(places.content(path) or b""):
                sidecar.write(path, content)
        if done.task.error not in done.files:
            sidecar.remove_error(done.task.error)
    except OSError as error:
        target = source.printable(next(iter(done.files), done.task.error))
        what = f"{target} cannot be written ({error.strerror or error})"
        if error.errno in FULL:
            raise InputError("disk-full", what, "free some space and run it again; what is written stays") from None
        return Failure(source.printable(done.task.path), done.task.path, "unwritable", what, "give an --out-dir")
    return None


def diff(done: Done) -> str:
    """How the sidecars of a task would change, as a unified diff; "" where they would not."""
    import difflib

    lines: list[str] = []
    for path, content in done.files.items():
        old = (places.content(path) or b"").decode("utf-8", "replace")
        name = source.printable(path)
        lines += difflib.unified_diff(
            old.splitlines(), content.splitlines(), name if old else "/dev/null", name, lineterm=""
        )
    return "".join(f"{line}\n" for line in lines)
