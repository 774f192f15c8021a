"""The objects of an abstract run (see `abstract_run.py`): what names and attributes hold while it goes on."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

FunctionStatement = ast.FunctionDef | ast.AsyncFunctionDef


#: How many objects are kept that one was computed with.
_MAX_PARTS: Final = 64


class RunObject:
    """One object: what a call made, or what a name or an attribute holds that no code of the file sets.

    Attributes:
        class_: its class, if that is one of the file.
        attributes: what its attributes hold; an item at a constant key is an attribute, too.
        parts: the objects with a name that it was computed with, such as models that were called for a tensor.
        is_foreign: whether it comes from another module, so that its code may do anything.
        is_imported: whether it is a module, or something in a module.
    """

    __slots__ = ("attributes", "class_", "is_foreign", "is_imported", "parts")

    def __init__(self, class_: RunClass | None = None, *, is_foreign: bool = False, is_imported: bool = False) -> None:
        self.class_ = class_
        self.attributes: dict[str, RunValue] = {}
        self.parts: dict[RunObject, None] = {}
        self.is_foreign = is_foreign
        self.is_imported = is_imported

    def attribute(self, name: str) -> RunValue:
        """Returns what an attribute holds: from now on the same object, if nothing has set it."""
        if name not in self.attributes:
            made = RunObject(is_foreign=self.is_foreign, is_imported=self.is_imported)
            made.add_part(self)
            self.attributes[name] = made
        return self.attributes[name]

    def add_part(self, part: RunObject) -> None:
        """Adds an object that it was computed with, and those that this was computed with."""
        if len(self.parts) < _MAX_PARTS:
            self.parts.update(dict.fromkeys(one for one in (part, *part.parts) if not one.is_imported))


class RunScope:
    """The names of a module, or of one call of a function.

    Args:
        outer: the scope around it; None for a module.
    """

    __slots__ = ("names", "outer", "outer_names")

    def __init__(self, outer: RunScope | None = None) -> None:
        self.names: dict[str, RunValue] = {}
        self.outer = outer
        self.outer_names = set[str]()

    def lookup(self, name: str) -> RunValue:
        """Returns what a name holds: from now on the same object, if nothing has bound it."""
        scope: RunScope | None = self
        while scope is not None:
            if name in scope.names:
                return scope.names[name]
            scope = scope.outer
        self._module().names[name] = RunObject()
        return self._module().names[name]

    def bind(self, name: str, value: RunValue) -> None:
        """Binds a name, outside of a function that declares it as one from there."""
        (self._module() if name in self.outer_names else self).names[name] = value

    def _module(self) -> RunScope:
        scope = self
        while scope.outer is not None:
            scope = scope.outer
        return scope


class RunFunction(NamedTuple):
    """A function of the file.

    Attributes:
        node: its syntax.
        scope: the scope around it.
        receiver: the object that it is a method of; None for a plain function.
        class_: the class that it stands in; None for a plain function.
    """

    node: FunctionStatement
    scope: RunScope
    receiver: RunObject | None = None
    class_: RunClass | None = None


class RunClass:
    """A class of the file.

    Attributes:
        node: its syntax.
        bases: those of its bases that are in the file.
        methods: its own methods.
        instance: the object of it that was made last; None if there is none.
    """

    __slots__ = ("bases", "instance", "methods", "node")

    def __init__(self, node: ast.ClassDef, bases: tuple[RunClass, ...], methods: dict[str, RunFunction]) -> None:
        self.node = node
        self.bases = bases
        self.methods = methods
        self.instance: RunObject | None = None

    def method(self, name: str) -> RunFunction | None:
        """Returns a method, also one that it inherits."""
        return self.methods.get(name) or self.inherited(name)

    def inherited(self, name: str) -> RunFunction | None:
        """Returns a method of its bases."""
        found = (base.method(name) for base in self.bases)
        return next((method for method in found if method is not None), None)


class RunSuper(NamedTuple):
    """What `super()` returns in a method.

    Attributes:
        class_: the class of the method.
        receiver: the object that it is called on; None if it is called on none.
    """

    class_: RunClass
    receiver: RunObject | None


class Several(NamedTuple):
    """The elements of a tuple or a list."""

    elements: tuple[RunValue, ...]


#: What an expression evaluates to.
RunValue = RunObject | RunFunction | RunClass | RunSuper | Several | ast.Constant
#: What a function is called with, by position or name.
Given = dict[int | str, RunValue]


def objects_of(value: RunValue) -> list[RunObject]:
    """Returns the objects that a value is, or holds as elements."""
    if isinstance(value, Several):
        return [found for element in value.elements for found in objects_of(element)]
    return [value] if isinstance(value, RunObject) else []


def decorators_of(node: FunctionStatement) -> list[str]:
    """Returns the decorators of a function that are plain names."""
    return [one.id for one in node.decorator_list if isinstance(one, ast.Name)]


def release(scopes: Iterable[RunScope], objects: Iterable[RunObject]) -> None:
    """Drops what scopes and objects hold, so that memory is freed without the garbage collector."""
    pending: list[RunScope | RunValue | None] = [*scopes, *objects]
    while pending:
        holder = pending.pop()
        if isinstance(holder, RunScope):
            pending += holder.names.values()
            holder.names.clear()
        elif isinstance(holder, RunObject):
            pending += (holder.class_, *holder.attributes.values(), *holder.parts)
            holder.class_ = None
            holder.attributes.clear()
            holder.parts.clear()
        elif isinstance(holder, RunClass):
            pending.append(holder.instance)
            holder.instance = None
            holder.methods.clear()
        elif isinstance(holder, Several):
            pending += holder.elements
