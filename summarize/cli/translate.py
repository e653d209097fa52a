"""`summarize translate`: one Arabic line in, one English line out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import typer

from summarize import source
from summarize.cli import options as opt
from summarize.cli.run import arguments, opened
from summarize.errors import InputError

LINES = 256  # at most that share a batch


def translate(
    file: str | None = typer.Argument(None, metavar="[FILE]", help="A text file, or - for standard input."),
    output: opt.Output = None,
    translator: opt.Translator = None,
    glossary: opt.Glossary = None,
    encoding: opt.Encoding = None,
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Do not tell which lines are doubtful."),
    debug: opt.Debug = False,
) -> int:
    """Lines of a file or of standard input -> as many English lines, each as soon as it is there."""
    given = locals()
    from summarize import engines, registry, translation, windows
    from summarize import glossary as glossary_
    from summarize.render.words import flags

    settings = opt.settings(given)
    name = arguments([file] if file else None)[0]
    shown = "stdin" if name == source.STDIN else source.printable(name)
    model = registry.get(settings.translator or registry.default("translate"), "translate")
    terms, hints = glossary_.load(settings.glossary), "hints" in model.options
    known = replace(terms, table={**glossary_.world().table, **terms.table})
    engine = engines.load(model)
    with opened(output, [name]) as stream:
        for window in windows.cut(enumerate(_lines(name, shown, settings.encoding), 1), LINES):
            told = [known] * len(window) if hints else []
            results = translation.translate([line for _, line in window], engine, model.decoding, terms, told)
            for (number, _), result in zip(window, results, strict=True):
                stream.write(" ".join(result.text.split()) + "\n")
                if result.flags and not quiet:
                    print(f"note: {shown}:{number}: {flags(result.flags)}", file=sys.stderr)
            stream.flush()
    return 0


def _lines(name: str, shown: str, asked: str) -> Iterator[str]:
    from summarize import encoding

    try:
        piped = source.stdin() if name == source.STDIN else None
        with nullcontext(piped) if piped else Path(name).open("rb") as stream:
            yield from encoding.lines(stream, shown, asked)
    except OSError as error:
        raise InputError("unreadable", f"{shown} cannot be read ({error.strerror})", "check the path") from None
