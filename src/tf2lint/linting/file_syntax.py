"""The syntax of one file, with what is found out about it only if something asks."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from tf2lint.constructs import Scopes
from tf2lint.source import SyntaxIndex

if TYPE_CHECKING:
    from tf2lint.resolver import AnalysisState


class FileSyntax:
    """The syntax of one file.

    Args:
        state: the final state of the file's analysis.
    """

    def __init__(self, state: AnalysisState) -> None:
        self._state = state

    @property
    def module(self) -> ast.Module:
        """The tree."""
        module = next(iter(self._state.bodies))
        assert isinstance(module, ast.Module)
        return module

    @cached_property
    def index(self) -> SyntaxIndex:
        """Its nodes."""
        return SyntaxIndex(self.module)

    @cached_property
    def scopes(self) -> Scopes:
        """Its names, by scope."""
        return Scopes(self.index)

    def close(self) -> None:
        """Drops the index, so that memory is freed without the garbage collector; it is made again if asked for."""
        self.__dict__.pop("index", None)
        self.__dict__.pop("scopes", None)
