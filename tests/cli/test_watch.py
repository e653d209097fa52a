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
ENGLISH = "This is an English text, and no Arabic one at all."


class Watch:
    """The command in a folder with news/, its standard error in a file."""

    def __init__(self, folder: Path) -> None:
        pytest.importorskip("watchfiles", reason="watchfiles is not installed: pip install '.[watch]'")
        self._told = folder / "told"
        command = [sys.executable, "-m", "summarize", "watch", "news", "--lang", "ar"]
        with self._told.open("wb") as stderr:
            environ = {**os.environ, "PYTHONPATH": str(ROOT)}
            self.process = subprocess.Popen(command, cwd=folder, stderr=stderr, env=environ)

    def until(self, line: str) -> None:
        end = time.monotonic() + 60
        while f"{line}\n" not in self._told.read_text():
            assert time.monotonic() < end, f"{line} did not come: {self._told.read_text()}"
            time.sleep(0.05)

    def stop(self) -> list[str]:
        """What it told, without the seconds."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=30) == 130
        return [line.split(" (")[0] for line in self._told.read_text().splitlines()]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT.format(1))
    return folder


def test_what_lands_is_summarized_until_interrupted(news: Path) -> None:
    watch = Watch(news.parent)
    watch.until("summarized: news/a.txt")
    (news / "east").mkdir()  # while the first batch goes on
    (news / "east" / "b.txt").write_text(TEXT.format(2))
    watch.until("summarized: news/east/b.txt")
    assert json.loads((news / "east" / "b.txt.summary.json").read_text())["ok"]
    time.sleep(2)  # long enough for it to see its own sidecar
    assert watch.stop() == [
        "summarized: news/a.txt", "1 summarized", "summarized: news/east/b.txt", "1 unchanged, 1 summarized",
    ]  # fmt: skip


def test_what_failed_is_told_again_only_when_it_has_changed(news: Path) -> None:
    (news / "bad.txt").write_text(ENGLISH)
    (news / "empty.txt").write_text("")
    watch = Watch(news.parent)
    watch.until("summarized: news/a.txt")
    for number in (1, 2):
        (news / f"new{number}.txt").write_text(TEXT.format(number))
        watch.until(f"summarized: news/new{number}.txt")
    (news / "bad.txt").write_text(f"{ENGLISH} {ENGLISH}")
    (news / "z.txt").write_text(TEXT.format(3))
    watch.until("summarized: news/z.txt")
    told = watch.stop()
    assert sum(line.startswith("error: news/bad.txt") for line in told) == 2
    assert sum(line.startswith("error: news/empty.txt") for line in told) == 1


def test_a_gitignore_that_changes_is_read_again(news: Path) -> None:
    (news / ".gitignore").write_text("draft*\n")
    (news / "draft.txt").write_text(TEXT.format(2))
    watch = Watch(news.parent)
    watch.until("summarized: news/a.txt")
    assert not (news / "draft.txt.summary.json").exists()
    (news / ".gitignore").write_text("# nothing\n")
    watch.until("summarized: news/draft.txt")
    watch.stop()


def test_a_file_cannot_be_watched(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT.format(1))
    command = [sys.executable, "-m", "summarize", "watch", "a.txt"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (2, "error: a.txt is no folder; watch takes folders\n")


def test_a_name_that_is_not_in_utf_8_does_not_end_it(news: Path) -> None:
    watch = Watch(news.parent)
    watch.until("summarized: news/a.txt")
    bad = os.fsdecode(b"news/bad\xff.txt")
    (news.parent / bad).write_text(TEXT.format(2))
    watch.until("summarized: news/bad\\xff.txt")
    (news / "b.txt").write_text(TEXT.format(3))
    watch.until("summarized: news/b.txt")
    watch.stop()


def test_a_folder_that_is_made_anew_is_watched_and_one_that_is_gone_ends_it(news: Path) -> None:
    watch = Watch(news.parent)
    watch.until("summarized: news/a.txt")
    (news.parent / "new").mkdir()
    news.rename(news.parent / "old")
    (news.parent / "new").rename(news)
    time.sleep(3)
    (news / "b.txt").write_text(TEXT.format(2))
    watch.until("summarized: news/b.txt")
    news.rename(news.parent / "gone")
    watch.until("error: news is gone, so that it cannot be watched any more; start again when it is back")
    assert watch.process.wait(timeout=30) == 1
