"""Where articles stand in an --out-dir, however they are named, and what is noted in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import mirror


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("news/east/a.txt", "news", "news/east/a.txt"),
        ("news/east/a.txt", None, "news/east/a.txt"),
        ("./a.txt", ".", "a.txt"),
        ("../here/news/a.txt", "../here", "news/a.txt"),
        ("../old/x/a.txt", "../old", "old/x/a.txt"),
        ("../old/x/a.txt", None, "a.txt"),
    ],
)
def test_where_a_file_stands(path: str, root: str | None, expected: str) -> None:
    assert mirror.below(Path(path), Path(root) if root else None) == expected


@pytest.mark.parametrize(
    ("root", "expected"), [("news", "news"), (".", "."), ("../here/news", "news"), ("../old", "old")]
)
def test_where_a_folder_stands(root: str, expected: str) -> None:
    assert mirror.folder(Path(root)) == expected


def test_the_note_grows_and_a_damaged_line_is_passed_over(here: Path) -> None:
    out = here / "out"
    mirror.note(out, mirror.named([Path("news")]))
    mirror.note(out, mirror.named([Path("line\nbreak")]))
    with (out / mirror.MARK).open("a") as mark:
        mark.write("/an/old/line\n<<<<<<< HEAD\n")
    assert set(mirror.noted(out)) == {("news", str(here / "news")), ("line\nbreak", str(here / "line\nbreak"))}
