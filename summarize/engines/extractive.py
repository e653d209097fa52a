"""The embedded summarizer: picks sentences, invents nothing.

Score of a sentence = expected + weight * position, the weight POSITION or, with a title, half of it:
- expected: the ROUGE-1 that it would reach, were a summary made of each stem with the chance that a learned model gives
  it (see `extract.salience`), as a share of the best sentence's;
- position: 1 for the first sentence, falling as 1 / (1 + n / 4), since news leads with the news (Edmundson 1969); 0
  where the first sentence goes on from something, as in an article that has lost its lead.
What a sentence can do without is left out before that (see `extract.compression`).

Sentences are taken best first, less for what others have told, and come out in the order of the article. A sentence
that leans on the one before («وأضاف …», «بدوره …») is taken only together with that one, at the mean of their scores.

A text is one sentence a line, after the title and a blank line where there is a title; so is the output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from summarize.extract import compression, leaning, salience, selection
from summarize.extract.selection import Piece
from summarize.records import Decoding, Generated

if TYPE_CHECKING:
    from summarize.registry import Model

# Set on every other article of EASC and the XL-Sum sample. Without a title, more helps EASC and less helps XL-Sum; with
# one, which tells better what matters, a quarter gives 23.5 ROUGE-1 on XL-Sum and a half 22.7.
POSITION = 0.5
USUAL = 25  # words of a summary of one sentence: those of the BBC have 24, the leads of the training articles 28
SHORTEST = 5  # words; shorter ones are subheadings and captions
LONGEST = 80  # words; longer ones are lists or tables


class Extractive:
    """Picks sentences in pure Python."""

    limit = 10**9  # tokens, here words: linear in the text, so none is too long
    device = "cpu"

    def __init__(self, model: Model) -> None:
        assert model.path is not None
        self.salience = salience.load(model.path)

    def count(self, texts: Sequence[str]) -> list[int]:
        """Words."""
        return [len(text.split()) for text in texts]

    def generate(self, texts: Sequence[str], options: Decoding) -> list[Generated]:
        """Some lines of each text, and their scores."""
        return [self._summarize(text, options) for text in texts]

    def _summarize(self, text: str, options: Decoding) -> Generated:
        title, _, body = text.rpartition("\n\n")
        lines = [line for line in body.split("\n") if line.strip()]
        stems, heading = [salience.stems(line) for line in lines], salience.stems(title)
        chances = self.salience.of(stems, heading)
        for number, line in enumerate(lines):
            if (shorter := compression.shorter(line)) != line:
                lines[number], stems[number] = shorter, salience.stems(shorter)
        pieces = _pieces(lines, stems, _scores(lines, stems, chances, titled=bool(heading)), set(heading))
        length = options.bounds(sum(piece.words for piece in pieces))
        chosen = selection.choose(pieces, chances, *length)
        scores = tuple(round(pieces[i].score, 4) for i in chosen)
        mean = round(sum(scores) / len(scores), 4) if scores else 0.0
        return Generated("\n".join(lines[i] for i in chosen), mean, scores=scores)


def _scores(lines: list[str], stems: list[list[str]], chances: Mapping[str, float], titled: bool) -> list[float]:
    expected = [2 * sum(chances[stem] for stem in set(some)) / (len(some) + USUAL) for some in stems]
    best = max(expected, default=0.0) or 1.0
    weight = POSITION / (1 + titled) if lines and leaning.leads(lines[0]) else 0.0
    return [worth / best + weight / (1 + at / 4) for at, worth in enumerate(expected)]


def _pieces(lines: list[str], stems: list[list[str]], scores: list[float], heading: set[str]) -> list[Piece]:
    pieces = [_piece(*row, heading) for row in zip(lines, stems, scores, strict=True)]
    return pieces if any(piece.eligible for piece in pieces) else [piece._replace(eligible=True) for piece in pieces]


def _piece(line: str, stems: list[str], score: float, heading: set[str]) -> Piece:
    size = len(line.split())
    eligible = SHORTEST <= size <= LONGEST and _whole(line) and not heading.issuperset(stems)
    return Piece(stems, size, selection.NOT_ALONE if leaning.asks(line) else score, leaning.leans(line), eligible)


def _whole(text: str) -> bool:
    """Neither a lead-in nor a quote cut in half: 'وقال: «سوف' -> False"""
    curly, straight = text.count("“") + text.count("”"), text.count('"')
    even = text.count("«") == text.count("»") and curly % 2 == straight % 2 == 0
    return even and not text.endswith((":", "؛", "،"))
