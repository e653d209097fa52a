"""`summarize translate`: one Arabic line in, one English line out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import typer

from summarize import settings as settings_
from summarize.cli.run import arguments, opened
from summarize.errors import InputError
from summarize.source import STDIN

LINES = 256  # that share a batch


def translate(
    file: str | None = typer.Argument(None, metavar="[FILE]", help="A text file, or - for standard input."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write to this file instead of standard output."),
    translator: str | None = typer.Option(None, help="A name of `summarize models list`, or a folder."),
    encoding: str | None = typer.Option(None, help="Encoding of the file; found out if not given."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="No notes on standard error about doubtful lines."),
    debug: bool = typer.Option(False, "--debug", help="Show a traceback if there is a bug."),
) -> int:
    del debug  # read by main
    from summarize import engines, registry, translation
    from summarize.render.words import flags

    settings = settings_.load(Path.cwd(), os.environ, {"translator": translator, "encoding": encoding})
    name = arguments([file] if file else None)[0]
    lines = enumerate(_lines(name, settings.encoding), 1)
    model = registry.get(settings.translator or registry.default("translate"), "translate")
    engine = engines.load(model)
    with opened(output, [name]) as stream:
        while window := list(islice(lines, LINES)):
            results = translation.translate([line for _, line in window], engine, model.decoding)
            for (number, _), result in zip(window, results, strict=True):
                stream.write(" ".join(result.text.split()) + "\n")
                if result.flags and not quiet:
                    print(f"note: {name}:{number}: {flags(result.flags)}", file=sys.stderr)
            stream.flush()
    return 0


def _lines(name: str, asked: str) -> Iterator[str]:
    """Lines of a file, or of standard input as they come. Only a line feed ends a line."""
    from summarize import encoding
    from summarize.records import Source

    if name == STDIN and not asked:
        for line in sys.stdin.buffer:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
        return
    try:
        data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    except OSError as error:
        raise InputError("unreadable", f"{name} cannot be read ({error.strerror})", "check the path") from None
    text, _ = encoding.decode(Source(name, name, "text", data), asked)
    for line in text.removesuffix("\n").split("\n") if text else ():
        yield line.rstrip("\r")
