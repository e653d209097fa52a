"""`summarize report`: records in, one HTML page out."""

from __future__ import annotations

import typer

from summarize.cli import options as opt
from summarize.cli.run import arguments, opened, tell
from summarize.errors import InputError, UsageError
from summarize.records import Failure, Report

RECORDS = typer.Argument(
    None, metavar="[RECORDS]...", help="Files of JSON or NDJSON, folders of *.summary.json, globs, or - for stdin."
)


def report(
    records: list[str] | None = RECORDS,
    output: opt.Output = None,
    debug: opt.Debug = False,
) -> int:
    """Records -> a page on standard output or in a file; 1 if something is no record. The rest is in the page."""
    del debug  # read by main
    from summarize.render import html, stored

    if output and output.name.endswith(stored.SIDECAR):
        raise UsageError("unwritable", f"{output} is the name of a record, and this writes a page", "choose another -o")
    outcomes: list[Report | Failure] = []
    unread: list[InputError] = []
    for one in stored.read(arguments(records)):
        (unread if isinstance(one, InputError) else outcomes).append(one)  # type: ignore[arg-type]
    for error in unread:
        tell(Failure("", None, error.code, error.message, error.hint))
    if outcomes:
        with opened(output, records) as stream:
            stream.write(html.page(outcomes))
    return 1 if unread else 0
