"""A hub on this machine with a tiny checkpoint in the real format, and the program in front of it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.engines import checkpoints
from tests.hub.server import Hub, serving
from tests.hub.warm import Warm

NAME, REPO = "opus-mt-ar-en", "Helsinki-NLP/opus-mt-ar-en"
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoints.speaking_marian(tmp_path_factory.mktemp("hub") / "marian")


@pytest.fixture(scope="session")
def server() -> Iterator[Hub]:
    with serving({}) as server:
        yield server


@pytest.fixture(scope="session")
def process(server: Hub, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    home = tmp_path_factory.mktemp("warm")
    warm = Warm(home, HF_ENDPOINT=server.url, HF_HUB_DISABLE_XET="1", HOME=str(home))
    assert warm("--version").returncode == 0  # and so it has imported everything
    yield warm
    warm.close()


@pytest.fixture
def hub(server: Hub, checkpoint: Path, tmp_path: Path) -> Hub:
    """Well-behaved, with a copy of the checkpoint that a test may spoil."""
    shutil.copytree(checkpoint, tmp_path / "repo")
    server.reset()
    server.repos = {REPO: tmp_path / "repo"}
    return server


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def models(hub: Hub, process: Warm, place: Path) -> Cli:
    """models('pull', NAME) is `summarize models pull NAME`."""
    return lambda *arguments: process("models", *arguments, SUMMARIZE_MODELS_DIR=str(place))


@pytest.fixture
def environ(hub: Hub, place: Path, tmp_path: Path) -> dict[str, str]:
    """HF_HOME is not there, and is not missed."""
    home = str(tmp_path / "absent" / "home")
    return {"HF_ENDPOINT": hub.url, "SUMMARIZE_MODELS_DIR": str(place), "HF_HUB_DISABLE_XET": "1", "HF_HOME": home}
