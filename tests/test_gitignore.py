"""The same verdict as git's own, file by file."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from summarize import gitignore

FILES = (
    "a.txt b.log drafts/c.txt drafts/keep.txt news/a.txt news/x/b.txt news/x/c.md news/old/d.txt top.txt news/top.txt"
)
RULES = {
    ".gitignore": "*.log\ndrafts/*\n!drafts/keep.txt\n/top.txt\n# a comment\n\nold/\n",
    "news/.gitignore": "*.md\n!a.txt\nx/b.*\n",
    "news/x/.gitignore": "!c.md\n",
}


def _tree(top: Path) -> list[Path]:
    for name, content in RULES.items() | {(name, "نص") for name in FILES.split()}:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(content)
    return [top / name for name in FILES.split()]


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_as_git_has_it(tmp_path: Path) -> None:
    files = _tree(tmp_path)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    told = subprocess.run(
        ["git", "check-ignore", "--stdin", "-z"],
        input="\0".join(FILES.split()).encode(), cwd=tmp_path, capture_output=True,
    ).stdout.split(b"\0")  # fmt: skip
    by_git = {tmp_path / os.fsdecode(name) for name in told if name}
    assert len(by_git) == 5
    assert {file for file in files if gitignore.ignored(file, tmp_path)} == by_git
    assert {
        file for file in files if gitignore.ignored(file, tmp_path / "news")
    } == by_git  # rules of folders above hold


def test_without_a_repository_the_rules_begin_at_the_folder_that_was_named(tmp_path: Path) -> None:
    _tree(tmp_path)
    assert gitignore.ignored(tmp_path / "news" / "old" / "d.txt", tmp_path)
    assert not gitignore.ignored(tmp_path / "news" / "old" / "d.txt", tmp_path / "news")
    assert gitignore.ignored(tmp_path / "news" / "x" / "b.txt", tmp_path / "news")


def test_the_rules_of_a_process_are_read_once_until_it_forgets_them(tmp_path: Path) -> None:
    _tree(tmp_path)
    assert gitignore.ignored(tmp_path / "b.log", tmp_path)
    (tmp_path / ".gitignore").write_text("a.txt\n")
    assert gitignore.ignored(tmp_path / "b.log", tmp_path)
    gitignore.forget()
    assert not gitignore.ignored(tmp_path / "b.log", tmp_path)


def test_a_file_elsewhere_is_not_ignored(tmp_path: Path) -> None:
    _tree(tmp_path)
    assert not gitignore.ignored(tmp_path / "b.log", tmp_path / "news")
