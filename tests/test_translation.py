"""Sentences share one batch; what a guard catches is tried again and then flagged, never hidden."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from summarize import translation
from summarize.glossary import Glossary
from summarize.records import Decoding, Generated, Translation


class Scripted:
    """An engine that says what it is told to, by the Arabic and by whether it is the second try."""

    limit = 100
    device = "none"

    def __init__(self, first: dict[str, str], second: dict[str, str] | None = None) -> None:
        self.answers = [first, second or {}]
        self.calls: list[list[str]] = []

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        self.calls.append(list(texts))
        table = self.answers[len(self.calls) - 1]
        return [Generated(table[text], -0.5) for text in texts]


def test_all_sentences_of_all_texts_share_one_call_each_once() -> None:
    engine = Scripted({"جاء الرجل.": "The man came.", "ثم رحل.": "Then he left."})
    found = translation.translate(["جاء الرجل. ثم رحل.", "ثم رحل.", ""], engine, Decoding())
    assert [one.text for one in found] == ["The man came. Then he left.", "Then he left.", ""]
    assert engine.calls == [["جاء الرجل.", "ثم رحل."]]


def test_a_bad_sentence_is_tried_again_and_the_better_one_kept() -> None:
    engine = Scripted({"قتل 17 شخصاً": "70 people died"}, {"قتل 17 شخصاً": "17 people died"})
    (found,) = translation.translate(["قتل 17 شخصاً"], engine, Decoding())
    assert (found.text, found.flags) == ("17 people died", ())


def test_what_stays_bad_is_flagged() -> None:
    engine = Scripted({"قتل 17 شخصاً": "70 people died"}, {"قتل 17 شخصاً": "71 people died"})
    (found,) = translation.translate(["قتل 17 شخصاً"], engine, Decoding())
    assert found.flags == ("numbers",)


TERMS = Glossary({("ترمب",): "Trump"})


def test_an_engine_that_takes_hints_gets_them_and_their_marks_never_come_out() -> None:
    engine = Scripted({"قال ترمب ⟦ Trump ⟧ نعم.": "Trump ⟦ Trump ⟧ said yes."})
    (found,) = translation.translate(["قال ترمب نعم."], engine, Decoding(), TERMS, [TERMS])
    assert found == Translation("Trump said yes.")


def test_the_guards_look_at_the_sentence_without_its_hints() -> None:
    terms = Glossary({("الموعد",): "D-30"})
    engine = Scripted({"جاء الموعد ⟦ D-30 ⟧": "It came"}, {"جاء الموعد ⟦ D-30 ⟧": "It came"})
    (found,) = translation.translate(["جاء الموعد"], engine, Decoding(), terms, [terms])
    assert found.flags == ("glossary",)


def test_a_fraction_that_stands_first_is_put_behind_its_point_and_guarded() -> None:
    engine = Scripted({"ربحت 1.2 مليار.": "It won 2.1 billion."}, {"ربحت 1.2 مليار.": "It won 1.2 billion."})
    (found,) = translation.translate(["ربحت 2ر1 مليار."], engine, Decoding())
    assert found == Translation("It won 1.2 billion.")


def test_other_engines_get_none_and_what_lacks_the_wanted_form_twice_is_flagged() -> None:
    told = {"قال ترمب نعم.": "Tramb said yes.", "قال علي لا.": "Ali said no."}
    engine = Scripted(told, told)
    found = translation.translate(["قال ترمب نعم.", "قال علي لا."], engine, Decoding(), TERMS)
    assert [one.flags for one in found] == [("glossary",), ()]
    assert engine.calls == [["قال ترمب نعم.", "قال علي لا."], ["قال ترمب نعم."]]


def test_a_person_who_is_not_named_in_the_english_is_asked_for_in_latin_letters() -> None:
    people = {("المختار", "ولد", "علي"): "Mokhtar Ould Ali"}
    told = Glossary({**people, ("علي",): "Ali"}, people=people)
    engine = Scripted(
        {
            "وقع المختار ولد علي ⟦ Mokhtar Ould Ali ⟧ أمس.": "Ould Ali signed the Mokhtar.",
            "جاء علي ⟦ Ali ⟧.": "He came.",
        },
        {"وقع Mokhtar Ould Ali أمس.": "Mokhtar Ould Ali signed yesterday."},
    )
    (found,) = translation.translate(["وقع المختار ولد علي أمس. جاء علي."], engine, Decoding(), TERMS, [told])
    assert found == Translation("Mokhtar Ould Ali signed yesterday. He came.")


def test_what_is_in_latin_letters_already_is_not_translated() -> None:
    engine = Scripted({"123": "123"})
    found = translation.translate(["it feels like AI from the movies.", "123"], engine, Decoding())
    assert [one.text for one in found] == ["it feels like AI from the movies.", "123"]
    assert engine.calls == [["123"]]


def test_a_sentence_that_is_too_long_is_parted_and_loses_nothing() -> None:
    engine = Scripted({"قال علي نعم،": "Ali said yes,", "ثم رحل": "then left", "وعاد في المساء": "and came at night"})
    engine.limit = 3
    (found,) = translation.translate(["قال علي نعم، ثم رحل وعاد في المساء"], engine, Decoding())
    assert found == Translation("Ali said yes, then left and came at night")


@pytest.mark.parametrize(
    ("arabic", "english", "flags"),
    [
        ("بلغ العدد 1,250 شخصاً في 2024", "The number reached 1250 people in 2024", ()),
        ("ارتفع ٢٧٫٥ في المئة", "It rose 27.5 percent", ()),
        ("أعلنت شركة OpenAI عن GPT-4o", "OpenAI announced OpenQASM-4o", ("latin",)),
        ("أعلنت شركة OpenAI عن GPT-4o.", "Openai announced a new GPT-4o model.", ()),
        ("راسلنا على News@x.org أو X", "Write to us at this address", ()),
        ("ارتفع 27,5 في المئة", "It rose 27.5 percent", ()),
        ("أصيب 3 رجال", "Three men were injured", ()),
        ("أصيب 21 رجلاً", "Twenty-one men were injured", ()),
        ("أصيب ثلاثة رجال", "3 men were injured", ()),
        ("أصيب رجال كثيرون", "30 men were injured", ("numbers",)),
        ("أصيب 42 رجلاً", "Many men were injured", ("numbers",)),
        ("قال الوزير نعم", "The minister قال yes", ("script",)),
        ("قال الوزير إن القرار صحيح", "He said he said he said he said", ("repetition",)),
        ("قال الوزير إن الحكومة ستدرس القرار غداً", "Yes", ("length",)),
        ("قال", "", ("empty",)),
    ],
)
def test_guards(arabic: str, english: str, flags: tuple[str, ...]) -> None:
    assert translation.check(arabic, english) == flags
