"""The few words that every format shares: speakers, flags, provenance."""

from __future__ import annotations

from summarize.records import Quote, Report

UNKNOWN_AR, UNKNOWN_EN = "غير محدد", "not named in the article"
FLAGS = {
    "numbers": "check the numbers",
    "script": "not fully translated",
    "latin": "a name in Latin letters is missing",
    "repetition": "repeats itself",
    "length": "suspicious length",
    "empty": "no translation",
    "truncated": "cut off",
    "unsupported": "not supported by the article",
    "unlinked": "close to no sentence of the article",
    "unmarked": "no quotation marks in the article",
    "unclosed": "no closing mark in the article",
    "unopened": "no opening mark in the article",
    "paragraphs": "runs over paragraphs",
    "headline": "from a headline",
    "joint": "said by several",
    "glossary": "a name is not as in the glossary",
}


def flags(found: tuple[str, ...]) -> str:
    """('numbers', 'script') -> 'check the numbers; not fully translated'"""
    return "; ".join(FLAGS.get(flag, flag) for flag in found)


def speaker_ar(quote: Quote) -> str:
    """'فيليب هاموند، وزير الخارجية'"""
    if quote.speaker is None:
        return UNKNOWN_AR
    return "، ".join(part for part in (quote.speaker.name, quote.speaker.role) if part)


def speaker_en(quote: Quote) -> str:
    """'Philip Hammond, foreign minister'"""
    if quote.speaker is None:
        return UNKNOWN_EN
    parts = (quote.speaker.en, quote.speaker.role_en)
    return ", ".join(part.text for part in parts if part and part.text) or UNKNOWN_EN


def provenance(report: Report) -> str:
    """'summarize 0.1.0 · ranker · ar-en-base (draft) 3fa1c2d4 · a.txt'"""
    parts = [report.signature["tool"], report.summary.method if report.summary else ""]
    if translator := report.signature.get("translator"):
        draft = " (draft)" if "draft" in translator["options"] else ""
        parts.append(f"{translator['name']}{draft} {translator['sha256'][:8]}".strip())
    return " · ".join(part for part in [*parts, report.article.source.name] if part)
