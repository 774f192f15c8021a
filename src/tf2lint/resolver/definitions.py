"""Function and class definitions: what they bind, and what their bodies start from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import name_binding, operators, worklist
from tf2lint.resolver.class_bases import library_bases
from tf2lint.resolver.scopes import ClassInfo, ClassValue, Function, Instance
from tf2lint.resolver.values import NONE, ExternalCallable, Symbol, Values, join
from tf2lint.source import dotted, first_line, parameters

if TYPE_CHECKING:
    from tf2lint.resolver.branch_merging import Block
    from tf2lint.resolver.evaluator import Evaluator
    from tf2lint.resolver.scopes import Body

FunctionStatement = ast.FunctionDef | ast.AsyncFunctionDef

#: Decorators behind which a call still gives what the function returns.
_TRANSPARENT: Final = frozenset({"staticmethod", "classmethod", "lru_cache", "cache", "wraps"})
#: Decorators by which reading the attribute gives what the function returns.
_PROPERTIES: Final = frozenset({"property", "cached_property", "lazy_property"})


class Definitions:
    """Looks at definitions, and at their bodies.

    Args:
        names: evaluates the expressions in them.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.state = evaluator.state

    def run(self, body: Body, block: Block) -> None:
        """Looks at a module, a function or a lambda from its beginning; `block` looks at the statements in it."""
        state, node = self.state, body.node
        state.enter(body)
        if isinstance(node, ast.Module | ast.ClassDef):
            block(node.body)
            state.exports = state.env
            return
        self._parameters(body, node.args)
        if isinstance(node, ast.Lambda):
            worklist.add_return(state, self.evaluator.evaluate(node.body))
            return
        block(node.body)
        if state.reachable:
            worklist.add_return(state, (NONE,))

    def _parameters(self, body: Body, arguments: ast.arguments) -> None:
        for name, values in body.defaults.items():
            name_binding.bind(self.state, name, values if self._is_module(values) else join(values, None))
        positional = [*arguments.posonlyargs, *arguments.args]
        if positional and body.receiver is not None:
            name_binding.bind_untracked(self.state, positional[0].arg, body.receiver)

    def _is_module(self, values: Values) -> bool:
        """Whether a default is a module, which nobody passes another one for: `def f(x, tf=tf)`."""
        return values is not None and all(isinstance(v, Symbol) and self.state.environment.is_module(v) for v in values)

    def function(self, node: FunctionStatement) -> None:
        """Looks at a function statement; its body comes later."""
        state = self.state
        skipped, defaults = False, dict[str, Values]()
        if state.mention_index.mentions(first_line(node), node.body[0].lineno):
            skipped, defaults = self._head(node)
        decorators = [_last_name(decorator) for decorator in node.decorator_list]
        owner = state.classes.get(state.body.node) if isinstance(state.body.node, ast.ClassDef) else None
        known = state.bodies.get(node)
        is_known = known is not None and known.defaults == defaults and not known.is_skipped
        body = state.define(node, owner)
        body.defaults, body.is_skipped = defaults, skipped
        body.receiver = _receiver(owner, decorators)
        body.is_property = any(name in _PROPERTIES for name in decorators)
        if not is_known:
            state.schedule([body])
        transparent = all(name in _TRANSPARENT or name in _PROPERTIES for name in decorators)
        if node.name in state.mention_index:
            # Else a call of it gives nothing of interest, as far as that is known: see `Frame.give`.
            name_binding.bind_untracked(state, node.name, (Function(body),) if transparent else None)

    def _head(self, node: FunctionStatement) -> tuple[bool, dict[str, Values]]:
        """Evaluates decorators, defaults and annotations: whether the function is skipped, and the defaults."""
        evaluator, skipped = self.evaluator, False
        for decorator in node.decorator_list:
            evaluator.evaluate(decorator)
            skipped = skipped or _is_skipped(evaluator, decorator)
        defaults = evaluator.defaults(node.args)
        for parameter in parameters(node.args):
            if parameter.annotation is not None:
                evaluator.annotation(parameter.annotation)
        if node.returns is not None:
            evaluator.annotation(node.returns)
        return skipped, defaults

    def class_(self, node: ast.ClassDef, block: Block) -> None:
        """Looks at a class statement and its body, which runs there and then; `block` looks at what is in that."""
        state, evaluator = self.state, self.evaluator
        skipped = False
        for decorator in node.decorator_list:
            evaluator.evaluate(decorator)
            skipped = skipped or _is_skipped(evaluator, decorator)
        bases = tuple(evaluator.evaluate(base) for base in node.bases)
        for keyword in node.keywords:
            evaluator.evaluate(keyword.value)
        info = state.classes.get(node)
        if info is None:
            info = state.classes[node] = ClassInfo(node)
        state.schedule(info.derive(bases))
        is_asked = self._track_inherited(bases)
        hands_on = self._track_flag_parameters(bases)
        if not skipped:
            self._class_body(node, info, block)
        is_base = bool(library_bases(bases)) and self.state.mention_index.is_base(node.name)
        is_own = any(isinstance(base, ClassValue) for values in bases for base in values or ())
        followed = is_asked or hands_on or is_base or is_own
        if followed or info.is_followed or node.name in state.mention_index:
            name_binding.bind(state, node.name, (ClassValue(info),))

    def _track_inherited(self, bases: tuple[Values, ...]) -> bool:
        """What a library's class may be asked by its subclasses: its constructor, and what the file asks of it."""
        words = [word for base in library_bases(bases) for word in self.state.environment.asked_of(base)]
        for word in words:
            worklist.track(self.state, word)
        return bool(words)

    def _track_flag_parameters(self, bases: tuple[Values, ...]) -> bool:
        """The methods of a class of another module that take a flag, which its subclasses hand on."""
        outer_writes = [base for values in bases for base in values or () if isinstance(base, ExternalCallable)]
        for base in outer_writes:
            for name in self.state.environment.flag_parameters(base.path):
                owner, _, method = name.rpartition(".")
                if owner == base.name:
                    worklist.track(self.state, method)
        return bool(outer_writes)

    def _class_body(self, node: ast.ClassDef, info: ClassInfo, block: Block) -> None:
        state = self.state
        body = state.define(node, None)
        body.free.clear()
        outside = (
            state.body,
            state.env,
            state.try_bindings,
            state.comprehension_targets,
            state.in_comprehension,
            state.reachable,
        )
        state.body, state.env, state.try_bindings, state.comprehension_targets, state.in_comprehension = (
            body,
            {},
            [],
            [],
            0,
        )
        block(node.body)
        for name, values in state.env.items():
            state.schedule(info.define(name, values))
        (
            state.body,
            state.env,
            state.try_bindings,
            state.comprehension_targets,
            state.in_comprehension,
            state.reachable,
        ) = outside


def _receiver(owner: ClassInfo | None, decorators: list[str]) -> Values:
    if owner is None or "staticmethod" in decorators:
        return None
    return (ClassValue(owner),) if "classmethod" in decorators else (Instance(owner),)


def _is_skipped(evaluator: Evaluator, decorator: ast.expr) -> bool:
    """Whether a test's decorator skips it at the target (`unittest.skipIf(...)`, `pytest.mark.skipif(...)`)."""
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return False
    name = dotted(decorator.func).rpartition(".")[2]
    if name not in {"skipIf", "skipif", "skipUnless"}:
        return False
    return operators.truth_of(evaluator.state, evaluator.evaluate(decorator.args[0])) is (name != "skipUnless")


def _last_name(node: ast.expr) -> str:
    """The last part of the name of a decorator, called or not."""
    return dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]
