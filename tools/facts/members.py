"""Finds the members of classes, including inherited ones, in method resolution order."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from facts import parameters
from facts.bindings import Definition, External, Resolved, Value
from facts.calls import called_name
from facts.class_body import ClassBody
from facts.classes import METACLASS_MAKERS, Classes
from facts.contents import OTHER, POSSIBLE, PROPERTY, Contents, Member
from facts.marks import STUB
from facts.outline import ANSWERING
from facts.private_subclasses import PrivateSubclasses
from facts.standard import is_standard, standard_members

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from facts.marks import Marks
    from facts.resolver import Resolver


class _Part(NamedTuple):
    """The contribution of one class in the method resolution order.

    Attributes:
        members: its members.
        attributes: the attributes of its instances.
        is_open: whether it may have any other member, too.
    """

    members: dict[str, Member]
    attributes: frozenset[str] = frozenset()
    is_open: bool = False


_OPAQUE = _Part({}, is_open=True)


class Members:
    """Finds the contents of classes.

    Args:
        resolver: the resolver of the release.
        marks: finds the marks of methods.
        public: the public classes of the release.
        inside: the packages whose private classes count as possible types of what users get.
    """

    def __init__(self, resolver: Resolver, marks: Marks, public: Iterable[Definition], inside: Collection[str]) -> None:
        self._resolver = resolver
        self._marks = marks
        self._classes = Classes(resolver)
        self._subclasses = PrivateSubclasses(resolver.interpreter, self._classes, public, inside)
        self._parts: dict[tuple[str, str, int], _Part] = {}

    def of(self, found: Resolved) -> Contents[Member]:
        """Returns the public members of a class; the contents are open if they are unknown, or if it is not a class."""
        order = self._classes.order(found) if isinstance(found, Definition) else [found]
        parts = [self._part(one) for one in order]
        held: dict[str, Member | None] = {}
        for part in parts:
            held = {**part.members, **held}
        for part in parts:
            for name in part.attributes:
                held.setdefault(name, Member(OTHER))
        others = [self._part(one) for one in self._subclasses.of(found)] if isinstance(found, Definition) else []
        for part in others:
            for name in (*part.members, *part.attributes):
                held.setdefault(name, POSSIBLE)
            held.update(_working_members(part.members, held))
        # `__getattr__` in a subclass is for the object that it wraps; nothing is known about machine code.
        is_open = any(part.is_open for part in parts) or _OPAQUE in others
        public = {name: member for name, member in held.items() if not name.startswith("_")}
        return Contents(is_open, public)

    def _part(self, one: Resolved) -> _Part:
        match one:
            case Definition(node=ast.ClassDef() as node):
                key = (one.module, one.name, id(node))
                if key not in self._parts:
                    self._parts[key] = self._run(one, node)
                return self._parts[key]
            case Value(node=ast.Subscript(value=generic)):
                return self._part(self._resolver.expression(one, generic))
            case Value(node=ast.Call() as call) if called_name(call) in ("namedtuple", "NamedTuple"):
                return _tuple_part(call)
            case External(name):
                members = standard_members(name)
                return _OPAQUE if members is None else _Part(members)
        return _OPAQUE

    def _run(self, definition: Definition, node: ast.ClassDef) -> _Part:
        run = ClassBody(definition, self._resolver, self._marks)
        run.run(node.body)
        is_dynamic = any(name in run.members for name in ANSWERING)
        modifiers = [self._resolver.expression(definition, one) for one in _modifiers(node)]
        foreign = any(isinstance(one, External) and not is_standard(one.name) for one in modifiers)
        return _Part(run.members, frozenset(run.attributes), is_dynamic or foreign)


def _working_members(members: dict[str, Member], held: Mapping[str, Member | None]) -> dict[str, Member]:
    """Returns the members of a private subclass that work, where those of the public class only raise."""
    stubs = {name for name, member in held.items() if member and STUB in member.marks}
    return {name: member for name, member in members.items() if name in stubs and STUB not in member.marks}


def _modifiers(node: ast.ClassDef) -> Iterator[ast.expr]:
    """Yields the metaclass and decorators of a class, which may add members."""
    for decorator in node.decorator_list:
        yield decorator.func if isinstance(decorator, ast.Call) else decorator
    for keyword in node.keywords:
        if keyword.arg == "metaclass":
            yield keyword.value
    for base in node.bases:
        if isinstance(base, ast.Call) and called_name(base) in METACLASS_MAKERS and base.args:
            yield base.args[0]


def _tuple_part(call: ast.Call) -> _Part:
    """Returns the members of the class that `namedtuple(...)` creates."""
    fields = parameters.of_namedtuple(call)
    if fields is None:
        return _OPAQUE
    members = {one.arg: Member(PROPERTY) for one in fields.args}
    return _Part({**(standard_members("tuple") or {}), **members})
