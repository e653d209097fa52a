"""The page in a real browser: nothing foreign runs, sentences light up in both languages, search and filters work."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from summarize import arabic
from tests import browser as browser_
from tests.browser import Browser
from tests.render.conftest import Record, poisoned, write_page

pytestmark = pytest.mark.skipif(browser_.CHROMIUM is None, reason="no Chromium on this machine")

Page = Callable[[list[Record]], Path]
LIT = "[...document.querySelectorAll('.lit')].map(e => e.tagName.toLowerCase() + ' ' + e.dataset.key)"
SHOWN = "[...document.querySelectorAll('main > article:not([hidden])')].map(e => e.id)"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser_.started() as running:
        yield running


@pytest.fixture(scope="module")
def whole(made: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(tmp_path_factory.mktemp("whole"), json.loads(made))


@pytest.fixture
def browser(chromium: Browser, whole: Path) -> Browser:
    """At the page of all records."""
    chromium.open(whole)
    return chromium


def choose(browser: Browser, select: str, start: str) -> list[str]:
    """The articles that are shown after the choice that begins so."""
    browser.run(
        f"(() => {{ const s = document.getElementById('{select}');"
        f"s.value = [...s.options].find(o => o.text.startsWith({json.dumps(start)})).value;"
        "s.dispatchEvent(new Event('input')); })()"
    )
    return list(browser.run(SHOWN))


def search(browser: Browser, text: str) -> list[str]:
    browser.run("(() => { const s = document.getElementById('search'); s.focus(); s.value = ''; })()")
    browser.write(text)
    return list(browser.run(SHOWN))


def test_hostile_words_run_nothing(chromium: Browser, page: Page, records: list[Record]) -> None:
    path = page([poisoned(record) for record in records])
    chromium.open(path)
    chromium.run("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for selector in ("li .en", "blockquote .ar", ".text span", "select"):
        chromium.point(selector)
    chromium.press("Tab")
    assert chromium.run("typeof owned") == "undefined"
    assert chromium.saw("Page.javascriptDialogOpening") == []
    assert [one["request"]["url"] for one in chromium.saw("Network.requestWillBeSent")] == [path.as_uri()]
    assert chromium.saw("Log.entryAdded") == []
    assert chromium.run("document.querySelector('#a1 h2').textContent").startswith("</script></style></title>")


def test_the_policy_stops_what_escaping_would_miss(chromium: Browser, page: Page, records: list[Record]) -> None:
    path = page(records)
    foreign = "<script>owned=1</script><img src='http://127.0.0.1:9/a.png' onerror='owned=1'><p style='color:red'>"
    path.write_text(path.read_text("utf-8").replace('<main id="articles"', f'{foreign}<main id="articles"'), "utf-8")
    chromium.open(path)
    assert chromium.run("typeof owned") == "undefined"
    told = " ".join(one["entry"]["text"] for one in chromium.saw("Log.entryAdded"))
    for what in ("inline script", "inline event handler", "inline style", "the image 'http://127.0.0.1:9/a.png'"):
        assert f"{what} violates the following Content Security Policy directive" in told
    assert chromium.run(SHOWN) == [f"a{number}" for number in range(1, 7)]


@pytest.mark.parametrize("side", [".ar", ".en"])
def test_a_sentence_lights_up_in_both_languages_and_in_the_article(browser: Browser, side: str) -> None:
    browser.run("document.querySelector('#a2 .source').open = true")
    browser.point(f"#a2 li:nth-child(2) {side}")
    assert set(browser.run(LIT)) == {"li s1", "span s1"}
    assert browser.run("document.querySelectorAll('.lit [lang=ar], .lit [lang=en]').length") == 2
    browser.point("h1")
    assert browser.run(LIT) == []


def test_a_place_in_the_article_lights_up_its_sentence(browser: Browser) -> None:
    browser.run("document.querySelector('#a2 .source').open = true")
    browser.point("#a2 .text span[data-key='s2']")
    assert set(browser.run(LIT)) == {"li s2", "span s2"}


def test_the_keyboard_lights_up_and_goes_to_the_place(browser: Browser) -> None:
    browser.point("h1")
    browser.run("document.querySelector('#a2 summary').focus()")
    browser.press("Tab")
    assert browser.run("document.activeElement.hash") == "#a2-s0"
    assert "li s0" in browser.run(LIT)
    assert not browser.run("document.querySelector('#a2 .source').open")
    browser.press("Enter")
    assert browser.run("document.querySelector('#a2 .source').open")
    assert browser.run("location.hash") == "#a2-s0"
    top = "document.getElementById('a2-s0').getBoundingClientRect().top"
    assert 0 < browser.run(f"new Promise(done => requestAnimationFrame(() => done({top})))") < 900
    assert {"li s0", "span s0"} <= set(browser.run(LIT))


def test_without_a_text_a_sentence_can_be_focused_as_well(chromium: Browser, page: Page, records: list[Record]) -> None:
    del records[0]["text"]
    chromium.open(page(records[:1]))
    chromium.run("document.querySelector('#a1 summary').focus()")
    chromium.press("Tab")
    assert chromium.run(LIT) == ["li s0"]


def test_directions_are_those_of_the_languages(browser: Browser) -> None:
    direction = "getComputedStyle(document.querySelector('{}')).direction"
    for selector, expected in [("#a1 h2", "rtl"), ("#a1 li .ar", "rtl"), ("#a1 li .en", "ltr"), ("#a1 .text", "rtl")]:
        assert browser.run(direction.format(selector)) == expected
    left = "document.querySelector('#a1 li {}').getBoundingClientRect().left"
    assert browser.run(f"{left.format('.en')} < {left.format('.ar')}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("نُواكْشوط", ["a2"]),  # tashkeel
        ("نواكشـــوط السنغال", ["a2"]),  # tatweel; two words
        ("ﻧﻮاﻛﺸﻮﻁ", ["a2"]),  # presentation forms
        ("احتجز خفر السواحل الموريتاني ١٤", ["a2"]),  # other digits
        ("محكمه الإستيناف", ["a1"]),  # letter forms
        ("eNGLISH 4.1", ["a4"]),
        ("readme", ["a6"]),
        ("<script>", []),
        ("", ["a1", "a2", "a3", "a4", "a5", "a6"]),
    ],
)
def test_search_reads_arabic_as_its_readers_do(browser: Browser, text: str, found: list[str]) -> None:
    assert search(browser, text) == found
    assert browser.run("document.getElementById('nothing').hidden") == bool(found)
    count = f"{len(found)} of 6" if len(found) < 6 else "6 articles"
    assert browser.run("document.getElementById('shown').textContent") == count


def test_found_words_are_marked_as_they_are_written(browser: Browser) -> None:
    search(browser, "العمانيُّ")  # العُماني stands there
    marked = browser.run(
        "[...CSS.highlights.get('hit')].map(r => r.startContainer.data.slice(r.startOffset, r.endOffset))"
    )
    assert set(marked) == {"العُماني"}


def test_the_page_folds_as_the_program_does(browser: Browser) -> None:
    for first in (0x20, 0x600, 0x2000, 0xFB50, 0xFE00):
        chars = [chr(code) for code in range(first, first + 0x500) if not 0xD800 <= code < 0xE000 and code <= 0xFFFF]
        folded = browser.run(f"{json.dumps(chars)}.map(fold)")
        assert dict(zip(chars, folded, strict=True)) == {char: arabic.fold(char) for char in chars}


def test_filters_by_source_and_warning(browser: Browser) -> None:
    folder = "document.getElementById('place').options[1].text"
    assert browser.run(folder).endswith("examples (3)") or browser.run(folder).endswith("records.ndjson (3)")
    assert choose(browser, "note", "no closing mark") == ["a1"]
    assert choose(browser, "note", "could not be summarized") == ["a6"]
    assert choose(browser, "note", "any") == ["a1", "a6"]
    assert choose(browser, "note", "all") == ["a1", "a2", "a3", "a4", "a5", "a6"]


def test_a_speaker_filter_leaves_only_what_the_speaker_says(browser: Browser) -> None:
    assert choose(browser, "speaker", "عائشة نيانغ") == ["a2"]
    quotes = "[...document.querySelectorAll('#a2 .speaker')].filter(e => e.checkVisibility()).map(e => e.textContent)"
    (visible,) = browser.run(quotes)
    assert "عائشة نيانغ" in visible
    assert search(browser, "مخطوط") == []  # both hold


def test_one_button_closes_and_opens_all(browser: Browser) -> None:
    opened = "document.querySelectorAll('main > article > details[open]').length"
    assert browser.run(opened) == 6
    browser.run("document.getElementById('all').click()")
    assert browser.run(opened) == 0
    browser.run("document.getElementById('all').click()")
    assert browser.run(opened) == 6


def test_print_opens_what_is_closed_and_closes_it_again(chromium: Browser, page: Page, records: list[Record]) -> None:
    chromium.open(page(records * 4))
    chromium.run("addEventListener('beforeprint', () => { seen = document.querySelectorAll('details[open]').length; })")
    assert chromium.pdf().startswith(b"%PDF")
    assert chromium.run("seen") == 24
    assert chromium.run("document.querySelectorAll('details[open]').length") == 0


def test_a_thousand_records_stay_usable(chromium: Browser, page: Page, records: list[Record]) -> None:
    chromium.open(page(records[:-1] * 200))
    assert chromium.run("document.querySelectorAll('details[open]').length") == 0
    took = "(() => {{ const t = performance.now(); search.value = '{}'; update(); return performance.now() - t; }})()"
    assert chromium.run(took.format("نواكشوط")) < 5000
    assert chromium.run("document.getElementById('shown').textContent") == "200 of 1000"
    assert chromium.run(took.format("نواكشوط ال")) < 1000
