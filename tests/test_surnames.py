"""A surname that is an adjective too is told where a text means a person by it."""

from __future__ import annotations

import pytest

from summarize import surnames
from summarize.glossary import Glossary

HODA = {("هدي", "المصري"): "Hoda al-Masri"}
KNOWN = Glossary({("مصر",): "Egypt", **HODA}, people=HODA)


@pytest.mark.parametrize(
    "text",
    [
        "وقالت المصري إن الرواية صعبة.",
        "تبلغ المصري من العمر 47 عاماً، وتعيش في باريس.",
        "ونشرت المصري روايتها الأولى، وقال الناشر عن المصري إنها كاتبة كبيرة.",
        "المصري: لم أكن أنتظر الجائزة",
        "وأكد الناقد للمصري إعجابه بالرواية.",
    ],
)
def test_a_surname_that_stands_for_a_person_is_told(text: str) -> None:
    assert "⟦ al-Masri ⟧" in surnames.told(KNOWN, text).hinted(text)


@pytest.mark.parametrize(
    "text",
    [
        "خرج الشعب المصري إلى الشوارع.",
        "التقى الوزير نظيره المصري أمس.",
        "وقالت المصري إن الشعب المصري يقرأ.",
        "قال المصري محمد صلاح إن الفريق فاز.",
        "وقال سامر المصري إن الرواية صعبة.",
        "المصري لا ينسى أرضه",
        "زار وزير الخارجية المصري باريس.",
    ],
)
def test_what_may_be_an_adjective_is_not(text: str) -> None:
    assert surnames.told(KNOWN, text) is KNOWN
