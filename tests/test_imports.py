"""Importing does nothing: what a command does not need, it does not load."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import EXAMPLES, ROOT

HEAVY = ("torch", "transformers", "ctranslate2", "sentencepiece", "numpy")
ARTICLE = str(EXAMPLES / "politics.txt")


def loaded(*arguments: str) -> set[str]:
    """The heavy modules in a fresh process after a command."""
    program = (
        "import sys; from summarize.cli import main\n"
        f"code = main({list(arguments)!r})\n"
        f"print('\\n!', code, *[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    code, *names = done.stdout.rsplit("!", 1)[1].split()
    assert code == "0", done.stderr
    return set(names)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["models", "list"], ["schema"], ["quotes", ARTICLE]]
)
def test_what_needs_no_model_loads_no_heavy_module(arguments: list[str]) -> None:
    assert loaded(*arguments) == set()


def test_an_arabic_summary_loads_no_heavy_module() -> None:
    assert loaded(ARTICLE, "--lang", "ar") == set()


def test_the_embedded_models_load_neither_torch_nor_transformers() -> None:
    assert loaded(ARTICLE).isdisjoint({"torch", "transformers"})
