"""All records of a batch in one file: JSON lines, Parquet, at a path or behind a URL."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "أعلنت بلدية {0} خطة جديدة، وقال رئيسها سالم الدوسري: «نبدأ في الربيع». وتبلغ الكلفة {0} دينار."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Two articles, one that is none, and a file of two records."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"{number}.txt").write_text(TEXT.format(number))
    (folder / "bad.txt").write_text("This is an English text, and no Arabic one at all.")
    records = [{"id": number, "text": TEXT.format(number)} for number in (3, 4)]
    (folder / "feed.jsonl").write_text("\n".join(map(json.dumps, records)))
    return folder


def test_lines_are_the_sidecars_with_the_paths_that_were_named(cli: Cli, news: Path) -> None:
    done = cli("batch", "news", "--lang", "ar", "--out-file", "made/records.jsonl")
    assert done.returncode == 1  # bad.txt
    records = [json.loads(line) for line in (news.parent / "made" / "records.jsonl").read_text().splitlines()]
    names = ["news/1.txt", "news/2.txt", "news/bad.txt", "news/feed.jsonl:1", "news/feed.jsonl:2"]
    assert [record["source"]["name"] for record in records] == names
    assert [record["ok"] for record in records] == [True, True, False, True, True]
    assert records[3]["source"]["path"] == "news/feed.jsonl"
    sidecar = json.loads((news / "1.txt.summary.json").read_text())
    assert {**records[0], "source": None} == {**sidecar, "source": None}
    again = cli("batch", "news", "--lang", "ar", "--out-file", "news/all.ndjson")  # from what is fresh
    assert "unchanged" in again.stderr
    assert (news / "all.ndjson").read_text() == (news.parent / "made" / "records.jsonl").read_text()
    assert "all.ndjson" not in cli("batch", "news", "--lang", "ar", "--check").stderr  # it is no article
    assert cli("report", "news/all.ndjson", "-o", "page.html").returncode == 0


def test_parquet_has_the_columns_of_the_schema(cli: Cli, news: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install '.[ray]'")
    cli("batch", "news", "--with-text", "--out-file", "all.jsonl")
    cli("batch", "news", "--with-text", "--out-file", "all.parquet")
    rows = parquet.read_table(news.parent / "all.parquet").to_pylist()
    lines = [json.loads(line) for line in (news.parent / "all.jsonl").read_text().splitlines()]
    assert len(rows) == len(lines) == 5
    for row, line in zip(rows, lines, strict=True):
        for name, value in line.items():
            loose = name in ("signature", "extra")
            assert _without_nulls(json.loads(row[name]) if loose else row[name]) == _without_nulls(value), name
    assert rows[2]["error"]["code"] == "not-arabic"
    assert rows[2]["summary"] is None


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def test_a_file_that_cannot_be_written_costs_no_sidecar(cli: Cli, news: Path) -> None:
    done = cli("batch", "news/1.txt", "--lang", "ar", "--out-file", "news/2.txt/all.jsonl")
    assert done.returncode == 1
    assert "error: news/2.txt/all.jsonl cannot be written (" in done.stderr.splitlines()[-1]
    assert done.stderr.endswith("); the sidecars are; choose another --out-file\n")
    assert (news / "1.txt.summary.json").exists()
    assert not list(news.glob("*.part"))


def test_what_somebody_else_wrote_is_refused_before_the_work(cli: Cli, news: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="it is not installed: pip install '.[ray]'")
    from pyarrow.parquet import write_table

    tables = {"other": {"id": [7]}, "alike": {"schema": ["sales/1"]}, "wider": {"schema": ["summarize/1"], "mine": [1]}}
    for name, columns in tables.items():
        write_table(pyarrow.table(columns), news / f"{name}.parquet")
    (news / "lines.parquet").write_text('{"schema": "summarize/1"}\n')
    for name in (*tables, "lines"):
        before = (news / f"{name}.parquet").read_bytes()
        done = cli("batch", "news", "--out-file", f"news/{name}.parquet")
        assert done.returncode == 2, name
        assert done.stderr.startswith(f"error: --out-file news/{name}.parquet is there and is not by summarize; ")
        assert (news / f"{name}.parquet").read_bytes() == before
    (news / "folder.parquet").mkdir()
    assert (
        "folder.parquet is there and is a folder; " in cli("batch", "news", "--out-file", "news/folder.parquet").stderr
    )
    assert not list(news.glob("*.summary.json"))


def test_parquet_is_written_over_what_it_wrote_before(cli: Cli, news: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install '.[ray]'")
    table = news.parent / "all.parquet"
    table.touch()  # as `touch` or mktemp leaves it
    (news.parent / "empty").mkdir()
    for source, rows in (("empty", 0), ("news/1.txt", 1), ("news/feed.jsonl", 2)):
        assert cli("batch", source, "--lang", "ar", "--out-file", "all.parquet").returncode == 0
        assert parquet.read_table(table).num_rows == rows


def test_without_pyarrow_the_sentence_says_what_to_install(cli: Cli, news: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nold = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'pyarrow' else old(name, *rest)\n"
    )
    from tests.conftest import ROOT

    done = cli("batch", "news", "--out-file", "all.parquet", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 3
    assert "pyarrow, which Parquet needs, is not installed; run: pip install 'summarize-ar[ray]'" in done.stderr
    assert not list(news.glob("*.summary.json"))  # told before the work
