"""The code that builds a graph: the statements of one function or module, and what each of them depends on."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.scopes import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes

PLACEHOLDERS: Final = ("placeholder", "placeholder_with_default")
#: What `with` statements enter that means nothing where operations run where they stand.
_GRAPHS: Final = ("Graph", "get_default_graph")
SESSIONS: Final = ("Session", "InteractiveSession", "Session().as_default")
_DEFAULT_GRAPHS: Final = ("Graph().as_default", "get_default_graph().as_default")
_VARIABLE: Final = ("Variable", "get_variable", "train.get_or_create_global_step", "train.create_global_step")
#: Statements that build a graph and can be moved into a function.
_BUILDS: Final = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.With, ast.For, ast.If, *FUNCTIONS)



class Placeholder:
    """A placeholder, and the parameter that takes its place.

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
    def default(self) -> ast.expr | None:
        """What it is where nothing is fed; None if it must be fed."""
        return _argument(self.call, 0, "input") if self._has_default else None

    @property
    def dtype(self) -> ast.expr | None:
        """Its data type as the call has it; None if it has that of its default."""
        return None if self._has_default else _argument(self.call, 0, "dtype")


class Unit:
    """A statement of a block.

    Args:
        statement: the statement.
        block: the function or module.
        scopes: the names of the file.

    Attributes:
        statement: the statement.
        reads: the names of the block that it reads.
        binds: the names of the block that it binds.
        mutates: the names of the block whose objects it changes by a method: `losses` in `losses.append(loss)`.
    """

    def __init__(self, statement: ast.stmt, block: ast.AST, scopes: Scopes) -> None:
        self.statement = statement
        reads, binds, mutates = set[str](), set[str](), set[str]()
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and scopes.owner(node) is block:
                (reads if isinstance(node.ctx, ast.Load) else binds).add(node.id)
            elif isinstance(node, (*FUNCTIONS, ast.ClassDef)) and node is statement:
                binds.add(node.name)
            elif isinstance(node, ast.alias):
                binds.add(node.asname or node.name.partition(".")[0])
            owner = _changed(node)
            if isinstance(owner, ast.Name) and scopes.owner(owner) is block:
                mutates.add(owner.id)
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            reads.add(statement.target.id)
        self.reads = frozenset(reads)
        self.binds = frozenset(binds)
        self.mutates = frozenset(mutates)

    def consists_of(self, statements: Iterable[ast.stmt]) -> bool:
        """Returns whether a unit is one of some statements, or a `with` statement with nothing else in it."""
        statements = set(statements)
        body = self.statement.body if isinstance(self.statement, ast.With) else [self.statement]
        return all(statement in statements for statement in body)

    @property
    def can_move(self) -> bool:
        """Whether the statement only builds a graph, so that it can be moved into a function."""
        jumps = (ast.Return, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await, ast.Global, ast.Nonlocal, ast.Import)
        return isinstance(self.statement, _BUILDS) and not any(
            isinstance(node, jumps) for node in _in_block(self.statement)
        )


class GraphBlock:
    """A function or module that makes placeholders, and the operations that depend on them.

    Args:
        node: the function or the module.
        scopes: the names of the file.
        names: the names, below `tf`, of what expressions refer to.
        is_run: returns whether a statement runs something.

    Attributes:
        node: the function or the module.
        heads: the `with` statements around statements of the block that make a graph the default one.
        units: the statements, in order, without those that run something.
    """

    def __init__(self, node: ast.AST, scopes: Scopes, names: LibraryNames, is_run: Callable[[ast.stmt], bool]) -> None:
        self.node = node
        self.scopes = scopes
        self._names = names
        self.heads: list[ast.With] = []
        body = getattr(node, "body", [])
        statements = list(self._flat(body))
        self.units = [
            Unit(each, node, scopes) for each in statements if not is_run(each) and not isinstance(each, ast.Return)
        ]
        self.statements = statements

    def _flat(self, body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in body:
            if isinstance(statement, ast.With) and all(self._is_transparent(item) for item in statement.items):
                if all(self._enters_graph(item) for item in statement.items):
                    self.heads.append(statement)
                yield from self._flat(statement.body)
            else:
                yield statement

    def _is_transparent(self, item: ast.withitem) -> bool:
        """Returns whether a `with` statement enters something that means nothing where operations run at once."""
        context = item.context_expr
        is_session = isinstance(context, ast.Call) and self._names.of(context.func) in SESSIONS
        return is_session or self._enters_graph(item)

    def _enters_graph(self, item: ast.withitem) -> bool:
        context = item.context_expr
        if not isinstance(context, ast.Call):
            return False
        if self._names.of(context.func) in _DEFAULT_GRAPHS:
            return True
        match context.func:
            case ast.Attribute(value=ast.Call(func=maker), attr="as_default"):
                return self._names.of(maker) in _GRAPHS
            case ast.Attribute(value=ast.Name() as name, attr="as_default"):
                return self._is_graph(name)
            case _:
                return False

    def _is_graph(self, name: ast.Name) -> bool:
        """Returns whether a name always holds a graph that the file makes."""
        scope = self.scopes.owner(name)
        bindings = [use.node for use in self.scopes.uses(scope, name.id) if use.is_binding] if scope is not None else []
        return scope is not None and len(bindings) == 1 and any(
            isinstance(node, ast.Assign)
            and node.targets == bindings
            and isinstance(node.value, ast.Call)
            and self._names.of(node.value.func) in _GRAPHS
            for node in ast.walk(scope)
        )

    @cached_property
    def placeholders(self) -> dict[str, Placeholder]:
        """The placeholders that its statements assign to names."""
        found = {}
        for unit in self.units:
            for node in _in_block(unit.statement):
                match node:
                    case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=function) as call):
                        made = self._names.of(function)
                        if made in PLACEHOLDERS:
                            found[name] = Placeholder(name, call, node, has_default=made != PLACEHOLDERS[0])
                    case _:
                        pass
        return found

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of variables, whose values change from one run to the next."""
        return frozenset(
            name
            for unit in self.units
            if isinstance(unit.statement, ast.Assign)
            and isinstance(unit.statement.value, ast.Call)
            and self._names.of(unit.statement.value.func) in _VARIABLE
            for name in unit.binds
        )

    @cached_property
    def dynamic(self) -> tuple[Unit, ...]:
        """The units whose results depend on what is fed, or on variables."""
        names = {*self.placeholders, *self.variables}
        found: dict[Unit, None] = {}
        size = -1
        while size != len(found):
            size = len(found)
            for unit in self.units:
                if unit in found or unit.binds & self.variables:
                    continue
                if unit.reads & names or unit.binds & set(self.placeholders):
                    found[unit] = None
                    names |= unit.binds | unit.mutates
        return tuple(unit for unit in self.units if unit in found)

    @cached_property
    def dynamic_names(self) -> frozenset[str]:
        """The names that dynamic units bind, and placeholders."""
        return frozenset(name for unit in self.dynamic for name in (*unit.binds, *unit.mutates))

    def slice_of(self, names: Iterable[str]) -> tuple[Unit, ...]:
        """Returns the dynamic units that names depend on, in order."""
        needed, found = set(names), set[Unit]()
        for unit in reversed(self.dynamic):
            if (unit.binds | unit.mutates) & needed:
                found.add(unit)
                needed |= unit.reads
        return tuple(unit for unit in self.dynamic if unit in found)


def _in_block(statement: ast.AST) -> Iterator[ast.AST]:
    """Yields a statement and what is in it, without the code of functions and classes."""
    yield statement
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
        return
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            yield from _in_block(child)


def _changed(node: ast.AST) -> ast.expr | None:
    """Returns what a statement changes: the list of `x.append(y)`, the dictionary of `x[y] = z`."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=owner))):
            return owner
        case ast.Subscript(value=owner, ctx=ast.Store()) | ast.Attribute(value=owner, ctx=ast.Store()):
            return owner
        case _:
            return None


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    if named is not None or len(call.args) <= position:
        return named
    return call.args[position]
