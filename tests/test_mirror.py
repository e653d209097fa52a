"""Where articles stand in an --out-dir, however they are named, and what is noted in it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from summarize import mirror
from summarize.errors import InputError


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


def test_many_batches_note_at_once_and_a_line_may_be_cut_off(here: Path) -> None:
    out = here / "out"
    names = [f"news{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: mirror.note(out, mirror.named([Path(name)])), names))
    with (out / mirror.MARK).open("a") as mark:
        mark.write('["cut off')
    mirror.note(out, mirror.named([Path("east")]))
    assert {place for place, _ in mirror.noted(out)} == {*names, "east"}


def test_a_note_that_cannot_be_read_is_told(here: Path) -> None:
    (here / "out" / mirror.MARK).mkdir(parents=True)
    with pytest.raises(InputError, match="summarize cannot be read"):
        list(mirror.noted(here / "out"))
