"""Runs of sparse tensors: a session returned a tuple of arrays, so the arrays are read where the program uses them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.value_kinds import SPARSE_PARTS, Kind
from tf2lint.constructs.analysis.value_text import value_of
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.analysis.value_kinds import ValueKinds

_NUMPY: Final = ".numpy()"
_CONVERSION: Final = "lambda value: value if isinstance(value, {root}.SparseTensor) else value.numpy()"


class SparseResults:
    """Writes the code for runs whose results are sparse tensors, or contain some.

    Args:
        text: the text of the file.
        scopes: its names.
        kinds: what its expressions are.
        root: what new code calls TensorFlow.
    """

    def __init__(self, text: BlockText, scopes: Scopes, kinds: ValueKinds, root: str) -> None:
        self._text = text
        self._scopes = scopes
        self._kinds = kinds
        self._root = root

    def edits(self, run: Run) -> list[TextEdit] | None:
        """Returns the edits that read what a run fetches where it is used; None if it is used in another way."""
        parent = self._kinds.bound.parent(run.call)
        if run.is_single:
            places: list[ast.expr] = [run.call]
        elif isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Tuple | ast.List):
            places = parent.targets[0].elts
        else:
            return None
        if len(places) != len(run.fetches):
            return None
        found: list[TextEdit] = []
        codes: list[str] = []
        for fetch, place in zip(run.fetches, places, strict=True):
            kind, code = self._kinds.of(fetch), self._text.exact(fetch)
            if kind is Kind.TENSOR:
                codes.append(value_of(fetch, code))
                continue
            reads = self._reads(fetch, kind, place) if kind in (Kind.SPARSE, Kind.MIXED) else None
            if reads is None:
                return None
            is_whole = kind is Kind.MIXED
            conversion = _CONVERSION.format(root=self._root)
            codes.append(f"{self._root}.nest.map_structure({conversion}, {code})" if is_whole else code)
            found += [TextEdit(self._behind(node), _NUMPY) for node in reads]
        return [TextEdit(self._text.span(run.call), ", ".join(codes)), *found]

    def _behind(self, node: ast.expr) -> Span:
        span = self._text.span(node)
        return Span(span.end_line, span.end_column, span.end_line, span.end_column)

    def _reads(self, fetch: ast.expr, kind: Kind, place: ast.expr) -> list[ast.Attribute] | None:
        """Returns the places that read a part of a sparse tensor; None if the result is used in another way."""
        found: list[ast.Attribute] = []
        for node in self._uses(place):
            if node is None:
                return None
            used: ast.AST = node
            own = kind
            parent = self._kinds.bound.parent(used)
            if own is Kind.MIXED:
                if not isinstance(parent, ast.Subscript) or parent.value is not used:
                    return None
                own = self._kinds.item(fetch, parent.slice)
                used, parent = parent, self._kinds.bound.parent(parent)
            if own is Kind.TENSOR:
                continue
            is_read = isinstance(parent, ast.Attribute) and parent.attr in SPARSE_PARTS
            if own is not Kind.SPARSE or not isinstance(parent, ast.Attribute) or not is_read:
                return None
            found.append(parent)
        return found

    def _uses(self, place: ast.expr) -> Iterator[ast.expr | None]:
        """Yields the expressions for a result that stands or is stored somewhere; None where that is not known."""
        parent = self._kinds.bound.parent(place)
        target = place
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1 and parent.value is place:
            target = parent.targets[0]
        elif not isinstance(getattr(place, "ctx", None), ast.Store):
            yield place
            return
        scope = self._scopes.owner(target)
        uses = self._scopes.uses(scope, self._scopes.name(target)) if scope is not None else []
        if not uses or [use.node for use in uses if use.is_binding] != [target]:
            yield None
        for use in uses:
            if not use.is_binding:
                yield use.node if isinstance(use.node, ast.expr) else None
