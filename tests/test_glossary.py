"""Terms are found as Arabic writes them, asked for by hints, and looked for in what comes back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from summarize import glossary
from summarize.errors import UsageError
from summarize.glossary import Glossary
from tests.conftest import EXAMPLES

TABLE = """# names
ترمب\tTrump
البيت الأبيض\tthe White House
البيت\tthe House
عائشة نيانغ\tAicha Niang
طن\ttonne

نيانغ\tNiang
"""


@pytest.fixture
def terms(tmp_path: Path) -> Glossary:
    return loaded(tmp_path, TABLE)


def loaded(folder: Path, text: str, encoding: str = "utf-8") -> Glossary:
    (folder / "g.tsv").write_text(text, encoding)
    return glossary.load(str(folder / "g.tsv"))


def found(terms: Glossary, text: str) -> list[tuple[str, str]]:
    return [(text[term.start : term.end], term.english) for term in terms.find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("قال ترمب أمس", [("ترمب", "Trump")]),
        ("قال ترامب أمس", []),
        ("وترمب ولترمب فبترمب", [("وترمب", "Trump"), ("ولترمب", "Trump"), ("فبترمب", "Trump")]),
        ("الترمبية", []),
        ("في البيت الأبيض", [("البيت الأبيض", "the White House")]),
        ("وللبيت الابيض", [("وللبيت الابيض", "the White House")]),
        ("البَيْتُ الأبيضُ.", [("البَيْتُ الأبيضُ", "the White House")]),
        ("في البيت، الأبيض", [("البيت", "the House")]),
        ("عائشة نيانغ ونيانغ", [("عائشة نيانغ", "Aicha Niang"), ("ونيانغ", "Niang")]),
        ("الوطن في وطن", []),
        ("ألف طن", [("طن", "tonne")]),
        ("ﺗﺮﻣﺐ", [("ﺗﺮﻣﺐ", "Trump")]),
        ("", []),
    ],
)
def test_whole_words_with_clitics_and_letter_forms_the_longest_first(
    terms: Glossary, text: str, wanted: list[tuple[str, str]]
) -> None:
    assert found(terms, text) == wanted


def test_a_hint_stands_behind_its_term_before_what_follows(terms: Glossary) -> None:
    assert terms.hinted("قال «ترمب»، أمس") == "قال «ترمب ⟦ Trump ⟧»، أمس"
    assert terms.hinted("ترمب وترمب") == "ترمب ⟦ Trump ⟧ وترمب"
    assert terms.hinted("قال علي ⟦ Xi ⟧ نعم") == "قال علي Xi نعم"


def test_marks_that_a_model_copies_are_taken_out() -> None:
    assert glossary.unmarked("Trump ⟦ Trump ⟧ said, ⟦ Xi ⟧, no") == "Trump said, Xi, no"
    assert glossary.unmarked("said ⟦ Trump") == "said Trump"
    assert glossary.unmarked("no  marks ,here") == "no  marks ,here"


@pytest.mark.parametrize(
    ("english", "kept"),
    [
        ("Trump spoke at the White House", True),
        ("The White House says that Trump's visit", True),
        ("Trump spoke at a white house", False),
        ("Trumpet at the White House", False),
        ("", False),
    ],
)
def test_wanted_forms_are_looked_for(terms: Glossary, english: str, kept: bool) -> None:
    assert terms.kept("ترمب في البيت الأبيض", english) is kept
    assert terms.kept("قال علي", english)


def test_a_name_takes_what_is_known_of_it(terms: Glossary) -> None:
    assert terms.applied("عائشة نيانغ") == "Aicha Niang"
    assert terms.applied("علي نيانغ") == "علي Niang"
    assert terms.applied("علي وترمب") == "علي وترمب"
    assert Glossary().applied("علي") == "علي"


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, TABLE).sha256 == hashlib.sha256(TABLE.encode()).hexdigest()
    assert glossary.load("") == Glossary()


def test_a_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert found(loaded(tmp_path, "ترمب\tTrump\r\n", "utf-8-sig"), "ترمب") == [("ترمب", "Trump")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ترمب Trump", "g.tsv:2 is not Arabic, one tab and English; write: ترمب<TAB>Trump"),
        ("ترمب\t", "g.tsv:2 is not Arabic, one tab and English"),
        ("ترمب\tTrump\tman", "g.tsv:2 is not Arabic, one tab and English"),
        ("Trump\tترمب", "g.tsv:2 has no Arabic before its tab, or Arabic behind it; swap them"),
        ("ترمب\t⟦ T ⟧", "g.tsv:2 has ⟦ or ⟧ in its English; leave them out"),
        ("شي\tShi", "g.tsv:2 gives a second English for one term; keep one"),
    ],
)
def test_a_bad_line_is_told_with_its_number(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        loaded(tmp_path, f"شي\tXi\n{line}\n")
    assert told in str(error.value)
    assert error.value.exit_code == 2


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        glossary.load(str(tmp_path))
    with pytest.raises(UsageError, match="is not in UTF-8; save it as UTF-8"):
        loaded(tmp_path, "ترمب\tTrump", "cp1256")


def test_the_names_of_the_examples_are_a_table() -> None:
    terms = glossary.load(str(EXAMPLES / "names.tsv"))
    text = (EXAMPLES / "politics.txt").read_text("utf-8")
    assert {"Aicha Niang", "Nouadhibou"} <= {term.english for term in terms.find(text)}


def test_the_places_of_the_world_are_found_and_are_no_common_words() -> None:
    told = glossary.world().hinted("ووصل الوفد إلى نواكشوط وبعدها لداكار، والسماء الزرقاء فوق أدرار.")
    assert told == (
        "ووصل الوفد إلى نواكشوط ⟦ Nouakchott ⟧ وبعدها لداكار ⟦ Dakar ⟧، والسماء الزرقاء فوق أدرار ⟦ Adrar ⟧."
    )
    ordinary = "كسلاً صيداً درعاً وسوسة جنين بالي الأقصر العقبة عسيراً مآرب تدمر المدن"
    assert glossary.world().hinted(ordinary) == ordinary
