"""Interprets import statements: what they bind, and which names of watched libraries they refer to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tf2lint.resolver import name_binding, reference_recorder, rescheduling
from tf2lint.resolver.impure_functions import IMPURE_LIBRARIES
from tf2lint.resolver.references import ReferenceKind
from tf2lint.resolver.values import (
    ABSENT,
    ExternalCallable,
    ExternalValue,
    ModuleValue,
    Symbol,
    Values,
    needs_tracking,
)
from tf2lint.table import ParameterSlot

if TYPE_CHECKING:
    import ast

    from tf2lint.resolver.state import AnalysisState


def import_modules(state: AnalysisState, node: ast.Import) -> None:
    """Interprets `import a.b.c`, which binds `a`, and `import a.b.c as d`, which binds `d` to the whole."""
    for alias in node.names:
        top, _, rest = alias.name.partition(".")
        state.imported_modules.add(top)
        state.imported_names.add(alias.asname or top)
        symbol = state.environment.root(top)
        if symbol is None:
            _bind(state, alias.asname or top, _project_module(state, alias.name if alias.asname else top, 0))
            continue
        if top in IMPURE_LIBRARIES:
            _record_possible_failure(state, alias.name)
        whole = symbol.below(rest) if rest else symbol
        reference_recorder.record(state, alias, whole.values, ReferenceKind.IMPORT)
        _bind(state, alias.asname or top, whole.values if alias.asname else symbol.values)


def import_from(state: AnalysisState, node: ast.ImportFrom) -> None:
    """Interprets `from a.b import c as d`, including relative and star imports."""
    module = node.module or ""
    top, _, rest = module.partition(".")
    state.imported_modules.add(top)
    state.imported_names.update(alias.asname or alias.name for alias in node.names)
    root = None if node.level else state.environment.root(top)
    if root is None:
        _import_from_project(state, node, module)
        return
    if top in IMPURE_LIBRARIES:
        _record_possible_failure(state, module)
    symbol = root.below(rest) if rest else root
    for alias in node.names:
        if alias.name == "*":
            reference_recorder.record(state, alias, symbol.values, ReferenceKind.IMPORT)
            for name in state.environment.library_star_import(symbol):
                if not _is_kept(state, name, symbol.member(name)):
                    name_binding.bind(state, name, symbol.member(name).values)
        else:
            member = symbol.member(alias.name)
            values = state.patches.values_of(member, state.body) if member in state.patches.names else member.values
            reference_recorder.record(state, alias, values, ReferenceKind.IMPORT)
            _bind(state, alias.asname or alias.name, values)


def _is_kept(state: AnalysisState, name: str, member: Symbol) -> bool:
    """Returns whether a name keeps what the target has when a star import would bind it to what the target lacks."""
    exists = state.environment.exists
    held = state.bindings.get(name) or ()
    is_held = any(isinstance(value, Symbol) and value.watched and exists(value) for value in held)
    return is_held and exists(member) is False


def _import_from_project(state: AnalysisState, node: ast.ImportFrom, module: str) -> None:
    found = state.environment.project_module(module, node.level)
    if found is None:
        _record_possible_failure(state, module)
    for alias in node.names:
        if alias.name != "*":
            values = None if found is None else state.environment.exported(found, alias.name)
            _bind(state, alias.asname or alias.name, None if values is ABSENT else values)
        elif found is not None:
            known = {name for name, values in state.bindings.items() if needs_tracking(values)}
            block = state.body.node.body
            is_nested = not (isinstance(block, list) and any(node is statement for statement in block))
            for name, values in state.environment.module_star_import(found, known, is_nested=is_nested).items():
                if values is not None and any(type(value) is ExternalValue for value in values):
                    _bind_external(state, name, values)
                else:
                    name_binding.bind(state, name, values)


def _project_module(state: AnalysisState, module: str, level: int) -> Values:
    found = state.environment.project_module(module, level)
    if found is None:
        _record_possible_failure(state, module)
        return None
    return (found,)


def _record_possible_failure(state: AnalysisState, module: str) -> None:
    """Records that a module may not be installed, which may be why a `try` statement is around its import."""
    if module.partition(".")[0] not in sys.stdlib_module_names:
        for guard in state.guards:
            guard.may_fail_otherwise = guard.may_fail_otherwise or ReferenceKind.IMPORT in guard.kinds


def _tracked_members(state: AnalysisState, name: str, module: ModuleValue) -> dict[str, list[ParameterSlot] | None]:
    """Returns the attributes of another project module through which the file reaches a library.

    The key `=` says that the module may be bound to another name. A value is the parameters that make a call relevant;
    None if every access is.
    """
    found: dict[str, list[ParameterSlot] | None] = {}
    for chain in state.mention_index.accessed_members(name):
        values: Values = (module,)
        for member in chain.split(".")[1:]:
            inner = _as_module(values)
            values = None if inner is None else state.environment.exported(inner, member)
            if _as_module(values) is None and needs_tracking(values):
                found[chain] = _flag_slots(state, values)
        if chain == "=":
            found[chain] = None
    return found


def _flag_slots(state: AnalysisState, values: Values) -> list[ParameterSlot] | None:
    """Returns the parameters that make a call of a function relevant; None if every reference to these values is."""
    value = values[0] if values is not None and len(values) == 1 else None
    flag_parameters = (
        state.environment.flag_parameters(value.path).get(value.expression)
        if isinstance(value, ExternalCallable)
        else None
    )
    if not flag_parameters:
        return None
    return [
        ParameterSlot(flag_parameter.signature.positional.index(flag_parameter.parameter), flag_parameter.parameter)
        if flag_parameter.parameter in flag_parameter.signature.positional
        else ParameterSlot(sys.maxsize, flag_parameter.parameter)
        for flag_parameter in flag_parameters
    ]


def _as_module(values: Values) -> ModuleValue | None:
    value = values[0] if values is not None and len(values) == 1 else None
    return value if isinstance(value, ModuleValue) else None


def _bind(state: AnalysisState, name: str, values: Values) -> None:
    """Binds an imported name; if the import fails in a guard, records what the name would have been bound to."""
    module = _as_module(values)
    if module is not None and state.reachable:
        # What importers of this file get must be right even where the file itself accesses nothing relevant.
        is_for_importers = state.environment.is_irrelevant is None
        members = _tracked_members(state, name, module)
        if "=" in members or is_for_importers:
            rescheduling.track(state, name)
        elif members:
            rescheduling.track_members(state, name, members)
        name_binding.bind_untracked(state, name, values)
    elif state.reachable and any(type(value) is ExternalValue for value in values or ()):
        _bind_external(state, name, values)
    elif state.reachable and (parameters := _flag_slots(state, values)) is not None:
        rescheduling.track_members(state, name, {"": parameters})
        name_binding.bind_untracked(state, name, values)
    else:
        name_binding.bind(state, name, values)
    if not state.reachable and values is not None:
        for guard in state.guards:
            if guard.failed:
                guard.failed_imports.setdefault(name, values)
                rescheduling.track(state, name)


def _bind_external(state: AnalysisState, name: str, values: Values) -> None:
    """Binds a name to a value of another module; tracks it if the file may bind it to something else as well."""
    name_binding.bind_untracked(state, name, values)
    if name in state.mention_index.defined or state.mention_index.is_assigned(name):
        rescheduling.track(state, name)
