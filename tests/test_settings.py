"""defaults < settings file < environment < options; a mistake is told with where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import settings
from summarize.errors import UsageError


def test_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path, {}, {}) == settings.Settings()


def test_each_layer_overrides_the_one_below(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text("sentences = 4\nquotes = 7\nlang = 'ar'\n")
    environ = {"SUMMARIZE_QUOTES": "8", "SUMMARIZE_LANG": "en"}
    merged = settings.load(tmp_path, environ, {"lang": "ar,en", "format": None})
    assert (merged.sentences, merged.quotes, merged.lang, merged.format) == (4, 8, "ar,en", "text")


def test_pyproject_of_a_folder_above_is_found(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.summarize]\nwith-text = true\nexclude = ["old/*"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    merged = settings.load(inner, {}, {})
    assert merged.with_text
    assert merged.exclude == ("old/*",)


def test_the_glossary_of_a_settings_file_stands_beside_it(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text("glossary = 'names.tsv'\n")
    (tmp_path / "news").mkdir()
    assert settings.load(tmp_path / "news", {}, {}).glossary == str(tmp_path / "names.tsv")
    assert settings.load(tmp_path / "news", {}, {"glossary": "g.tsv"}).glossary == "g.tsv"


def test_a_length_replaces_the_kind_of_length_below_it(tmp_path: Path) -> None:
    (tmp_path / "summarize.toml").write_text("words = 50\n")
    assert settings.load(tmp_path, {}, {"ratio": 0.2}).words == 0
    assert settings.load(tmp_path, {}, {"sentences": 2}).words == 0
    assert settings.load(tmp_path, {}, {}).words == 50


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sentence = 3", "summarize.toml sets sentence, which is no setting; did you mean sentences?"),
        ("sentences = 'x'", "summarize.toml sets sentences to 'x'; it takes a whole number"),
        ("sentences = 0", "summarize.toml sets sentences to 0; it must be 1 or more"),
        ("ratio = 2", "summarize.toml sets ratio to 2.0; it is a share between 0 and 1"),
        ("ratio = nan", "summarize.toml sets ratio to nan; it is a share between 0 and 1"),
        ("include = [1]", "summarize.toml sets include to [1]; it takes a list of texts"),
        ("lang = 'fr'", "summarize.toml sets lang to 'fr'; choose ar, en or ar,en"),
        ("format = 'xml'", "summarize.toml sets format to 'xml'; choose text, markdown, json, ndjson"),
        ("sentences =", "is not valid TOML"),
        ("words = 5\nratio = 0.2", "summarize.toml sets words and ratio; choose one way to give the length"),
        ("encoding = 'klingon'", "summarize.toml sets encoding to 'klingon'; try utf-8 or cp1256"),
        ("encoding = 'rot13'", "summarize.toml sets encoding to 'rot13'; try utf-8 or cp1256"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "summarize.toml").write_text(text)
    with pytest.raises(UsageError) as error:
        settings.load(tmp_path, {}, {})
    assert told in str(error.value)


@pytest.mark.parametrize("text", ["tool = 3", "[tool]\nsummarize = 3", ""])
def test_a_project_without_a_table_of_ours_sets_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    assert settings.load(tmp_path, {}, {}) == settings.Settings()


def test_a_switch_in_the_environment_is_on_or_off(tmp_path: Path) -> None:
    assert settings.load(tmp_path, {"SUMMARIZE_WITH_TEXT": "Yes"}, {}).with_text
    assert not settings.load(tmp_path, {"SUMMARIZE_WITH_TEXT": "0"}, {}).with_text
    with pytest.raises(UsageError, match="SUMMARIZE_WITH_TEXT is 'maybe'; it takes true or false"):
        settings.load(tmp_path, {"SUMMARIZE_WITH_TEXT": "maybe"}, {})


def test_a_bad_number_in_the_environment_names_its_variable(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="SUMMARIZE_QUOTES is 'many'; it takes a number"):
        settings.load(tmp_path, {"SUMMARIZE_QUOTES": "many"}, {})


def test_languages_may_stand_apart_and_in_any_order(tmp_path: Path) -> None:
    assert settings.load(tmp_path, {}, {"lang": " en, ar"}).lang == "ar,en"
    assert settings.load(tmp_path, {}, {"lang": "en "}).lang == "en"


def test_two_kinds_of_length_in_two_layers_are_no_mistake(tmp_path: Path) -> None:
    merged = settings.load(tmp_path, {"SUMMARIZE_SENTENCES": "2"}, {"words": 40})
    assert (merged.sentences, merged.words) == (2, 40)
    assert settings.load(tmp_path, {}, {"sentences": 2, "words": 0}).sentences == 2
