"""On a cluster, or on the cores of this machine: Ray Data with a pool of actors, each with its own models."""

from __future__ import annotations

import logging
import pickle
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from summarize.errors import ModelError, SummarizeError
from summarize.runners import Outcome, Window

WAIT = 20  # seconds for a cluster to answer
TRIES = 3  # of a window that kills its worker: it may have been chance, as when another program took the memory
LOSSES = 3  # windows that are given up so; with one more no article is to blame, and no other window is begun


class Ray:
    """`address`: of a cluster, "" for this machine; `workers`: actors, 0 for one per core."""

    def __init__(self, address: str = "", workers: int = 0) -> None:
        try:
            import ray.data  # noqa: F401
        except ImportError:
            raise ModelError("no-ray", "ray is not installed", "run: pip install 'summarize-ar[ray]'") from None
        self.address, self.workers = address, workers

    def map(self, work: Callable[[Window], Outcome], windows: Iterable[Window]) -> Iterator[Outcome | None]:
        import ray

        rows = [{"number": number, "window": pickle.dumps(window)} for number, window in enumerate(windows)]
        if not rows:
            return
        self._connect()
        ray.data.DataContext.get_current().execution_options.preserve_order = True
        nodes = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
        actors, cores = share(nodes, min(self.workers or sum(nodes) or 1, len(rows)))
        data = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            Actor,
            fn_constructor_args=(pickle.dumps(work), ray.remote(Tally).options(num_cpus=0).remote()),
            compute=ray.data.ActorPoolStrategy(size=actors),
            num_cpus=cores,  # ray sets OMP_NUM_THREADS to it, which the engines obey
        )
        try:
            for row in data.iter_rows():
                yield cast(Outcome | None, _opened(row["outcome"]))
        except ray.exceptions.RayActorError as error:
            reason = str(error).strip().splitlines()[-1].split(". ")[0].strip()
            what = f"a worker of ray ended ({reason})"
            raise ModelError("ray-failed", what, "see that each node has this summarize and its packages") from error

    def _connect(self) -> None:
        import ray

        if not ray.is_initialized():
            quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "include_dashboard": False}
            if self.address:
                quiet = {"address": self.address, "log_to_driver": False, "logging_level": "ERROR"}
            try:
                _reach(self.address)
                ray.init(**quiet)
            except OSError:
                what = f"no cluster of ray answers at {self.address}"
                raise ModelError("no-cluster", what, "give its --address as host:port") from None
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)


def share(nodes: Sequence[int], wanted: int) -> tuple[int, int]:
    """How many actors there are to be, and the most cores each may have for all to find a place on the nodes.

    [4], 2 -> (2, 2); [3, 3], 3 -> (3, 1); [2], 5 -> (2, 1)
    """
    actors = min(wanted, sum(nodes) or wanted)  # a cluster that grows on demand may begin without a core
    fitting = (cores for cores in range(max(nodes), 0, -1) if sum(node // cores for node in nodes) >= actors)
    return actors, next(fitting, 1)


def _reach(address: str) -> None:
    """Raise OSError where nothing listens: ray itself would try for many minutes. 'auto' has nothing to try."""
    found = re.fullmatch(r"(?:ray://)?\[?(.+?)\]?:(\d{1,5})", address)
    if found:
        socket.create_connection((found[1], int(found[2])), WAIT).close()


def _opened(outcome: bytes) -> object:
    """What came of a window. Raises the SummarizeError that was raised there, as of a model that is missing."""
    came = pickle.loads(outcome)  # noqa: S301 - made by our own actors
    if isinstance(came, _Raised):
        raise came.kind(came.code, came.message, came.hint)
    return came


class _Raised(NamedTuple):
    """A SummarizeError on its way: ray would make an error of its own of it."""

    kind: type[SummarizeError]
    code: str
    message: str
    hint: str


class Tally:
    """Counts how often each window was begun: ray would begin one that kills its worker again and again, for ever."""

    def __init__(self) -> None:
        self._begun: Counter[int] = Counter()

    def begin(self, number: int) -> bool:
        """Whether a window is to be tried, or given up."""
        self._begun[number] += 1
        given_up = sum(times > TRIES for times in self._begun.values())
        return self._begun[number] <= TRIES and given_up <= LOSSES


class Actor:
    """Holds the work, and through it the models, for all windows that it gets."""

    def __init__(self, work: bytes, tally: Any) -> None:
        self.work = pickle.loads(work)  # noqa: S301 - made by this program
        self.tally = tally

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        import ray

        try:
            tried = ray.get(self.tally.begin.remote(row["number"]))
            came = self.work(pickle.loads(row["window"])) if tried else None  # noqa: S301
        except SummarizeError as error:
            came = _Raised(type(error), error.code, error.message, error.hint)
        return {"outcome": pickle.dumps(came)}
