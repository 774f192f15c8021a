"""Python's scopes: which names a body binds, and what its free names refer to."""

from __future__ import annotations

import ast
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.cells import Cell
from tf2lint.resolver.values import (
    ABSENT,
    ANYTHING,
    ExternalCallable,
    Untracked,
    Value,
    Values,
    either,
    is_unknown,
    join,
    needs_tracking,
    unknown_parts,
    value_needs_tracking,
)
from tf2lint.source import (
    BodyNode,
    FunctionNode,
    binding,
    class_members,
    first_line,
    first_parameter,
    given_attributes,
    lines_of,
    parameters,
    self_attributes,
    yields,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.resolver.bindings import Bindings
    from tf2lint.resolver.references import Reference
    from tf2lint.source import MentionIndex

_YIELD: Final = "yield"


class Body:
    """A module, class, function or lambda: code with its own scope.

    Attributes:
        node: its syntax.
        parent: the body around it; None for a module.
        owner: the class it is a method of, if any.
        receiver: what a method call binds its first parameter to, if that is known.
        lines: the lines of its text, decorators included.
        defaults: the default values of its parameters.
        annotations: what the annotations of its parameters say that they hold.
        passed: what the known calls pass to its parameters.
        asked: those of its parameters of which the callers are searched for.
        followed: those of its parameters that hold something to track, from the start or later: `p = p or f()`.
        is_skipped: whether one of its decorators keeps it from ever running at the target.
        is_property: whether reading it as an attribute calls it.
        is_described: whether an annotation says what a call of it returns.
        snapshot: what the parent's names held where this body was defined.
        clock: counts the bindings made here.
        defined_at: the time of its definition on the parent's clock.
        history: every binding made here, by name, with its time: a nested function may see those made after its own
            definition.
        outer_writes: what other bodies bind here through `global` and `nonlocal`.
        returns: what a call of it may return.
        returned: what a call of it may return, as far as the current analysis of it shows.
        references: the references to watched symbols in it, by node.
        calls: the calls in it of the program's functions and classes, with what is called.
        free_values: the values of its free names, cached while it is analyzed.
        is_class: whether it is a class's body, whose names are not visible in nested bodies.
        mention_index: the index of the file's text.
    """

    __slots__ = (
        "_binding_kinds", "_parameters", "_yields", "annotations", "asked", "calls", "clock", "defaults", "defined_at",
        "followed", "free_values", "history", "is_class", "is_described", "is_property", "is_skipped", "lines",
        "mention_index", "node", "outer_writes", "owner", "parent", "passed", "receiver", "references", "returned",
        "returns", "snapshot",
    )  # fmt: skip

    def __init__(
        self,
        node: BodyNode,
        parent: Body | None,
        snapshot: Bindings,
        owner: ClassInfo | None,
        mention_index: MentionIndex,
    ) -> None:
        self.node = node
        self.parent = parent
        self.mention_index = mention_index
        self.owner = owner
        self.snapshot = snapshot
        self.clock = 0
        self.defined_at = parent.clock if parent else 0
        self.history: dict[str, list[tuple[int, Values]]] = {}
        self.receiver: Values = None
        self.lines = lines_of(node)
        self.defaults: dict[str, Values] = {}
        self.annotations: dict[str, Values] = {}
        self.passed: dict[str, Values] = {}
        self.asked: set[str] = set()
        self.followed: dict[str, None] = {}
        self.is_property = self.is_skipped = self.is_described = False
        self.is_class = isinstance(node, ast.ClassDef)
        self.free_values: dict[str, Values] = {}
        self.outer_writes: dict[str, Cell[Body]] = {}
        self.returns: Cell[Body] = Cell()
        self.returned: Values = ABSENT
        self.references: dict[ast.AST, Reference] = {}
        self.calls: dict[ast.Call, tuple[Value, ...]] = {}
        self._binding_kinds: dict[str, str] = {}
        self._parameters: frozenset[str] | None = None
        self._yields: bool | None = None

    def close(self) -> None:
        """Drops the references to other bodies."""
        self.parent = self.owner = self.receiver = None
        self.snapshot = {}
        self.returns, self.returned = Cell(), ABSENT
        for container in (
            self.history,
            self.outer_writes,
            self.defaults,
            self.annotations,
            self.passed,
            self.references,
            self.calls,
            self.free_values,
        ):
            container.clear()
        self.returns = Cell()

    def calls_external_callables(self) -> bool:
        """Returns whether it calls something in another module that takes a reuse flag."""
        return any(isinstance(value, ExternalCallable) for functions in self.calls.values() for value in functions)

    @property
    def lines_of_code(self) -> range:
        """The lines of the code in a function, which is where its own names are seen: not in the header."""
        if isinstance(self.node, ast.Lambda):
            return self.lines
        return range(first_line(self.node.body[0]), self.lines.stop)

    def has_code_at(self, line: int) -> bool:
        """Returns whether a statement of its own covers the line: not just a comment or a docstring."""
        if isinstance(self.node, ast.Lambda):
            return True
        index = bisect_right(self.node.body, line, key=first_line)
        while index and _last_line(self.node.body[index - 1]) >= line:  # several statements may share a line
            index -= 1
            node = self.node.body[index]
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                return True
        return False

    def has_header_line(self, line: int) -> bool:
        """Returns whether the line is in the header, evaluated by the parent: decorators, defaults, base classes."""
        if isinstance(self.node, ast.Module):
            return False
        return isinstance(self.node, ast.Lambda) or line <= self.node.body[0].lineno

    def binding_kind(self, name: str) -> str:
        """Returns how this body itself binds a name: `local`, `global`, `nonlocal`, or not at all (empty)."""
        if name not in self._binding_kinds:
            self._binding_kinds[name] = binding(self.node, name, self.mention_index)
        return self._binding_kinds[name]

    def has_parameter(self, name: str) -> bool:
        """Returns whether this is a function with a parameter of that name."""
        if self._parameters is None:
            found = parameters(self.node.args) if isinstance(self.node, FunctionNode | ast.Lambda) else []
            self._parameters = frozenset([parameter.arg for parameter in found])
        return name in self._parameters

    def is_receiver(self, name: str) -> bool:
        """Returns whether a name is that of the object, or class, whose method this code is part of: `self`."""
        body: Body | None = self
        while body is not None:
            if body.receiver is not None and body.has_parameter(name):
                return isinstance(body.node, FunctionNode) and name == first_parameter(body.node)
            body = body.parent
        return False

    def record_binding(self, name: str, values: Values) -> None:
        """Records that the name was bound here, for the functions that close over it."""
        self.clock += 1
        self.history.setdefault(name, []).append((self.clock, values))

    def add_return(self, values: Values) -> list[Body]:
        """Adds what a call of it may return, if it isn't a generator; returns the bodies to analyze again."""
        if self.is_described and is_unknown(values):
            return []
        if needs_tracking(values) and self.is_generator():
            return []
        self.returned = either(self.returned, values)
        return self.returns.add(values)

    def settle_returns(self) -> list[Body]:
        """Drops "unknown" from what a call may return, or from a part of it, if that is known after this analysis.

        Returns:
            The bodies to analyze again.
        """
        if self.returned is ABSENT or _unknown_of(self.returned) >= _unknown_of(self.returns.values):
            return []
        if self.is_generator():  # what it returns is no result of a call
            return []
        self.returns.values = self.returned
        return self.returns.readers()

    def is_generator(self) -> bool:
        """Returns whether a call of the function returns a generator."""
        if self._yields is None:
            may_yield = any(line in self.lines for line in self.mention_index.lines(_YIELD))
            self._yields = may_yield and isinstance(self.node, FunctionNode) and yields(self.node)
        return self._yields

    def values_by_name(self) -> dict[str, list[Values]]:
        """Returns what each name was bound to here, in order."""
        return {name: [values for _, values in bindings] for name, bindings in self.history.items()}

    def executing_body(self) -> Body:
        """Returns the body that it runs as part of: a class body runs with its parent, any other by itself."""
        body = self
        while body.is_class and body.parent is not None:
            body = body.parent
        return body

    def module(self) -> Body:
        """Returns the module around this body."""
        body = self
        while body.parent is not None:
            body = body.parent
        return body

    def enclosing(self) -> Iterator[tuple[Body, Body]]:
        """Yields the enclosing scopes from the inside out, each with the body just inside of it.

        Class scopes are left out: their names are not visible in nested bodies.
        """
        inner = self
        while inner.parent is not None:
            if not inner.parent.is_class:
                yield inner, inner.parent
            inner = inner.parent

    def captured_values(self, name: str, reader: Body) -> Values:
        """Returns what `name` of the parent's scope may hold when this body runs; `ABSENT` if nothing.

        That is what it held at the definition, all that it was bound to later, and what other bodies bound it to.
        """
        assert self.parent is not None
        values = self.snapshot.get(name, ABSENT)
        for time, later in self.parent.history.get(name, ()):
            if time > self.defined_at:
                values = later if values is ABSENT else join(values, later)
        cell = self.parent.outer_writes.get(name)
        if cell is None:
            return values
        others = cell.read(reader)
        return others if values is ABSENT else join(values, others)


class ClassInfo:
    """A class statement: what its body binds, and what its methods assign to `self`.

    Attributes:
        node: the statement.
        is_in_module: whether other modules can import it: it is in no function or other class.
        bases: what each base class may be.
        derived: the classes of the same file that derive from it directly.
        attributes: what its body binds names to.
        instance_attributes: what attributes of its objects are assigned.
        setters: the methods that assignments to properties call, by name.
        from_derived: what derived classes give to the attributes that it leaves empty and that matter.
    """

    __slots__ = (
        "_given",
        "_written",
        "attributes",
        "bases",
        "derived",
        "from_derived",
        "instance_attributes",
        "is_in_module",
        "node",
        "setters",
    )

    def __init__(self, node: ast.ClassDef, *, is_in_module: bool) -> None:
        self.node = node
        self.is_in_module = is_in_module
        self.bases: tuple[Values, ...] = ()
        self.derived: dict[ClassInfo, None] = {}
        self.setters: dict[str, Body] = {}
        self.from_derived: dict[str, Cell[Body]] = {}
        self.attributes: dict[str, Values] = {}
        self.instance_attributes: dict[str, Cell[Body]] = {}
        self._written: frozenset[str] | None = None
        self._given: frozenset[str] | None = None

    def writes(self, name: str) -> bool:
        """Returns whether the text of the class binds an attribute or assigns it to `self`, to whatever value."""
        if self._written is None:
            self._written = self_attributes(self.node).union(class_members(self.node))
        return name in self._written

    def gives(self, name: str) -> bool:
        """Returns whether the text of the class gives an attribute a value; otherwise it gets one elsewhere, if any."""
        if self._given is None:
            self._given = given_attributes(self.node)
        return name in self._given

    def close(self) -> None:
        """Drops the references to bodies and other classes."""
        self.bases = ()
        self.derived.clear()
        self.setters.clear()
        self.from_derived.clear()
        self.attributes.clear()
        self.instance_attributes.clear()

    @property
    def has_tracked_attributes(self) -> bool:
        """Whether an attribute of the class, other than a method, needs tracking."""
        values = [*self.attributes.values(), *(cell.values for cell in self.instance_attributes.values())]
        return any(_is_tracked_non_method(value) for alternatives in values for value in alternatives or ())

    def define(self, name: str, values: Values) -> list[Body]:
        """Adds what the class's own body binds a name to; returns the bodies to analyze again."""
        known = self.attributes.get(name)
        return self._set_attribute(name, values if known is None else join(known, values))

    def assign(self, name: str, values: Values) -> list[Body]:
        """Adds what an attribute of the class is assigned elsewhere; returns the bodies to analyze again."""
        known = self.attributes.get(name, ABSENT)
        return self._set_attribute(name, values if known is ABSENT else join(known, values))

    def _set_attribute(self, name: str, values: Values) -> list[Body]:
        is_new = name not in self.attributes or self.attributes[name] != values
        self.attributes[name] = values
        return self.instance_attributes[name].readers() if is_new and name in self.instance_attributes else []

    def add_bases(self, bases: tuple[Values, ...]) -> list[Body]:
        """Adds what the base classes may be; returns the bodies to analyze again."""
        known = self.bases or bases
        grown = tuple(new if old is None else join(old, new) for old, new in zip(known, bases, strict=True))
        if grown == self.bases:
            return []
        self.bases = grown
        for base in self._base_values():
            if isinstance(base, ClassValue):
                base.info.derived[self] = None
        return [reader for cell in self.instance_attributes.values() for reader in cell.readers()]

    def own(self, name: str) -> Values:
        """Returns what its own body and methods have bound an attribute to so far; `ABSENT` if they have not."""
        cell = self.instance_attributes.get(name)
        return either(self.attributes.get(name, ABSENT), ABSENT if cell is None else cell.values)

    def lookup(self, name: str, reader: Body) -> Values:
        """Returns what attribute `name` of an object of this class may be, and registers `reader`."""
        found = self._lookup_own(name, reader)
        return found if found is not ABSENT else self.lookup_in_bases(name, reader)

    def lookup_in_bases(self, name: str, reader: Body) -> Values:
        """Returns what attribute `name` of an object of this class inherits from its bases."""
        self.instance_attributes.setdefault(name, Cell()).read(reader)  # the bases may become known later
        seen, pending = {self}, self._base_values()
        while pending:
            base = pending.pop()
            if isinstance(base, ExternalCallable):
                return ExternalCallable(base.path, f"{base.expression}()").extended(f".{name}")
            if isinstance(base, ClassValue) and base.info not in seen:
                seen.add(base.info)  # in a loop, two classes may be bases of each other
                found = base.info._lookup_own(name, reader)
                if found is ABSENT:
                    pending += base.info._base_values()
                elif found is not None:
                    return found
        return None

    def _base_values(self) -> list[Value]:
        """Returns the bases as a stack: the first one last."""
        return [value for values in reversed(self.bases) for value in reversed(values or ())]

    def _lookup_own(self, name: str, reader: Body) -> Values:
        """Returns what its own body and methods bind an attribute to; `ABSENT` if they don't."""
        found = self.instance_attributes.setdefault(name, Cell()).read(reader)
        if name in self.attributes:
            return self.attributes[name] if found is ABSENT else join(found, self.attributes[name])
        return found


@dataclass(frozen=True, slots=True)
class Function(Value):
    """A function or lambda of the program."""

    body: Body


@dataclass(frozen=True, slots=True)
class Parameter(Untracked):
    """What callers that aren't known pass to a parameter: anything, beside what the known ones pass."""

    body: Body
    name: str


def takes_nothing_away(value: Value) -> bool:
    """Returns whether an alternative leaves a reference to an object beside it certain."""
    return isinstance(value, Parameter) or value is ANYTHING


@dataclass(frozen=True, slots=True)
class ContextFunction(Value):
    """A generator function of the program that `contextlib.contextmanager` decorates."""

    body: Body


@dataclass(frozen=True, slots=True)
class FixtureFunction(Value):
    """A fixture of pytest. What seems to call it is what pytest passes in its place."""

    body: Body


@dataclass(frozen=True, slots=True)
class ClassValue(Value):
    """A class of the program."""

    info: ClassInfo


@dataclass(frozen=True, slots=True)
class Instance(Value):
    """An object of a class of the program."""

    info: ClassInfo


@dataclass(frozen=True, slots=True)
class Super(Value):
    """What `super()` returns in a method of the class: an object with the attributes of its bases only."""

    info: ClassInfo


def _is_tracked_non_method(value: Value) -> bool:
    """Returns whether a value needs tracking and isn't a method; methods are tracked by their own names."""
    return not isinstance(value, Function) and value_needs_tracking(value)


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _unknown_of(values: Values) -> tuple[bool, int]:
    """Returns how much is unknown: a container of which one part is unknown is better known than anything at all."""
    return is_unknown(values), unknown_parts(values)
