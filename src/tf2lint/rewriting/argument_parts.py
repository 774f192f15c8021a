"""Parts of arguments that templates have places for: members of displays, names of layers."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.precedence import needs_parentheses
from tf2lint.table import Place, complement

if TYPE_CHECKING:
    from tf2lint.table import CallSite

#: The part of `1 - x` that is `x`, and of a number what is missing to 1.
COMPLEMENT: Final = "complement"
#: Text that needs no escapes.
_PLAIN_TEXT: Final = re.compile(r"[\w.: -]*")


class CannotInstantiateError(Exception):
    """The call omits an argument that the template must have, or passes one that has no place."""


def members(node: ast.expr, part: str, site: CallSite) -> list[ast.expr]:
    """Returns the keys or values of a dictionary display, the elements of a list display, or a part of an expression.

    Args:
        node: the argument.
        part: `keys`, `values`, `item`, the `x` of `1 - x` for `complement` and of `x.y` for `owner`, or the `body` of a
            lambda.
        site: the code around the call.

    Raises:
        CannotInstantiateError: the argument is no such display.
    """
    if part == COMPLEMENT:
        subtracted = complement(node)
        return [subtracted] if subtracted is not None else []
    if part == "body" and isinstance(node, ast.Lambda):
        return [node.body]
    if part == "owner":
        return [node.value] if isinstance(node, ast.Attribute) else []
    display = site.display(node)
    if isinstance(display, ast.Dict) and part != "item" and not any(map(_is_no_object, display.keys)):
        return [key for key in display.keys if key is not None] if part == "keys" else display.values
    if isinstance(display, ast.List | ast.Tuple) and part == "item":
        return display.elts
    raise CannotInstantiateError("it is not known what the argument contains")


def _is_no_object(key: ast.expr | None) -> bool:
    """Returns whether a key is unpacked, or the name of an object instead of the object."""
    return key is None or isinstance(key, ast.Constant | ast.JoinedStr | ast.BinOp)


def only(nodes: list[ast.expr]) -> ast.expr:
    """Returns the only one of several expressions.

    Raises:
        CannotInstantiateError: there are others, or none.
    """
    if len(nodes) != 1 or isinstance(nodes[0], ast.Starred):
        raise CannotInstantiateError("there is not one element")
    return nodes[0]


def has_slash(name: ast.expr) -> bool:
    """Returns whether text in an expression has a slash."""
    return any(isinstance(part, ast.Constant) and "/" in str(part.value) for part in ast.walk(name))


def without_slashes(name: ast.expr) -> list[str | ast.expr]:
    """Returns the code of a name that has `_` for each slash."""
    if isinstance(name, ast.Constant):
        text = str(name.value).replace("/", "_")
        return [f'"{text}"' if _PLAIN_TEXT.fullmatch(text) else repr(text)]
    code: list[str | ast.expr] = ["(", name, ")"] if needs_parentheses(name, Place.OWNER) else [name]
    return [*code, '.replace("/", "_")']
