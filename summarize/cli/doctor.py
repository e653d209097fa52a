"""`summarize doctor`: what is installed, which models are usable, a golden sentence through each."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from difflib import SequenceMatcher

import typer

from summarize import __version__, registry
from summarize.errors import ModelError
from summarize.registry import Model

COMPONENTS = ("ctranslate2", "sentencepiece", "torch", "transformers", "trafilatura", "pypdf", "python-docx")
GOLDEN = {
    "summarize": "أعلنت وزارة الزراعة اليوم خطة جديدة لدعم مزارعي القمح في الشمال.\n"
    "وقال مزارعون إن الخطة تأخرت عامين.\nوتشمل الخطة قروضاً وبذوراً محسنة.\nوستبدأ في الخريف المقبل.",
    "translate": "قال الوزير إن الحكومة ستعقد اجتماعاً يوم الأحد.",
}

ALIKE = 0.6  # of the letters: processors round in their own ways, but a model that has gone wrong says something else


def doctor(debug: bool = typer.Option(False, "--debug", help="Show a traceback if there is a bug.")) -> int:
    """What is installed and what each model makes of its golden sentence; 3 if anything is missing or broken."""
    del debug  # read by main
    print(f"summarize {__version__}, Python {platform.python_version()} on {platform.system()} {platform.machine()}")
    for name, version in _components():
        print(f"  {name} {version}")
    missing = [name for name, version in _components() if version == "missing"]
    sick = [model.name for model in registry.models().values() if not _examine(model)]
    return 3 if missing or sick else 0


def _components() -> Iterator[tuple[str, str]]:
    from importlib import metadata  # a tenth of the start-up time of all other commands

    for name in COMPONENTS:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, "missing"


def _examine(model: Model) -> bool:
    """Print what a model makes of its golden sentence; False if it is broken. One that is not here is not sick."""
    from summarize import engines

    if not model.present:
        print(f"{model.name}: not here")
        return True
    try:
        engine = engines.load(model)
        output = engine.generate([GOLDEN[model.task]], model.decoding)[0].text
    except ModelError as error:
        print(f"{model.name}: {error}")
        return False
    golden = model.path / "golden.txt" if model.path else None
    expected = golden.read_text("utf-8").strip() if golden and golden.is_file() else output
    good = bool(output) and SequenceMatcher(None, output, expected).ratio() >= ALIKE
    print(f"{model.name}: {'well' if good else f'SICK, it should say: {expected}'} ({engine.device})")
    print(f"  {' / '.join(output.splitlines())}")
    return good
