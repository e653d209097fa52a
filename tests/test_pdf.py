"""PDF: lines as they are drawn become paragraphs as they are read. The files are built here, byte by byte."""

from __future__ import annotations

import io
import re
import unicodedata
import zlib

import pytest
from bidi import get_display

from summarize import pdf
from summarize.errors import InputError

TITLE = "افتتاح 12 مدرسة في مدينة المرجان"
PARAGRAPHS = [
    "أعلنت وزارة التعليم في مدينة المرجان اليوم الاثنين افتتاح 12 مدرسة جديدة خلال العام 2025، بتكلفة إجمالية بلغت 3.5 "
    "مليار دينار، وقالت إن الأعمال انتهت قبل موعدها.",
    "وقال الوزير سالم الحمدان إن «المدارس الجديدة ستخدم أكثر من عشرين ألف طالب»، مضيفا أن العمل بدأ قبل عامين (بدعم من "
    "البنك الأهلي) ولم يتوقف.",
    "لا شك أن هذا الإنجاز هو الأكبر في تاريخ البلاد، ولكن الأهالي يقولون إن نقص المعلمين لا يزال مشكلة كبيرة، بحسب "
    "تقرير لمنظمة WHO صدر أمس.",
]
LIGATURES = dict(zip("لا لأ لإ لآ".split(), "אבגד", strict=True))  # stand-ins that turn with the line
Unit = tuple[float, float, list[str]]  # x, y, and the signs from left to right; a ligature is one sign


def build(pages: list[list[Unit]], extra: bytes = b"") -> bytes:
    """A PDF whose font has no shapes but a table from its signs to Unicode, as real files have."""
    signs = sorted({sign for page in pages for _, _, row in page for sign in row})
    codes = {sign: number for number, sign in enumerate(signs, 1)}
    table = "\n".join(f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def 1 begincodespacerange <0000> "
        f"<ffff> endcodespacerange {len(codes)} beginbfchar\n{table}\nendbfchar endcmap end end"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(pages), b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(len(pages)))),
        b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0"
        b">>/DW 500>>",
        _stream(cmap.encode()),
    ]
    for index, page in enumerate(pages):
        rows = [f"1 0 0 1 {x} {y} Tm <{''.join(f'{codes[sign]:04x}' for sign in row)}> Tj" for x, y, row in page]
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (7 + 2 * index)
        )
        objects.append(_stream(b"BT /F 10 Tf " + "\n".join(rows).encode() + b" ET"))
    return _file(objects, extra)


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    return b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)


def _file(objects: list[bytes], extra: bytes) -> bytes:
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, extra, start))
    return out.getvalue()


def drawn(lines: list[str], ligatures: bool = False) -> list[Unit]:
    """Lines from the right edge in the order of the eye; with ligatures, lam and alef are one sign of two letters."""
    rows = [_seen(line, LIGATURES if ligatures else {}) for line in lines]
    return [(550 - 5.0 * len(row), 800 - 16.0 * index, row) for index, row in enumerate(rows)]


def _seen(line: str, ligatures: dict[str, str]) -> list[str]:
    for pair, stand_in in ligatures.items():
        line = line.replace(pair, stand_in)
    seen = get_display(line, base_dir="R").translate(str.maketrans("()«»", ")(»«"))  # back from shapes to names
    back = {stand_in: pair for pair, stand_in in ligatures.items()}
    return [back.get(sign, sign) for sign in seen]


def wrapped(text: str, width: int = 80) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


LINES = [TITLE, *(line for paragraph in PARAGRAPHS for line in wrapped(paragraph))]


def test_lines_drawn_in_the_order_of_the_eye_are_turned_and_joined():
    paragraphs, title = pdf.extract(build([drawn(LINES)]), "a.pdf")
    assert paragraphs == [TITLE, *PARAGRAPHS]
    assert title is None


def from_left(lines: list[str]) -> list[Unit]:
    """A paragraph as Writer sets a text file, from left to right; signs that look alike have one code."""
    rows = []
    for index, line in enumerate(lines):  # پ stands for the lines before and behind this one
        framed = "پ" * (index > 0) + line + "پ" * (line is not lines[-1])
        rows.append(list(get_display(framed, base_dir="L").translate({ord("پ"): None, ord("»"): "«"})))
    return [(50.0, -16.0 * index, row) for index, row in enumerate(rows)]


def test_paragraphs_set_from_left_to_right_keep_the_order_of_their_pieces_and_their_end_marks():
    quoted = (
        "«لحظة الإعلان كانت كالحلم، ولم أكن أنتظرها»، هذا ما قالته الكاتبة هدى المصري في بيان نشرته دار (WHO) أمس، "
        "مضيفة أنها كانت تظن «أن الرواية أصعب من أن تصل إلى لجنة تحكيم»."
    )
    paragraphs = [*PARAGRAPHS, quoted]
    page, at = [], 800.0
    for paragraph in paragraphs:
        page += [(x, at + y, row) for x, y, row in from_left(wrapped(paragraph))]
        at = page[-1][1] - 32
    assert pdf.extract(build([page]), "a.pdf")[0] == paragraphs


def test_ligatures_of_lam_and_alef_come_out_in_the_right_order():
    paragraphs, _ = pdf.extract(build([drawn(LINES, ligatures=True)]), "a.pdf")
    assert paragraphs == [TITLE, *PARAGRAPHS]


def test_presentation_forms_become_letters():
    forms = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFE80, 0xFEFD)}
    pairs = re.compile("|".join(sorted(forms, key=len, reverse=True)))
    shaped = [pairs.sub(lambda found: forms[found.group()], line) for line in LINES]
    paragraphs, _ = pdf.extract(build([drawn(shaped)]), "a.pdf")
    assert paragraphs == [TITLE, *PARAGRAPHS]


def test_lines_stored_in_reading_order_stay_so():
    rows = [(50.0, 800 - 16.0 * index, list(line)) for index, line in enumerate(LINES)]
    assert pdf.extract(build([rows]), "a.pdf")[0] == [TITLE, *PARAGRAPHS]


def test_words_placed_one_by_one_make_a_line():
    rows: list[Unit] = []
    for index, line in enumerate(LINES):
        at = 550.0
        for word in line.split():
            signs = drawn([word])[0][2]
            at -= 5 * len(signs)
            rows.append((at, 800 - 16.0 * index, signs))
            at -= 5
    found = " ".join(pdf.extract(build([rows]), "a.pdf")[0])
    assert set(found.split()) - {"،2025"} <= set(" ".join([TITLE, *PARAGRAPHS]).split())
    assert found.startswith("افتتاح 12 مدرسة في مدينة المرجان أعلنت وزارة التعليم")


def test_a_gap_between_lines_ends_a_paragraph_even_after_a_full_line():
    full = [
        "أعلنت البلدية أن الجسر الجديد على النهر سيفتح أمام السيارات صباح الأحد",
        "وقالت إن العمل فيه انتهى قبل موعده بثلاثة أشهر كاملة بفضل المهندسين",
    ]
    rows = drawn([full[0], full[1], full[0], full[1], full[0]])
    spaced = [(x, y - (24 if index > 1 else 0), row) for index, (x, y, row) in enumerate(rows)]
    assert pdf.extract(build([spaced]), "a.pdf")[0] == [" ".join(full), f"{full[0]} {full[1]} {full[0]}"]


def test_running_heads_and_page_numbers_go_and_a_paragraph_runs_on_over_the_page():
    first, second = LINES[:3], LINES[3:]
    pages = [["صحيفة الأفق - العدد 55", *first, "1"], ["صحيفة الأفق - العدد 55", *second, "2"]]
    assert pdf.extract(build([drawn(page) for page in pages]), "a.pdf")[0] == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\nrubbish", "bad-pdf"),
        (b"", "bad-pdf"),
        (build([[]]), "no-text"),
        (build([drawn(LINES)])[:900], "bad-pdf"),
    ],
)
def test_broken_files_and_scans_are_refused(data, code):
    with pytest.raises(InputError) as caught:
        pdf.extract(data, "a.pdf")
    assert (caught.value.code, bool(caught.value.hint)) == (code, True)


def test_a_locked_file_is_refused():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(build([drawn(LINES)]))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(InputError) as caught:
        pdf.extract(out.getvalue(), "a.pdf")
    assert caught.value.code == "encrypted"
