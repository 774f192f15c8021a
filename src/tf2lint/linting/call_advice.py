"""Replaces the advice about a call by what to write instead of it, with the call's own arguments."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.model import Rewritten
from tf2lint.resolver import Symbol
from tf2lint.rewriting import CallRewriter, SourceTexts, code, shown
from tf2lint.table import ChangeKind

if TYPE_CHECKING:
    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.resolver import AnalysisState, Reference

_TENSORFLOW: Final = "tensorflow"
#: The changes of parameters for which the signatures tell what to write.
_BY_SIGNATURE: Final = (ChangeKind.RENAMED, ChangeKind.REMOVED, ChangeKind.MOVED)
#: What messages call TensorFlow where a file has no name for it.
_DEFAULT_ROOT: Final = "tf"


class CallAdvice:
    """Rewrites the calls that the diagnostics of one file are about.

    Args:
        rewriter: rewrites calls at the target.
        state: the final state of the file's analysis.
        source: the text of the file.
    """

    def __init__(self, rewriter: CallRewriter, state: AnalysisState, source: str) -> None:
        self._rewriter = rewriter
        self._state = state
        self._source = source

    @cached_property
    def _texts(self) -> SourceTexts:
        return SourceTexts(self._source)

    @cached_property
    def _root(self) -> str:
        """What the file's top level calls TensorFlow."""
        exports = self._state.exports.items()
        names = [name for name, values in exports if values and all(map(_is_tensorflow, values))]
        return _DEFAULT_ROOT if _DEFAULT_ROOT in names or not names else names[0]

    def applied(self, diagnostic: Diagnostic) -> Diagnostic:
        """Returns a diagnostic with what to write instead of the call that it is about, if that is known."""
        problem, reference = diagnostic.problem, diagnostic.reference
        call = reference.call if reference is not None and problem.fact else None
        if call is None or reference is None or call.func is not reference.node or len(reference.symbols) != 1:
            return diagnostic
        changes_arguments = diagnostic.rule.changed in _BY_SIGNATURE
        rewritten = self._rewriter.rewritten(reference.symbols[0], call, by_signature=changes_arguments)
        if rewritten is None:
            return diagnostic
        root, note = self._root_of(reference), rewritten.note
        clause = f"write {shown(rewritten.pieces, root, self._texts)}" + (f"; {note}" if note else "")
        written = Rewritten(code(rewritten.pieces, root, self._texts), str(rewritten.safety), note)
        return diagnostic._replace(problem=problem._replace(message=f"{problem.fact}; {clause}"), rewritten=written)

    def _root_of(self, reference: Reference) -> str:
        """Returns what the code calls TensorFlow: in the reference itself, or else at the top level of the file."""
        node: ast.AST = reference.node
        name = reference.symbols[0].name
        while isinstance(node, ast.Attribute) and name.endswith(f".{node.attr}"):
            name = name.removesuffix(f".{node.attr}")
            node = node.value
        if isinstance(node, ast.Name) and name == _TENSORFLOW:
            return node.id
        return self._root


def _is_tensorflow(value: object) -> bool:
    return isinstance(value, Symbol) and value.name == _TENSORFLOW
