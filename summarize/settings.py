"""What the user asked for: defaults < summarize.toml or [tool.summarize] in pyproject.toml < SUMMARIZE_* < options."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from summarize.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """One article's worth of wishes. Of `sentences`, `words` and `ratio` the most specific that is set wins."""

    sentences: int = 3
    words: int = 0  # 0: no limit in words
    ratio: float = 0.0  # share of the article's words; 0: no ratio
    quotes: int = 5
    lang: str = "ar,en"
    summarizer: str = ""  # "": the default of models.txt
    translator: str = ""
    glossary: str = ""  # a file of Arabic, a tab and English; "": none
    encoding: str = ""  # "": found out
    format: str = "text"
    bidi: str = "auto"
    with_text: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    out_dir: str = ""  # of a batch; "": beside each article
    sidecars: str = "json"

    @property
    def english(self) -> bool:
        """Whether English is wanted, and so a translator."""
        return "en" in self.lang.split(",")

    @property
    def arabic(self) -> bool:
        """Whether the output shows the Arabic."""
        return "ar" in self.lang.split(",")


CHOICES = {
    "format": ("text", "markdown", "json", "ndjson"),
    "bidi": ("auto", "on", "off"),
    "sidecars": ("json", "markdown", "json,markdown"),
}
SWITCH = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
    "": False,
}
PLACES = ("glossary", "out_dir")
LEAST = {"sentences": 1, "words": 0, "ratio": 0.0, "quotes": 0}


def load(start: Path, environ: Mapping[str, str], options: Mapping[str, Any]) -> Settings:
    """Merge the four layers; an option that is None was not given. Raises UsageError."""
    settings = Settings()
    if found := _config(start):
        path, table = found
        settings = _apply(settings, table, path.name)
        wishes = {name: getattr(settings, name) for name in PLACES}
        own: dict[str, Any] = {n: str(path.parent / wish) for n, wish in wishes.items() if wish and "://" not in wish}
        settings = replace(settings, **own)  # from the settings file, wherever one is when one asks
    known = {f"SUMMARIZE_{field.name.upper()}": field.name for field in fields(Settings)}
    from_environment = {known[key]: _parse(known[key], value, key) for key, value in environ.items() if key in known}
    settings = _apply(settings, from_environment, "the environment")
    given = {key: value for key, value in options.items() if value is not None}
    return _apply(settings, given, "the command line")


def _config(start: Path) -> tuple[Path, dict[str, Any]] | None:
    """The nearest settings file, from `start` upwards."""
    for folder in (start, *start.parents):
        own, project = folder / "summarize.toml", folder / "pyproject.toml"
        if own.is_file():
            return own, _toml(own)
        if project.is_file() and (table := _tool(_toml(project))):
            return project, table
    return None


def _tool(project: dict[str, Any]) -> dict[str, Any]:
    """[tool.summarize]; {} where there is no such table."""
    tool = project.get("tool")
    table = tool.get("summarize") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("bad-settings", f"{path} is not valid TOML ({error})", "mend or remove it") from None
    except OSError as error:
        raise UsageError("bad-settings", f"{path} cannot be read ({error.strerror})", "mend or remove it") from None


def _apply(settings: Settings, table: Mapping[str, Any], origin: str) -> Settings:
    """Check names and types, then replace. `with-text` and `with_text` are the same name."""
    checked = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        checked[name] = _check(name, value, origin)
    lengths = [name for name in ("sentences", "words", "ratio") if checked.get(name)]
    if len(lengths) > 1:
        raise UsageError("bad-settings", f"{origin} sets {' and '.join(lengths)}", "choose one way to give the length")
    if lengths:  # a length given here overrides the other kinds of length from the layers below
        checked = {"words": 0, "ratio": 0.0} | checked
    return replace(settings, **checked)


def _defaults() -> dict[str, Any]:
    return {field.name: getattr(Settings(), field.name) for field in fields(Settings)}


def _check(name: str, value: Any, origin: str) -> Any:
    default = _defaults()
    if name not in default:
        close = difflib.get_close_matches(name, default, 1)
        hint = f"did you mean {close[0]}?" if close else f"known are: {', '.join(sorted(default))}"
        raise UsageError("bad-settings", f"{origin} sets {name}, which is no setting", hint)
    if isinstance(default[name], tuple) and isinstance(value, list):
        value = tuple(value)
    if isinstance(default[name], float) and type(value) is int:
        value = float(value)
    if isinstance(value, tuple) and not all(isinstance(item, str) for item in value):
        raise UsageError("bad-settings", f"{origin} sets {name} to {list(value)!r}", "it takes a list of texts")
    if type(value) is not type(default[name]):
        wanted = {bool: "true or false", int: "a whole number", float: "a number", tuple: "a list"}
        what = wanted.get(type(default[name]), "a text")
        raise UsageError("bad-settings", f"{origin} sets {name} to {value!r}", f"it takes {what}")
    if name == "lang":
        value = ",".join(sorted({language.strip() for language in value.split(",")}))
    return _range(name, value, origin)


def _range(name: str, value: Any, origin: str) -> Any:
    if name in CHOICES and value not in CHOICES[name]:
        raise UsageError("bad-settings", f"{origin} sets {name} to {value!r}", f"choose {', '.join(CHOICES[name])}")
    if name in LEAST and value < LEAST[name]:
        raise UsageError("bad-settings", f"{origin} sets {name} to {value}", f"it must be {LEAST[name]} or more")
    if name == "ratio" and not value <= 1:  # nor nan
        raise UsageError("bad-settings", f"{origin} sets ratio to {value}", "it is a share between 0 and 1")
    if name == "lang" and not set(value.split(",")) <= {"ar", "en"}:
        raise UsageError("bad-settings", f"{origin} sets lang to {value!r}", "choose ar, en or ar,en")
    if name == "encoding" and value and not _is_encoding(value):
        raise UsageError("bad-settings", f"{origin} sets encoding to {value!r}", "try utf-8 or cp1256")
    return value


def _is_encoding(name: str) -> bool:
    try:
        b"a".decode(name, "replace")
    except (LookupError, ValueError):  # also where it is a codec that gives no text
        return False
    return True


def _parse(name: str, text: str, variable: str) -> Any:
    """An environment variable is text: 'true' -> True, '3' -> 3, '*.txt,*.md' -> ('*.txt', '*.md')"""
    kind = type(_defaults()[name])
    if kind is bool:
        if text.lower() not in SWITCH:
            raise UsageError("bad-settings", f"{variable} is {text!r}", "it takes true or false")
        return SWITCH[text.lower()]
    if kind is tuple:
        return tuple(text.split(","))
    try:
        return kind(text)
    except ValueError:
        raise UsageError("bad-settings", f"{variable} is {text!r}", "it takes a number") from None
