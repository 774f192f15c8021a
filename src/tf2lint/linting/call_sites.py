"""The code around a call that is rewritten: its statement, the class and the function that it is in."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.built_values import BuiltValues
from tf2lint.linting.call_statement import CallStatement
from tf2lint.linting.statements import FUNCTIONS, Code, expressions, is_inside, start
from tf2lint.project import FACTS
from tf2lint.source import Definitions, catches_errors, dotted, nodes_in, receiver_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tf2lint.project import Program
    from tf2lint.source import MentionIndex

#: Functions that only run all that they are given, and methods that only run their first argument or their object.
RUNS_ALL: Final = frozenset({"group"})
RUNS_FIRST: Final = frozenset({"Session().run", "InteractiveSession().run"})
RUNS_OBJECT: Final = frozenset({"Operation().run"})
#: The class of tests, which evaluate what they are given, and the method that does.
_TEST: Final = "test.TestCase"
#: What the data calls the object of a method in the code that it writes, which must have that name there.
_SELF: Final = "self"
_EVALUATE: Final = "evaluate"
_RUN: Final = "run"
#: Methods of variables that change them, where their result is not used, and of operations.
_CHANGING: Final = ("load", "assign", "assign_add", "assign_sub", _RUN)
_LOOPS: Final = (ast.For, ast.AsyncFor, ast.While)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda)
#: The class of tensors whose parts are tensors.
_SPARSE: Final = frozenset({"SparseTensor"})


class CallSites:
    """The code around the calls of one file.

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
        self._sites: dict[ast.Call, Site] = {}
        self._codes: dict[ast.AST, Code] = {}
        self._parents: dict[ast.AST, dict[ast.AST, ast.AST]] = {}

    @cached_property
    def runs(self) -> list[ast.Call]:
        """The calls that run their first argument, in order, with those by which tests evaluate it."""
        found = [call for call in self._called if _may_run(call) and self.name(call.func) in RUNS_FIRST]
        evaluating = {f"{receiver}.{_EVALUATE}" for receiver in self.receivers.values() if receiver}
        nodes = self._mention_index.nodes_in(self.module, _EVALUATE)
        calls = (node for node in nodes if isinstance(node, ast.Call) and node.args)
        found += (call for call in calls if dotted(call.func) in evaluating)
        return sorted(found, key=_line)

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
        return sorted(found, key=_line)

    def of(self, call: ast.Call) -> Site:
        """Returns the code around a call."""
        if call not in self._sites:
            self._sites[call] = Site(self, call)
        return self._sites[call]

    def close(self) -> None:
        """Breaks reference cycles so that memory is freed without the garbage collector."""
        self._sites.clear()

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


class Site(CallStatement):
    """The code around a call, see `CallSite`.

    Args:
        sites: the file.
        call: the call.
    """

    def __init__(self, sites: CallSites, call: ast.Call) -> None:
        super().__init__(call, sites.module, sites.code)
        self._sites = sites

    @property
    def place(self) -> str:
        """What the call is, with what only runs it: a statement, the head of a `with` statement, or what is assigned.

        An element that can be left out of a list of what is run is an `element`.
        """
        parents = self._sites.parents(self._around[-1])
        node: ast.AST = self._call
        parent = parents.get(node)
        while isinstance(parent, ast.List | ast.Tuple | ast.Call | ast.Attribute):
            if not self._only_runs(parent, node, parents):
                return ""
            if any(not self.is_deleted(other) for other in self._elements(parent) if other is not node):
                return "element"
            node, parent = parent, parents.get(parent)
        match parent:
            case ast.Expr():
                return "statement"
            case ast.withitem(optional_vars=name):
                return "with" if name is None else "named with"
            case ast.Assign(targets=[ast.Name() | ast.Attribute()]) | ast.AnnAssign(value=ast.expr()):
                return "assigned"
            case _:
                return ""

    def _only_runs(self, parent: ast.expr, node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
        """Returns whether an expression does nothing but run a part of it."""
        if isinstance(parent, ast.Attribute):
            return self._sites.name(parent) in RUNS_OBJECT and _is_called_without_arguments(parent, parents)
        if not isinstance(parent, ast.Call) or parent.func is node:
            return True
        return node in parent.args and self._is_runner(parent.func)

    def _is_runner(self, function: ast.expr) -> bool:
        """Returns whether a function or method only runs what it is given."""
        match function:
            case ast.Attribute(value=ast.Name(id=name), attr=method) if (
                method == _EVALUATE and name == self._function.receiver
            ):
                return self.is_in(_TEST)
            case _:
                return self._sites.name(function) in RUNS_ALL | RUNS_FIRST

    def _elements(self, node: ast.expr) -> list[ast.expr]:
        """Returns the elements of a list, or what a call runs."""
        if isinstance(node, ast.Call):
            return node.args[:1] if self._sites.name(node.func) in RUNS_FIRST else node.args
        return getattr(node, "elts", [])

    def program_lacks(self, fact: str) -> bool:
        """Returns whether no file of the program has a fact."""
        return not self._sites.program.has(FACTS[fact])

    def is_in(self, name: str) -> bool:
        """Returns whether the call is in a method, whose object is `self`, of a class that derives from a class."""
        owners = [node for node in self._around if isinstance(node, ast.ClassDef)]
        if not owners or not self._sites.derives(owners[-1], name):
            return False
        inside = self._around[self._around.index(owners[-1]) :]
        method = next((node for node in inside if isinstance(node, FUNCTIONS)), None)
        return method is not None and receiver_of(method) == _SELF

    def is_with(self, name: str) -> bool:
        """Returns whether the file refers to a member of the library, given its name below `tf` in TensorFlow 1."""
        return self._sites.is_used(name)

    def is_member(self, node: ast.expr, name: str) -> bool:
        """Returns whether an argument is a member of the library, given one of its names in TensorFlow 1."""
        return self._sites.is_member(node, name)

    def is_deleted(self, node: ast.expr) -> bool:
        """Returns whether all that an expression consists of are calls that are to be deleted."""
        if not isinstance(node, ast.Name | ast.Attribute):
            return self._consists_of_deleted(node)
        values = self._values(node)
        return bool(values) and all(value is not None and self._consists_of_deleted(value) for value in values)

    def _consists_of_deleted(self, node: ast.expr) -> bool:
        """Returns whether all parts of an expression are calls that are to be deleted, or run only these."""
        match node:
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                return bool(elements) and all(map(self._consists_of_deleted, elements))
            case ast.Call(func=function, args=elements) if self._is_runner(function):
                return bool(elements) and all(map(self._consists_of_deleted, elements))
            case ast.Call():
                return self._sites.is_deleted_call(node)
            case _:
                return False

    def classes(self, node: ast.expr) -> frozenset[str]:
        """Returns the classes, below `tf`, of the library objects that an argument is or contains, as far as known."""
        return self._sites.classes(self._call, node)

    def returned(self, node: ast.expr) -> list[ast.expr | None]:
        """Returns what a function of the file that an argument is may return, None for a plain `return`."""
        return self._sites.returned(self._call, node)

    def dtype(self, node: ast.expr) -> str:
        """Returns `integer` for a tensor of integers, `float` or `double` for floats; empty if that is unknown."""
        return self._sites.dtype(self._call, node)

    def rank(self, node: ast.expr) -> int | None:
        """Returns the number of dimensions of an argument; None if it is unknown."""
        return self._sites.rank(node)

    def member(self, node: ast.expr) -> str:
        """Returns the name below `tf` of the member of the library that an expression is; empty if it is none."""
        return self._sites.name(node)

    def display(self, node: ast.expr) -> ast.expr:
        """Returns the dictionary that a name is bound to, if it is the only one; else the expression itself."""
        if not isinstance(node, ast.Name):
            return node
        values = self._values(node) if self._is_local(node) else []
        return values[0] if len(values) == 1 and isinstance(values[0], ast.Dict) else node

    def is_computed_here(self, node: ast.expr) -> bool:
        """Returns whether what an expression evaluates to is computed in this function, for this call alone.

        That is so if it is a call, or a name that the function binds, but not to an attribute: in the same loop, if
        there is one, such that nothing is run between that depends on it or changes something, and where errors of it
        are caught if those of the call are.
        """
        match node:
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return bool(parts) and all(map(self.is_computed_here, parts))
            case ast.Dict(values=parts):
                return bool(parts) and all(map(self.is_computed_here, parts))
            case ast.Call(func=function, args=arguments, keywords=keywords):
                parts = [*arguments, *(keyword.value for keyword in keywords)]
                parts += [function.value] if isinstance(function, ast.Attribute) else []
                names = [inner for part in parts for inner in nodes_in(part) if isinstance(inner, ast.Name)]
                return all(self._is_bound_for_it(name) for name in names if self._is_local(name))
            case ast.Name():
                is_local = self._is_local(node) and self._is_bound_for_it(node)
                return is_local and not self._holds_attribute(node) and not self._raises_before(node)
            case ast.BinOp(left=left, right=right):
                operands = [part for part in (left, right) if not isinstance(part, ast.Constant)]
                return bool(operands) and all(map(self.is_computed_here, operands))
            case ast.Subscript(value=value):
                return self.is_computed_here(value)
            case ast.Attribute(value=value) if self.classes(value) == _SPARSE:
                return self.is_computed_here(value)
            case _:
                return False

    def is_built(self, node: ast.expr) -> bool:
        """Returns whether calls of the library, or of functions in this file, make what an expression evaluates to."""
        return self._sites.built.is_built(node, self._function)

    def _holds_attribute(self, name: ast.Name) -> bool:
        """Returns whether a local name may hold an attribute of an object, which other code computes."""
        parts = (node for value in self._values(name) if value is not None for node in _parts(value))
        return any(isinstance(node, ast.Attribute) for node in parts)

    def _is_local(self, name: ast.Name) -> bool:
        return name.id in self._function.parameters or name.id in self._function.bindings

    def _is_bound_for_it(self, name: ast.Name) -> bool:
        """Returns whether a local name has a new value for each run of this call, which nothing run could change."""
        statement = self._around[-1]
        if self._is_in_comprehension:
            return False
        loops = [node for node in self._around if isinstance(node, _LOOPS)]
        places = [place for place, _ in self._function.bindings.get(name.id, ()) if start(place) < start(statement)]
        if not places:
            return not loops and name.id in self._function.parameters and not self._is_run_before(name, 0)
        if loops and not any(is_inside(place, loops[-1]) for place in places):
            return False
        return not self._is_run_before(name, max(place.lineno for place in places))

    def _raises_before(self, name: ast.Name) -> bool:
        """Returns whether errors of the call are caught, but not those of what computes a local name."""
        catching = [node for node in self._around if catches_errors(node)]
        places = [place for place, _ in self._function.bindings.get(name.id, ())]
        return bool(catching) and not any(is_inside(place, catching[-1]) for place in places)

    @cached_property
    def _is_in_comprehension(self) -> bool:
        """Whether an expression around the call runs it several times, or later."""
        parents = self._sites.parents(self._around[-1])
        node: ast.AST | None = self._call
        while node is not None and not isinstance(node, _COMPREHENSIONS):
            node = parents.get(node)
        return node is not None

    def _is_run_before(self, name: ast.Name, line: int) -> bool:
        """Returns whether a name is run by another call before, from a line on, or something that changes variables."""
        first, last = max(line, start(self._function.node)[0]), start(self._around[-1])[0] - 1
        if _between(self._sites.changes, first, last):
            return True
        for call in _between(self._sites.runs, first, last):
            if any(isinstance(inner, ast.Name) and inner.id == name.id for inner in nodes_in(call.args[0])):
                return True
            if self._sites.of(call).ignores_result and not self.is_deleted(call.args[0]):
                return True
        return False

    def _values(self, target: ast.Name | ast.Attribute) -> list[ast.expr | None]:
        """Returns what a name or attribute is bound to: in the function, or else in the module."""
        module = self._sites.code(self._around[0])
        if isinstance(target, ast.Attribute):
            found = module.attributes.get(dotted(target), [])
        elif self._is_local(target):
            found = self._function.bindings.get(target.id, [])
        else:
            found = module.bindings.get(target.id, [])
        return [value for _, value in found]


def _parts(value: ast.expr) -> list[ast.expr]:
    """Returns the elements of a list, tuple, or dictionary; else the expression itself."""
    match value:
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return parts
        case _:
            return [value]


def _between(calls: list[ast.Call], first: int, last: int) -> list[ast.Call]:
    """Returns the calls in some lines, of those in order."""
    return calls[bisect_left(calls, first, key=_line) : bisect_right(calls, last, key=_line)]


def _line(call: ast.Call) -> int:
    return call.lineno


def _may_run(call: ast.Call) -> bool:
    """Returns whether it is worth asking what a call calls."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == _RUN and bool(call.args)


def _is_called_without_arguments(function: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(function)
    return isinstance(parent, ast.Call) and parent.func is function and not parent.args
