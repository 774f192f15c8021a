"""The rules: every module of the package `rules` is one, found by looking there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.entries import Lookup
    from tf2lint.model import Severity, UseKind

#: The codes that are off by default: known without importing the rules, and held against them by a test.
OFF_BY_DEFAULT: Final = ("TF104",)
_FILE_NAME: Final = re.compile(r"tf(?P<number>\d{3})_(?P<name>[a-z0-9_]+)")


@dataclass(frozen=True, slots=True)
class UsedName:
    """A library's name that a program uses, for the rules about names to judge.

    Attributes:
        shown: the name as a reader writes it, such as `tensorflow.python.framework.ops`.
        symbol: the name from `tf`, such as `tf.python.framework.ops`.
        lookup: what the table says of it.
        kind: how it is used.
        target: the version that the program shall run on.
    """

    shown: str
    symbol: str
    lookup: Lookup
    kind: UseKind
    target: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule has to say about one use.

    Attributes:
        message: what was written, what became of it, and what to write.
        replacements: dotted names to use instead, best first.
    """

    message: str
    replacements: tuple[str, ...] = ()


class Rule:
    """One rule. Its code and name come from its module's name, its description from the module's docstring.

    Args:
        module: the rule's `__name__`.
        severity: how bad its findings are.
        default: whether it is on unless somebody switches it off.

    Raises:
        ValueError: the module isn't named like a rule, `tf101_removed_name`.
    """

    def __init__(self, module: str, severity: Severity, *, default: bool = True) -> None:
        match = _FILE_NAME.fullmatch(module.rpartition(".")[2])
        if match is None:
            raise ValueError(f"{module}: a rule's module is named like tf101_removed_name")
        self.module = module
        self.code = f"TF{match['number']}"
        self.name = match["name"].replace("_", "-")
        self.severity = severity
        self.default = default
        self.name_check: Callable[[UsedName], Problem | None] | None = None

    def on_name(self, check: Callable[[UsedName], Problem | None]) -> Callable[[UsedName], Problem | None]:
        """Decorates the function that judges each use of a library's name."""
        self.name_check = check
        return check

    @property
    def documentation(self) -> str:
        """The rule's docstring."""
        return import_module(self.module).__doc__ or ""


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their codes."""
    package = import_module("tf2lint.rules")
    modules = [import_module(f"tf2lint.rules.{found.name}") for found in iter_modules(package.__path__)]
    return tuple(sorted((module.rule for module in modules), key=lambda rule: rule.code))
