"""Import statements: what they bind, and the names of watched libraries that they use."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tf2lint.model import UseKind
from tf2lint.values import ABSENT, ModuleValue, Values, is_followed

if TYPE_CHECKING:
    import ast

    from tf2lint.frame import Frame


def import_names(frame: Frame, node: ast.Import) -> None:
    """`import a.b.c`, which binds `a`, and `import a.b.c as d`, which binds `d` to the whole."""
    for alias in node.names:
        top, _, rest = alias.name.partition(".")
        symbol = frame.world.root(top)
        if symbol is None:
            _bind(frame, alias.asname or top, _project_module(frame, alias.name if alias.asname else top, 0))
            continue
        whole = symbol.below(rest) if rest else symbol
        frame.record(alias, whole.values, UseKind.IMPORT)
        _bind(frame, alias.asname or top, whole.values if alias.asname else symbol.values)


def import_from(frame: Frame, node: ast.ImportFrom) -> None:
    """`from a.b import c as d`, relative ones and star imports included."""
    module = node.module or ""
    top, _, rest = module.partition(".")
    root = None if node.level else frame.world.root(top)
    if root is None:
        _from_project(frame, node, module)
        return
    symbol = root.below(rest) if rest else root
    for alias in node.names:
        if alias.name == "*":
            frame.record(alias, symbol.values, UseKind.IMPORT)
            for name in frame.world.members(symbol):
                frame.bind(name, symbol.member(name).values)
        else:
            values = frame.patched.get(symbol.member(alias.name), symbol.member(alias.name).values)
            frame.record(alias, values, UseKind.IMPORT)
            _bind(frame, alias.asname or alias.name, values)


def _from_project(frame: Frame, node: ast.ImportFrom, module: str) -> None:
    found = frame.world.project_module(module, node.level)
    if found is None:
        _may_fail(frame, module)
    for alias in node.names:
        if alias.name != "*":
            values = None if found is None else frame.world.exported(found, alias.name)
            _bind(frame, alias.asname or alias.name, None if values is ABSENT else values)
        elif found is not None:
            for name, values in frame.world.star(found).items():
                frame.bind(name, values)


def _project_module(frame: Frame, module: str, level: int) -> Values:
    found = frame.world.project_module(module, level)
    if found is None:
        _may_fail(frame, module)
        return None
    return (found,)


def _may_fail(frame: Frame, module: str) -> None:
    """A module that may be missing is a reason for the `try` around it that has nothing to do with us."""
    if module.partition(".")[0] not in sys.stdlib_module_names:
        for guard in frame.guards:
            guard.unknown = guard.unknown or UseKind.IMPORT in guard.kinds


def _leads_on(frame: Frame, name: str, module: ModuleValue) -> bool:
    """Whether the file gets at a library through another module of the project, or may do so unseen."""
    for asked in frame.attention.asked_of(name):
        values: Values = (module,)
        for member in asked.split(".")[1:]:
            inner = _as_module(values)
            values = None if inner is None else frame.world.exported(inner, member)
            if _as_module(values) is None and is_followed(values):
                return True
        if asked == "=":
            return True
    return False


def _as_module(values: Values) -> ModuleValue | None:
    value = values[0] if values is not None and len(values) == 1 else None
    return value if isinstance(value, ModuleValue) else None


def _bind(frame: Frame, name: str, values: Values) -> None:
    """Binds an imported name; where the import fails in a guard, remembers what the name would have been."""
    module = _as_module(values)
    if module is not None and frame.alive:
        if _leads_on(frame, name, module):
            frame.attend(name)
        frame.keep(name, values)
    else:
        frame.bind(name, values)
    if not frame.alive and values is not None:
        for guard in frame.guards:
            if guard.failed:
                guard.lost.setdefault(name, values)
                frame.attend(name)
