"""Key quotes come first: near the lead, central, decided, and not all of one speaker."""

from __future__ import annotations

from summarize import layout, quotes
from summarize.records import Article, Quote, Source

LEAD = "أعلنت وزيرة المياه سمر الأسعد خطة جديدة لبناء ثلاثة سدود في وادي النخيل بكلفة مليوني دينار."


def ranked(*paragraphs: str, title: str | None = None) -> list[Quote]:
    text = "\n\n".join([*([title] if title else []), *paragraphs])
    article = Article(Source("test", None, "text", b""), text, title, tuple(layout.blocks(text, title)))
    return sorted((one for one in quotes.find(article) if one.rank), key=lambda one: one.rank)


def test_the_statement_that_shares_its_words_with_the_lead_comes_first() -> None:
    found = ranked(
        LEAD,
        "وقالت الأسعد: «نشكر الحاضرين جميعاً على صبرهم هذا المساء». "
        "وأضافت: «سنبني ثلاثة سدود في وادي النخيل قبل نهاية العام».",
    )
    assert found[0].text.startswith("سنبني ثلاثة سدود")


def test_the_title_counts_with_the_lead() -> None:
    found = ranked(
        "التقى رئيس الجمعية زياد حوراني أهالي القرية أمس واستمع إليهم.",
        "وقال حوراني: «الطريق إلى القرية طويل في كل المواسم». وأضاف: «المدرسة ستبقى مفتوحة هذا الشتاء».",
        title="المدرسة تبقى مفتوحة في الشتاء",
    )
    assert found[0].text.startswith("المدرسة ستبقى")


def test_a_greeting_comes_last() -> None:
    found = ranked(
        LEAD,
        "وقالت الأسعد: «أهلاً بكم في وادي النخيل وفي خطة السدود الجديدة». "
        "وأضافت: «الخطة الجديدة تبدأ في وادي النخيل بثلاثة سدود». وتابعت: «الكلفة مليونا دينار في العام الأول».",
    )
    assert found[-1].text.startswith("أهلاً")


def test_another_speaker_has_a_turn_before_the_third_quote_of_the_first() -> None:
    found = ranked(
        LEAD,
        "وقالت الأسعد: «سنبني ثلاثة سدود في وادي النخيل». وأضافت: «كلفة السدود في وادي النخيل مليونا دينار». "
        "وتابعت: «خطة السدود الجديدة تبدأ في وادي النخيل غداً».",
        "وقال المزارع عدنان برهوم: «ننتظر الماء منذ سنوات طويلة يا جماعة».",
    )
    assert "عدنان برهوم" in [one.speaker.name for one in found[:3] if one.speaker]


def test_ranks_run_from_one_without_a_gap_and_only_statements_have_one() -> None:
    words = "وقالت: «سنبني ثلاثة سدود في وادي النخيل». وأضافت: «الماء حق للجميع في الوادي»."
    text = f"{LEAD}\n\nووصفت الخطة بـ«الكبيرة جداً». {words}"
    article = Article(Source("test", None, "text", b""), text, None, tuple(layout.blocks(text)))
    found = quotes.find(article)
    assert sorted(one.rank for one in found if one.kind == "statement") == [1, 2]
    assert all(one.rank == 0 for one in found if one.kind != "statement")


def test_confidence_falls_with_the_distance_from_the_speaker() -> None:
    found = ranked(
        LEAD,
        "وقالت الأسعد: «سنبني ثلاثة سدود في وادي النخيل».",
        *["تقع القرية على ضفة الوادي ويعيش فيها ألف شخص يعملون في الزراعة وصيد السمك منذ زمن بعيد."] * 6,
        "وأضافت: «الماء حق للجميع في كل القرى».",
    )
    near, far = sorted(found, key=lambda one: one.start)
    assert near.confidence > far.confidence > 0.5
