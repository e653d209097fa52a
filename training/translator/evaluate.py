"""The exported model on FLORES and on held-out news, beside its peers on the same sentences, and on its glossary."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from training.translator import export
from training.translator.data import CLOSE_HINT, OPEN_HINT

PEERS = ("argos", "opusmt", "nllb", "bergamot-base-memory", "bergamot-base", "microsoft", "google")
BEAM, NO_REPEAT = 2, 3  # as on the line of the model in models.txt
AGAIN = 4  # beam of a second try
SPLITS = {"dev": "FLORES dev", "test": "FLORES devtest"}


def evaluate(work: Path, shared: Path) -> dict[str, Any]:
    """Scores of `work`/ctranslate2 -> `work`/scores.json, and the outputs beside it."""
    scores: dict[str, Any] = {"signatures": _signatures(), "glossary": glossary(work), "sets": {}}
    for split, title in SPLITS.items():
        files = {peer: shared / "flores" / f"{split}.{peer}.en" for peer in PEERS}
        source, wanted = (_lines(shared / "flores" / f"{split}.{side}") for side in ("ar", "en"))
        scores["sets"][title] = {"ours": _scored(work, split, source, wanted)} | {
            peer: score(_lines(file), wanted) for peer, file in files.items() if file.is_file()
        }
    news = [line.split("\t") for line in _lines(work / "news.tsv")]
    scores["sets"]["held-out news"] = {
        "ours": _scored(work, "news", [row[0] for row in news], [row[1] for row in news])
    }
    (work / "scores.json").write_text(json.dumps(scores, indent=1), "utf-8")
    _print(scores)
    return scores


def score(outputs: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    """sacrebleu's BLEU and chrF2, rounded as one reports them."""
    import sacrebleu

    bleu, chrf = sacrebleu.corpus_bleu(outputs, [wanted]), sacrebleu.corpus_chrf(outputs, [wanted])
    return {"bleu": round(bleu.score, 1), "chrf": round(chrf.score, 1)}


def outputs(work: Path, texts: Sequence[str], beam: int = BEAM) -> list[str]:
    import sentencepiece

    folder = work / "ctranslate2"
    spm = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
    found = export.translate(folder, export._pieces(folder, texts), beam, NO_REPEAT)
    return [spm.decode(pieces) for pieces in found]


def glossary(work: Path, sentences: int = 200) -> dict[str, float]:
    """How often a wanted spelling is in the output, with its hint in the source and without it; what lacks one is tried
    once more with a wider beam, as `summarize.translation` does."""
    rows = [line.split("\t") for line in _lines(work / "hints.tsv")][:sentences]
    wanted = [re.findall(rf"{OPEN_HINT} ?(.+?) ?{CLOSE_HINT}", row[0]) for row in rows]
    hinted, plain = outputs(work, [row[0] for row in rows]), outputs(work, [unhinted(row[0]) for row in rows])
    again = [n for n, names in enumerate(wanted) if not all(name in hinted[n] for name in names)]
    for n, text in zip(again, outputs(work, [rows[n][0] for n in again], AGAIN), strict=True):
        hinted[n] = max(hinted[n], text, key=lambda one: sum(name in one for name in wanted[n]))
    total = max(1, sum(map(len, wanted)))
    shares = {
        name: sum(name_ in text for names, text in zip(wanted, texts, strict=True) for name_ in names) / total
        for name, texts in (("with hints", hinted), ("without", plain))
    }
    return {"terms": total} | {name: round(100 * share, 1) for name, share in shares.items()}


def unhinted(text: str) -> str:
    """'قال ترمب ⟦ Trump ⟧ إن' -> 'قال ترمب إن'"""
    return re.sub(rf" ?{OPEN_HINT}.*?{CLOSE_HINT}", "", text)


def _scored(work: Path, name: str, source: Sequence[str], wanted: Sequence[str]) -> dict[str, float]:
    found = outputs(work, source)
    (work / f"{name}.out.en").write_text("\n".join(found) + "\n", "utf-8")
    return score(found, wanted)


def _signatures() -> dict[str, str]:
    from sacrebleu import BLEU, CHRF

    found = {}
    for name, metric in (("BLEU", BLEU()), ("chrF2", CHRF())):
        metric.corpus_score(["a"], [["a"]])  # a signature names the number of references only after a score
        found[name] = str(metric.get_signature())
    return found


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").rstrip("\n").split("\n")


def _print(scores: dict[str, Any]) -> None:
    for title, rows in scores["sets"].items():
        print(f"\n{title}")
        for name, row in rows.items():
            print(f"  {name:22} BLEU {row['bleu']:5.1f}  chrF2 {row['chrf']:5.1f}")
    print(f"\nglossary: {scores['glossary']}\n{scores['signatures']}")
