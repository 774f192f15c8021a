"""Describes answers as text, so that a digest shows whether they are the same in another run."""

from __future__ import annotations

import ast
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tf2lint.resolver import ABSENT, ANYTHING, OTHER_OBJECT, SKIPPING, UNKNOWN, Const, Release, Symbol
from tf2lint.source import digest
from tf2lint.table import Signature

if TYPE_CHECKING:
    from collections.abc import Callable

_PLAIN: Final = (str, int, float, complex, bool, bytes, type(None), type(...), slice)
_MARKERS: Final = (*ABSENT, UNKNOWN, ANYTHING, OTHER_OBJECT)


def described(answer: Any) -> str:
    """Returns a text that only equal answers have in common, in any process.

    Args:
        answer: values of the resolver, places, syntax, and plain values, in containers of any depth.

    Raises:
        TypeError: there is something else in it, whose text could differ from process to process.
    """
    kind = type(answer)
    if kind in _PLAIN:
        return repr(answer)
    if isinstance(answer, list | tuple):
        return f"{kind.__name__}({', '.join(map(described, answer))})"
    describe = _DESCRIPTIONS.get(kind)
    if describe is not None:
        return describe(answer)
    if is_dataclass(answer):
        return f"{kind.__name__}({', '.join(described(getattr(answer, field.name)) for field in fields(answer))})"
    if isinstance(answer, ast.AST):
        return _of_syntax(answer)
    if isinstance(answer, StrEnum) or answer in _MARKERS:
        return f"{kind.__name__}.{answer}"
    if answer is SKIPPING:
        return kind.__name__
    raise TypeError(f"no description of {kind.__name__}")


def _of_dict(answer: dict[Any, Any]) -> str:
    return f"{{{', '.join(sorted(f'{described(key)}: {described(value)}' for key, value in answer.items()))}}}"


def _of_set(answer: set[Any] | frozenset[Any]) -> str:
    return f"{{{', '.join(sorted(map(described, answer)))}}}"


@lru_cache(maxsize=1024)
def _of_syntax(node: ast.AST) -> str:
    """Describes syntax with its positions; many files ask for the same class."""
    return digest(ast.dump(node, include_attributes=True).encode("utf-8", "surrogatepass"))


_DESCRIPTIONS: Final[dict[type, Callable[[Any], str]]] = {
    Symbol: lambda symbol: f"Symbol({symbol.name}{'?' * symbol.is_assumed})",
    Const: lambda constant: f"Const({described(constant.value)}, {constant.decided})",
    Signature: lambda signature: described(signature.row()),
    Release: lambda release: f"Release{release.numbers}",
    dict: _of_dict,
    set: _of_set,
    frozenset: _of_set,
}
