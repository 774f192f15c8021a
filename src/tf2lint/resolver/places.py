"""Records where parameters, attributes, and the results of functions get the objects that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.resolver.references import Origin
from tf2lint.resolver.scopes import Body, ClassInfo
from tf2lint.resolver.values import Container, ExternalValue, Symbol, Value, Values
from tf2lint.table import CALL

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

#: What holds objects: a parameter of a function, an attribute of a class, or `RESULT` for what a function returns; for
#: a function of another module, the position or the name of an argument.
Holder = tuple[Body | ClassInfo | ExternalValue, int | str]
RESULT: Final = "()"


class Place(NamedTuple):
    """A place that gives a holder an object.

    Attributes:
        node: the call that passes it, the owner of the attribute that is assigned, or the expression that is returned.
        body: the code that it is in.
        sign: for an object that its use shows, the use in words; empty for any other.
        is_named: whether the name of the object tells that, too, as `sess` does, so that a message need not.
    """

    node: ast.expr
    body: Body
    sign: str = ""
    is_named: bool = False

    def origin(self, clause: str, *, in_message: bool = True) -> Origin:
        """Returns the origin that says in words what stands here."""
        return Origin("", self.node.lineno, clause, self.node.col_offset, in_message and not self.is_named)

    @property
    def order(self) -> tuple[bool, int, int]:
        """The sort key: what the program does comes before what its use shows, then by position."""
        return self.sign != "", self.node.lineno, self.node.col_offset


class Places:
    """The first place, by position, that gives a holder each object. No order of analysis makes a difference.

    Attributes:
        classes: the classes or functions that made the objects that any place gives to anything.
    """

    def __init__(self) -> None:
        self._places: dict[Holder, dict[Value, Place]] = {}
        self.classes: set[str] = set()

    def add(self, holder: Holder, values: Values, place: Place) -> None:
        """Records that a place gives a holder the objects among these values."""
        for value in objects_in(values):
            places = self._places.setdefault(holder, {})
            if isinstance(value, Symbol):
                self.classes.add(class_of(value))
            known = places.get(value)
            if known is None or place.order < known.order:
                places[value] = place

    def of(self, holder: Holder) -> Mapping[Value, Place]:
        """Returns the places of what a holder holds, by object."""
        return self._places.get(holder, {})

    def clear(self) -> None:
        """Forgets everything."""
        self._places.clear()
        self.classes.clear()


def class_of(symbol: Symbol) -> str:
    """Returns the name of the class or function that made an object, or the object that it belongs to."""
    return symbol.name.partition(CALL)[0]


def objects_in(values: Values) -> list[Value]:
    """Returns the objects of watched libraries, and the values of other modules, among values and in containers."""
    found: list[Value] = []
    for value in values or ():
        if type(value) is Symbol:
            if value.is_object and value.watched:
                found.append(value)
        elif isinstance(value, ExternalValue):
            found.append(value)
        elif isinstance(value, Container):
            for part in value.parts():
                found += objects_in(part)
    return found
