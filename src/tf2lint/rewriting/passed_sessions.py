"""Parameters of functions that get a session from other files, and do nothing with it."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.element_edits import edit_without
from tf2lint.source import Lines, find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tf2lint.model import TextEdit

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
#: A name, and the function that binds it; None for the top level of a file.
_Name = tuple[_Function | None, str]


class _Parameter(NamedTuple):
    """A parameter of a function.

    Attributes:
        file: the file with the function.
        function: the function.
        node: the parameter.
    """

    file: str
    function: _Function
    node: ast.arg


class _Argument(NamedTuple):
    """What a call passes for a parameter."""

    file: str
    call: ast.Call
    node: ast.expr


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
        self._positions = sessions
        self.nodes = list(ast.walk(tree))
        self.parents = {child: node for node in self.nodes for child in ast.iter_child_nodes(node)}

    @cached_property
    def functions(self) -> dict[str, _Function]:
        """The functions at the top level that are bound once, and take arguments in a plain way."""
        found = [node for node in self.tree.body if isinstance(node, _FUNCTIONS)]
        plain = (node for node in found if not (node.decorator_list or node.args.vararg or node.args.posonlyargs))
        return {node.name: node for node in plain if self._bound[node.name] == 1}

    @cached_property
    def _bound(self) -> Counter[str]:
        """How often the file binds each name, other than by imports."""
        found = Counter(node.name for node in self.nodes if isinstance(node, (*_FUNCTIONS, ast.ClassDef)))
        for (_, name), count in self._local.items():
            found[name] += count
        return found

    @cached_property
    def _local(self) -> Counter[_Name]:
        """How often parameters, and names that are assigned, are bound, with the functions around them."""
        found = Counter((self.function_around(node), node.arg) for node in self.nodes if isinstance(node, ast.arg))
        names = (node for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        found.update((self.function_around(node), node.id) for node in names)
        return found

    def function_around(self, node: ast.AST | None) -> _Function | None:
        """Returns the innermost function around a node; None at the top level of the file."""
        node = self.parents.get(node) if node is not None else None
        while node is not None and not isinstance(node, _FUNCTIONS):
            node = self.parents.get(node)
        return node

    def scope_of(self, name: ast.Name) -> _Name:
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
    def sessions(self) -> frozenset[_Name]:
        """The names that only statements that make sessions bind."""
        made: list[_Name] = []
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
        found: dict[_Name, list[bool]] = {name: [] for name in self.sessions}
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
        return isinstance(root, ast.Name) and (root.id in self.imported or root.id in self.functions)


class PassedSessions:
    """Finds the parameters that only get sessions, and that no function uses, and what is passed for them.

    Args:
        files: the files of the program, by their absolute paths.
    """

    def __init__(self, files: Mapping[str, SessionFile]) -> None:
        self._files = files
        self._arguments: dict[_Parameter, list[_Argument]] = {}
        self._mentions: dict[tuple[str, str], list[tuple[str, ast.expr]]] = {}
        for file in files.values():
            for node in file.nodes:
                target = self._target(file, node)
                if target is not None and isinstance(node, ast.expr):
                    self._mentions.setdefault(target, []).append((file.path, node))

    def _target(self, file: SessionFile, node: ast.AST) -> tuple[str, str] | None:
        """Returns the file and the name of the function at the top level that an expression is; None if it is none."""
        match node:
            case ast.Name(id=name, ctx=ast.Load()) if name in file.imported:
                path, member = file.imported[name]
                return (path, member) if member else None
            case ast.Name(id=name, ctx=ast.Load()) if name in file.functions:
                return file.path, name
            case ast.Attribute(value=ast.Name(id=name), attr=member) if name in file.imported:
                path, inner = file.imported[name]
                return (path, member) if not inner else None
        return None

    @cached_property
    def parameters(self) -> dict[_Parameter, list[_Argument]]:
        """The parameters, with what all calls pass for them."""
        found = {one: self._passed(one) for one in self._candidates()}
        known = {one: arguments for one, arguments in found.items() if arguments}
        size = -1
        while size != len(known):
            size = len(known)
            taken = {argument.node for arguments in known.values() for argument in arguments or ()}
            names: set[_Name] = {(one.function, one.node.arg) for one in known}
            known = {
                one: arguments
                for one, arguments in known.items()
                if self._uses(one) <= taken and all(self._is_session(each, names) for each in arguments or ())
            }
        functions = [one.function for one in known]
        is_plain = len(set(functions)) == len(functions)  # edits of neighbors would overlap
        return {one: arguments or [] for one, arguments in known.items()} if is_plain else {}

    @property
    def users(self) -> Iterator[tuple[str, str]]:
        """The file and the name of each function that loses a parameter."""
        yield from dict.fromkeys((one.file, one.function.name) for one in self.parameters)

    def edits(self) -> dict[str, list[TextEdit]]:
        """Returns the edits that delete the parameters and what is passed for them, by file."""
        found: dict[str, list[TextEdit]] = {}
        for one, arguments in self.parameters.items():
            siblings = [*one.function.args.args, *one.function.args.kwonlyargs]
            found.setdefault(one.file, []).append(edit_without(one.node, siblings, self._files[one.file].lines.span))
            for argument in arguments:
                passed: list[ast.expr | ast.keyword] = [*argument.call.args, *argument.call.keywords]
                own = next(each for each in passed if argument.node in (each, getattr(each, "value", None)))
                edit = edit_without(own, passed, self._files[argument.file].lines.span)
                found.setdefault(argument.file, []).append(edit)
        return found

    def _candidates(self) -> Iterator[_Parameter]:
        for file in self._files.values():
            for function in file.functions.values():
                arguments = function.args
                without_default = arguments.args[: len(arguments.args) - len(arguments.defaults)]
                yield from (_Parameter(file.path, function, node) for node in without_default)

    def _uses(self, one: _Parameter) -> set[ast.AST]:
        """Returns where a function uses a parameter, or binds its name again."""
        return {node for node in ast.walk(one.function) if isinstance(node, ast.Name) and node.id == one.node.arg}

    def _passed(self, one: _Parameter) -> list[_Argument] | None:
        """Returns what is passed for a parameter; None if that is not known of a call, or none is."""
        found: list[_Argument] = []
        for path, node in self._mentions.get((one.file, one.function.name), []):
            call = self._files[path].parents.get(node)
            if not isinstance(call, ast.Call) or call.func is not node or _unpacks(call):
                return None
            position = one.function.args.args.index(one.node)
            named = [keyword.value for keyword in call.keywords if keyword.arg == one.node.arg]
            values = [*call.args[position : position + 1], *named]
            if len(values) != 1:
                return None
            found.append(_Argument(path, call, values[0]))
        return found

    def _is_session(self, argument: _Argument, parameters: Collection[_Name]) -> bool:
        """Returns whether an argument is a session, or a parameter that gets nothing else."""
        if not isinstance(argument.node, ast.Name):
            return False
        file = self._files[argument.file]
        scope = file.scope_of(argument.node)
        return scope in parameters or scope in file.sessions


def _unpacks(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)
