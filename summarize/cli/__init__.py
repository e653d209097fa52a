"""Arguments in, exit code out. `main` is the only error boundary.

Exit codes: 0 done, 1 some input failed, 2 wrong usage, 3 a model or component is missing, 70 a bug, 130 interrupted.
"""

from __future__ import annotations

import errno
import signal
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from summarize import __version__
from summarize.cli import batch, doctor, models, quotes, report, run, schema, translate, watch
from summarize.errors import SummarizeError

BUG = 70  # EX_SOFTWARE of sysexits.h
USAGE = 2
INTERRUPTED = 130
UNWRITABLE = (errno.EBADF, errno.ENOSPC, errno.EDQUOT, errno.EIO)  # what a stream that is closed or full says
_HELP = ("--help", "-h", "--version", "--install-completion", "--show-completion")


class DefaultRun(TyperGroup):
    """`summarize a.txt` is `summarize run a.txt`; so is `summarize` behind a pipe."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        piped = not args and sys.stdin is not None and not sys.stdin.isatty()
        if piped or (args and args[0] not in self.commands and args[0] not in _HELP):
            args = ["run", *args]
        return list(super().parse_args(ctx, args))


app = typer.Typer(
    cls=DefaultRun,
    name="summarize",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    help="Arabic articles in; an Arabic summary, its English translation and the key quotes out. Offline.\n\n"
    "summarize FILE is short for summarize run FILE.",
)
app.command(
    "run",
    short_help="Summarize articles (the default command).",
    help="Summarize articles (the default command): title, summary and key quotes, in Arabic and in English.\n\n"
    "Options may also stand in summarize.toml, in [tool.summarize] of pyproject.toml, or as SUMMARIZE_SENTENCES=2.",
)(run.run)
app.command("batch", help="A summary beside each article, redone when stale.")(batch.batch)
app.command("watch", help="A batch now and after every change, until Ctrl-C.")(watch.watch)
app.command("quotes", help="Only the quotes and who said them; no model is loaded.")(quotes.quotes)
app.command("translate", help="Translate Arabic lines to English: one line in, one line out.")(translate.translate)
app.add_typer(models.app, name="models", help="The models: list, path, verify, pull, use, remove.")
app.command("doctor", help="What is installed, and does each model work?")(doctor.doctor)
app.command("report", help="One HTML page of records, to read, search and print.")(report.report)
app.command("schema", help="Print the JSON Schema of a record.")(schema.schema)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    pass


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `summarize ... | head` ends as other tools do
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    interrupts = Interrupts()
    try:
        return int(app(args=arguments, prog_name="summarize", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: a bug is told in one line
        return INTERRUPTED if interrupts.heard else _explain(error, debug="--debug" in arguments)


class Interrupts:
    """Remembers a Ctrl-C: a library that it hits while it loads makes an error of its own of it."""

    def __init__(self) -> None:
        self.heard = False
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as of a job in the background
            signal.signal(signal.SIGINT, self._hear)

    def _hear(self, *_: object) -> None:
        self.heard = True
        raise KeyboardInterrupt


def _explain(error: Exception, debug: bool) -> int:
    if isinstance(error, SummarizeError):
        return _complain(f"{error.message}; {error.hint}" if error.hint else error.message, error.exit_code)
    if isinstance(error, OSError) and error.errno in UNWRITABLE and not error.filename:
        return _complain(f"standard output cannot be written ({error.strerror}); send it elsewhere", USAGE)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error, file=sys.stderr)
        return USAGE
    if hasattr(error, "format_message"):  # of click: wrong usage
        command = error.ctx.command_path if getattr(error, "ctx", None) else "summarize"  # type: ignore[attr-defined]
        return _complain(f"{error.format_message().rstrip('.')}; see: {command} --help", USAGE)
    if debug:
        import traceback

        traceback.print_exception(error)
        return BUG
    return _complain(f"this is a bug: {type(error).__name__}: {error}; run again with --debug and report it", BUG)


def _complain(sentence: str, code: int) -> int:
    print(f"error: {' '.join(sentence.split())}", file=sys.stderr)
    return code
