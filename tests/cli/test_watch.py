"""`summarize watch`: what lands is summarized, and what it writes itself does not wake it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (
    "أعلنت بلدية {0} خطة جديدة للنقل العام، وقال رئيسها سالم الدوسري إن العمل يبدأ في الربيع. وتبلغ الكلفة {0} دينار."
)


def _until(found: Path) -> None:
    end = time.monotonic() + 60
    while not found.exists():
        assert time.monotonic() < end, f"{found.name} did not come"
        time.sleep(0.05)


def test_what_lands_is_summarized_until_interrupted(tmp_path: Path) -> None:
    pytest.importorskip("watchfiles", reason="watchfiles is not installed: pip install '.[watch]'")
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.txt").write_text(TEXT.format(1))
    command = [sys.executable, "-m", "summarize", "watch", "news", "--lang", "ar"]
    watch = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert watch.stderr
    assert watch.stderr.readline() == "summarized: news/a.txt\n"
    (news / "east").mkdir()  # while the first batch goes on
    (news / "east" / "b.txt").write_text(TEXT.format(2))
    _until(news / "east" / "b.txt.summary.json")
    assert json.loads((news / "east" / "b.txt.summary.json").read_text())["ok"]
    time.sleep(2)  # long enough for it to see its own sidecar
    watch.send_signal(signal.SIGINT)
    told = watch.communicate(timeout=30)[1].splitlines()
    assert watch.returncode == 130
    assert [line.split(" (")[0] for line in told] == [
        "1 summarized", "summarized: news/east/b.txt", "1 unchanged, 1 summarized",
    ]  # fmt: skip


def test_a_file_cannot_be_watched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.format(1))
    command = [sys.executable, "-m", "summarize", "watch", "a.txt"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (2, "error: a.txt is no folder; watch takes folders\n")
