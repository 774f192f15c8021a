"""Function and class definitions: what they bind, and what their bodies start from."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import name_binding, operators, worklist
from tf2lint.resolver.library_bases import library_bases
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

    def __init__(self, names: Evaluator) -> None:
        self.names = names
        self.frame = names.frame

    def run(self, body: Body, block: Block) -> None:
        """Looks at a module, a function or a lambda from its beginning; `block` looks at the statements in it."""
        frame, node = self.frame, body.node
        frame.enter(body)
        if isinstance(node, ast.Module | ast.ClassDef):
            block(node.body)
            frame.exports = frame.env
            return
        self._parameters(body, node.args)
        if isinstance(node, ast.Lambda):
            worklist.add_return(frame, self.names.visit(node.body))
            return
        block(node.body)
        if frame.alive:
            worklist.add_return(frame, (NONE,))

    def _parameters(self, body: Body, arguments: ast.arguments) -> None:
        for name, values in body.defaults.items():
            name_binding.bind(self.frame, name, values if self._is_module(values) else join(values, None))
        positional = [*arguments.posonlyargs, *arguments.args]
        if positional and body.receiver is not None:
            name_binding.bind_untracked(self.frame, positional[0].arg, body.receiver)

    def _is_module(self, values: Values) -> bool:
        """Whether a default is a module, which nobody passes another one for: `def f(x, tf=tf)`."""
        return values is not None and all(isinstance(v, Symbol) and self.frame.world.is_module(v) for v in values)

    def function(self, node: FunctionStatement) -> None:
        """Looks at a function statement; its body comes later."""
        frame = self.frame
        skipped, defaults = False, dict[str, Values]()
        if frame.attention.mentions(first_line(node), node.body[0].lineno):
            skipped, defaults = self._head(node)
        decorators = [_last_name(decorator) for decorator in node.decorator_list]
        owner = frame.classes.get(frame.body.node) if isinstance(frame.body.node, ast.ClassDef) else None
        known = frame.bodies.get(node)
        is_known = known is not None and known.defaults == defaults and not known.is_skipped
        body = frame.define(node, owner)
        body.defaults, body.is_skipped = defaults, skipped
        body.receiver = _receiver(owner, decorators)
        body.is_property = any(name in _PROPERTIES for name in decorators)
        if not is_known:
            frame.again([body])
        transparent = all(name in _TRANSPARENT or name in _PROPERTIES for name in decorators)
        if node.name in frame.attention:
            # Else a call of it gives nothing of interest, as far as that is known: see `Frame.give`.
            name_binding.bind_untracked(frame, node.name, (Function(body),) if transparent else None)

    def _head(self, node: FunctionStatement) -> tuple[bool, dict[str, Values]]:
        """Evaluates decorators, defaults and annotations: whether the function is skipped, and the defaults."""
        names, skipped = self.names, False
        for decorator in node.decorator_list:
            names.visit(decorator)
            skipped = skipped or _is_skipped(names, decorator)
        defaults = names.defaults(node.args)
        for parameter in parameters(node.args):
            if parameter.annotation is not None:
                names.annotation(parameter.annotation)
        if node.returns is not None:
            names.annotation(node.returns)
        return skipped, defaults

    def class_(self, node: ast.ClassDef, block: Block) -> None:
        """Looks at a class statement and its body, which runs there and then; `block` looks at what is in that."""
        frame, names = self.frame, self.names
        skipped = False
        for decorator in node.decorator_list:
            names.visit(decorator)
            skipped = skipped or _is_skipped(names, decorator)
        bases = tuple(names.visit(base) for base in node.bases)
        for keyword in node.keywords:
            names.visit(keyword.value)
        info = frame.classes.get(node)
        if info is None:
            info = frame.classes[node] = ClassInfo(node)
        frame.again(info.derive(bases))
        is_asked = self._attend_inherited(bases)
        hands_on = self._attend_carriers(bases)
        if not skipped:
            self._class_body(node, info, block)
        is_base = bool(library_bases(bases)) and self.frame.attention.is_base(node.name)
        is_own = any(isinstance(base, ClassValue) for values in bases for base in values or ())
        followed = is_asked or hands_on or is_base or is_own
        if followed or info.is_followed or node.name in frame.attention:
            name_binding.bind(frame, node.name, (ClassValue(info),))

    def _attend_inherited(self, bases: tuple[Values, ...]) -> bool:
        """What a library's class may be asked by its subclasses: its constructor, and what the file asks of it."""
        words = [word for base in library_bases(bases) for word in self.frame.world.asked_of(base)]
        for word in words:
            worklist.track(self.frame, word)
        return bool(words)

    def _attend_carriers(self, bases: tuple[Values, ...]) -> bool:
        """The methods of a class of another module that take a flag, which its subclasses hand on."""
        foreign = [base for values in bases for base in values or () if isinstance(base, ExternalCallable)]
        for base in foreign:
            for name in self.frame.world.carriers(base.path):
                owner, _, method = name.rpartition(".")
                if owner == base.name:
                    worklist.track(self.frame, method)
        return bool(foreign)

    def _class_body(self, node: ast.ClassDef, info: ClassInfo, block: Block) -> None:
        frame = self.frame
        body = frame.define(node, None)
        body.free.clear()
        outside = frame.body, frame.env, frame.tries, frame.targets, frame.in_comprehension, frame.alive
        frame.body, frame.env, frame.tries, frame.targets, frame.in_comprehension = body, {}, [], [], 0
        block(node.body)
        for name, values in frame.env.items():
            frame.again(info.define(name, values))
        frame.body, frame.env, frame.tries, frame.targets, frame.in_comprehension, frame.alive = outside


def _receiver(owner: ClassInfo | None, decorators: list[str]) -> Values:
    if owner is None or "staticmethod" in decorators:
        return None
    return (ClassValue(owner),) if "classmethod" in decorators else (Instance(owner),)


def _is_skipped(names: Evaluator, decorator: ast.expr) -> bool:
    """Whether a test's decorator skips it at the target (`unittest.skipIf(...)`, `pytest.mark.skipif(...)`)."""
    if not isinstance(decorator, ast.Call) or not decorator.args:
        return False
    name = dotted(decorator.func).rpartition(".")[2]
    if name not in {"skipIf", "skipif", "skipUnless"}:
        return False
    return operators.truth_of(names.frame, names.visit(decorator.args[0])) is (name != "skipUnless")


def _last_name(node: ast.expr) -> str:
    """The last part of the name of a decorator, called or not."""
    return dotted(node.func if isinstance(node, ast.Call) else node).rpartition(".")[2]
