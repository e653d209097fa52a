"""Person names of Wikidata (CC0) -> summarize/data/names.tsv: python -m training.names SHARED

Of the spellings that Wikidata has for an Arabic name, the one that English text uses most is kept, if its consonants
are those of the Arabic: محمد has "Morocco" too. Common nouns are left out.
"""

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from pathlib import Path

from summarize import arabic, names
from summarize.quotes import lexicon

OUT = Path(__file__).parent.parent / "summarize" / "data" / "names.tsv"
MOST = 16_000  # names; the rest hardly ever occurs


def main(shared: Path) -> None:
    counts = Counter(re.findall(r"\b[A-Z][a-z'-]+", "\n".join(_english(shared))))
    arabic_counts = Counter(word for text in _arabic(shared) for word in arabic.words(text))
    found: dict[str, dict[str, float]] = {}
    for line in _lines(shared / "lexicon" / "wikidata_person_names.tsv.xz"):
        name, english = line.split("\t")[:2]
        key, spelling = arabic.fold(name), english.strip(".").capitalize()
        if len(key) > 2 and spelling.isascii() and spelling.isalpha() and fits(key, spelling):
            found.setdefault(key, {})[spelling] = counts[spelling] + 1 / len(spelling)
    rows = []
    for key, spellings in found.items():
        if (
            key in lexicon.common() or key in lexicon.roles() or key in lexicon.bodies()
        ) and key not in lexicon.given():
            continue
        best = max(spellings, key=lambda one: spellings[one])
        rows.append((arabic_counts[key] + counts[best], key, best))
    table = {key: best for _, key, best in sorted(rows, reverse=True)[:MOST]} | FIXED
    table |= {key: f"al-{best}" for key, best in ARTICLED.items()}
    OUT.write_text("".join(f"{key}\t{best}\n" for key, best in sorted(table.items())), "utf-8")


# The usual spelling of a few names whose Arabic spelling Wikidata lacks or has otherwise
FIXED = {
    "ترمب": "Trump", "ترامب": "Trump", "ويتكوف": "Witkoff", "دميترييف": "Dmitriev", "بوتين": "Putin",
    "محمد": "Mohammed", "عثمان": "Othman", "فتاح": "Fattah", "سيسي": "Sisi", "هادي": "Hadi", "الهادي": "Hedi",
    "مرزوقي": "Marzouki",
    "نتنياهو": "Netanyahu", "اردوغان": "Erdogan", "زيلينسكي": "Zelensky", "ماكرون": "Macron", "غوتيريش": "Guterres",
    "عبدالله": "Abdullah", "عبدالاله": "Abdelilah", "بكر": "Bakr", "لطيف": "Latif", "نايف": "Nayef", "نيمار": "Neymar",
    "بايدن": "Biden", "اوباما": "Obama", "لافروف": "Lavrov", "ميركل": "Merkel", "بلقيس": "Balqis", "المختار": "Mokhtar",
    "مختار": "Mokhtar", "يزيد": "Yazid", "خامنئي": "Khamenei", "خامنيي": "Khamenei", "كواري": "Kuwari",
}  # fmt: skip


# Names that Wikidata spells «Alsheikh», or lacks
ARTICLED = {
    "الجندي": "Jundi", "الحربي": "Harbi", "الحسن": "Hassan", "الحميد": "Hamid", "الخطابي": "Khattabi",
    "الخوري": "Khoury", "الديب": "Deeb", "الراعي": "Rai", "الرشيدي": "Rashidi", "الرفاعي": "Rifai",
    "الزهراني": "Zahrani", "السوداني": "Sudani", "السويدي": "Suwaidi", "السيد": "Sayed", "الشامي": "Shami",
    "الشريف": "Sharif", "الشمري": "Shammari", "الشيخ": "Sheikh", "الصالح": "Saleh", "الصايغ": "Sayegh",
    "الطاهر": "Taher", "العابد": "Abed", "العاني": "Ani", "العزيز": "Aziz", "العلمي": "Alami", "العلوي": "Alawi",
    "العلي": "Ali", "العواد": "Awwad", "الغامدي": "Ghamdi", "الغانم": "Ghanem", "الغول": "Ghoul", "الفاسي": "Fassi",
    "الفهد": "Fahad", "الفيتوري": "Fitouri", "القاضي": "Qadi", "القباني": "Qabbani", "القرني": "Qarni",
    "القطري": "Qatari", "الكاتب": "Kateb", "المالكي": "Maliki", "المتوكل": "Mutawakel", "المصري": "Masri",
    "المطيري": "Mutairi", "المغربي": "Maghribi", "الملا": "Mulla", "المنصور": "Mansour", "المنصوري": "Mansouri",
    "المهدي": "Mahdi", "الموسوي": "Musawi", "النجار": "Najjar", "الوليد": "Walid", "البغدادي": "Baghdadi",
    "الجبير": "Jubeir", "الاسلام": "Islam",
}  # fmt: skip


def fits(arabic_name: str, english: str) -> bool:
    """Whether the consonants agree: ('بوتين', 'Putin') -> True, ('محمد', 'Morocco') -> False"""
    return bones(names.romanise(arabic_name)) == bones(english)


_SAME = [
    ("sch", "s"), ("sh", "s"), ("ch", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("ck", "k"), ("x", "ks"),
]  # fmt: skip
_LETTER = str.maketrans("qcgjpvz", "kkkkbfs", "wyheaiou")


def bones(latin: str) -> str:
    """'Mohammed' -> 'mmd', 'Peskov' -> 'bskf'"""
    text = latin.lower()
    for old, new in _SAME:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text.translate(_LETTER))


def _english(shared: Path) -> list[str]:
    return [row.split("\t")[1] for row in _pairs(shared)]


def _arabic(shared: Path) -> list[str]:
    return [row.split("\t")[0] for row in _pairs(shared)]


def _pairs(shared: Path) -> list[str]:
    return _lines(shared / "parallel" / "written.tsv") * 5 + _lines(shared / "parallel" / "open.tsv.xz")


def _lines(path: Path) -> list[str]:
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as handle:
        return [line.rstrip("\n") for line in handle]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
