"""Nothing but `models pull` opens a connection: the commands run in a process where none can be made."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import EXAMPLES, ROOT

NO_SOCKETS = """
import socket, sys
def refused(*arguments, **settings):
    sys.stderr.write('a connection was opened\\n')
    raise OSError('no network in this test')
class Closed(socket.socket):  # urllib3 binds one to this machine when it is imported, to see whether there is IPv6
    connect = connect_ex = sendto = sendmsg = refused
socket.socket, socket.getaddrinfo = Closed, refused
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", str(EXAMPLES / "politics.txt")],
        ["run", str(EXAMPLES / "health.html"), "--lang", "ar", "-f", "json"],
        ["quotes", str(EXAMPLES / "sport.txt")],
        ["batch", str(EXAMPLES / "politics.txt"), "--diff"],
        ["models", "list"],
        ["models", "verify"],
        ["doctor"],
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_no_command_opens_a_connection(
    cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_SOCKETS)
    done = cli(*arguments, PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert done.returncode == 0, done.stderr
    assert "a connection was opened" not in done.stderr
    assert done.stdout


def test_the_trap_works(cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        NO_SOCKETS + "\ntry:\n    socket.create_connection(('127.0.0.1', 9))\nexcept OSError:\n    pass\n"
    )
    assert "a connection was opened" in cli("--version", PYTHONPATH=f"{tmp_path}:{ROOT}").stderr
