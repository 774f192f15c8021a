"""Finds TensorFlow 1.x code that breaks on TensorFlow 2."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

__version__ = "0.2.0"


def lazy_exports(package: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], Any]:
    """Returns a module `__getattr__` (PEP 562) that imports each re-exported name on first use.

    Some packages contain modules that most runs never need, such as a parser for YAML. Their `__init__` re-exports the
    public names like that of any other package, but without loading those modules.

    Args:
        package: the package's `__name__`.
        names: the names to re-export, keyed by the module of the package that defines them.
    """
    module_of = {name: module for module, defined in names.items() for name in defined}

    def get(name: str) -> Any:
        import sys
        from importlib import import_module

        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{module_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return get
