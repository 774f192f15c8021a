"""Functions that a dataset applies to itself: what they call can be called on the dataset."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.rewriting.instantiation import Piece

_APPLY: Final = "apply"
#: What rewrites of transformations of datasets begin with.
_FUNCTION: Final = "lambda dataset: "
_DATASET: Final = "dataset"


def on_dataset(node: ast.expr, pieces: Sequence[Piece], parent: ast.AST | None) -> tuple[ast.expr, tuple[Piece, ...]]:
    """Returns what is replaced, and the code, of `dataset.apply(function)`; else the expression and its code.

    Args:
        node: the expression that is the function.
        pieces: the code to write instead of it.
        parent: the syntax around it.
    """
    match parent, pieces:
        case (
            ast.Call(func=ast.Attribute(value=dataset, attr=method), args=[argument], keywords=[]),
            [function, str() as called, *rest],
        ) if method == _APPLY and argument is node and function == _FUNCTION:
            return parent, (dataset, called.removeprefix(_DATASET), *rest)
        case _:
            return node, tuple(pieces)
