"""Replaces the advice about a call by what to write instead of it, with the call's own arguments."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.arg_scopes import ArgScopes
from tf2lint.model import STOP_GAP, Fix, Rewritten
from tf2lint.resolver import Symbol
from tf2lint.rewriting import CallRewriter, SourceTexts, code, code_and_shown, edits_of_call
from tf2lint.table import TEMPLATE_ROOT, ChangeKind, Safety

if TYPE_CHECKING:
    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.resolver import AnalysisState, Reference
    from tf2lint.rewriting import RewrittenCall

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
        self._codes: dict[ast.expr, str] = {}

    @cached_property
    def _texts(self) -> SourceTexts:
        references = [one for one in self._references.values() if self._rewriter.may_rewrite(one.symbols)]
        nodes = [one.node if one.call is None else one.call for one in references]
        return SourceTexts(self._source, [node for node in nodes if isinstance(node, ast.expr)], self._replacement)

    @cached_property
    def _exact_texts(self) -> SourceTexts:
        return SourceTexts(self._source)

    @cached_property
    def _references(self) -> dict[ast.AST, Reference]:
        return {reference.node: reference for reference in self._state.references() if reference.certain}

    @cached_property
    def _arg_scopes(self) -> ArgScopes:
        return ArgScopes(self._rewriter.libraries, next(iter(self._state.bodies)), self._references)

    @cached_property
    def _names_of_tensorflow(self) -> list[str]:
        """What the file's top level calls TensorFlow."""
        return [name for name, values in self._state.exports.items() if values and all(map(_is_tensorflow, values))]

    @cached_property
    def _root(self) -> str:
        """What messages call TensorFlow where the code has no other name for it."""
        names = self._names_of_tensorflow
        return _DEFAULT_ROOT if _DEFAULT_ROOT in names or not names else names[0]

    def close(self) -> None:
        """Breaks reference cycles so that memory is freed without the garbage collector."""
        self.__dict__.pop("_texts", None)

    def applied(self, diagnostic: Diagnostic) -> Diagnostic:
        """Returns a diagnostic with what to write instead of the call that it is about, if that is known."""
        problem, reference = diagnostic.problem, diagnostic.reference
        if reference is None or not problem.fact:
            return diagnostic
        rewritten = self._rewritten(reference, by_signature=diagnostic.rule.changed in _BY_SIGNATURE)
        if rewritten is None:
            return diagnostic
        root, note = self._root_of(reference), rewritten.note
        whole, shown = code_and_shown(rewritten.pieces, root, self._texts)
        clause = f"write {shown}" + (f"; {note}" if note else "")
        written = Rewritten(whole, rewritten.safety.value, note)
        problem = problem._replace(message=f"{problem.fact}; {clause}")
        fix = self._fix(reference, rewritten, root)
        return diagnostic._replace(problem=problem, rewritten=written, fix=fix)

    def _fix(self, reference: Reference, rewritten: RewrittenCall, root: str) -> Fix | None:
        """Returns the edits that make the call what is to be written; None if there are none."""
        assert reference.call is not None
        if (
            rewritten.names_tensorflow
            and root not in self._names_of_tensorflow
            and root != self._written_root(reference)
        ):
            return None  # the file has no name for it
        edits = edits_of_call(reference.call, rewritten.pieces, root, self._exact_texts)
        safety = STOP_GAP if rewritten.is_stop_gap else rewritten.safety.value
        return Fix(edits, safety, rewritten.note) if edits else None

    def _rewritten(self, reference: Reference, *, by_signature: bool) -> RewrittenCall | None:
        """Returns what to write instead of the call that a reference is about; None if that is not known."""
        call = reference.call
        if call is None or call.func is not reference.node or len(reference.symbols) != 1:
            return None
        completed, scope = self._arg_scopes.completed(reference.symbols[0], call)
        rewritten = self._rewriter.rewritten(reference.symbols[0], completed, by_signature=by_signature)
        if rewritten is None or not scope:
            return rewritten
        note = f"with what the arg_scope in line {scope} sets"
        return rewritten._replace(note=f"{note}; {rewritten.note}" if rewritten.note else note, safety=Safety.UNSAFE)

    def _replacement(self, node: ast.expr) -> str:
        """Returns the code to write instead of an expression in an argument; empty if it stays."""
        if node not in self._codes:
            reference = self._references.get(node.func if isinstance(node, ast.Call) else node)
            self._codes[node] = "" if reference is None else self._code(node, reference)
        return self._codes[node]

    def _code(self, node: ast.expr, reference: Reference) -> str:
        root = self._root_of(reference)
        if isinstance(node, ast.Call):
            rewritten = self._rewritten(reference, by_signature=True)
            return code(rewritten.pieces, root, self._texts.in_parentheses) if rewritten is not None else ""
        if reference.call is not None or len(reference.symbols) != 1:
            return ""
        name = self._rewriter.new_name(reference.symbols[0])
        return f"{root}.{name.removeprefix(TEMPLATE_ROOT)}" if name.startswith(TEMPLATE_ROOT) else name

    def _root_of(self, reference: Reference) -> str:
        """Returns what the code calls TensorFlow: in the reference itself, or else at the top level of the file."""
        return self._written_root(reference) or self._root

    def _written_root(self, reference: Reference) -> str:
        """Returns what a reference itself calls TensorFlow; empty if it starts with another name."""
        node: ast.AST = reference.node
        name = reference.symbols[0].name
        for _ in range(reference.written_parts):
            if isinstance(node, ast.Attribute):
                name = name.rpartition(".")[0]
                node = node.value
        return node.id if isinstance(node, ast.Name) and name == _TENSORFLOW else ""


def _is_tensorflow(value: object) -> bool:
    return isinstance(value, Symbol) and value.name == _TENSORFLOW
