"""`summarize batch` as a user, a linter and a scheduler use it, in processes of its own."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.render.json import schema
from tests.conftest import EXAMPLES, ROOT

Cli = Callable[..., subprocess.CompletedProcess[str]]
TEXT = (
    "أعلنت بلدية {0} خطة جديدة للنقل العام، وقال رئيسها سالم الدوسري إن العمل يبدأ في الربيع."
    " وتبلغ الكلفة {1} مليون دينار."
)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three articles in two folders, and what is none."""
    folder = tmp_path / "news"
    (folder / "east").mkdir(parents=True)
    for number, name in enumerate(("a.txt", "b.txt", "east/c.txt")):
        (folder / name).write_text(TEXT.format(name, number))
    (folder / "notes.json").write_text('{"no": "article"}')
    return folder


def _sidecars(folder: Path) -> dict[str, bytes]:
    found = [path for path in sorted(folder.rglob("*.summary.*")) if path.name[0] != "."]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_sidecar_beside_each_article_and_nothing_to_do_the_second_time(cli: Cli, news: Path) -> None:
    first = cli("batch", "news", "--lang", "ar")
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.splitlines()[:3] == [f"summarized: news/{name}" for name in ("a.txt", "b.txt", "east/c.txt")]
    assert first.stderr.splitlines()[3].startswith("3 summarized (")
    made = _sidecars(news)
    assert list(made) == ["a.txt.summary.json", "b.txt.summary.json", "east/c.txt.summary.json"]
    second = cli("batch", "news", "--lang", "ar")
    assert (second.returncode, second.stderr.split(" (")[0]) == (0, "3 unchanged")
    assert _sidecars(news) == made


def test_a_sidecar_is_the_record_of_run_and_its_freshness(cli: Cli, news: Path) -> None:
    cli("batch", "news/a.txt")
    record = json.loads((news / "a.txt.summary.json").read_text())
    assert len(record.pop("fresh")) == 64
    told = json.loads(cli("run", "news/a.txt", "-f", "json").stdout)
    assert record == told | {"source": told["source"] | {"name": "a.txt", "path": "a.txt"}}  # from where it lies
    assert "fresh" in schema()["anyOf"][0]["properties"]


def test_nothing_to_do_loads_no_model(cli: Cli, news: Path, tmp_path: Path) -> None:
    cli("batch", "news")
    trap = "import sys\nfor name in ('ctranslate2', 'torch', 'transformers'):\n    sys.modules[name] = None\n"
    (tmp_path / "sitecustomize.py").write_text(trap)
    assert cli("batch", "news", PYTHONPATH=f"{tmp_path}:{ROOT}").returncode == 0
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    assert cli("batch", "news", PYTHONPATH=f"{tmp_path}:{ROOT}").returncode != 0  # the trap works


def test_check_tells_what_is_missing_stale_and_orphaned_and_writes_nothing(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar")
    assert cli("batch", "news", "--lang", "ar", "--check").returncode == 0
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    (news / "east" / "c.txt").rename(news / "d.txt")
    before = _sidecars(news)
    done = cli("batch", "news", "--lang", "ar", "--check")
    assert done.returncode == 1
    lines = ["stale: news/a.txt", "missing: news/d.txt", "orphaned: news/east/c.txt.summary.json"]
    assert done.stderr.splitlines()[:3] == lines
    assert _sidecars(news) == before
    assert cli("batch", "news", "--lang", "ar,en", "--check").stderr.count("stale:") == 2  # other settings


def test_diff_shows_what_would_change_and_writes_nothing(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar")
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    (news / "new.txt").write_text(TEXT.format("جديدة", 5))
    before = _sidecars(news)
    shown, checked = (cli("batch", "news", "--lang", "ar", "--diff", *more) for more in ([], ["--check"]))
    assert (shown.returncode, checked.returncode) == (0, 1)
    assert shown.stdout == checked.stdout
    assert "--- news/a.txt.summary.json\n+++ news/a.txt.summary.json\n" in shown.stdout
    assert "--- /dev/null\n+++ news/new.txt.summary.json\n" in shown.stdout
    assert "b.txt" not in shown.stdout
    assert _sidecars(news) == before


def test_force_does_what_is_fresh_and_fail_on_change_says_so(cli: Cli, news: Path) -> None:
    assert cli("batch", "news", "--lang", "ar", "--fail-on-change").returncode == 1
    assert cli("batch", "news", "--lang", "ar", "--fail-on-change").returncode == 0
    assert cli("batch", "news", "--lang", "ar", "--force").stderr.count("summarized:") == 3


def test_prune_deletes_the_sidecars_of_articles_that_are_gone(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar", "--sidecars", "json,markdown")
    (news / "a.txt").unlink()
    kept = cli("batch", "news", "--lang", "ar", "--sidecars", "json,markdown")
    assert (kept.returncode, kept.stderr.count("orphaned: ")) == (0, 2)
    assert cli("batch", "news", "--lang", "ar", "--sidecars", "json,markdown", "--prune").stderr.count("pruned: ") == 2
    assert not list(news.glob("a.txt.*"))
    assert len(list(news.glob("b.txt.*"))) == 2


def test_a_sidecar_that_is_there_is_kept_up_to_date(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar", "--sidecars", "json,markdown")
    before = (news / "a.txt.summary.md").read_text()
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    assert "stale: news/a.txt\n" in cli("batch", "news", "--lang", "ar", "--check").stderr
    cli("batch", "news", "--lang", "ar")
    assert (news / "a.txt.summary.md").read_text() != before
    assert cli("batch", "news", "--lang", "ar", "--sidecars", "json,markdown", "--check").returncode == 0


def test_an_out_dir_of_the_settings_file_stands_beside_it(cli: Cli, news: Path) -> None:
    (news / "summarize.toml").write_text('out-dir = "../made"\nlang = "ar"\n')
    command = [sys.executable, "-m", "summarize", "batch", "."]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=news / "east", env=environ, check=True, capture_output=True)
    assert list(_sidecars(news.parent / "made")) == ["c.txt.summary.json"]


def test_a_pipe_is_refused(cli: Cli, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = cli("batch", "pipe.txt")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1, "error: pipe.txt is a pipe or a device; pipe it into summarize run",
    )  # fmt: skip


def test_only_what_is_ours_is_pruned(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar")
    for name, content in {"meeting.summary.md": "notes\n", "lighthouse.summary.json": '{"a": 1}\n'}.items():
        (news / name).write_text(content)
    (news / "a.txt").unlink()
    assert cli("batch", "news", "--lang", "ar", "--prune").stderr.count("pruned: ") == 1
    assert (news / "meeting.summary.md").exists()
    assert (news / "lighthouse.summary.json").exists()


def test_the_sidecars_of_other_folders_and_of_articles_beside_them_are_not_pruned(cli: Cli, news: Path) -> None:
    other = news.parent / "other"
    other.mkdir()
    (other / "z.txt").write_text(TEXT.format("z", 1))
    cli("batch", "news", "--lang", "ar", "--out-dir", "out")
    assert "pruned" not in cli("batch", "other", "--lang", "ar", "--out-dir", "out", "--prune").stderr
    assert len(_sidecars(news.parent / "out")) == 4
    cli("batch", "other", "--lang", "ar")
    assert "pruned" not in cli("batch", "news", "--lang", "ar", "--out-dir", ".", "--prune").stderr
    assert (other / "z.txt.summary.json").exists()


def test_a_folder_that_is_not_mounted_keeps_its_sidecars(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar", "--out-dir", "out")
    (news / "east" / "c.txt").unlink()
    assert "pruned" not in cli("batch", "news", "--lang", "ar", "--out-dir", "out", "--prune").stderr


@pytest.mark.parametrize("damage", [lambda data: data[:300], lambda data: data.replace(b"\n", b"\n<<<<<<< HEAD\n", 1)])
def test_a_damaged_sidecar_is_stale(cli: Cli, news: Path, damage: Callable[[bytes], bytes]) -> None:
    cli("batch", "news", "--lang", "ar")
    target = news / "a.txt.summary.json"
    target.write_bytes(damage(target.read_bytes()))
    done = cli("batch", "news", "--lang", "ar", "--check")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "stale: news/a.txt")


def test_a_link_has_a_sidecar_of_its_own_and_takes_none_away(cli: Cli, news: Path) -> None:
    (news / "0.txt").symlink_to("a.txt")
    assert cli("batch", "news", "--lang", "ar").stderr.count("summarized:") == 4
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    assert cli("batch", "news", "--lang", "ar", "--check").stderr.count("stale:") == 2


def test_a_name_that_is_too_long_does_not_stop_the_others(cli: Cli, news: Path) -> None:
    (news / f"{'a' * 246}.txt").write_text(TEXT.format("أ", 1))
    done = cli("batch", "news", "--lang", "ar")
    assert (done.returncode, done.stderr.count("summarized:")) == (1, 3)
    assert "bug" not in done.stderr


def test_a_terminal_shows_a_bar_and_every_line(news: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="there are no terminals here")
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "summarize", "batch", "news", "--lang", "ar"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(command, cwd=tmp_path, stdin=slave, stderr=slave, stdout=slave, env=environ)
    os.close(slave)
    shown = b""
    while True:
        try:
            shown += (piece := os.read(master, 4096))
        except OSError:  # of Linux, where the other end is closed
            break
        if not piece:
            break
    assert process.wait() == 0, shown
    assert shown.count(b"summarized: ") == 3
    assert b"3/3" in shown


def test_nothing_is_pruned_where_a_folder_is_empty_or_gone(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar", "--out-dir", "out")
    shutil.rmtree(news)
    news.mkdir()
    done = cli("batch", "news", "--lang", "ar", "--out-dir", "out", "--prune")
    assert (done.returncode, done.stderr.count("orphaned: "), done.stderr.count("empty: ")) == (0, 0, 1)
    assert len(_sidecars(news.parent / "out")) == 3


def test_out_dir_mirrors_the_tree_and_is_nobody_elses_orphan(cli: Cli, news: Path) -> None:
    assert cli("batch", "news", "--lang", "ar", "--out-dir", "news/out").returncode == 0
    names = ["news/a.txt.summary.json", "news/b.txt.summary.json", "news/east/c.txt.summary.json"]
    assert list(_sidecars(news / "out")) == names
    cli("batch", "news", "--lang", "ar", "--prune")
    assert len(_sidecars(news / "out")) == 3
    (news / "b.txt").unlink()
    done = cli("batch", "news", "--lang", "ar", "--out-dir", "news/out", "--check")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, "orphaned: news/out/news/b.txt.summary.json")


def test_two_articles_for_one_sidecar_are_refused(cli: Cli, news: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    for place in ("old", "new"):
        shutil.copytree(news, tmp_path / place / "news")
    command = [sys.executable, "-m", "summarize", "batch", "../old/news", "../new/news", "--out-dir", "out"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path / "here", env=environ, capture_output=True, text=True)
    assert done.returncode == 2
    assert "old/news/a.txt and ../new/news/a.txt would both be written to out/news/a.txt.summary.json" in done.stderr


def test_a_file_that_is_named_stands_in_out_dir_where_its_folder_would_put_it(cli: Cli, news: Path) -> None:
    for sources in (["news"], ["news/east"], ["news/east/c.txt"], ["news/*/*.txt"], [str(news / "east" / "c.txt")]):
        out = news.parent / "out"
        assert cli("batch", *sources, "--lang", "ar", "--out-dir", "out").returncode == 0
        assert (out / "news" / "east" / "c.txt.summary.json").is_file()
        assert len(_sidecars(out)) == (3 if sources == ["news"] else 1)
        shutil.rmtree(out)


def test_an_article_that_moved_with_its_sidecar_is_fresh_and_one_with_another_name_is_not(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar")
    shutil.move(news, news.parent / "archive")
    assert cli("batch", "archive", "--lang", "ar", "--check").returncode == 0
    archive = news.parent / "archive"
    (archive / "a.txt").rename(archive / "z.txt")
    (archive / "a.txt.summary.json").rename(archive / "z.txt.summary.json")
    assert "stale: archive/z.txt\n" in cli("batch", "archive", "--lang", "ar", "--check").stderr


def test_in_out_dir_the_record_says_the_way_back(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar", "--out-dir", "out")
    target = news.parent / "out" / "news" / "east" / "c.txt.summary.json"
    source = json.loads(target.read_text())["source"]
    assert source["path"] == source["name"] == "../../../news/east/c.txt"
    assert (target.parent / source["path"]).samefile(news / "east" / "c.txt")


def test_what_git_ignores_is_left_out_unless_it_is_named(cli: Cli, news: Path) -> None:
    (news / ".gitignore").write_text("east/\nb.*\n")
    assert cli("batch", "news", "--lang", "ar").stderr.count("summarized:") == 1
    assert cli("batch", "news/b.txt", "news/a.txt.summary.json", "--lang", "ar").stderr.count("summarized:") == 1


def test_a_failed_article_gets_an_error_record_and_keeps_its_old_sidecar(cli: Cli, news: Path) -> None:
    cli("batch", "news", "--lang", "ar")
    old = (news / "a.txt.summary.json").read_bytes()
    (news / "a.txt").write_text("This is an English text, and no Arabic one at all.")
    done = cli("batch", "news", "--lang", "ar")
    assert done.returncode == 1
    assert done.stderr.startswith("error: news/a.txt")
    assert (news / "a.txt.summary.json").read_bytes() == old
    record = json.loads((news / "a.txt.error.summary.json").read_text())
    assert (record["ok"], record["source"]["path"]) == (False, "a.txt")
    (news / "a.txt.summary.json").unlink()
    check = cli("batch", "news", "--lang", "ar", "--check")
    assert (check.returncode, check.stderr.splitlines()[0]) == (1, "failed before: news/a.txt")
    assert check.stderr.splitlines()[1].startswith("2 unchanged, 1 failed before (")
    (news / "a.txt").write_text(TEXT.format("أخرى", 9))
    assert cli("batch", "news", "--lang", "ar").returncode == 0
    assert not (news / "a.txt.error.summary.json").exists()


def test_the_sidecar_of_an_article_that_is_itself_named_error_is_no_error_record(cli: Cli, news: Path) -> None:
    (news / "a.txt.error").write_text(TEXT.format("e", 9))
    assert cli("batch", "news/a.txt.error", "news/a.txt", "--lang", "ar").stderr.count("summarized: ") == 2
    sidecar = news / "a.txt.error.summary.json"
    assert json.loads(made := sidecar.read_text())["source"]["path"] == "a.txt.error"
    done = cli("batch", "news/a.txt", "news/a.txt.error", "--lang", "ar", "--out-file", "all.jsonl")
    assert done.stderr.startswith("2 unchanged")
    told = [json.loads(line)["source"]["path"] for line in (news.parent / "all.jsonl").read_text().splitlines()]
    assert told == ["news/a.txt", "news/a.txt.error"]
    assert cli("batch", "news/a.txt", "--lang", "ar", "--force").returncode == 0
    (news / "a.txt").write_text("This is an English text, and no Arabic one at all.")
    assert cli("batch", "news/a.txt", "--lang", "ar").returncode == 1
    assert sidecar.read_text() == made


def test_a_file_of_records_gets_one_sidecar_that_is_fresh_only_without_errors(cli: Cli, tmp_path: Path) -> None:
    feed, good = tmp_path / "feed.jsonl", json.dumps({"id": 1, "text": TEXT.format("أ", 1)})
    feed.write_text(f"{good}\n" * 40 + "{broken\n")
    done = cli("batch", "feed.jsonl", "--lang", "ar")
    assert (done.returncode, done.stderr.splitlines()[0].split(";")[0]) == (
        1,
        "error: feed.jsonl:41 is not JSON in UTF-8",
    )
    records = json.loads((tmp_path / "feed.jsonl.summary.json").read_text())
    assert [one["ok"] for one in records] == [True] * 40 + [False]
    assert cli("batch", "feed.jsonl", "--lang", "ar", "--check").returncode == 1
    feed.write_text(f"{good}\n" * 40)
    assert cli("batch", "feed.jsonl", "--lang", "ar").returncode == 0
    assert cli("batch", "feed.jsonl", "--lang", "ar", "--check").returncode == 0


def test_shards_share_the_files_out(cli: Cli, news: Path) -> None:
    for number in range(20):
        (news / f"{number}.txt").write_text(TEXT.format("أ", number))
    done = [cli("batch", "news", "--lang", "ar", "--shard", f"{i}/3").stderr.count("summarized:") for i in (1, 2, 3)]
    assert sum(done) == 23
    assert min(done) > 0
    assert cli("batch", "news", "--shard", "4/3").returncode == 2


def test_names_from_a_pipe_may_hold_anything(cli: Cli, tmp_path: Path) -> None:
    odd = ["line\nbreak.txt", os.fsdecode(b"\xff\xfe.txt"), "-rf.txt", "عنوان المقال.txt"]
    for name in odd:
        (tmp_path / name).write_text(TEXT.format("أ", 1))
    done = cli("batch", "--files0-from", "-", "--lang", "ar", stdin=b"\0".join(map(os.fsencode, odd)))
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "summarized: line\\nbreak.txt"
    for name in odd:
        assert json.loads((tmp_path / f"{name}.summary.json").read_text())["ok"]
    (tmp_path / "names").write_bytes(b"\0".join(map(os.fsencode, odd)))
    assert cli("batch", "--files0-from", "names", "--lang", "ar", "--check").returncode == 0


def test_names_from_a_pipe_are_no_patterns(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(TEXT.format("أ", 1))
    done = cli("batch", "--files0-from", "-", "--lang", "ar", stdin=b"a[1].txt\0*.txt")
    assert (done.returncode, done.stderr.count("summarized: ")) == (1, 0)
    assert cli("batch", "a[1].txt", "--lang", "ar").stderr.startswith("summarized: a1.txt\n")


def test_force_exclude_passes_over_named_files_as_a_folder_would(cli: Cli, news: Path) -> None:
    (news / ".gitignore").write_text("b.*\n")
    (news / "feed.json").write_text(json.dumps([{"text": TEXT.format("أ", 1)}]))
    (news / "README.md").write_text("Read me.")
    named = [f"news/{name}" for name in ("a.txt", "b.txt", "east/c.txt", "feed.json", "notes.json", "README.md")]
    done = cli("batch", *named, "--lang", "ar", "--force-exclude", "--exclude", "east")
    assert done.stderr.splitlines()[:-1] == ["summarized: news/a.txt", "summarized: news/feed.json"]
    assert cli("batch", "news", "--lang", "ar", "--exclude", "east", "--check").returncode == 0
    assert cli("batch", *named, "--lang", "ar").returncode == 1  # a file that is named is read otherwise


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-"], "not standard input; use summarize run"),
        ([], "takes SOURCES or --files0-from"),
        (["news", "--in-place", "--out-dir", "o"], "exclude each other"),
        (["news", "--runner", "spark"], "choose local or ray"),
        (["news", "--workers", "2"], "--workers belongs to --runner ray"),
        (["news", "--shard", "9/8"], "--shard 9/8 is no part of a whole; give it as 1/8 to 8/8"),
        (["news", "--shard", "2"], "give it as 1/4 to 4/4"),
        (["news", "--sidecars", "pdf"], "choose json, markdown, json,markdown"),
        (["news", "--out-dir", "news/a.txt"], "choose another --out-dir"),
        (["--files0-from", "none"], "none cannot be read"),
        (["news", "--out-file", "records.csv"], "ends in none of .jsonl .ndjson .parquet"),
        (["news", "--out-file", "r.jsonl", "--check"], "--check and --diff write nothing"),
        (["news", "--out-file", "r.jsonl", "--sidecars", "markdown"], "add json to --sidecars"),
        (["foo://news"], "cannot be opened (Unsupported filesystem: 'foo')"),
    ],
)
def test_wrong_usage_is_one_sentence(cli: Cli, news: Path, arguments: list[str], sentence: str) -> None:
    done = cli("batch", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_file_an_empty_folder_and_a_loop_of_links(cli: Cli, news: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (news / "east" / "loop").symlink_to(news)
    done = cli("batch", "news", "empty", "gone.txt", "--lang", "ar")
    assert done.returncode == 1
    assert "empty: empty\n" in done.stderr
    assert "error: there is no gone.txt; check the path\n" in done.stderr
    assert done.stderr.count("summarized:") == 3


def _as_nobody_special(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the program as one to whom permissions matter, also where the tests run as root."""
    command = [sys.executable, "-m", "summarize", *arguments]
    if os.geteuid() == 0:
        rights = "-dac_override,-dac_read_search"
        command = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}", *command]
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env=environ)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write everywhere")
def test_a_closed_folder_is_told_before_any_work(news: Path, tmp_path: Path) -> None:
    news.chmod(0o555)
    done = _as_nobody_special("batch", "news/a.txt", "news/b.txt", cwd=tmp_path)
    news.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith(
        "error: the sidecar of news/a.txt cannot be written, its folder is closed"
    )
    assert "2 failed" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may look into everything")
@pytest.mark.parametrize("more", [[], ["--check"], ["--prune"], ["--out-dir", "out"]])
def test_a_folder_that_may_not_be_looked_into_is_one_sentence(news: Path, tmp_path: Path, more: list[str]) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    done = _as_nobody_special("batch", "closed", *more, cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        1,
        "error: closed may not be read; check its permissions",
    )
    (news / ".gitignore").touch(mode=0)
    done = _as_nobody_special("batch", "news", "--lang", "ar", *more, cwd=tmp_path)
    sentence = f"error: {news}/.gitignore cannot be read (Permission denied); check its permissions\n"
    assert (done.returncode, done.stderr) == (1, sentence)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_ends_the_batch_with_one_sentence(news: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", str(disk)], capture_output=True)
    if mount.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        command = [sys.executable, "-m", "summarize", "batch", "news", "--lang", "ar", "--out-dir", str(disk)]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environ)
        assert done.returncode == 1
        assert "No space left on device); free some space and run it again" in done.stderr
        assert not list(disk.rglob("*.part"))
        for path in disk.rglob("*.summary.json"):
            assert json.loads(path.read_text())["ok"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_killed_at_any_moment_the_next_run_carries_on(cli: Cli, tmp_path: Path) -> None:
    articles = [tmp_path / "news" / f"{number:03}.txt" for number in range(112)]
    articles[0].parent.mkdir()
    body = (EXAMPLES / "politics.txt").read_text()
    for number, path in enumerate(articles):
        path.write_text(f"{body}\n\n{TEXT.format('أ', number)}")
    rng, done = random.Random(5), 0
    command = [sys.executable, "-m", "summarize", "batch", "news", "--lang", "ar"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(6):
        batch = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environ)
        assert batch.stderr
        if batch.stderr.readline():  # it has begun
            time.sleep(rng.uniform(0, 0.03))
        batch.send_signal(signal.SIGKILL)
        batch.communicate()
        made = _sidecars(tmp_path / "news")
        assert all(json.loads(content)["ok"] for content in made.values())  # none is torn
        assert len(made) >= done  # none is lost
        done = len(made)
    last = cli("batch", "news", "--lang", "ar")
    assert last.returncode == 0
    assert last.stderr.count("summarized:") == 112 - done > 0
    assert len(_sidecars(tmp_path / "news")) == 112


def test_interrupted_it_tells_how_many_of_how_many_are_done(cli: Cli, news: Path, tmp_path: Path) -> None:
    body = (EXAMPLES / "politics.txt").read_text()
    for number in range(297):
        (news / f"{number:03}.txt").write_text(f"{body}\n\n{TEXT.format('أ', number)}")
    command = [sys.executable, "-m", "summarize", "batch", "news", "--lang", "ar"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    batch = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env=environ)
    assert batch.stderr
    batch.stderr.readline()  # it has begun
    batch.send_signal(signal.SIGINT)
    told = batch.communicate()[1].splitlines()[-1]
    assert batch.returncode == 130
    found = re.match(r"interrupted: (\d+) of 300 done, \d+ summarized \(", told)
    assert found, told
    assert int(found[1]) <= len(_sidecars(news)) < 300


def test_two_batches_on_one_folder(cli: Cli, news: Path, tmp_path: Path) -> None:
    for number in range(30):
        (news / f"{number}.txt").write_text(TEXT.format("أ", number))
    command = [sys.executable, "-m", "summarize", "batch", "news", "--lang", "ar", "--force"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL, env=environ) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert len(_sidecars(news)) == 33
    assert cli("batch", "news", "--lang", "ar", "--check").returncode == 0
    assert not list(news.rglob("*.part"))


def test_what_somebody_else_wrote_is_never_written_over(cli: Cli, news: Path) -> None:
    for name in ("a.txt.summary.json", "b.txt.error.summary.json"):
        (news / name).write_text("by hand\n")
    for more in ([], ["--force"]):
        done = cli("batch", "news", "--lang", "ar", *more)
        assert done.returncode == 1
        assert done.stderr.splitlines()[0] == (
            "error: the sidecar of news/a.txt cannot be written, since news/a.txt.summary.json is not by summarize;"
            " give it another name, or give an --out-dir"
        )
        assert done.stderr.count("error: ") == 2
    assert (news / "a.txt.summary.json").read_text() == (news / "b.txt.error.summary.json").read_text() == "by hand\n"
    assert (news / "east" / "c.txt.summary.json").is_file()
    (news / "a.txt.summary.json").write_text("")  # as `touch` leaves it
    assert "summarized: news/a.txt\n" in cli("batch", "news", "--lang", "ar").stderr


def test_a_folder_in_the_place_of_a_sidecar_is_told_before_the_work_and_stays(cli: Cli, news: Path) -> None:
    places = [news / name for name in ("a.txt.summary.json", "b.txt.error.summary.json")]
    for place in places:
        place.mkdir()
    for more in ([], ["--force"], ["--check"]):
        done = cli("batch", "news", "--lang", "ar", *more)
        assert (done.returncode, done.stderr.count("error: ")) == (1, 2)
        assert done.stderr.splitlines()[0] == (
            "error: the sidecar of news/a.txt cannot be written, since news/a.txt.summary.json is a folder;"
            " give it another name, or give an --out-dir"
        )
    assert (news / "east" / "c.txt.summary.json").is_file()
    assert all(place.is_dir() for place in places)


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may read everything")
def test_a_sidecar_that_cannot_be_read_is_told_and_stays(news: Path, tmp_path: Path) -> None:
    closed = [news / "a.txt.summary.json", tmp_path / "all.jsonl"]
    for path in closed:
        path.write_text("mine\n")
        path.chmod(0)
    done = _as_nobody_special("batch", "news", "--lang", "ar", cwd=tmp_path)
    told = done.stderr.splitlines()
    assert done.returncode == 1
    assert told[0].startswith(
        "error: the sidecar of news/a.txt cannot be written, since news/a.txt.summary.json cannot"
    )
    assert told[-1].startswith("1 failed, 2 summarized")
    done = _as_nobody_special("batch", "news", "--lang", "ar", "--out-file", "all.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("error: --out-file all.jsonl is there and cannot be read; ")
    for path in closed:
        path.chmod(0o600)
        assert path.read_text() == "mine\n"


def test_out_file_is_not_written_over_an_article_and_a_link_stays_one(cli: Cli, news: Path, tmp_path: Path) -> None:
    feed = news / "feed.jsonl"
    feed.write_text(content := json.dumps({"text": TEXT.format("أ", 1)}) + "\n")
    done = cli("batch", "news", "--lang", "ar", "--out-file", "news/feed.jsonl")
    assert done.returncode == 2
    assert done.stderr.startswith("error: --out-file news/feed.jsonl is there and is not by summarize; ")
    assert feed.read_text() == content
    (tmp_path / "link.jsonl").symlink_to("all.jsonl")
    for _ in range(2):  # also over what it wrote itself
        assert cli("batch", "news", "--lang", "ar", "--out-file", "link.jsonl").returncode == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len((tmp_path / "all.jsonl").read_text().splitlines()) == 4


def test_names_from_a_closed_standard_input_are_refused(tmp_path: Path) -> None:
    command = f"{sys.executable} -m summarize batch --files0-from - <&-"
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path, env=environ)
    assert (done.returncode, done.stderr) == (
        2, "error: standard input is closed; pipe names into it that end in NUL\n",
    )  # fmt: skip
