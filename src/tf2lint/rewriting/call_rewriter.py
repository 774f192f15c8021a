"""Computes what to write instead of a call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.rewriting.instantiation import CannotInstantiateError, Instantiation
from tf2lint.table import Outcome, Safety, Template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.table import Argument, Entry, Rewrites, Signature

#: The part of a dotted name that all names of TensorFlow begin with.
_ROOT: Final = "tf."


class RewrittenCall(NamedTuple):
    """What to write instead of a call.

    Attributes:
        expression: the expression, in which names stand for arguments of the call.
        placed: the arguments by these names.
        safety: what the rewritten program may rely on.
        note: what may differ; may be empty.
    """

    expression: ast.expr
    placed: Mapping[str, ast.expr]
    safety: Safety
    note: str


class CallRewriter:
    """Rewrites calls for one target version.

    Args:
        rewrites: the rewrites.
        signature: returns the parameters at the target of what a name below `tf` refers to; None if they are unknown.
        target: the target version.
    """

    def __init__(self, rewrites: Rewrites, signature: Callable[[str], Signature | None], target: str) -> None:
        self._rewrites = rewrites
        self._signature = signature
        self._target = target

    def rewritten(self, entry: Entry, call: ast.Call, old: Signature) -> RewrittenCall | None:
        """Returns what to write instead of a call; None if no rewrite fits it.

        Args:
            entry: the table's entry of what is called.
            call: the call.
            old: the parameters of what is called, in TensorFlow 1.
        """
        arguments = old.bind(call)
        if len(arguments) != len(call.args) + len(call.keywords):
            return None  # what is unpacked is unknown
        for rewrite in self._rewrites.of(entry.name, self._target):
            holds = all(
                condition.holds(_value(arguments, condition.parameter), old.defaults.get(condition.parameter))
                for condition in rewrite.conditions
            )
            found = self._instantiated(rewrite.template, arguments, rewrite.without) if holds else None
            if found is not None:
                return RewrittenCall(found.expression, found.placed, rewrite.safety, rewrite.note)
        if entry.outcome is Outcome.RENAMED:
            found = self._instantiated(Template(f"{entry.replacements[0]}({{...}})"), arguments)
            return RewrittenCall(found.expression, found.placed, Safety.SAFE, "") if found is not None else None
        return None

    def _instantiated(
        self, template: Template, arguments: Mapping[str, Argument], without: frozenset[str] = frozenset()
    ) -> Instantiation | None:
        """Puts arguments into a template; returns None if one has no place, or the target does not take it."""
        kept = {name: argument for name, argument in arguments.items() if name not in without}
        if not template.has_rest and not kept.keys() <= set(template.parameters):
            return None
        signatures = {
            function: self._signature(function.removeprefix(_ROOT))
            for call in ast.walk(template.tree)
            if isinstance(call, ast.Call) and (function := ast.unparse(call.func)).startswith(_ROOT)
        }
        try:
            found = Instantiation(template, kept, signatures)
        except CannotInstantiateError:
            return None
        for call in ast.walk(found.expression):
            signature = signatures.get(ast.unparse(call.func)) if isinstance(call, ast.Call) else None
            if isinstance(call, ast.Call) and signature is not None and signature.accepts(call) is False:
                return None
        return found


def _value(arguments: Mapping[str, Argument], parameter: str) -> ast.expr | None:
    argument = arguments.get(parameter)
    return argument.value if argument is not None else None
