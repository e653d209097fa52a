"""The whole flow on real text and the embedded models: nothing is invented, everything points into its source."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from summarize import render, source, windows
from summarize.extract import compression
from summarize.pipeline import Pipeline
from summarize.records import Failure, Report, Source
from summarize.render import html, stored
from summarize.render.json import as_dict, dumps, schema
from summarize.settings import Settings
from tests.conftest import EXAMPLES


def reports(path: Path, **wishes: object) -> list[Report | Failure]:
    return list(Pipeline(Settings(**wishes)).reports(source.discover([str(path)])))  # type: ignore[arg-type]


def report(path: Path, **wishes: object) -> Report:
    (one,) = reports(path, **wishes)
    assert isinstance(one, Report)
    return one


@pytest.mark.parametrize("name", ["politics.txt", "economy.txt", "court.txt", "health.html", "science.md"])
def test_every_sentence_and_quote_is_a_piece_of_the_article(name: str) -> None:
    one = report(EXAMPLES / name, lang="ar")
    assert one.summary is not None
    assert 0 < len(one.summary.sentences) <= 3
    for piece in (*one.summary.sentences, *one.quotes):
        assert compression.without(one.article.text, getattr(piece, "cuts", ()), piece.start, piece.end) == piece.text
    for quote in one.quotes:
        assert quote.speaker is None or one.article.text[quote.speaker.start : quote.speaker.end].strip()
        assert quote.evidence.start <= quote.start <= quote.end <= quote.evidence.end


def test_english_comes_with_every_sentence_title_quote_and_speaker() -> None:
    one = report(EXAMPLES / "politics.txt")
    assert one.summary is not None
    assert one.title_en is not None
    assert one.title_en.text
    assert all(sentence.en and sentence.en.text for sentence in one.summary.sentences)
    assert all(quote.en and quote.en.text for quote in one.quotes)
    assert all(quote.speaker.en for quote in one.quotes if quote.speaker)


def test_arabic_alone_needs_no_translator() -> None:
    one = report(EXAMPLES / "politics.txt", lang="ar", translator="no-such-model")
    assert one.title_en is None
    assert one.signature["translator"] is None


def test_speakers_are_written_as_the_glossary_wants_them_and_it_is_signed(tmp_path: Path) -> None:
    (tmp_path / "g.tsv").write_text("عائشة نيانغ\tAicha Niang\n", "utf-8")
    first = report(EXAMPLES / "politics.txt", glossary=str(tmp_path / "g.tsv"))
    english = {quote.speaker.en.text for quote in first.quotes if quote.speaker and quote.speaker.en}
    assert "Aicha Niang" in english
    (tmp_path / "g.tsv").write_text("رئيس اتحاد تعاونيات الصيد التقليدي في نواذيبو\tHead of NFF\n", "utf-8")
    other = report(EXAMPLES / "politics.txt", glossary=str(tmp_path / "g.tsv"))
    assert "Head of NFF" in {q.speaker.role_en.text for q in other.quotes if q.speaker and q.speaker.role_en}
    (tmp_path / "g.tsv").write_text("عائشة نيانغ\tAisha Nyang\n", "utf-8")
    assert report(EXAMPLES / "politics.txt", glossary=str(tmp_path / "g.tsv")).signature != first.signature


def test_fewer_quotes_and_sentences_on_demand() -> None:
    one = report(EXAMPLES / "politics.txt", lang="ar", sentences=1, quotes=2)
    assert one.summary is not None
    assert len(one.summary.sentences) == 1
    assert [quote.rank for quote in one.quotes] == [1, 2]


def test_a_bad_source_does_not_stop_the_others() -> None:
    texts = [
        "Not Arabic, but an English text of several words.",
        (EXAMPLES / "politics.txt").read_text("utf-8"),
    ] * windows.SIZE
    sources = [Source(f"s{i}", None, "text", text.encode()) for i, text in enumerate(texts)]
    outcomes = list(Pipeline(Settings(lang="ar")).reports(sources))
    assert [isinstance(one, Failure) for one in outcomes] == [True, False] * windows.SIZE
    assert isinstance(outcomes[0], Failure)
    assert outcomes[0].code == "not-arabic"


def test_the_same_input_gives_the_same_report_alone_and_in_company() -> None:
    alone = report(EXAMPLES / "economy.txt")
    outcomes = Pipeline(Settings()).reports(
        source.discover([str(EXAMPLES / n) for n in ("sport.txt", "economy.txt", "court.txt")])
    )
    assert list(outcomes)[1] == alone


UNTITLED = (
    "أعلنت وزيرة الري سعاد المرابط، اليوم الاثنين، أن السد الجديد سيوفر مياه الشرب لنحو 400 ألف نسمة في ثلاث مدن. "
    "وقال رئيس البلدية إن الأعمال بدأت في الربيع الماضي وتنتهي في الصيف المقبل."
)


@pytest.mark.parametrize("form", ["text", "markdown", "ndjson"])
def test_an_article_without_a_title_gets_a_headline_in_both_languages(form: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(UNTITLED, "utf-8")
    one = report(tmp_path / "a.txt")
    assert one.headline is not None
    assert one.headline.en is not None
    assert one.heading == "السد الجديد سيوفر مياه الشرب لنحو 400 ألف نسمة في ثلاث مدن"
    stream = io.StringIO()
    render.to(stream, Settings(format=form)).write(one)
    assert one.heading in stream.getvalue()
    assert one.headline.en.text in stream.getvalue()
    assert one.heading in html.page([one])


def test_a_title_is_the_heading() -> None:
    one = report(EXAMPLES / "politics.txt", lang="ar")
    assert one.headline is None
    assert one.heading == one.article.title
    assert "headline" not in as_dict(one)


def test_a_record_with_a_headline_follows_the_schema_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(UNTITLED, "utf-8")
    record = as_dict(report(tmp_path / "a.txt", lang="ar"), with_text=True)
    assert Draft202012Validator(schema()).is_valid(record)
    assert record["text"][record["headline"]["start"] : record["headline"]["end"]] == record["headline"]["ar"]
    (tmp_path / "a.json").write_text(dumps(record), "utf-8")
    (back,) = stored.read([str(tmp_path / "a.json")])
    assert isinstance(back, Report)
    assert as_dict(back, with_text=True) == record


def test_the_people_who_are_quoted_have_one_english_name_all_over_a_report(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "زيارة وعتاب\n\nقالت الوزيرة هيفاء البنزوكي إن «المدينة القديمة لن تباع لأحد ما دمت في منصبي هذا». "
        "وأعلن المجلس البلدي أن هيفاء البنزوكي ستزور المدينة يوم الأحد. "
        "وأضافت البنزوكي: «سنعود بعد شهر ومعنا الخرائط كلها».\n",
        "utf-8",
    )
    one = report(file, sentences=3)
    assert {quote.speaker.en.text for quote in one.quotes if quote.speaker and quote.speaker.en} == {"Haifa al-Banzuki"}
    assert one.summary is not None
    english = [sentence.en.text for sentence in one.summary.sentences if sentence.en]
    assert all("Haifa al-Banzuki" in text for text in english[:2])
    assert one.title_en is not None
    assert one.title_en.text[0].isupper()


def test_people_who_are_only_mentioned_are_told_where_their_names_are_whole(tmp_path: Path) -> None:
    first = "التقى كبير المفاوضين رستم عمروف أمس وفداً من رجال الأعمال في العاصمة. "
    file = tmp_path / "a.txt"
    file.write_text(f"{first}وزار المستشار محمد شيرين فهمي مدينة صغيرة في الشمال.", "utf-8")
    one = report(file, sentences=2)
    assert one.summary is not None
    english = [sentence.en.text for sentence in one.summary.sentences if sentence.en]
    assert "Rustem Umarov" in english[0]
    assert not one.quotes


def test_a_surname_with_the_article_is_told_where_it_can_be_nothing_else(tmp_path: Path) -> None:
    said = "قال سيف البدر، المتحدث باسم الوزارة: «الفرق نفذت حملات في قرى كثيرة من المحافظة». "
    (tmp_path / "a.txt").write_text(f"{said}وأوضح البدر أن معظم المصابين من الفلاحين. ", "utf-8")
    (tmp_path / "b.txt").write_text(f"{said}وأوضح البدر أن الناس رأوا ضوء البدر في الليل. ", "utf-8")
    first, second = (report(tmp_path / name, sentences=2).summary for name in ("a.txt", "b.txt"))
    assert first is not None
    assert first.sentences[1].en is not None
    assert first.sentences[1].en.text.startswith("Al-Badr")
    assert second is not None
    assert second.sentences[1].en is not None
    assert "al-Badr" not in second.sentences[1].en.text[8:]


def test_the_english_of_a_person_is_one_where_arabic_has_words_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "قالت الكاتبة هدى المصري إن «الرواية أصعب من أن تصل إلى لجنة تحكيم كبيرة». "
        "وأكد الناقد سامر الخوري أن المصري «استعادت للرواية العربية صوتها الذي ضاع منذ زمن طويل». ",
        "utf-8",
    )
    critic = report(tmp_path / "a.txt", sentences=2).summary
    minister = report(EXAMPLES / "politics.txt", sentences=5).summary
    assert critic is not None
    assert minister is not None
    assert critic.sentences[1].en is not None
    assert "al-Masri" in critic.sentences[1].en.text
    assert any("Mokhtar Ould al-Sharif" in one.en.text for one in minister.sentences if one.en)


def test_a_surname_that_is_a_word_too_is_not_told_where_it_is_the_word(tmp_path: Path) -> None:
    said = "قال النائب أحمد سلام: «سنصوت غداً ضد كل فصل من فصول هذا القانون». "
    (tmp_path / "a.txt").write_text(f"{said}ووقع البلدان اتفاق سلام بعد حرب طويلة. ", "utf-8")
    its_summary = report(tmp_path / "a.txt", sentences=2).summary
    assert its_summary is not None
    assert its_summary.sentences[1].en is not None
    assert "Salam" not in its_summary.sentences[1].en.text
