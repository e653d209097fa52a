"""Every flag that the code can give has its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from summarize.render import words
from tests.conftest import ROOT

OTHERS = {"text", "ar", "en", "none", "size"}  # kinds of blocks, languages and options stand alone in a tuple too


def given(code: str) -> Iterator[str]:
    """Flags as the code gives them: a tuple of one text, appended to `flags`, or a key of what failed."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(flag))]):
                yield flag
            case ast.Tuple(elts=[ast.Starred(), ast.Constant(value=str(flag))]):
                yield flag
            case ast.Call(func=ast.Attribute(value=ast.Name("flags"), attr="append"), args=[ast.Constant(str(flag))]):
                yield flag
            case ast.Assign(targets=[ast.Name("failed")], value=ast.Dict(keys=keys)):
                yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))


def test_all_flags_of_the_code_have_words_and_all_words_a_flag() -> None:
    files = (ROOT / "summarize").rglob("*.py")
    found = {flag for file in files for flag in given(file.read_text("utf-8")) if flag.isidentifier()}
    assert found - OTHERS == words.FLAGS.keys()


def test_the_ways_to_give_a_flag_are_seen() -> None:
    code = "flags.append('a'); failed = {'b': 1}; x = ('c',); y = (*x, 'd'); z = ('no', 'flags')"
    assert set(given(code)) == {"a", "b", "c", "d"}


def test_flags_are_told_in_words() -> None:
    assert words.flags(("numbers", "headline")) == "check the numbers; from a headline"
