"""The classes of a program: what their bodies bind, and what their methods put on `self`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.values import ABSENT, ClassValue, Derived, Foreign, Function, Symbol, Value, Values, join, may_lead_on

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from tf2lint.scopes import Body


class Cell:
    """Values that only grow, and the bodies of code that have read them.

    A body that read a cell before it grew has to be looked at again.
    """

    __slots__ = ("_readers", "values")

    def __init__(self) -> None:
        self.values: Values = ABSENT
        self._readers: dict[Body, None] = {}

    def read(self, reader: Body) -> Values:
        """The values so far; `reader` is remembered as one who has seen them."""
        self._readers[reader] = None
        return self.values

    def add(self, values: Values) -> list[Body]:
        """Adds alternatives; gives the bodies that must be looked at again."""
        grown = values if self.values is ABSENT else join(self.values, values)
        if grown == self.values:
            return []
        self.values = grown
        return self.readers()

    def readers(self) -> list[Body]:
        """The bodies that have read it."""
        return list(self._readers)


class ClassInfo:
    """A class statement: what its body binds, and what its methods put on `self`."""

    __slots__ = ("attributes", "bases", "instance", "node")

    def __init__(self, node: ast.ClassDef) -> None:
        self.node = node
        self.bases: tuple[Values, ...] = ()
        self.attributes: dict[str, Values] = {}
        self.instance: dict[str, Cell] = {}

    def close(self) -> None:
        """Lets go of what leads to bodies of code and other classes."""
        self.bases = ()
        self.attributes.clear()
        self.instance.clear()

    @property
    def is_followed(self) -> bool:
        """Whether something may come of an attribute of the class."""
        values = [*self.attributes.values(), *(cell.values for cell in self.instance.values())]
        return any(_is_more_than_method(value) for alternatives in values for value in alternatives or ())

    def define(self, name: str, values: Values) -> list[Body]:
        """What the class's own body binds a name to, which may be known now; gives the bodies to look at again."""
        known = self.attributes.get(name)
        return self._set(name, values if known is None else join(known, values))

    def assign(self, name: str, values: Values) -> list[Body]:
        """What an attribute of the class is assigned from elsewhere; gives the bodies to look at again."""
        known = self.attributes.get(name, ABSENT)
        return self._set(name, values if known is ABSENT else join(known, values))

    def _set(self, name: str, values: Values) -> list[Body]:
        is_new = name not in self.attributes or self.attributes[name] != values
        self.attributes[name] = values
        return self.instance[name].readers() if is_new and name in self.instance else []

    def derive(self, bases: tuple[Values, ...]) -> list[Body]:
        """Notes what the base classes are, or may be in another round; gives the bodies to look at again."""
        known = self.bases or bases
        grown = tuple(new if old is None else join(old, new) for old, new in zip(known, bases, strict=True))
        if grown == self.bases:
            return []
        self.bases = grown
        return [reader for cell in self.instance.values() for reader in cell.readers()]

    def own(self, name: str, reader: Body) -> Values:
        """What attribute `name` of an object of this class may be; `reader` is who asks."""
        found = self._bound(name, reader)
        return found if found is not ABSENT else self.inherited(name, reader)

    def inherited(self, name: str, reader: Body) -> Values:
        """What attribute `name` of an object of this class is by its bases."""
        seen, pending = {self}, self._bases()
        while pending:
            base = pending.pop()
            if isinstance(base, Foreign):
                return (Foreign(base.path, f"{base.name}().{name}"),)
            if isinstance(base, ClassValue) and base.info not in seen:
                seen.add(base.info)  # in a loop, each of two may be made from the other
                found = base.info._bound(name, reader)
                if found is ABSENT:
                    pending += base.info._bases()
                elif found is not None:
                    return found
        return None

    def _bases(self) -> list[Value]:
        """What it is made from, the first one last."""
        return [value for values in reversed(self.bases) for value in reversed(values or ())]

    def _bound(self, name: str, reader: Body) -> Values:
        """What its own body and methods bind an attribute to; `ABSENT` if they don't."""
        found = self.instance.setdefault(name, Cell()).read(reader)
        if name in self.attributes:
            return self.attributes[name] if found is ABSENT else join(found, self.attributes[name])
        return found


def library_bases(bases: Iterable[Values]) -> list[Symbol]:
    """The classes of watched libraries among a class's bases, and those that bases in other modules are made from."""
    symbols: list[Symbol] = []
    for value in (value for values in bases for value in values or ()):
        if isinstance(value, Symbol) and value.watched:
            symbols.append(value)
        elif isinstance(value, Derived) and not value.is_object:
            symbols += value.bases
    return symbols


def all_library_bases(info: ClassInfo) -> list[Symbol]:
    """The classes of watched libraries that a class is made from, also by way of the program's own."""
    symbols: list[Symbol] = []
    seen, pending = set[ClassInfo](), [info]
    while pending:
        one = pending.pop()
        if one not in seen:  # a class may be its own base by mistake
            seen.add(one)
            symbols += library_bases(one.bases)
            pending += [base.info for bases in one.bases for base in bases or () if isinstance(base, ClassValue)]
    return symbols


def _is_more_than_method(value: Value) -> bool:
    """Whether something may come of a value other than a method, which is attended to by its own name."""
    return not isinstance(value, Function) and may_lead_on(value)
