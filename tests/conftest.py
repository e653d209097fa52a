"""No test touches the network or the home directory."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads of torch that wait for each other cost more than they give
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a background job; the programs under test would ignore it
    signal.signal(signal.SIGINT, signal.default_int_handler)
ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
SHARED = ROOT.parent / "shared" / "data"  # news that may be measured on, not shipped


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith(("SUMMARIZE_", "HF_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test opened a connection to {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture
def cli(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the program as a user does, in a process and a folder of its own: cli('run', 'a.txt', stdin='...')"""

    def call(*arguments: str | Path, stdin: str | bytes = b"", **environ: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "summarize", *map(str, arguments)],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            timeout=120,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


@pytest.fixture
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("the measuring data is not beside this checkout")
    return SHARED


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The same on a terminal of 80 columns; standard output and error come as one, without colours."""
    pty = pytest.importorskip("pty", reason="there are no terminals here")

    def call(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        master, slave = pty.openpty()
        command = [sys.executable, "-m", "summarize", *map(str, arguments)]
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80", **environ}
        with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, cwd=tmp_path, env=environ) as process:
            os.close(slave)
            shown = b"".join(iter(lambda: _read(master), b""))
        os.close(master)
        plain = re.sub(r"\x1b\[[\d;?]*\w", "", shown.decode()).replace("\r\n", "\n")
        return subprocess.CompletedProcess(command, process.returncode, plain, "")

    return call


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how a terminal ends on Linux
        return b""
