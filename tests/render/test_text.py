"""Text for pipes is plain and in logical order; text for terminals is safe, and in order on simple ones."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from summarize.records import Article, Block, Cue, Quote, Report, Sentence, Source, Span, Speaker, Summary, Translation
from summarize.render.markdown import Markdown, safe
from summarize.render.text import Text, reorders, visual
from summarize.settings import Settings

NASTY = "قال <script>alert(1)</script> \x1b[31mأحمر\x1b[0m \u202eمقلوب\u202c *نجمة*"


def made(
    text: str = "قال الوزير: «نعم نوافق على هذا».", flags: tuple[str, ...] = (), ours: tuple[str, ...] = ()
) -> Report:
    said = Translation("We agree to this.", flags)
    speaker = Speaker("علي حسن", "وزير", 0, 3, said, said)
    cue = Cue("قال", 0, 3)
    quote = Quote(text, 0, len(text), ("«", "»"), "statement", cue, speaker, Span(0, 9), 1, 0.9, ours, said)
    article = Article(Source("a.txt", "a.txt", "text", b""), text, text, (Block(0, len(text), "text"),))
    summary = Summary("ranker", (Sentence(text, 0, len(text), 1.0, ours, said),))
    return Report(article, summary, (quote,), {"tool": "summarize 1", "translator": None}, said, ("careful",))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(report: Report, stream: io.StringIO, **wishes: str) -> str:
    Text(stream, Settings(**wishes)).write(report)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_pipe_gets_logical_order_without_colour() -> None:
    text = shown(made(), io.StringIO())
    assert "• قال الوزير: «نعم نوافق على هذا»." in text
    assert "\x1b" not in text
    assert "— علي حسن، وزير" in text
    assert "! careful" in text


@pytest.mark.parametrize("renderer", [Text, Markdown])
@pytest.mark.parametrize("lang", ["ar", "en", "ar,en"])
def test_no_line_holds_two_scripts(renderer: type[Text | Markdown], lang: str) -> None:
    stream = io.StringIO()
    renderer(stream, Settings(lang=lang)).write(made(flags=("numbers",), ours=("unmarked",)))
    for line in re.sub("<.*?>", "", stream.getvalue()).splitlines():
        assert not re.search(r"[\u0621-\u064a].*[a-z]|[a-z].*[\u0621-\u064a]", line), line


def test_markdown_keeps_arabic_in_right_to_left_blocks() -> None:
    stream = io.StringIO()
    Markdown(stream, Settings()).write(made())
    assert not re.search("[\u0621-\u064a]", re.sub('(?s)<div dir="rtl".*?</div>', "", stream.getvalue()))


def test_without_a_summary_there_are_title_quotes_and_source() -> None:
    text = shown(replace(made("نعم نوافق على هذا"), summary=None), io.StringIO(), lang="ar")
    quote = "«نعم نوافق على هذا»\n— علي حسن، وزير"
    assert text == f"نعم نوافق على هذا\n\n{quote}\n\n! careful\nsummarize 1 · a.txt\n"


def test_flags_are_told_below_their_sentence() -> None:
    assert "  ! check the numbers" in shown(made(flags=("numbers",)), io.StringIO())


@pytest.mark.parametrize("bidi", ["on", "off"])
def test_escapes_and_overrides_of_an_article_never_reach_the_terminal(bidi: str) -> None:
    text = shown(made(NASTY), Terminal(), bidi=bidi)
    ours = [code for code in ("\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m") if code in text]
    for code in ours:
        text = text.replace(code, "")
    assert not set(text) & {"\x1b", "\u202e", "\u202c", "\x07"}


def test_a_simple_terminal_gets_visual_order_and_joined_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VTE_VERSION", "KONSOLE_VERSION", "MLTERM", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    assert "نعم" not in shown(made(), Terminal(), bidi="auto")
    monkeypatch.setenv("VTE_VERSION", "7200")
    assert "نعم" in shown(made(), Terminal(), bidi="auto")


def test_visual_order() -> None:
    assert visual("قال 12") == "12 \ufedd\ufe8e\ufed7"
    assert reorders({"TERM_PROGRAM": "Apple_Terminal"})
    assert not reorders({"TERM_PROGRAM": "vscode"})


def test_markdown_escapes_the_article_and_marks_direction() -> None:
    stream = io.StringIO()
    Markdown(stream, Settings()).write(made(NASTY))
    text = stream.getvalue()
    assert '<div dir="rtl" lang="ar">' in text
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_safe_markdown() -> None:
    assert safe("<b> *x*") == "&lt;b&gt; \\*x\\*"
