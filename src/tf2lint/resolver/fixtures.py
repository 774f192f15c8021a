"""Fixtures of pytest: what it passes to tests, and to other fixtures, by the names of their parameters.

A fixture is a function with the name of the parameter: in the module, by definition or import, or in a `conftest.py` in
the folder of the module or around it. Tests get what it returns or yields.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import rescheduling
from tf2lint.resolver.scopes import FixtureFunction
from tf2lint.resolver.values import ABSENT, Container, ExternalFunction, ExternalValue, Values, join_all
from tf2lint.source import FunctionNode, dotted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.scopes import Body
    from tf2lint.resolver.state import AnalysisState

_DECORATORS: Final = frozenset({"fixture", "yield_fixture"})
#: What pytest takes for tests by default.
_TEST: Final = "test"
#: The decorator that passes values of its own, in the place of a fixture, unless these are for the fixture.
_PARAMETRIZE, _INDIRECT = "parametrize", "indirect"
_CONFTEST: Final = "conftest"
#: In how many folders a `conftest.py` is looked for, from that of the module outward.
_MAX_FOLDERS: Final = 4


def is_fixture(node: ast.AST) -> bool:
    """Returns whether a function is a fixture."""
    return any(name in _DECORATORS for name, _ in _decorators(node))


def _decorators(node: ast.AST) -> Iterator[tuple[str, ast.Call | None]]:
    """Yields the last part of the name of each decorator of a function, and the call that it is."""
    for decorator in getattr(node, "decorator_list", ()):
        call = decorator if isinstance(decorator, ast.Call) else None
        yield dotted(decorator if call is None else call.func).rpartition(".")[2], call


def follow(state: AnalysisState, body: Body, name: str) -> None:
    """Follows the fixture that a parameter gets, if there is one.

    Args:
        state: the state at the current program point.
        body: the function.
        name: the parameter.
    """
    if _gets_fixture(body, name):
        rescheduling.track(state, name)
        state.schedule([body])


def of_parameter(state: AnalysisState, body: Body, name: str) -> tuple[FixtureFunction | ExternalValue, ...]:
    """Returns the fixtures that a parameter whose callers matter may get, or what those of other modules return.

    Args:
        state: the state of the analysis.
        body: the function.
        name: the parameter.
    """
    if name not in body.asked or not _gets_fixture(body, name):
        return ()
    for inner, scope in body.enclosing():
        values = inner.captured_values(name, body) if scope.parent is None else ABSENT
        if values is not None and values is not ABSENT:
            return tuple(_fixtures(values))
    modules = (state.environment.project_module(_CONFTEST, level) for level in range(1, _MAX_FOLDERS + 1))
    return tuple([ExternalValue(module.path, f"{name}()") for module in modules if module is not None])


def _fixtures(values: Values) -> Iterator[FixtureFunction | ExternalValue]:
    for value in values or ():
        if isinstance(value, FixtureFunction):
            yield value
        elif isinstance(value, ExternalFunction):
            yield ExternalValue(value.path, f"{value.name}()")
        elif isinstance(value, ExternalValue):
            yield from (one for one in value.extended("()") or () if isinstance(one, ExternalValue))


def passed(state: AnalysisState, body: Body, name: str) -> Values:
    """Returns what a parameter whose callers matter gets from fixtures; `ABSENT` if that is unknown."""
    found = of_parameter(state, body, name)
    return join_all(result(one.body, body) if isinstance(one, FixtureFunction) else (one,) for one in found)


def result(fixture: Body, reader: Body) -> Values:
    """Returns what a fixture returns or yields.

    Args:
        fixture: the fixture.
        reader: the body that is analyzed again if that grows.
    """
    returned = fixture.returns.read(reader)
    if not fixture.is_generator():
        return returned
    return join_all(part for one in returned or () if isinstance(one, Container) for part in one.parts())


def _gets_fixture(body: Body, name: str) -> bool:
    """Returns whether pytest calls a function, and passes it a fixture for a parameter."""
    node = body.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if not node.name.startswith(_TEST) and not is_fixture(node):
        return False
    return not _has_default(node, name) and not any(
        _parametrizes(call, name) for decorator, call in _decorators(node) if decorator == _PARAMETRIZE
    )


def _has_default(node: FunctionNode, name: str) -> bool:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    with_defaults = positional[len(positional) - len(arguments.defaults) :]
    with_defaults += [one for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default]
    return any(parameter.arg == name for parameter in with_defaults)


def _parametrizes(call: ast.Call | None, name: str) -> bool:
    """Returns whether a decorator passes values of its own to a parameter: by `"a, b"`, or by a list of names."""
    if call is None or not call.args or any(keyword.arg == _INDIRECT for keyword in call.keywords):
        return False
    match call.args[0]:
        case ast.Constant(value=str(names)):
            return name in [one.strip() for one in names.split(",")]
        case ast.List(elts=names) | ast.Tuple(elts=names):
            return any(isinstance(one, ast.Constant) and one.value == name for one in names)
        case _:
            return False
