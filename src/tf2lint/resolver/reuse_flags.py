"""Follows a flag that a library takes back to the parameters of the program that it comes from, and to their callers.

`variable_scope(name, reuse=share)` in `def net(x, share=False)` makes `share` a
parameter that carries the flag; `net(x, True)` gives it, and a function that
calls `net(x, share=again)` with a parameter of its own carries it, too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import worklist
from tf2lint.resolver.flag_parameters import FlagArgument, FlagOccurrence, FlagParameter, FlagParameters
from tf2lint.resolver.scopes import ClassValue, Function, Instance
from tf2lint.resolver.values import ExternalCallable
from tf2lint.source import FunctionNode, parameters
from tf2lint.table import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value

    #: The arguments of a call that are flags, and the calls whose conditions are.
    Sinks = Callable[[Body], Iterable[ast.expr]]

#: How far a flag is followed through local variables.
_MOST_STEPS: Final = 8


class ReuseFlags:
    """What carries a flag in one module.

    Args:
        state: the module, looked at.
        run: looks again at what is pending.

    Attributes:
        flag_parameters: the parameters, by the functions of the module.
        passed: the arguments that give them, or those of other modules, something else than their default.
    """

    def __init__(self, state: AnalysisState, run: Callable[[], None]) -> None:
        self._state = state
        self._run = run
        self.flag_parameters: dict[Body, dict[str, FlagParameter]] = {}
        self._put: dict[tuple[ast.stmt, str], list[ast.expr]] = {}
        self.passed: dict[ast.expr, FlagArgument] = {}

    def trace(self, sinks: Sinks) -> None:
        """Follows all flags to where they come from."""
        is_new = True
        while is_new:
            known = sum(map(len, self.flag_parameters.values()))
            for body in list(self._state.bodies.values()):
                for flag in sinks(body):
                    self._found(flag, body)
                for node, functions in body.calls.items():
                    for function in functions:
                        self._call(node, function, body)
            is_new = bool(self._state.pending) or known < sum(map(len, self.flag_parameters.values()))
            self._run()

    def exported(self) -> FlagParameters:
        """What another module may call: functions of the module, and methods of its classes."""
        found = {}
        for body, flag_parameters in self.flag_parameters.items():
            if body.parent is not None and isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
                outside = body.parent if body.owner is None else body.parent.parent
                if outside is not None and outside.parent is None:
                    prefix = "" if body.owner is None else f"{body.owner.node.name}."
                    found[f"{prefix}{body.node.name}"] = list(flag_parameters.values())
        return found

    def occurrences(self) -> Iterator[FlagOccurrence]:
        """The parameters that carry a flag, and the arguments that give them one."""
        for body, flag_parameters in self.flag_parameters.items():
            assert isinstance(body.node, FunctionNode)
            for parameter in parameters(body.node.args):
                flag_parameter = flag_parameters.get(parameter.arg)
                if flag_parameter is not None:
                    yield FlagOccurrence(flag_parameter.function, flag_parameter.parameter, parameter, None)
        for flag_parameter, argument in self.passed.values():
            yield FlagOccurrence(flag_parameter.function, flag_parameter.parameter, argument.node, argument.value)

    def _call(self, node: ast.Call, function: Value, body: Body) -> None:
        """A call of something that may have carriers."""
        for flag_parameter in self._flag_parameters_of(function):
            is_bound = flag_parameter.is_method and not _is_by_class(node, function)
            argument = flag_parameter.signature.bind(node, is_bound=is_bound).get(flag_parameter.parameter)
            if argument is None:
                continue
            if not _is_same(argument.value, flag_parameter.signature.defaults.get(flag_parameter.parameter)):
                self.passed[argument.value] = FlagArgument(flag_parameter, argument)
            self._found(argument.value, body)

    def _flag_parameters_of(self, function: Value) -> list[FlagParameter]:
        called = self._called(function)
        if isinstance(called, ExternalCallable):
            return self._external_flag_parameters(called)
        return [] if called is None else list(self.flag_parameters.get(called.body, {}).values())

    def _external_flag_parameters(self, function: ExternalCallable) -> list[FlagParameter]:
        flag_parameters = self._state.environment.flag_parameters(function.path)
        name = function.name.replace("()", "")
        last = "__call__" if function.name.endswith("()") else "__init__"
        return flag_parameters.get(name) or flag_parameters.get(f"{name}.{last}") or []

    def _called(self, function: Value) -> Function | ExternalCallable | None:
        """What runs when something is called."""
        if isinstance(function, Function | ExternalCallable):
            return function
        if isinstance(function, ClassValue | Instance):
            name = "__init__" if isinstance(function, ClassValue) else "__call__"
            for value in function.info.own(name, self._state.body) or ():
                if isinstance(value, Function | ExternalCallable):
                    return value
        return None

    # --- where a flag comes from ------------------------------------------------

    def _found(self, flag: ast.expr, body: Body) -> None:
        for origin, parameter in self._origins(flag, body, _MOST_STEPS):
            flag_parameters = self.flag_parameters.setdefault(origin, {})
            if parameter not in flag_parameters:
                flag_parameters[parameter] = _flag_parameter(origin, parameter)
                self._track(origin)

    def _track(self, body: Body) -> None:
        """Looks at all that mentions a function from now on."""
        if isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
            if body.owner is not None:
                worklist.track(self._state, body.owner.node.name)
            worklist.track(self._state, body.node.name)

    def _origins(self, flag: ast.expr, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        """The parameters that an expression takes its value from."""
        for leaf in _leaves(flag):
            if steps and isinstance(leaf, ast.Name):
                yield from self._of_name(leaf.id, body, steps - 1)
            elif steps and isinstance(leaf, ast.Attribute) and isinstance(leaf.value, ast.Name):
                yield from self._of_attribute(leaf, body, steps - 1)

    def _of_name(self, name: str, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        scope = next((one for one in (body, *(around for _, around in body.enclosing())) if one.binding(name)), None)
        if scope is None or not isinstance(scope.node, FunctionNode):
            return
        if any(parameter.arg == name for parameter in parameters(scope.node.args)):
            yield scope, name
            return
        for value in _assigned(scope.node, name):
            yield from self._origins(value, scope, steps)

    def _of_attribute(self, node: ast.Attribute, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        """Where `self.reuse` comes from: what the methods of the class assign to it."""
        owner = _owner(body)
        if owner is None or not _is_receiver(node.value, body):
            return
        worklist.track(self._state, node.attr)  # so that the methods which assign it are looked at
        for method in owner.node.body:
            inside = self._state.bodies.get(method)
            if inside is not None:
                for value in self._put_on_object(method, node.attr):
                    yield from self._origins(value, inside, steps)

    def _put_on_object(self, method: ast.stmt, attribute: str) -> list[ast.expr]:
        """What a method assigns to an attribute."""
        key = method, attribute
        if key not in self._put:
            is_there = self._state.mention_index.may_bind(attribute, method)
            self._put[key] = list(_assigned(method, attribute, of_object=True)) if is_there else []
        return self._put[key]


def _leaves(flag: ast.expr) -> Iterator[ast.expr]:
    """The parts of an expression that may be its value: those of `a or b`, `not a`, `a if b else c`, `bool(a)`."""
    match flag:
        case ast.BoolOp(values=parts):
            for part in parts:
                yield from _leaves(part)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _leaves(operand)
        case ast.IfExp(test=test, body=then, orelse=other):
            for part in (test, then, other):
                yield from _leaves(part)
        case ast.Call(func=ast.Name(id="bool"), args=[part]):
            yield from _leaves(part)
        case ast.Compare(left=left, comparators=[ast.Constant(value=bool())]):
            yield from _leaves(left)
        case _:
            yield flag


def _assigned(node: ast.AST, name: str, *, of_object: bool = False) -> Iterator[ast.expr]:
    """What a function assigns to a name, or to that attribute of an object."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign):
            targets: list[ast.expr] = inner.targets
        elif isinstance(inner, ast.AnnAssign | ast.NamedExpr):
            targets = [inner.target]
        else:
            continue
        for target in targets:
            found = target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", None)
            if found == name and isinstance(target, ast.Attribute) is of_object and inner.value is not None:
                yield inner.value


def _owner(body: Body) -> ClassInfo | None:
    """The class whose method a body is, or stands in."""
    around: Body | None = body
    while around is not None and around.owner is None:
        around = around.parent
    return None if around is None else around.owner


def _is_receiver(node: ast.expr, body: Body) -> bool:
    """Whether a name is the first parameter of the method that a body is, or stands in."""
    around: Body | None = body
    while around is not None and around.owner is None:
        around = around.parent
    if around is None or not isinstance(around.node, FunctionNode) or not isinstance(node, ast.Name):
        return False
    arguments = around.node.args
    first = [*arguments.posonlyargs, *arguments.args][:1]
    return bool(first) and first[0].arg == node.id


def _flag_parameter(body: Body, parameter: str) -> FlagParameter:
    assert isinstance(body.node, FunctionNode)
    name = getattr(body.node, "name", "the lambda")
    if body.owner is not None and name in ("__init__", "__call__"):
        name = body.owner.node.name
    return FlagParameter(name, parameter, Signature(body.node.args), body.receiver is not None)


def _is_by_class(node: ast.Call, function: Value) -> bool:
    """Whether a method is called by its class, as in `Net.build(net, x)`, so that its first parameter is given."""
    called = node.func
    if isinstance(function, ExternalCallable):
        return "." in function.name and "()" not in function.name
    if not isinstance(function, Function) or function.body.owner is None or not isinstance(called, ast.Attribute):
        return False
    is_plain = function.body.receiver is not None and isinstance(function.body.receiver[0], Instance)
    return is_plain and isinstance(called.value, ast.Name) and called.value.id == function.body.owner.node.name


def _is_same(value: ast.expr, default: ast.expr | None) -> bool:
    """Whether an argument is what the parameter is without it: the same literal, or both `False` or `None`."""
    if not isinstance(value, ast.Constant):
        return False
    if default is None:
        return not value.value
    return isinstance(default, ast.Constant) and (default.value == value.value or not (default.value or value.value))
