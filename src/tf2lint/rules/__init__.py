"""The rules, one a file, each found by its file's name: nothing lists them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting import Rule

#: The codes that are off by default: known without importing the rules, and held against them by a test.
OFF_BY_DEFAULT: Final = ("TF003", "TF104", "TF804")


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """All rules: first those about certain names, then those about all, each in the order of their codes."""
    from importlib import import_module
    from pkgutil import iter_modules

    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return tuple(sorted((module.rule for module in modules), key=lambda rule: (not rule.names, rule.code)))
