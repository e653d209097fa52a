"""Pull once, run offline: against a hub on this machine, with a tiny checkpoint in the real format."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from summarize import engines, registry
from tests import embedded
from tests.conftest import EXAMPLES, ROOT
from tests.hub.conftest import NAME, REPO, Cli
from tests.hub.server import COMMIT, Hub
from tests.hub.warm import Warm

KILLS = 20


def test_a_pulled_model_is_locked_verified_and_used(cli: Cli, environ: dict[str, str], hub: Hub, place: Path) -> None:
    done = cli("models", "pull", NAME, **environ)
    assert done.returncode == 0, done.stderr
    folder = place / NAME
    assert done.stdout.strip() == str(folder)
    assert done.stderr == f"{NAME}: {REPO} at {COMMIT[:12]}, 0.7 MB, Apache-2.0\n{NAME}: converting\n"
    lock = json.loads((folder / "lock.json").read_text())
    assert lock["commit"] == COMMIT
    assert {"config.json", "model.safetensors", "source.spm"} <= set(lock["pulled"])
    assert not list(place.glob(".*"))
    asked = len(hub.asked)
    used = cli("translate", "--translator", NAME, "-q", stdin="قال الوزير\n", **environ)
    assert used.returncode == 0, used.stderr
    assert used.stdout.count("\n") == 1
    assert len(hub.asked) == asked


def test_a_bar_is_drawn_on_a_terminal_alone(hub: Hub, terminal: Cli, environ: dict[str, str]) -> None:
    done = terminal("models", "pull", NAME, **environ)
    assert done.returncode == 0, done.stdout
    assert "━━" in done.stdout
    assert re.search(r"(\d+\.\d)/\1 .B", done.stdout), done.stdout  # to the last byte


def test_pulling_again_gives_the_same_and_changed_bytes_are_refused(models: Cli, hub: Hub, place: Path) -> None:
    lock = place / NAME / "lock.json"
    assert models("pull", NAME).returncode == 0
    first = lock.read_text()
    assert models("pull", NAME).returncode == 0
    assert lock.read_text() == first
    vocabulary = hub.repos[REPO] / "vocab.json"
    vocabulary.write_text(vocabulary.read_text().replace("<pad>", "<dap>"))
    done = models("pull", NAME)
    assert done.returncode == 3
    assert "is not what it was when it was locked" in done.stderr
    assert lock.read_text() == first


def test_files_may_come_from_elsewhere(models: Cli, hub: Hub) -> None:
    hub.elsewhere = True
    done = models("pull", NAME)
    assert done.returncode == 0, done.stderr
    assert ("GET", "/elsewhere/repo/model.safetensors") in hub.asked


def test_a_cut_connection_goes_on_where_it_stopped(models: Cli, hub: Hub) -> None:
    hub.cut.add("model.safetensors")
    done = models("pull", NAME)
    if done.returncode:  # told in one sentence, and the next call goes on
        assert done.stderr.count("error: ") == 1
        done = models("pull", NAME)
    assert done.returncode == 0, done.stderr


def test_bytes_that_are_not_what_the_hub_says_are_refused(models: Cli, hub: Hub, place: Path) -> None:
    hub.garbled.add("model.safetensors")
    done = models("pull", NAME)
    assert done.returncode == 3
    assert "model.safetensors of Helsinki-NLP/opus-mt-ar-en did not come as the hub has it; pull again" in done.stderr
    hub.garbled.clear()
    assert models("pull", NAME).returncode == 0
    assert models("verify", NAME).stdout == f"{NAME}: as it was locked\n"


def test_a_disk_without_room_is_told_before_anything_comes(models: Cli, hub: Hub, place: Path) -> None:
    hub.sizes["model.safetensors"] = 10**16
    done = models("pull", NAME)
    assert done.returncode == 3
    assert re.search(r"has [\d.]+ [GM]B left and 30000000.0 GB are needed; make room, or set", done.stderr), done.stderr
    assert not [path for command, path in hub.asked if "/resolve/" in path]


def test_a_disk_that_fills_up_is_told_and_the_next_pull_goes_on(
    models: Cli, hub: Hub, environ: dict[str, str], tmp_path: Path
) -> None:
    limited = ["bash", "-c", f"ulimit -f 100; exec {sys.executable} -m summarize models pull {NAME}"]
    environ = {**os.environ, **environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(limited, env=environ, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert re.search(
        "error: .* cannot be used \\(File too large\\); make room, or set SUMMARIZE_MODELS_DIR", done.stderr
    )
    before = len(hub.asked)
    assert models("pull", NAME).returncode == 0
    assert not [path for _, path in hub.asked[before:] if path.endswith("config.json")]


@pytest.mark.parametrize("command", [["pull", NAME], ["use", "ranker"], ["use", "--reset"]])
def test_a_folder_that_cannot_be_is_one_sentence(process: Warm, hub: Hub, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "file").touch()
    done = process("models", *command, SUMMARIZE_MODELS_DIR=str(tmp_path / "file"))
    assert done.returncode == 3
    assert re.fullmatch(
        "error: .*file.* cannot be used \\(.*\\); look at it, at SUMMARIZE_MODELS_DIR .*\n", done.stderr
    )


def test_a_home_of_the_hub_that_cannot_be_is_one_sentence(cli: Cli, environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = cli("models", "pull", NAME, **environ | {"HF_HOME": str(tmp_path / "file")})
    assert done.returncode == 3
    assert re.fullmatch("error: .*file/token cannot be used \\(.*\\); look at it, .* and at HF_HOME\n", done.stderr)


def test_a_kill_at_any_moment_never_leaves_a_half_made_model(
    hub: Hub, process: Warm, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUMMARIZE_MODELS_DIR", str(place))
    hub.pause = 0.01
    pull = partial(process, "models", "pull", NAME, SUMMARIZE_MODELS_DIR=str(place))
    started = time.monotonic()
    assert pull().returncode == 0
    whole = time.monotonic() - started
    chance, codes = random.Random(5), []
    for _ in range(KILLS):
        shutil.rmtree(place)
        codes.append(pull(kill_after=chance.uniform(0, whole)).returncode)
        registry._sha256.cache_clear()
        registry.verify(registry.models()[NAME])  # it is not here, or every file is what the lock says
        assert pull().returncode == 0
        registry.verify(registry.get(NAME, "translate"))
        assert not list(place.glob(".*"))
    assert codes.count(-signal.SIGKILL) > KILLS / 2, "most were to be killed before they had ended"


def test_one_pull_at_a_time(models: Cli, hub: Hub, process: Warm, cli: Cli, environ: dict[str, str]) -> None:
    hub.pause = 1.0
    process.start("models", "pull", NAME, SUMMARIZE_MODELS_DIR=environ["SUMMARIZE_MODELS_DIR"])
    while not any("/resolve/" in path for _, path in hub.asked):
        time.sleep(0.01)
    for command in ("pull", "remove"):
        done = cli("models", command, NAME, **environ)
        assert (done.returncode, "is being pulled by another process; wait for it" in done.stderr) == (3, True)
    assert process.wait().returncode == 0


def test_no_hub_at_all(cli: Cli, environ: dict[str, str]) -> None:
    done = cli("models", "pull", NAME, **{**environ, "HF_ENDPOINT": "http://127.0.0.1:9"})
    assert done.returncode == 3
    assert "the hub does not answer" in done.stderr
    done = cli("models", "pull", NAME, **{**environ, "HF_HUB_OFFLINE": "1"})
    assert done.stderr == "error: HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set; unset it to pull a model\n"


def test_another_revision_can_be_asked_for(models: Cli, hub: Hub, place: Path) -> None:
    hub.garbled.add("model.safetensors")
    assert models("pull", NAME).returncode == 3  # and its files wait for the next pull of that revision
    hub.garbled.clear()
    hub.asked.clear()
    assert models("pull", NAME, "--revision", "refs/pr/7").returncode == 0
    assert [path for _, path in hub.asked if path.endswith("/revision/refs%2Fpr%2F7")]
    assert [path for _, path in hub.asked if path.endswith("/config.json")]
    done = models("pull", NAME, "--revision", "main")
    assert (done.returncode, f"is here; first: summarize models remove {NAME}" in done.stderr) == (3, True)
    hub.asked.clear()
    assert models("pull", NAME).returncode == 0
    assert [path for _, path in hub.asked if path.endswith(f"/revision/{COMMIT}")]


def test_a_pickle_is_refused_unless_asked_for(models: Cli, hub: Hub, place: Path) -> None:
    import torch
    from safetensors.torch import load_file

    folder = hub.repos[REPO]
    torch.save(load_file(folder / "model.safetensors"), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    done = models("pull", NAME)
    assert done.returncode == 3
    assert "has its weights as a pickle only" in done.stderr
    done = models("pull", NAME, "--allow-pickle")
    assert done.returncode == 0, done.stderr
    assert not list(place.rglob("*.bin.*"))


def test_remote_code_and_non_commercial_licences_are_refused(models: Cli, hub: Hub) -> None:
    config = hub.repos[REPO] / "config.json"
    config.write_text(json.dumps(json.loads(config.read_text()) | {"auto_map": {"AutoModel": "evil.Model"}}))
    done = models("pull", NAME)
    assert (done.returncode, "wants to run its own code" in done.stderr) == (3, True)
    for name in ("xlsum", "crosssum-en", "nllb-600m"):
        done = models("pull", name)
        assert (done.returncode, "may not be used commercially" in done.stderr) == (3, True)


def test_a_pulled_model_can_be_removed_an_embedded_one_not(models: Cli, place: Path) -> None:
    assert models("pull", NAME).returncode == 0
    assert models("remove", NAME).returncode == 0
    assert list(place.iterdir()) == []
    done = models("remove", NAME)
    assert (done.returncode, f"the model {NAME} is not here" in done.stderr) == (3, True)
    assert models("remove", "ranker").returncode == 3
    done = models("remove", str(ROOT / "summarize" / "models" / "ar-en-base"))
    assert (done.returncode, "is a folder of yours" in done.stderr) == (3, True)


@pytest.mark.parametrize("content", ["{", "{}", "[]"])
def test_a_broken_lock_says_the_way_out(models: Cli, place: Path, content: str) -> None:
    (place / NAME).mkdir(parents=True)
    (place / NAME / "lock.json").write_text(content)
    for command in ("verify", "pull"):
        done = models(command, NAME)
        assert done.returncode == 3
        assert done.stderr.endswith(f"; run: summarize models remove {NAME}, and pull it again\n")
    assert models("remove", NAME).returncode == 0
    assert models("pull", NAME).returncode == 0


def test_a_reader_that_goes_away_ends_a_pull_quietly(hub: Hub, environ: dict[str, str], tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m summarize models pull {NAME} | true; exit ${{PIPESTATUS[0]}}"
    environ = {**os.environ, **environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], env=environ, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode in (0, 128 + signal.SIGPIPE)
    assert done.stderr.count("\n") == 2, done.stderr


def test_a_pulled_model_can_be_made_the_default(models: Cli, place: Path) -> None:
    assert models("pull", NAME).returncode == 0
    assert models("use", NAME).stderr == f"summarize: ranker\ntranslate: {NAME}\n"
    assert re.findall(r"^\* +(\S+)", models("list").stdout, re.M) == ["ranker", NAME]
    done = models("remove", NAME)
    assert done.stderr == f"{NAME} was the default to translate; it is ar-en-base again\n"
    assert re.findall(r"^\* +(\S+)", models("list").stdout, re.M) == ["ranker", "ar-en-base"]
    assert list(place.iterdir()) == []


def test_a_summary_may_be_english_straight_from_arabic(
    models: Cli, hub: Hub, cli: Cli, environ: dict[str, str], place: Path, tmp_path: Path
) -> None:
    hub.repos = {registry.models()["crosssum-en"].source: hub.repos[REPO]}
    assert models("pull", "crosssum-en", "--accept-licence").returncode == 0
    folder = shutil.copytree(place / "crosssum-en", tmp_path / "mine", ignore=shutil.ignore_patterns("lock.json"))
    (folder / "summarize.options").write_text("out=en collapse")
    article = EXAMPLES / "politics.txt"
    for name in ("crosssum-en", str(folder)):
        done = cli(article, "--summarizer", name, "-f", "json", "--with-text", **environ)
        assert done.returncode == 0, done.stderr
        record = json.loads(done.stdout)
        for sentence in record["summary"]["sentences"]:
            assert sentence["en"]
            assert record["text"][sentence["start"] : sentence["end"]] == sentence["ar"]
        assert any("the model summarizes in English" in warning for warning in record["warnings"])
        assert record["signature"]["summarizer"]["device"].startswith(("cpu int8", "cuda"))
        done = cli(article, "--summarizer", name, "--lang", "ar", **environ)
        assert (done.returncode, f"{name} summarizes in English; add en" in done.stderr) == (2, True)


def test_the_embedded_translator_from_the_hub_says_what_the_packaged_one_says(
    models: Cli, hub: Hub, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = registry.get("ar-en-base", "translate")
    assert packaged.path is not None
    hub.repos = {REPO: embedded.hugging_face(packaged.path, tmp_path / "hf")}
    assert models("pull", NAME).returncode == 0
    monkeypatch.setenv("SUMMARIZE_MODELS_DIR", str(place))
    pulled = registry.get(NAME, "translate")
    assert pulled.path is not None
    before, after = (embedded.variables(one.path / "model.bin") for one in (packaged, pulled) if one.path)
    assert before.keys() == after.keys()
    for name, weight in before.items():  # a scale may differ in its last bit
        assert np.allclose(after[name], weight, rtol=2e-7, atol=0), name
    texts = [path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.txt")) if "1256" not in path.name]
    sentences = [text[at : at + 70] for text in texts for at in range(0, len(text), 70)][:30]
    ours, theirs = engines.load(packaged), engines.load(replace(pulled, options=packaged.options))
    found, wanted = (engine.generate(sentences, packaged.decoding) for engine in (theirs, ours))
    assert sum(a.text == b.text for a, b in zip(found, wanted, strict=True)) >= 20
