"""The hooks of .pre-commit-hooks.yaml in a real repository, run by the real pre-commit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

TEXT = (
    "أعلنت بلدية {0} خطة جديدة للنقل العام، وقال رئيسها سالم الدوسري إن العمل يبدأ في الربيع. وتبلغ الكلفة {0} دينار."
)
# `language: system` in place of `python`: the hook runs the program of this tree, not one newly installed.
CONFIG = """
repos:
- repo: {hooks}
  rev: {commit}
  hooks:
  - id: summarize
    language: system
    args: [--lang, ar]
  - id: summarize-check
    language: system
    args: [--lang, ar, news]
"""


def _git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def _repository(folder: Path) -> Path:
    folder.mkdir()
    _git(folder, "init", "-q")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one article, and the hooks configured from another."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install '.[dev]'")
    hooks = _repository(tmp_path / "hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", hooks)
    _git(hooks, "add", ".")
    _git(hooks, "commit", "-qm", "hooks")
    project = _repository(tmp_path / "project")
    (project / "news").mkdir()
    (project / "news" / "a.txt").write_text(TEXT.format(1))
    commit = _git(hooks, "rev-parse", "HEAD").strip()
    (project / ".pre-commit-config.yaml").write_text(CONFIG.format(hooks=hooks, commit=commit))
    _git(project, "add", ".")
    return project


def _hook(project: Path, name: str) -> subprocess.CompletedProcess[str]:
    program = project.parent / "bin" / "summarize"
    program.parent.mkdir(exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m summarize "$@"\n')
    program.chmod(0o755)
    path = f"{program.parent}:{os.environ['PATH']}"
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": path, "PRE_COMMIT_HOME": str(project.parent / "cache")}
    command = [sys.executable, "-m", "pre_commit", "run", name, "--all-files", "-v"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, env=environ, timeout=300)


def test_the_hook_on_files_and_the_check_of_folders_mean_the_same_files(project: Path) -> None:
    (project / ".pre-commit-config.yaml").write_text(
        (project / ".pre-commit-config.yaml").read_text().replace("[--lang, ar", "[--lang, ar, --out-dir, out")
    )
    (project / "news" / "feed.json").write_text(json.dumps([{"text": TEXT.format(3)}]))
    (project / "news" / "package.json").write_text('{"name": "news"}')
    (project / "news" / "README.md").write_text("Read me.")
    _git(project, "add", ".")
    done = _hook(project, "summarize")
    assert "2 summarized (" in done.stdout
    assert (project / "out" / "news" / "feed.json.summary.json").is_file()
    checked = _hook(project, "summarize-check")
    assert checked.returncode == 0, checked.stdout


def test_summarize_fails_when_it_wrote_and_passes_when_all_is_fresh(project: Path) -> None:
    first = _hook(project, "summarize")
    assert first.returncode == 1
    assert "summarized: news/a.txt" in first.stdout
    assert json.loads((project / "news" / "a.txt.summary.json").read_text())["ok"]
    _git(project, "add", ".")
    second = _hook(project, "summarize")
    assert second.returncode == 0, second.stdout


def test_check_writes_nothing_and_fails_until_all_is_fresh(project: Path) -> None:
    first = _hook(project, "summarize-check")
    assert first.returncode == 1
    assert "missing: news/a.txt" in first.stdout
    assert not (project / "news" / "a.txt.summary.json").exists()
    _hook(project, "summarize")
    assert _hook(project, "summarize-check").returncode == 0
    (project / "news" / "a.txt").write_text(TEXT.format(2))
    assert "stale: news/a.txt" in _hook(project, "summarize-check").stdout
