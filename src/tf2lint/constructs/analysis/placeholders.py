"""Placeholders, and the parameters that take their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import RECEIVER

if TYPE_CHECKING:
    import ast


class Placeholder:
    """A placeholder, and the parameter that takes its place.

    Args:
        name: the name that it is assigned to.
        call: the call that makes it.
        statement: the assignment.
        has_default: whether it has a value where nothing is fed.

    Attributes:
        name: the name that it is assigned to.
        call: the call that makes it.
        statement: the assignment.
    """

    def __init__(self, name: str, call: ast.Call, statement: ast.Assign, *, has_default: bool) -> None:
        self.name = name
        self.call = call
        self.statement = statement
        self._has_default = has_default

    @property
    def parameter(self) -> str:
        """The name of the parameter."""
        return self.name.removeprefix(RECEIVER)

    @property
    def default(self) -> ast.expr | None:
        """What it is where nothing is fed; None if it must be fed."""
        return _argument(self.call, 0, "input") if self._has_default else None

    @property
    def dtype(self) -> ast.expr | None:
        """Its data type as the call has it; None if it has that of its default."""
        return None if self._has_default else _argument(self.call, 0, "dtype")

    @property
    def shape(self) -> ast.expr | None:
        """Its static shape as the call has it; None if it has none."""
        return None if self._has_default else _argument(self.call, 1, "shape")


class FedResult:
    """Something that a graph computes and a run feeds, and the parameter that takes its place: a tensor of floats.

    Args:
        name: the name that it is assigned to.
        statement: the assignment.

    Attributes:
        name: the name that it is assigned to.
        statement: the assignment.
        default: None, because it is fed.
        dtype: None, because no call has it.
    """

    default: None = None
    dtype: None = None

    def __init__(self, name: str, statement: ast.Assign) -> None:
        self.name = name
        self.statement = statement

    @property
    def parameter(self) -> str:
        """The name of the parameter."""
        return self.name.removeprefix(RECEIVER)


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    if named is not None or len(call.args) <= position:
        return named
    return call.args[position]
