"""Bytes -> text: the encoding asked for, a byte order mark, UTF-8, the page's own word, or the best guess."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from summarize import arabic
from summarize.errors import InputError
from summarize.records import Source

BOMS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is a part of it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
LEGACY = ["cp1256", "iso8859_6", "cp720"]  # Windows, Unix and DOS; a guess among more than these errs more often
SAMPLE = 65536  # bytes that a guess looks at
DAMAGED = 0.1  # of the characters beyond ASCII: with fewer bad ones it is UTF-8 that was cut or damaged
CONTROLS = 0.05  # of the bytes: text has none, pictures and archives have a tenth
_CONTROL = bytes({*range(32)} - {*b"\t\n\r\f\x1b"})
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]+)""")


def decode(source: Source, asked: str = "") -> tuple[str, str]:
    """The text without a byte order mark, and the encoding it was in. Raises InputError."""
    data = source.data
    name = asked or _marked(data) or _wide(data)
    if not name:
        _refuse_rubbish(data, source.name)
        name = "utf-8" if _is_utf8(data) else _declared(source) or _guess(data)
    if not name:
        raise InputError(
            "bad-encoding", f"{source.name} is in no encoding that gives Arabic", "name it with --encoding"
        )
    return _lenient(data, name, source.name).removeprefix("\ufeff"), name


def lines(stream: BinaryIO, name: str, asked: str = "") -> Iterator[str]:
    """Lines of a stream without their ends, as they come while they are UTF-8; from the first that is not, all at once.

    Only a line feed ends a line. Raises InputError.
    """
    rest = b""
    if not asked:
        for line in stream:
            if _wide(line) or not _is_utf8(line):
                rest = line
                break
            yield line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n")
    text, _ = decode(Source(name, None, "text", rest + stream.read()), asked)
    yield from (row.rstrip("\r") for row in text.removesuffix("\n").split("\n") if text)


def _marked(data: bytes) -> str:
    return next((name for mark, name in BOMS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every second byte of Arabic text is 06, of blanks and digits 00. It is valid UTF-8 too."""
    sample = data[: SAMPLE & ~1]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if high.count(6) > len(high) / 4 and high.count(6) + high.count(0) > 0.7 * len(high):
            return name
    return ""


def _refuse_rubbish(data: bytes, name: str) -> None:
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL)) > CONTROLS * len(sample):
        raise InputError("not-text", f"{name} holds no text", "give a text, Markdown, HTML, PDF, DOCX or JSONL file")


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8, perhaps with a few bad bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        return text.count("\ufffd") <= DAMAGED * _beyond_ascii(text)
    return True


def _declared(source: Source) -> str:
    """What a page says of itself, if it is true: b'<meta charset=windows-1256>' -> 'windows-1256'"""
    found = _DECLARED.search(source.data[:4096]) if source.kind == "html" else None
    name = found.group(1).decode() if found else ""
    return name if name and _gives_arabic(source.data, name) else ""


def _guess(data: bytes) -> str:
    """The likeliest legacy encoding: of 300 news texts cut to 10 words it finds all in each of the three."""
    from charset_normalizer import from_bytes

    best = from_bytes(_letters(data), cp_isolation=LEGACY).best()
    return best.encoding if best and _gives_arabic(data, best.encoding) else ""


def _letters(data: bytes) -> bytes:
    """The part that tells encodings apart: from the first byte beyond ASCII, which may stand far down in a page."""
    first = re.search(rb"[\x80-\xff]", data)
    return data[first.start() if first else 0 :][:SAMPLE]


def _gives_arabic(data: bytes, name: str) -> bool:
    try:
        return len(re.findall("[\u0621-\u064a]", _letters(data).decode(name))) >= arabic.FEWEST_LETTERS
    except (LookupError, UnicodeError):
        return False


def _lenient(data: bytes, encoding: str, name: str) -> str:
    """Bad bytes become U+FFFD, unless they are so many that the encoding must be a wrong one."""
    try:
        text = data.decode(encoding, "replace")
    except (LookupError, UnicodeError):
        raise InputError("bad-encoding", f"there is no encoding called {encoding}", "try utf-8 or cp1256") from None
    if "\ufffd" in text and text.count("\ufffd") > max(DAMAGED * _beyond_ascii(text), 1):
        hint = "leave --encoding out to have it found"
        raise InputError("bad-encoding", f"{name} is not in the encoding {encoding}", hint)
    return text


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
