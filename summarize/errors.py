"""What a user can cause and can fix. Each message says what, where and what next."""

from __future__ import annotations


class SummarizeError(Exception):
    """A mistake that a user can mend; `main` prints it as one line and exits with `exit_code`.

    >>> str(InputError("empty", "a.txt is empty", "give a file with an Arabic article in it"))
    'a.txt is empty; give a file with an Arabic article in it'
    """

    exit_code = 1

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.code = code
        self.message = message
        self.hint = hint


class InputError(SummarizeError):
    """One source cannot be used; the others go on."""


class UsageError(SummarizeError):
    """The command line or a settings file asks for something impossible."""

    exit_code = 2


class ModelError(SummarizeError):
    """A model or a component is missing, broken or refused."""

    exit_code = 3
