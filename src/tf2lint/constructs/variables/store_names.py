"""The names of what calls make: those that they give, and those that TensorFlow 1 gave where they give none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.variables import rnn_cells
from tf2lint.constructs.variables.variable_calls import SCOPE, VARIABLE

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.variables.variable_calls import VariableCalls

#: What TensorFlow 1 calls a layer without a name, by the name of its function.
_DEFAULT_NAMES: Final = {"batch_norm": "BatchNorm", "conv2d": "Conv"}
_RNN: Final = "rnn"
_CONTRIB: Final = "contrib."


class StoreNames:
    """The names of what the calls of a file make.

    Args:
        variable_calls: what calls do with variables.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        kept: the code whose variables are kept, besides those that have a name of their own.

    Attributes:
        fixed: the code for the names that calls without one got.
    """

    def __init__(
        self,
        variable_calls: VariableCalls,
        scopes: Scopes,
        names: LibraryNames,
        text: BlockText,
        kept: Collection[ast.AST],
    ) -> None:
        self._variable_calls = variable_calls
        self._scopes = scopes
        self._names = names
        self._text = text
        self._kept = kept
        self.fixed: dict[ast.Call, str] = {}

    def given(self, call: ast.Call) -> ast.expr | None:
        """Returns the name that a call gives to what it makes; None if it gives none."""
        value = next((keyword.value for keyword in call.keywords if keyword.arg in ("name", "scope")), None)
        return None if isinstance(value, ast.Constant) and value.value is None else value

    def default_name(self, call: ast.Call) -> str:
        """Returns what TensorFlow 1 calls what a call makes without a name."""
        given = self.given(call)
        if self._names.of(call.func) == VARIABLE:
            return str(given.value) if isinstance(given, ast.Constant) else VARIABLE
        if self._names.of(call.func) == rnn_cells.DYNAMIC_RNN:
            return _RNN if _RNN not in self._scopes.words else f"{_RNN}_layer"
        word = rnn_cells.cell(self._names.of(call.func))
        if word:
            return rnn_cells.default_name(word)
        function = getattr(call.func, "attr", getattr(call.func, "id", "layer"))
        is_contrib = self._names.of(call.func).startswith(_CONTRIB)
        return _DEFAULT_NAMES.get(function, function) if is_contrib else function

    def default_code(self, call: ast.Call) -> str:
        """Returns the code for the name that a call gives, or for the one that TensorFlow 1 gives."""
        given = self.given(call)
        return self._text.exact(given) if given is not None else repr(self.default_name(call))

    def is_unnamed(self, call: ast.Call) -> bool:
        """Returns whether a call makes something whose name depends on what was made before."""
        if call in self.fixed:
            return False
        name = self._names.of(call.func)
        if name == SCOPE:
            first = call.args[0] if call.args else None
            has_default = len(call.args) > 1 or any(keyword.arg == "default_name" for keyword in call.keywords)
            return has_default and not isinstance(first, ast.Constant | ast.JoinedStr)
        if name == VARIABLE:
            return call in self._kept
        if name == rnn_cells.DYNAMIC_RNN:
            return self.given(call) is None
        if rnn_cells.cell(name):
            return call in self._kept
        return bool(self._variable_calls.layers_of(call)) and not isinstance(
            self.given(call), ast.Constant | ast.JoinedStr | ast.BinOp
        )

    def enters_named(self, node: ast.expr) -> bool:
        """Returns whether an expression enters a scope with a name."""
        return isinstance(node, ast.Call) and self._names.of(node.func) == SCOPE and not self.is_unnamed(node)

    def fix(self, call: ast.Call) -> None:
        """Gives a layer without a name one that no other layer of the file has."""
        name = self.default_name(call)
        number, found = 0, repr(name)
        while found in self.fixed.values():
            number += 1
            found = repr(f"{name}_{number}")
        self.fixed[call] = found
