"""The code that builds a graph: the statements of one function or module, and what each of them depends on."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.own_graphs import SESSIONS
from tf2lint.constructs.analysis.placeholders import Placeholder
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.constructs.graphs.listed_parts import listed_parts
from tf2lint.constructs.graphs.units import Unit, in_block, in_block_of
from tf2lint.source import NodeSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.own_graphs import Graphs
    from tf2lint.constructs.analysis.scopes import Scopes, Use
    from tf2lint.constructs.graphs.listed_parts import ListedPart
    from tf2lint.constructs.graphs.renewed import Renewed
    from tf2lint.constructs.variables.variable_calls import VariableCalls

SAVER: Final = "train.Saver"
_PLACEHOLDERS: Final = ("placeholder", "placeholder_with_default")
#: Scopes that only name and place operations.
_PLACING: Final = ("device", "name_scope")


class GraphBlock:
    """A function or module that makes placeholders, and the operations that depend on them.

    Args:
        node: the function or the module.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        graphs: the graphs of the file.
        variable_calls: what the calls of the file do with variables.
        renewed: what each run computes anew.
        is_run: returns whether a statement runs something.
        in_parts: whether statements in scopes that only name and place operations count one by one; the scopes go.

    Attributes:
        node: the function or the module.
        graphs: the graphs of the file.
        syntax: the nodes of the file.
        owner: the class that has the attributes of a method, which are names of the block; None for other code.
        heads: the `with` statements around statements of the block that make a graph the default one.
        placing: those that enter a scope that goes.
        scopes: those for scopes of variables, which each statement in them enters for itself.
        units: the statements, in order, without those that run something.
    """

    def __init__(
        self,
        node: ast.AST,
        scopes: Scopes,
        names: LibraryNames,
        graphs: Graphs,
        variable_calls: VariableCalls,
        renewed: Renewed,
        is_run: Callable[[ast.stmt], bool],
        *,
        in_parts: bool = False,
    ) -> None:
        self.node = node
        self.graphs = graphs
        self.syntax = scopes.syntax
        self.owner = scopes.holder(node)
        self._scopes = scopes
        self._names = names
        self._variable_calls = variable_calls
        self._renewed = renewed
        self._in_parts = in_parts
        self.heads: list[ast.With] = []
        self.placing: list[ast.With] = []
        self.scopes: list[ast.With] = []
        self.units = [
            Unit(statement, self, scopes)
            for statement, scopes in self._flat(getattr(node, "body", []))
            if not is_run(statement) and not isinstance(statement, ast.Return)
        ]
        for unit, parts in self.listed.items():
            unit.binds -= {self.name(part.target) for part in parts}

    def name(self, node: ast.AST) -> str:
        """Returns the name of the block, or of its class, that an expression is, or a statement binds; else nothing."""
        owner = self._scopes.owner(node)
        return self._scopes.name(node) if owner is not None and owner in (self.node, self.owner) else ""

    def method(self, call: ast.Call) -> ast.stmt | None:
        """Returns the method of the class of the block that a call calls; None if it calls none."""
        name = self.name(call.func)
        if self.owner is None or not name:
            return None
        return next(
            (
                each
                for member in reversed(self._scopes.families.members(self.owner))
                for each in member.body
                if isinstance(each, FUNCTIONS) and name == f"{RECEIVER}{each.name}" and each is not self.node
            ),
            None,
        )

    def _flat(
        self, body: Iterable[ast.stmt], scopes: tuple[ast.With, ...] = ()
    ) -> Iterator[tuple[ast.stmt, tuple[ast.With, ...]]]:
        """Yields statements, with those in `with` statements that mean nothing where operations run at once.

        Each has the scopes of variables that it enters for itself.
        """
        for statement in body:
            if isinstance(statement, ast.With) and all(map(self._is_transparent, statement.items)):
                if all(map(self.graphs.enters, statement.items)):
                    self.heads.append(statement)
                elif all(map(self._is_placing, statement.items)):
                    self.placing.append(statement)
                yield from self._flat(statement.body, scopes)
            elif self._in_parts and not scopes and self._variable_calls.enters_plain_scope(statement):
                assert isinstance(statement, ast.With)
                self.scopes.append(statement)
                yield from self._flat(statement.body, (statement,))
            else:
                yield statement, scopes

    def _is_transparent(self, item: ast.withitem) -> bool:
        context = item.context_expr
        is_session = isinstance(context, ast.Call) and self._names.of(context.func) in SESSIONS
        return is_session or self.graphs.enters(item) or self._is_placing(item)

    def _is_placing(self, item: ast.withitem) -> bool:
        """Returns whether an item enters a scope that goes."""
        context = item.context_expr
        return self._in_parts and isinstance(context, ast.Call) and self._names.of(context.func) in _PLACING

    def session_heads(self, runs: Iterable[ast.Call]) -> list[ast.With]:
        """Returns the `with` statements of the block that enter sessions of which nothing but runs makes use.

        Args:
            runs: the calls of the runs.
        """
        used = {call.func.value for call in runs if isinstance(call.func, ast.Attribute)}
        found = []
        for node in in_block_of(self.node):
            match node:
                case ast.With(items=[ast.withitem(context_expr=ast.Call() as made, optional_vars=name)]):
                    uses = self._uses(name) if name is not None else []
                    is_unused = all(use.node is name or use.node in used for use in uses)
                    if self._names.of(made.func) in SESSIONS and is_unused:
                        found.append(node)
                case _:
                    pass
        return found

    def _uses(self, node: ast.expr) -> list[Use]:
        scope = self._scopes.owner(node)
        return self._scopes.uses(scope, self._scopes.name(node)) if scope is not None else []

    @cached_property
    def listed(self) -> dict[Unit, list[ListedPart]]:
        """The lists of variables that functions return beside other things, by the statements that assign them."""
        found = ((unit, listed_parts(unit.statement, self._variable_calls, self._scopes)) for unit in self.units)
        return {unit: parts for unit, parts in found if parts}

    @cached_property
    def placeholders(self) -> dict[str, Placeholder]:
        """The placeholders that its statements assign to names."""
        found = {}
        calls = NodeSet(self._names.calls_of(_PLACEHOLDERS), self.syntax)
        for unit in self.units:
            for node in in_block(unit.statement) if calls.is_in(unit.statement) else ():
                match node:
                    case ast.Assign(targets=[target], value=ast.Call(func=function) as call):
                        made, name = self._names.of(function), self.name(target)
                        if made in _PLACEHOLDERS and name:
                            found[name] = Placeholder(name, call, node, has_default=made != _PLACEHOLDERS[0])
                    case _:
                        pass
        return found

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of variables, whose values change from one run to the next."""
        kept = {name for unit in self.units if self._variable_calls.is_kept(unit.statement) for name in unit.binds}
        return frozenset(kept | {self.name(part.target) for parts in self.listed.values() for part in parts})

    @cached_property
    def renewed(self) -> frozenset[Unit]:
        """The units whose results each run computes anew, although they depend on nothing that changes."""
        return self._renewed.among(self.units)

    @cached_property
    def dynamic(self) -> tuple[Unit, ...]:
        """The units whose results depend on what is fed, or on variables, or are computed anew."""
        names, bound = {*self.placeholders, *self.variables}, set(self.placeholders)
        found: dict[Unit, None] = {}
        units = [unit for unit in self.units if unit not in self._calls_of_blocks]
        size = -1
        while size != len(found):
            size = len(found)
            for unit in units:
                is_variable = bool(unit.binds & self.variables) and not unit.reads & bound
                if isinstance(unit.statement, FUNCTIONS) and not (unit.reads | unit.binds) & bound:
                    # Its calls depend on the variables that it reads, but it can stay.
                    names |= unit.binds if unit.reads & names else frozenset()
                    continue
                # What makes the list that another one changes belongs to it.
                depends = unit.reads & names or unit.binds & bound or unit in self.renewed
                depends = depends or self._variable_calls.computes(unit.statement)
                if not unit.reads & bound and not unit.can_move and not self._is_read(unit):
                    continue  # it prints something about variables, such as how many there are
                if self._makes_saver(unit) and not unit.reads & bound:
                    continue
                if not is_variable and depends:
                    found[unit] = None
                    names |= unit.binds
                    bound |= unit.binds
        return tuple(unit for unit in self.units if unit in found)

    @cached_property
    def _calls_of_blocks(self) -> frozenset[Unit]:
        """The units that only call a method that is a block of its own, and whose attributes no other unit uses."""
        fed = NodeSet(self._names.calls_of(_PLACEHOLDERS), self.syntax)
        found = set[Unit]()
        for unit in self.units:
            match unit.statement:
                case ast.Expr(value=ast.Call(args=[], keywords=[]) as call) if (
                    method := self.method(call)
                ) is not None:
                    used = {name for other in self.units if other is not unit for name in other.reads | other.binds}
                    attributes = {name for name in unit.binds if name.startswith(RECEIVER)}
                    if fed.is_in(method) and not attributes & used:
                        found.add(unit)
                case _:
                    pass
        return frozenset(found)

    def _makes_saver(self, unit: Unit) -> bool:
        """Returns whether a statement makes a saver, which may be one of certain variables."""
        match unit.statement:
            case ast.Assign(value=ast.Call(func=function)):
                return self._names.of(function) == SAVER
            case _:
                return False

    def _is_read(self, unit: Unit) -> bool:
        """Returns whether other statements read what a statement binds."""
        return any(unit.binds & other.reads for other in self.units if other is not unit)

    @cached_property
    def dynamic_names(self) -> frozenset[str]:
        """The names that dynamic units bind."""
        return frozenset(name for unit in self.dynamic for name in unit.binds)

    def slice_of(
        self, names: Iterable[str], fed: frozenset[str] = frozenset(), run: ast.Call | None = None
    ) -> tuple[Unit, ...]:
        """Returns the dynamic units that names depend on, in order, without those that only compute what is fed.

        Args:
            names: the names.
            fed: the names of what is fed.
            run: where the names are read; units behind it do not count, unless it is in a function of its own.
        """
        needed, found = set(names) - fed, set[Unit]()
        for unit in reversed(self.dynamic):
            if unit.binds & needed and not self.is_behind(unit, run):
                found.add(unit)
                needed -= unit.replaces
                needed |= unit.reads - fed
        return tuple(unit for unit in self.dynamic if unit in found)

    def is_behind(self, unit: Unit, run: ast.Call | None) -> bool:
        """Returns whether a unit runs after a call, which is in the same function or module."""
        return run in self._own_calls and unit.statement.lineno > run.lineno if run is not None else False

    @cached_property
    def _own_calls(self) -> frozenset[ast.AST]:
        """The calls of the block itself, without those in functions that it defines."""
        return frozenset(node for node in in_block_of(self.node) if isinstance(node, ast.Call))


def makes_block(call: ast.Call, names: LibraryNames, variable_calls: VariableCalls) -> bool:
    """Returns whether a call makes a placeholder or a variable: without one, no code depends on what is fed or changes.

    Args:
        call: the call.
        names: the members of the library that expressions refer to.
        variable_calls: what the calls of the file do with variables.
    """
    return names.of(call.func) in _PLACEHOLDERS or variable_calls.gives_variables(call)
