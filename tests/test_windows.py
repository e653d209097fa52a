"""Windows are full where items come fast, and wait for nobody where they come slowly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Queue

import pytest

from summarize import windows


def test_fast_items_fill_their_windows_in_order() -> None:
    assert list(windows.cut(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(windows.cut(iter([]), 2)) == []


def test_a_slow_item_is_not_waited_for() -> None:
    items: Queue[int | None] = Queue()
    found = windows.cut(iter(items.get, None), 16)
    items.put(1)
    assert next(found) == [1]
    items.put(2)
    items.put(3)
    assert next(found) == [2, 3]
    items.put(None)
    assert list(found) == []


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise OSError("gone")

    found = windows.cut(broken(), 16)
    assert next(found) == [1]
    with pytest.raises(OSError, match="gone"):
        next(found)


def test_reading_ahead_is_bounded_and_ends_with_the_reader_of_the_windows() -> None:
    read: list[int] = []
    before = threading.active_count()
    found = windows.cut((read.append(number) or number for number in range(1000)), 4)  # type: ignore[func-returns-value]
    assert next(found) == [0, 1, 2, 3]
    found.close()  # type: ignore[attr-defined]
    for thread in threading.enumerate()[before:]:
        thread.join(5)
    assert threading.active_count() == before
    assert len(read) < 20
