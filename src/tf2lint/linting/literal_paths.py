"""The ends of file names that a program contains as literals."""

from __future__ import annotations

import ast


def literal_file_name(path: ast.expr) -> str | None:
    """Returns the literal text at the end of a file's name; None if the name does not end with a literal."""
    match path:
        case ast.Constant(value=str(text)):
            return text.replace("\\", "/").rpartition("/")[2] or text
        case ast.JoinedStr(values=[*_, last]) | ast.BinOp(op=ast.Add(), right=last):
            return literal_file_name(last)
        case ast.Call(func=ast.Attribute(attr="join"), args=[_, *_, last]):
            return literal_file_name(last)
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            return None if text.endswith("}") else literal_file_name(ast.Constant(text))
        case _:
            return None
