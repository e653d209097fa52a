"""In this process: the batches of a window already use every core."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from summarize.runners import Outcome, Window


class Local:
    def map(self, work: Callable[[Window], Outcome], windows: Iterable[Window]) -> Iterator[Outcome]:
        return map(work, windows)
