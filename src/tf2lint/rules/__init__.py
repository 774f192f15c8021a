"""The rules, one per file, discovered by file name; there is no list to maintain."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tf2lint.linting import Rule

#: The codes that are off by default, listed here so that the rules need not be imported; a test compares them.
OFF_BY_DEFAULT: Final = ("TF003", "TF104", "TF804")


class RuleName(NamedTuple):
    """The code and the name of a rule, and whether it is on by default."""

    code: str
    name: str
    default: bool


@lru_cache(maxsize=1)
def rule_names() -> tuple[RuleName, ...]:
    """Returns the names of all rules, ordered by code, without importing them."""
    parts = [module.partition("_") for module in _modules()]
    codes = [(code.upper(), name.replace("_", "-")) for code, _, name in parts]
    return tuple(RuleName(code, name, code not in OFF_BY_DEFAULT) for code, name in codes)


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Returns all rules: first those for certain names, then the others, both ordered by code."""
    from importlib import import_module

    modules = [import_module(f"{__name__}.{name}") for name in _modules()]
    return tuple(sorted((module.rule for module in modules), key=lambda rule: (not rule.names, rule.code)))


def _modules() -> list[str]:
    """Returns the names of the modules with the rules, ordered by code."""
    from pkgutil import iter_modules

    return [found.name for found in iter_modules(__path__)]
