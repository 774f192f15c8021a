"""The end of a dataset: a session raised an `OutOfRangeError`, an iterator of Python raises a `StopIteration`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.bound_values import BoundValues
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_END: Final = "errors.OutOfRangeError"
_NEW: Final = "StopIteration"
_EXPECTED: Final = "assertRaises"


def end_edits(
    runs: Collection[ast.Call], names: LibraryNames, text: BlockText, bound: BoundValues, scopes: Scopes
) -> Iterator[TextEdit]:
    """Yields the edits that catch the end where the file does.

    Args:
        runs: the calls of the runs that read elements.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        bound: what its names are bound to.
        scopes: its names.

    Raises:
        CannotConvertError: the file uses the error in another way, or an end in a generator would get lost.
    """
    for node, name in names.references:
        if name != _END or not isinstance(node, ast.expr):
            continue
        parent = bound.parent(node)
        handler = bound.parent(parent) if isinstance(parent, ast.Tuple) else parent
        is_caught = isinstance(handler, ast.ExceptHandler) and not handler.name
        called = parent.func if isinstance(parent, ast.Call) else None
        is_expected = isinstance(called, ast.Attribute) and called.attr == _EXPECTED
        if not is_caught and not is_expected:
            message = f"line {node.lineno} uses the error at the end of a dataset"
            raise CannotConvertError(message)
        yield TextEdit(text.span(node), _NEW)
    for call in sorted(runs, key=lambda call: (call.lineno, call.col_offset)):
        around = list(bound.around(call))
        function = next((node for node in around if isinstance(node, FUNCTIONS)), None)
        yields = function is not None and any(isinstance(each, ast.Yield) for each in ast.walk(function))
        if yields and not any(isinstance(each, ast.Try) for each in around):
            message = f"the end of the dataset in line {call.lineno} would end a generator"
            raise CannotConvertError(message)
