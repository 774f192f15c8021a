"""The functions and classes of a file whose calls are all known, and the parameters that take what is passed."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.scopes import FUNCTIONS, RECEIVER

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.scopes import Scopes

#: Whether a name stands as an attribute, and the name.
_Mention = tuple[bool, str]
Function = ast.FunctionDef | ast.AsyncFunctionDef
#: The method that takes what a class is called with, and the function to which a class may be passed beside that.
_CONSTRUCTOR: Final = "__init__"
SUPER: Final = "super"


class Parameter(NamedTuple):
    """A parameter of a function of the file.

    Attributes:
        function: the function.
        node: the parameter.
    """

    function: Function
    node: ast.arg

    @property
    def default(self) -> ast.expr | None:
        """The default of the parameter; None if it has none."""
        arguments = self.function.args
        defaults = dict(zip(reversed(arguments.args), reversed(arguments.defaults), strict=False))
        return defaults.get(self.node) or dict(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)).get(
            self.node
        )


class Passed(NamedTuple):
    """An argument of a call of a function of the file."""

    call: ast.Call
    argument: ast.expr
    parameter: Parameter


class KnownCalls:
    """The calls of the functions and classes of a file.

    Args:
        scopes: the names of the file.
    """

    def __init__(self, scopes: Scopes) -> None:
        self._scopes = scopes

    @cached_property
    def _functions(self) -> dict[str, list[Function]]:
        found: dict[str, list[Function]] = {}
        for function in self._scopes.syntax.of_class(*FUNCTIONS):
            found.setdefault(function.name, []).append(function)
        return found

    @cached_property
    def _classes(self) -> dict[str, list[ast.ClassDef]]:
        found: dict[str, list[ast.ClassDef]] = {}
        for owner in self._scopes.syntax.of_class(ast.ClassDef):
            found.setdefault(owner.name, []).append(owner)
        return found

    @cached_property
    def _calls(self) -> dict[_Mention, list[ast.Call]]:
        found: dict[_Mention, list[ast.Call]] = {}
        for call in self._scopes.syntax.of_class(ast.Call):
            found.setdefault(_mention(call.func), []).append(call)
        return found

    @cached_property
    def _mentions(self) -> Counter[_Mention]:
        """How often names stand in the file, without those of classes where others derive from them or call them."""
        found = Counter(map(_mention, self._scopes.syntax.of_class(ast.Name, ast.Attribute)))
        for call in self._calls.get((False, SUPER), []):
            found.subtract(map(_mention, call.args[:1]))
        for owner in self._scopes.syntax.of_class(ast.ClassDef):
            found.subtract(map(_mention, owner.bases))
        for call in self._calls.get((True, _CONSTRUCTOR), []):
            found.subtract([_mention(call.func.value)] if isinstance(call.func, ast.Attribute) else ())
        return found

    def passed(self, node: ast.AST) -> Passed | None:
        """Returns the argument of a call of a function of the file that an expression is; None if it is none."""
        call = self._scopes.syntax.parent(node)
        if isinstance(call, ast.keyword):
            call = self._scopes.syntax.parent(call)
        if not isinstance(call, ast.Call) or not isinstance(node, ast.expr) or node is call.func:
            return None
        parameter = self._parameter(call, node)
        return Passed(call, node, parameter) if parameter is not None else None

    def all_passed(self, parameter: Parameter) -> list[Passed]:
        """Returns what the calls of the file pass for a parameter; an empty list if that is not known of one."""
        calls = self._calls_of(parameter.function)
        passed = [
            one
            for call in calls
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
            if (one := self.passed(argument)) is not None and one.parameter == parameter
        ]
        return passed if not any(map(_unpacks, calls)) else []

    def callers(self, function: Function) -> list[str]:
        """Returns the names by which a function is called: for a constructor, those of the classes that have it."""
        classes = [owner.name for owner in self._classes_with(function)]
        return classes or [called_name(function, self._scopes)]

    def _parameter(self, call: ast.Call, argument: ast.AST) -> Parameter | None:
        """Returns the parameter that takes an argument, if all calls of the function are known."""
        function = self._called(call)
        if function is None or not self._is_known(function):
            return None
        if function.decorator_list or function.args.vararg or function.args.posonlyargs or _unpacks(call):
            return None
        is_bound = function in self._scopes.classes and not self._names_class(call)
        parameters = function.args.args[1:] if is_bound else function.args.args
        for position, each in enumerate(call.args):
            if each is argument and position < len(parameters):
                return Parameter(function, parameters[position])
        named = next((keyword.arg for keyword in call.keywords if keyword.value is argument), None)
        found = next((each for each in (*parameters, *function.args.kwonlyargs) if each.arg == named), None)
        return Parameter(function, found) if found is not None else None

    def _called(self, call: ast.Call) -> Function | None:
        """Returns the only function of the file that a call can call; None if there may be others."""
        is_attribute, word = _mention(call.func)
        functions, classes = self._functions.get(word, []), self._classes.get(word, [])
        if classes and not is_attribute and not functions:
            return self._constructor(classes[0]) if len(classes) == 1 else None
        if word == _CONSTRUCTOR and is_attribute:
            base = self._constructed(call)
            return self._constructor(base) if base is not None else None
        if len(functions) != 1 or classes or (functions[0] in self._scopes.classes) != is_attribute:
            return None
        return functions[0]

    def _constructed(self, call: ast.Call) -> ast.ClassDef | None:
        """Returns the class whose constructor another one calls: `super().__init__()`, `Base.__init__(self)`."""
        around: ast.AST | None = call
        while around is not None and around not in self._scopes.classes:
            around = self._scopes.syntax.parent(around)
        owner = self._scopes.classes[around] if around is not None else None
        base = self._scopes.families.base(owner) if owner is not None and len(owner.bases) == 1 else None
        match call.func:
            case ast.Attribute(value=ast.Call(func=ast.Name(id=name))) if name == SUPER:
                return base
            case ast.Attribute(value=ast.Name(id=name)) if base is not None and name == base.name:
                return base
            case _:
                return None

    def _names_class(self, call: ast.Call) -> bool:
        """Returns whether a call has the form `Base.__init__(self)`, which passes the object itself."""
        is_constructor = isinstance(call.func, ast.Attribute) and call.func.attr == _CONSTRUCTOR
        return is_constructor and not isinstance(getattr(call.func, "value", None), ast.Call)

    def _constructor(self, owner: ast.ClassDef) -> Function | None:
        """Returns the method that takes what a class is called with; None if it may be one of another file."""
        if owner.decorator_list or owner.keywords:
            return None
        own = [each for each in owner.body if isinstance(each, FUNCTIONS) and each.name == _CONSTRUCTOR]
        if own:
            return own[0] if len(own) == 1 else None
        base = self._scopes.families.base(owner) if len(owner.bases) == 1 else None
        return self._constructor(base) if base is not None else None

    def _classes_with(self, function: Function) -> list[ast.ClassDef]:
        """Returns the classes that have a constructor."""
        owner = self._scopes.classes.get(function)
        if owner is None or function.name != _CONSTRUCTOR:
            return []
        return [
            each for each in (owner, *self._scopes.families.relatives(owner)) if self._constructor(each) is function
        ]

    def _calls_of(self, function: Function) -> list[ast.Call]:
        """Returns the calls of a function."""
        classes = self._classes_with(function)
        if not classes:
            return self._calls.get(_callee(function, self._scopes), [])
        found = [call for each in classes for call in self._calls.get((False, each.name), [])]
        return found + [call for call in self._calls.get((True, _CONSTRUCTOR), []) if self._called(call) is function]

    def _is_known(self, function: Function) -> bool:
        """Returns whether all calls of a function are known."""
        owner = self._scopes.classes.get(function)
        if owner is not None and not self._has_known_bases(owner):
            return False
        classes = self._classes_with(function)
        mentions = [(False, each.name) for each in classes] or [_callee(function, self._scopes)]
        # One that derives from several classes may call the constructor of any of them.
        derived = self._scopes.families.relatives(owner) if owner is not None and classes else ()
        return all(len(each.bases) <= 1 for each in derived) and all(
            len(self._calls.get(each, [])) == self._mentions[each] for each in mentions
        )

    def _has_known_bases(self, owner: ast.ClassDef) -> bool:
        """Returns whether a class derives from nothing, or from a class of the file that does."""
        base = self._scopes.families.base(owner) if len(owner.bases) == 1 and not owner.keywords else None
        return derives_from_nothing(owner) if base is None else self._has_known_bases(base)


def called_name(function: Function, scopes: Scopes) -> str:
    """Returns the name by which a function is called, or the class whose objects it makes, with `self.` for methods."""
    is_attribute, word = _callee(function, scopes)
    return f"{RECEIVER}{word}" if is_attribute else word


def _callee(function: Function, scopes: Scopes) -> _Mention:
    owner = scopes.classes.get(function)
    if owner is not None and function.name == _CONSTRUCTOR:
        return False, owner.name
    return owner is not None, function.name


def _mention(node: ast.AST) -> _Mention:
    word = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return isinstance(node, ast.Attribute), word


def derives_from_nothing(owner: ast.ClassDef) -> bool:
    """Returns whether a class derives from nothing, so that its methods override none."""
    return all(isinstance(base, ast.Name) and base.id == "object" for base in owner.bases) and not owner.keywords


def _unpacks(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords)
