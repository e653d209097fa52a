"""train.tsv -> one sentencepiece vocabulary for both sides, with the Arabic orthography folded inside it."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

from training.translator.data import CLOSE_HINT, OPEN_HINT, WEIGHTS

SENTENCES = 400_000

# Writing that varies without a change of meaning; the rest is NFKC. The rules live in the .spm file itself, so that
# whoever loads the model normalises in the same way, without a line of code.
ARABIC = (
    dict.fromkeys("أإآٱ", "ا")
    | dict.fromkeys("«»“”„‟″", '"')
    | dict.fromkeys("‘’‚‛′", "'")
    | {
        "ى": "ي",
        "ک": "ك",
        "ی": "ي",
        "،": ",",
        "؛": ";",
        "؟": "?",
        "٪": "%",
        "٫": ".",
        "٬": ",",
        "…": "...",
        "–": "-",
        "—": "-",
    }
    | {chr(base + value): str(value) for base in (0x660, 0x6F0) for value in range(10)}
)
DROPPED = [
    0x640,
    0x670,
    0xAD,
    *range(0x64B, 0x656),
    *range(0x6D6, 0x6DD),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
]


def rules() -> dict[str, str]:
    """Character -> replacement, over the whole basic plane: 'ﷲ' -> 'الله', 'أ' -> 'ا', tatweel -> ''"""
    table = {}
    for code in range(0x20, 0xFFFF):
        char = chr(code)
        plain = (
            ""
            if code in DROPPED
            else "".join(ARABIC.get(c, c) for c in unicodedata.normalize("NFKC", char) if ord(c) not in DROPPED)
        )
        if plain != char and not 0xD800 <= code < 0xE000:
            table[char] = plain
    table |= {"\t": " ", "\n": " ", "\r": " ", "\u0627\u0653": "ا", "\u0627\u0654": "ا", "\u0627\u0655": "ا"}
    return table


def train(work: Path, size: int) -> None:
    """`work`/train.tsv -> `work`/joint.model with `size` pieces, bytes for what it has never seen."""
    import sentencepiece

    sample, tsv = work / "vocab.txt", work / "rules.tsv"
    rng = random.Random(2)
    with sample.open("w", encoding="utf-8") as out, (work / "train.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            arabic, english, name = line.rstrip("\n").split("\t")
            if rng.random() < min(1.0, WEIGHTS.get(name, 0.2)) and OPEN_HINT not in arabic:
                out.write(f"{arabic}\n{english}\n")
    tsv.write_text("".join(f"{_hex(old)}\t{_hex(new)}\n" for old, new in sorted(rules().items())), "utf-8")
    sentencepiece.SentencePieceTrainer.train(
        input=str(sample), model_prefix=str(work / "joint"), vocab_size=size, character_coverage=0.9995,
        byte_fallback=True, user_defined_symbols=[OPEN_HINT, CLOSE_HINT], normalization_rule_tsv=str(tsv),
        input_sentence_size=SENTENCES, shuffle_input_sentence=True, num_threads=2,
        pad_id=-1, bos_id=-1, eos_id=0, unk_id=1,
        minloglevel=1,
    )  # fmt: skip


def _hex(text: str) -> str:
    """'لا' -> '644 627', as sentencepiece wants its rules"""
    return " ".join(f"{ord(char):X}" for char in text)
