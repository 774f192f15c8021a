"""Layers that calls make and call at once: they own variables, so that they are made once, before the function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.graphs.units import in_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.units import Unit

_LAYERS: Final = "layers."
_KERAS_LAYERS: Final = ".keras.layers."
#: Code that may run several times, or not at all.
REPEATED: Final = (ast.For, ast.While, ast.If, ast.IfExp, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NAME: Final = "name"
_MAX_LINE: Final = 100


class Layer(NamedTuple):
    """A layer that is made once.

    Attributes:
        call: the call of TensorFlow 1, which makes the layer and calls it.
        name: the name of the layer.
        made: the code that makes it.
        called: the code that calls it.
    """

    call: ast.Call
    name: str
    made: str
    called: str

    def lines(self, indentation: str, step: str) -> list[str]:
        """Returns the lines that make the layer: one argument a line where that is long."""
        line = f"{indentation}{self.name} = {self.made}"
        made = ast.parse(self.made, mode="eval").body
        if len(line) <= _MAX_LINE or not isinstance(made, ast.Call):
            return [line]
        parts: list[ast.expr | ast.keyword] = [*made.args, *made.keywords]
        arguments = [ast.get_source_segment(self.made, part) for part in parts]
        head = f"{indentation}{self.name} = {ast.get_source_segment(self.made, made.func)}("
        return [head, *(f"{indentation}{step}{argument}," for argument in arguments), f"{indentation})"]


def layers(unit: Unit, context: BlockContext, taken: set[str]) -> Iterator[Layer]:
    """Yields the layers that a statement makes, in order; adds their names to those that are taken."""
    statement = unit.statement
    if any(isinstance(node, REPEATED) for node in in_block(statement)):
        return
    for node in in_block(statement):
        if isinstance(node, ast.Call) and context.names.of(node.func).startswith(_LAYERS):
            layer = _layer(node, context, taken)
            if layer is not None:
                taken.add(layer.name)
                yield layer


def _layer(call: ast.Call, context: BlockContext, taken: set[str]) -> Layer | None:
    code = context.written(call)
    try:
        written = ast.parse(code, mode="eval").body if code else None
    except SyntaxError:
        return None
    match written:
        case ast.Call(func=ast.Call(func=ast.Attribute()) as made) if _KERAS_LAYERS in ast.unparse(made.func):
            end = made.end_col_offset or 0
            text = code.encode()
        case _:
            return None
    made_of = [*made.args, *(keyword.value for keyword in made.keywords)]
    names = {ast.unparse(node) for node in ast.walk(call) if context.is_dynamic(node)}
    if any(ast.unparse(node) in names for argument in made_of for node in ast.walk(argument)):
        return None
    name = _layer_name(call, taken)
    return Layer(call, name, text[:end].decode(), name + text[end:].decode())


def _layer_name(call: ast.Call, taken: set[str]) -> str:
    """Returns a name for a layer: the one that the call gives it, or that of the class."""
    given = next((keyword.value for keyword in call.keywords if keyword.arg == _NAME), None)
    name = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""
    if not name.isidentifier() or name in taken:
        name = f"{name if name.isidentifier() else getattr(call.func, 'attr', 'any')}_layer"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found
