"""A local folder says how it wants to be used; what its files cannot say, its user does."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize import checkpoint, registry
from summarize.errors import ModelError
from summarize.records import Decoding


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "config.json").write_text('{"max_position_embeddings": 512, "num_beams": 2}')
    return tmp_path / "mine"


def test_a_folder_says_itself_how_it_wants_to_be_used(folder: Path) -> None:
    (folder / "generation_config.json").write_text('{"num_beams": 5, "max_length": 84, "no_repeat_ngram_size": 2}')
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "NllbTokenizerFast", "src_lang": "eng_Latn"}')
    model = registry.get(str(folder), "translate")
    assert model.decoding == Decoding(beam=5, max_length=84, no_repeat_ngram=2)
    assert (model.options["limit"], model.options["src"], model.options["tgt"]) == ("512", "arb_Arab", "eng_Latn")


def test_a_folder_with_a_broken_configuration_is_one_sentence(folder: Path) -> None:
    (folder / "generation_config.json").write_text("[]")
    with pytest.raises(ModelError, match=r"generation_config\.json cannot be read as JSON"):
        registry.get(str(folder), "translate")


def test_the_user_says_what_the_files_do_not(folder: Path) -> None:
    (folder / checkpoint.OPTIONS).write_text("# CrossSum\nout=en  beam=3\ncollapse length_penalty=0.6 prefix=لخص:")
    model = registry.get(str(folder), "summarize")
    assert model.decoding == Decoding(beam=3, length_penalty=0.6)
    assert model.options == {
        "limit": "512", "out": "en", "beam": "3", "collapse": "", "length_penalty": "0.6", "prefix": "لخص:",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ouf=en", "has ouf, which is no option; known are: beam, "),
        ("out=eng", "sets out to 'eng'; it takes ar, en"),
        ("beam=0", "sets beam to '0'; it takes a whole number above 0"),
        ("length_penalty=much", "sets length_penalty to 'much'; it takes a number"),
        ("collapse=yes", "sets collapse to 'yes'; it takes no value"),
        ("prefix", "sets prefix to ''; it takes a value"),
        ("\udc80", "which is no option"),
    ],
)
def test_what_cannot_be_said_is_one_sentence(folder: Path, text: str, told: str) -> None:
    (folder / checkpoint.OPTIONS).write_text(text, "utf-8", "surrogateescape")
    with pytest.raises(ModelError, match=told):
        registry.get(str(folder), "summarize")


def test_what_a_user_says_signs_the_model(folder: Path) -> None:
    before = registry.get(str(folder), "summarize").sha256
    (folder / checkpoint.OPTIONS).write_text("out=en")
    assert registry.get(str(folder), "summarize").sha256 != before
