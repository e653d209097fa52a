"""A progress bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path


@contextmanager
def growing(folder: Path, total: int) -> Iterator[None]:
    """A bar for a folder that grows to `total` bytes, whatever fills it."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    class Bar(Progress):
        def get_renderables(self) -> Iterator[object]:  # type: ignore[override]  # what it draws, ten times a second
            for task in self.task_ids:
                self.update(task, completed=min(_size(folder), total))
            yield from super().get_renderables()

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        bar.add_task("", total=total)
        yield


@contextmanager
def counting(total: int) -> Iterator[tuple[Callable[[str], None], Callable[[], None]]]:
    """What prints a line on standard error, and what moves the bar of `total` below it, if that is a terminal."""
    if not (total and sys.stderr and sys.stderr.isatty()):
        yield lambda line: print(line, file=sys.stderr), lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f}/s" if task.speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        say = partial(bar.console.print, markup=False, highlight=False, soft_wrap=True)
        yield say, lambda: bar.advance(task)


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):  # a part that has just been renamed
            total += path.stat().st_size if path.is_file() else 0
    return total
