"""Code that only runs while a graph is the default, inside of `with tf.Graph().as_default():` or of a session.

There, TensorFlow 2 still builds graphs, and what needs a session works if the session is one of `tf.compat.v1`.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.resolver import Body, Reference

#: What makes a graph the default where a `with` statement enters it: the ends of symbols. Entering a session enters
#: its graph; `as_default` of a session does not.
_CONTEXTS: Final = ("Graph.().as_default", "get_default_graph.().as_default", "compat.v1.Session.()")
_MAKERS: Final = ("Graph", "get_default_graph")
_SESSION: Final = "compat.v1.Session"
_COMPAT: Final = "tensorflow.compat.v1."
_AS_DEFAULT: Final = "as_default"
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_With = ast.With | ast.AsyncWith
_NAMES: Final = frozenset({ast.Name, ast.Attribute})
#: Syntax without any names in it.
_LEAVES: Final = frozenset({ast.Constant, ast.Load, ast.Store, *ast.operator.__subclasses__()})
#: Syntax that may contain a statement.
_BLOCKS: Final = frozenset({*ast.stmt.__subclasses__(), ast.ExceptHandler, ast.match_case})


class _Place(NamedTuple):
    """Where a statement or expression is.

    Attributes:
        in_graph: whether a `with` statement around it makes a graph the default.
        function: the innermost function around it; None in the module's own code.
    """

    in_graph: bool
    function: _Function | None


_OUTSIDE: Final = _Place(in_graph=False, function=None)


class GraphCode:
    """The code of one file that only runs while a graph is the default.

    The syntax is only searched when a finding depends on it, which is rare.

    Args:
        bodies: all bodies of the file, the module first.
    """

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._bodies = tuple(bodies)
        self._answers: dict[_Function, bool] = {}

    def contains(self, node: ast.AST) -> bool:
        """Returns whether an expression only runs while a graph is the default.

        It does if it is inside of such a `with` statement, or in a function that this file only uses in such code. A
        file without `tf.compat.v1` has no such code that works.
        """
        if not (self._uses_compat and self._has_graphs):
            return False
        place = next((self._places[inner] for inner in ast.walk(node) if inner in self._places), _OUTSIDE)
        return self._is_in_graph(place)

    @cached_property
    def _uses_compat(self) -> bool:
        """Whether the file uses `tf.compat.v1` at all. Otherwise its sessions are those that TensorFlow 2 lacks."""
        references = (reference for body in self._bodies for reference in body.references.values())
        return any(f"{symbol.name}.".startswith(_COMPAT) for reference in references for symbol in reference.symbols)

    @cached_property
    def _references(self) -> dict[ast.AST, Reference]:
        return {node: reference for body in self._bodies for node, reference in body.references.items()}

    @cached_property
    def _has_graphs(self) -> bool:
        """Whether a `with` statement of the file makes a graph the default."""
        pending: list[ast.AST] = [self._bodies[0].node]
        while pending:
            node = pending.pop()
            if isinstance(node, _With) and any(map(self._enters_graph, node.items)):
                return True
            pending += [child for child in ast.iter_child_nodes(node) if type(child) in _BLOCKS]
        return False

    @cached_property
    def _places(self) -> dict[ast.AST, _Place]:
        """The places of all names and attributes."""
        places = dict[ast.AST, _Place]()
        pending: list[tuple[ast.AST, _Place]] = [(self._bodies[0].node, _OUTSIDE)]
        while pending:
            node, place = pending.pop()
            if type(node) in _LEAVES:
                continue
            if isinstance(node, ast.expr):
                if type(node) in _NAMES:
                    places[node] = place
                pending += [(child, place) for child in ast.iter_child_nodes(node)]
                continue
            inside, body = place, set[ast.stmt]()
            if isinstance(node, _With) and any(map(self._enters_graph, node.items)):
                inside, body = place._replace(in_graph=True), set(node.body)
            elif isinstance(node, _Function):
                inside, body = place._replace(function=node), set(node.body)
            pending += [(child, inside if child in body else place) for child in ast.iter_child_nodes(node)]
        return places

    @cached_property
    def _uses(self) -> dict[str, list[_Place]]:
        """The places in which each name or attribute is used."""
        uses = dict[str, list[_Place]]()
        for node, place in self._places.items():
            if isinstance(node, ast.Name | ast.Attribute):
                uses.setdefault(node.id if isinstance(node, ast.Name) else node.attr, []).append(place)
        return uses

    def _is_in_graph(self, place: _Place) -> bool:
        return place.in_graph or (place.function is not None and self._only_runs_in_graph(place.function))

    def _only_runs_in_graph(self, function: _Function) -> bool:
        """Returns whether each use of a function in this file, of which there is one, is in such code."""
        if function not in self._answers:
            self._answers[function] = True  # for calls of itself, which change nothing
            others = [use for use in self._uses.get(function.name, ()) if use.function is not function]
            self._answers[function] = bool(others) and all(self._is_in_graph(use) for use in others)
        return self._answers[function]

    def _enters_graph(self, item: ast.withitem) -> bool:
        """Returns whether an item of a `with` statement makes a graph the default."""
        context = item.context_expr
        called = context.func if isinstance(context, ast.Call) else context
        if self._refers_to(called, _CONTEXTS) or (called is not context and self._refers_to(called, (_SESSION,))):
            return True
        owner = called.value if isinstance(called, ast.Attribute) and called.attr == _AS_DEFAULT else None
        return isinstance(owner, ast.Call) and self._refers_to(owner.func, _MAKERS)

    def _refers_to(self, node: ast.expr, names: tuple[str, ...]) -> bool:
        """Returns whether an expression refers to symbols that all end in one of some names."""
        reference = self._references.get(node)
        return reference is not None and all(
            f".{s.name}".endswith(tuple(f".{n}" for n in names)) for s in reference.symbols
        )
