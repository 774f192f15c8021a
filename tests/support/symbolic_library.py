"""A library in the place of TensorFlow that computes texts: what a program computes, before and after its fixes.

A function of TensorFlow 2 evaluates to its own call, with the arguments by name. A function of TensorFlow 1 is defined
by one of TensorFlow 2, so both programs compute the same texts if the fixes are right.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import warnings
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from support.symbolic_functions import CONSTANTS, NEW_FUNCTIONS, OLD_FUNCTIONS, SAME_FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A name that TensorFlow 1 gives operations by itself.
_DEFAULT_SHOWN: Final = "'ToFloat'"
_BINARY: Final = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift")
_COMPARISONS: Final = ("lt", "le", "gt", "ge", "eq", "ne")
_UNARY: Final = ("neg", "pos", "invert")


class Value:
    """What an expression computes: its text.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def __format__(self, spec: str) -> str:
        return self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __getattr__(self, name: str) -> Value:
        if name.startswith("__"):
            raise AttributeError(name)
        return Value(f"{self}.{name}")

    def __call__(self, *args: object, **kwargs: object) -> Value:
        passed = {name: value for name, value in kwargs.items() if name != "name" or value is not None}
        return Value(f"{self}({', '.join(_arguments(args, passed))})")

    def __getitem__(self, index: object) -> Value:
        return Value(f"{self}[{_shown(index)}]")

    def __iter__(self) -> Iterator[Value]:
        return iter((self[0], self[1]))

    def __contains__(self, item: object) -> bool:
        return True

    def __enter__(self) -> Value:
        return self

    def __exit__(self, *args: object) -> None:
        pass


def _add_operators() -> None:
    def binary(name: str) -> Callable[[Value, object], Value]:
        return lambda self, other: Value(f"({self} {name} {_shown(other)})")

    def reflected(name: str) -> Callable[[Value, object], Value]:
        return lambda self, other: Value(f"({_shown(other)} {name} {self})")

    for name in (*_BINARY, *_COMPARISONS):
        setattr(Value, f"__{name}__", binary(name))
    for name in _BINARY:
        setattr(Value, f"__r{name}__", reflected(name))
    for name in _UNARY:
        setattr(Value, f"__{name}__", lambda self, name=name: Value(f"({name} {self})"))


_add_operators()


#: The functions that are called to show what they compute.
_IN_FUNCTIONS: Final[list[object]] = []


def _shown(value: object) -> str:
    """Returns the text of an argument; that of a function is what it computes."""
    if inspect.isfunction(value):
        _IN_FUNCTIONS.append(value)
        count = sum(one.default is one.empty for one in inspect.signature(value).parameters.values())
        try:
            return f"<{_shown(value(*[Value(f'p{number}') for number in range(count)]))}>"
        finally:
            _IN_FUNCTIONS.pop()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return repr(value)


def _arguments(args: tuple[object, ...], kwargs: dict[str, object]) -> list[str]:
    return [*map(_shown, args), *sorted(f"{name}={_shown(value)}" for name, value in kwargs.items())]


class _Library:
    """A module of the library, or a name in it that is no function."""

    def __init__(self, path: str, functions: dict[str, Callable[..., object]]) -> None:
        self._path = path
        self._functions = functions

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        path = f"{self._path}.{name}"
        if path in CONSTANTS:
            new = CONSTANTS[path]
            return _Library(new, self._functions) if new.startswith("tf.") else new
        return self._functions.get(SAME_FUNCTIONS.get(path, path)) or _Library(path, self._functions)

    def __repr__(self) -> str:
        return self._path


def _new_functions() -> dict[str, Callable[..., object]]:
    functions: dict[str, Callable[..., object]] = {}
    for line in NEW_FUNCTIONS.strip().splitlines():
        name, _, parameters = line.partition("(")
        signature = inspect.signature(eval(f"lambda {parameters[:-1]}: None"))

        def call(*args: object, _name: str = name, _signature: inspect.Signature = signature, **named: object) -> Value:
            bound = _signature.bind(*args, **named).arguments
            defaults = {one.name: one.default for one in _signature.parameters.values()}
            passed = {
                parameter: value
                for parameter, value in bound.items()
                if value is not defaults[parameter] and repr(value) not in (repr(defaults[parameter]), _DEFAULT_SHOWN)
            }
            return Value(f"{_name}({', '.join(_arguments((), passed))})")

        call.__signature__ = signature  # type: ignore[attr-defined]
        functions[name] = call
    return functions


def _first(*values: object) -> object:
    return next((value for value in values if value is not None), None)


def _old_functions(new: dict[str, Callable[..., object]]) -> dict[str, Callable[..., object]]:
    names = {"tf": _Library("tf", new), "absl": _Library("absl", new), "first": _first}
    functions: dict[str, Callable[..., object]] = {}
    for line in OLD_FUNCTIONS.strip().splitlines():
        head, _, body = line.partition(") = ")
        name, _, parameters = head.partition("(")
        functions[name] = eval(f"lambda {parameters}: {body}", names)
    return functions


class Run(NamedTuple):
    """What a program does.

    Attributes:
        probes: the numbers of the calls of `e` in it, in order.
        results: what it passes to `out`, and the values of its names in the end.
        error: the name of the error that ends it; empty if none does.
    """

    probes: tuple[int, ...]
    results: tuple[str, ...]
    error: str


def run(program: bytes, *, is_old: bool) -> Run:
    """Runs a program.

    Args:
        program: the program.
        is_old: whether the functions of TensorFlow 1 win over those of TensorFlow 2 that have the same name. Otherwise
            they are only called if the arguments don't fit those of TensorFlow 2.
    """
    new = _new_functions()
    old = _old_functions(new)
    functions = {**new, **old} if is_old else {**old, **new}
    for name in new.keys() & old.keys() if not is_old else ():
        functions[name] = _either(new[name], old[name])
    probes: list[int] = []
    results: list[str] = []

    def probe(number: int) -> Value:
        if not _IN_FUNCTIONS:
            probes.append(number)
        return Value(f"e{number}")

    def out(*values: object) -> Value:
        results.append(_shown(values))
        return Value("out")

    def marked(value: object) -> Callable[[object], object]:
        out(value)
        return lambda function: function

    names: dict[str, Any] = {
        "__builtins__": {**vars(builtins), "__import__": _importer(functions)},
        "__name__": "program",
        "e": probe,
        "out": out,
        "apply": lambda function, *values: function(*values),
        "marked": marked,
        **{name: Value(name) for name in ("a", "b", "o")},
    }
    given = set(names)
    error = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(program, "program", "exec"), names)
    except Exception as raised:  # noqa: BLE001  any error is a result
        error = type(raised).__name__
    bound = {name: value for name, value in names.items() if name not in given and _is_data(value)}
    results += (f"{name} = {_shown(value)}" for name, value in sorted(bound.items()))
    return Run(tuple(probes), tuple(results), error)


def _is_data(value: object) -> bool:
    return isinstance(value, Value | list | tuple | dict | str | int)


def _either(new: Callable[..., object], old: Callable[..., object]) -> Callable[..., object]:
    def call(*args: object, **named: object) -> object:
        try:
            return new(*args, **named)
        except TypeError:
            return old(*args, **named)

    return call


def _importer(functions: dict[str, Callable[..., object]]) -> Callable[..., object]:
    roots = {"tensorflow": _Library("tf", functions), "absl": _Library("absl", functions)}

    def import_(name: str, _globals: object, _locals: object, members: tuple[str, ...] | None, _level: int) -> object:
        package, *path = name.split(".")
        if package not in roots:
            return builtins.__import__(name)
        found: object = roots[package]
        for part in path if members else ():
            found = getattr(found, part)
        return found

    return import_


def changed_functions() -> frozenset[str]:
    """Returns the functions that both versions of TensorFlow have."""
    new = _new_functions()
    return frozenset(new.keys() & _old_functions(new).keys())


def functions_of_tensorflow_1() -> dict[str, list[str]]:
    """Returns the parameters of the functions of TensorFlow 1, by name; those with defaults end in `?`."""
    found: dict[str, list[str]] = {}
    for line in OLD_FUNCTIONS.strip().splitlines():
        head = line.partition(") = ")[0]
        name, _, parameters = head.partition("(")
        function = ast.parse(f"lambda {parameters}: None", mode="eval").body
        assert isinstance(function, ast.Lambda)
        own = [one.arg for one in function.args.args]
        required = len(own) - len(function.args.defaults)
        found[name] = [name + "?" * (place >= required) for place, name in enumerate(own)]
    return found
