"""The edits with which a file that uses `tf.compat.v1` uses TensorFlow itself, in eager mode."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.rewriting.deletion import Deletions
from tf2lint.source import LINE_END, Lines, nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_TENSORFLOW: Final = "tensorflow"
_COMPAT: Final = f"{_TENSORFLOW}.compat.v1"
#: Switches to TensorFlow 1's behavior, and those that change nothing in TensorFlow 2.
_SWITCHES: Final = frozenset(
    f"{action}_{switch}"
    for action in ("disable", "enable")
    for switch in ("eager_execution", "resource_variables", "v2_behavior", "v2_tensorshape")
)
_BLOCKS: Final = ("body", "orelse", "finalbody")


class NativeImports:
    """A file whose imports of `tf.compat.v1` become imports of TensorFlow.

    Args:
        module: the syntax of the file.
        source: its text.
    """

    def __init__(self, module: ast.Module, source: str) -> None:
        self._module = module
        self._lines = LINE_END.split(source)
        self._positions = Lines(source)
        self._deletions = Deletions(source)

    def edits(self) -> tuple[TextEdit, ...] | None:
        """Returns the edits, also those that delete its switches; None if one of these can't be deleted."""
        imports = [*self._imports()]
        switches = [*self._switches()]
        if any(not edits for edits in switches):
            return None
        return tuple(dict.fromkeys([*imports, *(edit for edits in switches for edit in edits)]))

    @cached_property
    def of_namespace(self) -> dict[ast.alias, TextEdit]:
        """The edits that import TensorFlow in the place of the namespace, under the same name, by what imports that."""
        found: dict[ast.alias, TextEdit] = {}
        for node in nodes_in(self._module):
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        if alias.name == _COMPAT and alias.asname:
                            found[alias] = TextEdit(self._positions.span(alias), _with_name(alias.asname))
                case ast.ImportFrom(module=module, names=[ast.alias(name=name, asname=asname) as alias], level=0) if (
                    f"{module}.{name}" == _COMPAT
                ):
                    span = self._positions.span(node)
                    found[alias] = TextEdit(span, f"import {_with_name(asname or name)}")
        return found

    def _imports(self) -> Iterator[TextEdit]:
        yield from self.of_namespace.values()
        for node in nodes_in(self._module):
            if isinstance(node, ast.ImportFrom) and not node.level and node.module == _COMPAT:
                span = self._positions.span(node)
                start = self._lines[span.line - 1].find(_COMPAT, span.column - 1) + 1
                if start:
                    yield TextEdit(Span(span.line, start, span.line, start + len(_COMPAT)), _TENSORFLOW)

    def _switches(self) -> Iterator[tuple[TextEdit, ...]]:
        """Yields the edits that delete each switch; none for one that is no statement, or not alone in its line."""
        deleted = set[ast.AST]()
        for parent in nodes_in(self._module):
            for name in _BLOCKS:
                block = getattr(parent, name, None)
                for child in block if isinstance(block, list) else ():
                    if isinstance(child, ast.Expr) and _is_switch(child.value):
                        deleted.add(child.value)
                        is_alone = len(block or ()) == 1 and parent is not self._module
                        yield self._deletions.of_statement(child, is_alone=is_alone)
        yield from (() for node in nodes_in(self._module) if _is_switch(node) and node not in deleted)


def _with_name(name: str) -> str:
    """Returns what an `import` statement names to import TensorFlow under a name."""
    return _TENSORFLOW if name == _TENSORFLOW else f"{_TENSORFLOW} as {name}"


def _is_switch(node: ast.AST) -> bool:
    func = node.func if isinstance(node, ast.Call) else None
    name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
    return name in _SWITCHES
