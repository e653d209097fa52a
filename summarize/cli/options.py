"""Options that several commands share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from summarize import settings as settings_
from summarize.settings import Settings

Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output; it appears whole.")
]
Sentences = Annotated[int | None, typer.Option(help="Length of the summary in sentences (3), or:")]
Words = Annotated[int | None, typer.Option(help="its length in words at most, or:")]
Ratio = Annotated[float | None, typer.Option(help="its length as a share of the article: 0.1.")]
Quotes = Annotated[int | None, typer.Option(help="Key quotes at most (5); 0 for none.")]
Lang = Annotated[str | None, typer.Option(help="Languages of the output: ar, en or ar,en (ar,en).")]
_MODEL = "a name of `summarize models list`, or a folder with a model."
Summarizer = Annotated[str | None, typer.Option(help=f"The model that summarizes: {_MODEL}")]
Translator = Annotated[str | None, typer.Option(help=f"The model that translates: {_MODEL}")]
Glossary = Annotated[
    str | None, typer.Option(metavar="<path>", help="How names are to be written: lines of Arabic, a tab, English.")
]
Bidi = Annotated[
    str | None, typer.Option(help="Put Arabic in order for terminals that do not: auto, on or off (auto).")
]
Encoding = Annotated[str | None, typer.Option(help="Encoding of the sources, such as cp1256; found out if not given.")]
StdinFilename = Annotated[
    str, typer.Option(help="A name for standard input; its ending tells the kind: page.html.", show_default=False)
]
Include = Annotated[list[str] | None, typer.Option(help="In folders only files like '*.txt'; may be repeated.")]
Exclude = Annotated[list[str] | None, typer.Option(help="In folders no files and folders like this; may be repeated.")]
OutDir = Annotated[str | None, typer.Option(metavar="<path>", help="Write there, in the same tree, and not beside.")]
Sidecars = Annotated[str | None, typer.Option(help="What to write: json, markdown or json,markdown (json).")]
WithText = Annotated[bool | None, typer.Option("--with-text", help="Add the cleaned article to JSON records.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell what failed; the exit code still does.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Tell at the end how much was done, and how fast.")]
Debug = Annotated[bool, typer.Option("--debug", help="If there is a bug, show where it is.")]


def settings(given: Mapping[str, Any]) -> Settings:
    """The settings of this run: what the arguments of a command say, over the environment and the settings file."""
    wishes = {field.name: given.get(field.name) for field in fields(Settings)}
    plain = {name: tuple(wish) if isinstance(wish, list) else wish for name, wish in wishes.items() if wish != []}
    return settings_.load(Path.cwd(), os.environ, plain)
