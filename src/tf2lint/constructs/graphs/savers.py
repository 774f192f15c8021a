"""Savers of a graph's variables, and the checkpoints that take their place."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.call_text import wrapped
from tf2lint.constructs.analysis.own_graphs import RESET
from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.graphs.graph_block import SAVER
from tf2lint.constructs.graphs.saver_uses import SaverUses
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.graphs.block_context import BlockContext
    from tf2lint.constructs.graphs.training import Training

_SAVE: Final = "train.Saver().save"
_RESTORE: Final = "train.Saver().restore"
_OF_SAVER: Final = "train.Saver()"
_SCOPE: Final = "variable_scope"
_KEPT: Final = "max_to_keep"
_VARIABLES: Final = "var_list"
_DROPPED: Final = ("keep_checkpoint_every_n_hours", "save_relative_paths")
_OF_SAVE: Final = ("sess", "save_path", "global_step")
_WITHOUT_EFFECT: Final = ("write_meta_graph", "write_state")
_LATEST: Final = ("train.latest_checkpoint", "train.get_checkpoint_state")
#: How many checkpoints a saver keeps.
_DEFAULT: Final = "5"
#: Paths that may be written twice.
_PLAIN: Final = (ast.Name, ast.Attribute, ast.Constant, ast.JoinedStr, ast.FormattedValue, ast.BinOp, ast.Subscript)
_JOIN: Final = "os.path.join"


class Savers:
    """Writes checkpoints instead of the savers of a file.

    Args:
        context: the block that builds the graph.
        store: the expression for what keeps variables by name; empty if nothing does.
        layers: the names of the layers that are made before the steps.
        optimizer: returns what the optimizer of a training operation is called.

    Attributes:
        settled: the calls that the checkpoints take the place of.
    """

    def __init__(
        self, context: BlockContext, store: str, layers: list[str], optimizer: Callable[[Training], str]
    ) -> None:
        self._context = context
        self._text = context.text
        self._store = store
        self._layers = layers
        self._optimizer = optimizer
        self._made = context.names.calls_of((SAVER,))
        self._used = [call for call, name in context.names.calls if name.startswith(_OF_SAVER)]
        self.settled: list[ast.AST] = [*self._made, *self._used]

    def edits(self) -> Iterator[TextEdit]:
        """Yields the edits.

        Raises:
            CannotConvertError: a saver does something else than to save and restore all variables of the block.
        """
        SaverUses(self._context, self._made, self._used).check()
        for call in self._made:
            yield TextEdit(self._text.span(call), self._checkpoint(call))
        for call in self._used:
            name = self._context.names.of(call.func)
            if name == _SAVE:
                yield TextEdit(self._text.span(call), self._saving(call))
            elif (
                name == _RESTORE and len(call.args) == 2 and not call.keywords and isinstance(call.func, ast.Attribute)
            ):
                saver, path = self._text.exact(call.func.value), self._text.exact(call.args[1])
                yield TextEdit(self._text.span(call), f"{saver}.restore({path})")
            else:
                self._refuse(call)

    def _refuse(self, call: ast.Call) -> None:
        message = f"what line {call.lineno} does with a saver has no equivalent"
        raise CannotConvertError(message)

    def _checkpoint(self, call: ast.Call) -> str:
        block, line = self._context.block, call.lineno
        own = {node for unit in block.units if unit not in block.dynamic for node in ast.walk(unit.statement)}
        given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == _VARIABLES)]
        known = {_KEPT, *_DROPPED, _VARIABLES}
        is_known = len(call.args) <= 1 and len(given) <= 1 and {each.arg for each in call.keywords} <= known
        # Checkpoints find variables by where they are, and not by name, so that one can't read what another one wrote.
        is_only = len(self._made) == 1
        if call in own and is_known and given and is_only and self._lists_variables(given[0]):
            return f"{self._context.root}.train.Checkpoint(variables={self._text.exact(given[0])})"
        if call not in own or given or not is_known:
            message = f"the saver in line {line} does not keep all variables of the graph"
            raise CannotConvertError(message)
        made = [
            unit
            for unit in block.units
            if unit not in block.dynamic and unit.binds & block.variables and unit.statement.lineno < line
        ]
        lists = self._context.variable_calls.is_list
        names = [
            name
            for unit in made
            if not (isinstance(unit.statement, ast.Assign) and lists(unit.statement.value))
            for name in sorted(unit.binds)
        ]
        parts = {name.removeprefix(RECEIVER): name for name in names}
        parts.update({name: name for name in self._layers})
        if self._store:
            parts["variables"] = self._store
        for one in self._context.trainings.values():
            if one.unit.statement.lineno > line:
                message = f"the saver in line {line} is made before the optimizer"
                raise CannotConvertError(message)
            name = self._optimizer(one)
            parts.setdefault(name.removeprefix(RECEIVER), name)
        arguments = ", ".join(f"{key}={value}" for key, value in parts.items())
        return f"{self._context.root}.train.Checkpoint({arguments})"

    def _lists_variables(self, node: ast.expr) -> bool:
        """Returns whether an expression is a list or a dictionary of variables of the block that have names there."""
        match node:
            case ast.List(elts=values) | ast.Tuple(elts=values) | ast.Dict(values=values):
                names = set(map(self._context.block.name, values))
                return bool(names) and names <= self._context.block.variables - self._context.block.dynamic_names
            case _:
                return False

    def _saving(self, call: ast.Call) -> str:
        given = dict(zip(_OF_SAVE, call.args, strict=False))
        given.update({str(each.arg): each.value for each in call.keywords if each.arg not in _WITHOUT_EFFECT})
        if not isinstance(call.func, ast.Attribute) or not {"save_path"} <= given.keys() <= {*_OF_SAVE}:
            self._refuse(call)
        assert isinstance(call.func, ast.Attribute)
        saver, path = self._text.exact(call.func.value), given["save_path"]
        step = given.get("global_step")
        names = (self._context.names.of(node) for node in self._context.scopes.syntax.nodes)
        if step is None and not any(name in _LATEST for name in names):
            return f"{saver}.write({self._text.exact(path)})"
        if step is None or not self._is_plain(path) or not self._imports_os:
            self._refuse(call)
        assert step is not None
        directory, name = self._split(path)
        arguments = f"{saver}, {directory}, max_to_keep={self._kept}, checkpoint_name={name}"
        manager = f"{self._context.root}.train.CheckpointManager({arguments})"
        saving = f".save(checkpoint_number=int({self._text.exact(step)}))"
        return f"{wrapped(self._text, call.lineno, manager, len(saving))}{saving}"

    def _split(self, path: ast.expr) -> tuple[str, str]:
        """Returns the code for the directory and the name of a path."""
        match path:
            case ast.Constant(value=str() as value):
                directory, name = os.path.split(value)
                return repr(directory or "."), repr(name)
            case ast.Call(args=[*parts, ast.Constant(value=str() as name) as last]) if parts and "/" not in name:
                texts = list(map(self._text.exact, parts))
                directory = texts[0] if len(texts) == 1 else f"{_JOIN}({', '.join(texts)})"
                return directory, self._text.exact(last)
            case _:
                text = self._text.exact(path)
                return f"os.path.dirname({text}) or '.'", f"os.path.basename({text})"

    def _is_plain(self, path: ast.expr) -> bool:
        """Returns whether a path can be written twice."""
        if isinstance(path, ast.Call):
            return ast.unparse(path.func) == _JOIN and all(map(self._is_plain, path.args)) and not path.keywords
        return isinstance(path, _PLAIN) and not any(isinstance(node, ast.Call) for node in ast.walk(path))

    @property
    def _imports_os(self) -> bool:
        imports = (node for node in self._context.module.body if isinstance(node, ast.Import))
        return any(alias.name == "os" and alias.asname is None for node in imports for alias in node.names)

    @property
    def _kept(self) -> str:
        """How many checkpoints are kept."""
        given = [each.value for call in self._made for each in call.keywords if each.arg == _KEPT]
        return self._text.exact(given[0]) if given and len(self._made) == 1 else _DEFAULT


def parts_of_graph(scopes: Scopes, names: LibraryNames) -> Iterator[ast.Call]:
    """Yields the calls that belong to a graph whose runs stay: savers, scopes, and what makes a new graph.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
    """
    for call, name in names.calls:
        if name in (SAVER, _SCOPE, RESET) or name.startswith(_OF_SAVER):
            yield call
