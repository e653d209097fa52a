"""Which files of a model come from the hub, and that they are what they should be."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from summarize import checkpoint
from summarize.errors import ModelError
from summarize.hub import api
from summarize.hub.api import Say
from summarize.registry import Model

WEIGHTS = ".safetensors"
PICKLE = "pytorch_model.bin"
CODE = ("config.json", "tokenizer_config.json")  # where a model names code of its own
KEPT = (".json", ".model", ".spm", ".txt", WEIGHTS)  # configuration, tokenizers, weights
MEMORY = "plan.json"  # in the folder of a pull: the revision that was asked for, and its commit
ROOM = 3  # times the size of the files: the download, the conversion, and some air


class Promise(NamedTuple):
    """What the hub says of a file; it knows the sha256 of large ones only."""

    size: int
    sha256: str


class Plan(NamedTuple):
    commit: str
    files: Mapping[str, Promise]

    @property
    def size(self) -> int:
        return sum(one.size for one in self.files.values())


def plan(model: Model, work: Path, allow_pickle: bool, say: Say) -> Plan:
    """The commit, and the files to get; remembered, so that an interrupted pull keeps its commit. Raises ModelError."""
    revision = _settled(model, work) or model.revision
    info = api.ask(model, lambda hub: hub.model_info(model.source, revision=revision, files_metadata=True), say)
    there = {one.rfilename: Promise(one.size or 0, one.lfs.sha256 if one.lfs else "") for one in info.siblings}
    files = {name: one for name, one in there.items() if name.endswith(KEPT) and "/" not in name}
    if not any(name.endswith(WEIGHTS) for name in files):
        files[PICKLE] = _pickle(model, there, allow_pickle)
    part = work / "plan.part"
    part.write_text(json.dumps({"revision": model.revision, "commit": info.sha}), "utf-8")
    part.replace(work / MEMORY)
    return Plan(str(info.sha), files)


def _settled(model: Model, work: Path) -> str:
    """The commit of the lock, or of a pull that was begun; "" where there is neither."""
    if model.present:
        return str(model.lock["commit"])
    begun = checkpoint.table(work / MEMORY, f"delete {work}")
    if begun.get("revision") == model.revision:
        return str(begun["commit"])
    shutil.rmtree(work / "files", ignore_errors=True)  # of another revision
    return ""


def _pickle(model: Model, there: Mapping[str, Promise], allowed: bool) -> Promise:
    if PICKLE not in there:
        raise ModelError("no-weights", f"{model.source} has no weights that can be used", "choose another revision")
    if not allowed:
        raise ModelError(
            "pickle-refused",
            f"{model.source} has its weights as a pickle only, which can run code",
            "name one with safetensors by --revision, or add --allow-pickle",
        )
    return there[PICKLE]


def make_room(folder: Path, size: int) -> None:
    """Refuse to begin what would fill the disk; what is here of an interrupted pull need not come again."""
    here = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    free, needed = shutil.disk_usage(folder.parent).free, ROOM * size - here
    if free < needed:
        what = f"{folder.parent.parent} has {readable(free)} left and {readable(needed)} are needed"
        raise ModelError("disk-full", what, "make room, or set SUMMARIZE_MODELS_DIR")


def readable(size: int) -> str:
    """1_234_567_890 -> '1.2 GB', 1_234_567 -> '1.2 MB'"""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"


def fetch(model: Model, wanted: Plan, folder: Path, say: Say) -> dict[str, str]:
    """All files into a folder, the small ones first; gives the sha256 of each. Raises ModelError."""
    hashes = {}
    for name, promise in sorted(wanted.files.items(), key=lambda item: item[1].size):
        file = folder / name
        api.ask(model, partial(_fetch, model.source, name, wanted.commit, folder), say)
        hashes[name] = _sha256(file)
        if file.stat().st_size != promise.size or promise.sha256 not in ("", hashes[name]):
            file.unlink()
            raise ModelError("bad-download", f"{name} of {model.source} did not come as the hub has it", "pull again")
        if name in CODE and "auto_map" in checkpoint.table(file, "choose another model"):
            raise ModelError("model-refused", f"{model.source} wants to run its own code", "choose another model")
    return hashes


def _fetch(source: str, name: str, commit: str, folder: Path, _: Any) -> None:
    """One file; what is there already is not fetched again, what is there in part goes on."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.utils import disable_progress_bars  # type: ignore[attr-defined]

    disable_progress_bars()  # the caller shows one for all files
    hf_hub_download(source, name, revision=commit, local_dir=folder)


def compare(model: Model, commit: str, hashes: Mapping[str, str]) -> None:
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


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
