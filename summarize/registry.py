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

from summarize import checkpoint
from summarize.errors import ModelError
from summarize.records import Decoding

Task = Literal["summarize", "translate"]
PACKAGE = Path(__file__).parent
EMBEDDED = PACKAGE / "models"
LOCK = "lock.json"  # in each model's folder: {"commit": ..., "files": {name: {"sha256": ..., "size": ...}}}
CHOSEN = "defaults.json"  # beside the pulled models, as `models use` writes it: {"translate": "opus-mt-ar-en"}


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
        """What was there when the model was pulled or packed; {} for a builtin. Raises ModelError."""
        if self.path is None:
            return {}
        hint = f"run: summarize models remove {self.name}, and pull it again" if "/" in self.source else _mend(self)
        found = checkpoint.table(self.path / LOCK, hint)
        if not {"commit", "files"} <= found.keys():
            raise ModelError("model-broken", f"{self.path / LOCK} is no lock", hint)
        return found

    @property
    def sha256(self) -> str:
        """One hash for all files, from the lock where there is one; "" for a builtin, and for what is not here."""
        if self.path is None or not (self.present or self.source == "local"):
            return ""
        entries = self.lock["files"] if self.present else _entries(self.path)
        files = {name: entry["sha256"] for name, entry in sorted(entries.items())}
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
    if name not in known and is_folder(name):
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


def is_folder(name: str) -> bool:
    """Whether a name that models.txt does not know is meant as a folder."""
    return "/" in name or Path(name).is_dir()


def default(task: Task) -> str:
    """The model that a task uses when nothing else is asked for: that of `use`, else the one marked in models.txt."""
    name = chosen().get(task)
    if name and name not in models() and not Path(name).is_dir():
        what = f"{data_dir() / CHOSEN} says to {task} with {name}, which is not there"
        raise ModelError("unknown-model", what, "run: summarize models use --reset")
    return name or marked(task)


def chosen() -> dict[str, str]:
    """Task -> model, where the user chose one. Raises ModelError."""
    return checkpoint.table(data_dir() / CHOSEN, "run: summarize models use --reset")


def use(model: Model) -> None:
    """Make a model the default of its task; the one that is marked in models.txt stands there without being written."""
    name = str(Path(model.name).resolve()) if model.source == "local" else model.name
    table = {**chosen(), model.task: name}
    if name == marked(model.task):
        del table[model.task]
    if not table:
        reset()
        return
    data_dir().mkdir(parents=True, exist_ok=True)
    part = data_dir() / f".{CHOSEN}.part"
    part.write_text(json.dumps(table) + "\n", "utf-8")
    part.replace(data_dir() / CHOSEN)


def reset() -> None:
    """The defaults of models.txt again."""
    (data_dir() / CHOSEN).unlink(missing_ok=True)


def marked(task: Task) -> str:
    """The default of models.txt."""
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
    content = {"commit": commit, "files": _entries(folder)} | ({"pulled": dict(pulled)} if pulled else {})
    (folder / LOCK).write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def _entries(folder: Path) -> dict[str, dict[str, Any]]:
    """Hash and size of every file but notes, the lock, and what is hidden, as the folder of git."""
    inside = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    kept = [path for path in inside if path.suffix != ".md" and str(path) != LOCK and str(path)[0] != "."]
    names = sorted(path.as_posix() for path in kept)
    return {name: {"sha256": _sha256(folder / name), "size": (folder / name).stat().st_size} for name in names}


def _mend(model: Model) -> str:
    if model.source == "local":
        return "restore it, or remove its lock.json if it was meant to change"
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
    folder = {"builtin": None, "embedded": EMBEDDED / name}.get(source, data_dir() / name)
    return Model(name, cast(Task, task), engine, source, revision, licence, folder, checkpoint.parsed(rest))


def _local(folder: Path, task: Task) -> Model:
    """A folder with a converted (model.bin) or a transformers (config.json) model."""
    if not (folder / "config.json").is_file():
        raise ModelError("model-missing", f"{folder} holds no model", "give a folder with a config.json in it")
    engine = "ctranslate2" if (folder / "model.bin").is_file() else "transformers"
    return Model(str(folder), task, engine, "local", "-", "unknown", folder, checkpoint.options(folder))
