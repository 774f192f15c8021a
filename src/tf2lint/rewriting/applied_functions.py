"""Functions that a dataset applies to itself: what they call can be called on the dataset."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.source import SyntaxIndex

_APPLY: Final = "apply"
#: What rewrites of transformations of datasets begin with.
_FUNCTION: Final = "lambda dataset: "
_DATASET: Final = "dataset"


def on_dataset(node: ast.expr, pieces: Sequence[Piece], syntax: SyntaxIndex) -> tuple[ast.expr, tuple[Piece, ...]]:
    """Returns what is replaced, and the code, of `dataset.apply(function)`; else the expression and its code.

    Args:
        node: the expression that is the function.
        pieces: the code to write instead of it.
        syntax: the syntax of the file.
    """
    match pieces:
        case [function, str() as called, *rest] if function == _FUNCTION and node in syntax:
            match syntax.parent(node):
                case ast.Call(func=ast.Attribute(value=dataset, attr=method), args=[_], keywords=[]) as applied if (
                    method == _APPLY
                ):
                    return applied, (dataset, called.removeprefix(_DATASET), *rest)
                case _:
                    pass
        case _:
            pass
    return node, tuple(pieces)
