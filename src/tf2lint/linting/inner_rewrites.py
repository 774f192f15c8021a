"""What to write instead of names and calls of the library that stand in the arguments of a call."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.linting.statements import around
from tf2lint.rewriting import code
from tf2lint.source import children_of
from tf2lint.table import CALL, TEMPLATE_ROOT, Root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.linting.file_calls import FileCalls
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import CallRewriter, Piece, RewrittenCall, SourceTexts

_TENSORFLOW: Final = "tensorflow"
#: Expressions that need no parentheses wherever they are.
_ATOMS: Final = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.JoinedStr, ast.List, ast.ListComp, ast.Dict,
)  # fmt: skip
#: What can contain any expression without parentheses.
_OPEN: Final = (ast.Call, ast.keyword)


class InnerRewrites:
    """Rewrites what stands in the arguments of the calls of one file.

    Args:
        rewriter: rewrites calls at the target.
        references: the certain references in the file, by node.
        file: the calls of the file.
        rewritten: returns what to write instead of the call that a reference is about.
        root_of: returns what the code of a reference calls TensorFlow.
        is_tf1: returns whether the file is written for TensorFlow 1.
    """

    def __init__(
        self,
        rewriter: CallRewriter,
        references: Mapping[ast.AST, Reference],
        file: FileCalls,
        rewritten: Callable[[Reference], RewrittenCall | None],
        root_of: Callable[[Reference], str],
        is_tf1: Callable[[], bool],
    ) -> None:
        self._rewriter = rewriter
        self._references = references
        self._file = file
        self._rewritten = rewritten
        self._root_of = root_of
        self._is_tf1 = is_tf1
        self._pieces: dict[ast.expr, tuple[Piece, ...]] = {}
        self._codes: dict[ast.expr, str] = {}

    def code(self, node: ast.expr, texts: SourceTexts) -> str:
        """Returns the code to write instead of an expression in an argument; empty if it stays.

        Args:
            node: the expression.
            texts: returns the text of other expressions.
        """
        if node not in self._codes:
            reference, pieces = self._reference(node), self._of(node)
            text = "" if reference is None else code(pieces, self._root_of(reference), texts.in_parentheses)
            self._codes[node] = f"({text})" if text and self._needs_parentheses(text, node) else text
        return self._codes[node]

    def with_constants(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """Returns new code with what to write instead of the constants that are arguments there."""
        return tuple(part for piece in pieces for part in self._constant(piece) or (piece,))

    def _constant(self, piece: Piece) -> tuple[Piece, ...]:
        reference = self._references.get(piece) if isinstance(piece, ast.Attribute | ast.Name) else None
        if reference is None or len(reference.symbols) != 1:
            return ()
        value = self._rewriter.as_value(reference.symbols[0], is_tf1=self._is_tf1)
        return value.pieces if value is not None else ()

    def notes(self, pieces: Iterable[Piece]) -> list[str]:
        """Returns what to do about the names that new code still contains though the target lacks them."""
        notes = (self._rewriter.note_on_absent(reference.symbols[0]) for reference in self._left(pieces))
        return list(dict.fromkeys(filter(None, notes)))

    def _left(self, pieces: Iterable[Piece]) -> Iterator[Reference]:
        """Yields the references in new code for which nothing else is written."""
        for piece in pieces:
            if isinstance(piece, ast.expr):
                yield from self._left_in(piece)

    def _left_in(self, node: ast.AST) -> Iterator[Reference]:
        reference = self._reference(node)
        children = children_of(node)
        if reference is not None and isinstance(node, ast.expr):
            if pieces := self._of(node):
                yield from self._left(pieces)
                return
            if self._names_library(reference):
                yield reference
                children = [*node.args, *node.keywords] if isinstance(node, ast.Call) else []
        for child in children:
            yield from self._left_in(child)

    def _reference(self, node: ast.AST) -> Reference | None:
        """Returns the reference that an expression is, or that it calls."""
        return self._references.get(node.func if isinstance(node, ast.Call) else node)

    def _of(self, node: ast.expr) -> tuple[Piece, ...]:
        """Returns what to write instead of an expression; nothing if it stays."""
        if node not in self._pieces:
            self._pieces[node] = self._new(node)
        return self._pieces[node]

    def _new(self, node: ast.expr) -> tuple[Piece, ...]:
        reference = self._reference(node)
        if reference is None:
            return ()
        if isinstance(node, ast.Call):
            rewritten = self._rewritten(reference)
            return rewritten.pieces if rewritten is not None and not _says_more(rewritten) else ()
        if reference.call is not None or len(reference.symbols) != 1:
            return ()
        symbol = reference.symbols[0]
        value = self._rewriter.as_value(symbol, is_tf1=self._is_tf1)
        name = self._rewriter.new_name(symbol) if value is None else ""
        if name:
            is_rooted = name.startswith(TEMPLATE_ROOT)
            return (Root.TENSORFLOW, name.removeprefix(TEMPLATE_ROOT[:-1])) if is_rooted else (name,)
        if value is not None:
            return value.pieces
        return self._rewriter.as_function(symbol) if isinstance(self._parent(node), _OPEN) else ()

    def _needs_parentheses(self, text: str, node: ast.expr) -> bool:
        if isinstance(ast.parse(text, mode="eval").body, _ATOMS):
            return False
        return not isinstance(self._parent(node), _OPEN)

    def _parent(self, node: ast.expr) -> ast.AST | None:
        *_, statement = around(self._file.module, node)
        return self._file.parents(statement).get(node)

    def _names_library(self, reference: Reference) -> bool:
        """Returns whether code names a member of a module of TensorFlow, rather than an object or its own name."""
        module, *members = reference.symbols[0].name.rsplit(".", reference.written_parts)
        name = module.removeprefix(_TENSORFLOW).removeprefix(".")
        return bool(members) and CALL not in module and self._rewriter.libraries.table.is_module(name)


def _says_more(rewritten: RewrittenCall) -> bool:
    """Returns whether the notes on a call have an argument of it, without which they cannot be understood."""
    return any(isinstance(piece, ast.expr) for note in rewritten.notes for piece in note)
