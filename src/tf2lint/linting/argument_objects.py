"""The library objects and members that an argument of a call holds, as far as the resolver knows them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.linting.local_values import LocalValues
    from tf2lint.project import Libraries
    from tf2lint.resolver import Body, Reference, Symbol


def symbols_of(bodies: Iterable[Body], node: ast.expr) -> tuple[Symbol, ...]:
    """Returns the symbols that an expression refers to; none unless it certainly refers to one of them."""
    reference = next((body.references[node] for body in bodies if node in body.references), None)
    if reference is None or not reference.certain or any(symbol.is_assumed for symbol in reference.symbols):
        return ()
    return tuple(reference.symbols)


def objects_in(
    values: LocalValues,
    call: ast.Call,
    argument: ast.expr,
    libraries: Libraries,
    references: Mapping[ast.AST, Reference],
) -> frozenset[Symbol]:
    """Returns the library objects that an argument is, or that a list in it contains.

    Args:
        values: what the names of the file are bound to.
        call: the call.
        argument: the argument: a name, a call, a list or its item, the sum of lists, or arithmetic with objects.
        libraries: the libraries, which tell what calls and arithmetic return.
        references: the references in the file by node.
    """
    found: set[Symbol] = set()
    seen = set[ast.expr]()
    pending = [(argument, False)]
    while pending:
        node, is_operand = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        reference = references.get(node.func if isinstance(node, ast.Call) else node)
        if reference is not None and reference.certain:
            objects = [
                libraries.object_returned(symbol) if isinstance(node, ast.Call) else symbol
                for symbol in reference.symbols
            ]
            known = [each for each in objects if each is not None and each.name.endswith(CALL)]
            computed = [libraries.arithmetic_result(each) for each in known] if is_operand else known
            found.update(each for each in computed if each is not None)
        elif isinstance(node, ast.List | ast.Tuple):
            pending += [(element, False) for element in node.elts]
        elif isinstance(node, ast.BinOp):
            pending += [(node.left, True), (node.right, True)]
        elif isinstance(node, ast.Name | ast.Attribute):
            bound = values.of(call, node)
            pending += [(bound, is_operand)] if bound is not None else []
        elif isinstance(node, ast.Subscript):
            item = _item(values.of(call, node.value) or node.value, node.slice)
            pending += [(item, is_operand)] if item is not None else []
    return frozenset(symbol for symbol in found if not symbol.is_assumed)


def _item(container: ast.expr, key: ast.expr) -> ast.expr | None:
    """Returns the item of a list or dictionary, as it is written, at a constant key; None if it has none."""
    match container, key:
        case ast.Dict(keys=keys, values=items), ast.Constant(value=value):
            constants = [each.value if isinstance(each, ast.Constant) else None for each in keys]
            return items[constants.index(value)] if constants.count(value) == 1 and None not in constants else None
        case ((ast.List(elts=items) | ast.Tuple(elts=items)), ast.Constant(value=int(index))):
            is_plain = not any(isinstance(each, ast.Starred) for each in items)
            return items[index] if is_plain and index < len(items) else None
        case _:
            return None
