"""`summarize report` as a user runs it: records in, a page out, one sentence for what is no record."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES

Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lines(cli: Cli) -> str:
    """Two records, as `summarize run` writes them."""
    return cli("run", EXAMPLES / "politics.txt", EXAMPLES / "court.txt", "--lang", "ar", "-f", "ndjson").stdout


def test_a_pipe_of_records_becomes_a_page(cli: Cli, lines: str) -> None:
    done = cli("report", "-", stdin=lines)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.count("<article ") == 2


def test_a_file_appears_when_it_is_whole_with_the_same_bytes(cli: Cli, lines: str, tmp_path: Path) -> None:
    (tmp_path / "day.ndjson").write_text(lines, "utf-8")
    done = cli("report", "day.ndjson", "-o", "day.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "day.html").read_text("utf-8") == cli("report", "day.ndjson").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["day.html", "day.ndjson"]


def test_a_folder_of_sidecars(cli: Cli, lines: str, tmp_path: Path) -> None:
    (tmp_path / "news" / "deep").mkdir(parents=True)
    first, second = lines.splitlines()
    (tmp_path / "news" / "a.txt.summary.json").write_text(first, "utf-8")
    (tmp_path / "news" / "deep" / "b.txt.summary.json").write_text(second, "utf-8")
    done = cli("report", "news")
    assert done.returncode == 0
    assert done.stdout.count("<article ") == 2


def test_a_sidecar_names_its_article_from_where_one_is(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "news" / "deep").mkdir(parents=True)
    shutil.copy(EXAMPLES / "politics.txt", tmp_path / "news" / "deep" / "a.txt")
    (tmp_path / "news" / "b.txt").write_text("This is an English text, and no Arabic one at all.")
    for sidecars, more in (("news", []), ("out", ["--out-dir", "out"])):
        cli("batch", "news", "--lang", "ar", *more)
        page = cli("report", sidecars).stdout
        assert "<bdi>news/deep/a.txt</bdi>" in page
        assert "news/b.txt" in page


def test_what_is_no_record_is_told_and_the_rest_is_in_the_page(cli: Cli, lines: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    done = cli("report", "-", "bad.json", "missing.json", stdin=lines)
    assert done.returncode == 1
    assert done.stdout.count("<article ") == 2
    assert done.stderr.splitlines() == [
        "error: bad.json is no record of summarize/1; records are what `summarize run -f ndjson` writes; "
        "see: summarize schema",
        "error: there is no missing.json; check the path",
    ]


def test_without_any_record_there_is_no_page(cli: Cli, tmp_path: Path) -> None:
    done = cli("report", "-", "-o", "a.html", stdin="")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "error: stdin is empty; records are what `summarize run -f ndjson` writes\n"
    assert not (tmp_path / "a.html").exists()


def test_a_page_never_takes_the_place_of_its_records(cli: Cli, lines: str, tmp_path: Path) -> None:
    (tmp_path / "day.json").write_text(lines, "utf-8")
    done = cli("report", "day.json", "-o", "day.json")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert (tmp_path / "day.json").read_text("utf-8") == lines


def test_a_failed_article_is_a_record_as_well(cli: Cli) -> None:
    failed = cli("run", "missing.txt", "-f", "ndjson")
    done = cli("report", "-", stdin=failed.stdout)
    assert (failed.returncode, done.returncode) == (1, 0)
    assert "there is no missing.txt" in done.stdout


def test_a_page_is_not_written_over_a_record(cli: Cli, lines: str, tmp_path: Path) -> None:
    record = tmp_path / "a.txt.summary.json"
    record.write_text(lines.splitlines()[0], "utf-8")
    done = cli("report", ".", "-o", record.name)
    assert (done.returncode, done.stderr) == (
        2, "error: a.txt.summary.json is the name of a record, and this writes a page; choose another -o\n",
    )  # fmt: skip
    assert record.read_text("utf-8") == lines.splitlines()[0]
