"""A record follows its schema, whatever is in it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from summarize import source
from summarize.pipeline import Pipeline
from summarize.records import Failure, Report
from summarize.render import json as json_
from summarize.settings import Settings
from tests.conftest import EXAMPLES

FAILURE = Failure("b.txt", "b.txt", "empty", "b.txt is empty", "give an Arabic article")


@pytest.fixture(scope="module")
def report() -> Report:
    (one,) = Pipeline(Settings(lang="ar")).reports(source.discover([str(EXAMPLES / "politics.txt")]))
    assert isinstance(one, Report)
    return one


def follows(record: dict[str, Any]) -> bool:
    return Draft202012Validator(json_.schema()).is_valid(record)


def test_a_report_and_a_failure_follow_the_schema(report: Report) -> None:
    assert follows(json_.as_dict(report, with_text=True))
    assert follows(json_.as_dict(FAILURE))
    assert not follows({"schema": "summarize/1", "ok": True})


def test_a_record_without_a_summary_follows_the_schema_and_half_a_report_does_not(report: Report) -> None:
    assert follows(json_.as_dict(replace(report, summary=None)))
    half = {key: value for key, value in json_.as_dict(report).items() if key != "summary"}
    assert not follows(half)


def test_offsets_point_into_the_text_of_the_record(report: Report) -> None:
    record = json_.as_dict(report, with_text=True)
    for piece, key in [(s, "ar") for s in record["summary"]["sentences"]] + [(q, "text") for q in record["quotes"]]:
        assert record["text"][piece["start"] : piece["end"]] == piece[key]
    assert record["text"] == (EXAMPLES / "politics.txt").read_text("utf-8")


def test_one_article_is_an_object_several_are_an_array(report: Report) -> None:
    for outcomes, kind in (([report], dict), ([report, FAILURE], list), ([FAILURE], dict)):
        stream = io.StringIO()
        renderer = json_.Json(stream, Settings())
        for outcome in outcomes:
            renderer.write(outcome)
        renderer.close()
        assert isinstance(json.loads(stream.getvalue()), kind)


def test_ndjson_is_one_line_per_record(report: Report) -> None:
    stream = io.StringIO()
    renderer = json_.Ndjson(stream, Settings())
    renderer.write(report)
    renderer.write(FAILURE)
    first, second = stream.getvalue().splitlines()
    assert json.loads(first)["ok"] is True
    assert json.loads(second)["error"]["hint"] == "give an Arabic article"


def test_a_lone_surrogate_is_escaped() -> None:
    assert json.loads(json_.dumps({"a": "\ud800"})) == {"a": "\ud800"}
    json_.dumps({"a": "\ud800"}).encode("utf-8")
