"""Import statements: what they bind, and the names of watched libraries that they use."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tf2lint.resolver import name_binding, reference_recorder, worklist
from tf2lint.resolver.impure_functions import IMPURE_LIBRARIES
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import ABSENT, ExternalCallable, ModuleValue, Values, is_followed
from tf2lint.table import ParameterSlot

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.state import AnalysisState


def import_modules(state: AnalysisState, node: ast.Import) -> None:
    """`import a.b.c`, which binds `a`, and `import a.b.c as d`, which binds `d` to the whole."""
    for alias in node.names:
        top, _, rest = alias.name.partition(".")
        symbol = state.environment.root(top)
        if symbol is None:
            _bind(state, alias.asname or top, _project_module(state, alias.name if alias.asname else top, 0))
            continue
        if top in IMPURE_LIBRARIES:
            _may_fail(state, alias.name)
        whole = symbol.below(rest) if rest else symbol
        reference_recorder.record(state, alias, whole.values, ReferenceKind.IMPORT)
        _bind(state, alias.asname or top, whole.values if alias.asname else symbol.values)


def import_from(state: AnalysisState, node: ast.ImportFrom) -> None:
    """`from a.b import c as d`, relative ones and star imports included."""
    module = node.module or ""
    top, _, rest = module.partition(".")
    root = None if node.level else state.environment.root(top)
    if root is None:
        _from_project(state, node, module)
        return
    if top in IMPURE_LIBRARIES:
        _may_fail(state, module)
    symbol = root.below(rest) if rest else root
    for alias in node.names:
        if alias.name == "*":
            reference_recorder.record(state, alias, symbol.values, ReferenceKind.IMPORT)
            for name in state.environment.members(symbol):
                name_binding.bind(state, name, symbol.member(name).values)
        else:
            member = symbol.member(alias.name)
            values = state.patches.of(member, state.body) if member in state.patches.names else member.values
            reference_recorder.record(state, alias, values, ReferenceKind.IMPORT)
            _bind(state, alias.asname or alias.name, values)


def _from_project(state: AnalysisState, node: ast.ImportFrom, module: str) -> None:
    found = state.environment.project_module(module, node.level)
    if found is None:
        _may_fail(state, module)
    for alias in node.names:
        if alias.name != "*":
            values = None if found is None else state.environment.exported(found, alias.name)
            _bind(state, alias.asname or alias.name, None if values is ABSENT else values)
        elif found is not None:
            known = [name for name, values in state.env.items() if is_followed(values)]
            for name, values in state.environment.star(found, known).items():
                name_binding.bind(state, name, values)


def _project_module(state: AnalysisState, module: str, level: int) -> Values:
    found = state.environment.project_module(module, level)
    if found is None:
        _may_fail(state, module)
        return None
    return (found,)


def _may_fail(state: AnalysisState, module: str) -> None:
    """A module that may be missing is a reason for the `try` around it that has nothing to do with us."""
    if module.partition(".")[0] not in sys.stdlib_module_names:
        for guard in state.guards:
            guard.unknown = guard.unknown or ReferenceKind.IMPORT in guard.kinds


def _leading_on(state: AnalysisState, name: str, module: ModuleValue) -> dict[str, list[ParameterSlot] | None]:
    """What the file asks of another module of the project that gets it at a library; `=` where it may do so unseen."""
    found: dict[str, list[ParameterSlot] | None] = {}
    for asked in state.mention_index.asked_of(name):
        values: Values = (module,)
        for member in asked.split(".")[1:]:
            inner = _as_module(values)
            values = None if inner is None else state.environment.exported(inner, member)
            if _as_module(values) is None and is_followed(values):
                found[asked] = _flags_of(state, values)
        if asked == "=":
            found[asked] = None
    return found


def _flags_of(state: AnalysisState, values: Values) -> list[ParameterSlot] | None:
    """The parameters that make a call of a function worth a look; None if any use of these values is."""
    value = values[0] if values is not None and len(values) == 1 else None
    flag_parameters = (
        state.environment.flag_parameters(value.path).get(value.name) if isinstance(value, ExternalCallable) else None
    )
    if not flag_parameters:
        return None
    return [
        ParameterSlot(one.signature.positional.index(one.parameter), one.parameter)
        if one.parameter in one.signature.positional
        else ParameterSlot(sys.maxsize, one.parameter)
        for one in flag_parameters
    ]


def _as_module(values: Values) -> ModuleValue | None:
    value = values[0] if values is not None and len(values) == 1 else None
    return value if isinstance(value, ModuleValue) else None


def _bind(state: AnalysisState, name: str, values: Values) -> None:
    """Binds an imported name; where the import fails in a guard, remembers what the name would have been."""
    module = _as_module(values)
    if module is not None and state.reachable:
        leading = _leading_on(state, name, module)
        if "=" in leading:
            worklist.track(state, name)
        elif leading:
            worklist.track_members(state, name, leading)
        name_binding.bind_untracked(state, name, values)
    elif state.reachable and (parameters := _flags_of(state, values)) is not None:
        worklist.track_members(state, name, {"": parameters})
        name_binding.bind_untracked(state, name, values)
    else:
        name_binding.bind(state, name, values)
    if not state.reachable and values is not None:
        for guard in state.guards:
            if guard.failed:
                guard.lost.setdefault(name, values)
                worklist.track(state, name)
