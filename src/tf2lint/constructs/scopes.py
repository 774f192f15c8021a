"""Which scope each name of a file belongs to, following Python's scoping rules.

The attributes of `self` in the methods of a class are names of the class: `self.x`.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.source import parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NAMED: Final = (*FUNCTIONS, ast.ClassDef)
#: What the names of attributes begin with.
RECEIVER: Final = "self."


class _Scope(NamedTuple):
    """A scope.

    Attributes:
        node: its syntax.
        names: the names that it binds.
        receiver: the parameter of a method that holds the object; empty for all else.
        owner: the class of a method.
    """

    node: ast.AST
    names: frozenset[str]
    receiver: str = ""
    owner: ast.ClassDef | None = None


class Use(NamedTuple):
    """A place where a name stands.

    Attributes:
        node: the name, or the statement, parameter, or alias that binds it.
        is_binding: whether it binds the name there.
    """

    node: ast.AST
    is_binding: bool


class Scopes:
    """The names of a file by the scope that they belong to.

    Args:
        module: the syntax of the file.

    Attributes:
        module: the syntax of the file.
        words: all names that stand in it.
        classes: the classes of methods.
    """

    def __init__(self, module: ast.Module) -> None:
        self.module = module
        self._uses: dict[tuple[ast.AST, str], list[Use]] = {}
        self._owners: dict[ast.AST, ast.AST] = {}
        self._names: dict[ast.AST, str] = {}
        self.classes: dict[ast.AST, ast.ClassDef] = {}
        self.words: set[str] = set()
        scope = _Scope(module, frozenset(_bound(module.body)))
        self._visit_all(module.body, (scope,))

    def owner(self, node: ast.AST) -> ast.AST | None:
        """Returns the module, function, lambda, class, or comprehension that binds a name; None if nothing does."""
        return self._owners.get(node)

    def name(self, node: ast.AST) -> str:
        """Returns a name as its scope has it, with `self.` for an attribute; empty for other syntax."""
        return self._names.get(node, "")

    @property
    def all_scopes(self) -> list[ast.AST]:
        """All scopes that bind a name that stands somewhere."""
        return list(dict.fromkeys(scope for scope, _ in self._uses))

    def uses(self, scope: ast.AST, name: str) -> list[Use]:
        """Returns the places where a name of a scope stands, also in scopes inside of it."""
        return self._uses.get((scope, name), [])

    def _visit_all(self, nodes: Iterable[ast.AST], chain: tuple[_Scope, ...]) -> None:
        for node in nodes:
            self._visit(node, chain)

    def _visit(self, node: ast.AST, chain: tuple[_Scope, ...]) -> None:
        match node:
            case ast.Name(id=name, ctx=context):
                self._record(node, name, chain, is_binding=not isinstance(context, ast.Load))
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._record(node, node.name, chain, is_binding=True)
                self._visit_definition(node, chain)
            case ast.Lambda():
                self._visit(node.args, chain)
                self._visit(node.body, (*_visible(chain), _function_scope(node)))
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                first = node.generators[0].iter
                self._visit(first, chain)
                targets = frozenset(name for each in node.generators for name in _bound([each.target]))
                inner = (*_visible(chain), _Scope(node, targets))
                self._visit_all((child for child in _parts(node) if child is not first), inner)
            case _:
                for name in _own_bindings(node):
                    self._record(node, name, chain, is_binding=True)
                if isinstance(node, ast.Attribute):
                    self._record_attribute(node, chain)
                self._visit_all(ast.iter_child_nodes(node), chain)

    def _visit_definition(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, chain: tuple[_Scope, ...]
    ) -> None:
        if isinstance(node, ast.ClassDef):
            self._visit_all([*node.decorator_list, *node.bases, *node.keywords], chain)
            self._visit_all(node.body, (*_visible(chain), _Scope(node, frozenset(_bound(node.body)))))
            return
        self._visit_all(_head(node), chain)
        scope, owner = _function_scope(node), chain[-1].node
        if isinstance(owner, ast.ClassDef):
            self.classes[node] = owner
            if node.args.args:
                scope = scope._replace(receiver=node.args.args[0].arg, owner=owner)
        self._visit_all(node.body, (*_visible(chain), scope))

    def _record_attribute(self, node: ast.Attribute, chain: tuple[_Scope, ...]) -> None:
        """Records an attribute of the object of a method."""
        receiver = node.value.id if isinstance(node.value, ast.Name) else ""
        method = next((scope for scope in reversed(chain) if receiver in scope.names), None)
        if method is not None and method.receiver == receiver and method.owner is not None:
            self._add(node, f"{RECEIVER}{node.attr}", method.owner, is_binding=not isinstance(node.ctx, ast.Load))

    def _record(self, node: ast.AST, name: str, chain: tuple[_Scope, ...], *, is_binding: bool) -> None:
        self.words.add(name)
        scope = next((scope for scope in reversed(chain) if name in scope.names), None)
        if scope is not None:
            self._add(node, name, scope.node, is_binding=is_binding)

    def _add(self, node: ast.AST, name: str, scope: ast.AST, *, is_binding: bool) -> None:
        self._owners[node], self._names[node] = scope, name
        self._uses.setdefault((scope, name), []).append(Use(node, is_binding))


def _visible(chain: tuple[_Scope, ...]) -> tuple[_Scope, ...]:
    """Returns the scopes that code in a scope inside of them sees: all but classes."""
    return tuple(scope for scope in chain if not isinstance(scope.node, ast.ClassDef))


def _function_scope(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> _Scope:
    names = {parameter.arg for parameter in parameters(node.args)}
    if isinstance(node, FUNCTIONS):
        names.update(_bound(node.body))
        outer = (inner for inner in ast.walk(node) if isinstance(inner, ast.Global | ast.Nonlocal))
        names.difference_update(name for statement in outer for name in statement.names)
    return _Scope(node, frozenset(names))


def _head(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    """Yields the parts of a function's head, which belong to the scope around it."""
    yield from node.decorator_list
    yield node.args
    if node.returns is not None:
        yield node.returns


def _parts(node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> Iterator[ast.AST]:
    """Yields the parts of a comprehension."""
    yield from [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
    for generator in node.generators:
        yield generator.target
        yield generator.iter
        yield from generator.ifs


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yields the names that code binds in its scope."""
    for node in nodes:
        yield from _own_bindings(node)
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        yield from _bound(_expressions_of(node) if isinstance(node, _NAMED) else ast.iter_child_nodes(node))


def _expressions_of(node: ast.AST) -> Iterator[ast.AST]:
    yield from (child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))


def _own_bindings(node: ast.AST) -> Iterator[str]:
    """Yields the names that a node itself binds."""
    match node:
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=asname):
            yield asname or name.partition(".")[0]
        case (
            ast.ExceptHandler(name=str() as name) | ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name)
        ):
            yield name
        case _:
            pass
