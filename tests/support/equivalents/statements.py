"""Changes to statements: other ones that do the same."""

from __future__ import annotations

import ast
from typing import Final

from support.equivalents.program import (
    Edit,
    Equivalent,
    around,
    edited,
    end,
    nodes,
    parsed,
    same_lines,
    source_of,
    start,
)

_SIMPLE: Final = (
    ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Expr, ast.Global, ast.Import, ast.ImportFrom, ast.Pass,
    ast.Raise, ast.Return, ast.Break, ast.Continue, ast.Assert, ast.Nonlocal,
)  # fmt: skip
_YIELDS: Final = (ast.Yield, ast.YieldFrom)
_BLOCKS: Final = ("body", "orelse", "finalbody")


def _blocks(text: str) -> list[list[ast.stmt]]:
    """Returns all blocks of statements."""
    found = []
    for node in ast.walk(parsed(text)):
        blocks = [getattr(node, field, None) for field in _BLOCKS]
        found += [block for block in blocks if isinstance(block, list) and block]
    return found


def _is_one_line(node: ast.AST) -> bool:
    return start(node)[0] == end(node)[0]


def walrus(text: str) -> Equivalent | None:
    """`(x := value)` for `x = value`."""
    edits: list[Edit] = []
    for node in nodes(text):
        match node:
            case ast.Assign(targets=[ast.Name() as target], value=value) if start(node) == start(target):
                if isinstance(value, _YIELDS):
                    continue
                first = end(target)[1]
                between = text.split("\n")[target.lineno - 1].encode()[first:]
                equals = first + between.index(b"=")
                place = target.lineno, equals
                is_bare = isinstance(value, ast.Tuple) and not source_of(text, value).startswith("(")
                edits += [(start(node), start(node), "("), (place, place, ":"), (end(node), end(node), ")")]
                edits += around(value, "(", ")") if is_bare else []
            case _:
                pass
    return same_lines(edited(text, edits)) if edits else None


def tuple_for_two(text: str) -> Equivalent | None:
    """`a, b = x, y` for two assignments that follow one another."""
    lines = text.split("\n")
    read_in_functions = {
        name.id
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef)
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    edits: list[Edit] = []
    for block in _blocks(text):
        pairs = zip(block[::2], block[1::2], strict=False)
        for first, second in pairs:
            match first, second:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value),
                    ast.Assign(targets=[ast.Name(id=other)], value=other_value),
                ) if name != other and _is_one_line(first) and _is_one_line(second):
                    used = {node.id for node in ast.walk(other_value) if isinstance(node, ast.Name)}
                    alone = (
                        second.lineno == first.lineno + 1
                        and lines[first.lineno - 1].strip() == source_of(text, first)
                        and lines[second.lineno - 1].strip() == source_of(text, second)
                    )
                    if name in used | read_in_functions or not alone or isinstance(value, _YIELDS):
                        continue
                    edits += [
                        (start(first), start(value), f"{name}, {other} = (("),
                        (end(value), end(first), "),"),
                        (start(second), start(other_value), "("),
                        (end(other_value), end(second), "))"),
                    ]
                case _:
                    pass
    return same_lines(edited(text, edits)) if edits else None


def ternary_for_if(text: str) -> Equivalent | None:
    """`x = a if c else b` for an `if` with two assignments."""
    lines: list[str] = text.split("\n")
    origins = list(range(1, len(lines) + 1))
    is_changed = False
    for node in ast.walk(parsed(text)):
        match node:
            case ast.If(
                test=test,
                body=[ast.Assign(targets=[ast.Name(id=name)], value=first) as then],
                orelse=[ast.Assign(targets=[ast.Name(id=other)], value=second) as otherwise],
            ) if name == other and node.end_lineno == node.lineno + 3:
                line, indentation = node.lineno, node.col_offset
                lone = all(lines[part.lineno - 1].strip() == source_of(text, part) for part in (then, otherwise))
                if not lone or not lines[line - 1].strip().startswith("if ") or not _is_one_line(test):
                    continue
                lines[line - 1 : line + 3] = [
                    f"{' ' * indentation}{name} = (",
                    f"({source_of(text, first)})",
                    f"if ({source_of(text, test)}) else",
                    f"({source_of(text, second)}))",
                ]
                origins[line + 1] = line
                is_changed = True
            case _:
                pass
    return Equivalent("\n".join(lines), tuple(origins)) if is_changed else None


def if_for_ternary(text: str) -> Equivalent | None:
    """An `if` with two assignments for `x = a if c else b`."""
    lines = text.split("\n")
    parts: dict[int, list[str]] = {}
    for node in nodes(text):
        match node:
            case ast.Assign(targets=[target], value=ast.IfExp(test=test, body=first, orelse=second)):
                line = lines[node.lineno - 1]
                if not isinstance(target, ast.Name) or not _is_one_line(node) or line.strip() != source_of(text, node):
                    continue
                indentation = line[: len(line) - len(line.lstrip())]
                parts[node.lineno] = [
                    f"{indentation}if {source_of(text, test)}: {target.id} = {source_of(text, first)}",
                    f"{indentation}else: {target.id} = {source_of(text, second)}",
                ]
            case _:
                pass
    if not parts:
        return None
    found = [(part, number) for number, line in enumerate(lines, 1) for part in parts.get(number, [line])]
    return Equivalent("\n".join(part for part, _ in found), tuple(number for _, number in found))


def pass_after(text: str) -> Equivalent | None:
    """`pass` behind each simple statement, also behind those that leave the block."""
    edits: list[Edit] = []
    for block in _blocks(text):
        edits += [(end(node), end(node), "; pass") for node in block if isinstance(node, _SIMPLE)]
    return same_lines(edited(text, edits)) if edits else None


def constant_in_try(text: str) -> Equivalent | None:
    """A constant, which does nothing, as the first statement of each `try`."""
    tries = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Try)]
    starts = [start(node.body[0]) for node in tries if isinstance(node.body[0], _SIMPLE)]
    return same_lines(edited(text, [(place, place, "0; ") for place in starts])) if starts else None


def walrus_in_try(text: str) -> Equivalent | None:
    """An assignment expression as the first statement of each `try`."""
    tries = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Try)]
    starts = [start(node.body[0]) for node in tries if isinstance(node.body[0], _SIMPLE)]
    return same_lines(edited(text, [(place, place, "(unused := 0); ") for place in starts])) if starts else None


def double_negation(text: str) -> Equivalent | None:
    """`not not c` for each condition."""
    edits: list[Edit] = []
    for node in nodes(text):
        if isinstance(node, ast.If | ast.While | ast.IfExp):
            edits += around(node.test, "not not (", ")")
    return same_lines(edited(text, edits)) if edits else None


def conditional_value(text: str) -> Equivalent | None:
    """`x = f() if __name__ else None` for `x = f()`: a module has a name."""
    edits: list[Edit] = []
    for node in nodes(text):
        match node:
            case ast.Assign(targets=[ast.Name() | ast.Attribute()], value=ast.Call()):
                edits.append((end(node), end(node), " if __name__ else None"))
            case _:
                pass
    return same_lines(edited(text, edits)) if edits else None


def returns_pair(text: str) -> Equivalent | None:
    """Functions that return `x, 1`, where callers need only `x`."""
    return _with_pairs(text, "1")


def returns_pair_with_none(text: str) -> Equivalent | None:
    """Functions that return `x, None`, where callers need only `x`."""
    return _with_pairs(text, "None")


def _with_pairs(text: str, other: str) -> Equivalent | None:
    names = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.Name)]
    assigned: dict[ast.AST, ast.Assign] = {}
    for node in nodes(text):
        match node:
            case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name() as called)):
                assigned[called] = node
            case _:
                pass
    edits: list[Edit] = []
    for function in parsed(text).body:
        if not isinstance(function, ast.FunctionDef) or function.decorator_list or function.returns:
            continue
        uses = [name for name in names if name.id == function.name]
        inner = list(ast.walk(function))[1:]
        is_plain = not any(
            isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef | ast.Yield | ast.YieldFrom) for node in inner
        )
        ends = isinstance(function.body[-1], ast.Return)
        if not uses or not is_plain or not ends or any(use not in assigned for use in uses):
            continue
        for node in inner:
            if isinstance(node, ast.Return):
                if node.value is None:
                    edits.append((end(node), end(node), f" None, {other}"))
                else:
                    edits += [(start(node.value), start(node.value), "("), (end(node), end(node), f"), {other}")]
        for use in uses:
            target = assigned[use].targets[0]
            edits.append((end(target), end(target), ", unused_part"))
    return same_lines(edited(text, edits)) if edits else None
