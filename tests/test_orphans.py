"""A sidecar is an orphan only where its article is surely gone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from summarize import batch, orphans, plan, runners
from summarize.settings import Settings

TEXT = "أعلنت بلدية {0} خطة جديدة، وقال رئيسها سالم الدوسري: «نبدأ في الربيع». وتبلغ الكلفة {0} دينار."


def _batch(*sources: str, out: str = "out", sidecars: str = "json") -> None:
    settings = Settings(lang="ar", out_dir=out, sidecars=sidecars)
    made = plan.make(sources, settings)
    batch.prepare(made)
    for done in batch.run(made.due, batch.Work(settings), runners.load("local")):
        assert batch.save(done) is None


def _found(*sources: str, out: str = "out") -> list[str]:
    return sorted(map(str, orphans.find(plan.make(sources, Settings(lang="ar", out_dir=out)))))


@pytest.fixture(autouse=True)
def two_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """news/ and old/news/, of which an --out-dir may hold both."""
    monkeypatch.chdir(tmp_path)
    for folder in ("news", "old/news"):
        (tmp_path / folder).mkdir(parents=True)
        for name in ("a.txt", "b.txt"):
            (tmp_path / folder / name).write_text(TEXT.format(name))


def test_one_folder_is_told_of_its_own_orphans_alone() -> None:
    _batch("news")
    _batch("old")
    for folder in ("news", "old/news"):
        Path(folder, "a.txt").unlink()
    assert _found("news") == ["out/news/a.txt.summary.json"]
    assert _found(".") == ["out/news/a.txt.summary.json", "out/old/news/a.txt.summary.json"]


def test_an_article_of_another_folder_that_stands_at_the_same_place_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old/news/c.txt").write_text(TEXT.format("c"))
    monkeypatch.chdir("old")
    _batch("news", out="../out")
    monkeypatch.chdir("..")
    assert _found("news") == []  # out/news/c.txt is that of old/news
    Path("old/news/c.txt").unlink()
    assert _found("news") == ["out/news/c.txt.summary.json"]


def test_a_folder_that_is_gone_is_in_doubt() -> None:
    _batch("news", "old")
    shutil.rmtree("old")
    Path("news/a.txt").unlink()
    assert _found(".") == ["out/news/a.txt.summary.json"]


def test_what_run_wrote_and_a_sidecar_with_another_name_are_none() -> None:
    _batch("news", out="", sidecars="json,markdown")
    for name in ("a.txt.summary.json", "a.txt.summary.md"):
        shutil.copy(Path("news", name), Path("news", name.replace("a.txt", "kept")))
    record = json.loads(Path("news/a.txt.summary.json").read_text())
    del record["fresh"]
    for name in ("digest.txt", "b.txt"):  # by `run -f json -o b.txt.summary.json`
        told = record | {"source": record["source"] | {"path": name, "name": name}}
        Path(f"news/{name}.summary.json").write_text(json.dumps(told))
    for name in ("a.txt", "b.txt"):
        Path("news", name).unlink()
    Path("news/c.txt").write_text(TEXT.format("c"))
    names = ("a.txt.summary.json", "a.txt.summary.md", "b.txt.summary.md")
    assert _found("news", out="") == [f"news/{name}" for name in names]


def test_an_out_dir_without_its_note_is_in_doubt() -> None:
    _batch("news", out="news/out", sidecars="json,markdown")
    Path("news/out/.summarize").unlink()  # as an archive may lack it
    assert _found("news", out="") == []
    Path("news/a.txt").unlink()
    assert _found("news", out="") == []


def test_an_article_that_is_where_its_sidecar_says_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("old/news/c.txt").write_text(TEXT.format("c"))
    monkeypatch.chdir("old")
    _batch("news", out="../out", sidecars="json,markdown")
    monkeypatch.chdir("..")
    Path("out/.summarize").unlink()
    assert _found("news") == []
    Path("old/news/c.txt").unlink()
    assert _found("news") == ["out/news/c.txt.summary.json", "out/news/c.txt.summary.md"]
