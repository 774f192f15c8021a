"""The classes of the library's return values, where programs may use a member that TensorFlow 2 lacks.

data/results.txt has one expression per line: `tf.get_variable_scope() | tf.VariableScope`. `tf.trainable_variables()[]`
stands for the items of what is returned, `tf.Tensor() + x` for arithmetic with such an object.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.guidance import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from tf2lint.table.facts import Facts
    from tf2lint.table.guidance import Guidance

#: Assumed for functions without a line in the file. Only tensors have the members that are checked on it.
ANY: Final = "Tensor"
_COMPAT: Final = "compat.v1."
#: Stands for the class of objects of which no member is reported.
UNKNOWN_CLASS: Final = "-"
#: Functions that return lists of variables. Programs select from these lists by the attribute below.
VARIABLE_LISTS: Final = (
    "all_variables", "get_collection", "get_collection_ref", "global_variables", "local_variables", "model_variables",
    "moving_average_variables", "trainable_variables",
)  # fmt: skip
_SELECTED_BY: Final = "name"
#: The operator by which programs look something up in such a list.
MEMBERSHIP_TEST: Final = "in"
#: What follows an object in the expression for its items, and in the one for arithmetic with it.
ITEM: Final = "[]"
ARITHMETIC: Final = " + x"


class ReturnTypes:
    """The class of the object that each expression of the library returns.

    Args:
        file: the path of data/results.txt.
        facts: the facts, which say which names are classes.
        guidance: the guidance, which lists members of objects.

    Raises:
        DataError: a line is malformed, or repeats the expression of another line.
    """

    def __init__(self, file: Path, facts: Facts, guidance: Guidance) -> None:
        self._facts = facts
        self._guidance = guidance
        self._classes: dict[str, str] = {}
        for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
            if line and not line.startswith("#"):
                expression, _, returned = (part.strip().removeprefix("tf.") for part in line.partition(" | "))
                if not returned or expression in self._classes:
                    raise DataError(
                        f"{file.name}:{number}: expected 'expression | class', one line per expression; found {line!r}"
                    )
                self._classes[expression] = "" if returned == UNKNOWN_CLASS else returned

    def class_of(self, expression: str) -> str:
        """Returns the class of the object that an expression returns; empty if it is unknown.

        Args:
            expression: without the leading `tf.`, such as `Session()` or `data.Dataset().map()`.
        """
        plain = expression.removeprefix(_COMPAT)
        name = plain.removesuffix("()")
        known = name if name in VARIABLE_LISTS else self._classes.get(plain)
        returned = self._by_kind(plain) if known is None else known
        return f"{_COMPAT}{returned}" if plain != expression and self._facts.fact(f"{_COMPAT}{returned}") else returned

    def reachable_classes(self, name: str) -> set[str]:
        """Returns a class and the classes that its members return, directly or indirectly."""
        seen, pending = set[str](), [name.removeprefix(_COMPAT)]
        while pending:
            owner = pending.pop()
            if owner not in seen:
                seen.add(owner)
                pending += self._returned_by_members.get(owner, ())
        return seen

    def relevant_members(self, name: str) -> set[str]:
        """Returns the members of a class that have guidance, or by which programs select from a list."""
        return self._relevant_members.get(name, set())

    @cached_property
    def _relevant_members(self) -> dict[str, set[str]]:
        members = {name: {_SELECTED_BY, MEMBERSHIP_TEST} for name in VARIABLE_LISTS}
        for name in self._guidance:
            owner, is_member, member = name.rpartition("().")
            if is_member:
                members.setdefault(owner.removeprefix(_COMPAT), set()).add(member)
        return members

    @cached_property
    def _returned_by_members(self) -> dict[str, set[str]]:
        returned_by: dict[str, set[str]] = {}
        for expression, returned in self._classes.items():
            owner, is_member, _ = expression.removesuffix("()").rpartition("().")
            if not is_member:
                owner, is_member, _ = expression.partition(f"(){ITEM}")
            if is_member:
                returned_by.setdefault(owner, set()).add(returned)
        return returned_by

    def _by_kind(self, expression: str) -> str:
        name = expression.removesuffix("()")
        if name == expression:
            return ""
        fact = self._facts.fact(name)
        kind = fact.first_kind if fact is not None else ""
        return name if kind == "c" else self._assumed(name) if kind == "f" else ""

    def _assumed(self, function: str) -> str:
        """Returns what a function without a line returns: what the line for its module says, otherwise a tensor."""
        module = function.rpartition(".")[0]
        while module:
            if f"{module}.*()" in self._classes:
                return self._classes[f"{module}.*()"]
            module = module.rpartition(".")[0]
        return ANY
