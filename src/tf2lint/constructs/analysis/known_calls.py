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
_SUPER: Final = "super"


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
        found = Counter(map(_mention, self._scopes.syntax.of_class(ast.Name, ast.Attribute)))
        for call in self._calls.get((False, _SUPER), []):
            found.subtract(map(_mention, call.args[:1]))
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
        calls = self._calls.get(_callee(parameter.function, self._scopes), [])
        passed = [
            one
            for call in calls
            for argument in (*call.args, *(keyword.value for keyword in call.keywords))
            if (one := self.passed(argument)) is not None and one.parameter == parameter
        ]
        return passed if not any(map(_unpacks, calls)) else []

    def _parameter(self, call: ast.Call, argument: ast.AST) -> Parameter | None:
        """Returns the parameter that takes an argument, if all calls of the function are known."""
        mention = _mention(call.func)
        function = self._function(mention)
        if function is None or len(self._calls.get(mention, [])) != self._mentions.get(mention):
            return None
        owner = self._scopes.classes.get(function)
        if owner is not None and not derives_from_nothing(owner):
            return None
        if function.decorator_list or function.args.vararg or function.args.posonlyargs or _unpacks(call):
            return None
        parameters = function.args.args[1:] if owner is not None else function.args.args
        for position, each in enumerate(call.args):
            if each is argument and position < len(parameters):
                return Parameter(function, parameters[position])
        named = next((keyword.arg for keyword in call.keywords if keyword.value is argument), None)
        found = next((each for each in (*parameters, *function.args.kwonlyargs) if each.arg == named), None)
        return Parameter(function, found) if found is not None else None

    def _function(self, mention: _Mention) -> Function | None:
        """Returns the only function of the file that a call by a name can call; None if there may be others."""
        is_attribute, word = mention
        functions, classes = self._functions.get(word, []), self._classes.get(word, [])
        if classes and not is_attribute and not functions:
            body = classes[0].body if len(classes) == 1 and not classes[0].decorator_list else []
            functions = [each for each in body if isinstance(each, FUNCTIONS) and each.name == _CONSTRUCTOR]
            return functions[0] if len(functions) == 1 else None
        if len(functions) != 1 or classes or (functions[0] in self._scopes.classes) != is_attribute:
            return None
        return functions[0]


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
