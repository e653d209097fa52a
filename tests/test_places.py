"""Articles and sidecars behind URLs, on both runners: a web server of this machine, the memory of fsspec, file://"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from summarize import batch, places, plan, runners, sidecar, table
from summarize.errors import ModelError, UsageError
from summarize.settings import Settings

Cli = Callable[..., subprocess.CompletedProcess[str]]
TEXT = "أعلنت بلدية {0} خطة جديدة، وقال رئيسها سالم الدوسري: «نبدأ في الربيع». وتبلغ الكلفة {0} دينار."


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    (folder / "east").mkdir(parents=True)
    for number, name in enumerate(("a.txt", "east/b.txt", "east/c.txt", "b.log")):
        (folder / name).write_text(TEXT.format(number))
    return folder


@pytest.fixture
def web(news: Path) -> Iterator[str]:
    """The folder on a server of this machine."""
    pytest.importorskip("aiohttp", reason="what fsspec needs for http is not installed: pip install aiohttp requests")
    pytest.importorskip("upath", reason="universal_pathlib is not installed: pip install '.[ray]'")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(news.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/news"
    server.shutdown()


@pytest.mark.parametrize("runner", ["local", "ray"])
def test_articles_of_a_server_are_summarized_once(cli: Cli, news: Path, web: str, runner: str) -> None:
    if runner == "ray":
        pytest.importorskip("ray.data", reason="ray is not installed: pip install '.[ray]'")
    command = ["batch", web, "--lang", "ar", "--out-dir", "out", "--out-file", "all.jsonl", "--runner", runner]
    first = cli(*command)
    assert first.returncode == 0, first.stderr
    names = [f"{web}/{name}" for name in ("a.txt", "east/b.txt", "east/c.txt")]
    told = [line for line in first.stderr.splitlines() if not line.startswith("[")]
    assert told[:3] == [f"summarized: {name}" for name in names]
    here = cli("batch", "news", "--lang", "ar", "--out-dir", "here")
    assert here.returncode == 0
    for made in sorted((news.parent / "here").rglob("*.summary.json")):
        one, other = (
            json.loads((news.parent / d / made.relative_to(news.parent / "here")).read_text()) for d in ("out", "here")
        )
        assert one["source"]["path"] in names
        assert [one[key] for key in ("summary", "quotes", "title")] == [
            other[key] for key in ("summary", "quotes", "title")
        ]
    lines = (news.parent / "all.jsonl").read_text().splitlines()
    assert [json.loads(line)["source"]["path"] for line in lines] == names
    (news / "a.txt").write_text(TEXT.format(9))
    check = cli("batch", web, "--lang", "ar", "--out-dir", "out", "--check")
    assert (check.returncode, check.stderr.splitlines()[:-1]) == (1, [f"stale: {names[0]}"])


def test_sidecars_of_a_url_are_no_orphans_of_a_folder_here(cli: Cli, web: str) -> None:
    assert cli("batch", f"{web}/east", "--lang", "ar", "--out-dir", "out").returncode == 0
    assert "orphaned" not in cli("batch", ".", "--lang", "ar", "--out-dir", "out", "--check").stderr


def test_what_is_not_there_or_cannot_be_written_to_is_one_sentence_each(cli: Cli, web: str) -> None:
    done = cli("batch", f"{web}/gone.txt", "http://127.0.0.1:1/a.txt", "--out-dir", "out")
    assert done.returncode == 1
    assert f"error: there is no {web}/gone.txt" in done.stderr
    assert "error: http://127.0.0.1:1/a.txt cannot be read (Connect call failed" in done.stderr


@pytest.mark.parametrize("more", [[], ["--in-place"], ["--out-file", "all.jsonl"]])
def test_a_page_without_an_out_dir_is_refused_before_the_work(cli: Cli, news: Path, web: str, more: list[str]) -> None:
    done = cli("batch", "news/a.txt", f"{web}/a.txt", "--lang", "ar", *more)
    what = f"{web}/a.txt is a page of the web, and no sidecar can be written beside it"
    sentence = f"error: {what}; give an --out-dir\n"
    assert (done.returncode, done.stderr) == (2, sentence)
    assert [path.name for path in news.parent.iterdir()] == ["news"]
    assert not list(news.rglob("*.summary.json"))


def test_check_needs_no_out_dir_as_it_writes_nothing(cli: Cli, web: str) -> None:
    done = cli("batch", f"{web}/a.txt", "--lang", "ar", "--check")
    assert (done.returncode, done.stderr.split(" (")[0]) == (1, f"missing: {web}/a.txt\n1 missing")


def test_sidecars_beside_what_is_behind_a_url_that_can_be_written() -> None:
    pytest.importorskip("upath", reason="universal_pathlib is not installed: pip install '.[ray]'")
    settings = Settings(lang="ar")
    places.at("memory://beside/a.txt").write_text(TEXT.format(1), "utf-8")
    made = plan.make(["memory://beside"], settings)
    batch.prepare(made)
    for done in batch.run(made.due, batch.Work(settings), runners.load("local")):
        assert batch.save(done) is None
    assert sidecar.is_ours(places.content("memory://beside/a.txt.summary.json") or b"")
    assert {task.state for task in plan.make(["memory://beside"], settings).tasks} == {"fresh"}


def test_sidecars_and_records_behind_a_url(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("upath", reason="universal_pathlib is not installed: pip install '.[ray]'")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install '.[ray]'")
    monkeypatch.chdir(news.parent)
    settings = Settings(lang="ar", out_dir="memory://out")
    made = plan.make(["news"], settings)
    assert {task.state for task in made.tasks} == {"missing"}
    batch.prepare(made)
    for done in batch.run(made.due, batch.Work(settings), runners.load("local")):
        assert batch.save(done) is None
        assert batch.diff(done) == ""
    assert {task.state for task in plan.make(["news"], settings).tasks} == {"fresh"}
    assert sidecar.is_ours(places.content("memory://out/news/east/b.txt.summary.json") or b"")
    assert not (news.parent / "memory:").exists()
    table.write("memory://made/all.parquet", made)
    with places.opened(places.at("memory://made/all.parquet")) as stream:
        assert parquet.read_table(stream).num_rows == 3


def test_a_write_that_is_broken_off_leaves_nothing_behind_a_url() -> None:
    pytest.importorskip("upath", reason="universal_pathlib is not installed: pip install '.[ray]'")
    name = "memory://made/half.jsonl"
    with pytest.raises(KeyError), places.whole(places.at(name)) as stream:
        stream.write(b"half")
        raise KeyError
    assert not places.exists(name)


def test_a_file_url_is_a_path(cli: Cli, news: Path) -> None:
    done = cli("batch", f"file://{news}", "--lang", "ar", "--out-dir", f"file://{news.parent}/out%20dir")
    assert done.returncode == 0, done.stderr
    assert (news.parent / "out dir" / "news" / "east" / "b.txt.summary.json").is_file()


def test_a_plug_in_that_is_missing_and_one_that_never_was() -> None:
    pytest.importorskip("upath", reason="universal_pathlib is not installed: pip install '.[ray]'")
    with pytest.raises(ModelError, match=r"box://a needs a package that is not installed \(.*boxfs.*\); install it"):
        places.at("box://a")
    with pytest.raises(UsageError, match="foo://a cannot be opened"):
        places.at("foo://a")


def test_without_universal_pathlib_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "upath", None)
    with pytest.raises(ModelError, match="universal_pathlib, which URLs need, is not installed; run: pip install"):
        places.at("s3://a")
