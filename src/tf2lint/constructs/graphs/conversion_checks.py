"""Tells whether the code that builds a graph can be moved into functions that run again in each step."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.optimizers import trains
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.table import has_no_weights, makes_something_lasting, takes_from_queue

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.units import Unit

_INITIALIZER: Final = "initializer"
_CELL: Final = "RNNCell()"
_ZERO_STATE: Final = "zero_state"
_STACK: Final = "MultiRNNCell"
_OBJECT: Final = "()"
_OPTIMIZERS: Final = "train."
#: Modules whose functions compute something and keep nothing.
_PURE: Final = frozenset({"np", "numpy", "math", "functools", "itertools", "operator", "collections"})
#: Methods of Python's own types, of arrays, of tensors, and of variables, which make no variables.
_METHODS: Final = frozenset(name for kind in (str, list, dict, tuple, set, range) for name in dir(kind)) | {
    "all", "any", "argmax", "argmin", "as_list", "assign", "assign_add", "assign_sub", "astype", "clip", "cumsum",
    "dot", "flatten", "get_shape", "is_fully_defined", "item", "max", "mean", "merge_with", "min", "num_elements",
    "ravel", "repeat", "reshape", "round", "set_shape", "squeeze", "std", "sum", "swapaxes", "tolist", "transpose",
    "var", "with_rank",
}  # fmt: skip


def check(context: BlockContext, made_once: Collection[ast.AST]) -> None:
    """Checks that a block can be converted.

    Args:
        context: the block.
        made_once: the calls that are moved out of what runs in each step.

    Raises:
        CannotConvertError: it cannot; the message says why.
    """
    _Checks(context, made_once).check()


class _Checks:
    def __init__(self, context: BlockContext, made_once: Collection[ast.AST]) -> None:
        self._context = context
        self._block = context.block
        self._scopes = context.scopes
        # What the names of the library's members start with: the library itself, or a module of it.
        self._roots = {_root(node) for node, _ in context.names.references}
        self._ignored: set[ast.AST] = {one.call.func for one in self._block.placeholders.values()}
        self._ignored.update(
            node for call in context.gradients if isinstance(call, ast.Call) for node in (call, call.func)
        )
        self._ignored.update(node for call in made_once for node in ast.walk(call))
        self._ignored.update(node for call in context.elements.reading for node in (call, call.func))
        owner, families = context.scopes.classes.get(context.block.node), context.scopes.families
        # Classes whose methods may have the object of the block, and do not share its names.
        self._relatives = {families.root(each) for each in families.relatives(owner)} if owner is not None else set()
        self._relatives -= {self._block.owner}
        self._outer = (context.module, self._block.node)
        self._functions = context.variable_calls.functions

    def check(self) -> None:
        for unit in self._block.dynamic:
            line = unit.statement.lineno
            if not unit.can_move:
                message = f"the statement in line {line} depends on what is fed, and does not only compute"
                raise CannotConvertError(message)
            if not self._context.text.stands_alone(unit.statement):
                message = f"line {line} has more than one statement"
                raise CannotConvertError(message)
            if unit not in self._context.training_units and unit not in self._context.optimizer_units:
                self._check_calls(unit)
            self._check_bindings(unit)
        self._check_uses()

    def _check_calls(self, unit: Unit) -> None:
        """Checks that what a statement calls may run again in each step."""
        for node in self._functions.code_run_by(unit.statement):
            if trains(node, self._context.names) and node not in self._context.gradients:
                message = f"line {getattr(node, 'lineno', 0)} trains in a way that is not known"
                raise CannotConvertError(message)
            if isinstance(node, ast.Call) and self._uses_cell(node):
                message = f"line {node.lineno} uses a cell itself"
                raise CannotConvertError(message)
            name = "" if node in self._ignored else self._context.names.of(node)
            if takes_from_queue(name):
                message = f"line {getattr(node, 'lineno', 0)} takes elements from a queue"
                raise CannotConvertError(message)
            if _OBJECT in name and name.startswith(_OPTIMIZERS):
                message = f"line {getattr(node, 'lineno', 0)} uses an object that keeps a state"
                raise CannotConvertError(message)
            if _OBJECT in name:
                continue  # an object that exists already, or a method of it
            if makes_something_lasting(name) and not name.endswith(_INITIALIZER) and not has_no_weights(name):
                message = f"tf.{name} in line {getattr(node, 'lineno', 0)} makes something that lasts"
                raise CannotConvertError(message)
            if isinstance(node, ast.Name) and self._is_imported(node):
                message = f"{node.id} in line {node.lineno} may make variables"
                raise CannotConvertError(message)
            if isinstance(node, ast.Call) and node not in self._ignored and not self._is_known(node.func):
                message = f"{ast.unparse(node.func)}() in line {node.lineno} may make variables"
                raise CannotConvertError(message)

    def _uses_cell(self, call: ast.Call) -> bool:
        """Returns whether a call uses a recurrent cell in a way that those of Keras do not know."""
        name = self._context.names.of(call.func)
        if not name.endswith(f"{_CELL}.{_ZERO_STATE}"):
            return name.endswith(_CELL)
        names = (self._context.names.of(node) for node in self._context.scopes.syntax.nodes)
        return any(each.endswith(_STACK) for each in names)

    def _is_known(self, function: ast.expr) -> bool:
        """Returns whether a function only computes something."""
        if self._context.names.of(function) or self._functions.of(function) is not None:
            return True
        if isinstance(function, ast.Call) and self._context.names.of(function.func):
            return True  # an object that a checked call of the library makes
        root = function
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            root = root.func if isinstance(root, ast.Call) else root.value
        if isinstance(function, ast.Attribute) and function.attr in _METHODS:
            return True
        if not isinstance(root, ast.Name):
            return isinstance(root, ast.Constant | ast.Lambda)
        if isinstance(function, ast.Attribute):
            return root.id in _PURE or self._context.is_dynamic(root)
        # Functions of Python itself, and parameters in the moved code: what is passed to them stands there, too.
        scope = self._scopes.owner(root)
        return (
            scope is None or (scope not in self._outer and not self._bindings(root)) or self._is_made_of_library(root)
        )

    def _bindings(self, name: ast.Name) -> list[ast.AST]:
        """Returns what binds a name; parameters do not count."""
        scope = self._scopes.owner(name)
        return [use.node for use in self._scopes.uses(scope, name.id) if use.is_binding] if scope is not None else []

    def _is_imported(self, name: ast.Name) -> bool:
        """Returns whether a name is of another module of the program, or a class: what it makes may last."""
        is_foreign = any(
            isinstance(node, ast.ClassDef | ast.Import | ast.ImportFrom | ast.alias) for node in self._bindings(name)
        )
        return is_foreign and name.id not in _PURE and name not in self._roots

    def _is_made_of_library(self, name: ast.Name) -> bool:
        """Returns whether a name always holds what the library made once, such as a layer."""
        bindings = self._bindings(name)
        made = [
            node
            for node in self._scopes.syntax.of_class(ast.Assign)
            if isinstance(node.value, ast.Call) and node.targets[0] in bindings
        ]
        return len(bindings) == len(made) == 1 and all(
            isinstance(node.value, ast.Call) and self._context.names.of(node.value.func) for node in made
        )

    def _check_bindings(self, unit: Unit) -> None:
        """Checks that the names that a statement reads keep what they hold when it moves into a function."""
        last = unit.statement.end_lineno or 0
        for name in unit.reads - self._block.dynamic_names:
            uses = self._scopes.uses(self._block.node, name)
            if any(use.is_binding and getattr(use.node, "lineno", 0) > last for use in uses):
                message = f"{name}, which line {unit.statement.lineno} reads, is bound again later"
                raise CannotConvertError(message)

    def _check_uses(self) -> None:
        """Checks that only moved statements and runs use what is computed in the graph."""
        context, nodes_in = self._context, self._scopes.syntax.nodes_in
        allowed = {node for unit in self._block.dynamic for node in nodes_in(unit.statement)}
        for statement in (context.unpacking.statement, context.unpacking.returned):
            allowed.update(self._context.scopes.syntax.nodes_in(statement) if statement is not None else ())
        if context.structure is not None:
            allowed.update(ast.walk(context.structure.returned.statement))
        for run in context.runs:
            if run.feed is None or not run.fetches:
                message = f"what line {run.call.lineno} feeds is not known"
                raise CannotConvertError(message)
            allowed.update(
                node for part in (*run.fetches, *run.feed.keys) for node in self._context.scopes.syntax.nodes_in(part)
            )
        self._check_structure()
        called = {
            self._block.method(call)
            for unit in self._block.dynamic
            for call in self._context.scopes.syntax.of_class(ast.Call, inside=unit.statement)
        }
        allowed.update(
            node for method in called if method is not None for node in self._context.scopes.syntax.nodes_in(method)
        )
        for node in context.scopes.syntax.nodes:
            if node not in allowed and self._uses_dynamic(node):
                message = f"line {getattr(node, 'lineno', 0)} uses {ast.unparse(node)}, which a session computes"
                raise CannotConvertError(message)

    def _check_structure(self) -> None:
        """Checks that only runs use the parts of the object that the block returns, besides those that stay."""
        held = self._context.structure
        if held is None:
            return
        known = {
            node
            for run in self._context.runs
            for part in run.original
            for node in self._context.scopes.syntax.nodes_in(part)
        }
        known |= {
            node
            for run in self._context.runs
            if run.feed
            for part in run.feed.places
            for node in self._context.scopes.syntax.nodes_in(part)
        }
        static = {
            node
            for node in self._context.scopes.syntax.nodes
            if (part := held.part(node)) is not None
            and not any(map(self._context.is_dynamic, self._context.scopes.syntax.nodes_in(part)))
        }
        for node in held.other_uses(known | static):
            message = f"line {getattr(node, 'lineno', 0)} uses {ast.unparse(node)}, whose parts a session computes"
            raise CannotConvertError(message)

    def _uses_dynamic(self, node: ast.AST) -> bool:
        """Returns whether an expression is, or may be, something that is only computed in a session."""
        if self._context.is_dynamic(node):
            return True
        is_attribute = (
            isinstance(node, ast.Attribute)
            and not self._context.names.of(node)
            and (not self._scopes.name(node) or self._scopes.owner(node) in self._relatives)
        )
        return is_attribute and f"{RECEIVER}{getattr(node, 'attr', '')}" in self._block.dynamic_names


def _root(node: ast.AST) -> ast.AST:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node
