"""Changes to where the code of a program stands: in blocks, functions, other modules, another order."""

from __future__ import annotations

import ast
import re
from typing import Final

from support.equivalents.program import Equivalent, has_long_strings, parsed, shifted, words

#: The name of the module that takes the first part of a program.
PART: Final = "first_part_of_it"
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def more_imports(text: str) -> Equivalent | None:
    """Imports of other modules."""
    body = parsed(text).body
    if (body and isinstance(body[0], ast.Expr)) or "__future__" in text:
        return None
    return shifted(f"import json, os.path\nfrom collections import OrderedDict as ordered\n{text}", 2)


def _indented(text: str) -> str | None:
    """Returns the lines of a program one level deeper; None if that changes something."""
    if has_long_strings(text) or "__future__" in text or "import *" in text or "\\\n" in text:
        return None
    return "".join(f"    {line}\n" if line.strip() else "\n" for line in text.splitlines())


def _below(head: str, text: str, tail: str = "") -> Equivalent | None:
    inner = _indented(text)
    return None if inner is None else shifted(f"{head}{inner}{tail}", head.count("\n"))


def always_true(text: str) -> Equivalent | None:
    """All of it in `if True:`."""
    return _below("if True:\n", text)


def finally_nothing(text: str) -> Equivalent | None:
    """All of it in `try:` with `finally: pass`."""
    return _below("try:\n", text, "finally:\n    pass\n")


def in_with(text: str) -> Equivalent | None:
    """All of it in a `with` statement that does nothing."""
    return _below("import contextlib\nwith contextlib.nullcontext():\n", text)


def into_function(text: str) -> Equivalent | None:
    """All of it in a function, which is called."""
    if re.search(r"\b(?:__all__|global|globals|locals|vars|eval|exec|TestCase|pytest|def test_\w+)\b", text):
        return None  # it would find other names, or what finds its tests would find none
    if any(_looks_outside(node) for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef)):
        return None
    if _changes_modules(parsed(text)):
        return None  # a function may run again, or after other code, and then finds in the module what it put there
    return _below("def whole_program():\n", text, "whole_program()\n")


def _changes_modules(module: ast.Module) -> bool:
    """Returns whether a program assigns attributes of what it imports."""
    nodes = list(ast.walk(module))
    imported = _bound([node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)])
    assigned = [node for node in nodes if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)]
    return any(isinstance(node, ast.Name) and node.id in imported for each in assigned for node in ast.walk(each))


def _looks_outside(node: ast.ClassDef) -> bool:
    """Returns whether the body of a class may read a name before binding it: then Python looks only in the module."""
    return not _immediate(node).isdisjoint(_bound(node.body))


def into_module(text: str) -> Equivalent | None:
    """All up to the last definition in another module, which the rest imports from."""
    body = parsed(text).body
    last = max((index for index, node in enumerate(body) if isinstance(node, _DEFINITIONS)), default=-1)
    first, rest = body[: last + 1], body[last + 1 :]
    if not first or not rest or re.search(r"__future__|import \*|\b__name__\b|\bglobal\b|__all__|globals\(", text):
        return None
    bound = _bound(first)
    used = {node.id for part in rest for node in ast.walk(part) if isinstance(node, ast.Name)}
    if _bound(rest) & (bound | {node.id for part in first for node in ast.walk(part) if isinstance(node, ast.Name)}):
        return None
    imports = [node for node in first if isinstance(node, ast.Import | ast.ImportFrom) and _bound([node]) & used]
    lines = text.split("\n")
    end = first[-1].end_lineno or 0
    if any(line.lstrip().startswith(("from .", "import .")) for line in lines) or rest[0].lineno <= end:
        return None
    heads = [ast.unparse(node) for node in imports]
    names = sorted(name for name in (bound - _bound([*imports])) & used if not name.startswith("__"))
    if not names:
        return None
    heads.append(f"from {PART} import {', '.join(names)}")
    first_text = "\n".join(lines[:end]) + "\n"
    main = "\n".join([*heads, *lines[end:]])
    origins = (*[0] * len(heads), *range(end + 1, len(lines) + 1))
    return Equivalent(main, origins, ((f"{PART}.py", first_text, tuple(range(1, end + 1))),))


def _bound(statements: list[ast.stmt]) -> set[str]:
    """Returns the names that statements bind in the module."""
    found, pending = set[str](), list[ast.AST](statements)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                found.add(name)
            case ast.alias(name=name, asname=asname):
                found.add(asname or name.partition(".")[0])
            case _:
                pass
        pending += ast.iter_child_nodes(node)
    return found


def moved_definitions(text: str) -> Equivalent | None:
    """Functions and classes that follow one another, in the reverse order."""
    lines = text.split("\n")
    order = list(range(1, len(lines) + 1))
    has_moved = False
    for run in _runs(parsed(text).body):
        names = [node.name for node in run]
        if len(set(names)) < len(names) or any(_immediate(node) & set(names) for node in run):
            continue
        starts = [run[0].lineno, *((node.end_lineno or 0) + 1 for node in run[:-1])]
        ends = [node.end_lineno or 0 for node in run]
        segments = [list(range(first, last + 1)) for first, last in zip(starts, ends, strict=True)]
        order[starts[0] - 1 : ends[-1]] = [number for segment in reversed(segments) for number in segment]
        has_moved = True
    if not has_moved:
        return None
    return Equivalent("\n".join(lines[number - 1] for number in order), tuple(order))


_Definition = ast.FunctionDef | ast.ClassDef


def _runs(body: list[ast.stmt]) -> list[list[_Definition]]:
    """Returns the definitions without decorators that follow one another, in lines of their own."""
    found: list[list[_Definition]] = []
    current: list[_Definition] = []
    for before, node in zip([None, *body], body, strict=False):
        is_alone = before is None or (before.end_lineno or 0) < node.lineno
        is_plain = isinstance(node, _Definition) and not node.decorator_list
        if not (is_plain and is_alone and current):
            current = []
            found.append(current)
        if isinstance(node, _Definition) and is_plain and is_alone:
            current.append(node)
    return [run for run in found if len(run) > 1]


def _immediate(node: ast.AST) -> set[str]:
    """Returns the names that a definition uses when it runs: in defaults, base classes, and the body of a class."""
    pending = list(ast.iter_child_nodes(node)) if isinstance(node, ast.ClassDef) else [node]
    found = set[str]()
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += [inner.args, *inner.decorator_list, *([inner.returns] if inner.returns else [])]
        elif isinstance(inner, ast.Call):
            return words(ast.unparse(node))  # it may call a function that uses others
        else:
            if isinstance(inner, ast.Name):
                found.add(inner.id)
            pending += ast.iter_child_nodes(inner)
    return found
