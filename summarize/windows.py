"""Items that come fast or slowly -> windows of them: full where they come fast, else of what has come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
SIZE = 16  # articles that share their batches: enough to fill them, few enough to see the first result soon
PAUSE = 0.05  # seconds without a new item that end a window: no reader feels them, a file is read in a hundredth of it


class _Last(NamedTuple):
    """Stands behind the last item, or in place of the one that failed."""

    error: BaseException | None = None


class _Reader(Generic[T]):
    """Reads ahead in a thread of its own, `most` items at most."""

    def __init__(self, items: Iterable[T], most: int) -> None:
        self.waiting: Queue[T | _Last] = Queue(most)
        self._items, self._stopped = items, Event()
        Thread(target=self._read, daemon=True).start()  # a daemon: it may wait for a terminal for ever

    def _read(self) -> None:
        try:
            for item in self._items:
                self.waiting.put(item)
                if self._stopped.is_set():
                    return
            self.waiting.put(_Last())
        except BaseException as error:  # noqa: BLE001 - told where the items are used
            self.waiting.put(_Last(error))

    def stop(self) -> None:
        """Let the thread end, which may be waiting for room."""
        self._stopped.set()
        with suppress(Empty):
            self.waiting.get_nowait()


def cut(items: Iterable[T], most: int) -> Iterator[list[T]]:
    """Lists of up to `most` items, in order: range(5), 2 -> [0, 1], [2, 3], [4]; shorter where the next item is late.

    An error of `items` comes after the items before it.
    """
    reader = _Reader(items, most)
    window: list[T] = []
    try:
        while True:
            try:
                item = reader.waiting.get(timeout=PAUSE if window else None)
            except Empty:
                yield window
                window = []
                continue
            if isinstance(item, _Last):
                break
            window.append(item)
            if len(window) == most:
                yield window
                window = []
        if window:
            yield window
        if item.error:
            raise item.error
    finally:
        reader.stop()
