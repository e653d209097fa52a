"""Sidecars: their names, and that a half-written one is never seen."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from summarize import sidecar
from summarize.settings import Settings


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("a.txt.summary.json", "a.txt"),
        ("a.txt.summary.md", "a.txt"),
        ("a.txt.error.summary.json", "a.txt"),
        ("a.txt", ""),
        ("summary.json", ""),
    ],
)
def test_the_article_of_a_sidecar(name: str, article: str) -> None:
    assert sidecar.source_of(name) == article


@pytest.mark.parametrize("wish", [{"sentences": 2}, {"lang": "ar"}, {"with_text": True}, {"encoding": "cp1256"}])
def test_what_changes_the_bytes_changes_the_key(wish: dict[str, object]) -> None:
    plain, other = (sidecar.signed(one) for one in (Settings(), Settings(**wish)))  # type: ignore[arg-type]
    assert sidecar.key("aa", "a.txt", plain) != sidecar.key("aa", "a.txt", other)
    assert sidecar.key("aa", "a.txt", plain) != sidecar.key("bb", "a.txt", plain)
    assert sidecar.key("aa", "a.txt", plain) != sidecar.key("aa", "b.txt", plain)


@pytest.mark.parametrize("wish", [{"bidi": "on"}, {"format": "json"}, {"include": ("*.txt",)}, {"out_dir": "o"}])
def test_what_does_not_change_them_does_not(wish: dict[str, object]) -> None:
    assert sidecar.signed(Settings()) == sidecar.signed(Settings(**wish))  # type: ignore[arg-type]


def test_a_sidecar_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.txt.summary.json"
    sidecar.write(str(target), "old")
    sidecar.write(str(target), "new \ud800")
    assert target.read_text() == "new \\ud800"
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_failed_write_leaves_the_old_one_and_no_part(tmp_path: Path) -> None:
    target = tmp_path / "a.txt.summary.json"
    (target / "in the way").mkdir(parents=True)
    with pytest.raises(OSError):
        sidecar.write(str(target), "new")
    assert (target / "in the way").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_only_parts_without_a_writer_are_swept(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.txt.summary.json.1.part", tmp_path / ".b.txt.summary.md.2.part"
    foreign = tmp_path / ".notes.summary.of.part"
    for path in (old, young, foreign):
        path.touch()
    for path in (old, foreign):
        os.utime(path, (time.time() - 3600,) * 2)
    sidecar.sweep(tmp_path)
    assert not old.exists()
    assert young.exists()
    assert foreign.exists()
