"""Arabic as text: what is folded, where sentences end, what language it is, and that all of it is linear."""

from __future__ import annotations

import time
import unicodedata

import pytest

from summarize import arabic


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in arabic.sentences(text)]


# -- normalise, fold, words, stems --


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),  # presentation forms
        ("ﻻ ﷲ", "لا الله"),
        ("قُـــدِّمَ", "قدم"),
        ("سه\u200cشنبه\u00ad\ufeff", "سهشنبه"),
        ("\u202bنص\u202c\u2067", "نص"),
        ("19\u00a0في\u202fالمئة", "19 في المئة"),
        ("½ ①", "½ ①"),  # NFKC would change these too
        ("", ""),
    ],
)
def test_normalise_gives_plain_letters(raw: str, plain: str) -> None:
    assert arabic.normalise(raw).text == plain


def test_offsets_lead_back_into_the_source() -> None:
    raw = "قالَ\u00a0ﻻﻋِـبٌ: «نَعَم».\u200f"
    text, offsets = arabic.normalise(raw)
    assert len(offsets) == len(text) + 1
    assert offsets[-1] == len(raw)
    assert list(offsets) == sorted(offsets)
    for i, char in enumerate(text):
        assert char in unicodedata.normalize("NFKC", raw[offsets[i]])
    at = text.index("نعم")
    assert raw[offsets[at] : offsets[at + 3]].startswith("نَعَم")


def test_fold_makes_spellings_equal() -> None:
    assert arabic.fold("إلى الأُولى آخِر مؤسّسة شاطئ ٢٠٢٥ CNN") == "الي الاولي اخر موسسه شاطي 2025 cnn"
    assert arabic.fold("یکم") == arabic.fold("يكم")


def test_words_are_folded_letters_and_digits() -> None:
    assert arabic.words("قالت: «إنّها ٣»، ثم CNBC!") == ["قالت", "انها", "3", "ثم", "cnbc"]
    assert arabic.words("…") == []


def test_numbers_are_written_one_way() -> None:
    assert arabic.numbers("٢٧,٥ و1,250 و19% و٣٫٥ و007") == ["27.5", "1250", "19", "3.5", "7"]


def test_a_number_with_a_letter_for_its_point_has_its_fraction_first() -> None:
    assert arabic.numbers("2ر1 مليار و٣ر٥ بالمئة و5ر0% و000ر22 نسمة") == ["1.2", "5.3", "0.5", "22000"]
    assert arabic.whole_first("بنسبة 63ر54% و7ر7") == "بنسبة 54.63% و7.7"
    assert arabic.whole_first("رقم 3 ر 5رقم و10ر5ر2") == "رقم 3 ر 5رقم و10ر5ر2"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ويبلغ عدد سكان المدينة 000ر22 نسمة.", "ويبلغ عدد سكان المدينة 22,000 نسمة."),
        ("(٠٠٠ر٢٢) مسلم", "(٢٢,٠٠٠) مسلم"),
        ("432ر690ر29 ميجاوات", "29,690,432 ميجاوات"),
        ("235ر1 مليون سائح و150ر132 دينار", "1.235 مليون سائح و132.150 دينار"),
        ("125ر0 و824ر2294", "0.125 و2294.824"),
        ("بنسبة 125ر3 بالمئة و500ر2%", "بنسبة 3.125 بالمئة و2.500%"),
    ],
)
def test_thousands_that_stand_first_are_told_from_decimals(text: str, wanted: str) -> None:
    assert arabic.whole_first(text) == wanted


@pytest.mark.parametrize("word", ["المفاوضات", "والمفاوضات", "مفاوضون", "للمفاوضين", "بالمفاوضات"])
def test_stem_joins_the_forms_of_a_word(word: str) -> None:
    assert arabic.stem(arabic.fold(word)) == "مفاوض"


@pytest.mark.parametrize("word", ["ود", "ال", "في", "نون", "3", ""])
def test_stem_leaves_short_words(word: str) -> None:
    assert arabic.stem(word) == word


# -- sentences --


@pytest.mark.parametrize(
    "one",
    [
        "قال د. علي حسن وأ.د. منى سعيد إن م. سامر وصل.",
        "كتب ج. ر. تولكين وDr. Smith في U.S. News ذلك.",
        "عاش هنا منذ سنة 300 ق.م. في هذا الوادي.",
        "زادت الحصة 3.5 في المئة إلى 27,5 في 12.5.2024 تماماً.",
        "راجع https://example.org/a.html?b=1 أو news@example.org غداً.",
        "قال: «لن نرحل. هذه أرضنا.»",
        "وتابع: “لكنهم هم من طلبوا.. أعتقد. نعم”.",
        'وأضاف "هذا عمل جماعي. لن ينجح وحده" ثم مضى.',
        "كان ذلك صعباً.. لكنه تم… وانتهى الأمر.",
        "جاء الوفد؛ ثم غادر؛ ولم يعد.",
        "1. بند أول من القرار.",
        "وصفها بـ”الإيجابية. للغاية” أمس.",
        "الميزانية (بحسب ص. 14 من التقرير) كافية.",
    ],
)
def test_one_sentence(one: str) -> None:
    assert pieces(one) == [one]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("هل جاء؟ نعم! حقاً؟! مضى.", ["هل جاء؟", "نعم!", "حقاً؟!", "مضى."]),
        ("قال: «نعم.» ثم رحل.", ["قال: «نعم.»", "ثم رحل."]),
        ("انتهى (أخيراً.) ثم بدأ.", ["انتهى (أخيراً.)", "ثم بدأ."]),
        ("بلغ الطول 200 كلم. وزاد الوزن.", ["بلغ الطول 200 كلم.", "وزاد الوزن."]),
        ("ولد عام 1770 م. في مدينة.", ["ولد عام 1770 م.", "في مدينة."]),
        ("افتتح في لبنان.ويستمر المؤتمر.", ["افتتح في لبنان.", "ويستمر المؤتمر."]),
        ("عنوان بلا نقطة\n\nثم نص.", ["عنوان بلا نقطة", "ثم نص."]),
        ("قائمة:\n• أول\n- ثان\n– ثالث\n-5 درجات", ["قائمة:", "أول", "ثان", "ثالث", "-5 درجات"]),
        ("قالت: «لم يغلق القوس. ثم مضت. نعم.", ["قالت: «لم يغلق القوس.", "ثم مضت.", "نعم."]),
        (" \u00a0\n\n ", []),
        ("...", ["..."]),
    ],
)
def test_sentences(text: str, found: list[str]) -> None:
    assert pieces(text) == found


def test_a_long_quote_is_split_and_does_not_turn_the_marks_after_it_around() -> None:
    speech = " ".join(["هذا كلام طويل يقوله الوزير أمام الحاضرين في القاعة."] * 12)
    text = f'قال: "{speech}" ثم غادر. وقالت: "نعم. تم ذلك" أمس.'
    found = pieces(text)
    assert len(found) == 14
    assert found[-1] == 'وقالت: "نعم. تم ذلك" أمس.'


def test_hand_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "أعلنت بلدية المدينة القديمة في بيان نشرته صباح اليوم الأحد أن أعمال\n"
        "الترميم ستبدأ في الشهر المقبل وتستمر عامين. وستغلق الشوارع المجاورة\n"
        "طوال هذه المدة."
    )
    first, second = pieces(text)
    assert first.endswith("أعمال\nالترميم ستبدأ في الشهر المقبل وتستمر عامين.")
    assert second.endswith("المجاورة\nطوال هذه المدة.")


def test_spans_are_trimmed_pieces_of_the_part_asked_for() -> None:
    text = "قبل ذلك.\n  جملة أولى.  جملة ثانية. \nبعد ذلك."
    start, end = text.index("جملة أولى"), text.index("\nبعد")
    spans = arabic.sentences(text, start, end)
    assert [text[a:b] for a, b in spans] == ["جملة أولى.", "جملة ثانية."]


# -- language --


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "أعلنت الوزارة أمس عن خطة جديدة لدعم المزارعين في الجنوب."),
        ("ar", "قال ﭼورج گلبرت إن شركة پيجو تعمل في الگارديان مع ژان دوبوا."),
        ("ar", "ازاى الناس دى هتمشى فى الشارع وهما مش عارفين حاجة خالص."),
        ("ar", "شنو گلت؟ اكو هواي ناس گاعدين بالگهوة وما يدرون شنو صار اليوم بالسوگ."),
        ("ar", "أعلنت Microsoft عن إطلاق Windows 11 Pro مع OpenAI و NVIDIA في Las Vegas اليوم."),
        ("fa", "رئیس جمهور روز سه\u200cشنبه در تهران گفت که دولت برای بهبود وضع کشور برنامه\u200cهای تازه دارد."),
        ("fa", "هوا در شمال کشور سرد است و باران می بارد."),
        ("ur", "وزیراعظم نے کہا ہے کہ حکومت عوام کی فلاح کے لیے کام کر رہی ہے۔"),
        ("other", "سەرۆکی هەرێمی کوردستان لەگەڵ وەفدێکی ئەمریکی کۆبووەوە."),
        ("other", "Президент заявил в понедельник, что план готов."),
        ("en", "The president said on Monday that the plan was ready."),
        ("none", "نعم."),
        ("none", "12.5.2024 ... 14:30"),
        ("none", ""),
    ],
)
def test_language(language: str, text: str) -> None:
    assert arabic.language(text) == language


# -- clean --


def test_clean_leaves_nothing_that_steers_a_terminal() -> None:
    raw = "أ\x1b[31mب\x1b]0;title\x07ج\u202eد\u2066ه\x00و\x9bز\rح\u200bط\x1b"
    assert arabic.clean(raw) == "أبجدهوزحط"


def test_clean_keeps_lines_tabs_tashkeel_and_emoji() -> None:
    assert arabic.clean("قُل\n\tنعم 🙂") == "قُل\n\tنعم 🙂"


def test_clean_makes_lone_surrogates_printable() -> None:
    assert arabic.clean("أ\ud800ب").encode() == "أ\ufffdب".encode()


# -- speed: linear, whatever the input --


@pytest.mark.parametrize(
    "text",
    [
        "." * 500_000 + "ا",
        "«" * 100_000,
        '"ا ' * 100_000,
        "د. " * 100_000,
        "قُـا" * 100_000,
        "\x1b" * 300_000,
        "\n" * 300_000,
    ],
    ids=["dots", "opening marks", "straight marks", "initials", "tashkeel", "escapes", "line breaks"],
)
def test_hostile_text_takes_no_longer_than_a_few_seconds(text: str) -> None:
    started = time.process_time()
    arabic.sentences(text)
    arabic.normalise(text)
    arabic.fold(text)
    arabic.clean(text)
    arabic.language(text)
    assert time.process_time() - started < 5
