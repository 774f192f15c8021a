"""Python's scopes: which names a body of code binds, and where its free names lead."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Any, Final

from tf2lint.attention import first_line
from tf2lint.values import ABSENT, Cell, ClassInfo, Values, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Use

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
BodyNode = ast.Module | ast.ClassDef | FunctionNode
Environment = dict[str, Values]

_DEFINITIONS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_WITH_TARGET: Final = frozenset({ast.For, ast.AsyncFor, ast.AugAssign, ast.AnnAssign})
#: The fields of a statement that hold further statements of the same scope.
_BLOCK_FIELDS: Final = ("body", "orelse", "handlers", "finalbody", "cases")
_BLOCKS: Final[dict[type[ast.AST], tuple[str, ...]]] = {
    kind: tuple(field for field in _BLOCK_FIELDS if field in kind._fields)
    for kind in (
        ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.ExceptHandler,
        ast.Match, ast.match_case,
    )
}  # fmt: skip


class Body:
    """A module, class, function or lambda: code with a scope of its own.

    Attributes:
        node: its syntax.
        parent: the body that it stands in; None for a module.
        owner: the class whose method it is, if it is one.
        receiver: what its first parameter is bound to by a method call, if it is known.
        lines: the lines that it takes, its head included.
        defaults: what its parameters stand for where a call leaves them out.
        is_property: whether reading it as an attribute calls it.
        snapshot: what the parent's names stood for where this one was defined.
        born: the moment of its definition on the parent's clock.
        log: every binding made here, by name, with its moment: what a nested
            function may still see after it was defined.
        foreign: what other bodies bind here through `global` and `nonlocal`.
        returns: what a call of it may give.
        uses: the uses of watched symbols that were found in it, by node.
        free: what its free names were found to stand for while it is looked at.
        is_class: whether it is a class's body, whose names are not seen in what is nested in it.
        walrus: whether `:=` may stand in it.
    """

    __slots__ = (
        "_names", "born", "clock", "defaults", "foreign", "free", "is_class", "is_property", "lines", "log", "node",
        "owner", "parent", "receiver", "returns", "snapshot", "uses", "walrus",
    )  # fmt: skip

    def __init__(self, node: BodyNode, parent: Body | None, snapshot: Environment, owner: ClassInfo | None) -> None:
        self.node = node
        self.parent = parent
        self.owner = owner
        self.snapshot = snapshot
        self.clock = 0
        self.born = parent.clock if parent else 0
        self.log: dict[str, list[tuple[int, Values]]] = {}
        self.receiver: Values = None
        self.lines = _lines(node)
        self.defaults: dict[str, Values] = {}
        self.is_property = False
        self.is_class = isinstance(node, ast.ClassDef)
        self.free: dict[str, Values] = {}
        self.foreign: dict[str, Cell] = {}
        self.returns = Cell()
        self.uses: dict[ast.AST, Use] = {}
        self.walrus: bool = parent.walrus if parent else True
        self._names: LocalNames | None = None

    def passes_over(self, line: int) -> bool:
        """Whether the line is one that its own statements take, and not just a comment or a docstring."""
        if isinstance(self.node, ast.Lambda):
            return True
        return any(
            first_line(node) <= line <= (node.end_lineno or node.lineno)
            for node in self.node.body
            if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        )

    def has_in_head(self, line: int) -> bool:
        """Whether the line is in the part that is evaluated outside: decorators, defaults, base classes."""
        if isinstance(self.node, ast.Module):
            return False
        return isinstance(self.node, ast.Lambda) or line <= self.node.body[0].lineno

    @property
    def names(self) -> LocalNames:
        """The names that this body makes its own; found out once, when first asked."""
        if self._names is None:
            self._names = LocalNames(self.node, walrus=self.walrus)
        return self._names

    def bind(self, name: str, values: Values) -> None:
        """Notes that the name was bound here, for the functions that close over it."""
        self.clock += 1
        self.log.setdefault(name, []).append((self.clock, values))

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
        for moment, later in self.parent.log.get(name, ()):
            if moment > self.born:
                values = later if values is ABSENT else join(values, later)
        cell = self.parent.foreign.get(name)
        if cell is None:
            return values
        others = cell.read(reader)
        return others if values is ABSENT else join(values, others)


def _lines(node: BodyNode) -> range:
    if isinstance(node, ast.Module):
        return range(sys.maxsize)
    first = node.lineno if isinstance(node, ast.Lambda) else first_line(node)
    return range(first, (node.end_lineno or node.lineno) + 1)


class LocalNames:
    """The names that a body binds itself, and those that it declares to be others'.

    Args:
        node: the body's syntax.
        walrus: whether `:=` may stand in it, which binds names anywhere in an expression.

    Attributes:
        local: bound here, so free in no part of it.
        outer: declared `global` or `nonlocal`, with the keyword that did so.
    """

    __slots__ = ("_walrus", "local", "outer")

    def __init__(self, node: BodyNode, *, walrus: bool) -> None:
        self._walrus = walrus
        self.local: set[str] = set()
        self.outer: dict[str, str] = {}
        if isinstance(node, FunctionNode):
            self.local.update(argument.arg for argument in parameters(node.args))
        if isinstance(node, ast.Lambda):
            self._expressions(node.body)
        else:
            self._block(node.body)
        self.local.difference_update(self.outer)

    def _block(self, statements: list[Any]) -> None:
        """Statements, or the handlers and cases that hold some."""
        for node in statements:
            kind = type(node)
            if kind in _DEFINITIONS:
                self.local.add(node.name)
            elif kind is ast.Import or kind is ast.ImportFrom:
                self.local.update(alias.asname or alias.name.partition(".")[0] for alias in node.names)
            elif kind is ast.Global or kind is ast.Nonlocal:
                self.outer.update(dict.fromkeys(node.names, kind.__name__.lower()))
            else:
                self._targets(node, kind)
                for field in _BLOCKS.get(kind, ()):
                    self._block(getattr(node, field))
            if self._walrus:
                self._expressions(*_own_expressions(node))

    def _targets(self, node: Any, kind: type[ast.AST]) -> None:
        if kind is ast.Assign or kind is ast.Delete:
            self._stored(*node.targets)
        elif kind in _WITH_TARGET:
            self._stored(node.target)
        elif kind is ast.With or kind is ast.AsyncWith:
            self._stored(*(item.optional_vars for item in node.items if item.optional_vars is not None))
        elif kind is ast.ExceptHandler and node.name:
            self.local.add(node.name)
        elif kind is ast.match_case:
            self._captured(node.pattern)

    def _stored(self, *targets: ast.expr) -> None:
        for target in targets:
            if isinstance(target, ast.Name):
                self.local.add(target.id)
            elif isinstance(target, ast.Tuple | ast.List):
                self._stored(*target.elts)
            elif isinstance(target, ast.Starred):
                self._stored(target.value)

    def _captured(self, pattern: ast.pattern) -> None:
        for node in ast.walk(pattern):
            captured = node.rest if isinstance(node, ast.MatchMapping) else None
            if isinstance(node, ast.MatchAs | ast.MatchStar):
                captured = node.name
            if captured:
                self.local.add(captured)

    def _expressions(self, *roots: ast.AST) -> None:
        """The names that `:=` binds in expressions of this scope."""
        pending = list(roots)
        while pending:
            node = pending.pop()
            if isinstance(node, ast.NamedExpr):
                self.local.add(node.target.id)
            if isinstance(node, ast.Lambda):
                pending.extend(default for default in (*node.args.defaults, *node.args.kw_defaults) if default)
            else:
                pending.extend(ast.iter_child_nodes(node))


def _own_expressions(node: ast.AST) -> Iterator[ast.AST]:
    """What a statement evaluates in the scope that it stands in, without the statements in it."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield from (default for default in (*node.args.defaults, *node.args.kw_defaults) if default)
        yield from (argument.annotation for argument in parameters(node.args) if argument.annotation)
        if node.returns:
            yield node.returns
        return
    for field, value in ast.iter_fields(node):
        if field not in _BLOCK_FIELDS:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST))


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """All parameters of a signature, in the order in which they are written."""
    found = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg:
        found.append(arguments.vararg)
    found.extend(arguments.kwonlyargs)
    if arguments.kwarg:
        found.append(arguments.kwarg)
    return found
