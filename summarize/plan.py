"""Files, folders and globs -> what a batch has to do: each article, its sidecars, and whether they are fresh.

Nothing is written and no model is loaded; an article costs a hash.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from summarize import folders, gitignore, mirror, places, sidecar, source
from summarize.errors import UsageError
from summarize.records import Failure
from summarize.settings import Settings

State = Literal["missing", "stale", "fresh", "failed before"]
READERS = 32  # files behind URLs that are hashed at a time: they wait for the network, not for a core


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be done of what is named: `shard` (i, n) is the i-th of n parts, divided by name."""

    shard: tuple[int, int] = (1, 1)
    force: bool = False  # also what is fresh
    dry: bool = False  # nothing will be written
    globs: bool = True  # whether a name may be a pattern
    strict: bool = False  # whether a file that is named is looked at as if it were found in a folder


@dataclass(frozen=True, slots=True)
class Task:
    """One file to summarize. `digest`: sha256 of its bytes when the plan was made; `targets`: format -> sidecar;
    `error`: where its record goes if there is no report; `told`: its path in its records."""

    path: str
    state: State
    digest: str
    key: str
    targets: dict[str, str]
    error: str
    told: str


@dataclass(slots=True)
class Plan:
    tasks: list[Task] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)  # what was named and cannot be read
    empty: list[str] = field(default_factory=list)  # folders without an article
    roots: list[Path] = field(default_factory=list)  # the folders that were named
    files: bool = False  # whether files or globs were named as well
    far: list[tuple[str, str]] = field(default_factory=list)  # where in an --out-dir what URLs stand
    out: Path | None = None  # the --out-dir
    taken: dict[str, str] = field(default_factory=dict)  # sidecar -> its article

    @property
    def due(self) -> list[Task]:
        return [task for task in self.tasks if task.state != "fresh"]


class _Found(NamedTuple):
    """An article, and in which folder that was named: None where it was named itself."""

    path: Path
    root: Path | None


def make(arguments: Sequence[str], settings: Settings, scope: Scope = Scope()) -> Plan:
    """What there is to do for files, folders, globs and URLs.

    Raises UsageError where two articles would get the same sidecar.
    """
    arguments = [places.plain(one) for one in arguments]
    made = Plan(out=places.at(settings.out_dir) if settings.out_dir else None)
    made.roots = [Path(one) for one in arguments if os.path.isdir(one)]  # noqa: PTH112 - see source.paths
    far = [one for one in arguments if places.is_url(one)]
    made.files = len(made.roots) + len(far) < len(arguments)
    planner = Planner(settings, scope, made.out)
    found = _sharded(_each(arguments, settings, scope, made), scope)
    for look in _looks(planner.look, found, bool(far) or places.is_url(str(made.out))):
        if isinstance(look, Task):
            _take(look, made)
        elif look.code == "no-articles":  # of a folder
            made.empty.append(look.name)
        else:
            made.failures.append(look)
    return made


def _looks(look: Callable[[_Found], Task | Failure], found: Iterable[_Found], far: bool) -> Iterator[Task | Failure]:
    """In order; many at a time where files or sidecars lie behind URLs."""
    if not far:
        yield from map(look, found)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(READERS) as pool:
        yield from pool.map(look, found)


def _take(task: Task, plan: Plan) -> None:
    for target in task.targets.values():
        if target in plan.taken:
            what = f"{plan.taken[target]} and {task.path} would both be written to {target}"
            raise UsageError("same-sidecar", source.printable(what), "give each an --out-dir of its own")
        plan.taken[target] = task.path
    plan.tasks.append(task)


class Planner:
    """Compares each file with its sidecars. The share of the key that all files have is made once."""

    def __init__(self, settings: Settings, scope: Scope, out: Path | None) -> None:
        self.settings, self.scope, self.out = settings, scope, out
        self.wanted = settings.sidecars.split(",")

    @cached_property
    def _signed(self) -> str:
        return sidecar.signed(self.settings)

    def look(self, found: _Found) -> Task | Failure:
        digest = sidecar.digest(found.path)
        if not digest and isinstance(failure := next(source.read(found.path)), Failure):
            return failure
        return self._task(found, digest)

    def _task(self, found: _Found, digest: str) -> Task | Failure:
        place = self.out / mirror.below(*found) if self.out else found.path
        names = {one: f"{place}{suffix}" for one, suffix in sidecar.SUFFIXES.items()}
        there = {one: places.content(name) for one, name in names.items()}
        # one that is there is kept up to date, though it may not be asked for any more
        kept = [one for one, data in there.items() if one in self.wanted or (data and sidecar.is_ours(data))]
        told = sidecar.told(found.path, place)
        key, error = sidecar.key(digest, told, self._signed), f"{place}{sidecar.ERROR}"
        failed = places.content(error)
        for name, data in [*((names[one], there[one]) for one in kept), (error, failed)]:
            if why := _hindrance(name, data):
                return _unwritable(str(found.path), name, why)
        state = self._state(key, [there[one] for one in kept], sidecar.is_error(failed))
        return Task(str(found.path), state, digest, key, {one: names[one] for one in kept}, error, told)

    def _state(self, key: str, there: list[bytes | None], failed: bool) -> State:
        if failed:
            return "failed before"
        if None in there:
            return "missing"
        if self.scope.force:
            return "stale"
        return "fresh" if all(data and sidecar.is_fresh(data, key) for data in there) else "stale"


def _hindrance(name: str, data: bytes | None) -> str:
    """Why what is in the place of a sidecar is not written over."""
    if data is None:
        return places.hindrance(name)
    return "is not by summarize" if sidecar.is_foreign(data) else ""


def _unwritable(path: str, target: str, why: str) -> Failure:
    name = source.printable(path)
    what = f"the sidecar of {name} cannot be written, since {source.printable(target)} {why}"
    return Failure(name, path, "foreign", what, "give it another name, or give an --out-dir")


def _sharded(found: Iterable[_Found], scope: Scope) -> Iterator[_Found]:
    """Each file once, and of them those of this part."""
    seen: set[str] = set()
    part, parts = scope.shard
    real = cache(os.path.realpath)
    for path, root in found:
        folder, name = os.path.split(path) if places.is_here(path) else ("", str(path))
        own = f"{real(folder)}/{name}"  # a link has a sidecar of its own
        if own not in seen and (parts == 1 or zlib.crc32(os.fsencode(_inside(path, root))) % parts == part - 1):
            yield _Found(path, root)
        seen.add(own)


def _inside(path: Path, root: Path | None) -> str:
    return str(path.relative_to(root)) if root else mirror.below(path, None)


def _each(arguments: Iterable[str], settings: Settings, scope: Scope, plan: Plan) -> Iterator[_Found]:
    for argument in arguments:
        if argument == source.STDIN:
            what = "a batch takes files and folders, not standard input"
            raise UsageError("no-sources", what, "use summarize run")
        if not argument:
            raise UsageError("no-sources", "one of the sources is an empty name", "name a file or a folder")
        yield from (_far if places.is_url(argument) else _near)(argument, settings, scope, plan)


def _far(argument: str, settings: Settings, scope: Scope, plan: Plan) -> Iterator[_Found]:
    """The files of a URL. Raises UsageError for a page without --out-dir: nothing can be written beside it."""
    if not (settings.out_dir or scope.dry) and argument.lower().startswith(("http://", "https://")):
        what = f"{source.printable(argument)} is a page of the web, and no sidecar can be written beside it"
        raise UsageError("no-out-dir", what, "give an --out-dir")
    top = places.at(argument)
    try:
        with places.errors(top):
            listed = list(folders.listed(top, settings.include, settings.exclude)) if top.is_dir() else None
    except OSError as error:
        plan.failures.append(source.failure(argument, argument, error))
        return
    plan.far.append((".", argument) if listed is None else (mirror.folder(top), argument))
    if listed == []:
        plan.empty.append(argument)
    yield from [_Found(top, None)] if listed is None else (_Found(path, top) for path in listed)


def _near(argument: str, settings: Settings, scope: Scope, plan: Plan) -> Iterator[_Found]:
    """The files that an argument names. In a folder git's ignored ones are left out, and an empty one is only noted."""
    root = Path(argument) if os.path.isdir(argument) else None  # noqa: PTH112
    named = source.paths(argument, settings.include, settings.exclude) if root or scope.globs else [Path(argument)]
    for path in named:
        if root:
            if not gitignore.ignored(path, root):
                yield _Found(path, root)
        elif _is_pipe(path):
            name = source.printable(str(path))
            hint = "pipe it into summarize run"
            plan.failures.append(Failure(name, str(path), "unreadable", f"{name} is a pipe or a device", hint))
        elif not sidecar.source_of(path.name) and not (scope.strict and _passed_over(path, settings)):
            yield _Found(path, None)


def _is_pipe(path: Path) -> bool:
    """Or a device: it may keep one waiting for ever."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _passed_over(path: Path, settings: Settings) -> bool:
    """Whether a file that is named is none that a folder would give."""
    inside = Path(mirror.below(path, None))
    top = Path() if os.path.abspath(inside) == os.path.abspath(path) else path.parent  # noqa: PTH100
    return not folders.takes(path, inside, settings.include, settings.exclude) or gitignore.ignored(path, top)
