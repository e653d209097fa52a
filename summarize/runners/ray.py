"""On a cluster, or on the cores of this machine: Ray Data with a pool of actors, each with its own models."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from summarize.errors import ModelError
from summarize.runners import Outcome, Window


class Ray:
    """`address`: of a cluster, "" for this machine; `workers`: actors, 0 for one per core."""

    def __init__(self, address: str = "", workers: int = 0) -> None:
        try:
            import ray.data  # noqa: F401
        except ImportError:
            raise ModelError("no-ray", "ray is not installed", "run: pip install 'summarize-ar[ray]'") from None
        self.address, self.workers = address, workers

    def map(self, work: Callable[[Window], Outcome], windows: Iterable[Window]) -> Iterator[Outcome]:
        import ray

        rows = [{"window": pickle.dumps(window)} for window in windows]
        if not rows:
            return
        self._connect()
        ray.data.DataContext.get_current().execution_options.preserve_order = True
        nodes = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
        actors, cores = share(nodes, min(self.workers or sum(nodes) or 1, len(rows)))
        data = ray.data.from_items(rows, override_num_blocks=len(rows)).map(
            Actor,
            fn_constructor_args=(pickle.dumps(work),),
            compute=ray.data.ActorPoolStrategy(size=actors),
            num_cpus=cores,  # ray sets OMP_NUM_THREADS to it, which the engines obey
        )
        for row in data.iter_rows():
            yield cast(Outcome, pickle.loads(row["outcome"]))  # noqa: S301 - made by our own actors

    def _connect(self) -> None:
        import ray

        if not ray.is_initialized():
            quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "include_dashboard": False}
            if self.address:
                quiet = {"address": self.address, "log_to_driver": False, "logging_level": "ERROR"}
            ray.init(**quiet)
        ray.data.DataContext.get_current().enable_progress_bars = False
        logging.getLogger("ray.data").setLevel(logging.ERROR)


def share(nodes: Sequence[int], wanted: int) -> tuple[int, int]:
    """How many actors there are to be, and the most cores each may have for all to find a place on the nodes.

    [4], 2 -> (2, 2); [3, 3], 3 -> (3, 1); [2], 5 -> (2, 1)
    """
    actors = min(wanted, sum(nodes) or wanted)  # a cluster that grows on demand may begin without a core
    fitting = (cores for cores in range(max(nodes), 0, -1) if sum(node // cores for node in nodes) >= actors)
    return actors, next(fitting, 1)


class Actor:
    """Holds the work, and through it the models, for all windows that it gets."""

    def __init__(self, work: bytes) -> None:
        self.work = pickle.loads(work)  # noqa: S301 - made by this program

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"outcome": pickle.dumps(self.work(pickle.loads(row["window"])))}  # noqa: S301
