"""TensorFlow before 1.0, whose calls TensorFlow 2 misunderstands without a word: data/early.txt."""

from __future__ import annotations

import ast
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.table.argument_change import ArgumentChange, ChangeKind, EarlyOrder
from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import DATA
from tf2lint.table.signatures import ParameterSlot, by_keyword, by_position

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tf2lint.table.signatures import Signature

_INT, _LIST, _BOOLS = "int", "list", "bools"
_LINE: Final = "function | parameter[:name now] [int, list or bools], ... | advice"
#: Words in the names of variables that tell which parameter they are meant for.
_WORDS: Final = {
    "concat_dim": ("dim", "axis"), "split_dim": ("dim", "axis"), "values": ("values", "tensors", "inputs", "outputs"),
    "logits": ("logit",), "labels": ("label", "target"), "targets": ("label", "target"), "log_input": ("log",),
    "inputs": ("input", "hidden", "output"), "value": ("value", "input", "tensor"),
}  # fmt: skip


class EarlyParameter(NamedTuple):
    """A parameter before 1.0.

    Attributes:
        name: its name.
        now: its name now.
        literal: what is written for it in a call for such a version and not in a later one; empty if nothing tells.
    """

    name: str
    now: str
    literal: str

    @property
    def changes_meaning(self) -> bool:
        """Whether the parameter has stayed in its place and takes something else there."""
        return self.literal == _BOOLS

    def is_shown_by(self, value: ast.expr) -> bool:
        """Returns whether an argument is written as one for this parameter."""
        match value:
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int())):
                return self.literal == _INT
            case ast.Constant(value=constant):
                return self.literal == _INT and type(constant) is int
            case ast.List(elts=elements) | ast.Tuple(elts=elements):
                has_bools = any(isinstance(item, ast.Constant) and isinstance(item.value, bool) for item in elements)
                return self.literal == _LIST or (self.literal == _BOOLS and has_bools)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return any(word in name.lower() for word in _WORDS.get(self.name, ()))
            case ast.Subscript(value=owner) | ast.Call(func=owner):
                return self.literal != _INT and self.is_shown_by(owner)
            case _:
                return False


@lru_cache(maxsize=1)
def _load() -> tuple[Mapping[str, tuple[tuple[EarlyParameter, ...], str]], frozenset[str]]:
    return read_early(DATA / "early.txt")


def read_early(file: Path) -> tuple[dict[str, tuple[tuple[EarlyParameter, ...], str]], frozenset[str]]:
    """Reads the functions and the names of TensorFlow before 1.0.

    Args:
        file: the path of a file with lines `function | parameters | advice`, and of names.

    Returns:
        The parameters and the advice by function, and the names; all without the leading `tf.`.

    Raises:
        DataError: a line is malformed, or repeats another one.
    """
    functions: dict[str, tuple[tuple[EarlyParameter, ...], str]] = {}
    names: list[str] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        name, *fields = (field.strip() for field in line.split("|"))
        if not name.startswith("tf.") or len(fields) not in (0, 2) or name[3:] in (*functions, *names):
            raise DataError(f"{file.name}:{number}: expected a name or '{_LINE}', one line each; found {line!r}")
        if fields:
            functions[name[3:]] = tuple(map(_parameter, fields[0].split(", "))), fields[1]
        else:
            names.append(name[3:])
    return functions, frozenset(names)


def _parameter(text: str) -> EarlyParameter:
    names, _, literal = text.partition(" ")
    name, _, now = names.partition(":")
    return EarlyParameter(name, now or name, literal)


def early_names() -> frozenset[str]:
    """Returns the names that versions before 1.0 had and 1.15 lacks, without the leading `tf.`."""
    return _load()[1]


def has_early_parameters(function: str) -> bool:
    """Returns whether a function had other parameters before 1.0."""
    return function in _load()[0]


class EarlyDiff:
    """The difference between a function's parameters before 1.0 and at the target, as far as both mention them.

    Args:
        name: the name of the function, without the leading `tf.`.
        old: its signature in 1.15.
        new: its signature at the target.
        only_keywords: whether TensorFlow 1 accepts no positional arguments.

    Attributes:
        slots: the parameters that make a call relevant; empty if no call is affected.
    """

    def __init__(self, name: str, old: Signature, new: Signature, *, only_keywords: bool) -> None:
        self._parameters, self._advice = _load()[0].get(name, ((), ""))
        self._by_current_name = {parameter.now: parameter for parameter in self._parameters}
        self._order = EarlyOrder.NEVER_SINCE if only_keywords else EarlyOrder.UNKNOWN
        self._keywords = {
            parameter.name: parameter
            for parameter in self._parameters
            if parameter.name not in new.names and parameter.name not in old.names
        }
        #: The moved parameters by position, with those that are there now.
        self._moved = {
            position: (parameter, now)
            for position, (parameter, now) in enumerate(zip(self._parameters, new.positional, strict=False))
            if parameter.now != now or parameter.changes_meaning
        }
        self.slots = (
            *(ParameterSlot(position, self._moved[position][0].now) for position in sorted(self._moved)[-1:]),
            *(ParameterSlot(sys.maxsize, name) for name in self._keywords),
        )

    @property
    def positional(self) -> tuple[str, ...] | None:
        """The parameters by position before 1.0, by their names now; None if one of them takes something else now."""
        if any(parameter.changes_meaning for parameter in self._parameters):
            return None
        return tuple(parameter.now for parameter in self._parameters)

    def changes(self, call: ast.Call) -> Iterator[ArgumentChange]:
        """Yields the changes that affect a call; of positions, only the first one."""
        for keyword, argument in by_keyword(call):
            if keyword in self._keywords:
                parameter = self._keywords[keyword]
                advice = self._advice if parameter.changes_meaning else ""
                yield ArgumentChange(ChangeKind.RENAMED, keyword, parameter.now, advice, argument)
        names = tuple(parameter.name for parameter in self._parameters)
        arguments = [argument for _, argument in by_position(names, call)]
        passed = [(position, *moved) for position, moved in self._moved.items() if position < len(arguments)]
        if not passed:
            return
        is_shown = any(parameter.is_shown_by(arguments[position].value) for position, parameter, _ in passed)
        if any(self._is_current(arguments[position].value, parameter, now) for position, parameter, now in passed):
            return
        position, parameter, now = passed[0]
        if is_shown or (len(passed) == len(self._moved) and not parameter.changes_meaning):
            yield ArgumentChange(
                ChangeKind.MOVED, parameter.name, parameter.now, self._advice, arguments[position], position + 1, now,
                order=EarlyOrder.SHOWN if is_shown else self._order,
            )  # fmt: skip

    def _is_current(self, value: ast.expr, parameter: EarlyParameter, now: str) -> bool:
        """Returns whether an argument is written as one for the parameter that is at its position now."""
        current = self._by_current_name.get(now)
        return current is not None and current is not parameter and current.is_shown_by(value)
