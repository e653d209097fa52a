"""Every runner gives the same bytes, in order, and loads the work once per worker."""

from __future__ import annotations

import json
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


def test_without_ray_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(ModelError, match="ray is not installed; run: pip install"):
        runners.load("ray")
