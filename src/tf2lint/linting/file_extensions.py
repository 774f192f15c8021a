"""How the names of files end, as far as a program writes that out."""

from __future__ import annotations

import ast


def extension_of(path: ast.expr) -> str | None:
    """How a file's name ends, if that is written out."""
    match path:
        case ast.Constant(value=str(text)):
            return text.replace("\\", "/").rpartition("/")[2] or text
        case ast.JoinedStr(values=[*_, last]) | ast.BinOp(op=ast.Add(), right=last):
            return extension_of(last)
        case ast.Call(func=ast.Attribute(attr="join"), args=[_, *_, last]):
            return extension_of(last)
        case ast.Call(func=ast.Attribute(attr="format", value=ast.Constant(value=str(text)))):
            return None if text.endswith("}") else extension_of(ast.Constant(text))
        case _:
            return None
