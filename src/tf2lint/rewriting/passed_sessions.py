"""Parameters that get a session from other files, and are at most kept in an attribute that nothing uses."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.model import Span
from tf2lint.rewriting.element_edits import edit_without

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tf2lint.model import TextEdit
    from tf2lint.rewriting.session_file import Function, Name, SessionFile

#: The function that may get a class beside its object.
_SUPER: Final = "super"
#: What stands between the names of a class and a method.
_OF: Final = "."


class _Parameter(NamedTuple):
    """A parameter of a function.

    Attributes:
        file: the file with the function.
        name: the name by which it is called: its own, or that of the class whose objects it makes.
        function: the function.
        node: the parameter.
    """

    file: str
    name: str
    function: Function
    node: ast.arg

    @property
    def default(self) -> ast.expr | None:
        """The default of the parameter; None if it has none."""
        arguments = self.function.args
        defaults = dict(zip(reversed(arguments.args), reversed(arguments.defaults), strict=False))
        return defaults.get(self.node)

    @property
    def position(self) -> int:
        """The position of the argument in a call."""
        return self.function.args.args.index(self.node) - (self.name != self.function.name)


class _Argument(NamedTuple):
    """What a call passes for a parameter."""

    file: str
    call: ast.Call
    node: ast.expr


class PassedSessions:
    """Finds the parameters that only get sessions, and that no function uses, and what is passed for them.

    Args:
        files: the files of the program, by their absolute paths.
    """

    def __init__(self, files: Mapping[str, SessionFile]) -> None:
        self._files = files
        self._arguments: dict[_Parameter, list[_Argument]] = {}
        self._mentions: dict[tuple[str, str], list[tuple[str, ast.expr]]] = {}
        self._attributes: dict[str, list[tuple[str, ast.Attribute]]] = {}
        for file in files.values():
            for node in file.nodes:
                if not isinstance(node, ast.Name | ast.Attribute) or not isinstance(node.ctx, ast.Load):
                    continue
                target = file.member(node) or self._method(file, node)
                if target is not None:
                    self._mentions.setdefault(target, []).append((file.path, node))
                elif isinstance(node, ast.Attribute):
                    self._attributes.setdefault(node.attr, []).append((file.path, node))

    def _method(self, file: SessionFile, node: ast.Name | ast.Attribute) -> tuple[str, str] | None:
        """Returns the file and the name of the method that an expression is, with its class; None if it is unknown."""
        made = file.class_of(node.value) if isinstance(node, ast.Attribute) else None
        if made is None or made[0] not in self._files or not isinstance(node, ast.Attribute):
            return None
        if (made[1], node.attr) not in self._files[made[0]].methods:
            return None
        return made[0], f"{made[1]}{_OF}{node.attr}"

    @cached_property
    def parameters(self) -> dict[_Parameter, list[_Argument]]:
        """The parameters, with what all calls pass for them."""
        found = {one: self._passed(one) for one in self._candidates()}
        known = {
            one: arguments
            for one, arguments in found.items()
            if arguments and not all(_is_none(each.node) for each in arguments)
        }
        size = -1
        while size != len(known):
            size = len(known)
            taken: set[ast.AST] = {argument.node for arguments in known.values() for argument in arguments}
            names: set[Name] = {(one.function, one.node.arg) for one in known}
            taken |= self._kept_alone(known)
            known = {
                one: arguments
                for one, arguments in known.items()
                if self._uses(one) <= taken and all(self._is_session(each, names) for each in arguments)
            }
        functions = [one.function for one in known]
        is_plain = len(set(functions)) == len(functions)  # edits of neighbors would overlap
        return known if is_plain else {}

    def _kept(self, one: _Parameter) -> Iterator[tuple[ast.Assign, str]]:
        """Yields the statements that assign a parameter to an attribute of the object, with its name."""
        return self._files[one.file].kept(one.function, one.node.arg)

    def _kept_alone(self, parameters: Iterable[_Parameter]) -> set[ast.AST]:
        """Returns where parameters are assigned to attributes that nothing else in the program mentions."""
        kept = [each for one in parameters for each in self._kept(one)]
        counts = Counter(attribute for _, attribute in kept)
        mentions = sum((file.attributes for file in self._files.values()), Counter[str]())
        return {statement.value for statement, attribute in kept if counts[attribute] == mentions[attribute]}

    @property
    def users(self) -> Iterator[tuple[str, str]]:
        """The file and the name of each function that loses a parameter, and of each attribute that goes."""
        for one in self.parameters:
            yield one.file, one.name.rpartition(_OF)[2]
            yield from ((one.file, attribute) for _, attribute in self._kept(one))

    def edits(self) -> dict[str, list[TextEdit]]:
        """Returns the edits that delete the parameters and what is passed for them, by file."""
        found: dict[str, list[TextEdit]] = {}
        for one, arguments in self.parameters.items():
            siblings = [*one.function.args.args, *one.function.args.kwonlyargs]
            file = self._files[one.file]
            edit = edit_without(one.node, siblings, partial(_span, one, file))
            found.setdefault(one.file, []).append(edit)
            found[one.file] += [edit for statement, _ in self._kept(one) for edit in file.deleted(statement)]
            for argument in arguments:
                passed: list[ast.expr | ast.keyword] = [*argument.call.args, *argument.call.keywords]
                own = next(each for each in passed if argument.node in (each, getattr(each, "value", None)))
                edit = edit_without(own, passed, self._files[argument.file].lines.span)
                found.setdefault(argument.file, []).append(edit)
        return found

    def _candidates(self) -> Iterator[_Parameter]:
        for file in self._files.values():
            for name, function in file.functions.items():
                yield from self._parameters(file, name, function)
            for (owner, name), function in file.methods.items():
                mentions = self._mentions.get((file.path, owner), [])
                if all(self._is_called(path, node) for path, node in mentions):  # else others may derive from it
                    yield from self._parameters(file, f"{owner}{_OF}{name}", function)

    def _parameters(self, file: SessionFile, name: str, function: Function) -> Iterator[_Parameter]:
        nodes = function.args.args[int(name != function.name) :]
        parameters = (_Parameter(file.path, name, function, node) for node in nodes)
        yield from (one for one in parameters if one.default is None or _is_none(one.default))

    def _is_called(self, path: str, node: ast.expr) -> bool:
        call = self._files[path].parents.get(node)
        return isinstance(call, ast.Call) and call.func is node

    def _may_pass(self, one: _Parameter) -> bool:
        """Returns whether a call of a method of something unknown may pass an argument for a parameter."""
        for path, node in self._attributes.get(one.name.partition(_OF)[2], []):
            call = self._files[path].parents.get(node)
            if not isinstance(call, ast.Call) or call.func is not node or _unpacks(call):
                return True
            if len(call.args) > one.position or any(keyword.arg == one.node.arg for keyword in call.keywords):
                return True
        return False

    def _uses(self, one: _Parameter) -> set[ast.AST]:
        """Returns where a function uses a parameter, or binds its name again."""
        return {node for node in ast.walk(one.function) if isinstance(node, ast.Name) and node.id == one.node.arg}

    def _passed(self, one: _Parameter) -> list[_Argument] | None:
        """Returns what is passed for a parameter; None if that is not known of a call."""
        found: list[_Argument] = []
        if _OF in one.name and self._may_pass(one):
            return None
        for path, node in self._mentions.get((one.file, one.name), []):
            call = self._files[path].parents.get(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == _SUPER:
                continue
            if not isinstance(call, ast.Call) or call.func is not node or _unpacks(call):
                return None
            named = [keyword.value for keyword in call.keywords if keyword.arg == one.node.arg]
            values = [*call.args[one.position : one.position + 1], *named]
            if len(values) != 1 and (values or one.default is None):
                return None
            found += [_Argument(path, call, value) for value in values]
        return found

    def _is_session(self, argument: _Argument, parameters: Collection[Name]) -> bool:
        """Returns whether an argument is a session, or a parameter that gets nothing else, or None."""
        if _is_none(argument.node):
            return True
        if not isinstance(argument.node, ast.Name):
            return False
        file = self._files[argument.file]
        scope = file.scope_of(argument.node)
        return scope in parameters or scope in file.sessions


def _span(parameter: _Parameter, file: SessionFile, node: ast.expr | ast.keyword | ast.arg) -> Span:
    """Returns the span of a parameter with its default, or of something else."""
    default = parameter._replace(node=node).default if isinstance(node, ast.arg) else None
    own = file.lines.span(node)
    end = file.lines.span(default) if default is not None else own
    return Span(own.line, own.column, end.end_line, end.end_column)


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _unpacks(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)
