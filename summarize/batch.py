"""Many files -> a sidecar each, as a linter goes over a tree: only what is missing or stale is done.

`plan` looks and loads no model; `run` summarizes a window at a time; `save` writes. It can be killed at any moment.
"""

from __future__ import annotations

import difflib
import errno
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from summarize import gitignore, sidecar, source, windows
from summarize.errors import InputError, UsageError
from summarize.records import Failure, Report, Source
from summarize.runners import Runner
from summarize.settings import Settings

if TYPE_CHECKING:
    from summarize.pipeline import Pipeline

T = TypeVar("T")
State = Literal["missing", "stale", "fresh"]
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class Task:
    """One file to summarize. `digest`: sha256 of its bytes when the plan was made; `targets`: format -> sidecar;
    `error`: where its record goes if there is no report."""

    path: str
    state: State
    digest: str
    key: str
    targets: dict[str, Path]
    error: Path


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: what is to be written where, and what failed."""

    task: Task
    files: dict[Path, str]
    failures: tuple[Failure, ...]


@dataclass(slots=True)
class Plan:
    tasks: list[Task] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)  # what was named and cannot be read
    empty: list[str] = field(default_factory=list)  # folders without an article
    roots: list[Path] = field(default_factory=list)  # the folders that were named
    files: bool = False  # whether files or globs were named as well
    taken: dict[Path, str] = field(default_factory=dict)  # sidecar -> its article

    @property
    def due(self) -> list[Task]:
        return [task for task in self.tasks if task.state != "fresh"]


def plan(arguments: Sequence[str], settings: Settings, *, force: bool = False, shard: tuple[int, int] = (1, 1)) -> Plan:
    """What there is to do for files, folders and globs; `shard` (i, n) is the i-th of n parts, divided by name.

    Raises UsageError where two articles would get the same sidecar.
    """
    made = Plan(roots=[Path(one) for one in arguments if os.path.isdir(one)])  # noqa: PTH112 - see source.paths
    made.files = len(made.roots) < len(arguments)
    planner = Planner(settings, force, made.taken)
    seen: set[str] = set()
    for argument in arguments:
        for path in _files(argument, settings, made):
            inside = _inside(path, argument)
            real = os.path.join(os.path.realpath(path.parent), path.name)  # noqa: PTH118 - a link has its own sidecar
            if real not in seen and zlib.crc32(os.fsencode(inside)) % shard[1] == shard[0] - 1:
                planner.add(path, inside, made)
            seen.add(real)
    return made


class Planner:
    """Compares each file with its sidecars. The share of the key that all files have is made once."""

    def __init__(self, settings: Settings, force: bool, taken: dict[Path, str]) -> None:
        self.settings, self.force, self.taken = settings, force, taken

    @cached_property
    def _signed(self) -> str:
        return sidecar.signed(self.settings)

    def add(self, path: Path, inside: Path, plan: Plan) -> None:
        digest = sidecar.digest(path)
        if not digest and isinstance(failure := next(source.read(path)), Failure):
            plan.failures.append(failure)
        else:
            plan.tasks.append(self._task(path, inside, digest))

    def _task(self, path: Path, inside: Path, digest: str) -> Task:
        place = Path(self.settings.out_dir) / inside if self.settings.out_dir else path
        wanted = self.settings.sidecars.split(",")
        places = {one: Path(f"{place}{suffix}") for one, suffix in sidecar.SUFFIXES.items()}
        # one that is there is kept up to date, though it may not be asked for any more
        targets = {one: path for one, path in places.items() if one in wanted or sidecar.is_ours(path)}
        for target in targets.values():
            if target in self.taken:
                what = f"{self.taken[target]} and {path} would both be written to {target}"
                raise UsageError("same-sidecar", source.printable(what), "give each an --out-dir of its own")
            self.taken[target] = str(path)
        key, error = sidecar.key(digest, self._signed), Path(f"{place}{sidecar.ERROR}")
        return Task(str(path), self._state(key, list(targets.values()), error), digest, key, targets, error)

    def _state(self, key: str, targets: list[Path], error: Path) -> State:
        if not all(map(os.path.exists, targets)):  # Path.exists raises where a name is too long
            return "missing"
        if self.force or os.path.exists(error):  # noqa: PTH110
            return "stale"
        return "fresh" if all(sidecar.is_fresh(target, key) for target in targets) else "stale"


def _files(argument: str, settings: Settings, plan: Plan) -> Iterator[Path]:
    """The files that an argument names. In a folder git's ignored ones are left out, and an empty one is only noted."""
    if argument == source.STDIN:
        raise UsageError("no-sources", "a batch takes files and folders, not standard input", "use summarize run")
    if not argument:
        raise UsageError("no-sources", "one of the sources is an empty name", "name a file or a folder")
    in_folder = os.path.isdir(argument)  # noqa: PTH112
    for path in source.paths(argument, settings.include, settings.exclude):
        if path.is_dir():  # with nothing in it, or closed
            failure = next(source.read(path))
            assert isinstance(failure, Failure)
            if failure.code == "no-articles":
                plan.empty.append(failure.name)
            else:
                plan.failures.append(failure)
        elif os.path.exists(path) and not path.is_file():  # noqa: PTH110 - Path.exists raises where a name is too long
            name = source.printable(str(path))
            hint = "pipe it into summarize run"
            plan.failures.append(Failure(name, str(path), "unreadable", f"{name} is a pipe or a device", hint))
        elif not sidecar.source_of(path.name) and not (in_folder and gitignore.ignored(path, Path(argument))):
            yield path


def _inside(path: Path, argument: str) -> Path:
    """Where the sidecar stands below --out-dir: in a folder that was named, as there; else as the file was named."""
    if os.path.isdir(argument):  # noqa: PTH112
        return path.relative_to(argument)
    whole = Path(os.path.normpath(Path.cwd() / path))
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else Path(path.name)


def orphans(plan: Plan, settings: Settings) -> Iterator[Path]:
    """Sidecars of ours whose article is in none of the folders, as things are now.

    What is in doubt is none: an article that is only excluded, one that lies beside its sidecar, a folder that is empty
    as when it is not mounted, an --out-dir that other folders write to as well.
    """
    out = Path(settings.out_dir)
    if settings.out_dir and not set(_written_from(out)) <= set(map(os.path.abspath, plan.roots)):
        return
    places = {out: plan.roots} if settings.out_dir and plan.roots else {one: [one] for one in plan.roots}
    for place, roots in places.items():
        for found in sidecar.found(place):
            inside = found.parent.relative_to(place) / sidecar.source_of(found.name)
            homes = [found.parent / inside.name, *(root / inside for root in roots)]
            if found not in plan.taken and not any(map(_may_be_there, homes)):
                yield found


def _may_be_there(article: Path) -> bool:
    """Whether an article is there, in either reading of its sidecar's name, or its folder is empty or shut."""
    readings = (article, Path(f"{article}.error"))  # of q.error.summary.json
    folder = next(one for one in article.parents if one.is_dir())
    return any(map(os.path.lexists, readings)) or not os.access(folder, os.R_OK | os.X_OK) or not any(folder.iterdir())


def _written_from(out: Path) -> list[str]:
    """The folders whose sidecars are in an --out-dir."""
    mark = out / sidecar.MARK
    return mark.read_text("utf-8", "surrogateescape").splitlines() if mark.is_file() else []


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
        return [self._done(task, list(islice(outcomes, len(some)))) for task, some in zip(window, read, strict=True)]

    def _done(self, task: Task, outcomes: list[Report | Failure]) -> Done:
        failures = tuple(one for one in outcomes if isinstance(one, Failure))
        if all(failure.code == "not-found" for failure in failures) and len(failures) == len(outcomes):
            return Done(task, {}, failures)  # it has vanished: beside what would its record be?
        if len(failures) == len(outcomes):
            return Done(task, {task.error: sidecar.text(outcomes, "json", "", self.settings)}, failures)
        texts = {path: sidecar.text(outcomes, one, task.key, self.settings) for one, path in task.targets.items()}
        return Done(task, texts, failures)


def _read(task: Task) -> list[Source | Failure]:
    path = Path(task.path)
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
    for window in runner.map(work, _cut(tasks)):
        yield from window


def prepare(plan: Plan, settings: Settings) -> None:
    """Make --out-dir, sweep up what a killed batch left, and fail the tasks whose folder is closed.

    Raises UsageError where --out-dir cannot be made.
    """
    if settings.out_dir:
        _open(Path(settings.out_dir), plan)
    for folder in {task.error.parent for task in plan.due}:
        if not os.access(next(one for one in (folder, *folder.parents) if one.is_dir()), os.W_OK):
            shut = [task for task in plan.due if task.error.parent == folder]
            plan.tasks = [task for task in plan.tasks if task not in shut]
            plan.failures += map(_shut, shut)
        else:
            sidecar.sweep(folder)


def _shut(task: Task) -> Failure:
    name = source.printable(task.path)
    what = f"the sidecar of {name} cannot be written, its folder is closed"
    return Failure(name, task.path, "unwritable", what, "check its permissions, or give an --out-dir")


def _open(folder: Path, plan: Plan) -> None:
    """Make --out-dir, and note in it from which folders it is written; files that were named count as this one."""
    own = [os.path.abspath(root) for root in plan.roots] + ([str(Path.cwd())] if plan.files else [])  # noqa: PTH100
    try:
        folder.mkdir(parents=True, exist_ok=True)
        known = "\n".join(sorted({*_written_from(folder), *own})) + "\n"
        (folder / sidecar.MARK).write_text(known, "utf-8", "surrogateescape")
    except OSError as error:
        what = f"{source.printable(str(folder))} cannot be written ({error.strerror})"
        raise UsageError("unwritable", what, "choose another --out-dir") from None


def save(done: Done) -> Failure | None:
    """Write the sidecars of a task. A Failure where that is not possible; raises InputError where the disk is full."""
    try:
        for path, content in done.files.items():
            sidecar.write(path, content)
        if done.task.error not in done.files:
            done.task.error.unlink(missing_ok=True)
    except OSError as error:
        target = source.printable(str(next(iter(done.files), done.task.error)))
        what = f"{target} cannot be written ({error.strerror})"
        if error.errno in FULL:
            raise InputError("disk-full", what, "free some space and run it again; what is written stays") from None
        return Failure(source.printable(done.task.path), done.task.path, "unwritable", what, "give an --out-dir")
    return None


def diff(done: Done) -> str:
    """How the sidecars of a task would change, as a unified diff; "" where they would not."""
    lines: list[str] = []
    for path, content in done.files.items():
        old = path.read_text("utf-8", "replace") if path.is_file() else ""
        name = source.printable(str(path))
        lines += difflib.unified_diff(
            old.splitlines(), content.splitlines(), name if old else "/dev/null", name, lineterm=""
        )
    return "".join(f"{line}\n" for line in lines)
