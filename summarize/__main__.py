"""Where the program begins: `summarize`, `python -m summarize`."""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130


def main() -> int:
    """The exit code of the command line; Ctrl-C ends it at any moment without a traceback."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as of a job in the background
        signal.signal(signal.SIGINT, _leave)
        sys.unraisablehook = _unraised
    from summarize import cli

    code = cli.main()
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _leave)
    return code


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
