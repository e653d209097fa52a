"""What a sentence can do without, where it is cut, and where it is better left alone. Brackets «[]» mark the cuts."""

from __future__ import annotations

import time

import pytest

from summarize.extract import compression

STUDY = (
    "أعلنت وزيرة الري سعاد المرابط أن السد الجديد سيوفر مياه الشرب لنحو 400 ألف نسمة في ثلاث مدن من مدن "
    "الجنوب قبل نهاية الصيف المقبل وأن أعمال المرحلة الثانية تبدأ في الربيع"
)


def marked(sentence: str) -> str:
    """The sentence with its cuts in brackets."""
    for start, end in reversed(compression.cuts(sentence)):
        sentence = f"{sentence[:start]}[{sentence[start:end]}]{sentence[end:]}"
    return sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "[من جهة أخرى، ]أعلنت البلدية خطة جديدة للطرق.",
        "[ومن ناحيةٍ أخرى ]أكد رئيس البلدية أن الأعمال بدأت.",
        "[وفي سياق متصل، ]أعلنت البلدية خطة جديدة للطرق.",
        "[بدوره، ]أكد رئيس بلدية الواحة أن انقطاع المياه سينتهي.",
        "[من جانبها ]رحبت نقابة المعلمين بقرار الوزارة.",
        "[يُذكر أن ]المصنع افتتح قبل عشرين عاماً.",
        "[والجدير بالذكر أن ]الطريق أغلق مرتين هذا العام.",
        f"{STUDY}[، بحسب وكالة الأنباء الفرنسية].",
        f"{STUDY}[، وفق ما ذكرت صحيفة الأفق].",
        f"{STUDY}[، نقلاً عن قناة المدينة]",
        f"{STUDY}[، مشيرةً إلى أن الكلفة بلغت 90 مليون دينار].",
        f"[وفي مؤتمر صحفي عقدته في العاصمة، ]{STUDY}.",
        f"[من جهة أخرى، ]{STUDY}[، موضحة أن العمل يتقدم].",
        STUDY.replace("المرابط", "المرابط[ (45 عاماً)]") + ".",
        STUDY.replace("الجنوب", "ولاية القصرين[ (وسط غرب)]") + ".",
        STUDY.replace("الجنوب", "منظمة الصحة العالمية[ (WHO)]") + ".",
    ],
)
def test_is_left_out(sentence: str) -> None:
    assert marked(sentence.replace("[", "").replace("]", "")) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "أعلنت البلدية خطة جديدة للطرق.",
        "وأضاف أن الأعمال بدأت.",
        "يذكر أن المسلحين سيطروا على الطريق.",  # would begin «المسلحين», in the wrong case
        "يذكر أن عدداً من الطرق أغلق.",
        "من جهته أنهى الفريق استعداداته.",  # no verb of saying: «his side» may be another's
        "من جهة أخرى، لا شيء.",
        "أكد الوزير ذلك، بحسب وكالة الأنباء الفرنسية.",  # short
        f"{STUDY}، بحسب مسؤول في الوزارة.",
        f"{STUDY}، وفق ما ذكر شهود عيان.",
        f"{STUDY}، بحسب وكالة الأنباء الفرنسية نقلاً عن مسؤول.",
        f"{STUDY}، بحسب صحيفة الأفق التي نشرت الوثيقة.",
        f"أعلنت الوزيرة، مشيرة إلى أعمال المرحلة الأولى، أن {STUDY}.",
        f"قال الوزير: «{STUDY}، مشيراً إلى أن الكلفة بلغت 90 مليون دينار».",
        f'{STUDY}، مؤكدة أن "العمل يتقدم".',
        STUDY.replace("الجنوب", "صحيفة (عكاظ)") + ".",
        STUDY.replace("الجنوب", "شركة (Google)") + ".",
        STUDY.replace("الجنوب", "الفوز (3-1)") + ".",
        STUDY.replace("الجنوب", "المنتخب السعودي (17 عاماً)") + ".",
        STUDY.replace("الجنوب", "ما يزيد على (30 سنة)") + ".",
        f"{STUDY}، على الموقع.",
        f"{STUDY}، بحسب ما أوردته وكالة الفضاء الأوروبية.",
        STUDY.replace("سعاد المرابط", "التي تبلغ من العمر (45 عاماً)") + ".",
    ],
)
def test_is_left_alone(sentence: str) -> None:
    assert compression.cuts(sentence) == []
    assert compression.shorter(sentence) == sentence


def test_cuts_are_places_in_the_text_as_it_is_with_tashkeel_and_tatweel() -> None:
    sentence = "مِـنْ جـهةٍ أُخرى، أعلَنت البلديّة خُطّةً جديدةً للطُرق."
    assert compression.shorter(sentence) == "أعلَنت البلديّة خُطّةً جديدةً للطُرق."


def test_a_piece_of_a_text_without_its_cuts() -> None:
    assert compression.without("abcdefgh", [compression.Span(4, 5), compression.Span(1, 3)], 0, 7) == "adfg"
    assert compression.without("abc", []) == "abc"


def test_what_is_too_long_for_a_sentence_is_left_alone() -> None:
    assert (
        marked(f"[من جهة أخرى، ]{STUDY * 9}[، بحسب وكالة الأنباء الفرنسية]".replace("[", "").replace("]", ""))[0] == "["
    )
    started = time.process_time()
    for piece in ("، بحسب وكالة ", "، مشيرا إلى، أن ", " (ا", "وفي بيان ", "« "):
        assert compression.cuts(piece * 20_000) == []
    assert time.process_time() - started < 1
