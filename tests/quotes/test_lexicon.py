"""The tables know the forms of reporting verbs, and what is a name, a role or neither."""

from __future__ import annotations

import pytest

from summarize import arabic
from summarize.quotes import lexicon


@pytest.mark.parametrize(
    ("word", "lemma", "form", "gender", "plural"),
    [
        ("قال", "قال", "finite", "m", False),
        ("وقالت", "قال", "finite", "f", False),
        ("فقالوا", "قال", "finite", "m", True),
        ("ويقول", "قال", "finite", "m", False),
        ("قائلاً", "قال", "participle", "m", False),
        ("قائلةً", "قال", "participle", "f", False),
        ("بقوله", "قال", "masdar", "m", False),
        ("بالقول", "قال", "masdar", "", False),
        ("وأضافت", "أضاف", "finite", "f", False),
        ("واضاف", "أضاف", "finite", "m", False),
        ("مضيفاً", "أضاف", "participle", "m", False),
        ("مؤكدة", "أكد", "participle", "f", False),
        ("لافتاً", "لفت", "participle", "m", False),
        ("ودعت", "دعا", "finite", "f", False),
        ("ورأت", "رأى", "finite", "f", False),
        ("تساءل", "تساءل", "finite", "m", False),
    ],
)
def test_a_form_of_a_reporting_verb_is_known(word: str, lemma: str, form: str, gender: str, plural: bool) -> None:
    assert lexicon.verb(arabic.fold(word)) == (lemma, form, gender, plural)


@pytest.mark.parametrize("word", ["مدينة", "كتاب", "الوزير", "ويتكوف", "كان", "مستشفى"])
def test_other_words_are_no_reporting_verbs(word: str) -> None:
    assert lexicon.verb(arabic.fold(word)) is None


def test_roles_and_bodies_are_known_with_and_without_the_article() -> None:
    assert all(map(lexicon.is_role, map(arabic.fold, ["وزير", "الوزيرة", "المتحدث", "مدربة", "الأستاذ"])))
    assert all(map(lexicon.is_body, map(arabic.fold, ["وزارة", "الحكومة", "البيان", "صحيفة"])))


def test_a_preposition_glued_to_a_noun_is_no_name() -> None:
    assert lexicon.prefixed(arabic.fold("للصحافيين"))
    assert not lexicon.prefixed(arabic.fold("ليلى"))
    assert not lexicon.could_be_name(arabic.fold("لشركة"))


def test_every_row_of_the_verb_table_has_its_columns() -> None:
    for row in lexicon.rows("cues.tsv"):
        assert 5 <= len(row) <= 6 and row[4].isdigit(), row
        assert set("".join(row[5:]).split()) <= {"weak", "subject"}, row


@pytest.mark.parametrize("name", ["roles.txt", "bodies.txt", "names.txt", "women.txt", "common.txt", "frequent.txt"])
def test_the_word_tables_are_folded_and_have_no_doubles(name: str) -> None:
    words = [row[0] for row in lexicon.rows(name)]
    assert [word for word in words if arabic.fold(word) != word] == []
    assert len(words) == len(set(words))
