"""python -m training.summarizer [--data FOLDER] [--ship FOLDER]: from articles to the weights in the package."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import mean

from summarize import registry
from summarize.extract import salience
from summarize.extract.salience import Salience
from training.summarizer import data, train
from training.summarizer.data import Sample

REPOSITORY = Path(__file__).parents[2]


def main() -> None:
    """Train, say how well the leads of articles that were held out are guessed, write the weights and their lock."""
    parser = argparse.ArgumentParser(prog="python -m training.summarizer", description=__doc__)
    shared = REPOSITORY.parent / "shared" / "data" / "summarization"
    parser.add_argument("--data", type=Path, default=shared, help="the folder of ant_corpus.jsonl.xz")
    parser.add_argument("--ship", type=Path, default=REPOSITORY / "summarize" / "models" / "ranker")
    options = parser.parse_args()
    corpus = options.data / "ant_corpus.jsonl.xz"
    samples = data.samples(corpus)
    known = [sample for sample in samples if not sample.held_out]
    model = train.fit(known, train.table(data.documents(corpus), known))
    write(model, options.ship)
    print(f"{len(known)} articles, {len(model.stems)} stems, {len(model.weights)} weights")
    held_out = [sample for sample in samples if sample.held_out]
    for titles in (False, True):
        print(
            f"{len(held_out)} held out, {'with' if titles else 'without'} title: AUC {auc(model, held_out, titles):.3f}"
        )


def write(model: Salience, folder: Path) -> None:
    """The weights, the table in the order of its stems, and the lock."""
    stems = sorted(model.stems)
    rarity, prior = zip(*(model.stems[stem] for stem in stems), strict=True)
    content = {"features": salience.FEATURES, "weights": model.weights, "bias": model.bias}
    content |= {"stems": " ".join(stems), "rarity": rarity, "prior": prior}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / salience.FILE).write_text(text + "\n", "utf-8")
    registry.lock(folder)


def auc(model: Salience, samples: list[Sample], titles: bool) -> float:
    """How often a stem of the lead has a better chance than another stem of the same article."""
    found = []
    for sample in samples:
        chances = model.of(sample.sentences, sample.title if titles else [])
        told = [chance for stem, chance in chances.items() if stem in sample.lead]
        other = [chance for stem, chance in chances.items() if stem not in sample.lead]
        if told and other:
            found.append(mean((one > two) + (one == two) / 2 for one in told for two in other))
    return mean(found)


if __name__ == "__main__":
    main()
