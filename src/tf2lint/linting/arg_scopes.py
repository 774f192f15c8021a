"""The arguments that calls of layers get from an `arg_scope` of tf.contrib around them."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.project import Libraries
    from tf2lint.resolver import Reference, Symbol

_ARG_SCOPE: Final = "arg_scope"
_CONTRIB: Final = "contrib."
#: The most frequent statements without a block.
_SIMPLE: Final = (ast.Assign, ast.Expr, ast.Return, ast.AugAssign, ast.Import, ast.ImportFrom, ast.Raise, ast.Assert)
#: The fields of statements that contain statements.
_BLOCKS: Final = ("body", "orelse", "finalbody", "handlers", "cases")
#: The parameter of `arg_scope` for the functions, the first one.
_FUNCTIONS: Final = "list_ops_or_scope"


class _Scope(NamedTuple):
    """A `with` statement that enters an arg_scope: the lines of its block, and the call of arg_scope."""

    lines: range
    call: ast.Call


class ArgScopes:
    """The arg_scopes of one file.

    Args:
        libraries: looks up symbols in the table.
        module: the syntax of the file.
        references: the references in the file by node.
    """

    def __init__(self, libraries: Libraries, module: ast.AST, references: dict[ast.AST, Reference]) -> None:
        self._libraries = libraries
        self._module = module
        self._references = references
        self._objects: dict[Symbol, frozenset[str]] = {}
        self._is_contrib: dict[Symbol, bool] = {}

    def completed(self, symbol: Symbol, call: ast.Call) -> tuple[ast.Call, int]:
        """Adds the arguments to a call that the scopes around it set for the function that it calls.

        Args:
            symbol: the function.
            call: the call.

        Returns:
            The call with these arguments, and the line of a scope that may set other ones; 0 if there is none.
        """
        if symbol.name.endswith(_ARG_SCOPE) or not self._is_of_contrib(symbol):
            return call, 0
        added: dict[str, ast.keyword] = {}
        unknown = 0
        for scope in self._around(call):
            functions = next(iter(scope.call.args), None)
            if not isinstance(functions, ast.List | ast.Tuple):
                unknown = scope.call.lineno
            elif any(self._is_same(symbol, element) for element in functions.elts):
                added.update((keyword.arg, keyword) for keyword in scope.call.keywords if keyword.arg is not None)
                unknown = scope.call.lineno if any(keyword.arg is None for keyword in scope.call.keywords) else unknown
        signature = self._libraries.signature(symbol) if added else None
        if signature is None:
            return call, unknown
        passed = signature.bind(call)
        keywords = [keyword for name, keyword in added.items() if name not in passed and name != _FUNCTIONS]
        return ast.Call(call.func, call.args, [*call.keywords, *keywords]), unknown

    def _around(self, call: ast.Call) -> Iterable[_Scope]:
        """Returns the scopes around a call, from the outside in."""
        return [scope for scope in self._scopes if call.lineno in scope.lines]

    @cached_property
    def _scopes(self) -> list[_Scope]:
        if not self._has_scopes():
            return []
        return sorted(self._all_scopes(), key=lambda scope: (scope.lines.start, -scope.lines.stop))

    def _has_scopes(self) -> bool:
        length = len(_ARG_SCOPE)
        called = [one for one in self._references.values() if one.call is not None]
        return _ARG_SCOPE in {one.symbols[0].name[-length:] for one in called}

    def _all_scopes(self) -> Iterator[_Scope]:
        pending: list[ast.AST] = [self._module]
        while pending:
            node = pending.pop()
            if isinstance(node, _SIMPLE):
                continue
            for block in _BLOCKS:
                pending += getattr(node, block, ())
            for item in node.items if isinstance(node, ast.With) else ():
                call = item.context_expr
                reference = self._references.get(call.func) if isinstance(call, ast.Call) else None
                is_scope = reference is not None and reference.symbols[0].name.endswith(_ARG_SCOPE)
                if isinstance(node, ast.With) and isinstance(call, ast.Call) and is_scope:
                    yield _Scope(range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1), call)

    def _is_of_contrib(self, symbol: Symbol) -> bool:
        if symbol not in self._is_contrib:
            self._is_contrib[symbol] = any(name.startswith(_CONTRIB) for name in self._names(symbol))
        return self._is_contrib[symbol]

    def _is_same(self, symbol: Symbol, node: ast.expr) -> bool:
        """Returns whether an expression refers to the object of a symbol, under any of its names."""
        reference = self._references.get(node)
        symbols = reference.symbols if reference is not None else ()
        return any(not self._names(symbol).isdisjoint(self._names(other)) for other in symbols)

    def _names(self, symbol: Symbol) -> frozenset[str]:
        if symbol not in self._objects:
            lookup = self._libraries.lookup(symbol)
            is_whole = lookup is not None and not lookup.rest and bool(lookup.entry.root)
            names = self._libraries.table.names_in_tf1(lookup.entry.name) if lookup is not None and is_whole else ()
            self._objects[symbol] = frozenset(names)
        return self._objects[symbol]
