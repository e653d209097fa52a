"""python -m training.summarizer.abstractive STEP --work W: a translator from articles to their summaries.

`prepare` writes `train.tsv` (source, target, set) and `news.tsv` for `training.translator` with `--size summary`:

- lead: an article of the ANT corpus that lost its first sentence -> that sentence, as XL-Sum was made;
- title: an article, whole, without its lead, or its lead alone -> the title;
- gap: an article, or ten lines in a row of open text, that lost the sentence which says most of the others -> that
  sentence (Zhang et al. 2020, PEGASUS);
- noise: a sentence with words dropped and words displaced -> the sentence (Lewis et al. 2020, BART).

`evaluate` gives ROUGE on the XL-Sum sample beside the embedded ranker, and how many summaries have a name or a number
that the article has not.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from summarize import arabic
from training.summarizer import data

REPOSITORY = Path(__file__).parents[2]
TAGS = {"lead": "خبر", "title": "عنوان", "gap": "فقرة", "noise": "جملة"}  # the first word of a source
PROSE = ("snakecult_essays", "doqumentation_quantum", "msdocs_d365_finops", "bible_vandyck_web", "openclaw_docs")
LINES = 10  # of open text in a row
WORDS = (8, 60)  # of a target
SOURCE = 260  # words of a source at most
NOISE = 0.4  # of the sentences
DROPPED = 0.2  # of the words of a noisy sentence
STRAY = 3  # places that a word of it may have moved
Row = tuple[str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["prepare", "evaluate"])
    parser.add_argument("--data", type=Path, default=REPOSITORY.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    if options.step == "prepare":
        prepare(options.data, REPOSITORY / "training" / "data", options.work)
    else:
        evaluate(options.data, options.work)


def prepare(shared: Path, own: Path, out: Path) -> None:
    """All tasks, in an order that chance gives."""
    rng = random.Random(4)
    articles = list(data.articles(shared / "summarization" / "ant_corpus.jsonl.xz"))
    known = [article for article in articles if not data.is_held_out(article["text"])]
    news = [row for article in articles if data.is_held_out(article["text"]) for row in _lead(article)]
    lines = _open(shared / "parallel" / "open.tsv.xz")
    rows = [row for article in known for task in (_lead, _titles, _gaps) for row in task(article)]
    rows += [row for block in _blocks(lines) for row in _gap(block, 1)]
    plain = [line for _, line in lines] + list(_written(own))
    plain += [sentence for article in known for sentence in _sentences(article["text"])]
    plain = [line for line in plain if 4 <= len(line.split()) <= WORDS[1] and rng.random() < NOISE]
    rows += [("noise", _noisy(line, rng), line) for line in plain]
    rng.shuffle(rows)
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "train.tsv", rows)
    _write(out / "news.tsv", news)
    for name in TAGS:
        print(f"{name:6} {sum(row[0] == name for row in rows):8,}")


def _write(path: Path, rows: Iterable[Row]) -> None:
    lines = (f"{source_of(name, source)}\t{target}\t{name}\n" for name, source, target in rows)
    path.write_text("".join(lines), "utf-8")


def source_of(name: str, text: str) -> str:
    """'title', 'قال الوزير نعم.' -> 'عنوان: قال الوزير نعم.'"""
    return " ".join([f"{TAGS[name]}:", *text.split()[:SOURCE]])


def _lead(article: data.Article) -> Iterator[Row]:
    lead, *rest = _sentences(article["text"]) or [""]
    if len(rest) > 1 and _fits(lead):
        yield "lead", " ".join(rest), lead


def _titles(article: data.Article) -> Iterator[Row]:
    title, (lead, *rest) = " ".join(article["title"].split()), _sentences(article["text"]) or [""]
    if len(title.split()) > 3 and len(lead.split()) > 8:
        yield "title", " ".join([lead, *rest]), title
        yield "title", lead, title
        if len(rest) > 1:
            yield "title", " ".join(rest), title


def _gaps(article: data.Article) -> Iterator[Row]:
    return _gap(_sentences(article["text"]), 3)


def _gap(sentences: Sequence[str], most: int) -> Iterator[Row]:
    """The `most` sentences that say most of the others, each taken out in its turn."""
    stems = [[arabic.stem(word) for word in arabic.words(sentence)] for sentence in sentences]
    worth = {at: _f1(set(stems[at]), set().union(*stems[:at], *stems[at + 1 :])) for at in range(len(stems))}
    for at in sorted(worth, key=worth.__getitem__, reverse=True)[:most]:
        if len(sentences) > 2 and _fits(sentences[at]) and worth[at] > 0.1:
            yield "gap", " ".join([*sentences[:at], *sentences[at + 1 :]]), sentences[at]


def _f1(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other) + 1)


def _fits(sentence: str) -> bool:
    return WORDS[0] <= len(sentence.split()) <= WORDS[1]


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in arabic.sentences(text)]


def _open(path: Path) -> list[tuple[str, str]]:
    """(set, Arabic) in the order of the documents."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    return [(row[2], " ".join(row[0].split())) for row in rows]


def _blocks(lines: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    for name, rows in groupby(lines, key=lambda row: row[0]):
        texts = [text for _, text in rows if len(text.split()) > 4]
        if name in PROSE:
            yield from (texts[at : at + LINES] for at in range(0, len(texts), LINES))


def _written(own: Path) -> Iterator[str]:
    for path in [own / "written.tsv", *sorted((own / "written").glob("*.tsv"))]:
        yield from (line.split("\t")[0] for line in path.read_text("utf-8").splitlines())


def _noisy(sentence: str, rng: random.Random) -> str:
    kept = [(at + rng.uniform(0, STRAY), word) for at, word in enumerate(sentence.split()) if rng.random() > DROPPED]
    return " ".join(word for _, word in sorted(kept))


def evaluate(shared: Path, work: Path) -> None:
    """Means on the XL-Sum sample, without the titles."""
    from benchmarks import rouge, summarizers

    articles = list(data.articles(shared / "summarization" / "xlsum_dev.jsonl.xz"))
    texts = [" ".join(_sentences(article["text"])) for article in articles]
    rows = {"abstractive": summaries(work, [source_of("lead", text) for text in texts])}
    rows["ranker"] = [_ranked(summarizers.engine(), article["text"]) for article in articles]
    (work / "xlsum.out.ar").write_text("\n".join(rows["abstractive"]) + "\n", "utf-8")
    for name, outputs in rows.items():
        scores = [rouge.rouge(text, article["summary"]) for text, article in zip(outputs, articles, strict=True)]
        means = " / ".join(f"{100 * sum(column) / len(column):.1f}" for column in zip(*scores, strict=True))
        wrong = sum(bool(invented(text, source)) for text, source in zip(outputs, texts, strict=True))
        print(f"{name:12} ROUGE {means}; a name or a number not in the article: {100 * wrong / len(outputs):.1f} %")


def _ranked(engine: Any, text: str) -> str:
    from summarize.records import Decoding

    return str(engine.generate(["\n".join(_sentences(text))], Decoding(sentences=1))[0].text)


def invented(summary: str, source: str) -> set[str]:
    """Numbers and words of names in a summary that its source has not: 'قتل 7', 'قتل 5' -> {'7'}"""
    numbers = set(arabic.numbers(summary)) - set(arabic.numbers(source))
    stems = {arabic.stem(word) for word in arabic.words(source)}
    return numbers | {word for word in arabic.words(summary) if word in _names() and arabic.stem(word) not in stems}


@cache
def _names() -> frozenset[str]:
    from benchmarks import summary_quality
    from summarize import glossary

    places = {word for words in glossary.world().table for word in words if len(word) > 3}
    return summary_quality._names() | places


def summaries(work: Path, sources: Sequence[str], size: str = "summary", beam: int = 4) -> list[str]:
    """By final.pt and joint.model of `work`."""
    import sentencepiece
    import torch

    from training.translator import train

    spm = sentencepiece.SentencePieceProcessor(model_file=str(work / "joint.model"))
    model = train.build(train.SIZES[size])
    model.load_state_dict(torch.load(work / "final.pt", weights_only=True))
    model.eval()
    found = []
    for pieces in spm.encode(list(sources)):
        ids = torch.tensor([[*pieces[: train.SIZES[size].limit - 1], 0]])
        output = model.generate(
            input_ids=ids, num_beams=beam, no_repeat_ngram_size=3, early_stopping=True, max_new_tokens=80,
            min_new_tokens=10, max_length=None, bad_words_ids=[[train.SIZES[size].pieces]], forced_eos_token_id=None,
        )  # fmt: skip
        found.append(spm.decode([piece for piece in output[0, 1:].tolist() if piece not in (0, 1)]))
    return found


if __name__ == "__main__":
    main()
