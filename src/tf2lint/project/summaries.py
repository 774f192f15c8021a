"""Summaries of modules that outlive a process: what others ask about a module, where finding it out takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from tf2lint.resolver import FlagParameter
from tf2lint.table import Signature

if TYPE_CHECKING:
    from tf2lint.resolver import FlagParameters


class Summaries(Protocol):
    """Keeps summaries of modules."""

    def load(self, path: str) -> dict[str, list[Any]] | None:
        """Returns the flag parameters of a module, as rows; None if they are not known."""

    def add(self, path: str, rows: dict[str, list[Any]]) -> None:
        """Adds those of a module."""


def rows_of(found: FlagParameters) -> dict[str, list[Any]]:
    """Returns flag parameters as rows that JSON can hold."""
    return {name: [[*one[:2], one.signature.row(), one.is_method] for one in some] for name, some in found.items()}


def flag_parameters_of(rows: dict[str, list[Any]]) -> FlagParameters:
    """Returns the flag parameters of rows, see `rows_of`."""
    return {
        name: [
            FlagParameter(function, parameter, Signature.of_row(signature), is_method)
            for function, parameter, signature, is_method in some
        ]
        for name, some in rows.items()
    }
