"""What it is worth to tell the translator the places of the world: python -m benchmarks.places ARABIC ENGLISH

Two files of lines, as FLORES-200's dev.ar and dev.en. Only the lines that name a place or a body of
summarize/data/places.tsv are translated, once without its English and once with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sacrebleu

from summarize import engines, registry, translation
from summarize.glossary import world


def main(arabic: Path, english: Path) -> None:
    pairs = zip(*(path.read_text("utf-8").splitlines() for path in (arabic, english)), strict=True)
    texts, wanted = zip(*(pair for pair in pairs if any(world().find(pair[0]))), strict=True)
    model = registry.get(registry.default("translate"), "translate")
    engine = engines.load(model)
    print(f"{len(texts)} lines   BLEU  chrF2  lines without the usual English")
    _row("references", list(wanted), texts, wanted)
    for name, told in (("without", []), ("told", [world()] * len(texts))):
        found = translation.translate(texts, engine, model.decoding, told=told)
        _row(name, [one.text for one in found], texts, wanted)


def _row(name: str, found: list[str], texts: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    bleu, chrf = (score(found, [list(wanted)]).score for score in (sacrebleu.corpus_bleu, sacrebleu.corpus_chrf))
    lack = sum(not world().kept(text, one) for text, one in zip(texts, found, strict=True))
    print(f"{name:10} {bleu:6.1f} {chrf:6.1f} {lack:5}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
