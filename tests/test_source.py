"""Discovery: what is found, in which order, and what one bad source does to the others."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import threading
from pathlib import Path

import pytest

from summarize import folders, source
from summarize.records import Failure, Source

TEXT = "افتتحت مدينة المرجان أمس جسراً جديداً يربط ضفتي النهر بعد عامين من العمل."
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def found(*arguments: object, **options: object) -> list[Source | Failure]:
    return list(source.discover([str(argument) for argument in arguments], **options))  # type: ignore[arg-type]


def names(items: list[Source | Failure], top: Path) -> list[str]:
    return [item.name.removeprefix(f"{top}{os.sep}") for item in items]


def failure(items: list[Source | Failure]) -> Failure:
    [item] = items
    assert isinstance(item, Failure)
    assert "\n" not in item.message
    assert item.message
    assert item.hint
    return item


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    def feed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return feed


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in [
        "b.txt",
        "a.md",
        "sub/c.html",
        "sub/deep/d.txt",
        ".hidden.txt",
        ".git/e.txt",
        "table.csv",
        "old/f.txt",
    ]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT, "utf-8")
    return tmp_path


class TestPaths:
    def test_a_file_is_one_source_with_its_bytes_and_hash(self, tmp_path):
        (tmp_path / "a.txt").write_text(TEXT, "utf-8")
        [item] = found(tmp_path / "a.txt")
        assert item == Source(
            str(tmp_path / "a.txt"),
            str(tmp_path / "a.txt"),
            "text",
            TEXT.encode(),
            hashlib.sha256(TEXT.encode()).hexdigest(),
        )

    def test_a_folder_is_walked_in_order_without_hidden_and_unknown_files(self, tree):
        assert names(found(tree), tree) == ["a.md", "b.txt", "old/f.txt", "sub/c.html", "sub/deep/d.txt"]

    def test_include_and_exclude_fit_names_paths_and_folders(self, tree):
        assert names(found(tree, include=["*.txt"]), tree) == ["b.txt", "old/f.txt", "sub/deep/d.txt"]
        assert names(found(tree, exclude=["old", "sub/deep/*"]), tree) == ["a.md", "b.txt", "sub/c.html"]

    def test_sidecars_of_earlier_runs_are_no_articles(self, tmp_path):
        for name in ["a.txt", "a.txt.summary.json", "a.summary.md"]:
            (tmp_path / name).write_text(TEXT, "utf-8")
        assert names(found(tmp_path), tmp_path) == ["a.txt"]

    def test_a_folder_gives_the_json_that_holds_articles_and_a_name_gives_any(self, tmp_path):
        files = {
            "a.json": {"text": TEXT},
            "b.json": [{"id": 1}, {"body": TEXT}],
            "package.json": {"name": "x", "quotes": [{"text": TEXT}]},
            "list.json": [1, 2],
        }
        for name, content in files.items():
            (tmp_path / name).write_text(json.dumps(content), "utf-8")
        (tmp_path / "broken.json").write_text('{"text": "')
        (tmp_path / "comments.json").write_text("{ // settings\n}")
        assert names(found(tmp_path), tmp_path) == ["a.json", "b.json:1", "b.json:2", "broken.json:1"]
        assert failure(found(tmp_path / "package.json")).code == "no-text"

    def test_what_this_program_wrote_into_a_folder_is_no_article(self, tree):
        record = json.dumps({"schema": "summarize/1", "ok": True, "text": TEXT}, ensure_ascii=False)
        last = "summarize 0.1.0 · ranker · ar-en-base (draft) 05bdcd49 · a.txt"
        outputs = {
            "o.ndjson": f"{record}\n{record}\n",
            "o.json": f"[\n{record}]\n",
            "o.txt": f"{TEXT}\n\n{last}\n",
            "o.md": f"# {TEXT}\n\n<sub>{last}</sub>\n\n",
        }
        for name, content in outputs.items():
            (tree / name).write_text(content, "utf-8")
        assert names(found(tree, include=["*"], exclude=["sub", "old"]), tree) == ["a.md", "b.txt"]

    def test_the_output_is_not_read_even_where_it_looks_like_an_article(self, tree):
        assert names(found(tree, output=tree / "b.txt", exclude=["sub", "old"]), tree) == ["a.md"]

    def test_a_glob_that_the_shell_left_alone_is_expanded(self, tree):
        assert names(found(tree / "*.txt"), tree) == ["b.txt"]
        assert names(found(tree / "**" / "*.txt"), tree) == ["b.txt", "old/f.txt", "sub/deep/d.txt"]
        assert names(found(tree / "*"), tree) == [
            "a.md",
            "b.txt",
            "old/f.txt",
            "sub/c.html",
            "sub/deep/d.txt",
            "table.csv",
        ]

    def test_a_name_with_glob_signs_is_a_name_if_it_exists(self, tmp_path):
        (tmp_path / "a[1].txt").write_text(TEXT, "utf-8")
        assert names(found(tmp_path / "a[1].txt"), tmp_path) == ["a[1].txt"]

    def test_the_order_given_is_kept_and_nothing_comes_twice(self, tree):
        items = found(tree / "b.txt", tree / "missing.txt", tree, tree / "sub" / ".." / "a.md")
        assert names(items, tree) == ["b.txt", "missing.txt", "a.md", "old/f.txt", "sub/c.html", "sub/deep/d.txt"]

    def test_links_that_form_a_loop_end_and_a_broken_link_is_reported(self, tree):
        (tree / "sub" / "up").symlink_to(tree)
        (tree / "old" / "self.txt").symlink_to("self.txt")
        items = found(tree)
        assert names(items, tree) == ["a.md", "b.txt", "old/f.txt", "old/self.txt", "sub/c.html", "sub/deep/d.txt"]
        assert [item.code for item in items if isinstance(item, Failure)] == ["unreadable"]

    def test_a_link_to_a_folder_elsewhere_is_followed(self, tree, tmp_path_factory):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        (elsewhere / "g.txt").write_text(TEXT, "utf-8")
        (tree / "link").symlink_to(elsewhere)
        assert "link/g.txt" in names(found(tree), tree)

    def test_names_with_newlines_escapes_and_stray_bytes_are_shown_on_one_line(self, tmp_path):
        for raw in [b"two\nlines.txt", b"esc\x1b[31m.txt", b"bytes\xff.txt", "rtl\u202egpj.txt".encode()]:
            Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + raw)).write_bytes(TEXT.encode())
        items = found(tmp_path)
        assert names(items, tmp_path) == ["bytes\\xff.txt", "esc\\x1b[31m.txt", "rtl\\u202egpj.txt", "two\\nlines.txt"]
        assert all(isinstance(item, Source) and item.name.encode() for item in items)

    def test_the_suffix_decides_the_kind_and_unmistakable_bytes_overrule_it(self, tmp_path):
        (tmp_path / "page").write_bytes(b"<!DOCTYPE html><html><body>" + TEXT.encode())
        (tmp_path / "paper.txt").write_bytes(b"%PDF-1.4\n" + TEXT.encode())
        (tmp_path / "UPPER.MD").write_text(TEXT, "utf-8")
        kinds = [item.kind for item in found(tmp_path / "page", tmp_path / "paper.txt", tmp_path / "UPPER.MD")]
        assert kinds == ["html", "pdf", "markdown"]


class TestFailures:
    def test_what_is_missing_is_named_and_the_others_go_on(self, tree):
        first, second = found(tree / "none.txt", tree / "b.txt")
        assert (first.code, second.kind) == ("not-found", "text")
        assert failure(found(tree / "none*.txt")).code == "not-found"

    def test_a_folder_without_articles(self, tmp_path):
        (tmp_path / "x.csv").write_text(TEXT, "utf-8")
        assert failure(found(tmp_path)).code == "no-articles"

    @pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
    def test_an_empty_file(self, tmp_path, data):
        (tmp_path / "a.txt").write_bytes(data)
        assert failure(found(tmp_path / "a.txt")).code == "empty"

    def test_a_file_above_the_limit_is_not_read(self, tmp_path):
        with (tmp_path / "a.txt").open("wb") as handle:
            handle.truncate(folders.LARGEST + 1)
        assert failure(found(tmp_path / "a.txt")).code == "too-large"

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe0", b"PK\x03\x04zip", b"\xd0\xcf\x11\xe0doc"]
    )
    def test_pictures_archives_and_old_office_files_are_named(self, tmp_path, data):
        (tmp_path / "a.txt").write_bytes(data * 10)
        assert failure(found(tmp_path / "a.txt")).code == "not-text"

    @pytest.mark.skipif(ROOT, reason="root may read everything")
    def test_what_may_not_be_read(self, tree):
        (tree / "b.txt").chmod(0)
        (tree / "sub").chmod(0)
        try:
            items = [item for item in found(tree) if isinstance(item, Failure)]
        finally:
            (tree / "sub").chmod(0o700)
        assert [item.code for item in items] == ["unreadable", "unreadable"]

    def test_a_name_too_long_such_as_a_pasted_article(self):
        assert "pipe it in" in failure(found(TEXT * 20)).hint

    def test_a_file_that_vanishes_between_the_walk_and_the_reading(self, tree):
        items = source.discover([str(tree)])
        next(items)
        (tree / "b.txt").unlink()
        assert [item.code for item in items if isinstance(item, Failure)] == ["not-found"]

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
    def test_a_pipe_is_read_when_named_and_passed_over_in_a_folder(self, tree):
        os.mkfifo(tree / "pipe.txt")
        assert "pipe.txt" not in names(found(tree), tree)
        writer = threading.Thread(target=lambda: (tree / "pipe.txt").write_text(TEXT, "utf-8"))
        writer.start()
        [item] = found(tree / "pipe.txt")
        writer.join()
        assert isinstance(item, Source)
        assert item.data == TEXT.encode()


class TestRecords:
    def test_each_line_is_a_record_whose_other_fields_pass_through(self, tmp_path):
        rows = [
            {"id": 7, "title": "جسر", "text": TEXT, "tags": ["a"]},
            {"body": TEXT},
            {"article_text": TEXT, "text": " "},
        ]
        (tmp_path / "a.jsonl").write_text("\n\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
        first, second, third = found(tmp_path / "a.jsonl")
        assert (first.kind, first.data.decode(), first.extra) == (
            "record",
            TEXT,
            {"id": 7, "title": "جسر", "tags": ["a"]},
        )
        assert [item.name.rpartition(":")[2] for item in (first, second, third)] == ["1", "3", "5"]
        assert third.data.decode() == TEXT

    def test_a_thousand_piped_records_with_a_broken_one(self, stdin):
        lines = [json.dumps({"id": i, "text": TEXT}, ensure_ascii=False) for i in range(1000)]
        lines[500] = lines[500][:40]
        stdin("\n".join(lines).encode())
        items = found("-")
        failed = [item for item in items if isinstance(item, Failure)]
        assert [(item.name, item.code) for item in failed] == [("stdin:501", "bad-record")]
        assert [item.extra["id"] for item in items if isinstance(item, Source)] == [i for i in range(1000) if i != 500]

    def test_records_come_one_by_one_while_the_stream_is_open(self, monkeypatch):
        read_end, write_end = os.pipe()
        with open(read_end, encoding="utf-8") as reader, open(write_end, "w", encoding="utf-8") as writer:  # noqa: PTH123
            monkeypatch.setattr(sys, "stdin", reader)
            writer.write(json.dumps({"text": TEXT}) + "\n")
            writer.flush()
            assert isinstance(next(source.discover(["-"])), Source)

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ('{"id": 1}', "no-text"),
            ('["text"]', "bad-record"),
            ('{"text": "  "}', "empty"),
            ('{"text": 5}', "no-text"),
            ("[" * 100_000, "bad-record"),
            ('{"id": ' + "9" * 5000 + "}", "bad-record"),
        ],
    )
    def test_a_bad_record_is_one_failure(self, tmp_path, line, code):
        (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT}) + "\n" + line + "\n", "utf-8")
        good, bad = found(tmp_path / "a.jsonl")
        assert isinstance(good, Source)
        assert (failure([bad]).code, bad.name) == (code, f"{tmp_path / 'a.jsonl'}:2")

    def test_a_json_file_holds_a_list_one_record_or_lines(self, tmp_path):
        row = {"text": TEXT, "score": float("nan")}
        (tmp_path / "list.json").write_text(json.dumps([row, row], indent=2), "utf-8")
        (tmp_path / "one.json").write_text(json.dumps(row, indent=2), "utf-8")
        (tmp_path / "lines.json").write_text(f"{json.dumps(row)}\n{json.dumps(row)}\n", "utf-8")
        assert names(found(tmp_path), tmp_path) == [
            "lines.json:1",
            "lines.json:2",
            "list.json:1",
            "list.json:2",
            "one.json",
        ]
        assert found(tmp_path / "one.json")[0].extra == {"score": None}

    def test_half_a_character_becomes_one_replacement_character(self, tmp_path):
        (tmp_path / "a.jsonl").write_text(json.dumps({"text": "\ud800" + TEXT}), "utf-8")
        assert found(tmp_path / "a.jsonl")[0].data.decode() == "\ufffd" + TEXT


class TestStdin:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [
            (TEXT.encode(), "text"),
            (b"<html><body>" + TEXT.encode(), "html"),
            (b"%PDF-1.7\n...", "pdf"),
            (b"\n\n" + json.dumps({"text": TEXT}).encode(), "record"),
            (json.dumps([{"text": TEXT}], indent=1).encode(), "record"),
            (json.dumps({"text": TEXT}, indent=1).encode(), "record"),
        ],
    )
    def test_the_kind_is_found_from_the_bytes(self, stdin, data, kind):
        stdin(data)
        [item] = found("-")
        assert (item.kind, item.path) == (kind, None)

    def test_a_name_decides_the_kind_and_is_shown(self, stdin):
        stdin(TEXT.encode())
        [item] = found("-", stdin_name="notes.md")
        assert (item.name, item.kind) == ("notes.md", "markdown")

    def test_it_mixes_with_files_in_order_and_is_read_once(self, stdin, tree):
        stdin(TEXT.encode())
        assert names(found(tree / "b.txt", "-", tree / "a.md", "-"), tree) == ["b.txt", "stdin", "a.md"]

    def test_empty_or_closed_it_is_a_failure(self, stdin, monkeypatch):
        stdin(b"")
        assert failure(found("-")).code == "empty"
        monkeypatch.setattr(sys, "stdin", None)
        assert failure(found("-")).code == "empty"
