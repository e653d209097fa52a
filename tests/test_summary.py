"""A summary points into its article, keeps to the length, loses nothing in silence and flags what is not supported."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import pytest

from summarize import article, registry, summary
from summarize.engines import Engine
from summarize.engines.extractive import Extractive
from summarize.extract import compression
from summarize.extract.leaning import leans
from summarize.records import Article, Decoding, Generated, Source, Summary

TITLE = "مستشفى الواحة يفتتح جناحاً للأطفال"
BODY = """\
افتتح مستشفى الواحة، الأحد، جناحاً جديداً للأطفال يضم 60 سريراً بعد عامين من الأعمال.
وقالت مديرة المستشفى د. هدى الراوي إن الجناح سيستقبل المرضى من القرى المجاورة أيضاً. وأضافت أن 25 طبيباً سيعملون فيه.

بدوره، شكر رئيس البلدية كريم السالمي المتبرعين الذين جمعوا 3.5 مليون درهم خلال ستة أشهر.

وكان أهالي الواحة يقطعون مسافة 120 كيلومتراً إلى أقرب مستشفى للأطفال في العاصمة.
وتقول أم سامي، وهي من سكان البلدة القديمة: «كنا نخرج فجراً ولا نعود إلا ليلاً. اليوم صار الطبيب قريباً».

وتعتزم وزارة الصحة بناء أجنحة مماثلة في أربع بلدات صحراوية قبل نهاية العام المقبل."""


def read(text: str) -> Article:
    return article.read(Source("a.txt", None, "text", text.encode()))


@pytest.fixture
def one() -> Article:
    return read(f"{TITLE}\n\n{BODY}\n\nشاركها.")


class Scripted:
    """An engine whose window has `limit` words. It says the first sentence of each text, or what it was told to say."""

    device = "cpu"

    def __init__(self, limit: int = 10**9, says: str = "") -> None:
        self.limit, self.says = limit, says
        self.seen: list[str] = []

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        self.seen += texts
        return [self._output(text) for text in texts]

    def _output(self, text: str) -> Generated:
        fits = len(text.split()) <= self.limit
        return Generated(self.says or text.rpartition("\n\n")[2].split("\n")[0], -0.5, truncated=not fits)


def made(one: Article, engine: Engine | None = None, **length: float) -> Summary:
    options = Decoding(**length)  # type: ignore[arg-type]
    return summary.summarize([one], engine or Extractive(registry.get("ranker", "summarize")), "x", options)[0]


# -- extractive --


@pytest.mark.parametrize("most", range(1, 9))
def test_every_sentence_is_a_piece_of_the_article_and_no_more_than_asked(one: Article, most: int) -> None:
    its = made(one, sentences=most)
    assert 1 <= len(its.sentences) <= most
    assert [s.start for s in its.sentences] == sorted({s.start for s in its.sentences})
    assert all(compression.without(one.text, s.cuts, s.start, s.end) == s.text for s in its.sentences)
    assert all(s.flags == () for s in its.sentences)


@pytest.mark.parametrize("most", range(1, 7))
def test_none_leans_on_what_is_not_shown(one: Article, most: int) -> None:
    places = [s.end for s in made(one, sentences=99).sentences]
    shown = {places.index(s.end): s.text for s in made(one, sentences=most).sentences}
    assert all(place - 1 in shown for place in shown if place and leans(shown[place]))


@pytest.mark.parametrize("most", [25, 40, 70])
def test_no_more_words_than_asked(one: Article, most: int) -> None:
    assert sum(len(s.text.split()) for s in made(one, words=most).sentences) <= most


def test_neither_the_title_nor_furniture_is_a_sentence(one: Article) -> None:
    texts = " ".join(s.text for s in made(one, sentences=99).sentences)
    assert TITLE not in texts
    assert "شاركها" not in texts


def test_headings_and_items_only_where_there_is_nothing_else() -> None:
    items = read(
        "قائمة المشتريات لهذا الأسبوع:\n" + "\n".join(f"- {n} كيلوغرامات من الطماطم الطازجة" for n in range(40))
    )
    assert len(made(items, sentences=2).sentences) == 2


# -- short input --


def test_what_is_no_longer_than_asked_is_shown_as_it_is(one: Article) -> None:
    engine = Scripted()
    its = made(one, engine, sentences=99)
    assert (its.method, its.warnings, engine.seen) == ("passthrough", (), [])
    assert re.sub(r"\s+", " ", " ".join(s.text for s in its.sentences)) == re.sub(r"\s+", " ", BODY)
    assert made(one, engine, words=500).method == "passthrough"


def test_a_short_article_is_never_sent_to_a_model() -> None:
    engine = Scripted(says="خبر مخترع لم يقله أحد.")
    short = read("وصل الوفد إلى المدينة مساء أمس. واستقبله الوالي في المطار. ثم زار المتحف. وغادر فجراً.")
    its = made(short, engine, sentences=2)
    assert its.method == "passthrough"
    assert [s.text for s in its.sentences] == ["وصل الوفد إلى المدينة مساء أمس.", "واستقبله الوالي في المطار."]
    assert its.warnings == ("the article has only 15 words; its beginning is shown",)
    assert engine.seen == []


def test_one_sentence_and_a_title_alone() -> None:
    sentence = "وصل الوفد إلى المدينة مساء أمس قادماً من العاصمة."
    assert [s.text for s in made(read(sentence)).sentences] == [sentence]


def test_no_articles_and_articles_in_company_are_like_articles_alone(one: Article) -> None:
    engine = Extractive(registry.get("ranker", "summarize"))
    other = read(BODY.replace("مستشفى", "مركز"))
    options = Decoding(sentences=2)
    assert summary.summarize([], engine, "x", options) == []
    assert summary.summarize([one, other], engine, "x", options) == [
        *summary.summarize([one], engine, "x", options),
        *summary.summarize([other], engine, "x", options),
    ]


# -- models that write --


def test_a_generated_sentence_is_linked_to_the_sentence_that_supports_it(one: Article) -> None:
    (sentence,) = made(one, Scripted(says="جمع المتبرعون 3,5 مليون درهم في ستة أشهر."), sentences=1).sentences
    assert one.text[sentence.start : sentence.end].startswith("بدوره، شكر رئيس البلدية")
    assert sentence.flags == ()
    assert 0.5 < sentence.score <= 1


@pytest.mark.parametrize(
    ("says", "flag"),
    [
        ("فاز المنتخب الوطني بكأس القارة بعد ركلات الترجيح في الملعب الكبير.", "unsupported"),
        ("افتتح مستشفى الواحة جناحاً للأطفال يضم 80 سريراً.", "numbers"),
        ("افتتح مستشفى الواحة جناحاً جديداً 儿童 للأطفال.", "script"),
        ("The hospital opened a new ward for the children.", "script"),
        ("افتتح المستشفى جناحاً افتتح المستشفى جناحاً افتتح المستشفى جناحاً.", "repetition"),
    ],
)
def test_what_the_article_does_not_support_is_flagged(one: Article, says: str, flag: str) -> None:
    (sentence,) = made(one, Scripted(says=says), sentences=1).sentences
    assert flag in sentence.flags
    assert one.text[sentence.start : sentence.end].strip()


def test_a_model_that_copies_gives_a_verbatim_sentence(one: Article) -> None:
    (sentence,) = made(one, Scripted(), sentences=1).sentences
    assert one.text[sentence.start : sentence.end] == sentence.text


def test_a_model_that_says_the_title_again_says_it_only_where_it_says_nothing_else(one: Article) -> None:
    more = "وسيعمل في الجناح 25 طبيباً."
    assert [s.text for s in made(one, Scripted(says=f"{TITLE}. {more}"), sentences=3).sentences] == [more]
    assert [s.text for s in made(one, Scripted(says=f"{TITLE}."), sentences=3).sentences] == [f"{TITLE}."]


def test_a_model_that_says_too_much_is_kept_to_the_length_and_that_is_told(one: Article) -> None:
    its = made(one, Scripted(says=BODY.split("\n\n")[0].replace("\n", " ")), sentences=2)
    assert len(its.sentences) == 2
    assert its.warnings == ("1 of 3 generated sentences were left out to keep to the length",)


# -- long input --


@pytest.mark.parametrize("limit", [30, 45, 80])
def test_an_article_beyond_the_window_is_read_in_parts_without_losing_a_word(one: Article, limit: int) -> None:
    engine = Scripted(limit)
    its = made(one, engine, sentences=3)
    assert len(engine.seen) > 1
    assert f"the article was summarized in {len(engine.seen)} parts" in its.warnings
    assert all(text.startswith(f"{TITLE}\n\n") and len(text.split()) <= limit for text in engine.seen)
    read_words = " ".join(text.removeprefix(TITLE) for text in engine.seen).split()
    assert read_words == BODY.split()
    assert not any("cut off" in warning for warning in its.warnings)


def test_parts_are_of_like_size(one: Article) -> None:
    engine = Scripted(80)
    made(one, engine, sentences=3)
    sizes = [len(text.split()) for text in engine.seen]
    assert max(sizes) < 2 * min(sizes)


def test_more_parts_than_sentences_are_told(one: Article) -> None:
    engine = Scripted(30)
    its = made(one, engine, sentences=2)
    assert len(its.sentences) == 2
    assert (
        its.warnings[1]
        == f"{len(engine.seen) - 2} of {len(engine.seen)} generated sentences were left out to keep to the length"
    )


def test_a_text_without_full_stops_is_cut_between_words() -> None:
    endless = "كان يا ما كان في قديم الزمان ملك يحب الحكايات " * 40
    engine = Scripted(50)
    its = made(read(endless), engine, words=100)
    assert all(len(text.split()) <= 50 for text in engine.seen)
    assert " ".join(engine.seen).split() == endless.split()
    assert its.sentences


def test_what_the_engine_cut_off_is_told(one: Article) -> None:
    class Short(Scripted):
        def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
            return [Generated(output.text, output.score, truncated=True) for output in super().generate(texts, options)]

    assert made(one, Short(), sentences=1).warnings == ("a part of the article or of its summary was cut off",)


def test_two_megabytes_are_summarized_in_seconds() -> None:
    long = read("\n\n".join(f"{BODY} وهذا هو التقرير رقم {n} عن المستشفى." for n in range(3_300)))
    assert len(long.text) > 1_900_000
    started = time.process_time()
    its = made(long, sentences=3)
    assert len(its.sentences) == 3
    assert time.process_time() - started < 60


def test_what_was_cut_is_told_and_the_rest_is_the_article_letter_by_letter(one: Article) -> None:
    body = BODY.replace("بدوره، شكر", "من جهة\u00a0أخرى،  شكر").replace("\n\n", "\n")
    wide = read(f"{TITLE}\n\n{body}")
    cut = [s for s in made(wide, sentences=6).sentences if s.cuts]
    assert [wide.text[a:b] for s in cut for a, b in s.cuts] == ["من جهة\u00a0أخرى،  "]
    assert cut[0].text.startswith("شكر رئيس البلدية")
    assert compression.without(wide.text, cut[0].cuts, cut[0].start, cut[0].end) == cut[0].text
