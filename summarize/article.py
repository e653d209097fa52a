"""Source -> Article: bytes to clean text, its title, and the blocks that count.

For plain text and records the text is the input itself; page furniture (share buttons, «read also», bylines, link
lists) stays in it but lies in no block. For the other kinds the text is what was extracted, without the furniture.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from summarize import arabic, encoding, layout, pdf
from summarize.errors import InputError
from summarize.layout import Kind, Part
from summarize.records import Article, Block, Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEWEST_WORDS = 5  # of Arabic; below that there is nothing to summarize
UNPACKED = 128 * 2**20  # bytes of an unpacked .docx; the largest book has a tenth of it
LANGUAGES = {"fa": "Persian", "ur": "Urdu", "en": "English", "other": "another language"}


class Draft(NamedTuple):
    """What a reader makes of a source: the text as it is, or its parts; the encoding that it was in."""

    encoding: str
    title: str | None = None
    text: str | None = None
    parts: Iterable[Part] = ()


def read(source: Source, asked: str = "") -> Article:
    """The article in a source; `asked` names its encoding. Raises InputError where there is no Arabic article in it."""
    draft = READERS[source.kind](source, asked)
    title = " ".join(draft.title.split()) if draft.title else None
    title = title[layout.breaking(title) :] if title else None
    if draft.text is not None:
        text, blocks = draft.text, layout.blocks(draft.text, title)
    else:
        text, blocks = layout.compose(draft.parts, title)
    _must_be_arabic(source.name, text, blocks)
    found = next((text[block.start : block.end] for block in blocks if block.kind == "title"), None)
    warnings = ("some bytes could not be decoded and are shown as \ufffd",) if "\ufffd" in text else ()
    source = replace(source, data=b"", encoding=draft.encoding)
    return Article(source, text, title or (" ".join(found.split()) if found else None), tuple(blocks), warnings)


def _must_be_arabic(name: str, text: str, blocks: list[Block]) -> None:
    body = "\n".join(text[block.start : block.end] for block in blocks)
    language = arabic.language(body)
    if language == "none" or (language == "ar" and len(arabic.words(body[:1000])) < FEWEST_WORDS):
        raise InputError("too-short", f"{name} holds too little text", "give an article of a few sentences")
    if language != "ar":
        raise InputError("not-arabic", f"{name} is in {LANGUAGES[language]}", "only Arabic articles can be summarized")


# -- the kinds --


def _text(source: Source, asked: str) -> Draft:
    text, found = encoding.decode(source, asked)
    return Draft(found, text=text)


def _record(source: Source, asked: str) -> Draft:
    del asked  # JSON is UTF-8
    titles = (source.extra.get(key) for key in ("title", "headline"))
    title = next((title for title in titles if isinstance(title, str) and title.strip()), None)
    return Draft("utf-8", title, source.data.decode("utf-8", "replace"))


_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)?\1[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title[ \t]*[:=][ \t]*(.+)$", re.MULTILINE)
_INVISIBLE_MARKUP = re.compile(r"^(```|~~~).*?(?:^\1[^\n]*$|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.MULTILINE)
_TARGET = r"\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)|\[[^\[\]\n]{0,200}\]"
_INLINE_MARKUP: list[tuple[re.Pattern[str], str]] = [  # lengths are bounded so that no line takes quadratic time
    (re.compile(r"!\[[^\[\]\n]{0,500}\](?:" + _TARGET + ")"), ""),  # pictures
    (re.compile(r"\[\^[^\]\n]{1,50}\]"), ""),  # footnotes
    (re.compile(r"\[([^\[\]\n]{1,1000})\](?:" + _TARGET + ")"), r"\1"),  # links
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>|<https?://[^<>\s]{1,2000}>"), ""),
    (re.compile(r"(?<!\\)(?:\*{2,3}|~~|`+|(?<!\w)[*_]+(?=\S)|(?<=\S)[*_]+(?!\w))"), ""),  # emphasis, code
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])"), r"\1"),
]
_NO_TEXT = re.compile(r"\s*(?:(?:[-*_]\s*){3,}|\|.*\||\[[^\]]+\]:.*)")  # rules, tables, targets of links and footnotes
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*)")
_BULLET = re.compile(r"\s*(?:[-*+•]|[\d٠-٩]{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*)")
_QUOTED = re.compile(r"(?:\s{0,3}>\s?)+")


def _markdown(source: Source, asked: str) -> Draft:
    text, found = encoding.decode(source, asked)
    text, title = text.replace("\r\n", "\n"), None
    if front := _FRONT.match(text):
        named = _FRONT_TITLE.search(front.group(2) or "")
        title, text = named.group(1).strip("\"' ") if named else None, text[front.end() :]
    return Draft(found, title, parts=_markdown_parts(_INVISIBLE_MARKUP.sub("", text)))


def _markdown_parts(text: str) -> Iterator[Part]:
    """Headings, list items, and the lines of a paragraph as one."""
    held: list[str] = []
    kind: Kind | None = None
    for line in [*text.split("\n"), ""]:
        line = _QUOTED.sub("", line, count=1)
        heading, bullet = _HEADING.fullmatch(line), _BULLET.fullmatch(line)
        underline = len(held) == 1 and len(held[0]) < layout.LONGEST and re.fullmatch(r"\s{0,3}(?:=+|-+)\s*", line)
        furniture = line.strip() and layout.is_furniture(line)
        alone = heading or underline or furniture or _NO_TEXT.fullmatch(line)
        if held and (alone or bullet or not line.strip()):
            yield Part(_without_markup(" ".join(held)), "heading" if underline else kind)
            held, kind = [], None
        if heading:
            yield Part(_without_markup(heading.group(1).rstrip("# \t")), "heading")
        elif furniture:
            yield Part(line)  # dropped later, with the links that may follow it
        elif not alone:
            kind = "item" if bullet else kind
            held += [bullet.group(1) if bullet else line] if line.strip() else []


def _without_markup(text: str) -> str:
    """'قال **الوزير** في [بيان](https://x.org)' -> 'قال الوزير في بيان'"""
    for pattern, kept in _INLINE_MARKUP:
        text = pattern.sub(kept, text)
    return html.unescape(text)


# As trafilatura names them
_TAGS: dict[str, Kind | None] = {"head": "heading", "item": "item", "p": None, "quote": "text"}
_BLOCK_TAGS = "article main section div td body blockquote center font".split()
_SEPARATOR = re.compile(r"\s+(?:[|–—-]|::|»|«)\s+")
_SITE_WORDS = frozenset(arabic.words("صحيفة جريدة موقع قناة وكالة شبكة بوابة مجلة أخبار الرئيسية نيوز news"))


def _html(source: Source, asked: str) -> Draft:
    import lxml.etree
    import lxml.html
    import trafilatura

    page, found = encoding.decode(source, asked)
    page = re.sub(r"[\x00-\x08\x0b\x0e-\x1f]|\A\s*<\?xml[^>]*\?>", "", page)
    try:
        tree = lxml.html.document_fromstring(page)
    except lxml.etree.LxmlError:
        raise InputError("no-text", f"{source.name} is a page without text", "give the page of an article") from None
    title = _html_title(tree)  # first: the extraction takes the tree apart
    document = trafilatura.bare_extraction(tree, include_comments=False, include_tables=False)
    parts = list(_trafilatura_parts(document.body)) if document else []
    if arabic.language(" ".join(part.text for part in parts)) != "ar":
        parts = _longest_arabic(lxml.html.document_fromstring(page))
    return Draft(found, title, parts=parts)


def _html_title(tree: HtmlElement) -> str | None:
    meta = {element.get("property"): element.get("content") or "" for element in tree.iter("meta")}
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter("h1")]
    title = meta.get("og:title") or tree.findtext(".//title") or next(iter(headings), "")
    return _without_site(" ".join(title.split()), meta.get("og:site_name", ""), headings)


def _trafilatura_parts(body: HtmlElement) -> Iterator[Part]:
    for element in body.iter(*_TAGS):
        if element.getparent() is not None and element.getparent().tag in ("item", "quote"):
            continue
        for break_ in element.iter("lb"):
            break_.tail = "\n" + (break_.tail or "")
        for line in "".join(element.itertext()).split("\n"):
            yield Part(line, _TAGS[element.tag])


def _longest_arabic(tree: HtmlElement) -> list[Part]:
    """The paragraphs of the element that holds the most Arabic letters itself: for pages without any structure."""
    for element in list(tree.iter("script", "style", "nav", "footer", "header", "aside", "form", "noscript", "select")):
        element.drop_tree()
    best = max((_own_text(element) for element in tree.iter(*_BLOCK_TAGS)), key=_arabic_letters, default="")
    return [Part(line) for line in best.split("\n")]


def _own_text(element: HtmlElement) -> str:
    """Text, inline elements and paragraphs that stand directly in an element, one a line."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _BLOCK_TAGS:
            inline = child.tag in ("a", "b", "i", "em", "strong", "span", "u", "mark", "q", "bdi", "bdo")
            text = " ".join(child.text_content().split())
            pieces.append(f" {text} " if inline else f"\n{text}\n")
        pieces.append(child.tail or "")
    return "".join(pieces)


def _arabic_letters(text: str) -> int:
    return len(re.findall("[\u0621-\u064a]", text))


def _without_site(title: str, site: str, headings: list[str]) -> str:
    """'زلزال يضرب الجزيرة | صحيفة الأفق' -> 'زلزال يضرب الجزيرة', if a heading says the rest or it names a site"""
    marks = list(_SEPARATOR.finditer(title))
    if title in headings or not marks:
        return title
    first, last = marks[0], marks[-1]
    for rest, cut in ((title[: last.start()], title[last.end() :]), (title[first.end() :], title[: first.start()])):
        if rest in headings or cut == site or _SITE_WORDS.intersection(arabic.words(cut)[:2]):
            return rest
    return title


def _pdf(source: Source, asked: str) -> Draft:
    del asked
    paragraphs, title = pdf.extract(source.data, source.name)
    return Draft("pdf", title, parts=[Part(paragraph) for paragraph in paragraphs])


def _docx(source: Source, asked: str) -> Draft:
    del asked
    import lxml.etree
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                limit = f"{UNPACKED >> 20} MB"
                raise InputError("too-large", f"{source.name} unpacks to more than {limit}", "split it first")
        document = Document(io.BytesIO(source.data))
    except (zipfile.BadZipFile, OpcError, lxml.etree.LxmlError, zlib.error, LookupError, ValueError, RuntimeError) as e:
        raise InputError("bad-docx", f"{source.name} is a broken Word file ({e})", "save it anew") from None
    return Draft("docx", parts=_docx_parts(document))


def _docx_parts(document: Any) -> Iterator[Part]:
    """Paragraphs, then what the tables hold."""
    for paragraph in document.paragraphs:
        style = (paragraph.style.name or "") if paragraph.style is not None else ""
        kinds: dict[str, Kind] = {"Title": "title", "Headin": "heading", "List ": "item"}
        kind = next((kind for name, kind in kinds.items() if style.startswith(name)), None)
        for line in paragraph.text.split("\n"):
            yield Part(line, kind)
    for table in document.tables:
        for row in table.rows:
            yield from (Part(text, "text") for text in dict.fromkeys(cell.text for cell in row.cells))


READERS: dict[str, Callable[[Source, str], Draft]] = {
    "text": _text,
    "record": _record,
    "markdown": _markdown,
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
}
