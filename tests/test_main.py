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
    assert ends <= {(130, ""), (0, ""), (-signal.SIGINT, "")}  # the last: while the interpreter takes itself down


def test_a_job_in_the_background_is_not_interrupted() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert _interrupted(0.1, "--version") == (0, "")
    finally:
        signal.signal(signal.SIGINT, before)


# What is closed is known by its number; the last word shows whether a file that is opened may get it.
CLOSED = (
    "import os, sys; os.close({0}); sys.{1} = None; sys.argv[1:] = {2}; from summarize.__main__ import main;"
    " code = main(); os.write({3}, b'kept' * (os.open(os.devnull, os.O_RDONLY) > 2)); sys.exit(code)"
)


def _closed(number: int, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = CLOSED.format(number, name, list(arguments), 3 - number)
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environ)


@pytest.mark.parametrize(("arguments", "code"), [(["nowhere.txt"], 1), (["--nosuch"], 2), (["batch", "nowhere"], 1)])
def test_with_standard_error_closed_nothing_is_told_on_standard_output(arguments: list[str], code: int) -> None:
    done = _closed(2, "stderr", *arguments)
    assert (done.returncode, done.stdout) == (code, "kept")


@pytest.mark.parametrize("arguments", [["schema"], ["--help"], [str(EXAMPLES / "politics.txt"), "--lang", "ar"]])
def test_with_standard_output_closed_or_full_one_sentence_says_so(arguments: list[str]) -> None:
    told = [_closed(1, "stdout", *arguments)]
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        command = [sys.executable, "-m", "summarize", *arguments]
        told.append(subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT))
    for done, reason in zip(told, ("Bad file descriptor", "No space left on device"), strict=True):
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: standard output cannot be written ({reason}); ")
        assert done.stderr.removesuffix("kept").count("\n") == 1
