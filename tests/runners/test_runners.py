"""Every runner gives the same bytes, in order, and loads the work once per worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from summarize import batch, plan, runners
from summarize.errors import ModelError
from summarize.settings import Settings

Cli = Callable[..., subprocess.CompletedProcess[str]]
TEXT = (
    "أعلنت بلدية {0} خطة جديدة للنقل العام، وقال رئيسها سالم الدوسري إن العمل يبدأ في الربيع. وتبلغ الكلفة {0} دينار."
)


def _double(window: list[int]) -> list[int]:
    return [2 * number for number in window]


def test_local_is_map() -> None:
    assert list(runners.load("local").map(_double, [[1, 2], [3]])) == [[2, 4], [6]]


def test_ray_gives_the_bytes_of_local(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("ray.data", reason="ray is not installed: pip install '.[ray]'")
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(TEXT.format(number))
    (tmp_path / "05.txt").write_text("This is an English text, and no Arabic one at all.")
    local = cli("batch", ".", "--out-dir", "local")
    ray = cli("batch", ".", "--out-dir", "ray", "--runner", "ray", "--workers", "2")
    assert (local.returncode, ray.returncode) == (1, 1), ray.stderr
    told = [line for line in ray.stderr.splitlines() if not line.startswith("[")]  # of ray's core, not to be silenced
    assert told[:40] == local.stderr.splitlines()[:40]
    names = sorted(path.name for path in (tmp_path / "local").iterdir())
    assert len(names) == 41  # with the mark of an --out-dir
    assert sorted(path.name for path in (tmp_path / "ray").iterdir()) == names
    for name in names:
        assert (tmp_path / "ray" / name).read_bytes() == (tmp_path / "local" / name).read_bytes()
    assert json.loads((tmp_path / "ray" / "05.txt.error.summary.json").read_text())["ok"] is False


@pytest.mark.parametrize(
    ("nodes", "wanted", "expected"),
    [
        ([2], 1, (1, 2)),
        ([2], 2, (2, 1)),
        ([2], 5, (2, 1)),  # never more actors than cores
        ([3, 3], 3, (3, 1)),  # two cores each would leave one of them without a place
        ([8, 3], 3, (3, 3)),
        ([0], 4, (4, 1)),  # a cluster that has not grown yet
    ],
)
def test_actors_share_the_cores(nodes: list[int], wanted: int, expected: tuple[int, int]) -> None:
    pytest.importorskip("ray.data", reason="ray is not installed: pip install '.[ray]'")
    from summarize.runners.ray import share

    assert share(nodes, wanted) == expected


def _threads(window: list[int]) -> str:
    return os.environ["OMP_NUM_THREADS"]


@pytest.fixture(scope="module")
def cores() -> Iterator[None]:
    """Two cores of ray in this process, where it starts only once."""
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install '.[ray]'")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OMP_NUM_THREADS")
        ray.init(num_cpus=2, log_to_driver=False, include_dashboard=False)
        yield
        ray.shutdown()


@pytest.mark.usefixtures("cores")
def test_an_actor_is_told_how_many_cores_it_has() -> None:
    told = {workers: set(runners.load("ray", workers=workers).map(_threads, [[1], [2]])) for workers in (1, 2)}
    assert told == {1: {"2"}, 2: {"1"}}


def _refused(window: list[int]) -> list[int]:
    raise ModelError("refused", "the model x is refused", "pull it again")


class Homeless:
    """Work that cannot be unpacked, as on a node that lacks a package."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return import_module, ("nowhere",)


@pytest.mark.usefixtures("cores")
@pytest.mark.parametrize(
    ("work", "told"),
    [
        (_refused, "the model x is refused; pull it again"),
        (Homeless(), "a worker of ray ended (ModuleNotFoundError: No module named 'nowhere'); see that each node"),
    ],
)
def test_what_fails_in_a_worker_of_ray_is_told_as_here(work: Callable[[list[int]], object], told: str) -> None:
    with pytest.raises(ModelError) as raised:
        list(runners.load("ray", workers=1).map(work, [[1]]))
    assert str(raised.value).startswith(told)


class Deadly(batch.Work):
    """Work that the system kills at one of the articles, as for want of memory."""

    def __call__(self, window: Sequence[plan.Task]) -> list[batch.Done]:
        if any(task.path.endswith("20.txt") for task in window):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(window)


@pytest.mark.usefixtures("cores")
def test_an_article_that_kills_its_worker_is_given_up_and_costs_only_its_window(tmp_path: Path) -> None:
    for number in range(33):
        (tmp_path / f"{number:02}.txt").write_text(TEXT.format(number))
    settings = Settings(lang="ar")
    tasks = plan.make([str(tmp_path)], settings).tasks
    came = list(batch.run(tasks, Deadly(settings), runners.load("ray", workers=1)))
    assert [done.task for done in came] == tasks
    assert [list(done.files) for done in came] == [
        [task.error if 16 <= number < 32 else task.targets["json"]] for number, task in enumerate(tasks)
    ]
    told = came[20].failures[0]
    assert told.code == "killed"
    assert told.message.startswith(f"{tmp_path}/20.txt is not done, since workers were killed again and again")


def test_where_every_window_kills_its_worker_the_others_are_not_begun() -> None:
    pytest.importorskip("ray.data", reason="ray is not installed: pip install '.[ray]'")
    from summarize.runners.ray import LOSSES, TRIES, Tally

    tally = Tally()
    for number in range(LOSSES + 1):
        assert [tally.begin(number) for _ in range(TRIES + 1)] == [True] * TRIES + [False]
    assert tally.begin(99) is False


def test_where_no_cluster_answers_the_sentence_says_so(cli: Cli, tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="ray is not installed: pip install '.[ray]'")
    (tmp_path / "a.txt").write_text(TEXT.format(1))
    done = cli("batch", "a.txt", "--lang", "ar", "--runner", "ray", "--address", "127.0.0.1:9")
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1] == (
        "error: no cluster of ray answers at 127.0.0.1:9; give its --address as host:port"
    )


def test_without_ray_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(ModelError, match="ray is not installed; run: pip install"):
        runners.load("ray")
