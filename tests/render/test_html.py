"""The page, read by a parser: whole, safe, and in the right direction. `test_page` looks at it in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from summarize import arabic, source
from summarize.pipeline import Pipeline
from summarize.records import Failure, Report
from summarize.render import html
from summarize.settings import Settings
from tests.conftest import EXAMPLES
from tests.render.conftest import HOSTILE, Record, poisoned

Page = Callable[[list[Record]], Path]


def parsed(path: Path) -> Any:
    return lxml.html.document_fromstring(path.read_text("utf-8"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_arabic_runs_right_to_left_beside_its_english(page: Page, records: list[Record]) -> None:
    article = parsed(page(records)).get_element_by_id("a2")
    for number, sentence in enumerate(records[1]["summary"]["sentences"]):
        ours, english = article.xpath(f".//li[@data-key='s{number}']/p")
        assert (ours.get("lang"), ours.get("dir"), words(ours)) == ("ar", "rtl", sentence["ar"])
        assert (english.get("lang"), english.get("dir"), words(english)) == ("en", "ltr", sentence["en"])


def test_the_source_place_of_a_sentence_is_its_code_points(page: Page, records: list[Record]) -> None:
    records[0]["text"] = "😀" + records[0]["text"][1:]  # two units of JavaScript
    article = parsed(page(records)).get_element_by_id("a1")
    spans = article.xpath(".//div[@class='text']/span")
    for key, one in [("s1", records[0]["summary"]["sentences"][1]), ("q0", records[0]["quotes"][0])]:
        marked = "".join(span.text_content() for span in spans if key in span.get("data-key").split())
        assert marked == records[0]["text"][one["start"] : one["end"]]
    assert article.xpath("string(.//div[@class='text'])") == records[0]["text"]


def test_a_quote_inside_a_sentence_belongs_to_both() -> None:
    report = _report("politics.txt")
    assert report.summary
    quote, sentence = report.quotes[0], report.summary.sentences[0]
    around = replace(sentence, start=quote.start - 5, end=quote.end + 5)
    cut = html.pieces(replace(report, summary=replace(report.summary, sentences=(around,)), quotes=(quote,)))
    assert [piece.keys for piece in cut] == [(), ("s0",), ("s0", "q0"), ("s0",), ()]
    assert "".join(piece.text for piece in cut) == report.article.text


def test_what_a_summary_sentence_leaves_out_is_struck_through_in_the_article(page: Page, records: list[Record]) -> None:
    one = records[1]["summary"]["sentences"][0]
    one["cuts"] = [{"start": one["start"], "end": one["start"] + 4}]
    struck = parsed(page(records)).get_element_by_id("a2").xpath(".//div[@class='text']/span[@data-key='s0']/del")
    assert [element.text_content() for element in struck] == [records[1]["text"][one["start"] :][:4]]


def test_offsets_beyond_the_text_mark_what_there_is() -> None:
    report = _report("politics.txt")
    spans = [(5, 10**30), (10**9, 10**9 + 1), (50, 40)]
    wild = [replace(quote, start=start, end=end) for quote, (start, end) in zip(report.quotes, spans, strict=True)]
    cut = html.pieces(replace(report, summary=None, quotes=tuple(wild)))
    assert "".join(piece.text for piece in cut) == report.article.text
    assert {key for piece in cut for key in piece.keys} == {"q0"}


def test_quotes_stand_under_their_speaker_in_both_languages(page: Page, records: list[Record]) -> None:
    quotes = records[1]["quotes"]
    quotes[2]["speaker"] = quotes[0]["speaker"] | {"name": quotes[0]["speaker"]["name"].replace("أ", "ا")}
    quotes[0]["speaker"]["en"] = "Sidi"
    groups = parsed(page(records)).get_element_by_id("a2").find_class("speaker")
    assert [len(group.xpath(".//blockquote")) for group in groups] == [2, 1]
    assert words(groups[0].xpath(".//h4")[0]).startswith(f"{quotes[0]['speaker']['name']}، ")
    assert "Sidi" in words(groups[0].xpath(".//h4")[0])


def test_warnings_are_said_in_words_and_shared_ones_once(page: Page, records: list[Record]) -> None:
    for record in records[:-1]:
        record["warnings"] = ["the English is a draft"]
    records[0]["summary"]["sentences"][0]["flags"] = ["en-numbers"]
    document = parsed(page(records))
    assert document.text_content().count("the English is a draft") == 1
    assert "check the numbers" in words(document.get_element_by_id("a1"))
    assert "check the numbers (1)" in map(words, document.get_element_by_id("note"))
    assert document.get_element_by_id("a3").get("data-notes") == ""


def test_a_failed_record_says_why(page: Page, records: list[Record]) -> None:
    article = parsed(page(records)).get_element_by_id("a6")
    assert article.get("class") == "failed"
    assert "is in English; only Arabic articles can be summarized" in words(article)


def test_quotes_alone_make_a_page(page: Page, records: list[Record]) -> None:
    only = records[1] | {"summary": None, "signature": {"tool": "summarize 1"}}
    assert len(parsed(page([only])).xpath("//blockquote")) == len(records[1]["quotes"])


def test_hostile_words_stay_words(page: Page, records: list[Record]) -> None:
    path = page([poisoned(record) for record in records])
    document, plain = parsed(path), parsed(page(records))
    assert {element.tag for element in document.iter()} <= {element.tag for element in plain.iter()}
    for tag in ("script", "style", "svg", "a"):
        assert len(document.xpath(f"//{tag}")) <= len(plain.xpath(f"//{tag}"))
    for element in document.iter():
        assert not [name for name in element.keys() if name.startswith("on") or name in ("src", "style")]  # noqa: SIM118
        assert element.get("href", "#").startswith("#")
    assert words(document.xpath("//h2")[0]) == " ".join(arabic.clean(HOSTILE).split())


def test_no_control_character_and_no_bidi_override_is_left(page: Page, records: list[Record]) -> None:
    data = page([poisoned(record) for record in records]).read_text("utf-8")
    assert "esrever" in data
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", data)


def test_nothing_comes_from_elsewhere_and_the_policy_knows_every_script_and_style(
    page: Page, records: list[Record]
) -> None:
    text = page(records).read_text("utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    policy = policy.replace("&#39;", "'")
    inside = [content for _, content in re.findall(r"<(script|style)>(.*?)</\1>", text, re.DOTALL)]
    hashes = [base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() for content in inside]
    assert re.findall("'sha256-([^']*)'", policy) == hashes
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert not re.search(r"https?://|//[a-z]|@import|url\(", re.sub(r"(?m)^\s*//.*| // .*", "", text))


def test_the_same_records_give_the_same_bytes(page: Page, records: list[Record]) -> None:
    assert page(records).read_bytes() == page(records).read_bytes()


def test_few_articles_are_open_and_many_are_closed(page: Page, records: list[Record]) -> None:
    assert len(parsed(page(records)).xpath("//article/details[@open]")) == len(records)
    assert not parsed(page(records * 5)).xpath("//article/details[@open]")


@pytest.mark.parametrize("name", [*html.SCRIPTS, *html.STYLES])
def test_no_script_or_style_ends_itself(name: str) -> None:
    assert "</" not in (html.FOLDER / name).read_text("utf-8")


def test_a_page_of_failures_alone() -> None:
    text = html.page([Failure("b.txt", "b.txt", "empty", "b.txt is empty")])
    assert "b.txt is empty" in text
    assert "1 failed" in text


def _report(name: str) -> Report:
    (one,) = Pipeline(Settings(lang="ar")).reports(source.discover([str(EXAMPLES / name)]))
    assert isinstance(one, Report)
    return one
