"""Records come back as they went out, from whatever holds them; what is no record is told in one sentence."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import InputError
from summarize.records import Failure, Report
from summarize.render import html, stored
from summarize.render.json import as_dict, dumps
from tests.render.conftest import Record


def read(*arguments: str | Path) -> list[Report | Failure | InputError]:
    return list(stored.read(map(str, arguments)))


def names(*arguments: str | Path) -> list[str]:
    """Of the articles, all of which must be well."""
    found = read(*arguments)
    reports = [one for one in found if isinstance(one, Report)]
    assert found == reports
    return [Path(report.article.source.name).name for report in reports]


def test_what_is_read_back_is_what_was_written(tmp_path: Path, records: list[Record]) -> None:
    (tmp_path / "a.ndjson").write_text("\n".join(map(dumps, records)), "utf-8")
    found = [one for one in read(tmp_path / "a.ndjson") if not isinstance(one, InputError)]
    assert [as_dict(one, with_text=True) for one in found] == records


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["lines", "list", "one", "spread"])
def test_objects_arrays_and_lines_in_the_encodings_of_json(
    tmp_path: Path, records: list[Record], encoding: str, form: str
) -> None:
    text = {
        "lines": "\r\n\r\n".join(map(dumps, records[:2])),
        "list": dumps(records[:2]),
        "one": dumps(records[0]),
        "spread": dumps(records[0], indent=1),
    }[form]
    (tmp_path / "a.txt").write_text(text, encoding)
    assert names(tmp_path / "a.txt") == ["court.txt", "politics.txt"][: 2 if form in ("lines", "list") else 1]


def test_a_folder_gives_its_sidecars_each_file_once(tmp_path: Path, records: list[Record]) -> None:
    for name, record in zip(
        ("b.summary.json", "deep/a.txt.summary.json", ".git/c.summary.json"), records, strict=False
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(dumps(record), "utf-8")
    (tmp_path / "package.json").write_text("{}")
    assert names(tmp_path, tmp_path / "b.summary.json", tmp_path / "deep") == ["court.txt", "politics.txt"]
    assert names(tmp_path / "deep" / "*.json") == names(tmp_path / "de*") == ["politics.txt"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, records: list[Record]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(dumps(records[0]).encode())))
    assert names("-", "-") == ["court.txt"]


BROKEN: list[tuple[bytes, str]] = [
    (b"", "a.json is empty"),
    (b" \n", "a.json is empty"),
    (b"[]", "a.json is an empty list"),
    (b"{", "a.json is not JSON"),
    (b'{\n "schema": "summarize/1",\n "ok"', "a.json is not JSON"),
    (b"\xff\xfe\xff", "a.json is not JSON"),
    (b"[" * 100_000, "a.json is not JSON"),
    (b"<html>", "a.json is not JSON"),
    (b"{}", "a.json is no record of summarize/1"),
    (b'"summarize/1"', "a.json is no record of summarize/1"),
    (b'{"id": 1, "text": "..."}', "a.json is no record of summarize/1"),
    (b'{"schema": "summarize/2", "ok": true}', "a.json is no record of summarize/1"),
    (b'{"schema": ["summarize/1"], "ok": {}}', "a.json is no record of summarize/1"),
]


@pytest.mark.parametrize(("data", "told"), BROKEN)
def test_what_is_no_record_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_bytes(data)
    (error,) = read("a.json")
    assert isinstance(error, InputError)
    assert error.message == told
    assert "summarize run -f ndjson" in error.hint


def spoiled(record: Record) -> list[Record]:
    """The record with each of its values in turn replaced by one of another type."""
    found: list[Record] = []

    def spoil(holder: Any, key: Any) -> None:
        kept = holder[key]
        for wrong in ([] if not isinstance(kept, list) else {}, -1 if not isinstance(kept, float) else "x"):
            holder[key] = wrong
            found.append(json.loads(json.dumps(record)))
        holder[key] = kept
        if isinstance(kept, dict | list):
            for inner in list(kept) if isinstance(kept, dict) else range(len(kept)):
                spoil(kept, inner)

    for key in ("source", "title", "summary", "quotes", "warnings", "signature", "text", "ok", "schema"):
        spoil(record, key)
    return found


def test_no_record_of_a_wrong_shape_comes_through(tmp_path: Path, records: list[Record]) -> None:
    records[0]["signature"]["translator"] = {"name": "a", "sha256": "b", "options": {}}
    wrong = spoiled({**records[0], "quotes": records[0]["quotes"][:1]})
    (tmp_path / "a.json").write_text(json.dumps(wrong), "utf-8")
    found = zip(wrong, read(tmp_path / "a.json"), strict=True)
    taken = [(record, one) for record, one in found if isinstance(one, Report)]
    assert len(taken) < len(wrong) / 4
    for record, one in taken:  # what was spoiled there is a value that nobody reads
        assert as_dict(one, with_text=True) == record
    assert html.page([one for _, one in taken]).count("<article") == len(taken)


def test_one_bad_line_is_told_with_its_number_and_the_rest_is_read(tmp_path: Path, records: list[Record]) -> None:
    lines = [dumps(records[0]), '{"schema": ', "", "{}", dumps(records[1])]
    (tmp_path / "a.ndjson").write_text("\n".join(lines), "utf-8")
    found = read(tmp_path / "a.ndjson")
    assert [type(one) for one in found] == [Report, InputError, InputError, Report]
    told = [one.message.replace(f"{tmp_path}/", "") for one in found if isinstance(one, InputError)]
    assert told == ["a.ndjson:2 is not JSON", "a.ndjson:4 is no record of summarize/1"]


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("missing.json", "there is no missing.json; check the path"),
        ("*.jsonl", "no file is called *.jsonl; check the path"),
        ("empty", "empty has no *.summary.json in it; name the files: 'empty/*.ndjson'"),
    ],
)
def test_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argument: str, told: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    assert [str(one) for one in read(argument)] == [told]
