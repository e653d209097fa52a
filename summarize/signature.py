"""What decides the bytes of a report besides its article: the tool, the models and the settings."""

from __future__ import annotations

from typing import Any

from summarize import __version__, registry
from summarize.registry import Model
from summarize.settings import Settings


def models(settings: Settings) -> tuple[Model, Model | None]:
    """The summarizer, and the translator where English is wanted. Raises ModelError."""
    summarizer = registry.get(settings.summarizer or registry.default("summarize"), "summarize")
    if not settings.english:
        return summarizer, None
    return summarizer, registry.get(settings.translator or registry.default("translate"), "translate")


def of(settings: Settings) -> dict[str, Any]:
    """The signature of a report, without loading a model."""
    summarizer, translator = models(settings)
    return {
        "tool": f"summarize {__version__}",
        "summarizer": _signed(summarizer),
        "translator": _signed(translator) if translator else None,
        "glossary": _terms(settings.glossary) if translator and settings.glossary else "",
        "settings": {name: getattr(settings, name) for name in ("sentences", "words", "ratio", "quotes", "lang")},
    }


def _terms(path: str) -> str:
    from summarize import glossary  # with all that is known of Arabic words

    return glossary.load(path).sha256


def _signed(model: Model) -> dict[str, Any]:
    return {
        "name": model.name,
        "engine": model.engine,
        "source": model.source,
        "commit": model.lock.get("commit", "") if model.present else "",
        "sha256": model.sha256,
        "options": dict(model.options),
    }
