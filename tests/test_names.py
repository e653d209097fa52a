"""Names of people in Latin letters: the usual spelling where it is known, a readable one by rule where not."""

from __future__ import annotations

import pytest

from summarize import names


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("فيليب هاموند", "Philip Hammond"),
        ("دميتري بيسكوف", "Dmitry Peskov"),
        ("ستيف ويتكوف", "Steve Witkoff"),
        ("ترمب", "Trump"),
        ("عبد الفتاح السيسي", "Abdel Fattah al-Sisi"),
        ("ليلى بن عثمان", "Layla bin Othman"),
        ("محمد البنزوكي", "Mohammed al-Banzuki"),
        ("خالد عبدالله", "Khaled Abdullah"),
        ("عبد الله الثاني", "Abdullah al-Thani"),
        ("حسن نصر الله", "Hassan Nasrallah"),
        ("عبد العزيز آل الشيخ", "Abdel Aziz Al al-Sheikh"),
        ("الوليد الشمري", "Al-Walid al-Shammari"),
        ("أبو بكر البغدادي", "Abu Bakr al-Baghdadi"),
        ("باراك أوباما", "Barack Obama"),
        ("إيهود باراك", "Ehud Barak"),
        ("بنيامين نتنياهو", "Benjamin Netanyahu"),
    ],
)
def test_people(arabic: str, english: str) -> None:
    assert names.english(arabic) == english


@pytest.mark.parametrize("arabic", ["وزارة الداخلية", "المصدر", "صحيفة هآرتس", ""])
def test_bodies_and_descriptions_are_left_to_the_translator(arabic: str) -> None:
    assert names.english(arabic) is None


def test_what_is_in_latin_letters_already_stays_as_it_is() -> None:
    assert names.english("عائشة Al-N'Diaye") == "Aisha Al-N'Diaye"
    assert names.english("iPress Agency") == "iPress Agency"


def test_a_name_is_usual_where_it_is_full_and_each_word_is_known() -> None:
    assert names.is_usual(("عادل", "الجبير"))
    assert not names.is_usual(("عبد", "الله"))
    assert not names.is_usual(("عادل", "قفطبور"))
    assert not names.is_usual(("علي", "صالح"))  # means «good» as well


def test_whoever_has_a_role_is_a_person() -> None:
    assert names.english("قفطبور زنبل", person=True) == "Qaftabur Zanbal"


def test_every_entry_is_one_word_in_latin_letters() -> None:
    assert len(names.known()) > 15_000
    assert all(english.isascii() and english.removeprefix("al-").isalpha() for english in names.known().values())


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("الممثل", "actor"),
        ("الممثلة", "actress"),
        ("رئيس الوزراء", "prime minister"),
        ("الرئيس التنفيذي", "chief executive"),
        ("وزيرة الريّ", "irrigation minister"),
        ("رئيس الوزراء الماليزي", None),
        ("", None),
    ],
)
def test_a_usual_role_has_its_usual_english(arabic: str, english: str | None) -> None:
    assert names.role(arabic) == english
