"""Python's scopes: which names a body of code binds, and where its free names lead."""

from __future__ import annotations

import ast
import sys
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tf2lint.resolver.values import ABSENT, ExternalCallable, Value, Values, is_followed, join, may_lead_on
from tf2lint.source import BodyNode, FunctionNode, binding, first_line, yields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.resolver.references import Reference
    from tf2lint.source import MentionIndex

Bindings = dict[str, Values]

#: With more names than this, a copy of all for each function takes more than a look at the words of the function.
_MOST_NAMES: Final = 500


class Cell:
    """Values that only grow, and the bodies of code that have read them.

    A body that read a cell before it grew has to be looked at again.
    """

    __slots__ = (
        "_readers",
        "values",
    )

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


class Body:
    """A module, class, function or lambda: code with a scope of its own.

    Attributes:
        node: its syntax.
        parent: the body that it stands in; None for a module.
        owner: the class whose method it is, if it is one.
        receiver: what its first parameter is bound to by a method call, if it is known.
        lines: the lines that it takes, its head included.
        defaults: what its parameters stand for where a call leaves them out.
        is_skipped: whether a guard among its decorators says that it never runs.
        is_property: whether reading it as an attribute calls it.
        snapshot: what the parent's names stood for where this one was defined.
        defined_at: the moment of its definition on the parent's clock.
        history: every binding made here, by name, with its moment: what a nested
            function may still see after it was defined.
        outer_writes: what other bodies bind here through `global` and `nonlocal`.
        returns: what a call of it may give.
        references: the uses of watched symbols that were found in it, by node.
        calls: the calls in it of functions and classes of the program, with what is called.
        free: what its free names were found to stand for while it is looked at.
        is_class: whether it is a class's body, whose names are not seen in what is nested in it.
        mention_index: what the text of the file tells.
    """

    __slots__ = (
        "_bindings", "calls", "clock", "defaults", "defined_at", "free", "history", "is_class", "is_property",
        "is_skipped", "lines", "mention_index", "node", "outer_writes", "owner", "parent", "receiver", "references",
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
        self.lines = _lines(node)
        self.defaults: dict[str, Values] = {}
        self.is_property = self.is_skipped = False
        self.is_class = isinstance(node, ast.ClassDef)
        self.free: dict[str, Values] = {}
        self.outer_writes: dict[str, Cell] = {}
        self.returns = Cell()
        self.references: dict[ast.AST, Reference] = {}
        self.calls: dict[ast.Call, tuple[Value, ...]] = {}
        self._bindings: dict[str, str] = {}

    def close(self) -> None:
        """Lets go of what leads to other bodies."""
        self.parent = self.owner = self.receiver = None
        self.snapshot = {}
        for held in (self.history, self.outer_writes, self.defaults, self.references, self.calls, self.free):
            held.clear()
        self.returns = Cell()

    def calls_elsewhere(self) -> bool:
        """Whether it calls something of another module that takes a flag of the library."""
        return any(isinstance(value, ExternalCallable) for functions in self.calls.values() for value in functions)

    def passes_over(self, line: int) -> bool:
        """Whether the line is one that its own statements take, and not just a comment or a docstring."""
        if isinstance(self.node, ast.Lambda):
            return True
        place = bisect_right(self.node.body, line, key=first_line)
        while place and _last_line(self.node.body[place - 1]) >= line:  # several statements may share a line
            place -= 1
            node = self.node.body[place]
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                return True
        return False

    def has_in_head(self, line: int) -> bool:
        """Whether the line is in the part that is evaluated outside: decorators, defaults, base classes."""
        if isinstance(self.node, ast.Module):
            return False
        return isinstance(self.node, ast.Lambda) or line <= self.node.body[0].lineno

    def binding(self, name: str) -> str:
        """How this body itself binds a name: `local`, `global`, `nonlocal`, or not at all (empty)."""
        if name not in self._bindings:
            self._bindings[name] = binding(self.node, name, self.mention_index)
        return self._bindings[name]

    def bind(self, name: str, values: Values) -> None:
        """Notes that the name was bound here, for the functions that close over it."""
        self.clock += 1
        self.history.setdefault(name, []).append((self.clock, values))

    def add_return(self, values: Values) -> list[Body]:
        """Notes what a call of it may give; a generator is not followed. Gives the bodies to look at again."""
        is_generator = is_followed(values) and isinstance(self.node, FunctionNode) and yields(self.node)
        return self.returns.add(None if is_generator else values)

    def bound(self) -> dict[str, list[Values]]:
        """What each name was bound to here, one after another."""
        return {name: [values for _, values in bindings] for name, bindings in self.history.items()}

    def runs_in(self) -> Body:
        """The body that it runs with: that of a class runs where the class stands, all others by themselves."""
        body = self
        while body.is_class and body.parent is not None:
            body = body.parent
        return body

    def module(self) -> Body:
        """The module that this body stands in."""
        body = self
        while body.parent is not None:
            body = body.parent
        return body

    def enclosing(self) -> Iterator[tuple[Body, Body]]:
        """From the inside out: each body further in, with the scope that it may see around it.

        Classes are left out: their names are not visible in what is nested in them.
        """
        inner = self
        while inner.parent is not None:
            if not inner.parent.is_class:
                yield inner, inner.parent
            inner = inner.parent

    def seen(self, name: str, reader: Body) -> Values:
        """What `name` of the parent's scope may stand for when this body runs; `ABSENT` if nothing.

        That is what it stood for at the definition, whatever it was bound to
        later, and what other bodies bound it to.
        """
        assert self.parent is not None
        values = self.snapshot.get(name, ABSENT)
        for moment, later in self.parent.history.get(name, ()):
            if moment > self.defined_at:
                values = later if values is ABSENT else join(values, later)
        cell = self.parent.outer_writes.get(name)
        if cell is None:
            return values
        others = cell.read(reader)
        return others if values is ABSENT else join(values, others)


class ClassInfo:
    """A class statement: what its body binds, and what its methods put on `self`."""

    __slots__ = (
        "attributes",
        "bases",
        "instance",
        "node",
    )

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
            if isinstance(base, ExternalCallable):
                return (ExternalCallable(base.path, f"{base.name}().{name}"),)
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


@dataclass(frozen=True, slots=True)
class Function(Value):
    """A function or lambda of the program, to be asked for what it returns."""

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
    """What `super()` gives in a method of a class of the program: the class without what it defines itself."""

    info: ClassInfo


def _is_more_than_method(value: Value) -> bool:
    """Whether something may come of a value other than a method, which is attended to by its own name."""
    return not isinstance(value, Function) and may_lead_on(value)


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def snapshot_of(env: Bindings, node: BodyNode, mention_index: MentionIndex) -> Bindings:
    """What the names that a body of code may mention hold; of very many those only that it does mention.

    Args:
        env: what names hold where it is defined.
        node: its syntax.
        mention_index: what the text of the file tells.
    """
    if len(env) <= _MOST_NAMES:
        return env.copy()
    return {word: env[word] for word in mention_index.words(_lines(node)) if word in env}


def _lines(node: BodyNode) -> range:
    if isinstance(node, ast.Module):
        return range(sys.maxsize)
    first = node.lineno if isinstance(node, ast.Lambda) else first_line(node)
    return range(first, (node.end_lineno or node.lineno) + 1)


def merged(left: Bindings, right: Bindings, join: Callable[[Values, Values], Values]) -> Bindings:
    """What names hold where two ways come together.

    Args:
        left: what they hold at the end of the one.
        right: what they hold at the end of the other.
        join: joins alternatives.
    """
    if left is right:
        return left
    result = {name: join(values, right.get(name, ABSENT)) for name, values in left.items()}
    for name, values in right.items():
        if name not in left:
            result[name] = join(ABSENT, values)
    return result
