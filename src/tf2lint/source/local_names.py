"""Decides which names are local to a body, following Python's scoping rules."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.source.mention_index import MentionIndex

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
BodyNode = ast.Module | ast.ClassDef | FunctionNode

_WITH_PARAMETERS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_DEFINITIONS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_WITH_TARGET: Final = frozenset({ast.For, ast.AsyncFor, ast.AugAssign, ast.AnnAssign})
#: The fields of a statement that contain further statements of the same scope.
_BLOCK_FIELDS: Final = ("body", "orelse", "handlers", "finalbody", "cases")
#: For each statement that contains others of the same scope, the fields that do.
BLOCKS: Final[dict[type[ast.AST], tuple[str, ...]]] = {
    kind: tuple(field for field in _BLOCK_FIELDS if field in kind._fields)
    for kind in (
        ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.ExceptHandler,
        ast.Match, ast.match_case,
    )
}  # fmt: skip


def binding(node: BodyNode, name: str, mention_index: MentionIndex) -> str:
    """Returns how a body binds a name.

    Args:
        node: the body's syntax.
        name: the name.
        mention_index: the index of the file, which avoids most of the search.

    Returns:
        `local`, `global` or `nonlocal`; an empty string if the body does not bind the name.
    """
    if not isinstance(node, ast.Module) and not mention_index.may_bind(name, node):
        return ""
    search = _Search(name, mention_index)
    if isinstance(node, _WITH_PARAMETERS) and any(a.arg == name for a in parameters(node.args)):
        return "local"
    if isinstance(node, ast.Lambda):
        search.expressions(node.body)
    else:
        search.block(node.body)
    return search.keyword or ("local" if search.is_bound else "")


def yields(node: FunctionNode) -> bool:
    """Returns whether a function is a generator function."""
    pending: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(inner, FunctionNode):
            pending.extend(ast.iter_child_nodes(inner))
    return False


class _Search:
    """Searches the statements of one scope for bindings of one name."""

    def __init__(self, name: str, mention_index: MentionIndex) -> None:
        self.name = name
        self.is_bound = False
        self.keyword = ""
        self._mention_index = mention_index

    def block(self, statements: list[Any]) -> None:
        """Searches statements, or the exception handlers or match cases that contain them."""
        for node in statements:
            kind = type(node)
            if kind is not ast.match_case and not self._mention_index.may_bind(self.name, node):
                continue
            if kind in _DEFINITIONS:
                self._found(node.name)
            elif kind is ast.Import or kind is ast.ImportFrom:
                self._found(*(alias.asname or alias.name.partition(".")[0] for alias in node.names))
            elif kind is ast.Global or kind is ast.Nonlocal:
                if self.name in node.names:
                    self.keyword = kind.__name__.lower()
            else:
                self._targets(node, kind)
                for field in BLOCKS.get(kind, ()):
                    self.block(getattr(node, field))
            if self._mention_index.has_walrus:
                self.expressions(*own_expressions(node))

    def _found(self, *names: str | None) -> None:
        self.is_bound = self.is_bound or self.name in names

    def _targets(self, node: Any, kind: type[ast.AST]) -> None:
        if kind is ast.Assign or kind is ast.Delete:
            self._stored(*node.targets)
        elif kind in _WITH_TARGET:
            self._stored(node.target)
        elif kind is ast.With or kind is ast.AsyncWith:
            self._stored(*(item.optional_vars for item in node.items if item.optional_vars is not None))
        elif kind is ast.ExceptHandler:
            self._found(node.name)
        elif kind is ast.match_case:
            self._captured(node.pattern)

    def _stored(self, *targets: ast.expr) -> None:
        for target in targets:
            if isinstance(target, ast.Name):
                self._found(target.id)
            elif isinstance(target, ast.Tuple | ast.List):
                self._stored(*target.elts)
            elif isinstance(target, ast.Starred):
                self._stored(target.value)

    def _captured(self, pattern: ast.pattern) -> None:
        for node in ast.walk(pattern):
            if isinstance(node, ast.MatchMapping):
                self._found(node.rest)
            elif isinstance(node, ast.MatchAs | ast.MatchStar):
                self._found(node.name)

    def expressions(self, *roots: ast.AST) -> None:
        """Searches expressions of the scope for `:=`."""
        pending = list(roots)
        while pending:
            node = pending.pop()
            if isinstance(node, ast.NamedExpr):
                self._found(node.target.id)
            if isinstance(node, ast.Lambda):
                pending.extend(default for default in (*node.args.defaults, *node.args.kw_defaults) if default)
            else:
                pending.extend(ast.iter_child_nodes(node))


def own_expressions(node: ast.AST) -> Iterator[ast.AST]:
    """Yields the expressions that a statement evaluates in its own scope, without those of nested statements."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from node.decorator_list
        yield from (default for default in (*node.args.defaults, *node.args.kw_defaults) if default)
        yield from (argument.annotation for argument in parameters(node.args) if argument.annotation)
        if node.returns:
            yield node.returns
        return
    for field, value in ast.iter_fields(node):
        if field not in _BLOCK_FIELDS:
            yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST))


def parameters(arguments: ast.arguments) -> list[ast.arg]:
    """Returns all parameters of a signature in source order."""
    found = [*arguments.posonlyargs, *arguments.args]
    if arguments.vararg:
        found.append(arguments.vararg)
    found.extend(arguments.kwonlyargs)
    if arguments.kwarg:
        found.append(arguments.kwarg)
    return found
