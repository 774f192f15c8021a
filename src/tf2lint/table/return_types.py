"""The classes of the library's return values, where programs may use a member that TensorFlow 2 lacks.

data/results.txt has one expression per line: `tf.get_variable_scope() | tf.VariableScope`. An expression may also be an
item, `tf.keras.Model().layers[]`, or what the library passes to a method that programs override:
`tf.keras.layers.*().build(1)` is the first argument after `self`. `tf.Tensor() + x` stands for
arithmetic with such an object, and the class `-` for objects of which no member is reported. `tf.Session, given` is the
object that is passed as the first argument.

A function without a line is assumed to return a tensor. data/tensors.txt lists those whose documentation says so.
"""

from __future__ import annotations

import io
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import CALL
from tf2lint.table.guidance import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tf2lint.table.facts import Facts
    from tf2lint.table.guidance import Guidance

#: Assumed for functions without a line in the file. Only tensors have the members that are checked on it.
ANY: Final = "Tensor"
#: Classes whose objects programs hand around between functions and modules.
_FOLLOWED: Final = (
    "InteractiveSession", "Session", "VariableScope", "data.Dataset", "data.Iterator", "get_default_graph",
    "nn.rnn_cell.RNNCell", "summary.FileWriter", "train.Optimizer", "train.Saver",
)  # fmt: skip
#: Methods that models and optimizers of Keras lost. Few other objects have methods of these names.
_LOST_BY_KERAS: Final = (
    "evaluate_generator", "fit_generator", "get_updates", "predict_classes", "predict_generator", "to_yaml",
)  # fmt: skip
#: What they have in common with these says little about an object.
_PYTHON_TYPES: Final = (str, bytes, list, dict, set, tuple, int, float, io.IOBase)
_COMPAT: Final = "compat.v1."
_MEMBER: Final = "()."
#: Classes of which programs have subclasses, whose own methods call those that return objects.
_DERIVED_FROM: Final = ("test.TestCase",)
#: Stands for any name directly or indirectly below a module.
_FAMILY: Final = ".*"
#: The end of an expression for the items of a list or other container.
ITEM: Final = "[]"
#: The end of an expression: a call, an item, or an argument that the library passes.
_ARGUMENT: Final = re.compile(r"(?P<owner>.+)\(\)\.(?P<method>\w+)\(\d+\)")
_SUFFIX: Final = re.compile(r"(?:\(\d*\)|\[\])$")
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
#: Stands for code that compares an object by `==`, or hashes it, and the classes that raise an error when hashed.
EQUALITY: Final = "[==]"
UNHASHABLE: Final = (ANY, "Variable")
#: Dictionaries of which programs use keys that TensorFlow 2 lacks, and the word for such a use.
_DICTIONARIES: Final = ("keras.callbacks.History().history",)
KEY: Final = "[key]"
#: The method by which programs call an object.
CALLED: Final = "__call__"
#: The end of the expression for arithmetic with an object.
ARITHMETIC: Final = " + x"
#: Stands behind the class of an object that is the first argument of the call.
_GIVEN: Final = ", given"


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
        self._folder = file.parent
        self._guidance = guidance
        self._classes: dict[str, str] = {}
        self._given = set[str]()
        self._reachable: dict[str, set[str]] = {}
        for number, line in enumerate(file.read_text("utf-8").split("\n"), 1):
            if line and not line.startswith("#"):
                expression, _, returned = (part.strip().removeprefix("tf.") for part in line.partition(" | "))
                if not returned or expression in self._classes:
                    raise DataError(
                        f"{file.name}:{number}: expected 'expression | class', one line per expression; found {line!r}"
                    )
                if returned.endswith(_GIVEN):
                    self._given.add(expression)
                self._classes[expression] = "" if returned == UNKNOWN_CLASS else returned.removesuffix(_GIVEN)

    def class_of(self, expression: str) -> str:
        """Returns the class of the object that an expression returns; empty if it is unknown.

        Args:
            expression: without the leading `tf.`, such as `Session()`, `data.Dataset().map()`, `keras.Model().layers[]`
                or `keras.layers.Layer().build(1)`.
        """
        plain = expression.removeprefix(_COMPAT)
        name = plain.removesuffix("()")
        known = name if name in VARIABLE_LISTS else self._classes.get(expression, self._classes.get(plain))
        if known is None:
            known = self._by_family(plain)
        returned = self._by_kind(plain) if known is None else known
        return f"{_COMPAT}{returned}" if plain != expression and self._facts.fact(f"{_COMPAT}{returned}") else returned

    def returns_given(self, expression: str) -> bool:
        """Returns whether an expression returns the object that is passed as the first argument."""
        return expression in self._given

    def reachable_classes(self, name: str) -> set[str]:
        """Returns a class and the classes that its members return, directly or indirectly."""
        if name in self._reachable:
            return self._reachable[name]
        seen, pending = set[str](), [name.removeprefix(_COMPAT)]
        while pending:
            owner = pending.pop()
            if owner not in seen:
                seen.add(owner)
                for name_or_family in (owner, *_families(owner)):
                    pending += self._returned_by_members.get(name_or_family, ())
        self._reachable[name] = seen
        return seen

    def overridden_methods(self, name: str) -> dict[str, set[str]]:
        """Returns the methods that the library calls on subclasses of a class, with the classes of their arguments."""
        methods: dict[str, set[str]] = {}
        for owner in (name.removeprefix(_COMPAT), *_families(name.removeprefix(_COMPAT))):
            for method, returned in self._overridden.get(owner, ()):
                methods.setdefault(method, set()).add(returned)
        return methods

    def is_assumed(self, expression: str) -> bool:
        """Returns whether an expression is a call of a function that is only assumed to return a tensor."""
        plain = expression.removeprefix(_COMPAT)
        name = plain.removesuffix(CALL)
        if name == plain or plain in self._classes or name in self._tensor_functions or self.class_of(plain) != ANY:
            return False
        return name != ANY

    @cached_property
    def _tensor_functions(self) -> frozenset[str]:
        """The functions of data/tensors.txt, without the leading `tf.`."""
        lines = (self._folder / "tensors.txt").read_text("utf-8").splitlines()
        rows = (line.partition(" | ") for line in lines if not line.startswith("#"))
        return frozenset(f"{module}.{name}".removeprefix("tf.") for module, _, names in rows for name in names.split())

    @cached_property
    def tensor_attributes(self) -> frozenset[str]:
        """The attributes of what is only assumed to be a tensor that hold one, as those of sparse tensors do."""
        prefix = f"{ANY}{_MEMBER}"
        held = {expression for expression, returned in self._classes.items() if returned == ANY}
        names = (expression.removeprefix(prefix) for expression in held if expression.startswith(prefix))
        return frozenset(name for name in names if name.isidentifier())

    @cached_property
    def overridden_names(self) -> frozenset[str]:
        """The names of all such methods."""
        return frozenset(method for methods in self._overridden.values() for method, _ in methods)

    @cached_property
    def _overridden(self) -> dict[str, list[tuple[str, str]]]:
        overridden: dict[str, list[tuple[str, str]]] = {}
        for expression, returned in self._classes.items():
            match = _ARGUMENT.fullmatch(expression)
            if match is not None:
                overridden.setdefault(match["owner"], []).append((match["method"], returned))
        return overridden

    def relevant_members(self, name: str) -> set[str]:
        """Returns the members of a class that have guidance, or by which programs select from a list."""
        return self._relevant_members.get(name, set())

    @cached_property
    def object_members(self) -> frozenset[str]:
        """The members with guidance of objects that programs hand around, except those that Python's own types have."""
        members = frozenset(member for owner in _FOLLOWED for member in self.relevant_members(owner))
        own = frozenset(member for member in members if not any(hasattr(kind, member) for kind in _PYTHON_TYPES))
        return own.union(_LOST_BY_KERAS)

    @cached_property
    def _relevant_members(self) -> dict[str, set[str]]:
        members = {name: {_SELECTED_BY, MEMBERSHIP_TEST} for name in VARIABLE_LISTS}
        members |= {name: {KEY} for name in _DICTIONARIES} | {name: {EQUALITY} for name in UNHASHABLE}
        for name in self._guidance:
            owner, is_member, member = name.removeprefix(_COMPAT).rpartition(_MEMBER)
            attribute, _, word = member.rpartition(".")
            if is_member:
                members.setdefault(owner, set()).add(word)
            if attribute:
                members.setdefault(f"{owner}{_MEMBER}{attribute}", set()).add(word)
        for expression in self._classes:
            owner, _, member = expression.removesuffix(CALL).partition(_MEMBER)
            if owner in _DERIVED_FROM:
                members.setdefault(owner, set()).add(member)
        return members

    @cached_property
    def _returned_by_members(self) -> dict[str, set[str]]:
        returned_by: dict[str, set[str]] = {}
        for expression, returned in self._classes.items():
            container = expression.removesuffix(ITEM)
            owner, is_member, _ = _SUFFIX.sub("", expression).rpartition(_MEMBER)
            if is_member:
                returned_by.setdefault(owner, set()).add(returned)
            if container != expression:
                returned_by.setdefault(container.removesuffix(CALL), set()).add(returned)
            owner, is_member, _ = returned.rpartition(_MEMBER)
            if is_member:
                returned_by.setdefault(owner, set()).add(returned)
        return returned_by

    @cached_property
    def _packages_with_families(self) -> tuple[str, ...]:
        families = (expression.partition(_FAMILY) for expression in self._classes)
        return tuple(sorted({package for package, _, rest in families if rest and rest != CALL}))

    def _by_family(self, expression: str) -> str | None:
        """Returns the class for an expression with an object of any class of a package: `keras.*().optimizer`."""
        name, _, rest = expression.partition(CALL)
        if not rest or not expression.startswith(self._packages_with_families):
            return None
        keys = (f"{family}{CALL}{rest}" for family in _families(name))
        return next((self._classes[key] for key in keys if key in self._classes), None)

    def _by_kind(self, expression: str) -> str:
        name = expression.removesuffix("()")
        if name == expression:
            return ""
        fact = self._facts.fact(name)
        kind = fact.first_kind if fact is not None else ""
        return name if kind == "c" else self._returned_in_family(name) if kind == "f" else ""

    def _returned_in_family(self, function: str) -> str:
        """Returns what a function without a line returns: what the line for its family says, otherwise a tensor."""
        keys = (f"{family}{CALL}" for family in _families(function))
        return next((self._classes[key] for key in keys if key in self._classes), ANY)


def _families(name: str) -> Iterator[str]:
    """Yields the families that a name belongs to, nearest first: `keras.layers.*`, `keras.*`; none for a member."""
    while "." in name and "(" not in name:
        name = name.rpartition(".")[0]
        yield f"{name}{_FAMILY}"
