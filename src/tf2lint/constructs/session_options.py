"""The options of a session, and what sets them for the whole program."""

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

_OPTIONS: Final = ("ConfigProto", "GPUOptions", "OptimizerOptions", "RunOptions", "GraphOptions")
#: What sets an option of a session for the whole program, by the option.
_SETTERS: Final = {
    "allow_soft_placement": "config.set_soft_device_placement",
    "log_device_placement": "debugging.set_log_device_placement",
    "intra_op_parallelism_threads": "config.threading.set_intra_op_parallelism_threads",
    "inter_op_parallelism_threads": "config.threading.set_inter_op_parallelism_threads",
}
_GROWTH: Final = "allow_growth"


def session_options(text: BlockText, names: LibraryNames, scopes: Scopes) -> Iterator[Construct]:
    """Yields the edits for options of sessions that no session uses any more.

    Args:
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """
    for statement in scopes.syntax.of_class(ast.Assign):
        match statement:
            case ast.Assign(targets=[ast.Name() as name], value=ast.Call(func=ast.Attribute(value=root)) as call):
                if names.of(call.func).removeprefix("compat.v1.") in _OPTIONS:
                    found = _construct(statement, name, call, ast.unparse(root), text, scopes)
                    if found is not None:
                        yield found
            case _:
                pass


def _construct(
    statement: ast.Assign,
    name: ast.Name,
    call: ast.Call,
    root: str,
    text: BlockText,
    scopes: Scopes,
) -> Construct | None:
    """Returns the edits for one object with options; None if something else uses it."""
    scope = scopes.owner(name)
    uses = scopes.uses(scope, name.id) if scope is not None else []
    settings: dict[ast.AST, ast.Assign] = {
        _first(node.targets[0]): node for node in scopes.syntax.of_class(ast.Assign) if _sets(node)
    }
    others = [use.node for use in uses if use.node is not name]
    if scope is None or any(node not in settings for node in others):
        return None
    root = root.removesuffix(".compat.v1")
    edits = [_edit(statement, _setters(call, root), text)]
    nodes: list[ast.AST] = [call]
    left_out = [keyword.arg for keyword in call.keywords if keyword.arg not in _SETTERS]
    for node in others:
        setting = settings[node]
        target = setting.targets[0]
        assert isinstance(target, ast.Attribute)
        new = _assigned(target.attr, text.exact(setting.value), root, text.step)
        left_out += [] if new else [target.attr]
        edits.append(_edit(setting, new, text))
        nodes += [node, target, *(part for part in scopes.syntax.of_class(ast.Attribute, inside=target))]
    note = "call this before TensorFlow uses a device"
    dropped = [each for each in left_out if each is not None]
    if dropped:
        note = f"{', '.join(dropped)} is left out"
    return Construct(frozenset(nodes), tuple(edits), note)


def _sets(node: ast.Assign) -> bool:
    """Returns whether a statement is one like `config.gpu_options.allow_growth = True`."""
    return len(node.targets) == 1 and isinstance(node.targets[0], ast.Attribute)


def _first(target: ast.expr) -> ast.expr:
    while isinstance(target, ast.Attribute):
        target = target.value
    return target


def _setters(call: ast.Call, root: str) -> list[str]:
    return [
        f"{root}.{_SETTERS[keyword.arg]}({ast.unparse(keyword.value)})"
        for keyword in call.keywords
        if keyword.arg in _SETTERS
    ]


def _assigned(option: str, value: str, root: str, step: str) -> list[str]:
    """Returns the lines that set an option for the whole program; none if nothing corresponds to it."""
    if option in _SETTERS:
        return [f"{root}.{_SETTERS[option]}({value})"]
    if option == _GROWTH:
        return [
            f"for gpu in {root}.config.list_physical_devices('GPU'):",
            f"{step}{root}.config.experimental.set_memory_growth(gpu, {value})",
        ]
    return []


def _edit(statement: ast.stmt, lines: list[str], text: BlockText) -> TextEdit:
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    indentation = text.indentation(statement)
    new = "".join(f"{indentation}{line}{text.line_end}" for line in lines)
    return TextEdit(Span(first, 1, last + 1, 1), new)
