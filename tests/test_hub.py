"""Pull once, run offline: against a hub on this machine, with a tiny checkpoint in the real format."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.engines import checkpoints
from tests.hub_server import COMMIT, Hub, serving

NAME, REPO = "opus-mt-ar-en", "Helsinki-NLP/opus-mt-ar-en"
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return checkpoints.speaking_marian(tmp_path_factory.mktemp("hub") / "marian")


@pytest.fixture
def hub(checkpoint: Path, tmp_path: Path) -> Iterator[Hub]:
    folder = tmp_path / "repo"
    shutil.copytree(checkpoint, folder)
    with serving({REPO: folder}) as server:
        yield server


@pytest.fixture
def environ(hub: Hub, tmp_path: Path) -> dict[str, str]:
    return {"HF_ENDPOINT": hub.url, "SUMMARIZE_MODELS_DIR": str(tmp_path / "models"), "HF_HUB_DISABLE_XET": "1"}


def test_a_pulled_model_is_locked_verified_and_used(
    cli: Cli, environ: dict[str, str], hub: Hub, tmp_path: Path
) -> None:
    done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "models" / NAME
    assert done.stdout.strip() == str(folder)
    lock = json.loads((folder / "lock.json").read_text())
    assert lock["commit"] == COMMIT
    assert {"config.json", "model.safetensors", "source.spm"} <= set(lock["pulled"])
    assert not list((tmp_path / "models").glob(".*"))
    asked = len(hub.asked)
    used = cli("translate", "--translator", NAME, "-q", stdin="قال الوزير\n", **environ)
    assert used.returncode == 0, used.stderr
    assert used.stdout.count("\n") == 1
    assert len(hub.asked) == asked


def test_pulling_again_gives_the_same_and_changed_bytes_are_refused(
    cli: Cli, environ: dict[str, str], hub: Hub, tmp_path: Path
) -> None:
    assert cli("models", "pull", NAME, **environ).returncode == 0
    first = (tmp_path / "models" / NAME / "lock.json").read_text()
    assert cli("models", "pull", NAME, **environ).returncode == 0
    assert (tmp_path / "models" / NAME / "lock.json").read_text() == first
    vocabulary = hub.repos[REPO] / "vocab.json"
    vocabulary.write_text(vocabulary.read_text().replace("<pad>", "<dap>"))
    done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 3
    assert "is not what it was when it was locked" in done.stderr
    assert (tmp_path / "models" / NAME / "lock.json").read_text() == first


def test_a_cut_connection_goes_on_where_it_stopped(cli: Cli, environ: dict[str, str], hub: Hub) -> None:
    hub.cut.add("model.safetensors")
    done = cli("models", "pull", NAME, **environ)
    if done.returncode:  # told in one sentence, and the next call goes on
        assert done.stderr.count("error: ") == 1
        done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 0, done.stderr


def test_a_kill_at_any_moment_never_leaves_a_half_made_model(environ: dict[str, str], tmp_path: Path, cli: Cli) -> None:
    folder = tmp_path / "models" / NAME
    for wait in (0.6, 1.5, 3.0):
        command = [sys.executable, "-m", "summarize", "models", "pull", NAME]
        process = subprocess.Popen(
            command,
            env={**os.environ, **environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if folder.exists():
            assert cli("models", "verify", NAME, **environ).returncode == 0
    assert cli("models", "pull", NAME, **environ).returncode == 0
    assert cli("models", "verify", NAME, **environ).returncode == 0


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "wants a login|is private"),
        (404, "the hub has no Helsinki-NLP/opus-mt-ar-en"),
        (500, "the hub does not answer"),
    ],
)
def test_what_the_hub_refuses_is_one_sentence(
    cli: Cli, environ: dict[str, str], hub: Hub, status: int, told: str
) -> None:
    import re

    hub.repos.clear()
    hub.status["*"] = status
    done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 3
    assert re.search(told, done.stderr), done.stderr
    assert done.stderr.count("\n") == 1


def test_no_hub_at_all(cli: Cli, environ: dict[str, str]) -> None:
    done = cli("models", "pull", NAME, **{**environ, "HF_ENDPOINT": "http://127.0.0.1:9"})
    assert done.returncode == 3
    assert "the hub does not answer" in done.stderr
    done = cli("models", "pull", NAME, **{**environ, "HF_HUB_OFFLINE": "1"})
    assert "HF_HUB_OFFLINE is set" in done.stderr


def test_a_pickle_is_refused_unless_asked_for(cli: Cli, environ: dict[str, str], hub: Hub, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    folder = hub.repos[REPO]
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 3
    assert "has its weights as a pickle only" in done.stderr
    done = cli("models", "pull", NAME, "--allow-pickle", **environ)
    assert done.returncode == 0, done.stderr
    assert not list((tmp_path / "models").rglob("*.bin.*"))


def test_remote_code_and_non_commercial_licences_are_refused(cli: Cli, environ: dict[str, str], hub: Hub) -> None:
    config = hub.repos[REPO] / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"auto_map": {"AutoModel": "evil.Model"}}))
    done = cli("models", "pull", NAME, **environ)
    assert (done.returncode, "wants to run its own code" in done.stderr) == (3, True)
    done = cli("models", "pull", "xlsum", **environ)
    assert (done.returncode, "may not be used commercially" in done.stderr) == (3, True)


def test_a_pulled_model_can_be_removed_an_embedded_one_not(cli: Cli, environ: dict[str, str], tmp_path: Path) -> None:
    assert cli("models", "pull", NAME, **environ).returncode == 0
    assert cli("models", "remove", NAME, **environ).returncode == 0
    assert list((tmp_path / "models").iterdir()) == []
    assert cli("models", "remove", "centroid", **environ).returncode == 3
