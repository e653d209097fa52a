"""Source -> Article: what the reader of each kind keeps, and what is refused."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from summarize import article, source
from summarize.errors import InputError
from summarize.records import Article, Failure
from tests.test_pdf import LINES, PARAGRAPHS, TITLE, build, drawn

HEADLINE = "افتتاح الجسر الجديد في مدينة المرجان"
FIRST = "افتتحت بلدية مدينة المرجان أمس الجسر الجديد على نهر السلسبيل، بعد عامين من العمل شارك فيه مئات العمال."
SECOND = "وقالت رئيسة البلدية هدى الصافي إن الجسر سيخدم ثلاثين ألف سيارة كل يوم، وإنه «هدية المدينة إلى أهلها»."
THIRD = "وتقدر كلفة المشروع بأربعين مليون دينار دفعت البلدية نصفها، بينما جاء النصف الآخر من صندوق التنمية الوطني."
ENGLISH = "The bridge is 400 metres long and was designed by a local firm, according to the Marjan Gazette."


def read(data: bytes | str, name: str = "a.txt", asked: str = "", folder: Path = Path()) -> Article:
    """Through a real file where a folder is given, else from memory."""
    data = data.encode() if isinstance(data, str) else data
    if folder != Path():
        (folder / name).write_bytes(data)
        [item] = source.read(folder / name)
    else:
        [item] = source._sources(io.BytesIO(data), name, name)
    assert not isinstance(item, Failure), item
    return article.read(item, asked)


def refused(data: bytes | str, name: str = "a.txt") -> InputError:
    with pytest.raises(InputError) as caught:
        read(data, name)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


def pieces(found: Article) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


class TestText:
    def test_the_text_is_the_input_itself(self, tmp_path):
        text = f"  {HEADLINE}\r\n\r\n{FIRST}\r\n\tكتب: سامر\r\n{SECOND}  \n\n\nشاركها.\n"
        found = read(text, folder=tmp_path)
        assert found.text == text
        assert found.title == HEADLINE
        assert pieces(found) == [("title", HEADLINE), ("text", FIRST), ("text", SECOND)]

    def test_a_byte_order_mark_goes_and_the_encoding_is_recorded(self):
        for encoding, name in [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1256", "cp1256")]:
            found = read(FIRST.encode(encoding))
            assert (found.text, found.source.encoding, found.source.data) == (FIRST, name, b"")

    def test_the_encoding_asked_for_is_used(self):
        assert read(FIRST.encode("cp1256"), asked="windows-1256").source.encoding == "windows-1256"

    def test_a_few_bad_bytes_are_a_warning(self):
        found = read(FIRST.encode() + b"\xd8")
        assert found.text == FIRST + "\ufffd"
        assert "\ufffd" in found.warnings[0]
        assert read(FIRST).warnings == ()

    def test_two_megabytes_take_less_than_two_seconds(self):
        text = "\n\n".join([FIRST, SECOND, THIRD, "شاركها."] * 3700)
        begin = time.perf_counter()
        found = read(text)
        assert len(text.encode()) > 2**21
        assert len(found.blocks) == 3 * 3700
        assert time.perf_counter() - begin < 2

    def test_the_seed_article_has_no_share_button_and_one_heading(self, shared):
        found = read((shared / "seed-article.txt").read_bytes())
        assert [text for kind, text in pieces(found) if kind == "heading"] == ["المحادثات تسير بشكل بناء"]
        assert not any("شاركها" in text for _, text in pieces(found))
        assert found.title is None


class TestRecord:
    def test_the_title_comes_from_the_record(self, tmp_path):
        line = json.dumps({"headline": f" {HEADLINE} ", "text": f"{FIRST}\n\n{SECOND}", "id": 5})
        found = read(line, "a.jsonl", folder=tmp_path)
        assert (found.title, found.text, found.source.extra["id"]) == (HEADLINE, f"{FIRST}\n\n{SECOND}", 5)
        assert [kind for kind, _ in pieces(found)] == ["text", "text"]

    def test_that_it_is_breaking_news_is_no_part_of_the_title(self, tmp_path):
        line = json.dumps({"title": f"عاجل | {HEADLINE}", "text": f"عاجل: {HEADLINE}\n\n{FIRST}\n\n{SECOND}"})
        found = read(line, "a.jsonl", folder=tmp_path)
        assert (found.title, pieces(found)[0]) == (HEADLINE, ("title", HEADLINE))


class TestMarkdown:
    def test_markup_goes_and_the_words_stay(self):
        text = f"""---
title: "{HEADLINE}"
date: 2024-05-01
---
# {HEADLINE}

![صورة](bridge.jpg)
افتتحت **بلدية** مدينة _المرجان_ أمس [الجسر الجديد](https://example.org/a_(b)) على نهر
السلسبيل[^1].

> وقالت رئيسة البلدية إن الجسر `هدية` المدينة &quot;إلى أهلها&quot;.

الكلفة
------

- أربعون ~~مليون~~ دينار
- [x] عامان

| جدول | بلا نص |
|------|--------|

```python
print("hidden")
```
<!-- comment --> {THIRD} snake_case_name
شاركها.

[^1]: حاشية
"""
        found = read(text, "a.md")
        assert found.title == HEADLINE
        assert pieces(found) == [
            ("title", HEADLINE),
            ("text", "افتتحت بلدية مدينة المرجان أمس الجسر الجديد على نهر السلسبيل."),
            ("text", 'وقالت رئيسة البلدية إن الجسر هدية المدينة "إلى أهلها".'),
            ("heading", "الكلفة"),
            ("item", "أربعون مليون دينار"),
            ("item", "عامان"),
            ("text", f"{THIRD} snake_case_name"),
        ]

    @pytest.mark.parametrize("unit", ["[", "![](", "**ب ", "_ب ", "# ", "> ", "<!--", "`", "- ", "<ب", "\\", "*"])
    def test_no_markup_takes_quadratic_time(self, unit):
        begin = time.perf_counter()
        read(f"{FIRST}\n\n{SECOND}\n\n{unit * (200_000 // len(unit))}\n\n{FIRST * 800}", "a.md")
        assert time.perf_counter() - begin < 2


PAGE = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>{HEADLINE} - صحيفة الأفق</title><script>var x = "نص برمجي";</script></head><body>
<nav><a href="/">الرئيسية</a> <a href="/s">رياضة</a></nav>
<article><h1>{HEADLINE}</h1><p>كتب: سامر العلي</p><div class="share">شاركها.</div>
<p>{FIRST}</p><p>{SECOND.replace("«", "&laquo;")}</p><h2>كلفة المشروع</h2><p>{THIRD}</p>
<p>اقرأ أيضاً: فيضان يغمر وادي النخيل</p></article>
<footer>جميع الحقوق محفوظة © 2024</footer></body></html>"""


class TestHtml:
    def test_an_article_is_taken_out_of_its_page(self):
        found = read(PAGE, "a.html")
        assert found.title == HEADLINE
        assert pieces(found) == [
            ("title", HEADLINE), ("text", FIRST), ("text", SECOND), ("heading", "كلفة المشروع"), ("text", THIRD),
        ]  # fmt: skip

    def test_an_old_page_of_line_breaks_in_windows_1256(self):
        page = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">
<title>{HEADLINE}</title></head><body><table><tr><td>القائمة</td><td><font>{FIRST}<br><br>{SECOND}<br>{THIRD}
</font></td></tr></table></body></html>"""
        found = read(page.encode("cp1256"), "a.htm")
        assert (found.title, found.source.encoding) == (HEADLINE, "windows-1256")
        assert [text for kind, text in pieces(found) if kind == "text"] == [FIRST, SECOND, THIRD]

    @pytest.mark.parametrize(
        ("title", "site", "heading", "kept"),
        [
            (f"{HEADLINE} | صحيفة الأفق", "", "", HEADLINE),
            (f"الأفق - {HEADLINE}", "الأفق", "", HEADLINE),
            (f"{HEADLINE} - الساحل", "", HEADLINE, HEADLINE),
            ("زلزال في الساحل - 17 قتيلا", "", "", "زلزال في الساحل - 17 قتيلا"),
        ],
    )
    def test_the_name_of_the_site_goes_from_the_title(self, title, site, heading, kept):
        assert article._without_site(title, site, [heading] if heading else []) == kept

    def test_declared_entities_are_not_expanded_and_deep_nesting_does_no_harm(self):
        bomb = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(12))
        page = f'<!DOCTYPE html [<!ENTITY a0 "aaaaaaaaaa">{bomb}]><html><body><p>{FIRST}</p><p>{SECOND}</p><p>&a12;</p>'
        assert len(read(page, "a.html").text) < 1000
        assert refused("<html><body>" + "<div>" * 50_000 + FIRST, "a.html").code == "too-short"

    def test_a_page_without_an_article_is_refused(self):
        assert refused("<html><body><img src=a.png></body></html>", "a.html").code == "too-short"
        assert refused("<!-- nothing -->", "a.html").code == "no-text"


def docx(*, rows: list[list[str]] | None = None) -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(HEADLINE, 0)
    document.add_paragraph("بقلم سامر العلي")
    document.add_paragraph(FIRST)
    document.add_heading("كلفة المشروع", 1)
    document.add_paragraph("أربعون مليون دينار", style="List Bullet")
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.add_paragraph(SECOND)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class TestDocx:
    def test_styles_become_blocks_and_tables_come_last(self, tmp_path):
        found = read(docx(rows=[["السنة", "الكلفة"], [THIRD, THIRD]]), "a.docx", folder=tmp_path)
        assert found.title == HEADLINE
        assert pieces(found) == [
            ("title", HEADLINE), ("text", FIRST), ("heading", "كلفة المشروع"), ("item", "أربعون مليون دينار"),
            ("text", SECOND), ("text", "السنة"), ("text", "الكلفة"), ("text", THIRD),
        ]  # fmt: skip

    def test_a_zip_bomb_is_not_unpacked(self):
        out = io.BytesIO(docx())
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media/a.png", "w") as entry:
            for _ in range((article.UNPACKED >> 20) + 1):
                entry.write(bytes(2**20))
        assert refused(out.getvalue(), "a.docx").code == "too-large"

    @pytest.mark.parametrize("keep", [200, 5000, -300])
    def test_a_broken_file_is_refused(self, keep):
        assert refused(docx()[:keep] + b"word/", "a.docx").code == "bad-docx"


def test_a_pdf_becomes_paragraphs_with_its_headline_as_title(tmp_path):
    found = read(build([drawn(LINES)]), "a.pdf", folder=tmp_path)
    assert (found.title, found.source.encoding) == (TITLE, "pdf")
    assert pieces(found) == [("title", TITLE), *(("text", paragraph) for paragraph in PARAGRAPHS)]


class TestLanguage:
    @pytest.mark.parametrize(
        ("text", "code", "word"),
        [
            (ENGLISH * 3, "not-arabic", "English"),
            ("این پل که پس از دو سال کار افتتاح شد، روزانه سی هزار خودرو را از روی رودخانه عبور می‌دهد و برای شهر "
             "بسیار مهم است.", "not-arabic", "Persian"),
            ("یہ پل دو سال کے کام کے بعد کھولا گیا ہے اور روزانہ تیس ہزار گاڑیاں اس سے گزریں گی، شہر کے لوگوں نے اس "
             "کا خیر مقدم کیا ہے۔", "not-arabic", "Urdu"),
            ("جسر", "too-short", "little"),
            ("شاركها.\nاقرأ أيضاً: فيضان يغمر وادي النخيل\nجميع الحقوق محفوظة", "too-short", "little"),
            ("... 12 34 !!", "too-short", "little"),
        ],
    )  # fmt: skip
    def test_what_is_no_arabic_article_is_refused_in_one_sentence(self, text, code, word):
        error = refused(text)
        assert (error.code, word in error.message) == (code, True)

    def test_english_paragraphs_in_an_arabic_article_are_fine(self):
        found = read("\n\n".join([FIRST, ENGLISH, SECOND, THIRD]))
        assert len(found.blocks) == 4
