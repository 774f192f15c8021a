"""The calls of a file that run something, and what its functions bind."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.built_values import BuiltValues
from tf2lint.linting.statements import FUNCTIONS, Code, expressions
from tf2lint.source import Definitions, dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tf2lint.project import Program
    from tf2lint.source import MentionIndex

#: Methods that run their first argument.
RUNS_FIRST: Final = frozenset({"Session().run", "InteractiveSession().run"})
#: The method of tests that evaluates what it is given.
EVALUATE: Final = "evaluate"
_RUN: Final = "run"
#: Methods of variables that change them, where their result is not used, and of operations.
_CHANGING: Final = ("load", "assign", "assign_add", "assign_sub", _RUN)


class FileCalls:
    """The calls of one file, and the code that they are in.

    Args:
        module: the syntax of the file.
        mention_index: its lines.
        is_deleted: returns whether a call is to be deleted.
        derives: returns whether a class of the file derives from a library class, given its name below `tf`.
        classes: returns the classes, below `tf`, of the library objects that an argument of a call is or contains.
        dtype: returns whether an argument of a call is `integer` or `float`; empty if that is unknown.
        returned: returns what a function that an argument of a call is may return; an empty list if that is unknown.
        rank: returns the number of dimensions of an expression; None if it is unknown.
        name: returns the name below `tf` of the member of the library that is called; empty if that is none.
        called: the calls of members of the library in the file.
        is_used: returns whether the file refers to a member of the library, given its name below `tf`.
        is_member: returns whether an expression is a member of the library, given a name of it in TensorFlow 1.
        program: the program of the file.
    """

    def __init__(
        self,
        module: ast.AST,
        mention_index: MentionIndex,
        is_deleted: Callable[[ast.Call], bool],
        derives: Callable[[ast.ClassDef, str], bool],
        classes: Callable[[ast.Call, ast.expr], frozenset[str]],
        dtype: Callable[[ast.Call, ast.expr], str],
        returned: Callable[[ast.Call, ast.expr], list[ast.expr | None]],
        rank: Callable[[ast.expr], int | None],
        name: Callable[[ast.expr], str],
        called: Sequence[ast.Call],
        is_used: Callable[[str], bool],
        is_member: Callable[[ast.expr, str], bool],
        program: Program,
    ) -> None:
        self.module = module
        self._mention_index = mention_index
        self.is_deleted_call = is_deleted
        self.derives = derives
        self.classes = classes
        self.dtype = dtype
        self.returned = returned
        self.rank = rank
        self.name = name
        self.is_used = is_used
        self.is_member = is_member
        self._called = called
        self.program = program
        self.built = BuiltValues(module, name)
        self._codes: dict[ast.AST, Code] = {}
        self._parents: dict[ast.AST, dict[ast.AST, ast.AST]] = {}

    @cached_property
    def runs(self) -> list[ast.Call]:
        """The calls that run their first argument, in order, with those by which tests evaluate it."""
        found = [call for call in self._called if _may_run(call) and self.name(call.func) in RUNS_FIRST]
        evaluating = {f"{receiver}.{EVALUATE}" for receiver in self.receivers.values() if receiver}
        nodes = self._mention_index.nodes_in(self.module, EVALUATE)
        calls = (node for node in nodes if isinstance(node, ast.Call) and node.args)
        found += (call for call in calls if dotted(call.func) in evaluating)
        return sorted(found, key=line_of)

    @cached_property
    def changes(self) -> list[ast.Call]:
        """The calls of methods that change a variable at once, or run an operation, in order."""
        found: list[ast.Call] = []
        for word in _CHANGING:
            for node in self._mention_index.nodes_in(self.module, word):
                match node:
                    case ast.Expr(value=ast.Call(func=ast.Attribute(attr=method)) as call) if method == word:
                        found += [] if method == _RUN and call.args else [call]
                    case _:
                        pass
        return sorted(found, key=line_of)

    @cached_property
    def receivers(self) -> dict[ast.FunctionDef | ast.AsyncFunctionDef, str]:
        """The functions of the file, each with the name that holds the object of the method it is part of."""
        return Definitions(self.module).receivers

    def code(self, node: ast.AST) -> Code:
        """Returns a function, or the module."""
        if node not in self._codes:
            receiver = self.receivers.get(node, "") if isinstance(node, FUNCTIONS) else ""
            self._codes[node] = Code(node, receiver)
        return self._codes[node]

    def parents(self, statement: ast.AST) -> dict[ast.AST, ast.AST]:
        """Returns what contains each expression of a statement, without those of the statements in it."""
        if statement not in self._parents:
            found: dict[ast.AST, ast.AST] = {}
            pending = [statement]
            while pending:
                node = pending.pop()
                children = expressions(node)
                found.update(dict.fromkeys(children, node))
                pending += children
            self._parents[statement] = found
        return self._parents[statement]


def line_of(call: ast.Call) -> int:
    """Returns the line in which a call begins."""
    return call.lineno


def _may_run(call: ast.Call) -> bool:
    """Returns whether it is worth asking what a call calls."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == _RUN and bool(call.args)
