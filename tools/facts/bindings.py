"""What a name in a module can be bound to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A module.

    Attributes:
        name: its dotted name.
        lazy: whether TensorFlow imports it on first use, so that it may turn out to be missing.
    """

    name: str
    lazy: bool = False


@dataclass(frozen=True, slots=True)
class ImportRef:
    """`from module import name`, not yet resolved.

    Attributes:
        module: the dotted name of the module.
        name: the imported name.
        star: whether a star import bound it.
    """

    module: str
    name: str
    star: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class AttributeRef:
    """`base.name`, where the base refers to a module."""

    base: Binding
    name: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A class or function defined in a module.

    Attributes:
        module: the dotted name of the module.
        name: the name of the class or function.
        node: its syntax.
        previous: what the name was bound to before.
    """

    module: str
    name: str
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    previous: Binding | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """Any other value.

    Attributes:
        module: the dotted name of the module.
        name: the name that it is bound to.
        node: the expression that creates it; None if there is none.
        previous: what the name was bound to before.
        is_class: whether it is a class although no expression shows that.
    """

    module: str
    name: str
    node: ast.expr | None
    previous: Binding | None = field(default=None, compare=False)
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the wheels' Python code, identified by its dotted name."""

    name: str


Binding = ModuleRef | ImportRef | AttributeRef | Definition | Value | External
#: What a binding resolves to.
Resolved = ModuleRef | Definition | Value | External


@dataclass(slots=True)
class Namespace:
    """The names of a module after its top level was interpreted.

    Attributes:
        module: the dotted name of the module.
        names: what each name is bound to.
        exports: its `__all__`; None if it has none.
        curated: whether it selected its public names by `remove_undocumented`, so that all remaining names are public.
    """

    module: str
    names: dict[str, Binding] = field(default_factory=dict)
    exports: list[str] | None = None
    curated: bool = False

    def star_names(self) -> list[str]:
        """Returns the names that `from module import *` binds."""
        if self.exports is not None:
            return [name for name in self.exports if name in self.names]
        return [name for name in self.names if not name.startswith("_")]
