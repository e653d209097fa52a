"""Ctrl-C at any moment: exit code 130 and not a word, from the first line of the program to its last."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.conftest import EXAMPLES, ROOT

# As the script that pip writes; the line says that the interpreter itself has started, which no program can guard.
PROGRAM = "import sys; from summarize.__main__ import main; print('on', flush=True); sys.exit(main())"


def _interrupted(after: float, *arguments: str) -> tuple[int, str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout
    assert process.stdout.readline() == "on\n"
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[1]
    return process.returncode, told.strip()


@pytest.mark.parametrize(
    ("arguments", "longest"), [(["--version"], 0.3), ([str(EXAMPLES / "politics.txt")], 1.0), (["models", "list"], 0.4)]
)
def test_at_random_moments(arguments: list[str], longest: float) -> None:
    rng = random.Random(3)
    ends = {_interrupted(rng.uniform(0, longest), *arguments) for _ in range(7)}
    assert (130, "") in ends
    assert ends <= {(130, ""), (0, "")}


def test_a_job_in_the_background_is_not_interrupted() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert _interrupted(0.1, "--version") == (0, "")
    finally:
        signal.signal(signal.SIGINT, before)
