"""Runs the code of one file abstractly, to tell which objects it calls methods of, in which order.

Unlike the resolver, which tells of what class an object may be, this tells objects of one class from each other. The
module's statements run first, then methods and functions that nothing has called. A call of a function of the file
runs its statements with what it is called with, so an object is the same one wherever it is passed, returned, or kept
in an attribute. Each branch and the body of each loop runs once, one after the other.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.run_evaluator import Frame, RunEvaluator, one_of
from tf2lint.linting.run_objects import RunClass, RunFunction, RunObject, RunScope, Several, decorators_of, release
from tf2lint.source import methods_of, parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from tf2lint.linting.run_objects import FunctionStatement, Given, RunValue

#: How many calls within each other are followed, and how many statements run altogether.
_MAX_DEPTH: Final = 8
_MAX_STATEMENTS: Final = 20_000
_STATIC: Final = "staticmethod"
_OF_CLASS: Final = "classmethod"


class AbstractRun(RunEvaluator):
    """The run of one file.

    Args:
        module: the syntax of the file.
        skipped: statements that do not run at the target.
        is_foreign: returns whether an import statement imports something else than TensorFlow or Keras.
    """

    def __init__(
        self, module: ast.Module, skipped: Container[ast.stmt], is_foreign: Callable[[str, int], bool]
    ) -> None:
        super().__init__()
        self._skipped, self._is_foreign = skipped, is_foreign
        self._functions: dict[FunctionStatement, RunFunction] = {}
        self._classes: list[RunClass] = []
        self._called: set[FunctionStatement] = set()
        self._scopes = [RunScope()]
        self._returned: list[RunValue] = []
        self._statements = 0
        self._run(module.body, self._scopes[0])
        for class_ in self._classes:
            self._run_uncalled(class_)
        for function in list(self._functions.values()):
            if function.node not in self._called:
                self.call(function, Frame(None, {}))

    def close(self) -> None:
        """Drops what the run knows, so that memory is freed without the garbage collector."""
        release(self._scopes, [*self.owners, *(event.owner for event in self.events)])
        self._functions.clear()

    def _run_uncalled(self, class_: RunClass) -> None:
        """Runs the methods of a class that nothing has called, with the object that was made last."""
        if all(method.node in self._called for method in class_.methods.values()):
            return
        instance = class_.instance or self.made(class_, Frame(None, {}))
        for method in class_.methods.values():
            if method.node not in self._called:
                self.call(method._replace(receiver=instance), Frame(None, {}))

    # --- statements ------------------------------------------------------------

    def _run(self, block: Sequence[ast.stmt], scope: RunScope) -> None:
        for statement in block:
            self._statements += 1
            if statement not in self._skipped and self._statements < _MAX_STATEMENTS:
                self._run_statement(statement, scope)

    def _run_statement(self, statement: ast.stmt, scope: RunScope) -> None:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                function = RunFunction(statement, scope)
                self._functions.setdefault(statement, function)
                scope.bind(statement.name, function)
            case ast.ClassDef():
                scope.bind(statement.name, self._class(statement, scope))
            case ast.Import() | ast.ImportFrom():
                self._import(statement, scope)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                scope.outer_names.update(names)
            case ast.Assign(targets=targets, value=value):
                held = self.value(value, scope)
                for target in targets:
                    self.assign(target, held, scope)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self.assign(target, self.value(value, scope), scope)
            case ast.Return(value=ast.expr() as value):
                self._returned.append(self.value(value, scope))
            case ast.For() | ast.AsyncFor():
                self._run_loop(statement, scope)
            case _:
                self.run_parts(statement, scope)

    def _import(self, statement: ast.Import | ast.ImportFrom, scope: RunScope) -> None:
        for alias in statement.names:
            is_plain = isinstance(statement, ast.Import)
            name = alias.name if isinstance(statement, ast.Import) else statement.module or ""
            is_foreign = self._is_foreign(name, 0 if isinstance(statement, ast.Import) else statement.level)
            bound = alias.asname or (alias.name.partition(".")[0] if is_plain else alias.name)
            scope.bind(bound, RunObject(is_foreign=is_foreign, is_imported=True))

    def _run_loop(self, loop: ast.For | ast.AsyncFor, scope: RunScope) -> None:
        held = self.value(loop.iter, scope)
        for item in held.elements if isinstance(held, Several) and held.elements else (RunObject(),):
            self.assign(loop.target, item, scope)
            self._run(loop.body, scope)
        self._run(loop.orelse, scope)

    def run_parts(self, node: ast.AST, scope: RunScope) -> None:
        """Runs the expressions and blocks of any other statement, in order."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                self._run([child], scope)
            elif isinstance(child, ast.expr):
                self.value(child, scope)
            elif isinstance(child, ast.withitem):
                held = self.value(child.context_expr, scope)
                if child.optional_vars is not None:
                    self.assign(child.optional_vars, held, scope)
            else:
                self.run_parts(child, scope)

    def _class(self, node: ast.ClassDef, scope: RunScope) -> RunClass:
        held = [self.value(base, scope) for base in node.bases]
        class_ = RunClass(node, tuple(base for base in held if isinstance(base, RunClass)), {})
        for method in methods_of(node, self._skipped):
            class_.methods[method.name] = RunFunction(method, scope, class_=class_)
        self._classes.append(class_)
        return class_

    def call(self, function: RunFunction, frame: Frame) -> RunValue:
        """Runs a function; a function that is running already is not run again."""
        node = function.node
        self._called.add(node)
        if len(self.active) == _MAX_DEPTH or any(one.node is node for one in self.active):
            return RunObject()
        scope = RunScope(function.scope)
        self._scopes.append(scope)
        self._bind_parameters(function, frame.given, scope)
        returned, self._returned = self._returned, []
        self.active.append(function)
        self.frames.append(frame)
        self._run(node.body, scope)
        self.active.pop()
        self.frames.pop()
        results, self._returned = self._returned, returned
        return one_of(results[::-1])

    def _bind_parameters(self, function: RunFunction, given: Given, scope: RunScope) -> None:
        arguments = function.node.args
        for parameter in parameters(arguments):
            scope.names[parameter.arg] = given.get(parameter.arg) or RunObject()
        by_place = [*arguments.posonlyargs, *arguments.args]
        for parameter, default in zip(reversed(by_place), reversed(arguments.defaults), strict=False):
            if parameter.arg not in given:
                scope.names[parameter.arg] = self.value(default, function.scope)
        decorators = decorators_of(function.node)
        if by_place and function.receiver is not None and _STATIC not in decorators:
            receiver = function.receiver if _OF_CLASS not in decorators else function.class_
            scope.names[by_place.pop(0).arg] = receiver or RunObject()
        for place, parameter in enumerate(by_place):
            if place in given:
                scope.names[parameter.arg] = given[place]
