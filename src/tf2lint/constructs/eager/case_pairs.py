"""Dictionaries of conditions for `tf.case`: tensors have no hash in TensorFlow 2, so they become lists of pairs."""

from __future__ import annotations

import ast
import io
import tokenize
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import Construct
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_CASE: Final = "case"
_PAIRS: Final = "pred_fn_pairs"
_EXCLUSIVE: Final = "exclusive"
_OPENING: Final = "([{"
_CLOSING: Final = ")]}"
_NO_CODE: Final = (
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.COMMENT,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)


def case_pairs(scopes: Scopes, text: BlockText, names: LibraryNames) -> Iterator[Construct]:
    """Yields the edits that turn dictionaries of exclusive conditions into lists of pairs.

    TensorFlow 1 sorted the conditions by the names of their operations, which makes no difference if only one holds.

    Args:
        scopes: the names of the file.
        text: its text.
        names: the members of the library that expressions refer to.
    """
    for call in names.calls_of((_CASE,)):
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        pairs = call.args[0] if call.args else keywords.get(_PAIRS)
        exclusive = call.args[2] if len(call.args) > 2 else keywords.get(_EXCLUSIVE)
        is_exclusive = isinstance(exclusive, ast.Constant) and exclusive.value is True
        if isinstance(pairs, ast.Dict) and pairs.keys and None not in pairs.keys and is_exclusive:
            nodes = {node for key in pairs.keys if key is not None for node in ast.walk(key)}
            yield Construct(
                frozenset({*nodes, call}), tuple(_edits(pairs, text)), "one condition holds, so the order is free"
            )


def _edits(display: ast.Dict, text: BlockText) -> Iterator[TextEdit]:
    """Yields the edits that make a dictionary a list of pairs, and leave comments and line ends as they are."""
    whole = text.span(display)
    source = text.exact(display).replace(text.line_end, "\n")
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    depth, last, separated = 0, None, False
    for token in tokens:
        if token.type in _NO_CODE:
            continue
        if token.string in _OPENING:
            depth += 1
        is_end = (depth == 1 and token.string == ",") or (depth == 1 and token.string in _CLOSING)
        if depth == 1 and token.string in "{}":
            yield TextEdit(_span(whole, token.start, token.end), "[" if token.string == "{" else "]")
        if is_end and separated and last is not None:
            yield TextEdit(_span(whole, last.end, last.end), ")")
            separated, last = False, None
        elif depth == 1 and token.string == ":" and not separated:
            yield TextEdit(_span(whole, token.start, token.end), ",")
            separated = True
        elif not is_end and token is not tokens[0] and last is None:
            yield TextEdit(_span(whole, token.start, token.start), "(")
        if token.string in _CLOSING:
            depth -= 1
        if token is not tokens[0] and not is_end:
            last = token


def _span(whole: Span, start: tuple[int, int], end: tuple[int, int]) -> Span:
    """Returns the span of a part of an expression, given its places in the text of the expression."""
    first, last = (
        (whole.line + line - 1, column + (whole.column if line == 1 else 1)) for line, column in (start, end)
    )
    return Span(*first, *last)
