"""Cuts a module down to the part that a question about it needs, which is quick to parse."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.source.outline import split_definitions
from tf2lint.source.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable

_DECORATED: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


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
        return _own_code(*split_definitions(text))
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
    own, definitions = split_definitions(text)
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
