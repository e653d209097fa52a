"""Records of three examples, and what a page makes of records."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from summarize import source
from summarize.errors import InputError
from summarize.pipeline import Pipeline
from summarize.render import html, stored
from summarize.render.json import as_dict
from summarize.settings import Settings
from tests.conftest import EXAMPLES

Record = dict[str, Any]
WANTED = [str(EXAMPLES / name) for name in ("court.txt", "politics.txt", "records.ndjson", "README.md")]


@pytest.fixture(scope="package")
def made() -> str:
    """Five articles in JSON, with their text and an English of our own, and one failure."""
    outcomes = Pipeline(Settings(lang="ar")).reports(source.discover(WANTED))
    records = [as_dict(one, with_text=True) for one in outcomes]
    for number, record in enumerate(records[:-1], 1):
        record["title"]["en"] = f"Title {number}"
        for index, one in enumerate([*record["summary"]["sentences"], *record["quotes"]]):
            one["en"] = f"English {number}.{index}"
    return json.dumps(records)


@pytest.fixture
def records(made: str) -> list[Record]:
    found: list[Record] = json.loads(made)
    return found


@pytest.fixture
def page(tmp_path: Path) -> Callable[[list[Record]], Path]:
    return partial(write_page, tmp_path)


def write_page(folder: Path, records: list[Record]) -> Path:
    """A file with the page of records, read back as the command reads them."""
    (folder / "records.json").write_text(json.dumps(records), "utf-8")
    outcomes = [one for one in stored.read([str(folder / "records.json")]) if not isinstance(one, InputError)]
    assert len(outcomes) == len(records)
    (folder / "page.html").write_text(html.page(outcomes), "utf-8")
    return folder / "page.html"


HOSTILE = (
    "</script></style></title></textarea>--><script>owned=1;alert(1)</script><img src=x onerror=owned=1>"
    '<svg onload=owned=1><a href="javascript:owned=1">a</a>" autofocus onfocus="owned=1" \' onmouseover=\'owned=1'
    " {{7*7}}{% raw %}{# <iframe src=http://127.0.0.1:9/></iframe> &lt;b&gt;"
    " \u202eesrever\u202c \u2066\u200f \x1b[31m \x00 \x85 \ud800 end"
)
KEPT = {"schema", "kind"}


def poisoned(value: Any, key: str = "") -> Any:
    """The record with hostile words in every string, and in every place that may hold one."""
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    if isinstance(value, str) or (value is None and key in ("en", "role", "role_en", "path")):
        return value if key in KEPT else HOSTILE
    return value
