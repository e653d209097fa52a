"""What a user must know about the model, from what was measured: `work`/README.md."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from training.translator import train
from training.translator.evaluate import BEAM, NO_REPEAT

BAR = 20.0  # devtest BLEU: below it the model is a draft
SOURCES = {
    "written": ("written for this project: news and encyclopedic prose, invented events", "CC0"),
    "msdocs_d365_finops": ("finance and retail documentation", "CC BY 4.0"),
    "msdocs_d365_projectops": ("business documentation", "CC BY 4.0"),
    "msdocs_customer_insights": ("marketing documentation", "CC BY 4.0"),
    "msdocs_alchemy_mt": ("IT help, rough", "CC BY 4.0"),
    "mmlu_ar_gpt": ("FreedomIntelligence/AceGPT: exam questions", "Apache-2.0"),
    "openclaw_docs": ("software documentation", "MIT"),
    "bible_vandyck_web": ("Van Dyck and World English Bible", "public domain"),
    "doqumentation_quantum": ("JanLahmann/doQumentation: textbook prose", "CC BY-SA 4.0"),
    "snakecult_essays": ("andcut/snakecult-site: essays", "CC BY-SA 4.0"),
    "tatoeba_opus": ("Tatoeba: everyday sentences", "CC BY 2.0 FR"),
    "tatoeba_anki": ("Tatoeba: everyday sentences", "CC BY 2.0 FR"),
    "ai_terms_dict": ("dictionary of AI terms", "MIT"),
    "ms_iot_beginners": ("microsoft/IoT-For-Beginners: lessons", "MIT"),
    "ms_security101": ("microsoft/Security-101: lessons", "CC0"),
    "mt_geneval": ("amazon-science/machine-translation-gender-eval: Wikipedia biographies", "CC BY-SA 3.0"),
    "xquad_qa": ("google-deepmind/xquad: questions", "CC BY-SA 4.0"),
    "xquad_context": ("google-deepmind/xquad: Wikipedia", "CC BY-SA 4.0"),
    "tico19": ("TICO-19: health, wiki, news", "CC0"),
    "mozilla_www": ("Mozilla web pages", "MPL 2.0"),
    "opensource_guide": ("Open Source Guides", "CC BY 4.0"),
    "truthfulqa_ar": ("TruthfulQA in Arabic", "Apache-2.0"),
    "djangogirls": ("Django Girls tutorial", "CC BY-SA 4.0"),
    "tella_docs": ("Tella documentation", "MIT"),
    "names": ("Wikidata: names of people", "CC0"),
    "labels": ("ArWikiCats: names and titles of categories", "MIT"),
    "sdg_translations": ("open-sdg/sdg-translations: goals of the UN", "MIT"),
}  # fmt: skip

_CARD = """# {name}: Arabic to English, {state}

A small translator that needs no network and no GPU. Licence of the weights: **CC BY-SA 4.0**.
{verdict}

- **For**: the gist of Arabic news and encyclopedic prose, sentence by sentence, on a machine without a network.
- **Not for**: anything that someone will act on without reading the Arabic: law, medicine, safety, quotations to be
  printed, dialects, poetry. It drops and invents words, and its numbers and names must be checked.
- **Hints**: `ترمب ⟦ Trump ⟧` in the source asks for that spelling.

## What it is

Marian (transformers) with {encoder} encoder and {decoder} decoder layers, width {width}, {millions:.1f} million
parameters, and one sentencepiece vocabulary of {pieces:,} pieces that also normalises the Arabic. Shipped as
CTranslate2 int8, of seven bits, so that processors without VNNI compute it rightly. Trained for {minutes:,.0f} minutes
on {machine}: {steps:,} steps, {tokens:.1f} million tokens in all.

## Scores

sacrebleu, beam {beam}, no {no_repeat} pieces in a row twice, int8, peers on the same sentences. `{bleu}` · `{chrf}`

{scores}

Glossary: of {terms} names in held-out news sentences, the wanted spelling is in the output {hinted} % of the times with
a hint (what lacks it is tried twice) and {plain} % without one. A third of the spellings are altered on purpose.

## Real outputs, from the held-out news

The three best and three of the worst by chrF2, among sentences of 60 letters or more.

{examples}

## Trained on

FLORES-200, everything that shares eight words in a row with it, and the held-out sentences were kept out.

{data}
"""


def write(work: Path, shared: Path) -> None:
    """From scores.json, log.jsonl and the outputs in `work`."""
    scores: dict[str, Any] = json.loads((work / "scores.json").read_text("utf-8"))
    state = json.loads((work / "log.jsonl").read_text("utf-8").splitlines()[-1])
    size = train.SIZES[state["size"]]
    ours = scores["sets"]["FLORES devtest"]["ours"]
    model = train.build(size)
    text = _CARD.format(
        name=f"ar-en-{state['size']}", state="draft" if ours["bleu"] < BAR else "ready", verdict=_verdict(ours["bleu"]),
        encoder=size.encoder, decoder=size.decoder, width=size.width, pieces=size.pieces, beam=BEAM,
        no_repeat=NO_REPEAT,
        millions=sum(p.numel() for p in model.model.parameters()) / 1e6, minutes=state["seconds"] / 60,
        machine=state["machine"],
        steps=state["step"], tokens=state["tokens"] / 1e6, bleu=scores["signatures"]["BLEU"],
        chrf=scores["signatures"]["chrF2"], scores=_scores(scores["sets"]), terms=scores["glossary"]["terms"],
        hinted=scores["glossary"]["with hints"], plain=scores["glossary"]["without"], examples=_examples(work),
        data=_data(work),
    )  # fmt: skip
    (work / "README.md").write_text(text, "utf-8")


def _verdict(bleu: float) -> str:
    if bleu >= BAR:
        return "What it writes reads as English, and often has a name, a word or a clause that is wrong."
    return (
        f"It is a **draft**: {bleu} BLEU on FLORES devtest. It finds some words of a sentence and seldom its meaning."
    )


def _scores(sets: dict[str, Any]) -> str:
    rows = ["| set | system | BLEU | chrF2 |", "|---|---|---|---|"]
    rows += [
        f"| {title} | {'**this model**' if name == 'ours' else name} | {row['bleu']} | {row['chrf']} |"
        for title, systems in sets.items()
        for name, row in systems.items()
    ]
    return "\n".join(rows)


def _examples(work: Path) -> str:
    """Of the held-out news, which is ours; FLORES is for measuring only."""
    import sacrebleu

    pairs = [line.split("\t") for line in (work / "news.tsv").read_text("utf-8").splitlines()]
    outputs = (work / "news.out.en").read_text("utf-8").splitlines()
    rows = [(pair[0], output, pair[1]) for pair, output in zip(pairs, outputs, strict=True)]
    rows = sorted(
        (row for row in rows if len(row[0]) >= 60), key=lambda row: -sacrebleu.sentence_chrf(row[1], [row[2]]).score
    )
    chosen = [*rows[:3], *rows[-20::8][:3]]
    return "\n\n".join(
        f"> {arabic}\n>\n> **Model**: {output}\n>\n> Wanted: {wanted}" for arabic, output, wanted in chosen
    )


def _data(work: Path) -> str:
    with (work / "train.tsv").open(encoding="utf-8") as lines:
        pairs = Counter(line.rstrip("\n").rpartition("\t")[2] for line in lines)
    rows = ["| set | pairs after cleaning | what | licence |", "|---|---|---|---|"]
    rows += [f"| {name} | {count:,} | {SOURCES[name][0]} | {SOURCES[name][1]} |" for name, count in pairs.most_common()]
    return "\n".join(rows)
