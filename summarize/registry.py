"""The only reader of models.txt, and of the lock that holds each model's commit and sha256."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from summarize.errors import ModelError
from summarize.records import Decoding

Task = Literal["summarize", "translate"]
PACKAGE = Path(__file__).parent
EMBEDDED = PACKAGE / "models"
LOCK = "lock.json"  # in each model's folder: {"commit": ..., "files": {name: {"sha256": ..., "size": ...}}}


@dataclass(frozen=True, slots=True)
class Model:
    """One line of models.txt. `path` is where its weights lie or would lie; None where it needs none."""

    name: str
    task: Task
    engine: str
    source: str
    revision: str
    licence: str
    path: Path | None = None
    options: Mapping[str, str] = field(default_factory=dict)  # a bare word maps to ""

    @property
    def decoding(self) -> Decoding:
        """beam=4 -> Decoding(beam=4)"""
        kinds = {f.name: float if "float" in str(f.type) else int for f in fields(Decoding)}
        return Decoding(**{key: kinds[key](value) for key, value in self.options.items() if key in kinds})  # type: ignore[arg-type]

    @property
    def present(self) -> bool:
        return self.path is None or (self.path / LOCK).is_file()

    @property
    def lock(self) -> dict[str, Any]:
        """What was there when the model was pulled or packed; {} for a builtin."""
        if self.path is None:
            return {}
        return cast(dict[str, Any], json.loads((self.path / LOCK).read_text("utf-8")))

    @property
    def sha256(self) -> str:
        """One hash for all files of the model, from the lock; "" for a builtin or a local folder without a lock."""
        if not self.present or self.path is None:
            return ""
        files = {name: entry["sha256"] for name, entry in sorted(self.lock["files"].items())}
        return hashlib.sha256(json.dumps(files).encode()).hexdigest()


def data_dir() -> Path:
    """Where pulled models live: $SUMMARIZE_MODELS_DIR, else the user's data folder."""
    if chosen := os.environ.get("SUMMARIZE_MODELS_DIR"):
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("summarize") / "models"


def models() -> dict[str, Model]:
    """Every line of models.txt by name."""
    inside, outside = PACKAGE / "models.txt", PACKAGE.parent / "models.txt"  # wheel, checkout
    text = (inside if inside.is_file() else outside).read_text("utf-8")
    return {model.name: model for model in map(_parse, text.splitlines()) if model}


def get(name: str, task: Task) -> Model:
    """A model by its name in models.txt, or a local folder. Raises ModelError."""
    known = models()
    if name not in known and ("/" in name or Path(name).is_dir()):
        return _local(Path(name), task)
    if name not in known:
        names = ", ".join(model.name for model in known.values() if model.task == task)
        raise ModelError("unknown-model", f"no model is called {name}", f"choose one of: {names}, or give a folder")
    model = known[name]
    if model.task != task:
        raise ModelError("wrong-task", f"the model {name} is there to {model.task}, not to {task}")
    if not model.present:
        raise ModelError("model-missing", f"the model {name} is not here", _mend(model))
    return model


def default(task: Task) -> str:
    """The name of the model that a task uses when nothing else is asked for."""
    return next(model.name for model in models().values() if model.task == task and "default" in model.options)


def verify(model: Model) -> None:
    """Compare each file with the lock. Raises ModelError naming the first that differs."""
    if model.path is None or not (model.path / LOCK).is_file():
        return
    for name, entry in model.lock["files"].items():
        file = model.path / name
        if not file.is_file():
            raise ModelError("model-broken", f"{name} of the model {model.name} is missing", _mend(model))
        if _sha256(file) != entry["sha256"]:
            raise ModelError(
                "model-broken", f"{name} of the model {model.name} has changed since it was locked", _mend(model)
            )


def lock(folder: Path, commit: str = "", pulled: Mapping[str, str] | None = None) -> None:
    """Write the lock of a folder as it is now; `pulled`: sha256 of the files it was made from, as the hub had them."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".md" and path.name != LOCK]
    names = sorted(str(path.relative_to(folder)) for path in found)
    files = {name: {"sha256": _sha256(folder / name), "size": (folder / name).stat().st_size} for name in names}
    content = {"commit": commit, "files": files} | ({"pulled": dict(pulled)} if pulled else {})
    (folder / LOCK).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _mend(model: Model) -> str:
    return "install the package again" if model.source == "embedded" else f"run: summarize models pull {model.name}"


@cache
def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _parse(line: str) -> Model | None:
    """'xlsum summarize ctranslate2 owner/x main MIT beam=4' -> Model(...); a comment or an empty line -> None"""
    words = line.split("#")[0].split()
    if not words:
        return None
    name, task, engine, source, revision, licence, *rest = words
    if task not in get_args(Task):
        raise ModelError("bad-registry", f"models.txt: {name} has the unknown task {task}")
    options = {key: value for key, _, value in (word.partition("=") for word in rest)}
    folder = {"builtin": None, "embedded": EMBEDDED / name}.get(source, data_dir() / name)
    return Model(name, cast(Task, task), engine, source, revision, licence, folder, options)


def _local(folder: Path, task: Task) -> Model:
    """A folder with a converted (model.bin) or a transformers (config.json) model."""
    if not (folder / "config.json").is_file():
        raise ModelError("model-missing", f"{folder} holds no model", "give a folder with a config.json in it")
    engine = "ctranslate2" if (folder / "model.bin").is_file() else "transformers"
    return Model(str(folder), task, engine, "local", "-", "unknown", folder)
