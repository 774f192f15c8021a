"""Which scope each name of a file belongs to, following Python's scoping rules.

The attributes of `self` in the methods of a class are names of the class: `self.x`. Classes that derive from each other
in a row share them: they are names of the first one.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.families import Families
from tf2lint.source import first_parameter, parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tf2lint.source import SyntaxIndex

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NAMED: Final = (*FUNCTIONS, ast.ClassDef)
_SCOPES: Final = frozenset({*_NAMED, ast.Lambda, *_COMPREHENSIONS})
#: The nodes that bind names and are no names themselves.
_BINDERS: Final = frozenset({*_NAMED, ast.alias, ast.ExceptHandler, ast.MatchAs, ast.MatchStar})
_DECLARATIONS: Final = frozenset({ast.Global, ast.Nonlocal})
#: All nodes that matter here.
_RELEVANT: Final = frozenset({ast.Name, ast.Attribute, *_SCOPES, *_BINDERS, *_DECLARATIONS})
#: What the names of attributes begin with.
RECEIVER: Final = "self."


class _Scope:
    """A scope.

    Args:
        node: its syntax.
        around: the scope around it; None for the module.
        names: the names that it binds, as far as they are known.

    Attributes:
        node: its syntax.
        outer: the scope around it that code in it sees: no class; None for the module.
        names: the names that it binds.
        passed_on: the names that it declares to belong to an outer scope.
        receiver: the parameter of a method that holds the object; empty for all else.
    """

    def __init__(self, node: ast.AST, around: _Scope | None, names: Iterable[str] = ()) -> None:
        self.node = node
        self.outer: _Scope | None = (
            around.outer if around is not None and isinstance(around.node, ast.ClassDef) else around
        )
        self.names = set(names)
        self.passed_on = set[str]()
        self.receiver = ""

    def with_name(self, name: str) -> _Scope | None:
        """Returns the scope that a name in this one belongs to; None if it is bound nowhere in the file."""
        scope: _Scope | None = self
        while scope is not None and (name not in scope.names or name in scope.passed_on):
            scope = scope.outer
        return scope

    def binding(self) -> _Scope:
        """Returns the scope that binds the names of assignments in this one: not a comprehension."""
        scope = self
        while isinstance(scope.node, _COMPREHENSIONS) and scope.outer is not None:
            scope = scope.outer
        return scope


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
        syntax: the nodes of the file.

    Attributes:
        module: the syntax of the file.
        syntax: the nodes of the file.
        words: all names that stand in it.
        classes: the classes of methods.
        families: the classes whose methods share attributes.
    """

    def __init__(self, syntax: SyntaxIndex) -> None:
        module = syntax.module
        self.module = module
        self.syntax = syntax
        self._uses: dict[tuple[ast.AST, str], list[Use]] = {}
        self._owners: dict[ast.AST, ast.AST] = {}
        self._names: dict[ast.AST, str] = {}
        self.classes: dict[ast.AST, ast.ClassDef] = {}
        self.families = Families(syntax)
        self.words: set[str] = set()
        for node, scope in self._find_scopes():
            self._record(node, scope)

    def owner(self, node: ast.AST) -> ast.AST | None:
        """Returns the module, function, lambda, class, or comprehension that binds a name; None if nothing does."""
        return self._owners.get(node)

    def name(self, node: ast.AST) -> str:
        """Returns a name as its scope has it, with `self.` for an attribute; empty for other syntax."""
        return self._names.get(node, "")

    def holder(self, node: ast.AST | None) -> ast.ClassDef | None:
        """Returns the class that binds the attributes of the object of a method; None for other code."""
        owner = self.classes.get(node) if node is not None else None
        return self.families.root(owner) if owner is not None else None

    @property
    def all_scopes(self) -> list[ast.AST]:
        """All scopes that bind a name that stands somewhere."""
        return list(dict.fromkeys(scope for scope, _ in self._uses))

    def uses(self, scope: ast.AST, name: str) -> list[Use]:
        """Returns the places where a name of a scope stands, also in scopes inside of it."""
        return self._uses.get((scope, name), [])

    def _find_scopes(self) -> list[tuple[ast.AST, _Scope]]:
        """Returns the nodes that may contain names, each with its scope, and adds to the scopes what they bind."""
        module = _Scope(self.module, None)
        found = list[tuple[ast.AST, _Scope]]()
        inner = [module]  # the scope that each node opens, or else stands in
        heads = dict[ast.AST, _Scope]()
        nodes, parents = self.syntax.nodes, self.syntax.parents
        for node, parent in zip(nodes[1:], parents[1:], strict=True):
            scope = inner[parent]
            if heads and node in heads:
                scope = heads.pop(node)
            kind = node.__class__
            inner.append(scope)
            if kind not in _RELEVANT:
                continue
            if kind in _SCOPES:
                inner[-1] = self._opened(node, scope)
                heads.update(dict.fromkeys(_head(node), scope))
            found.append((node, scope))
            if isinstance(node, ast.Name):
                if node.ctx.__class__ is not ast.Load:
                    is_walrus = isinstance(nodes[parent], ast.NamedExpr)
                    (scope.binding() if is_walrus else scope).names.add(node.id)
            elif kind in _BINDERS:
                scope.names.update(_own_bindings(node))
            elif isinstance(node, ast.Global | ast.Nonlocal):
                scope.passed_on.update(node.names)
                (module if isinstance(node, ast.Global) else scope).names.update(node.names)
        return found

    def _opened(self, node: ast.AST, around: _Scope) -> _Scope:
        """Returns the scope that a node opens."""
        if not isinstance(node, (*FUNCTIONS, ast.Lambda)):
            return _Scope(node, around)
        scope = _Scope(node, around, (parameter.arg for parameter in parameters(node.args)))
        if isinstance(around.node, ast.ClassDef) and isinstance(node, FUNCTIONS):
            self.classes[node] = around.node
            scope.receiver = first_parameter(node)
        return scope

    def _record(self, node: ast.AST, scope: _Scope) -> None:
        """Records the names that stand in a node itself."""
        if isinstance(node, ast.Name):
            self._record_name(node, node.id, scope, is_binding=node.ctx.__class__ is not ast.Load)
        elif isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name):
                self._record_attribute(node, node.value.id, scope)
        else:
            for name in _own_bindings(node):
                self._record_name(node, name, scope, is_binding=True)

    def _record_name(self, node: ast.AST, name: str, scope: _Scope, *, is_binding: bool) -> None:
        self.words.add(name)
        owner = scope.with_name(name)
        if owner is not None:
            self._add(node, name, owner.node, is_binding=is_binding)

    def _record_attribute(self, node: ast.Attribute, of: str, scope: _Scope) -> None:
        """Records an attribute of a name, if that is the object of a method."""
        method = scope.with_name(of)
        if method is not None and method.receiver == of:
            owner, is_binding = self.families.root(self.classes[method.node]), node.ctx.__class__ is not ast.Load
            self._add(node, f"{RECEIVER}{node.attr}", owner, is_binding=is_binding)

    def _add(self, node: ast.AST, name: str, scope: ast.AST, *, is_binding: bool) -> None:
        self._owners[node], self._names[node] = scope, name
        self._uses.setdefault((scope, name), []).append(Use(node, is_binding))


def _head(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the parts of what opens a scope that belong to the scope around it."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from node.decorator_list
            yield node.args
            if node.returns is not None:
                yield node.returns
        case ast.ClassDef():
            yield from (*node.decorator_list, *node.bases, *node.keywords)
        case ast.Lambda():
            yield node.args
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            yield node.generators[0].iter
        case _:
            pass


def _own_bindings(node: ast.AST) -> Iterator[str]:
    """Yields the names that a node binds which is no name itself."""
    match node:
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
