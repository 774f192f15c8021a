"""Classes that the program defines: what their text, and that of their bases, says about their instances."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.source import class_members, receiver_of, self_attributes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_INIT: Final = "__init__"
_REGISTERS: Final = "register_keras_serializable"
Function = ast.FunctionDef | ast.AsyncFunctionDef


class UserClass:
    """A class that the program defines.

    Args:
        nodes: its syntax and that of its direct and indirect bases in the program, in the order in which attributes
            are looked up.
        bases: the names, below `tf`, of its direct and indirect bases in the library.
        is_complete: whether all of its bases are known.
        is_base: whether another class of its file may derive from it.

    Attributes:
        nodes: its syntax and that of its bases in the program.
        bases: the names of its bases in the library.
        is_complete: whether all of its bases are known.
        is_base: whether another class of its file may derive from it.
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
        """The statements that bind members in the bodies of the classes, by name."""
        members: dict[str, ast.stmt] = {}
        for node in self.nodes:
            members = {**class_members(node), **members}
        return members

    def method(self, name: str) -> Function | None:
        """Returns a method that the program defines; None if there is none, or the name is bound to something else."""
        member = self._members.get(name)
        return member if isinstance(member, Function) else None

    def defines(self, name: str) -> bool:
        """Returns whether the program defines a member: in the body of a class, or by assigning to `self`."""
        return name in self._members or name in self._self_attributes

    def binds(self, name: str) -> bool:
        """Returns whether the body of one of the classes binds a name: a method, a property, a value."""
        return name in self._members

    @cached_property
    def _self_attributes(self) -> frozenset[str]:
        return frozenset(name for node in self.nodes for name in self_attributes(node))

    @cached_property
    def init(self) -> Function | None:
        """Its constructor, if the program defines one."""
        return self.method(_INIT)

    @property
    def parameters(self) -> tuple[ast.arg, ...]:
        """The parameters of its constructor, without `self`, `*args` and `**kwargs`."""
        if self.init is None:
            return ()
        arguments = self.init.args
        return (*[*arguments.posonlyargs, *arguments.args][1:], *arguments.kwonlyargs)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the parameters without a default."""
        if self.init is None:
            return ()
        arguments = self.init.args
        positional = [*arguments.posonlyargs, *arguments.args][1:]
        without_default = positional[: len(positional) - len(arguments.defaults)]
        keyword_only = [
            arg for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if default is None
        ]
        return tuple(parameter.arg for parameter in (*without_default, *keyword_only))

    @property
    def takes_any_keyword(self) -> bool:
        """Whether its constructor takes `**kwargs`; also if the program defines no constructor."""
        return self.init is None or self.init.args.kwarg is not None

    def takes(self, *names: str) -> bool:
        """Returns whether its constructor accepts all of these keywords."""
        return self.takes_any_keyword or {parameter.arg for parameter in self.parameters}.issuperset(names)

    @cached_property
    def is_functional(self) -> bool:
        """Whether it is a functional model: its constructor, or that of a base, passes inputs and outputs on."""
        inits = [class_members(node).get(_INIT) for node in self.nodes]
        calls = [call for init in inits if isinstance(init, Function) for call in _base_calls(init)]
        return any(
            len(call.args) >= 2 or {"inputs", "outputs"} <= {keyword.arg for keyword in call.keywords} for call in calls
        )

    def base_calls(self, method: str) -> Iterator[ast.Call]:
        """Yields a method's calls of its base method: `super().m(...)`, or `Base.m(self, ...)` without `self`."""
        definition = self.method(method)
        yield from _base_calls(definition) if definition is not None else ()

    @cached_property
    def text(self) -> str:
        """Its source text and that of its bases in the program, as `ast.unparse` writes it."""
        return "\n".join(map(ast.unparse, self.nodes))

    @cached_property
    def is_registered(self) -> bool:
        """Whether it is registered with Keras for deserialization."""
        return any(_REGISTERS in ast.unparse(decorator) for decorator in self.nodes[0].decorator_list)

    def init_calls(self, *methods: str) -> bool:
        """Returns whether its constructor calls one of these methods, on any object and also through other methods.

        Args:
            methods: the names of the methods; `__call__` for a call of `self`.
        """
        seen, pending = set[str](), [_INIT]
        while pending:
            name = pending.pop()
            method = self.method(name)
            if name in seen or method is None:
                continue
            seen.add(name)
            receiver = receiver_of(method)
            for node in ast.walk(method):
                match node:
                    case ast.Call(func=ast.Attribute(attr=called, value=owner)):
                        if called in methods:
                            return True
                        if isinstance(owner, ast.Name):
                            pending.append(called)
                    case ast.Call(func=ast.Name(id=called)) if called == receiver and "__call__" in methods:
                        return True
        return False


def _base_calls(method: Function) -> Iterator[ast.Call]:
    """Yields the calls of the method that a method overrides, see `UserClass.base_calls`."""
    receiver = receiver_of(method)
    for node in ast.walk(method):
        match node:
            case ast.Call(func=ast.Attribute(attr=attr, value=ast.Call(func=ast.Name(id="super")))) if (
                attr == method.name
            ):
                yield node
            case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Name(id=first), *rest]) if (
                attr == method.name and first == receiver
            ):
                yield ast.Call(node.func, rest, node.keywords)
