"""Reports -> one HTML page that needs nothing else: no network, no other file. The same reports give the same bytes.

Every string of a record passes `_safe` and is escaped, wherever a template names it. Scripts hold no data: they read
the page. The policy in its head lets only these scripts and styles run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from summarize import __version__, arabic
from summarize.records import Failure, Quote, Report
from summarize.render import coverage
from summarize.render.words import flags, provenance, speaker_ar, speaker_en

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

FOLDER = Path(__file__).parent / "page"
STYLES = ("style.css", "print.css")
SCRIPTS = ("fold.js", "light.js", "filter.js", "hits.js")
OPEN = 20  # articles at most that a page shows opened


class Group(NamedTuple):
    """What one speaker says in an article; `number` is the speaker's place in the list of all."""

    number: int
    quotes: list[tuple[str, Quote]]


class Piece(NamedTuple):
    """A piece of an article that the same sentences and quotes cover; `ids` begin here. `left_out` of its sentence."""

    text: str
    keys: tuple[str, ...]
    ids: tuple[str, ...]
    left_out: bool


class Card(NamedTuple):
    """An outcome and what the page says of it; numbers are places in the lists of the filters."""

    number: int
    outcome: Report | Failure
    place: int
    day: str
    notes: list[int]
    groups: list[Group]
    pieces: list[Piece]

    @property
    def failed(self) -> bool:
        return isinstance(self.outcome, Failure)


def page(outcomes: Sequence[Report | Failure]) -> str:
    """The whole page, in the order of the outcomes."""
    styles, scripts = [_asset(name) for name in STYLES], [_asset(name) for name in SCRIPTS]
    return (
        _environment()
        .get_template("page.html")
        .render(
            version=__version__,
            policy=_policy(styles, scripts),
            styles=styles,
            scripts=scripts,
            opened=len(outcomes) <= OPEN,
            **_contents(outcomes),
        )
    )


def _contents(outcomes: Sequence[Report | Failure]) -> dict[str, Any]:
    reports = [one for one in outcomes if isinstance(one, Report)]
    shared = coverage.everywhere(reports)
    speakers, places = coverage.speakers(reports), coverage.places(outcomes)
    notes = coverage.warnings(outcomes, but=shared)
    tables = [{key: number for number, key in enumerate(table)} for table in (speakers, places, notes)]
    cards = [_card(number, one, tables) for number, one in enumerate(outcomes, 1)]
    return {
        "cards": cards,
        "shared": shared,
        "days": coverage.days(outcomes),
        "dates": sorted(filter(None, (card.day for card in cards))),
        "speakers": list(speakers.values()),
        "named": [tally for key, tally in speakers.items() if key],
        "places": list(places.values()),
        "notes": list(notes.values()),
    }


def _card(number: int, outcome: Report | Failure, tables: Sequence[Mapping[str, int]]) -> Card:
    speakers, places, notes = tables
    found = sorted({notes[note] for note in coverage.notes(outcome) if note in notes})
    place, day = places[coverage.place(outcome)], coverage.day(outcome)
    if isinstance(outcome, Failure):
        return Card(number, outcome, place, day, found, [], [])
    groups: dict[int, list[tuple[str, Quote]]] = {}
    for index, quote in enumerate(outcome.quotes):
        groups.setdefault(speakers[coverage.speaker(quote)], []).append((f"q{index}", quote))
    return Card(number, outcome, place, day, found, [Group(*group) for group in groups.items()], pieces(outcome))


def pieces(report: Report) -> list[Piece]:
    """The text of an article, cut where a summary sentence, what it leaves out, or a quote begins or ends."""
    text = report.article.text
    sentences = report.summary.sentences if report.summary else ()
    marked = {f"s{index}": (one.start, one.end) for index, one in enumerate(sentences)}
    marked |= {f"q{index}": (one.start, one.end) for index, one in enumerate(report.quotes)}
    spans = {key: (min(start, len(text)), min(end, len(text))) for key, (start, end) in marked.items()}
    left_out = [(min(start, len(text)), min(end, len(text))) for one in sentences for start, end in one.cuts]
    edges = sorted({0, len(text), *(edge for span in [*spans.values(), *left_out] for edge in span)})
    found = []
    for start, end in pairwise(edges):
        keys = tuple(key for key, span in spans.items() if span[0] <= start and end <= span[1])
        ids = tuple(key for key in keys if spans[key][0] == start)
        found.append(Piece(text[start:end], keys, ids, any(a <= start and end <= b for a, b in left_out)))
    return found


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=partial(_safe, trusted=Markup),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["flags"] = flags
    environment.globals |= {"speaker_ar": speaker_ar, "speaker_en": speaker_en, "provenance": provenance}
    return environment


def _safe(value: Any, trusted: type) -> Any:
    """Text of a record without control characters and bidi overrides; jinja2 escapes it after this."""
    return arabic.clean(value) if isinstance(value, str) and not isinstance(value, trusted) else value


def _asset(name: str) -> Markup:
    from markupsafe import Markup

    return Markup((FOLDER / name).read_text("utf-8"))  # ours, and no text of an article


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """The Content-Security-Policy: nothing from elsewhere, and of what is inside only these very scripts and styles."""
    return (
        f"default-src 'none'; style-src {' '.join(map(_hash, styles))}; script-src {' '.join(map(_hash, scripts))}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
