"""Sessions that nothing runs any more: they are deleted, with the graph and the parameters that they are passed to."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.own_graphs import SESSIONS, Graphs
from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained
from tf2lint.rewriting import edit_without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.model import TextEdit

#: The method that runs an operation in the default session, and its argument.
_RUN: Final = "run"
_FEED: Final = "feed_dict"
#: Whether a name stands as an attribute, and the name.
_Mention = tuple[bool, str]
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class _Parameter(NamedTuple):
    """A parameter of a function of the file.

    Attributes:
        function: the function.
        node: the parameter.
    """

    function: _Function
    node: ast.arg


class _Passed(NamedTuple):
    """An argument of a call of a function of the file."""

    call: ast.Call
    argument: ast.expr
    parameter: _Parameter


def unused_sessions(
    text: BlockText, names: LibraryNames, scopes: Scopes, others: OtherFiles
) -> Iterator[Construct | Unconverted]:
    """Yields the edits for sessions that nothing runs, and why others stay.

    Args:
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        others: what other files use of the file.
    """
    if not names.calls_of(SESSIONS):
        return
    calls = _Calls(scopes)
    graphs = Graphs(names, scopes)
    for sessions in _sessions(names, scopes):
        own = [edit for one in sessions for edit in one.edits(text)]
        name = sessions[0].name
        passed = calls.only_passed([one.name for one in sessions if one.name is not None]) if name is not None else []
        if passed is None or not all(one.edits(text) for one in sessions):
            continue
        own += [edit for one in sessions for edit in graphs.edits(one.call, text)]
        edits = without_contained([*own, *_edits(passed, text)])
        made = frozenset(one.call for one in sessions)
        try:
            for one in sessions:
                _check_block(one.statement, names, scopes)
            _check_other_files(name, sessions[0].statement.lineno, passed, scopes, others)
        except CannotConvertError as error:
            yield Unconverted(made, str(error))
        else:
            yield Construct(made, tuple(edits), "operations run where they stand")


def _check_block(statement: ast.stmt, names: LibraryNames, scopes: Scopes) -> None:
    """Checks that the block of a session runs nothing in it, as the default session.

    Raises:
        CannotConvertError: it may.
    """
    for call in scopes.syntax.of_class(ast.Call, inside=statement) if isinstance(statement, ast.With) else ():
        is_run = isinstance(call.func, ast.Attribute) and call.func.attr == _RUN and not names.of(call.func)
        if is_run and not call.args and all(keyword.arg == _FEED for keyword in call.keywords):
            message = f"line {call.lineno} may run an operation in the default session"
            raise CannotConvertError(message)


def _check_other_files(
    session: ast.expr | None, line: int, passed: list[_Passed], scopes: Scopes, others: OtherFiles
) -> None:
    """Checks that no other file uses a session, or calls a function that takes it.

    Raises:
        CannotConvertError: a file does.
    """
    if session is not None and (isinstance(session, ast.Attribute) or isinstance(scopes.owner(session), ast.Module)):
        name = scopes.name(session)
        others.check([name or f"{RECEIVER}{_word(session)}"], line)
    for function in dict.fromkeys(one.parameter.function for one in passed):
        receiver = RECEIVER if function in scopes.classes else ""
        others.check([f"{receiver}{function.name}"], function.lineno)


class _Session(NamedTuple):
    """A statement that makes a session.

    Attributes:
        statement: the statement.
        call: the call that makes the session.
        name: the name that it gets; None if it gets none.
    """

    statement: ast.With | ast.Assign
    call: ast.Call
    name: ast.expr | None

    def edits(self, text: BlockText) -> tuple[TextEdit, ...]:
        """Returns the edits that delete the statement; empty if that is not possible."""
        if isinstance(self.statement, ast.With):
            return text.head_edits(self.statement)
        return text.deleted(self.statement)


def _sessions(names: LibraryNames, scopes: Scopes) -> Iterator[list[_Session]]:
    """Yields the statements that make sessions, together if they give them the same name."""
    found: dict[object, list[_Session]] = {}
    for statement in scopes.syntax.of_class(ast.With, ast.Assign):
        match statement:
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as made, optional_vars=name)]):
                pass
            case ast.Assign(targets=[ast.Name() | ast.Attribute() as name], value=ast.Call() as made):
                pass
            case _:
                continue
        if names.of(made.func) in SESSIONS:
            is_named = isinstance(name, ast.Name)
            key = (scopes.owner(name), scopes.name(name)) if is_named and name is not None else statement
            found.setdefault(key, []).append(_Session(statement, made, name))
    yield from found.values()


class _Calls:
    """The calls of the functions of a file."""

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes

    @cached_property
    def _functions(self) -> dict[str, list[_Function]]:
        found: dict[str, list[_Function]] = {}
        for function in self._scopes.syntax.of_class(*FUNCTIONS):
            found.setdefault(function.name, []).append(function)
        return found

    @cached_property
    def _calls(self) -> dict[_Mention, list[ast.Call]]:
        found: dict[_Mention, list[ast.Call]] = {}
        for call in self._scopes.syntax.of_class(ast.Call):
            found.setdefault(_mention(call.func), []).append(call)
        return found

    @cached_property
    def _mentions(self) -> Counter[_Mention]:
        return Counter(map(_mention, self._scopes.syntax.of_class(ast.Name, ast.Attribute)))

    def only_passed(self, names: list[ast.expr]) -> list[_Passed] | None:
        """Returns the arguments that sessions with one name are, and their parameters; None if they do more."""
        name = names[0]
        if isinstance(name, ast.Attribute):
            return [] if self._mentions.get(_mention(name)) == 1 else None
        found: list[_Passed] = []
        seen = set[ast.arg]()
        pending: list[tuple[ast.AST | None, str]] = [(self._scopes.owner(name), self._scopes.name(name))]
        while pending:
            scope, word = pending.pop()
            for use in self._scopes.uses(scope, word) if scope is not None else []:
                if use.is_binding:
                    if use.node not in names:
                        return None
                    continue
                passed = self._passed(use.node)
                if passed is None:
                    return None
                if passed.parameter.node not in seen:
                    seen.add(passed.parameter.node)
                    pending.append((passed.parameter.function, passed.parameter.node.arg))
                found.append(passed)
        arguments = {one.argument for one in found}
        for node in seen:
            if any(argument not in arguments for argument in self._arguments_for(node)):
                return None
        return found

    def _passed(self, node: ast.AST) -> _Passed | None:
        """Returns the call of a function of the file that a name is an argument of; None if it is something else."""
        call = self._scopes.syntax.parent(node)
        if isinstance(call, ast.keyword):
            call = self._scopes.syntax.parent(call)
        if not isinstance(call, ast.Call) or not isinstance(node, ast.expr) or node is call.func:
            return None
        parameter = self._parameter(call, node)
        return _Passed(call, node, parameter) if parameter is not None else None

    def _parameter(self, call: ast.Call, argument: ast.AST) -> _Parameter | None:
        """Returns the parameter that takes an argument, if all calls of the function are known."""
        mention = _mention(call.func)
        functions, calls = self._functions.get(_word(call.func), []), self._calls.get(mention, [])
        if len(functions) != 1 or len(calls) != self._mentions.get(mention):
            return None
        function = functions[0]
        owner = self._scopes.classes.get(function)
        if (owner is None) != isinstance(call.func, ast.Name) or (owner is not None and not _is_plain(owner)):
            return None
        if function.decorator_list or function.args.vararg or function.args.posonlyargs or _unpacks(call):
            return None
        parameters = function.args.args[1:] if owner is not None else function.args.args
        for position, each in enumerate(call.args):
            if each is argument and position < len(parameters):
                return _Parameter(function, parameters[position])
        named = next((keyword.arg for keyword in call.keywords if keyword.value is argument), None)
        found = next((each for each in (*parameters, *function.args.kwonlyargs) if each.arg == named), None)
        return _Parameter(function, found) if found is not None else None

    def _arguments_for(self, node: ast.arg) -> Iterator[ast.expr]:
        """Yields what the calls of the file pass for a parameter."""
        function = self._scopes.syntax.parent(node)
        while function is not None and not isinstance(function, FUNCTIONS):
            function = self._scopes.syntax.parent(function)
        if function is None:
            return
        is_method = function in self._scopes.classes
        for call in self._calls.get((is_method, function.name), []):
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                parameter = self._parameter(call, argument)
                if parameter is not None and parameter.node is node:
                    yield argument


def _mention(node: ast.AST) -> _Mention:
    return isinstance(node, ast.Attribute), _word(node)


def _word(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_plain(owner: ast.ClassDef) -> bool:
    """Returns whether a class derives from nothing, so that its methods override none."""
    return all(isinstance(base, ast.Name) and base.id == "object" for base in owner.bases) and not owner.keywords


def _unpacks(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)


def _edits(passed: list[_Passed], text: BlockText) -> Iterator[TextEdit]:
    """Yields the edits that delete arguments, and the parameters that take them."""
    for one in passed:
        arguments: list[ast.expr | ast.keyword] = [*one.call.args, *one.call.keywords]
        own = next(each for each in arguments if each is one.argument or getattr(each, "value", None) is one.argument)
        yield edit_without(own, arguments, text.span)
    for node, function in {one.parameter.node: one.parameter.function for one in passed}.items():
        yield edit_without(node, [*function.args.args, *function.args.kwonlyargs], text.span)
