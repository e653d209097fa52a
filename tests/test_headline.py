"""An article without a title gets a headline: words of the article in order, whole, never half a quotation."""

from __future__ import annotations

import random
import re

import pytest

from summarize import article, headline, layout, registry, summary
from summarize.engines.extractive import Extractive
from summarize.extract import compression, headlines
from summarize.records import Article, Decoding, Source
from tests.conftest import SHARED
from training.summarizer import data

REST = "وتنتهي الأعمال في الصيف المقبل بحسب المقاول. ويعاني السكان انقطاع المياه منذ سنوات طويلة."


def read(text: str) -> Article:
    return article.read(Source("a.txt", None, "text", text.encode()))


def made(first: str) -> str:
    found = headline.of(read(f"{first} {REST}"))
    return found.text if found else ""


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        ("افتتح مستشفى الواحة جناحاً جديداً للأطفال.", "افتتح مستشفى الواحة جناحاً جديداً للأطفال"),
        (
            "افتتح مستشفى الواحة، صباح اليوم الأحد 3 مايو 2020، جناحاً جديداً للأطفال بعد عامين من الأعمال.",
            "افتتح مستشفى الواحة جناحاً جديداً للأطفال بعد عامين من الأعمال",
        ),
        (
            "الواحة (رويترز) - افتتح مستشفى الواحة أمس جناحاً جديداً للأطفال، بحسب ما ذكرت وكالة الأنباء الفرنسية.",
            "افتتح مستشفى الواحة جناحاً جديداً للأطفال",
        ),
        (
            "قال وزير الري، سامر العلي، في تصريح للصحافيين إن السد سيوفر المياه لثلاث مدن في الجنوب.",
            "قال وزير الري إن السد سيوفر المياه لثلاث مدن في الجنوب",
        ),
        (
            "كشفت دراسة طبية حديثة صادرة من جامعة الساحل ونشرت نتائجها مجلة العلوم أن السهر الطويل يضعف ذاكرة الأطفال.",
            "السهر الطويل يضعف ذاكرة الأطفال",
        ),
        (
            "بعد أعمال استمرت أربع سنوات، بدأ سد وادي الغزال تزويد ثلاث مدن بالمياه.",
            "بدأ سد وادي الغزال تزويد ثلاث مدن بالمياه",
        ),
        (
            "... بهذه الكلمات افتتح الوزير مستشفى الواحة الجديد.",
            "بهذه الكلمات افتتح الوزير مستشفى الواحة الجديد",
        ),
        (
            "من جانبه قال رئيس البلدية إن السد سيوفر المياه لثلاث مدن.",
            "قال رئيس البلدية إن السد سيوفر المياه لثلاث مدن",
        ),
        (  # what is said has more than its subject
            "قال الأمين العام للاتحاد العام للعمال والموظفين نور الطيب إن الاتحاد نجح في إنهاء الإضراب الطويل.",
            "الاتحاد نجح في إنهاء الإضراب الطويل",
        ),
        (  # برنامج has no preposition before it
            "أطلقت وزارة الصحة في مدن الشمال وقراها كلها حملة تطعيم كبيرة ضمن برنامج حماية الأطفال من شلل الأطفال.",
            "أطلقت وزارة الصحة في مدن الشمال وقراها كلها حملة تطعيم كبيرة",
        ),
        (
            "توقعت الهيئة العامة للأرصاد وحماية البيئة في تقريرها عن حالة الطقس لهذا اليوم هطول أمطار رعدية.",
            "توقعت الهيئة العامة للأرصاد وحماية البيئة في تقريرها عن حالة الطقس",
        ),
    ],
)
def test_a_headline_is_what_a_reader_wants_to_know(first: str, wanted: str) -> None:
    assert made(first) == wanted


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (  # an indefinite noun and its adjective
            "قال وزير الخارجية اللبناني جبران باسيل إن بلاده وقعت مع جارتها اتفاقاً جديداً للتجارة والنقل البري.",
            "قال وزير الخارجية اللبناني جبران باسيل إن بلاده وقعت مع جارتها",
        ),
        (  # a definite one
            "هاجمت سمكة قرش كبيرة شاباً عربياً كان يسبح مع رفاقه قبالة الساحل الغربي لجزيرة سياحية.",
            "هاجمت سمكة قرش كبيرة شاباً عربياً كان يسبح مع رفاقه",
        ),
        (  # the same, where there is room for it
            "هاجمت سمكة قرش كبيرة شاباً كان يسبح مع رفاقه قبالة الساحل الغربي لجزيرة سياحية.",
            "هاجمت سمكة قرش كبيرة شاباً كان يسبح مع رفاقه قبالة الساحل الغربي",
        ),
        (  # a number and its scale
            "أنفقت البلدية على بناء مدارس كثيرة في كل أحياء المدينة أخيراً 120 مليون دينار.",
            "أنفقت البلدية على بناء مدارس كثيرة في كل أحياء المدينة",
        ),
        (  # a noun and the one that it governs
            "زار أعضاء جمعية الأمل في عيدها السنوي الكبير بمستشفى العاصمة مرضى الفشل الكلوي.",
            "زار أعضاء جمعية الأمل في عيدها السنوي الكبير بمستشفى العاصمة",
        ),
        (  # two that belong together
            "افتتحت الشركة الوطنية للنقل خطاً بحرياً جديداً يربط في الصيف مدينتي صفاقس وقابس بالجزيرة.",
            "افتتحت الشركة الوطنية للنقل خطاً بحرياً جديداً يربط في الصيف",
        ),
    ],
)
def test_a_headline_does_not_end_inside_a_phrase(first: str, wanted: str) -> None:
    assert made(first) == wanted


def test_a_quotation_is_never_cut_open() -> None:
    first = "قال رئيس البلدية سامر العلي: «السد الجديد سيوفر المياه لثلاث مدن كبيرة في الجنوب قبل نهاية الصيف المقبل»."
    assert "«" not in made(first)
    assert made('افتتح الوزير معرض "كتاب المدينة الأول للصغار والكبار من القراء في كل المدن والقرى والبلدات".') == ""


def test_a_title_needs_no_headline_nor_does_a_single_sentence() -> None:
    assert headline.of(read(f"سد جديد في الجنوب\n\nبدأ سد وادي الغزال تزويد ثلاث مدن بالمياه. {REST}")) is None
    assert headline.of(read("بدأ سد وادي الغزال تزويد ثلاث مدن بالمياه.")) is None


def test_a_headline_points_into_the_article_with_its_blanks() -> None:
    one = read(f"  افتتح  مستشفى الواحة،\u00a0أمس،  جناحاً جديداً للأطفال. {REST}")
    found = headline.of(one)
    assert found is not None
    assert found.text.split() == "افتتح مستشفى الواحة جناحاً جديداً للأطفال".split()
    assert compression.without(one.text, found.cuts, found.start, found.end) == found.text


@pytest.fixture(scope="module")
def news() -> list[str]:
    if not SHARED.is_dir():
        pytest.skip("the measuring data is not beside this checkout")
    articles = list(data.articles(SHARED / "summarization" / "saudinewsnet.jsonl.xz"))
    return [one["text"] for one in random.Random(1).sample(articles, 1000)]


def test_every_word_of_a_thousand_headlines_and_summaries_is_in_the_source_in_order(news: list[str]) -> None:
    engine = Extractive(registry.get("ranker", "summarize"))
    articles = [Article(Source("a.txt", None, "text", b""), text, None, tuple(layout.blocks(text))) for text in news]
    summaries = summary.summarize(articles, engine, "ranker", Decoding(sentences=3))
    headed = 0
    for one, its in zip(articles, summaries, strict=True):
        heading = headline.of(one)
        for sentence in (*its.sentences, *([heading] if heading else [])):
            words = iter(re.findall(r"\w+", one.text[sentence.start : sentence.end]))
            assert all(said in words for said in re.findall(r"\w+", sentence.text))  # each after the one before
            assert compression.without(one.text, sentence.cuts, sentence.start, sentence.end) == sentence.text
        if heading:
            headed += 1
            assert 4 <= len(heading.text.split()) <= headlines.MOST
            assert heading.text == heading.text.strip()
            assert heading.text.count("«") == heading.text.count("»")
    assert headed > 930
