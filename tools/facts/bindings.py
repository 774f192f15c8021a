"""What a name in a module can be bound to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module. `lazy` says that TensorFlow imports it on first use, so that it may turn out to be missing."""

    name: str
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class ImportRef:
    """`from module import name`: whatever that is. `star` says that no one asked for it by name."""

    module: str
    name: str
    star: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class AttributeRef:
    """`base.name`, where the base leads to a module."""

    base: Binding
    name: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A class or function defined in a module, and what its name was bound to before."""

    module: str
    name: str
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    previous: Binding | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """Any other value: the expression that made it, and what the name was bound to before.

    `is_class` says that it is a class although no expression shows it.
    """

    module: str
    name: str
    node: ast.expr | None
    previous: Binding | None = field(default=None, compare=False)
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the wheels' Python code, by its dotted name."""

    name: str


Binding = ModuleRef | ImportRef | AttributeRef | Definition | Value | External
#: What is left of a binding after it was followed to its end.
Resolved = ModuleRef | Definition | Value | External


@dataclass(slots=True)
class Namespace:
    """The names of a module after its top level ran.

    `exports` is its `__all__`, if it has one; `curated` says that it chose its public names
    (by `remove_undocumented`), so that what is left is meant to be seen.
    """

    module: str
    names: dict[str, Binding] = field(default_factory=dict)
    exports: list[str] | None = None
    curated: bool = False

    def star_names(self) -> list[str]:
        """Return the names that `from module import *` binds."""
        if self.exports is not None:
            return [name for name in self.exports if name in self.names]
        return [name for name in self.names if not name.startswith("_")]
