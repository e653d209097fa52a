"""Blocks: what is title, heading, item or paragraph, and what is furniture."""

from __future__ import annotations

import itertools
import re

import pytest

from summarize import arabic, layout
from summarize.layout import Part

FIRST = "افتتحت بلدية مدينة المرجان أمس الجسر الجديد على نهر السلسبيل، بعد عامين من العمل شارك فيه مئات العمال."
SECOND = "وقالت رئيسة البلدية هدى الصافي إن الجسر سيخدم ثلاثين ألف سيارة كل يوم، وإنه «هدية المدينة إلى أهلها»."
AROUND = """\
شاركها
شارك هذا الخبر على فيسبوك
إقرأ أيضاً..
تابعونا على قناتنا في تلغرام
12 تعليقات
// انتهى //
فيسبوك | تويتر | واتساب
الثلاثاء 26 يونيو 2012
آخر تحديث: 12/05/2024 - 10:30 م
القاهرة - أ ف ب
(رويترز)
-----
• • •
3
٤
© 2024 جريدة الأفق
كتبت - ليلى حداد:
اقرأ أيضًا: «انخفاض» أسعار النفط
الرياض26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس"""
ALIKE = """\
شاركت في السباق عشر دول.
شارك الوزير في افتتاح المعرض
اقرأ باسم ربك الذي خلق
كتب الشاعر قصيدته في السجن
المصدر الوحيد للمياه هو النهر
تابع الوزير أيضاً أن القرار نهائي
نشر 3 آلاف جندي على الحدود
صورة قاتمة للاقتصاد
المزيد من المعاناة
طباعة الكتب في المدينة
القاهرة - أعلنت وزارة الصحة أمس افتتاح مستشفى جديد
تويتر تعلن تسريح مئات الموظفين
للتواصل الاجتماعي دور كبير في الحملة
تصوير المرارة بالصبغة عبر المنظار
الاتفاق الأمريكي - التركي"""


def blocks(text: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in layout.blocks(text, title)]


class TestFurniture:
    @pytest.mark.parametrize(("pattern", "example"), layout.FURNITURE, ids=[example for _, example in layout.FURNITURE])
    def test_each_row_catches_its_example(self, pattern, example):
        assert layout.is_furniture(example)
        assert any(re.fullmatch(pattern, arabic.fold(example).strip(signs)) for signs in ("", layout._DECORATION))

    @pytest.mark.parametrize(
        "line",
        AROUND.split("\n"),
    )
    def test_what_stands_around_articles_is_furniture(self, line):
        assert layout.is_furniture(line)

    @pytest.mark.parametrize(
        "line",
        [FIRST, *ALIKE.split("\n")],
    )
    def test_sentences_and_headlines_that_look_alike_are_none(self, line):
        assert not layout.is_furniture(line)

    def test_it_lies_outside_of_all_blocks_and_the_text_stays_as_it_is(self):
        text = f"كتب: سامر العلي\n\n{FIRST}\n\nاقرأ أيضاً: فيضان يغمر وادي النخيل\n\n{SECOND}\nشاركها."
        assert blocks(text) == [("text", FIRST), ("text", SECOND)]

    def test_headlines_under_related_news_go_with_it(self):
        text = f"{FIRST}\nأخبار متعلقة\nإغلاق الجسر القديم أمام الشاحنات\n«الصافي»: الجسر الجديد في موعده\n{SECOND}"
        assert blocks(text) == [("text", FIRST), ("text", SECOND)]

    def test_inside_a_line_it_cuts_the_block_in_two(self):
        assert blocks(f"{FIRST} مواضيع قد تهمك نهاية {SECOND}") == [("text", FIRST), ("text", SECOND)]


class TestKinds:
    def test_a_headline_above_longer_text_is_the_title(self):
        assert blocks(f"افتتاح الجسر الجديد في المرجان\n\n{FIRST}")[0] == ("title", "افتتاح الجسر الجديد في المرجان")
        assert blocks(f"متى يفتتح الجسر الجديد؟\n{FIRST}")[0][0] == "title"

    @pytest.mark.parametrize("mark", ["عاجل | ", "عاجل: ", "عاجل/", "عاجل.. ", "«عاجل» | ", "عاجـل - "])
    def test_that_it_is_breaking_news_is_no_part_of_a_title_or_a_sentence(self, mark):
        found = blocks(f"{mark}افتتاح الجسر الجديد في المرجان\n\n{mark}{FIRST}")
        assert found == [("title", "افتتاح الجسر الجديد في المرجان"), ("text", FIRST)]
        assert blocks(f"عاجل الأخبار وآجلها\n\n{FIRST}")[0] == ("title", "عاجل الأخبار وآجلها")

    @pytest.mark.parametrize(
        "text",
        [
            FIRST,
            f"{FIRST}\n{SECOND}",
            f"وصل الوفد.\n{FIRST}",
            "افتتاح الجسر الجديد في المرجان",
            f"قال الوزير إن الجسر جاهز\n{FIRST}",
            f"- البند الأول\n{FIRST}",
        ],
    )
    def test_a_first_line_that_is_no_headline_is_no_title(self, text):
        assert all(kind != "title" for kind, _ in blocks(text))

    def test_a_known_title_is_found_whatever_its_marks_and_letters(self):
        assert blocks(f"افتتاحُ الجسر في المَرجان\n{FIRST}", "إفتتاح الجسر في المرجان")[0][0] == "title"
        assert blocks(f"عنوان آخر\n{FIRST}", "افتتاح الجسر")[0][0] == "heading"

    def test_short_lines_are_headings_and_bullets_items(self):
        text = f"{FIRST}\n\nكلفة المشروع\n\n{SECOND}\n• أربعون مليون دينار.\n2) عامان من العمل.\n٣- مئة مهندس."
        kinds = [kind for kind, _ in blocks(text)]
        assert kinds == ["text", "heading", "text", "item", "item", "item"]

    def test_a_headline_does_not_swallow_the_name_below_it(self):
        text = "اتفاق جديد بين المدينتين على تقاسم مياه النهر وبناء سد ثان في الشمال\nدار النشر\n\n" + FIRST
        assert blocks(text)[0] == ("title", "اتفاق جديد بين المدينتين على تقاسم مياه النهر وبناء سد ثان في الشمال")

    def test_hand_wrapped_lines_are_one_paragraph(self):
        wrapped = f"{FIRST}\n\n" + SECOND[:54] + "\n" + SECOND[54:]
        assert len(blocks(wrapped)) == 2

    @pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
    def test_every_kind_of_line_end_ends_a_line(self, newline):
        text = newline.join([FIRST, "شاركها.", SECOND, ""])
        assert blocks(text) == [("text", FIRST), ("text", SECOND)]


def test_blocks_are_in_order_and_do_not_overlap():
    text = "\n".join([FIRST, "", "  • بند", "شاركها.", SECOND, "\x00", "مواضيع قد تهمك نهاية", FIRST]) * 50
    found = layout.blocks(text)
    assert all(block.start < block.end for block in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_parts_become_a_text_without_furniture():
    parts = [
        Part("افتتاح الجسر", "heading"),
        Part(f" {FIRST}\n"),
        Part("شاركها."),
        Part(""),
        Part("بند", "item"),
        Part(SECOND),
    ]
    text, found = layout.compose(parts, "افتتاح الجسر")
    assert text == f"افتتاح الجسر\n\n{FIRST}\n\nبند\n\n{SECOND}"
    assert [(block.kind, text[block.start : block.end]) for block in found] == [
        ("title", "افتتاح الجسر"), ("text", FIRST), ("item", "بند"), ("text", SECOND),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("نواكشوط – أعلنت موريتانيا اتفاقاً", "أعلنت موريتانيا اتفاقاً"),
        ("القاهرة (رويترز) - قال الوزير إن العمل بدأ", "قال الوزير إن العمل بدأ"),
        ("سالم العلي- واس- مكة المكرمة: أعلنت الإمارة", "أعلنت الإمارة"),
        ("واس - أبها: أعلنت الجامعة", "أعلنت الجامعة"),
    ],
)
def test_a_dateline_is_cut_off(sentence: str, rest: str) -> None:
    assert sentence[layout.dateline(sentence) :] == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "ثم إن الشاب - بحسب رأي المختصين - عجينة تتشكل",
        "أوضح الوزير - الذي زار المدينة أمس أن العمل بدأ",
        "وقال: إن العمل بدأ",
        "وأضاف الوزير: «سنبدأ غداً»",
        "أعلنت موريتانيا اتفاقاً مع السنغال - لم تذكر مدته",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
    assert layout.dateline(sentence) == 0
