"""Programs that mean the same as another one, and the edits that make them."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Equivalent(NamedTuple):
    """A program that means the same as another one.

    Attributes:
        text: its text.
        origins: for each of its lines, the number of the line of the other program that it shows; 0 for lines that are
            new. Empty if lines can't be compared.
        modules: the texts of further files beside it, each with the origins of its lines, by name.
    """

    text: str
    origins: tuple[int, ...] = ()
    modules: tuple[tuple[str, str, tuple[int, ...]], ...] = ()


Edit = tuple[tuple[int, int], tuple[int, int], str]


@lru_cache(maxsize=4)
def parsed(text: str) -> ast.Module:
    """Returns the syntax of a program, which nobody changes.

    Raises:
        SyntaxError: it can't be parsed.
    """
    return ast.parse(text)


@lru_cache(maxsize=4)
def tokens(text: str) -> tuple[tokenize.TokenInfo, ...]:
    """Returns the tokens of a program.

    Raises:
        SyntaxError: it can't be read.
    """
    try:
        return tuple(tokenize.generate_tokens(io.StringIO(text).readline))
    except tokenize.TokenError as error:
        raise SyntaxError(str(error)) from error


def words(text: str) -> set[str]:
    """Returns all words in a text."""
    return set(re.findall(r"\w+", text))


def same_lines(text: str) -> Equivalent:
    """Returns a program whose lines stand where they stood."""
    return Equivalent(text, tuple(range(1, text.count("\n") + 2)))


def shifted(text: str, by: int) -> Equivalent:
    """Returns a program with some new lines at its beginning."""
    count = text.count("\n") + 2 - by
    return Equivalent(text, (*[0] * by, *range(1, count + 1)))


def has_long_strings(text: str) -> bool:
    """Returns whether a string spans lines, so that changes to lines could be inside."""
    return any(token.start[0] != token.end[0] and token.string.strip() for token in tokens(text))


def nodes(text: str) -> Iterator[ast.AST]:
    """Yields the nodes of a program, without those in f-strings, which have no exact positions before Python 3.12."""
    pending: list[ast.AST] = [parsed(text)]
    while pending:
        node = pending.pop()
        if not isinstance(node, ast.JoinedStr):
            yield node
            pending += ast.iter_child_nodes(node)


def start(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the offset in bytes where a node starts."""
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def end(node: ast.AST) -> tuple[int, int]:
    """Returns the line and the offset in bytes where a node ends."""
    return getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0)


def around(node: ast.AST, before: str, after: str) -> list[Edit]:
    """Returns the edits that put text around a node."""
    return [(start(node), start(node), before), (end(node), end(node), after)]


def source_of(text: str, node: ast.AST) -> str:
    """Returns the text of a node."""
    return ast.get_source_segment(text, node) or ""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Returns a text with some parts replaced, given by lines and offsets in bytes; those inside others come first.

    Raises:
        ValueError: the program has lines that end in CR, which Python counts in another way.
    """
    if "\r" in text or "\f" in text:
        raise ValueError
    lines = [line.encode() for line in text.split("\n")]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    data = "\n".join(line.decode() for line in lines).encode()
    places = [(starts[a[0] - 1] + a[1], starts[b[0] - 1] + b[1], new, index) for index, (a, b, new) in enumerate(edits)]
    for first, last, new, _ in sorted(places, key=lambda place: (place[0], place[1], place[3]), reverse=True):
        data = data[:first] + new.encode() + data[last:]
    return data.decode()


def functions(text: str) -> list[ast.FunctionDef]:
    """Returns the functions at the top level of a module that have no decorators."""
    return [node for node in parsed(text).body if isinstance(node, ast.FunctionDef) and not node.decorator_list]
