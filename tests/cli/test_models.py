"""`models use` and what else needs no hub."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable

import pytest
from rich.cells import cell_len

from summarize import registry
from tests.conftest import ROOT

MINI = str(ROOT / "summarize" / "models" / "ar-en-base")
Cli = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["use", "nope"], 3, "no model is called nope; choose one of: ranker"),
        (["path", "nope/nope"], 3, "no model is called nope/nope; choose one of: ranker"),
        (["path", "xlsum"], 3, "the model xlsum is not here; run: summarize models pull xlsum"),
        (["verify", "xlsum"], 3, "the model xlsum is not here; run: summarize models pull xlsum"),
        (["remove", "facebook/nllb-200-distilled-600M"], 3, "the model nllb-600m is not here"),
        (["use", "xlsum"], 3, "the model xlsum is not here; run: summarize models pull xlsum"),
        (["use"], 2, "models use takes a NAME or --reset"),
        (["use", "ranker", "--reset"], 2, "models use takes a NAME or --reset"),
        (["use", "ranker", "--task", "translate"], 2, "the model ranker is there to summarize"),
        (["use", MINI], 2, "is a folder, and can be there to summarize or to translate; add --task"),
        (["pull", MINI], 3, "is a folder of yours, not a model of the hub"),
        (["pull", "ranker"], 3, "the model ranker is a part of the package"),
        (["remove", "xlsum"], 3, "the model xlsum is not here"),
    ],
)
def test_what_cannot_be_is_one_sentence(cli: Cli, arguments: list[str], code: int, told: str) -> None:
    done = cli("models", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert told in done.stderr


def test_a_folder_works_wherever_a_name_does(cli: Cli) -> None:
    assert cli("models", "path", MINI).stdout == f"{MINI}\n"
    assert cli("models", "verify", MINI).stdout == f"{MINI}: as it was locked\n"
    assert cli("models", "verify").stdout == "ranker: as it was locked\nar-en-base: as it was locked\n"
    assert cli("models", "use", MINI, "--task", "translate").stderr == f"summarize: ranker\ntranslate: {MINI}\n"
    assert re.findall(r"^\* +(\S+)", cli("models", "list").stdout, re.M) == ["ranker", MINI]
    article = ROOT / "examples" / "politics.txt"
    translator = json.loads(cli(article, "-f", "json").stdout)["signature"]["translator"]
    assert translator["name"] == MINI
    assert re.fullmatch("[0-9a-f]{64}", translator["sha256"])
    assert cli("models", "use", "--reset").stderr == "summarize: ranker\ntranslate: ar-en-base\n"
    assert cli("models", "use", "--reset").returncode == 0


def test_the_list_fits_a_terminal_and_marks_what_is_unchecked(cli: Cli) -> None:
    listed = cli("models", "list").stdout
    assert max(map(len, listed.splitlines())) <= 80
    assert re.search(r"^ +nllb-600m .* CC-BY-NC-4\.0 +not here, 2\.5 GB +unchecked$", listed, re.M)
    for model in registry.models().values():
        assert ("unchecked" in model.options) == (model.source != "embedded")  # until somebody has run it


def test_the_long_list_tells_all_and_shows_the_cards(cli: Cli) -> None:
    told = cli("models", "list", "-v").stdout
    paragraphs, cards = told.split("\n# ", 1)
    assert max(map(len, paragraphs.splitlines())) <= 80
    assert "from     csebuetnlp/mT5_multilingual_XLSum at refs/pr/7\n" in paragraphs
    assert "marks    unchecked: written from the model's card; nobody here has run it\n" in paragraphs
    for name in ("ranker", "ar-en-base"):
        card = ROOT / "summarize" / "models" / name / "README.md"
        assert card.read_text("utf-8").strip().removeprefix("# ") in cards


def test_on_a_terminal_the_cards_are_drawn(terminal: Cli) -> None:
    done = terminal("models", "list", "-v")
    assert done.returncode == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80  # vowel marks take no cell
    assert " • For: picking the sentences" in done.stdout
