"""`tf.Print`, which printed when its result was computed: `tf.print` stands before the statement instead."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import Construct
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_PRINT: Final = "Print"
_PARAMETERS: Final = ("input_", "data", "message", "first_n", "summarize", "name")
_NOTE: Final = "it prints where it stands, once, and other brackets"


def prints(scopes: Scopes, text: BlockText, names: LibraryNames) -> Iterator[Construct]:
    """Yields the edits for assignments and returned values that are `tf.Print(...)`.

    Args:
        scopes: the names of the file.
        text: its text.
        names: the members of the library that expressions refer to.
    """
    for statement in scopes.syntax.of_class(ast.Assign, ast.Return):
        if not isinstance(statement.value, ast.Call):
            continue
        call = statement.value
        if names.of(call.func) != _PRINT or not text.stands_alone(statement):
            continue
        given = dict(zip(_PARAMETERS, call.args, strict=False))
        given.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
        data = given.get("data")
        is_known = len(given) == len(call.args) + len(call.keywords) and "input_" in given and "first_n" not in given
        if not is_known or not isinstance(data, ast.List | ast.Tuple) or _calls(given["input_"]):
            continue
        values = [text.exact(each) for each in (given.get("message"), *data.elts) if each is not None]
        summarized = given.get("summarize")
        values += [f"summarize={text.exact(summarized)}"] if summarized is not None else []
        start = text.span(statement)
        line = f"{names.root}.print({', '.join(values)}){text.line_end}{text.indentation(statement)}"
        value = text.exact(given["input_"])
        before = TextEdit(Span(start.line, start.column, start.line, start.column), line)
        edits: tuple[TextEdit, ...] = (before, TextEdit(text.span(call), value))
        if isinstance(statement, ast.Assign) and [text.exact(target) for target in statement.targets] == [value]:
            edits = (TextEdit(start, line.strip()),)
        yield Construct(frozenset({call}), edits, _NOTE)


def _calls(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Call | ast.Await) for inner in ast.walk(node))
