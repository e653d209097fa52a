"""Nothing but `models pull` opens a socket: the commands run in a process where none can be made."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT

NO_SOCKETS = """
import socket, sys
class Refused(socket.socket):  # a class, since others derive from it
    def __init__(self, *arguments, **settings):
        sys.stderr.write('a socket was opened\\n')
        raise OSError('no network in this test')
socket.socket = Refused
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", str(EXAMPLES / "politics.txt")],
        ["run", str(EXAMPLES / "health.html"), "--lang", "ar", "-f", "json"],
        ["quotes", str(EXAMPLES / "sport.txt")],
        ["models", "list"],
        ["models", "verify"],
        ["doctor"],
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_no_command_opens_a_socket(
    cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    done = cli(*arguments, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 0, done.stderr
    assert "a socket was opened" not in done.stderr
    assert done.stdout


def test_the_trap_works(cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS + "\ntry:\n    socket.socket()\nexcept OSError:\n    pass\n")
    assert "a socket was opened" in cli("--version", PYTHONPATH=f"{tmp_path}:{ROOT}").stderr
