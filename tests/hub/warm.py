"""Pulls in a hurry: a process that has imported what a pull needs, and forks for each call.

Loading torch and transformers takes longer than pulling a tiny model. What huggingface_hub reads from the environment
when it is imported (HF_ENDPOINT) is that of the process that forks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.conftest import ROOT


class Warm:
    """warm('models', 'list', SUMMARIZE_MODELS_DIR='...') runs as the fixture `cli` does."""

    def __init__(self, folder: Path, **environ: str) -> None:
        self._folder = folder
        environ = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
        command = [sys.executable, "-m", "tests.hub.warm"]
        self._process = subprocess.Popen(command, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(
        self, *arguments: str, kill_after: float | None = None, **environ: str
    ) -> subprocess.CompletedProcess[str]:
        self.start(*arguments, kill_after=kill_after, **environ)
        return self.wait()

    def start(self, *arguments: str, kill_after: float | None = None, **environ: str) -> None:
        """It runs on, and must be waited for before another one is started."""
        order = {"arguments": arguments, "environ": environ, "folder": str(self._folder), "kill_after": kill_after}
        assert self._process.stdin
        print(json.dumps(order), file=self._process.stdin, flush=True)

    def wait(self) -> subprocess.CompletedProcess[str]:
        assert self._process.stdout
        code = int(self._process.stdout.readline())
        out, error = ((self._folder / name).read_text("utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess([], code, out, error)

    def close(self) -> None:
        self._process.communicate()


def _serve() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        if not (child := os.fork()):
            _run(order)
        if order["kill_after"] is not None:
            time.sleep(order["kill_after"])
            os.kill(child, signal.SIGKILL)  # until it is waited for, its number is its own
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _run(order: dict[str, Any]) -> None:
    """Be the program, and end."""
    from summarize import cli

    os.environ.update(order["environ"])
    os.chdir(order["folder"])
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    code = 70
    try:
        code = cli.main(order["arguments"])
    except BaseException:  # noqa: BLE001 - told by the exit code; the loop of the parent must not go on in a child
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    import ctranslate2.converters  # noqa: F401
    import huggingface_hub.file_download
    import huggingface_hub.hf_api  # noqa: F401
    import transformers.models.marian.modeling_marian
    import transformers.models.marian.tokenization_marian  # noqa: F401

    import summarize.engines.ctranslate2
    import summarize.hub  # noqa: F401

    _serve()
