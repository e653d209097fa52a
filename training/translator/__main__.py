"""python -m training.translator all: a step does nothing when its output is there; `train` goes on where it stopped."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.translator", description=__doc__)
    parser.add_argument("step", choices=[*STEPS, "all"])
    parser.add_argument(
        "--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="parallel/, flores/, lexicon/"
    )
    parser.add_argument("--work", type=Path, help="default: summarize-training/SIZE in the user's cache folder")
    parser.add_argument("--size", default="base", help="one of train.SIZES (%(default)s)")
    parser.add_argument("--minutes", type=float, default=600, help="of training in this sitting (%(default)s)")
    parser.add_argument("--fall", type=int, default=1000, help="steps of the cooldown (%(default)s)")
    parser.add_argument("--threads", type=int, help="default: one per core")
    parser.add_argument("--ship", type=Path, help="folder for the model that the package carries, with its card")
    return parser.parse_args()


def _work(options: argparse.Namespace) -> Path:
    if not options.work:
        from platformdirs import user_cache_path

        options.work = user_cache_path("summarize-training") / options.size
    chosen: Path = options.work
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


def _prepare(options: argparse.Namespace) -> None:
    from training.translator import data

    if not (options.work / "train.tsv").is_file():
        data.prepare(options.data, REPOSITORY / "training" / "data", options.work)


def _vocab(options: argparse.Namespace) -> None:
    from training.translator import train, vocab

    if not (options.work / "joint.model").is_file():
        vocab.train(options.work, train.SIZES[options.size].pieces)


def _train(options: argparse.Namespace) -> None:
    from training.translator import train

    train.train(options.work, options.size, minutes=options.minutes)


def _cooldown(options: argparse.Namespace) -> None:
    from training.translator import train

    train.train(options.work, options.size, minutes=options.minutes, fall=options.fall)


def _average(options: argparse.Namespace) -> None:
    from training.translator import average

    average.average(options.work)


def _export(options: argparse.Namespace) -> None:
    from training.translator import export

    export.export(options.work, options.size)
    lines = (options.work / "news.tsv").read_text("utf-8").splitlines()
    export.check(options.work, [line.split("\t")[0] for line in lines[:100]])


def _evaluate(options: argparse.Namespace) -> None:
    from training.translator import evaluate

    evaluate.evaluate(options.work, options.data)


def _card(options: argparse.Namespace) -> None:
    from training.translator import card, export

    card.write(options.work, options.data)
    if options.ship:
        export.ship(options.work, options.ship)


STEPS: dict[str, Callable[[argparse.Namespace], None]] = {
    "prepare": _prepare,
    "vocab": _vocab,
    "train": _train,
    "cooldown": _cooldown,
    "average": _average,
    "export": _export,
    "evaluate": _evaluate,
    "card": _card,
}


def main() -> None:
    options = _arguments()
    options.work = _work(options)
    if options.threads:
        import torch

        torch.set_num_threads(options.threads)
    for name, step in STEPS.items():
        if options.step in (name, "all"):
            step(options)


if __name__ == "__main__":
    main()
