"""Evaluates the expressions of an abstract run (see `abstract_run.py`), and records what they do with objects."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.linting.run_objects import (
    Given,
    RunClass,
    RunFunction,
    RunObject,
    RunSuper,
    RunValue,
    Several,
    decorators_of,
    objects_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.linting.run_objects import RunScope

_INIT: Final = "__init__"
_SUPER: Final = "super"
_PROPERTY: Final = "property"
#: The method that adds a layer to a model.
_ADD: Final = "add"


class Frame(NamedTuple):
    """A call of a function of the file.

    Attributes:
        call: the call; None for a function that nothing calls.
        given: what it is called with, by position or name.
    """

    call: ast.Call | None
    given: Given

    def argument(self, value: RunValue | None) -> ast.expr | None:
        """Returns the argument of the call that is a value; None if there is none."""
        key = next((key for key, one in self.given.items() if one is value), None)
        if self.call is None or key is None:
            return None
        if isinstance(key, int):
            return self.call.args[key]
        return next((keyword.value for keyword in self.call.keywords if keyword.arg == key), None)


class RunEvent(NamedTuple):
    """Something that the run does with an object.

    Attributes:
        node: the call of a method of it, the attribute of it that is assigned, or the call of another module's code
            that it is passed to.
        owner: the object.
        name: the method or attribute; empty where another module may do anything with it.
        value: what the attribute is assigned; None for a call.
        arguments: what a method is called with, by position or name.
        frame: the call of the function that does it, with what that is called with.
    """

    node: ast.expr
    owner: RunObject
    name: str
    value: RunValue | None = None
    arguments: Given = {}  # noqa: RUF012  # the default of a named tuple, which nothing changes
    frame: Frame = Frame(None, {})


class RunEvaluator:
    """Evaluates expressions.

    Attributes:
        events: what the run does with objects, in order.
        active: the functions that run, outermost first.
        frames: their calls.
        owners: the objects of which it has used attributes.
    """

    def __init__(self) -> None:
        self.events: list[RunEvent] = []
        self.active: list[RunFunction] = []
        self.frames: list[Frame] = []
        self.owners: dict[RunObject, None] = {}

    def call(self, function: RunFunction, frame: Frame) -> RunValue:
        """Runs a function, and returns its result."""
        raise NotImplementedError

    def run_parts(self, node: ast.AST, scope: RunScope) -> None:
        """Runs the expressions and blocks that a node consists of, in order."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: RunValue, scope: RunScope) -> None:
        """Assigns a value to a target."""
        match target:
            case ast.Name(id=name):
                scope.bind(name, value)
            case ast.Attribute(value=owner, attr=name):
                held = self.value(owner, scope)
                if isinstance(held, RunObject):
                    held.attributes[name] = value
                    frame = self.frames[-1] if self.frames else Frame(None, {})
                    self.events.append(RunEvent(target, held, name, value, frame=frame))
            case ast.Subscript(value=owner, slice=ast.Constant(value=key)):
                held = self.value(owner, scope)
                if isinstance(held, RunObject):
                    held.attributes[f"[{key!r}]"] = value
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                is_known = isinstance(value, Several) and len(value.elements) == len(targets)
                for place, part in enumerate(targets):
                    item = value.elements[place] if is_known and isinstance(value, Several) else RunObject()
                    self.assign(part, item, scope)
            case _:
                pass

    def value(self, node: ast.expr, scope: RunScope) -> RunValue:
        """Evaluates an expression, and runs the calls in it."""
        match node:
            case ast.Constant():
                return node
            case ast.Name(id=name):
                return scope.lookup(name)
            case ast.Attribute(value=owner, attr=name):
                return self._member(self.value(owner, scope), name)
            case ast.Call():
                return self._value_of_call(node, scope)
            case ast.NamedExpr(target=target, value=value):
                held = self.value(value, scope)
                self.assign(target, held, scope)
                return held
            case ast.IfExp(test=test, body=first, orelse=other):
                self.value(test, scope)
                return one_of([self.value(first, scope), self.value(other, scope)])
            case ast.BoolOp(values=values):
                return one_of([self.value(value, scope) for value in values])
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                return RunObject()
            case _:
                return self._value_of_parts(node, scope)

    def _value_of_parts(self, node: ast.expr, scope: RunScope) -> RunValue:
        """Evaluates a display, an item, or another expression of which only the parts matter."""
        match node:
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return Several(tuple(self.value(part, scope) for part in parts))
            case ast.Dict(keys=keys, values=values):
                made = RunObject()
                for key, value in zip(keys, values, strict=True):
                    name = f"[{key.value!r}]" if isinstance(key, ast.Constant) else ""
                    made.attributes[name] = self.value(value, scope)
                return made
            case ast.Subscript(value=owner, slice=ast.Constant(value=key)):
                return self._item(self.value(owner, scope), key)
            case _:
                self.run_parts(node, scope)
                return RunObject()

    def _item(self, owner: RunValue, key: object) -> RunValue:
        if isinstance(owner, Several):
            is_known = isinstance(key, int) and -len(owner.elements) <= key < len(owner.elements)
            return owner.elements[key] if is_known and isinstance(key, int) else RunObject()
        return self._member(owner, f"[{key!r}]")

    def _value_of_call(self, node: ast.Call, scope: RunScope) -> RunValue:
        owner = None
        if isinstance(node.func, ast.Attribute):
            owner = self.value(node.func.value, scope)
            called = self._member(owner, node.func.attr)
        else:
            called = self.value(node.func, scope)
        given: Given = {}
        for place, argument in enumerate(node.args):
            given[place] = self.value(argument, scope)
        for keyword in node.keywords:
            given[keyword.arg or ""] = self.value(keyword.value, scope)
        if isinstance(called, RunFunction):
            return self.call(called, Frame(node, given))
        if isinstance(called, RunClass):
            return self.made(called, Frame(node, given))
        if _is_super(node) and self.active and self.active[-1].class_ is not None:
            return RunSuper(self.active[-1].class_, self.active[-1].receiver)
        made = _made_with(called, given, is_named=not isinstance(node.func, ast.Call))
        if made.is_foreign:
            passed = [one for value in given.values() for one in objects_of(value)]
            self.events += [RunEvent(node, one, "") for one in passed]
        if isinstance(node.func, ast.Attribute):
            self._record(node, node.func.attr, owner.receiver if isinstance(owner, RunSuper) else owner, given)
        return made

    def _record(self, node: ast.Call, method: str, owner: RunValue | None, given: Given) -> None:
        """Records a call of a method of an object that is not in the file."""
        if isinstance(owner, RunObject) and not owner.is_imported:
            self.events.append(RunEvent(node, owner, method, None, given))
            for part in objects_of(given.get(0, owner)) if method == _ADD else ():
                owner.add_part(part)

    def _member(self, owner: RunValue, name: str) -> RunValue:
        """Returns an attribute or a method of what an expression evaluates to; a property is run."""
        match owner:
            case RunClass():
                return owner.method(name) or RunObject()
            case RunSuper():
                method = owner.class_.inherited(name)
                return RunObject() if method is None else method._replace(receiver=owner.receiver)
            case RunObject():
                method = owner.class_.method(name) if owner.class_ is not None else None
                if method is None or name in owner.attributes:
                    self.owners[owner] = None
                    return owner.attribute(name)
                method = method._replace(receiver=owner)
                return self.call(method, Frame(None, {})) if _PROPERTY in decorators_of(method.node) else method
            case _:
                return RunObject()

    def made(self, class_: RunClass, frame: Frame) -> RunObject:
        """Returns a new object of a class, whose constructor is run."""
        class_.instance = RunObject(class_)
        made = class_.instance
        init = class_.method(_INIT)
        if init is not None:
            self.call(init._replace(receiver=made), frame)
        return made


def _made_with(called: RunValue, given: Given, *, is_named: bool) -> RunObject:
    """Returns what a call of something that is not in the file returns: an object with the parts that it is made of.

    These are what is called, such as a model, what tensors were computed with, and what is in lists of layers.
    """
    made = RunObject(is_foreign=isinstance(called, RunObject) and called.is_foreign)
    if isinstance(called, RunObject) and is_named:
        made.add_part(called)
    for value in given.values():
        for one in objects_of(value):
            for part in (one, *one.parts) if isinstance(value, Several) else one.parts:
                made.add_part(part)
    return made


def one_of(values: Sequence[RunValue]) -> RunValue:
    """Returns one of the values that something may be: an object, if it may be one."""
    objects = (value for value in values if not isinstance(value, ast.Constant))
    return next(objects, values[0] if values else RunObject())


def _is_super(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == _SUPER
