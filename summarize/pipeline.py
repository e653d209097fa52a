"""The whole flow: sources -> articles -> summaries and quotes -> translations -> reports. Owns the loaded engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

from summarize import (
    arabic,
    article,
    crosslingual,
    engines,
    glossary,
    headline,
    mending,
    names,
    quotes,
    signature,
    summary,
    surnames,
    translation,
    windows,
)
from summarize.engines import Engine
from summarize.errors import InputError, UsageError
from summarize.glossary import Glossary
from summarize.quotes import Reading, lexicon
from summarize.records import Article, Failure, Quote, Report, Source, Speaker, Summary, Translation
from summarize.settings import Settings


class Pipeline:
    """`reports` turns any number of sources into reports, a window at a time; a model is loaded at its first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._summarizer, self._translator = signature.models(settings)
        self._english_summary = self._summarizer.options.get("out") == "en"
        if self._english_summary and not self._translator:
            what = f"the model {self._summarizer.name} summarizes in English"
            raise UsageError("wrong-language", what, "add en to the languages, or choose another summarizer")
        self._terms = glossary.load(settings.glossary if self._translator else "")

    @cached_property
    def summarizer(self) -> Engine:
        return engines.load(self._summarizer)

    @cached_property
    def translator(self) -> Engine:
        assert self._translator is not None
        return engines.load(self._translator)

    @cached_property
    def signature(self) -> dict[str, Any]:
        """With where each model computes, which may change a word, but makes no result stale."""
        signed = signature.of(self.settings)
        signed["summarizer"]["device"] = self.summarizer.device
        if self._translator:
            signed["translator"]["device"] = self.translator.device
        return signed

    def reports(self, sources: Iterable[Source | Failure]) -> Iterator[Report | Failure]:
        """One outcome per source, in order."""
        for window in windows.cut(sources, windows.SIZE):
            yield from self.window(window)

    def window(self, window: Sequence[Source | Failure]) -> Iterator[Report | Failure]:
        """One outcome per source, in order; they share their batches."""
        read = [one if isinstance(one, Failure) else self._read(one) for one in window]
        articles = [one for one in read if isinstance(one, Article)]
        found = [quotes.read(one) for one in articles]
        done = iter(self._translated(self._drafts(articles, found), found) if articles else ())
        for one in read:
            yield next(done) if isinstance(one, Article) else one

    def _read(self, source: Source) -> Article | Failure:
        try:
            return article.read(source, self.settings.encoding)
        except InputError as error:
            return Failure(source.name, source.path, error.code, error.message, error.hint, source.extra)

    def _drafts(self, articles: Sequence[Article], found: Sequence[Reading]) -> list[Report]:
        """Reports in Arabic; `found`: all quotes of each article."""
        options = replace(
            self._summarizer.decoding,
            sentences=self.settings.sentences,
            words=self.settings.words or None,
            ratio=self.settings.ratio or None,
        )
        evidence = crosslingual.English if self._english_summary else summary.Evidence
        summaries = summary.summarize(articles, self.summarizer, self._summarizer.name, options, evidence)
        return [self._draft(a, s, f.quotes) for a, s, f in zip(articles, summaries, found, strict=True)]

    def _draft(self, one: Article, its_summary: Summary, found: Sequence[Quote]) -> Report:
        key = shown(found, self.settings.quotes)
        warnings = [*one.warnings, *its_summary.warnings]
        if self._english_summary and its_summary.method != "passthrough":
            warnings.append("the model summarizes in English; beside it stand the Arabic sentences it is closest to")
        if self._translator and "draft" in self._translator.options:
            warnings.append("the English is a draft: the translator is below our own bar")
        return Report(one, its_summary, key, self.signature, warnings=tuple(warnings), headline=headline.of(one))

    def _translated(self, reports: Sequence[Report], found: Sequence[Reading]) -> list[Report]:
        """All titles, sentences, quotes and speakers of the window in one batch, each article's with its own names."""
        if self._translator is None:
            return list(reports)
        texts = [list(dict.fromkeys(_texts(report, self._terms))) for report in reports]
        told = []
        if "hints" in self._translator.options:
            people = [_people(one.article.text, some, self._terms) for one, some in zip(reports, found, strict=True)]
            told = [surnames.told(known, text) for known, some in zip(people, texts, strict=True) for text in some]
        decoding = self._translator.decoding
        english = iter(translation.translate(list(chain(*texts)), self.translator, decoding, self._terms, told))
        tables = [dict(zip(some, english, strict=False)) for some in texts]
        return [_with_english(report, table, self._terms) for report, table in zip(reports, tables, strict=True)]


def shown(found: Sequence[Quote], most: int) -> tuple[Quote, ...]:
    """The best `most` statements, best first."""
    statements = [quote for quote in found if quote.kind == "statement"]
    return tuple(sorted(statements, key=lambda quote: quote.rank)[:most])


def _people(text: str, found: Reading, terms: Glossary) -> Glossary:
    """The glossary, the people of an article («سيرغي لافروف», and «لافروف» if quoted), the places of the world."""
    told: list[str] = []
    table = {}
    for speaker in {quote.speaker.name: quote.speaker for quote in found.quotes if quote.speaker}.values():
        words, english = arabic.words(speaker.name), (_name(speaker, terms) or "").split()
        if len(words) > 1 and len(english) > 1:
            table[tuple(words)] = " ".join(english)
            told = told or arabic.words(text)
            if _is_surname(words, told):
                table.setdefault((words[-1],), english[-1])
    others = {}
    for name in found.people:
        told = told or arabic.words(text)
        if _is_whole(full := tuple(arabic.words(name)), told):
            others[full] = names.english(terms.applied(name), person=True) or name
    quoted = {name: english for name, english in table.items() if len(name) > 1 and name not in terms.table}
    return replace(terms, table={**others, **glossary.world().table, **table, **terms.table}, people=quoted)


def _is_whole(name: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a name has a usual spelling and no word behind it that it may go on with: 'محمد شيرين' | 'فهمي'"""
    if not names.is_usual(name) or any(lexicon.is_role(word) and word not in names.PARTICLES for word in name):
        return False
    size = len(name)
    places = (at for at in range(len(text) - size) if text[at] == name[0] and tuple(text[at : at + size]) == name)
    return not any(_continues(text[at + size]) for at in places)


def _continues(word: str) -> bool:
    """Whether a word behind a name may belong to it: 'فهمي', 'اليماني'; not 'الأسبوع', 'في'"""
    if names.is_known(word) or word in names.PARTICLES or lexicon.could_be_name(word):
        return True
    bare = lexicon.bare(word)
    common = lexicon.is_common(bare) or lexicon.is_role(bare) or not word.startswith("ال")
    return word not in arabic.STOPWORDS and (word.endswith("ي") or not common)


def _is_surname(name: Sequence[str], text: Sequence[str]) -> bool:
    """Whether the last word of a name means the person wherever it stands in a text.

    «لافروف» does; «البدر» and «صالح», which are words too, where they stand only behind «سيف» or a verb of saying.
    """
    last = name[-1]
    if lexicon.could_be_name(last) and last not in names.also_words():
        return True
    bare = last.removeprefix("ال")
    before = {one for one, word in pairwise(text) if word.endswith(bare)}  # and «وللبدر», «لصالح»
    known = last in names.also_words() or (bare != last and len(bare) > 2)
    return known and all(one == name[-2] or lexicon.verb(one) for one in before)


def _texts(report: Report, terms: Glossary) -> Iterator[str]:
    """What is to be translated in a report."""
    if report.heading:
        yield report.heading
    for sentence in report.summary.sentences if report.summary else ():
        if not sentence.en:
            yield sentence.text
    for quote in report.quotes:
        yield quote.text
        if quote.speaker and not _name(quote.speaker, terms):
            yield quote.speaker.name
        if quote.speaker and quote.speaker.role and not _role(quote.speaker.role, terms):
            yield quote.speaker.role


def _with_english(report: Report, table: dict[str, Translation], terms: Glossary) -> Report:
    its_summary = report.summary
    if its_summary:
        told = tuple(s if s.en else replace(s, en=_capital(table[s.text])) for s in its_summary.sentences)
        its_summary = replace(its_summary, sentences=told)
    return replace(
        report,
        title_en=_capital(table[report.article.title]) if report.article.title else None,
        headline=replace(report.headline, en=_capital(table[report.headline.text])) if report.headline else None,
        summary=its_summary,
        quotes=tuple(replace(q, en=table[q.text], speaker=_speaker(q.speaker, table, terms)) for q in report.quotes),
    )


def _capital(english: Translation) -> Translation:
    return replace(english, text=mending.capital(english.text))


def _speaker(speaker: Speaker | None, table: dict[str, Translation], terms: Glossary) -> Speaker | None:
    if speaker is None:
        return None
    name = _name(speaker, terms)
    english = Translation(name) if name else table[speaker.name]
    if not speaker.role:
        return replace(speaker, en=english)
    if role := _role(speaker.role, terms):
        return replace(speaker, en=english, role_en=Translation(role))
    told = table[speaker.role]
    lowered = mending.lowered(told.text) if terms.applied(speaker.role) == speaker.role else told.text
    return replace(speaker, en=english, role_en=replace(told, text=lowered))


def _role(role: str, terms: Glossary) -> str | None:
    """The English of a role that the glossary knows as a whole, or of a usual one of which it knows nothing."""
    known = terms.applied(role)
    return names.role(role) if known == role else known if translation.is_latin(known) else None


def _name(speaker: Speaker, terms: Glossary) -> str | None:
    """The name of a person in Latin letters, the same all over a report; None for a body or a description.

    What the glossary knows of it is written as the glossary wants it.
    """
    return names.english(terms.applied(speaker.name), person=speaker.role is not None)
