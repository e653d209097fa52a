"""Decoding: Arabic comes out right whatever it was saved in, and what cannot be right is refused."""

from __future__ import annotations

import codecs
import io
import os

import pytest

from summarize import encoding
from summarize.errors import InputError
from summarize.records import Source

# 50 words
TEXT = (
    "أعلنت بلدية مدينة المرجان أمس أن العمل في الجسر الجديد قد انتهى قبل موعده بثلاثة أشهر، وأن حركة السير ستبدأ عليه "
    "صباح الأحد المقبل. وقالت رئيسة البلدية هدى الصافي إن كلفة المشروع بلغت أربعين مليون دينار، ولم تتجاوز ما كان "
    "مقرراً لها منذ عامين، بفضل عمل المهندسين في المدينة."
)


def decode(data: bytes, asked: str = "", kind: str = "text") -> tuple[str, str]:
    return encoding.decode(Source("a", None, kind, data), asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp1256"), "cp1256"),
        (TEXT.encode("iso8859_6"), "iso8859_6"),
        (TEXT.replace("،", ",").encode("cp720"), "cp720"),
    ],
)
def test_fifty_words_come_out_right(data, name):
    text, found = decode(data)
    assert (text.replace(",", "،"), found) == (TEXT, name)  # DOS had no Arabic comma


def test_ten_words_of_windows_1256_with_quotes_come_out_right():
    text = "قال الوزير: «لن نغلق المدرسة»، وأضاف أن القرار نهائي…"
    assert decode(text.encode("cp1256")) == (text, "cp1256")


def test_a_page_says_its_own_encoding_and_a_false_word_is_not_believed():
    page = "<html><head><meta charset='{}'></head><body>" + "<!-- padding -->" * 500 + TEXT
    assert decode(page.format("windows-1256").encode("cp1256"), kind="html")[1] == "windows-1256"
    for lie in ("iso-8859-1", "utf-8", "no-such-thing"):
        text, name = decode(page.format(lie).encode("cp1256"), kind="html")
        assert (TEXT in text, name) == (True, "cp1256")


def test_the_encoding_asked_for_wins():
    assert decode(TEXT.encode("cp1256"), "windows-1256") == (TEXT, "windows-1256")
    assert decode(TEXT.encode("utf-16"), "utf-16") == (TEXT, "utf-16")
    assert decode(codecs.BOM_UTF8 + TEXT.encode(), "utf-8") == (TEXT, "utf-8")


def test_a_few_bad_bytes_in_utf8_are_replaced():
    data = TEXT.encode()
    assert decode(data[:-1] + b"\xd8") == (TEXT[:-1] + "\ufffd", "utf-8")
    cut = data.index(b" ")
    text, name = decode(data[:cut] + b"\xff\xfe" + data[cut:])
    assert (text.replace("\ufffd", ""), name) == (TEXT, "utf-8")


@pytest.mark.parametrize(
    ("data", "asked", "code"),
    [
        (TEXT.encode("cp1256"), "utf-8", "bad-encoding"),
        (TEXT.encode(), "klingon", "bad-encoding"),
        (TEXT.encode(), "base64", "bad-encoding"),
        ("Le château était fermé à l'été.".encode("latin-1") * 9, "", "bad-encoding"),
        (bytes(range(256)) * 20, "", "not-text"),
    ],
)
def test_what_cannot_be_right_is_refused(data, asked, code):
    with pytest.raises(InputError) as caught:
        decode(data, asked)
    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256", "iso8859_6"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_of_a_stream_come_out_right_in_every_encoding(name, end):
    rows = [TEXT, "", TEXT[:60]]
    assert list(encoding.lines(io.BytesIO((end.join(rows) + end).encode(name)), "stdin")) == rows
    assert list(encoding.lines(io.BytesIO(end.join(rows).encode("cp1256")), "stdin", "cp1256")) == rows


def test_an_empty_stream_has_no_lines_and_an_empty_line_is_one():
    assert list(encoding.lines(io.BytesIO(b""), "stdin")) == []
    assert list(encoding.lines(io.BytesIO(b"\n"), "stdin")) == [""]


def test_lines_in_utf8_come_while_the_stream_is_open_even_with_a_bad_byte():
    read_end, write_end = os.pipe()
    with open(read_end, "rb") as stream, open(write_end, "wb") as writer:  # noqa: PTH123
        writer.write(TEXT.encode() + b"\xff\n")
        writer.flush()
        assert next(encoding.lines(stream, "stdin")) == TEXT + "\ufffd"


def test_a_line_in_no_known_encoding_is_refused():
    with pytest.raises(InputError, match="stdin is in no encoding that gives Arabic"):
        list(encoding.lines(io.BytesIO("déjà vu".encode("cp1252")), "stdin"))
