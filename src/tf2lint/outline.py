"""What a module's text tells of its names without parsing it: which of them may come from a library, and how."""

from __future__ import annotations

import ast
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A function or class of the module with all that is in it: lines that are indented, empty, comments, or close a
#: bracket that must have been opened there.
_DEFINITIONS: Final = re.compile(
    r"^(?:def|class|async[ \t]+def)[ \t]+(\w+)[^\n]*(?:\n(?:[ \t#)\]}][^\n]*)?)*", re.MULTILINE
)
_IMPORTS: Final = re.compile(
    r"^[ \t]*(?:from\b[^\n;]*\bimport\b[ \t\\\n]*(?:\([^)]*\)|[^\n;]*)|import\b[^\n;]*)", re.MULTILINE
)
#: Targets of assignments, and what is assigned as far as it stands in the same line; not plain numbers and texts.
_ASSIGNMENTS: Final = re.compile(
    r"^[ \t]*\(?(\w[\w, *]*)\)?[ \t]*(?::[^=\n]*)?=(?!=)[ \t]*(?![-\d\"'\[{])([^\n]*)", re.MULTILINE
)
_WORDS: Final = re.compile(r"\w+")
_DECORATED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
#: Words of an assignment that may make its target a flag for what is there.
_FLAGS: Final = frozenset({"True", "False", "None", "hasattr", "getattr", "__import__"})


class Outline:
    """The names that a module's own code, outside of functions and classes, may have got from elsewhere.

    More than there are, never less.

    Args:
        text: the module's source, with plain line ends.

    Attributes:
        defined: its functions and classes.
        imported: words that stand in its import statements.
        has_star: whether it has a star import.
    """

    def __init__(self, text: str) -> None:
        own, definitions = _split(text)
        self._own = "".join(own)
        self._returning = frozenset(name for name, body in definitions if "return" in body)
        self.defined = frozenset(name for name, _ in definitions)
        imports = " ".join(_IMPORTS.findall(self._own))
        self.imported = frozenset(_WORDS.findall(imports))
        self.has_star = "*" in imports

    @cached_property
    def assigned(self) -> frozenset[str]:
        """The names that it assigns something to which may come from its imports."""
        sources = self._returning | self.imported | _FLAGS
        assigned: set[str] = set()
        for targets, value in _ASSIGNMENTS.findall(self._own):
            if not sources.isdisjoint(_WORDS.findall(value)) or value.endswith(("(", "\\")):
                names = _WORDS.findall(targets)
                assigned.update(names)
                sources = sources.union(names)
        return frozenset(assigned)

    def may_hold(self, name: str) -> bool:
        """Whether a name may have come from elsewhere."""
        if name in self.defined:
            return False
        return self.has_star or name in self.imported or name in self.assigned


def import_statements(text: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements in a module, wherever they stand; those that do not parse by themselves are left out.

    Args:
        text: its source, with plain line ends.
    """
    for statement in _IMPORTS.findall(text):
        try:
            found = parse(statement.strip()).body
        except SyntaxError:  # it ends in a comment that was cut, or only looks like one
            continue
        yield from (node for node in found if isinstance(node, ast.Import | ast.ImportFrom))


def parsed_as(
    parse: Callable[[str], tuple[str, ast.Module]], text: str, modernise: Callable[[str], str | None]
) -> tuple[str, ast.Module] | None:
    """A part of a module, and its syntax; None if it can't be read in any way.

    Args:
        parse: cuts the part out, and parses it.
        text: the module's.
        modernise: writes what is for an older Python in such a way that it can be read; gives None if it is not.
    """
    try:
        return parse(text)
    except SyntaxError:
        modern = modernise(text)
    try:
        return None if modern is None else parse(modern)
    except SyntaxError:
        return None


def own_code(text: str) -> tuple[str, ast.Module]:
    """A module without the functions and classes that its own code does not use, which is quick to parse.

    Args:
        text: its source, with plain line ends.

    Returns:
        What is left of the source, and its syntax.

    Raises:
        SyntaxError: Python's parser refuses the module.
    """
    try:
        return _own_code(*_split(text))
    except SyntaxError:
        return text, parse(text)  # a line is not always what it looks like


def code_mentioning(text: str, word: str) -> tuple[str, ast.Module]:
    """A module without the functions and classes in which a word does not stand.

    Args:
        text: its source, with plain line ends.
        word: the word.

    Returns:
        What is left of the source, and its syntax.

    Raises:
        SyntaxError: Python's parser refuses the module.
    """
    own, definitions = _split(text)
    source = _merged(own, definitions, {name for name, body in definitions if word in body or _ends_in_string(body)})
    try:
        return source, parse(source)
    except SyntaxError:
        return text, parse(text)  # a line is not always what it looks like


def _own_code(own: list[str], definitions: list[tuple[str, str]]) -> tuple[str, ast.Module]:
    defined = frozenset(name for name, _ in definitions)
    kept = {name for name, body in definitions if _ends_in_string(body)}
    source = _merged(own, definitions, kept)
    tree = parse(source)
    used = _used(tree) & defined - kept
    if not used:
        return source, tree
    while used:
        kept |= used
        bodies = [parse(body) for name, body in definitions if name in used]
        used = set[str]().union(*map(_used, bodies)) & defined - kept
    source = _merged(own, definitions, kept)
    return source, parse(source)


def _split(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What stands before, between and behind the definitions of a module; and these, by name."""
    own, definitions, end = [], [], 0
    for found in _DEFINITIONS.finditer(text):
        own.append(text[end : found.start()])
        definitions.append((found[1], found[0]))
        end = found.end()
    return [*own, text[end:]], definitions


def _merged(own: list[str], definitions: list[tuple[str, str]], kept: set[str]) -> str:
    """The module again, with the bodies of these definitions only."""
    parts = own[:1]
    for (name, body), behind in zip(definitions, own[1:], strict=True):
        parts += (body if name in kept else f"def {name}(): ...\n", behind)
    return "".join(parts)


def _used(tree: ast.Module) -> set[str]:
    """The names in it whose values may matter: not what is just handed to a call, or decorates a definition."""
    names, passive = dict[ast.AST, str](), set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names[node] = node.id
        elif isinstance(node, ast.Call):
            passive.update(node.args)
            passive.update(keyword.value for keyword in node.keywords)
        elif isinstance(node, _DECORATED):
            passive.update(node.decorator_list)
    return {name for node, name in names.items() if node not in passive}


def _ends_in_string(text: str) -> bool:
    return text.count('"""') % 2 == 1 or text.count("'''") % 2 == 1
