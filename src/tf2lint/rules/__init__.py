"""The rules, one per file, discovered by file name; there is no list to maintain."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting import Rule

#: The codes that are off by default, listed here so that the rules need not be imported; a test compares them.
OFF_BY_DEFAULT: Final = ("TF003", "TF104", "TF804")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Returns all rules: first those for certain names, then the others, both ordered by code."""
    from importlib import import_module
    from pkgutil import iter_modules

    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return tuple(sorted((module.rule for module in modules), key=lambda rule: (not rule.names, rule.code)))
