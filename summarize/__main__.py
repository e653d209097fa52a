"""Where the program begins: `summarize`, `python -m summarize`."""

from __future__ import annotations

import io
import os
import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """The exit code of the command line; Ctrl-C ends it at any moment without a traceback."""
    _fill_closed()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as of a job in the background
        signal.signal(signal.SIGINT, _leave)
        sys.unraisablehook = _unraised
    from summarize import cli

    code = cli.main()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _leave)
    return code


def _fill_closed() -> None:
    """In the place of standard streams that are closed: else `print` takes the other one, a file takes their number.

    What goes to standard error is lost, and what goes to standard output is refused, as of a disk that is full.
    """
    for number, mode in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, mode)  # gets the lowest number that is free
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", write_through=True)  # keeps nothing
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the program


def _leave(*_: object) -> None:
    """At once: there is nothing to put away yet, or no more."""
    os._exit(INTERRUPTED)


def _unraised(lost: sys.UnraisableHookArgs) -> None:
    """A Ctrl-C where nothing can be raised, as in a callback of an import, still ends the program."""
    if isinstance(lost.exc_value, KeyboardInterrupt):
        _leave()
    sys.__unraisablehook__(lost)


if __name__ == "__main__":
    sys.exit(main())
