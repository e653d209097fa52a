"""What `models list -v` tells: each model's line of models.txt, where it lies, and the cards."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence

from summarize import arabic
from summarize.registry import Model

WIDTH = 80
MARKS = {
    "default": "the default of this program",
    "draft": "below our own bar",
    "hints": "writes names as a glossary wants them",
    "unchecked": "written from the model's card; nobody here has run it",
}


def show(models: Sequence[Model]) -> None:
    """A paragraph for each, and then the cards: drawn on a terminal, as they are in a pipe."""
    for model in models:
        print(f"\n{model.name}")
        for label, text in _lines(model):
            head, rest = f"  {label:9}", " " * 11
            print(textwrap.fill(text, WIDTH, initial_indent=head, subsequent_indent=rest, break_on_hyphens=False))
    for model in models:
        card = model.path / "README.md" if model.path else None
        if card and card.is_file():
            _draw(arabic.clean(card.read_text("utf-8", "replace")).strip())


def _lines(model: Model) -> Iterator[tuple[str, str]]:
    if model.revision != "-":
        yield "from", f"{model.source} at {model.revision}"
    if model.present and (commit := model.lock.get("commit")):
        yield "commit", commit
    if model.path and (model.present or model.source == "local"):
        yield "folder", str(model.path)
    yield "engine", model.engine
    said = {name: value for name, value in model.options.items() if name not in (*MARKS, "size")}
    if said:
        yield "options", " ".join(f"{name}={value}" if value else name for name, value in said.items())
    if notes := [f"{mark}: {meaning}" for mark, meaning in MARKS.items() if mark in model.options]:
        yield "marks", "; ".join(notes)


def _draw(card: str) -> None:
    if not sys.stdout.isatty():
        print(f"\n{card}")
        return
    from rich.console import Console
    from rich.markdown import Markdown

    print()
    Console().print(Markdown(card))
