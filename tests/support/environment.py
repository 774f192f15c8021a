"""A fake library for tests of the resolver: everything below `tensorflow` exists, unless a test removes it."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tf2lint.resolver import builtin_calls
from tf2lint.resolver.builtin_calls import BUILTINS
from tf2lint.resolver.state import AnalysisState
from tf2lint.resolver.statements import StatementInterpreter
from tf2lint.resolver.values import ABSENT, Const, ExternalClass, ExternalFunction, ModuleValue, Symbol, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from tf2lint.resolver.references import Origin, Reference
    from tf2lint.resolver.reuse_parameters import FlagParameter
    from tf2lint.resolver.values import ExternalValue, Value
    from tf2lint.table import UseSign


@dataclass
class FakeEnvironment:
    """An `Environment` without the names in `gone` at the target, and with `star_names` as what `*` imports."""

    gone: frozenset[str] = frozenset()
    modules: frozenset[str] = frozenset({"tensorflow"})
    star_names: list[str] = field(default_factory=list)
    version: str = "2.21.0"
    is_irrelevant: Callable[[Symbol, str, bool], bool] | None = None
    roots: dict[str, Symbol] = field(default_factory=dict)

    def root(self, module: str) -> Symbol | None:
        if module != "tensorflow" and module not in builtin_calls.MODELED_LIBRARIES:
            return None
        if module not in self.roots:
            self.roots[module] = Symbol(module, watched=module == "tensorflow")
            self.roots[module].member("__version__").constant = Const(self.version, decided=True)
        return self.roots[module]

    def exists(self, symbol: Symbol, *, is_imported: bool = False) -> bool | None:
        return not any(symbol.name == name or symbol.name.startswith(f"{name}.") for name in self.gone)

    def parameters(self, symbol: Symbol) -> tuple[str, ...] | None:
        return None

    def accepts_call(self, symbol: Symbol, call: ast.Call) -> bool | None:
        return None

    def is_refused_elsewhere(self, symbol: Symbol, call: ast.Call) -> bool:
        return False

    def import_only_module(self, symbol: Symbol) -> Symbol | None:
        return None

    def call_result(self, symbol: Symbol) -> Symbol | None:
        return None

    @property
    def shape(self) -> Symbol | None:
        return None

    def arithmetic_result(self, symbol: Symbol) -> None:
        """No library object takes part in arithmetic."""

    def held_class(self, symbol: Symbol) -> str:
        return ""

    def item_symbol(self, symbol: Symbol) -> Symbol | None:
        return None

    def is_list(self, symbol: Symbol) -> bool:
        return False

    def inherited_member(self, symbol: Symbol, name: str) -> Symbol | None:
        return None

    def defines(self, class_: ExternalClass, name: str) -> bool:
        return False

    equality_names: frozenset[str] = frozenset()
    overridden_names: frozenset[str] = frozenset()

    def passed_argument(self, base: Symbol, method: str, position: int) -> Symbol | None:
        return None

    def annotated_object(self, symbol: Symbol) -> Symbol | None:
        return None

    def given_methods(self, symbol: Symbol, call: ast.Call) -> list[tuple[str, ast.expr]]:
        return []

    def tracks_object(self, name: str, symbol: Symbol) -> bool:
        return True

    def relevant_words(self, symbol: Symbol) -> list[str]:
        return []

    def returned(self, function: ExternalFunction) -> Values:
        return None

    def asked_of_file(self, method: str) -> ExternalValue | None:
        return None

    def asked_slots(self, function: ExternalValue) -> frozenset[int | str]:
        return frozenset()

    def hands_through(self, path: str, name: str, is_called: bool) -> bool:
        return False

    def flag_parameters(self, path: str) -> dict[str, list[FlagParameter]]:
        return {}

    def is_module(self, symbol: Symbol) -> bool:
        return symbol.name in self.modules

    def fails_in_eager_mode(self, symbol: Symbol) -> bool:
        return False

    def makes_object(self, symbol: Symbol) -> bool:
        return False

    def returns_given(self, symbol: Symbol) -> bool:
        return False

    def is_definition(self, symbol: Symbol) -> bool:
        return True

    def library_star_import(self, symbol: Symbol) -> list[str]:
        return self.star_names

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        return None

    @property
    def object_members(self) -> frozenset[str]:
        return frozenset()

    @property
    def followed_members(self) -> frozenset[str]:
        return frozenset()

    @property
    def use_signs(self) -> dict[str, list[UseSign]]:
        return {}

    def object_of(self, class_name: str) -> Symbol | None:
        return None

    def is_asked_about(self, function: ExternalValue) -> bool:
        return False

    def is_asked_for(self, function: str) -> bool:
        return False

    def external(self, value: ExternalValue) -> Values:
        return None

    def external_objects(self, value: ExternalValue) -> list[ExternalValue]:
        return []

    def is_of_project(self, value: ExternalValue, attribute: str) -> bool:
        return False

    def passed(self, arguments: Iterable[tuple[str, int | str]], path: str = "") -> Values:
        return ABSENT

    def passed_origins(self, arguments: Iterable[tuple[str, int | str]], path: str = "") -> list[tuple[Value, Origin]]:
        return []

    def external_origins(self, value: ExternalValue) -> list[tuple[Value, Origin]]:
        return []

    def assigned_origin(self, path: str, name: str) -> Origin | None:
        return None

    def described(self, symbol: Symbol) -> str:
        return symbol.name

    def exported(self, module: ModuleValue, name: str) -> Values:
        return ABSENT

    def module_star_import(self, module: ModuleValue, known: Collection[str], *, is_nested: bool) -> dict[str, Values]:
        return {}


def references(source: str, environment: FakeEnvironment | None = None) -> list[Reference]:
    """Returns all references to the library in a source, in source order."""
    state = AnalysisState(environment or FakeEnvironment(), ast.parse(source), source, BUILTINS)
    StatementInterpreter(state).run()
    return sorted(
        state.references(),
        key=lambda reference: (reference.node.lineno, reference.node.col_offset, reference.node.end_col_offset or 0),
    )
