"""Binds the targets of assignments: names, parts of tuples, attributes of objects, names of a library."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.resolver import (
    containers,
    demand,
    mutations,
    name_binding,
    operators,
    parameter_questions,
    reference_recorder,
    rescheduling,
)
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.scopes import Parameter
from tf2lint.resolver.values import Symbol, Values

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
            for element, part in zip(target.elts, containers.unpacked(self.state, values, target.elts), strict=True):
                self.bind(element, part)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, values)
        elif isinstance(target, ast.Attribute):
            self._bind_attribute(target, values)
        elif isinstance(target, ast.Subscript):
            mutations.set_item(self.evaluator, target, values)
        else:
            self.evaluator.evaluate(target)

    def waits_for_class(self, target: ast.expr, value: ast.expr) -> bool:
        """Returns whether an assigned object is of a class of the file that was skipped so far, but is tracked.

        When the class is bound, the assignment is interpreted again. The class of an object that the program assigns
        attributes to is tracked here.
        """
        name = value.func.id if type(value) is ast.Call and type(value.func) is ast.Name else ""
        if name not in self.state.mention_index.classes:
            return False
        word = target.id if isinstance(target, ast.Name) else target.attr if isinstance(target, ast.Attribute) else ""
        if word in self.state.attribute_owners:
            rescheduling.track(self.state, name)
        return name in self.state.mention_index

    def augment(self, node: ast.AugAssign) -> None:
        """Interprets `x += y`."""
        before, added = self.evaluator.evaluate(node.target), self.evaluator.evaluate(node.value)
        values = operators.combined(self.state, node.op, before, added)
        if isinstance(node.target, ast.Name):
            name_binding.bind(self.state, node.target.id, values)
        elif values is not None:
            mutations.extend(self.evaluator, node.target, values)

    def _bind_attribute(self, target: ast.Attribute, values: Values) -> None:
        owners = self.evaluator.evaluate(target.value)
        if (target.attr, None) in self.state.followed:
            self._ask_for_owner(target.value, owners)
        mutations.set_attribute(self.state, target.value, target.attr, owners, values)
        for owner in owners or ():
            if isinstance(owner, Symbol) and owner.is_object:
                reference_recorder.record(
                    self.state, target, owner.member(target.attr).values, ReferenceKind.LOAD, written_parts=1
                )
        mutations.patch(self.state, owners, target.attr, values)

    def _ask_for_owner(self, owner: ast.expr, values: Values) -> None:
        """Finds out of which class the object is of which a followed attribute is assigned."""
        if values is None:
            demand.follow(self.state, owner)
        for value in values or ():
            if isinstance(value, Parameter):
                parameter_questions.ask_callers(self.state, value)
