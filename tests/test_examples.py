"""The examples cannot rot: their Arabic output is compared with `expected/`, their quotes with `gold/` beside them.

`python -m tests.test_examples` writes the expected outputs anew; look at the difference before you commit it.
"""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from summarize import arabic, article, quotes, source
from summarize.pipeline import Pipeline
from summarize.records import Quote, Report, Source
from summarize.render.text import Text
from summarize.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
POLITICS = "examples/politics.txt"
ARTICLES = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".html") or path.name == "science.md")


def shown(path: Path) -> str:
    """What `summarize PATH --lang ar` prints in a pipe, without the last line, which names the version."""
    (report,) = Pipeline(Settings(lang="ar")).reports(source.discover([str(path)]))
    assert isinstance(report, Report)
    stream = io.StringIO()
    Text(stream, Settings(lang="ar")).write(report)
    return stream.getvalue().rsplit("\n", 2)[0] + "\n"


def expected(path: Path) -> Path:
    return EXAMPLES / "expected" / f"{path.name}.out"


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_the_arabic_output_is_as_expected(path: Path) -> None:
    assert shown(path) == expected(path).read_text("utf-8")


def test_the_readme_shows_what_the_shipped_models_print() -> None:
    """Its Arabic and its last line; the English may differ in a word from one processor to another."""
    (report,) = Pipeline(Settings(quotes=2)).reports(source.discover([str(EXAMPLES / "politics.txt")]))
    assert isinstance(report, Report)
    report = replace(report, article=replace(report.article, source=replace(report.article.source, name=POLITICS)))
    stream = io.StringIO()
    Text(stream, Settings(quotes=2)).write(report)
    readme = (EXAMPLES.parent / "README.md").read_text("utf-8")
    shown = stream.getvalue().strip().split("\n")
    missing = [line for line in [*filter(arabic.SCRIPT.search, shown), shown[-1]] if line not in readme]
    assert not missing


def test_records_pass_their_ids_through() -> None:
    reports = list(Pipeline(Settings(lang="ar")).reports(source.discover([str(EXAMPLES / "records.ndjson")])))
    assert [isinstance(one, Report) and one.article.source.extra["id"] for one in reports] == [
        "rec-001", "rec-002", "rec-003"
    ]  # fmt: skip


def test_quotes_and_speakers_against_the_gold() -> None:
    """Floors; the counts now: 40 of 43 statements found, nothing else shown, 36 of the 40 with the right speaker."""
    found = wrong = right = total = 0
    for path in ARTICLES:
        gold = json.loads((EXAMPLES / "gold" / f"{path.name.split('.')[0]}.json").read_text("utf-8"))["quotes"]
        wanted = {_key(one["text"]): one for one in gold if one["kind"] == "statement"}
        known = {_key(one["text"]) for one in gold}
        shown = {_key(one.text): one for one in _statements(path)}
        total += len(wanted)
        found += len(wanted.keys() & shown.keys())
        wrong += sum(_key(one.text) not in known for one in shown.values())
        right += sum(_same(shown[key], wanted[key]) for key in wanted.keys() & shown.keys())
    assert (total, wrong) == (43, 0)
    assert found >= 39
    assert right >= 34


def _statements(path: Path) -> list[Quote]:
    (one,) = source.discover([str(path)])
    assert isinstance(one, Source)
    return [quote for quote in quotes.find(article.read(one)) if quote.kind == "statement"]


def _key(text: str) -> str:
    return " ".join(arabic.words(text))


def _same(quote: Quote, gold: dict[str, Any]) -> bool:
    """The same person: all words of the shorter name are in the longer one."""
    name, wanted = (
        set(arabic.words(quote.speaker.name if quote.speaker else "")),
        set(arabic.words(gold["speaker"] or "")),
    )
    return bool(name) and (name <= wanted or wanted <= name)


if __name__ == "__main__":
    expected(ARTICLES[0]).parent.mkdir(exist_ok=True)
    for each in ARTICLES:
        expected(each).write_text(shown(each), "utf-8")
