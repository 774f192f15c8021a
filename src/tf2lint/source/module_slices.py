"""Reduces a module to the part that a query needs, so that it parses quickly."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.source.module_outline import split_definitions
from tf2lint.source.parsing import TooLargeError, parse
from tf2lint.source.syntax_walk import nodes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def parsed_as(
    parse: Callable[[str], tuple[str, ast.Module]], text: str, modernize: Callable[[str], str | None]
) -> tuple[str, ast.Module] | None:
    """Extracts and parses a part of a module that may be written for an older Python.

    Args:
        parse: extracts the part and parses it.
        text: the module's source.
        modernize: rewrites code for an older Python so that it parses; returns None if the text is not such code.

    Returns:
        The text and the syntax of the part; None if it does not parse, even after rewriting, or is too large.
    """
    try:
        return parse(text)
    except TooLargeError:
        return None
    except SyntaxError:
        modern = modernize(text)
    try:
        return None if modern is None else parse(modern)
    except SyntaxError:
        return None


def own_code(text: str) -> tuple[str, ast.Module]:
    """Removes the functions and classes that a module's top-level code does not use, see `code_for`."""
    return code_for(text, ())


def code_for(text: str, names: Collection[str]) -> tuple[str, ast.Module]:
    """Removes the functions and classes of a module that neither its top-level code nor some of its functions use.

    Args:
        text: the module's source, with Unix line endings.
        names: the names of the functions.

    Returns:
        The remaining source and its syntax.

    Raises:
        SyntaxError: Python's parser rejects the module.
    """
    try:
        return _own_code(*split_definitions(text), names)
    except SyntaxError:
        return text, parse(text)  # what looks like a definition may be part of a string


def code_mentioning(text: str, word: str) -> tuple[str, ast.Module]:
    """Removes the functions and classes of a module that do not mention a word.

    Args:
        text: the module's source, with Unix line endings.
        word: the word.

    Returns:
        The remaining source and its syntax.

    Raises:
        SyntaxError: Python's parser rejects the module.
    """
    top_level, definitions = split_definitions(text)
    source = _merged(top_level, definitions, _mentioning(definitions, word))
    try:
        return source, parse(source)
    except SyntaxError:
        return text, parse(text)  # what looks like a definition may be part of a string


def _mentioning(definitions: list[tuple[str, str]], word: str) -> set[str]:
    return {name for name, body in definitions if word in body or _ends_in_string(body)}


def _own_code(
    top_level: list[str], definitions: list[tuple[str, str]], wanted: Collection[str] = ()
) -> tuple[str, ast.Module]:
    """Removes the definitions that neither the top-level code nor the wanted ones use."""
    defined = frozenset(name for name, _ in definitions)
    kept = {name for name, body in definitions if _ends_in_string(body)}
    source = _merged(top_level, definitions, kept)
    tree = parse(source)
    used = _used(tree).union(wanted) & defined - kept
    if not used:
        return source, tree
    while used:
        kept |= used
        bodies = [parse(body) for name, body in definitions if name in used]
        used = set[str]().union(*map(_used, bodies)) & defined - kept
    source = _merged(top_level, definitions, kept)
    return source, parse(source)


def _merged(top_level: list[str], definitions: list[tuple[str, str]], kept: set[str]) -> str:
    """Reassembles the module with only the kept definitions; the others become empty functions."""
    parts = top_level[:1]
    for (name, body), following in zip(definitions, top_level[1:], strict=True):
        parts += (body if name in kept else f"def {name}(): ...\n", following)
    return "".join(parts)


def _used(tree: ast.Module) -> set[str]:
    """Returns the names whose values may matter: not those only passed to a call or used as a decorator."""
    names, passive = dict[ast.AST, str](), set[ast.AST]()
    for node in nodes_in(tree):
        match node:
            case ast.Name(id=name):
                names[node] = name
            case ast.Call(args=arguments, keywords=keywords):
                passive.update(arguments)
                passive.update([keyword.value for keyword in keywords])
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                passive.update(node.decorator_list)
    return {name for node, name in names.items() if node not in passive}


def _ends_in_string(text: str) -> bool:
    return text.count('"""') % 2 == 1 or text.count("'''") % 2 == 1
