"""The table of stems, and the weights of what is seen of a stem."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import torch

from summarize.extract.salience import FEATURES, Row, Salience, features
from training.summarizer.data import Sample

SEEN = 5  # articles a stem must be in to have a row of its own
DOUBT = 5  # articles: how slowly the odds of a stem leave the average
DECAY = 1e-6  # on standardised features; hardly any is needed for fifteen weights


def table(documents: Iterable[set[str]], samples: Sequence[Sample]) -> dict[str, Row]:
    """Rarity from all documents, prior from how often a stem of the rest of an article is in its lead, too."""
    seen: Counter[str] = Counter()
    total = 0
    for total, document in enumerate(documents, 1):  # noqa: B007 - counted
        seen.update(document)
    priors = _priors(samples)
    rows = {stem: (_hundredths(1 + total / n), priors.get(stem, 0)) for stem, n in seen.items() if n >= SEEN}
    return rows | {"": (_hundredths(1 + total), 0)}


def with_priors(rows: dict[str, Row], samples: Sequence[Sample]) -> dict[str, Row]:
    """The same rarity, priors from other samples."""
    priors = _priors(samples)
    return {stem: (rarity, priors.get(stem, 0)) for stem, (rarity, _) in rows.items()}


def _priors(samples: Sequence[Sample]) -> dict[str, int]:
    there: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for sample in samples:
        body = {stem for sentence in sample.sentences for stem in sentence}
        there.update(body)
        told.update(body & sample.lead)
    average = told.total() / there.total()
    return {
        stem: _hundredths((told[stem] + DOUBT * average) / (n + DOUBT) / average)
        for stem, n in there.items()
        if n >= SEEN
    }


def _hundredths(value: float) -> int:
    return round(100 * math.log(value))


def fit(samples: Sequence[Sample], rows: dict[str, Row]) -> Salience:
    """Each half of the samples with the priors of the other, so that no stem is judged by its own article."""
    middle = len(samples) // 2
    halves = [(samples[:middle], samples[middle:]), (samples[middle:], samples[:middle])]
    seen = [pair for half, other in halves for pair in _seen(half, with_priors(rows, other))]
    weights, bias = _regression(torch.tensor([x for x, _ in seen]), torch.tensor([y for _, y in seen]))
    return Salience(weights, bias, rows)


def _seen(samples: Sequence[Sample], rows: dict[str, Row]) -> Iterable[tuple[list[float], float]]:
    """What is seen of every stem, and whether the lead has it; every other article has lost its title, too."""
    for number, sample in enumerate(samples):
        for stem, row in features(sample.sentences, sample.title if number % 2 else [], rows).items():
            yield [float(value) for value in row], float(stem in sample.lead)


def _regression(inputs: torch.Tensor, wanted: torch.Tensor) -> tuple[list[float], float]:
    """Logistic regression; the weights are for inputs that are not standardised."""
    mean, spread = inputs.mean(0), inputs.std(0).clamp_min(1e-6)
    standard = (inputs - mean) / spread
    weights = torch.zeros(len(FEATURES) + 1, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        error = torch.nn.functional.binary_cross_entropy_with_logits(standard @ weights[1:] + weights[0], wanted)
        error = error + DECAY * weights[1:].square().sum()
        error.backward()
        return error

    optimizer.step(loss)
    plain = weights.detach()[1:] / spread
    return [round(w, 5) for w in plain.tolist()], round(float(weights.detach()[0] - (plain * mean).sum()), 5)
