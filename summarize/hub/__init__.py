"""`models pull`: from the Hugging Face hub to a model that is converted, tried and locked. Only this uses the network.

A pull works in `.NAME.pull` beside the models and renames at the end, so that an interrupted one goes on where it
stopped and nothing half-made is ever used. The first pull writes the commit and the sha256 of every file into the lock;
later ones take the same commit and must get the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from summarize import arabic, engines, registry
from summarize.errors import ModelError
from summarize.hub import api
from summarize.hub.api import Say
from summarize.registry import Model

WEIGHTS = ".safetensors"
PICKLE = "pytorch_model.bin"
KEPT = (".json", ".model", ".spm", ".txt", WEIGHTS)  # configuration, tokenizers, weights
ROOM = 3  # times the size of the files: the download, the conversion, and some air
GOLDEN = "قال الوزير إن الحكومة ستعقد اجتماعاً يوم الأحد لبحث الموازنة الجديدة."
Watch = Callable[[Path, int], AbstractContextManager[None]]  # shows how a folder grows to so many bytes


class Promise(NamedTuple):
    """What the hub says of a file; it knows the sha256 of large ones only."""

    size: int
    sha256: str


def pull(model: Model, say: Say, watch: Watch, *, allow_pickle: bool = False) -> Path:
    """The folder of the model, complete. Raises ModelError; what was downloaded by then stays for the next call."""
    path = _place(model)
    work = path.with_name(f".{path.name}.pull")
    with _alone(model, work):
        commit, files = _plan(model, work, allow_pickle, say)
        size = sum(one.size for one in files.values())
        say(f"{model.name}: {model.source} at {commit[:12]}, {size / 1e6:.0f} MB, {model.licence}")
        _make_room(work / "files", size)
        with watch(work / "files", size):
            hashes = _download(model, commit, files, work / "files", say)
        _same_as_before(model, commit, hashes)
        _refuse_code(model, work / "files")
        if PICKLE in files:
            _unpickle(model, work / "files")
        _install(model, work, commit, hashes, say)
    shutil.rmtree(work)
    return path


def remove(model: Model) -> None:
    """Delete a pulled model and what is left of its pulls. Raises ModelError where there is nothing of it."""
    path = _place(model)
    found = [folder for folder in (path, path.with_name(f".{path.name}.pull")) if folder.exists()]
    if not found:
        raise ModelError("not-here", f"the model {model.name} is not here", "see: summarize models list")
    for folder in found:
        _discard(folder)


def _place(model: Model) -> Path:
    """Where a model of the hub lies or would lie. Raises ModelError for all others."""
    if model.source == "local":
        raise ModelError("not-from-hub", f"{model.name} is a folder of yours, not a model of the hub")
    if model.source in ("builtin", "embedded") or model.path is None:
        raise ModelError("not-from-hub", f"the model {model.name} is a part of the package, not of the hub")
    return model.path


@contextmanager
def _alone(model: Model, work: Path) -> Iterator[None]:
    """One pull of a model at a time; the system lets go of the lock when a process ends, however it ends."""
    from filelock import FileLock, Timeout

    work.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(work / "lock", timeout=0):
            yield
    except Timeout:
        raise ModelError("busy", f"the model {model.name} is being pulled by another process", "wait for it") from None


def _discard(folder: Path) -> None:
    """Delete a folder that may be in use: gone in one step, so that a kill never leaves a half of it in its place."""
    rest = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(rest, ignore_errors=True)
    if folder.exists():
        folder.rename(rest)
        shutil.rmtree(rest)


def _plan(model: Model, work: Path, allow_pickle: bool, say: Say) -> tuple[str, dict[str, Promise]]:
    """The commit, and the files to get; remembered, so that an interrupted pull keeps its commit."""
    memory = work / "plan.json"
    revision = model.lock["commit"] if model.present else model.revision
    if memory.is_file() and not model.present:
        revision = json.loads(memory.read_text("utf-8"))["commit"]
    info = api.ask(model, lambda hub: hub.model_info(model.source, revision=revision, files_metadata=True), say)
    there = {one.rfilename: Promise(one.size or 0, one.lfs.sha256 if one.lfs else "") for one in info.siblings}
    files = {name: one for name, one in there.items() if name.endswith(KEPT) and "/" not in name}
    if not any(name.endswith(WEIGHTS) for name in files):
        if PICKLE not in there:
            raise ModelError("no-weights", f"{model.source} has no weights that can be used", "choose another revision")
        if not allow_pickle:
            raise ModelError(
                "pickle-refused",
                f"{model.source} has its weights as a pickle only, which can run code",
                "name a safetensors revision in models.txt, or add --allow-pickle",
            )
        files[PICKLE] = there[PICKLE]
    memory.write_text(json.dumps({"commit": info.sha}), "utf-8")
    return str(info.sha), files


def _download(model: Model, commit: str, files: dict[str, Promise], folder: Path, say: Say) -> dict[str, str]:
    """All files into a folder, the small ones first; gives the sha256 of each."""
    hashes = {}
    for name, promise in sorted(files.items(), key=lambda item: item[1].size):
        api.ask(model, partial(_fetch, model.source, name, commit, folder), say)
        hashes[name] = _sha256(folder / name)
        if (folder / name).stat().st_size != promise.size or promise.sha256 not in ("", hashes[name]):
            (folder / name).unlink()
            raise ModelError("bad-download", f"{name} of {model.source} did not come as the hub has it", "pull again")
    return hashes


def _fetch(source: str, name: str, commit: str, folder: Path, _: Any) -> None:
    """One file; what is there already is not fetched again, what is there in part goes on."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    disable_progress_bars()  # `watch` shows one for all files
    hf_hub_download(source, name, revision=commit, local_dir=folder)


def _same_as_before(model: Model, commit: str, hashes: dict[str, str]) -> None:
    """The bytes of a commit never change: if they do, somebody has changed them."""
    if not model.present:
        return
    before = model.lock.get("pulled", {})
    changed = [name for name, digest in hashes.items() if before.get(name, digest) != digest]
    if changed:
        what = f"{changed[0]} of {model.source} at {commit[:12]} is not what it was when it was locked"
        raise ModelError(
            "changed-upstream", what, f"do not use it; to start over: summarize models remove {model.name}"
        )


def _refuse_code(model: Model, folder: Path) -> None:
    for name in ("config.json", "tokenizer_config.json"):
        if (folder / name).is_file() and "auto_map" in json.loads((folder / name).read_text("utf-8")):
            raise ModelError("model-refused", f"{model.source} wants to run its own code", "choose another model")


_REWRITE = """
import sys, torch
from safetensors.torch import save_file
weights = torch.load(sys.argv[1], map_location="cpu", weights_only=True)
save_file({name: tensor.clone().contiguous() for name, tensor in weights.items()}, sys.argv[2], {"format": "pt"})
"""


def _unpickle(model: Model, folder: Path) -> None:
    """The pickle as safetensors, read by a process of its own that takes nothing but tensors."""
    target = folder / f"model{WEIGHTS}"
    done = subprocess.run(
        [sys.executable, "-c", _REWRITE, folder / PICKLE, target], capture_output=True, text=True, check=False
    )
    if done.returncode:
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise ModelError("pickle-refused", f"the pickle of {model.source} holds more than weights ({reason[0][:100]})")
    (folder / PICKLE).unlink()


def _install(model: Model, work: Path, commit: str, hashes: dict[str, str], say: Say) -> None:
    """Convert, try, lock, and put in place in one step."""
    from summarize import convert

    ready = work / "ready"
    shutil.rmtree(ready, ignore_errors=True)
    if model.engine == "ctranslate2":
        say(f"{model.name}: converting")
        convert.convert(work / "files", ready)
    else:
        shutil.copytree(work / "files", ready, ignore=shutil.ignore_patterns(".cache"))
    _must_speak(replace(model, path=ready))
    registry.lock(ready, commit, hashes)
    path = _place(model)
    _discard(path)
    ready.rename(path)


def _must_speak(model: Model) -> None:
    """A golden sentence through the new model: some have answered garbage after upgrades of the libraries."""
    output = engines.load(model).generate([GOLDEN], model.decoding)[0].text
    wanted = ("en",) if model.options.get("out", "en" if model.task == "translate" else "ar") == "en" else ("ar",)
    words = output.split()
    if arabic.language(output) not in (*wanted, "none") or not words or len(set(words)) < len(words) / 3:
        raise ModelError(
            "garbage", f"{model.name} answers its golden sentence with: {output[:80]!r}", "it is not installed"
        )


def _make_room(folder: Path, size: int) -> None:
    """Refuse to begin what would fill the disk; what is here of an interrupted pull need not come again."""
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free, needed = shutil.disk_usage(folder.parent).free, ROOM * size - here
    if free < needed:
        what = f"{folder.parent.parent} has {free / 1e9:.1f} GB left and {needed / 1e9:.1f} GB are needed"
        raise ModelError("disk-full", what, "make room, or set SUMMARIZE_MODELS_DIR")


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
