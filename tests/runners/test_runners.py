"""Every runner gives the same bytes, in order, and loads the work once per worker."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize import runners
from summarize.errors import ModelError

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


def test_an_actor_is_told_how_many_cores_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed: pip install '.[ray]'")
    monkeypatch.delenv("OMP_NUM_THREADS")
    ray.init(num_cpus=2, log_to_driver=False, include_dashboard=False)
    try:
        told = {workers: set(runners.load("ray", workers=workers).map(_threads, [[1], [2]])) for workers in (1, 2)}
    finally:
        ray.shutdown()
    assert told == {1: {"2"}, 2: {"1"}}


def test_without_ray_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(ModelError, match="ray is not installed; run: pip install"):
        runners.load("ray")
