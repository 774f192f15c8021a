"""A file of a program that makes sessions, or has functions and classes that get some."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.deletion import Deletions
from tf2lint.source import Lines, find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tf2lint.model import TextEdit

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_CONSTRUCTOR: Final = "__init__"
#: The parts of a statement that are blocks.
_BLOCKS: Final = ("body", "orelse", "finalbody")
#: A name, and the function that binds it; None for the top level of a file.
Name = tuple[Function | None, str]


class SessionFile:
    """A file of a program.

    Args:
        path: its absolute path.
        tree: its tree.
        source: its text.
        sessions: the positions of the calls that make sessions: lines and columns, from 1.
    """

    def __init__(self, path: str, tree: ast.Module, source: str, sessions: Collection[tuple[int, int]]) -> None:
        self.path = path
        self.tree = tree
        self.lines = Lines(source)
        self._deletions = Deletions(source)
        self._positions = sessions
        self.nodes = list(ast.walk(tree))
        self.parents = {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def functions(self) -> dict[str, Function]:
        """What is called at the top level and bound once, by name: functions, and the constructors of classes.

        They take arguments in a plain way, and the classes derive from nothing.
        """
        found = {node.name: node for node in self.tree.body if isinstance(node, _FUNCTIONS)}
        found.update({owner: node for (owner, name), node in self._methods.items() if name == _CONSTRUCTOR})
        return {name: node for name, node in found.items() if self._bound[name] == 1 and _takes_plainly(node)}

    @cached_property
    def methods(self) -> dict[tuple[str, str], Function]:
        """The other methods of these classes, by the names of both."""
        return {
            (owner, name): node
            for (owner, name), node in self._methods.items()
            if name != _CONSTRUCTOR and self._bound[owner] == 1 and _takes_plainly(node)
        }

    @cached_property
    def _methods(self) -> dict[tuple[str, str], Function]:
        """The methods of the classes at the top level that derive from nothing, without those that stand twice."""
        classes = (node for node in self.tree.body if isinstance(node, ast.ClassDef) and _is_plain(node))
        named = [(owner, each) for owner in classes for each in owner.body if isinstance(each, _FUNCTIONS)]
        counts = Counter((owner.name, each.name) for owner, each in named)
        return {(owner.name, each.name): each for owner, each in named if counts[owner.name, each.name] == 1}

    @cached_property
    def objects(self) -> dict[Name, tuple[str, str]]:
        """The names that only hold objects of one class of the program: its file, and its name."""
        made: dict[Name, list[tuple[str, str]]] = {}
        for node in self.nodes:
            match node:
                case ast.Assign(targets=[ast.Name() as name], value=ast.Call(func=maker)):
                    scope = self.function_around(name), name.id
                    made.setdefault(scope, []).append(self.member(maker) or ("", ""))
                case _:
                    pass
        return {
            name: classes[0]
            for name, classes in made.items()
            if len(classes) == self._local[name] and len(set(classes)) == 1 and classes[0][1]
        }

    def member(self, node: ast.AST) -> tuple[str, str] | None:
        """Returns the file and the name of what is defined at the top level, and an expression names; None if none."""
        match node:
            case ast.Name(id=name) if name in self.imported:
                path, member = self.imported[name]
                return (path, member) if member else None
            case ast.Name(id=name) if self._bound[name] == 1 and name in self._top_level:
                return self.path, name
            case ast.Attribute(value=ast.Name(id=name), attr=member) if name in self.imported:
                path, inner = self.imported[name]
                return (path, member) if not inner else None
        return None

    @cached_property
    def _top_level(self) -> frozenset[str]:
        """The functions and classes at the top level."""
        return frozenset(node.name for node in self.tree.body if isinstance(node, (*_FUNCTIONS, ast.ClassDef)))

    def class_of(self, receiver: ast.expr) -> tuple[str, str] | None:
        """Returns the file and the name of the class of the object that an expression always is; None if unknown."""
        if not isinstance(receiver, ast.Name):
            return None
        function, name = self.scope_of(receiver)
        owner = self.parents.get(function) if function is not None else None
        if isinstance(owner, ast.ClassDef) and function is not None and function.args.args[:1]:
            is_own = function.args.args[0].arg == name and not function.decorator_list
            return (self.path, owner.name) if is_own else self.objects.get((function, name))
        return self.objects.get((function, name))

    @cached_property
    def attributes(self) -> Counter[str]:
        """How often attributes with each name stand in the file."""
        return Counter(node.attr for node in self.nodes if isinstance(node, ast.Attribute))

    def kept(self, function: Function, name: str) -> Iterator[tuple[ast.Assign, str]]:
        """Yields the statements of a constructor that assign a parameter to an attribute of the object, with its name.

        Args:
            function: the constructor.
            name: the parameter.
        """
        receiver = function.args.args[0].arg if function.name == _CONSTRUCTOR and function.args.args else ""
        for node in ast.walk(function):
            match node:
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=owner), attr=attribute)], value=ast.Name(id=value)
                ) if owner == receiver and value == name:
                    yield node, attribute
                case _:
                    pass

    def deleted(self, statement: ast.stmt) -> tuple[TextEdit, ...]:
        """Returns the edits that delete a statement; empty if other code stands with it."""
        block = self.parents[statement]
        is_alone = any([statement] == getattr(block, name, None) for name in _BLOCKS) and block is not self.tree
        return self._deletions.of_statement(statement, is_alone=is_alone)

    @cached_property
    def _bound(self) -> Counter[str]:
        """How often the file binds each name, other than by imports."""
        found = Counter(node.name for node in self.nodes if isinstance(node, (*_FUNCTIONS, ast.ClassDef)))
        for (_, name), count in self._local.items():
            found[name] += count
        return found

    @cached_property
    def _local(self) -> Counter[Name]:
        """How often parameters, and names that are assigned, are bound, with the functions around them."""
        found = Counter((self.function_around(node), node.arg) for node in self.nodes if isinstance(node, ast.arg))
        names = (node for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        found.update((self.function_around(node), node.id) for node in names)
        return found

    def function_around(self, node: ast.AST | None) -> Function | None:
        """Returns the innermost function around a node; None at the top level of the file."""
        node = self.parents.get(node) if node is not None else None
        while node is not None and not isinstance(node, _FUNCTIONS):
            node = self.parents.get(node)
        return node

    def scope_of(self, name: ast.Name) -> Name:
        """Returns the function that binds a name, None for the file, and the name."""
        function = self.function_around(name)
        while function is not None and (function, name.id) not in self._local:
            function = self.function_around(function)
        return function, name.id

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """The names that imports bind to modules of the program, or their members: the file, and the member."""
        found: dict[str, tuple[str, str]] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    name = alias.asname or alias.name
                    file = find_by_path(self.path, alias.name, 0)
                    if file is not None and "." not in name:
                        found[name] = file, ""
            elif isinstance(node, ast.ImportFrom):
                file = find_by_path(self.path, node.module or "", node.level)
                for alias in node.names if file is not None else ():
                    assert file is not None
                    part = part_of(file, alias.name)
                    found[alias.asname or alias.name] = (part, "") if part is not None else (file, alias.name)
        return {name: target for name, target in found.items() if name not in self._bound}

    @cached_property
    def sessions(self) -> frozenset[Name]:
        """The names that only statements that make sessions bind."""
        made: list[Name] = []
        for node in self.nodes:
            match node:
                case ast.With(items=[ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.Name() as name)]):
                    pass
                case ast.Assign(targets=[ast.Name() as name], value=ast.Call() as call):
                    pass
                case _:
                    continue
            span = self.lines.span(call)
            if (span.line, span.column) in self._positions:
                made.append((self.function_around(name), name.id))
        return frozenset(name for name in made if made.count(name) == self._local[name])

    @property
    def hands_on(self) -> bool:
        """Whether the file passes a session to imported functions, and does nothing else with it."""
        found: dict[Name, list[bool]] = {name: [] for name in self.sessions}
        for node in self.nodes if found else ():
            if (
                isinstance(node, ast.Name)
                and isinstance(node.ctx, ast.Load)
                and (scope := self.scope_of(node)) in found
            ):
                found[scope].append(self._is_passed(node))
        return any(uses and all(uses) for uses in found.values())

    def _is_passed(self, name: ast.Name) -> bool:
        """Returns whether a name is an argument of a function, or of one of a module, that is imported."""
        call = self.parents.get(name)
        call = self.parents.get(call) if isinstance(call, ast.keyword) else call
        if not isinstance(call, ast.Call) or call.func is name:
            return False
        root = call.func.value if isinstance(call.func, ast.Attribute) else call.func
        is_known = isinstance(root, ast.Name) and (root.id in self.imported or root.id in self.functions)
        return is_known or self.class_of(root) is not None


def _takes_plainly(function: Function) -> bool:
    """Returns whether a function has no decorators, and takes its arguments one by one."""
    return not (function.decorator_list or function.args.vararg or function.args.posonlyargs)


def _is_plain(owner: ast.ClassDef) -> bool:
    """Returns whether a class derives from nothing, and has no decorators."""
    is_base = all(isinstance(base, ast.Name) and base.id == "object" for base in owner.bases)
    return is_base and not owner.keywords and not owner.decorator_list
