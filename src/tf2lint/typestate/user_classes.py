"""Classes of the program that are made from those of a library: what their text says of their objects."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INIT: Final = "__init__"
_REGISTERS: Final = "register_keras_serializable"
Function = ast.FunctionDef | ast.AsyncFunctionDef


class UserClass:
    """A class of the program.

    Args:
        nodes: its syntax, and that of those of its bases that are the program's own, too, in the order in which Python
            looks for attributes.
        bases: the library's classes among its bases and theirs, from below `tf`.
        is_complete: whether all of its bases are known.
        is_base: whether another class of its file may be made from it.

    Attributes:
        nodes: its syntax and that of its bases.
        bases: the library's classes that it is made from.
        is_complete: whether all of its bases are known.
        is_base: whether another class of its file may be made from it.
    """

    def __init__(
        self, nodes: Iterable[ast.ClassDef], bases: tuple[str, ...], *, is_complete: bool, is_base: bool = False
    ) -> None:
        self.nodes = tuple(nodes)
        self.bases = bases
        self.is_complete = is_complete
        self.is_base = is_base

    @property
    def name(self) -> str:
        """Its name."""
        return self.node.name

    @property
    def node(self) -> ast.ClassDef:
        """Its syntax."""
        return self.nodes[0]

    @cached_property
    def _members(self) -> dict[str, ast.stmt]:
        """What the bodies of the classes bind, by name."""
        members: dict[str, ast.stmt] = {}
        for node in self.nodes:
            for statement in node.body:
                for name in _bound(statement):
                    members.setdefault(name, statement)
        return members

    def method(self, name: str) -> Function | None:
        """A method that it has of its own; None if there is none, or something else has the name."""
        member = self._members.get(name)
        return member if isinstance(member, Function) else None

    def defines(self, name: str) -> bool:
        """Whether it has a member of its own: in the body of a class, or put on `self` by a method."""
        return name in self._members or name in self._put_on_self

    @cached_property
    def _put_on_self(self) -> frozenset[str]:
        return frozenset(
            node.attr
            for one in self.nodes
            for node in ast.walk(one)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _is_self(node.value)
        )

    @cached_property
    def init(self) -> Function | None:
        """Its constructor, if that is its own."""
        return self.method(_INIT)

    @property
    def parameters(self) -> tuple[ast.arg, ...]:
        """The parameters of its constructor that can be given by name, without `self`."""
        if self.init is None:
            return ()
        arguments = self.init.args
        return (*[*arguments.posonlyargs, *arguments.args][1:], *arguments.kwonlyargs)

    @property
    def required(self) -> tuple[str, ...]:
        """Those of them that have no default."""
        if self.init is None:
            return ()
        arguments = self.init.args
        positional = [*arguments.posonlyargs, *arguments.args][1:]
        bare = positional[: len(positional) - len(arguments.defaults)]
        named = [one for one, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is None]
        return tuple(one.arg for one in (*bare, *named))

    @property
    def takes_any_keyword(self) -> bool:
        """Whether its constructor takes `**kwargs`, also as it has none of its own."""
        return self.init is None or self.init.args.kwarg is not None

    def takes(self, *names: str) -> bool:
        """Whether its constructor takes all of these by name."""
        return self.takes_any_keyword or {one.arg for one in self.parameters}.issuperset(names)

    @cached_property
    def is_functional(self) -> bool:
        """Whether it is a subclass that is made from symbolic tensors: it hands inputs and outputs to its base."""
        return any(
            len(call.args) >= 2 or {"inputs", "outputs"} <= {keyword.arg for keyword in call.keywords}
            for call in self.calls_of_base(_INIT)
        )

    def calls_of_base(self, method: str) -> Iterator[ast.Call]:
        """The calls of `super().method(...)` in the method of that name, or `Base.method(self, ...)` without `self`."""
        user_class = self.method(method)
        for node in ast.walk(user_class) if user_class is not None else ():
            match node:
                case ast.Call(func=ast.Attribute(attr=attr, value=ast.Call(func=ast.Name(id="super")))) if (
                    attr == method
                ):
                    yield node
                case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Name(id="self"), *rest]) if attr == method:
                    yield ast.Call(node.func, rest, node.keywords)

    @cached_property
    def text(self) -> str:
        """All of its text, and of that of its bases."""
        return "\n".join(map(ast.unparse, self.nodes))

    @cached_property
    def is_registered(self) -> bool:
        """Whether Keras is told where to find it."""
        return any(_REGISTERS in ast.unparse(decorator) for decorator in self.nodes[0].decorator_list)

    def init_calls(self, *methods: str) -> bool:
        """Whether its constructor calls one of these methods of whatever object, also by way of methods of its own.

        Args:
            methods: their names; `__call__` for a call of the object itself.
        """
        seen, pending = set[str](), [_INIT]
        while pending:
            name = pending.pop()
            method = self.method(name)
            if name in seen or method is None:
                continue
            seen.add(name)
            for node in ast.walk(method):
                match node:
                    case ast.Call(func=ast.Attribute(attr=called, value=owner)):
                        if called in methods:
                            return True
                        if isinstance(owner, ast.Name):
                            pending.append(called)
                    case ast.Call(func=ast.Name(id="self")) if "__call__" in methods:
                        return True
        return False


def _is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "self"


def _bound(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
