"""Reads names and imports from a module's code, without its strings and comments, and without parsing it.

Parsing takes ten times as long. This is for questions about many files, of which each needs a few names only. It reads
code for any version of Python.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Comments and strings. A string without an end goes up to that of the line, or of the text, so that its other quotes
#: are not tried in turn. All alternatives begin with literal text, which is found faster.
_NOT_CODE: Final = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?'
    r"|'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:''')?"
    r'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?'
    r"|'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?"
    r"|#[^\n]*",
    re.DOTALL,
)
#: A string of one word, which may be a key or the value of a setting.
_ONE_WORD: Final = re.compile(r"\"\w*\"|'\w*'")
#: A string or a comment, a word, or another sign, with the spaces behind it: at each of them, all would be tried.
_TOKEN: Final = re.compile(rf"(?:{_NOT_CODE.pattern}|\w+|[^\w\s])\s*+", re.DOTALL)
#: Replacements that put each statement on a line of its own, as far as imports need it.
_SEPARATIONS: Final = tuple((f"{mark} {word} ", f"\n{word} ") for mark in (":", ";") for word in ("import", "from"))
#: A word in each import statement, which is found much faster than the pattern.
_WORD: Final = "import"
#: The lines from there on: names in parentheses, the end of the line, and what a backslash continues.
_REST: Final = re.compile(r"(?:[^\n\\(]++|\\\r?\n|\((?:[^()#]++|#[^\n]*+)*+\)|[\\(])*+")
_CONTINUED: Final = ("\\", "\\\r")
#: An import statement after a line ending.
_IMPORT: Final = re.compile(
    r"\n[ \t]*(?:import[ \t]+([^\n;]+)"
    r"|from[ \t]*(\.*)[ \t]*([\w.]*)[ \t]*\bimport\b[ \t]*(\((?:[^()#]++|#[^\n]*+)*+\)|[^\n;]+))"
)
_ALIAS: Final = re.compile(r"(\*|[\w.]+)(?:\s+as\s+(\w+))?")
_QUOTES: Final = ('"""', "'''")


class ImportedName(NamedTuple):
    """A name that an import statement binds.

    Attributes:
        local: the name that is bound; `*` for a star import.
        module: the dotted name of the module; empty in `from . import x`.
        level: the number of leading dots.
        member: the name that is imported from the module; empty if the module itself is imported.
        value: the dotted name of what is bound, as far as the statement tells.
    """

    local: str
    module: str
    level: int
    member: str
    value: str


def has_more_tokens(text: str, count: int) -> bool:
    """Returns whether a program has more than so many words, signs, strings, and comments."""
    return len(text) > count and next(islice(_TOKEN.finditer(text), count, None), None) is not None


def statement_start(text: str, position: int) -> int:
    """Returns where the line begins that contains a position, or after the last semicolon before it in that line."""
    start = text.rfind("\n", 0, position) + 1
    return text.rfind(";", start, position) + 1 or start


def code_of(text: str) -> str:
    """Returns the code of a module: its text without comments and strings, except for strings of one word."""
    code = _NOT_CODE.sub(_kept, text.replace("\r\n", "\n"))
    return code.replace("\\\n", " ") if "\\" in code else code


def _kept(string: re.Match[str]) -> str:
    """Returns what code keeps of a string or comment."""
    return string[0] if _ONE_WORD.fullmatch(string[0]) else ""


def imported_names(code: str) -> Iterator[ImportedName]:
    """Yields the names that the import statements of a module bind, anywhere in it.

    Args:
        code: the code of the module, see `code_of`.
    """
    lines = "\n".join(["", *lines_with_imports(code)])
    for joined, separate in _SEPARATIONS:
        lines = lines.replace(joined, separate)
    for modules, dots, module, members in _IMPORT.findall(lines):
        if modules:
            for name, alias in _ALIAS.findall(modules):
                local = alias or name.partition(".")[0]
                yield ImportedName(local, name, 0, "", name if alias else local)
        else:
            for name, alias in _ALIAS.findall(members):
                value = "" if dots else f"{module}.{name}"
                yield ImportedName(alias or name, module, len(dots), name, value)


def imports_in(text: str) -> list[ImportedName]:
    """Returns the names that the import statements in the text of a module bind.

    Most imports stand in front of all strings but the first, so the whole text is searched, which is fast. Only where
    one may be part of a string, the strings are removed first.
    """
    text = text.replace("\r\n", "\n")
    for quotes in _QUOTES:
        count = end = 0
        for statement in _import_statements(text, text.index(quotes)) if quotes in text else ():
            count += text.count(quotes, end, statement.start())
            end = statement.start()
            if count % 2:
                return list(imported_names(code_of(text)))
    return list(imported_names(text))


def lines_with_imports(text: str) -> Iterator[str]:
    """Yields the lines of a text that contain import statements, and perhaps others, with those that continue them."""
    end = 0
    while (found := text.find(_WORD, end)) >= 0:
        start = text.rfind("\n", 0, found)
        while text.endswith(_CONTINUED, 0, max(start, 0)):
            start = text.rfind("\n", 0, start)
        rest = _REST.match(text, found)
        end = rest.end() if rest is not None else len(text)
        yield text[start + 1 : end]


def _import_statements(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yields the import statements after `start`, each with the line ending in front of it."""
    position = start
    while (found := text.find(_WORD, position)) >= 0:
        line_ending = text.rfind("\n", position, found)
        statement = _IMPORT.match(text, line_ending) if line_ending >= 0 else None
        if statement is not None:
            yield statement
        position = found + len(_WORD) if statement is None else statement.end()
