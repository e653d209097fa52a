"""The seam between a batch and the machines it runs on. A runner has the shape of `map`; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Protocol, TypeVar

Window = TypeVar("Window")
Outcome = TypeVar("Outcome")


class Runner(Protocol):
    def map(self, work: Callable[[Window], Outcome], windows: Iterable[Window]) -> Iterator[Outcome | None]:
        """The outcome of each window, in order; None of one that is given up, as it kills its worker.

        `work` may be pickled; it loads its models at its first call.
        """


RUNNERS: dict[str, tuple[str, str]] = {
    "local": ("summarize.runners.local", "Local"),
    "ray": ("summarize.runners.ray", "Ray"),
}


def load(name: str, **options: str | int) -> Runner:
    """A runner of `RUNNERS`, with its own options. Raises ModelError where its package is not installed."""
    module, kind = RUNNERS[name]
    factory: Callable[..., Runner] = getattr(import_module(module), kind)
    return factory(**options)
