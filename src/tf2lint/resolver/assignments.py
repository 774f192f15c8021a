"""Binds the targets of assignments: names, parts of tuples, attributes of objects, names of a library."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import attributes, name_binding, reference_recorder, rescheduling
from tf2lint.resolver.cells import Cell
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import ClassInfo, ClassValue, Instance
from tf2lint.resolver.values import (
    ABSENT,
    ANYTHING,
    Const,
    ExternalValue,
    SequenceValue,
    Symbol,
    Values,
    join_all,
    needs_tracking,
)

if TYPE_CHECKING:
    from tf2lint.resolver.evaluator import Evaluator


class Assignments:
    """Binds the targets of assignments, loops and `with` statements.

    Args:
        evaluator: evaluates the expressions in them.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.state = evaluator.state

    def bind(self, target: ast.expr, values: Values) -> None:
        """Binds one target."""
        if isinstance(target, ast.Name):
            name_binding.bind(self.state, target.id, values)
        elif isinstance(target, ast.Tuple | ast.List):
            for element, part in zip(target.elts, self._unpacked(values, target.elts), strict=True):
                self.bind(element, part)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, None)
        elif isinstance(target, ast.Attribute):
            self._bind_attribute(target, values)
        else:
            self.evaluator.evaluate(target)

    def _unpacked(self, values: Values, targets: list[ast.expr]) -> list[Values]:
        unknown: list[Values] = [None] * len(targets)
        if values == ABSENT:  # nothing is known to be returned yet
            return [values] * len(targets)
        values = _merged(attributes.known(values))
        if values is None or len(values) != 1:
            return unknown
        item = attributes.item(self.evaluator.state, values)
        if item is not None:
            return [values if isinstance(target, ast.Starred) else item for target in targets]
        if isinstance(values[0], ExternalValue):
            return [values[0].extended(f"[{index}]") for index in range(len(targets))]
        parts: list[Values] = []
        if isinstance(values[0], SequenceValue):
            parts = list(values[0].elements)
        elif isinstance(values[0], Const) and isinstance(values[0].value, tuple):
            parts = [(Const(item, decided=values[0].decided),) for item in values[0].value]
        starred = [index for index, target in enumerate(targets) if isinstance(target, ast.Starred)]
        if starred and len(parts) >= len(targets) - 1:
            index, rest = starred[0], len(targets) - starred[0] - 1
            parts = [*parts[:index], None, *parts[len(parts) - rest :]]
        return parts if len(parts) == len(targets) else unknown

    def _bind_attribute(self, target: ast.Attribute, values: Values) -> None:
        values = rescheduling.relevant_values(self.state, target.attr, values)
        for owner in self.evaluator.evaluate(target.value) or ():
            if isinstance(owner, Instance):
                if values is None and self.state.environment.object_members:
                    values = (ANYTHING,)
                self.state.schedule(owner.info.instance_attributes.setdefault(target.attr, Cell()).add(values))
                self._track_member(owner.info, target.attr, values)
            elif isinstance(owner, ClassValue):
                self.state.schedule(owner.info.assign(target.attr, values))
                self._track_member(owner.info, target.attr, values)
            elif isinstance(owner, Symbol) and owner.is_object:
                reference_recorder.record(
                    self.state, target, owner.member(target.attr).values, ReferenceKind.LOAD, written_parts=1
                )
            elif isinstance(owner, Symbol) and self.state.reachable and self._exists(owner):
                others = [body for body in self.state.bodies.values() if body is not self.state.body]
                self.state.schedule(self.state.patches.assign(owner.member(target.attr), values, others))

    def _exists(self, owner: Symbol) -> bool:
        """Returns whether an attribute of a symbol can be assigned to: at the target, it isn't missing."""
        return self.state.environment.exists(owner) is not False

    def _track_member(self, info: ClassInfo, name: str, values: Values) -> None:
        if needs_tracking(values):
            rescheduling.track(self.state, name)
            rescheduling.track(self.state, info.node.name)


def _merged(values: Values) -> Values:
    """Returns displays of one length as a single one, position by position; other values as they are."""
    displays = [value.elements for value in values or () if isinstance(value, SequenceValue)]
    lengths = {len(elements) for elements in displays}
    if values is None or len(displays) < 2 or len(displays) < len(values) or len(lengths) > 1:
        return values
    return (SequenceValue(tuple(join_all(parts) for parts in zip(*displays, strict=True))),)
