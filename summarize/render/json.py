"""Reports as JSON: one object for one article, an array for several; NDJSON: one object a line. See `schema`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

from summarize.records import SCHEMA, Failure, Quote, Report, Sentence, Speaker, Translation
from summarize.settings import Settings

SOURCE_FIELDS = ("name", "path", "kind", "encoding", "sha256")


class Ndjson:
    """One object a line."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings

    def write(self, outcome: Report | Failure) -> None:
        """One line."""
        self._stream.write(dumps(as_dict(outcome, self._settings.with_text)) + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Nothing is open."""


class Json:
    """The first object waits for the second, which decides between an object and an array."""

    def __init__(self, stream: TextIO, settings: Settings) -> None:
        self._stream, self._settings = stream, settings
        self._count = 0
        self._first = ""

    def write(self, outcome: Report | Failure) -> None:
        """One object, once there are two."""
        text = dumps(as_dict(outcome, self._settings.with_text), indent=1)
        self._count += 1
        if self._count == 1:
            self._first = text
            return
        if self._count == 2:
            self._stream.write(f"[\n{self._first}")
        self._stream.write(f",\n{text}")
        self._stream.flush()

    def close(self) -> None:
        """The one object, or the end of the array."""
        if self._count:
            self._stream.write(self._first + "\n" if self._count == 1 else "\n]\n")
            self._stream.flush()


# what json leaves as it is, though a terminal obeys it or a UTF-8 stream refuses it; all of it stands inside strings
_UNSAFE = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: Mapping[str, Any] | Sequence[Any], indent: int | None = None) -> str:
    """Arabic as it is; control characters, bidi overrides and lone surrogates as escapes, which say the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def as_dict(outcome: Report | Failure, with_text: bool = False) -> dict[str, Any]:
    """A record as the schema has it."""
    if isinstance(outcome, Failure):
        error = {"code": outcome.code, "message": outcome.message, "hint": outcome.hint}
        place = {"name": outcome.name, "path": outcome.path}
        return {"schema": SCHEMA, "ok": False, "source": place, "error": error} | _extra(outcome.extra)
    source, summary = outcome.article.source, outcome.summary
    record = {
        "schema": SCHEMA,
        "ok": True,
        "source": {name: getattr(source, name) for name in SOURCE_FIELDS},
        "title": {"ar": outcome.article.title, "en": _english(outcome.title_en)},
        **({"headline": _sentence(outcome.headline)} if outcome.headline else {}),
        "summary": {"method": summary.method, "sentences": [_sentence(s) for s in summary.sentences]}
        if summary
        else None,
        "quotes": [_quote(quote) for quote in outcome.quotes],
        "warnings": list(outcome.warnings),
        "signature": dict(outcome.signature),
    }
    return record | ({"text": outcome.article.text} if with_text else {}) | _extra(source.extra)


def _extra(extra: Mapping[str, Any]) -> dict[str, Any]:
    """The other fields of an input record, untouched."""
    return {"extra": dict(extra)} if extra else {}


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "ar": sentence.text,
        "en": _english(sentence.en),
        "start": sentence.start,
        "end": sentence.end,
        "score": sentence.score,
        "cuts": [cut._asdict() for cut in sentence.cuts],
        "flags": [*sentence.flags, *_english_flags(sentence.en)],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "en": _english(quote.en),
        "start": quote.start,
        "end": quote.end,
        "marks": list(quote.marks),
        "kind": quote.kind,
        "cue": quote.cue._asdict() if quote.cue else None,
        "speaker": _speaker(quote.speaker) if quote.speaker else None,
        "evidence": quote.evidence._asdict(),
        "rank": quote.rank,
        "confidence": quote.confidence,
        "flags": [*quote.flags, *_english_flags(quote.en)],
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    return {
        "name": speaker.name,
        "role": speaker.role,
        "en": _english(speaker.en),
        "role_en": _english(speaker.role_en),
        "start": speaker.start,
        "end": speaker.end,
    }


def _english(translation: Translation | None) -> str | None:
    return translation.text if translation else None


def _english_flags(translation: Translation | None) -> list[str]:
    """Flags of the English beside those of the Arabic: 'numbers' -> 'en-numbers'"""
    return [f"en-{flag}" for flag in translation.flags] if translation else []


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": properties}


_STRING: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_OFFSET: dict[str, Any] = {"type": "integer", "minimum": 0}
_FLAGS: dict[str, Any] = {"type": "array", "items": _STRING}
_CUTS: dict[str, Any] = {"type": "array", "items": _object("start end", start=_OFFSET, end=_OFFSET)}


def _quote_schema() -> dict[str, Any]:
    text, maybe, span = _STRING, _MAYBE, {"start": _OFFSET, "end": _OFFSET}
    speaker = _object("name role en role_en start end", name=text, role=maybe, en=maybe, role_en=maybe, **span)
    return _object(
        "text en start end marks kind cue speaker evidence rank confidence flags",
        text=text,
        en=maybe,
        marks={"type": "array", "items": maybe, "minItems": 2, "maxItems": 2},
        kind={"enum": ["statement", "fragment", "title", "name", "scare"]},
        cue={"anyOf": [_object("text start end", text=text, **span), {"type": "null"}]},
        speaker={"anyOf": [speaker, {"type": "null"}]},
        evidence=_object("start end", **span),
        rank=_OFFSET,
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        flags=_FLAGS,
        **span,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of a record: of an article, whose summary is null from `summarize quotes`, or of an error.

    Offsets are code points into the cleaned article, the end exclusive; `cuts` of a sentence are not in its `ar`.
    """
    text, maybe, span = _STRING, _MAYBE, {"start": _OFFSET, "end": _OFFSET}
    told = {"ar": text, "en": maybe, "score": {"type": "number"}, "flags": _FLAGS, "cuts": _CUTS}
    sentence = _object("ar en start end score cuts flags", **told, **span)
    place = {"name": text, "path": maybe, "kind": text, "encoding": text, "sha256": text}
    head = {"schema": {"const": SCHEMA}, "ok": {"const": True}, "extra": {"type": "object"}}
    head |= {"fresh": text}  # in a sidecar: a hash of what decides its bytes
    head |= {"source": _object("name path kind encoding sha256", **place)}
    good = _object(
        "schema ok source title summary quotes warnings signature",
        title=_object("ar en", ar=maybe, en=maybe),
        headline=sentence,  # only where there is no title
        summary={
            "anyOf": [
                _object("method sentences", method=text, sentences={"type": "array", "items": sentence}),
                {"type": "null"},
            ]
        },
        quotes={"type": "array", "items": _quote_schema()},
        warnings={"type": "array", "items": text},
        signature={"type": "object"},
        text=text,
        **head,
    )
    bad = _object(
        "schema ok source error",
        schema={"const": SCHEMA},
        ok={"const": False},
        source=_object("name path", name=text, path=maybe),
        error=_object("code message hint", code=text, message=text, hint=text),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "anyOf": [good, bad],
    }
