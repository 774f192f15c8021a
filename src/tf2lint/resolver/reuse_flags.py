"""Traces a reuse flag of the library back to the parameters of the program that it comes from, and to their callers.

`variable_scope(name, reuse=share)` in `def net(x, share=False)` makes `share` a parameter that carries the flag.
`net(x, True)` passes it, and a function that calls `net(x, share=again)` with its own parameter carries it, too.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import rescheduling
from tf2lint.resolver.reuse_parameters import FlagArgument, FlagOccurrence, FlagParameter, FlagParameters
from tf2lint.resolver.scopes import ClassValue, Function, Instance
from tf2lint.resolver.values import ExternalCallable
from tf2lint.source import FunctionNode, first_parameter, nodes_in, parameters
from tf2lint.table import Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.resolver.scopes import Body, ClassInfo
    from tf2lint.resolver.state import AnalysisState
    from tf2lint.resolver.values import Value

    #: Yields a body's expressions that are flags: arguments of calls, and the conditions around calls.
    Sinks = Callable[[Body], Iterable[ast.expr]]

#: How many steps a flag is followed through local variables.
_MAX_STEPS: Final = 8


class ReuseFlags:
    """The parameters and arguments of one module that carry a reuse flag.

    Args:
        state: the state after the analysis of the module.
        run: analyzes the pending bodies.

    Attributes:
        flag_parameters: the parameters, by the functions of the module.
        flag_arguments: the arguments that pass something other than the default to these, or to those of other modules.
    """

    def __init__(self, state: AnalysisState, run: Callable[[], None]) -> None:
        self._state = state
        self._run = run
        self.flag_parameters: dict[Body, dict[str, FlagParameter]] = {}
        self._attribute_values: dict[tuple[ast.stmt, str], list[ast.expr]] = {}
        self.flag_arguments: dict[ast.expr, FlagArgument] = {}

    def trace(self, sinks: Sinks) -> None:
        """Traces all flags to where they come from."""
        has_changed = True
        while has_changed:
            known = sum(map(len, self.flag_parameters.values()))
            for body in list(self._state.bodies.values()):
                for flag in sinks(body):
                    self._trace_flag(flag, body)
                for node, functions in body.calls.items():
                    for function in functions:
                        self._trace_call(node, function, body)
            has_changed = bool(self._state.pending) or known < sum(map(len, self.flag_parameters.values()))
            self._run()

    def exported(self) -> FlagParameters:
        """Returns the flag parameters that other modules may use: those of the module's functions and methods."""
        found = {}
        for body, flag_parameters in self.flag_parameters.items():
            if body.parent is not None and isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
                scope = body.parent if body.owner is None else body.parent.parent
                if scope is not None and scope.parent is None:
                    prefix = "" if body.owner is None else f"{body.owner.node.name}."
                    found[f"{prefix}{body.node.name}"] = list(flag_parameters.values())
        return found

    def occurrences(self) -> Iterator[FlagOccurrence]:
        """Yields the parameters that carry a flag, and the arguments passed to them."""
        for body, flag_parameters in self.flag_parameters.items():
            assert isinstance(body.node, FunctionNode)
            for parameter in parameters(body.node.args):
                flag_parameter = flag_parameters.get(parameter.arg)
                if flag_parameter is not None:
                    yield FlagOccurrence(flag_parameter.function, flag_parameter.parameter, parameter, None)
        for flag_parameter, argument in self.flag_arguments.values():
            yield FlagOccurrence(flag_parameter.function, flag_parameter.parameter, argument.node, argument.value)

    def _trace_call(self, node: ast.Call, function: Value, body: Body) -> None:
        """Traces the flags that a call passes, if what it calls has flag parameters."""
        for flag_parameter in self._flag_parameters_of(function):
            is_bound = flag_parameter.is_method and not _is_called_on_class(node, function)
            argument = flag_parameter.signature.bind(node, is_bound=is_bound).get(flag_parameter.parameter)
            if argument is None:
                continue
            if not _equals_default(argument.value, flag_parameter.signature.defaults.get(flag_parameter.parameter)):
                self.flag_arguments[argument.value] = FlagArgument(flag_parameter, argument)
            self._trace_flag(argument.value, body)

    def _flag_parameters_of(self, function: Value) -> list[FlagParameter]:
        called = self._called(function)
        if isinstance(called, ExternalCallable):
            return self._external_flag_parameters(called)
        return [] if called is None else list(self.flag_parameters.get(called.body, {}).values())

    def _external_flag_parameters(self, function: ExternalCallable) -> list[FlagParameter]:
        flag_parameters = self._state.environment.flag_parameters(function.path)
        name = function.expression.replace("()", "")
        last = "__call__" if function.expression.endswith("()") else "__init__"
        return flag_parameters.get(name) or flag_parameters.get(f"{name}.{last}") or []

    def _called(self, function: Value) -> Function | ExternalCallable | None:
        """Returns the function that runs when a value is called."""
        if isinstance(function, Function | ExternalCallable):
            return function
        if isinstance(function, ClassValue | Instance):
            name = "__init__" if isinstance(function, ClassValue) else "__call__"
            for value in function.info.lookup(name, self._state.body) or ():
                if isinstance(value, Function | ExternalCallable):
                    return value
        return None

    # --- where a flag comes from ------------------------------------------------

    def _trace_flag(self, flag: ast.expr, body: Body) -> None:
        for origin, parameter in self._origins(flag, body, _MAX_STEPS):
            flag_parameters = self.flag_parameters.setdefault(origin, {})
            if parameter not in flag_parameters:
                flag_parameters[parameter] = _flag_parameter(origin, parameter)
                self._track(origin)

    def _track(self, body: Body) -> None:
        """Tracks the names by which a function is called."""
        if isinstance(body.node, ast.FunctionDef | ast.AsyncFunctionDef):
            if body.owner is not None:
                rescheduling.track(self._state, body.owner.node.name)
            rescheduling.track(self._state, body.node.name)

    def _origins(self, flag: ast.expr, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        """Yields the parameters that an expression takes its value from."""
        for leaf in _leaves(flag):
            if steps and isinstance(leaf, ast.Name):
                yield from self._name_origins(leaf.id, body, steps - 1)
            elif steps and isinstance(leaf, ast.Attribute) and isinstance(leaf.value, ast.Name):
                yield from self._attribute_origins(leaf, body, steps - 1)

    def _name_origins(self, name: str, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        scope = next(
            (
                candidate
                for candidate in (body, *(outer for _, outer in body.enclosing()))
                if candidate.binding_kind(name)
            ),
            None,
        )
        if scope is None or not isinstance(scope.node, FunctionNode):
            return
        if any(parameter.arg == name for parameter in parameters(scope.node.args)):
            yield scope, name
            return
        for value in _assigned_values(scope.node, name):
            yield from self._origins(value, scope, steps)

    def _attribute_origins(self, node: ast.Attribute, body: Body, steps: int) -> Iterator[tuple[Body, str]]:
        """Yields where `self.reuse` comes from: the origins of what the methods of the class assign to it."""
        owner = _enclosing_class(body)
        if owner is None or not _is_receiver(node.value, body):
            return
        rescheduling.track(self._state, node.attr)  # so that the methods that assign it are analyzed
        for method in owner.node.body:
            method_body = self._state.bodies.get(method)
            if method_body is not None:
                for value in self._values_assigned_to(method, node.attr):
                    yield from self._origins(value, method_body, steps)

    def _values_assigned_to(self, method: ast.stmt, attribute: str) -> list[ast.expr]:
        """Returns what a method assigns to an attribute."""
        key = method, attribute
        if key not in self._attribute_values:
            may_assign = self._state.mention_index.may_bind(attribute, method)
            self._attribute_values[key] = (
                list(_assigned_values(method, attribute, of_object=True)) if may_assign else []
            )
        return self._attribute_values[key]


def _leaves(flag: ast.expr) -> Iterator[ast.expr]:
    """Yields the parts of an expression that decide its value: of `a or b`, `not a`, `a if b else c`, `bool(a)`."""
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


def _assigned_values(node: ast.AST, name: str, *, of_object: bool = False) -> Iterator[ast.expr]:
    """Yields what a function assigns to a name, or to an attribute of that name."""
    for inner in nodes_in(node):
        if isinstance(inner, ast.If) and not of_object and _chooses(inner, name):
            yield inner.test
            continue
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


def _chooses(node: ast.If, name: str) -> bool:
    """Returns whether an `if` assigns a name a constant if its condition holds, and else another one."""
    match node.body, node.orelse:
        case (
            [ast.Assign(targets=[ast.Name(id=first)], value=ast.Constant())],
            [ast.Assign(targets=[ast.Name(id=second)], value=ast.Constant())],
        ):
            return first == second == name
        case _:
            return False


def _enclosing_class(body: Body) -> ClassInfo | None:
    """Returns the class of the method that a body is, or is nested in."""
    current: Body | None = body
    while current is not None and current.owner is None:
        current = current.parent
    return None if current is None else current.owner


def _is_receiver(node: ast.expr, body: Body) -> bool:
    """Returns whether a name is the first parameter of the method that a body is, or is nested in."""
    current: Body | None = body
    while current is not None and current.owner is None:
        current = current.parent
    return current is not None and isinstance(node, ast.Name) and node.id == first_parameter(current.node)


def _flag_parameter(body: Body, parameter: str) -> FlagParameter:
    assert isinstance(body.node, FunctionNode)
    name = getattr(body.node, "name", "the lambda")
    if body.owner is not None and name in ("__init__", "__call__"):
        name = body.owner.node.name
    return FlagParameter(name, parameter, Signature(body.node.args), body.receiver is not None)


def _is_called_on_class(node: ast.Call, function: Value) -> bool:
    """Returns whether a method is called on its class, as in `Net.build(net, x)`, which passes the first parameter."""
    called = node.func
    if isinstance(function, ExternalCallable):
        return "." in function.expression and "()" not in function.expression
    if not isinstance(function, Function) or function.body.owner is None or not isinstance(called, ast.Attribute):
        return False
    is_instance_method = function.body.receiver is not None and isinstance(function.body.receiver[0], Instance)
    return (
        is_instance_method and isinstance(called.value, ast.Name) and called.value.id == function.body.owner.node.name
    )


def _equals_default(value: ast.expr, default: ast.expr | None) -> bool:
    """Returns whether an argument equals the parameter's default: the same literal, or both `False` or `None`."""
    if not isinstance(value, ast.Constant):
        return False
    if default is None:
        return not value.value
    return isinstance(default, ast.Constant) and (default.value == value.value or not (default.value or value.value))
