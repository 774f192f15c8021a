"""The modules of a project: where an import leads, and what the names of a module hold."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.project.deciding_functions import deciding_functions
from tf2lint.project.import_cycles import ImportCycles
from tf2lint.project.questions import IMPORT, PART
from tf2lint.project.star_imports import EVERY_NAME, Listed, StarImports, StarName
from tf2lint.project.summaries import flag_parameters_of, rows_of
from tf2lint.resolver import (
    ABSENT,
    SKIPPING,
    UNKNOWN,
    Const,
    ExternalCallable,
    ExternalFunction,
    ExternalValue,
    ModuleValue,
    Origin,
    RecordClass,
    SequenceValue,
    Symbol,
    Values,
    may_take_reuse_flag,
    without_unbound,
)
from tf2lint.source import (
    ModuleNames,
    Outline,
    bound_values,
    find_by_path,
    function_text,
    hands_through,
    parse,
    part_of,
    read_bytes,
)
from tf2lint.table import CALL

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.query_log import Query
    from tf2lint.project.summaries import Summaries
    from tf2lint.resolver import Bindings, FlagParameters, Value
    from tf2lint.source import ModuleFinder

#: A top-level function or class. Matching the preceding line ending is faster than matching the beginning of a line.
_DEFINITION: Final = re.compile(r"\n(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
#: Values that mean the same in any file.
_PORTABLE: Final = (
    Symbol, Const, ExternalCallable, ExternalFunction, ExternalValue, ModuleValue, RecordClass,
)  # fmt: skip
#: The list of the names that star imports bind.
_ALL: Final = "__all__"
#: How many texts of modules are cached.
_MAX_TEXTS: Final = 64


class ProjectModules:
    """What the names of the project's modules hold; each module is analyzed once.

    Args:
        analyze: computes what the names of a module hold at its end, and under `f()` what its functions return, from
            its source, its path, and the names of the functions.
        flag_parameters: finds the functions of a module that take a flag of the library, from its source and path.
        names: returns what the top-level code of a module binds, from its source.
        library_names: returns what a star import of a library's module binds, from the importing file and the dotted
            name of the module; None for a module that is no library's.
        find: finds the file of an imported module.
        read: reads a file; returns None for one that can't be read.

    Attributes:
        dependencies: records what is read and where imports lead; None to record nothing.
        summaries: what is known of modules from earlier runs; None if nothing is.
        stars: the star imports between the modules.
    """

    def __init__(
        self,
        analyze: Callable[[str, str, Collection[str]], Bindings],
        flag_parameters: Callable[[str, str], FlagParameters],
        names: Callable[[str], ModuleNames],
        library_names: Callable[[str, str], Mapping[str, Symbol] | None],
        find: ModuleFinder = find_by_path,
        read: Callable[[str], bytes | None] = read_bytes,
    ) -> None:
        self.dependencies: DependencyRecorder | None = None
        self.summaries: Summaries | None = None
        self._find = find
        self._read_bytes = read
        self._analyze = analyze
        self._find_flag_parameters = flag_parameters
        self._find_names = names
        self._library_names = library_names
        #: What star imports of libraries' modules bind, by the dotted names of these.
        self._libraries: dict[str, Mapping[str, Symbol]] = {}
        # A module is rarely queried only once.
        self.text = lru_cache(maxsize=_MAX_TEXTS)(self._read)
        self._flag_parameters: dict[str, FlagParameters] = {}
        self._being_found: list[str] = []
        self._provisional: set[str] = set()
        self._handing_through: dict[tuple[str, str, bool], bool] = {}
        self._definitions: dict[str, frozenset[str]] = {}
        self._outlines: dict[str, Outline] = {}
        self._answers: dict[str, dict[str, Values]] = {}
        self._exported_lists: dict[str, Listed] = {}
        self._import_cycles = ImportCycles(self._portable_names, self._forget)
        self.stars = StarImports(self._names, self._find_starred, self._listed, self._record_star)
        self._deciding: dict[str, frozenset[str]] = {}

    def module(self, importer: str, module: str, level: int) -> ModuleValue | None:
        """Returns the module that an import statement in `importer` names, if it is part of the project."""
        path = self.find(importer, module, level)
        return None if path is None else ModuleValue(path)

    def find(self, importer: str, module: str, level: int) -> str | None:
        """Finds the file of a module that `importer` imports, see `ModuleFinder`."""
        path = self._find(importer, module, level)
        if self.dependencies is not None:
            self.dependencies.record_answer(importer, (IMPORT, module, str(level)), path)
        return path

    def _find_starred(self, importer: str, module: str, level: int) -> str | None:
        """Finds the file of a module from which a file imports all names; returns the dotted name of a library's."""
        library = None if level else self._library_names(importer, module)
        if library is None:
            return self.find(importer, module, level)
        self._libraries[module] = library
        return module

    def part(self, package: str, name: str) -> str | None:
        """Returns the file of a module directly in a package; None if there is none.

        Args:
            package: the file or the folder of the package.
            name: the name of the module.
        """
        path = part_of(package, name)
        if self.dependencies is not None:
            self.dependencies.record_answer(package, (PART, name), path)
        return path

    def record_query(self, path: str, query: Query) -> None:
        """Records what a module asks about another one, see `DependencyRecorder`."""
        if self.dependencies is not None:
            self.dependencies.record_query(path, query)

    def _record_star(self, path: str, query: Query) -> None:
        """Records what a module asks about one that it star-imports; libraries are not read."""
        if query[1] not in self._libraries:
            self.record_query(path, query)

    def star_source(self, path: str, name: str) -> Symbol | str | None:
        """Returns what the star imports of a module bind a name to, if that is a library's; else the name's module."""
        source = self.stars.source_in(path, name)
        return self._libraries[source][name] if source in self._libraries else source

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of a module holds; `ABSENT` if the module has no such name."""
        if module.path in self._libraries:
            symbol = self._libraries[module.path].get(name)
            return ABSENT if symbol is None else symbol.values
        answers = self._answers.setdefault(module.path, {})
        if name in answers:
            return answers[name]
        values = self._exported(module.path, name)
        if self._import_cycles.is_final(module.path):
            self._answers.setdefault(module.path, {})[name] = values
        return values

    def _exported(self, path: str, name: str) -> Values:
        if self._defines(path, name):
            if self._takes_flag(path, name):
                return (ExternalCallable(path, name),)
            function = ExternalFunction(path, name)
            return (function,) if name in self._deciding_functions(path) else None
        outline = self._outline(path)
        source = self.stars.holder(path, name) if outline.has_star else None
        if source is not None and source != path:
            return self.exported(ModuleValue(source), name)
        if outline.may_hold(name) or (outline.has_star and self.stars.has_nested(path)):
            values = self._import_cycles.names(path, name).get(name, ABSENT)
            if values is not ABSENT:
                return values
        submodule = self.part(path, name)
        return ABSENT if submodule is None else (ModuleValue(submodule),)

    def assigned_origin(self, path: str, name: str) -> Origin | None:
        """Returns the first statement of a module that assigns a name more than a constant; None if none does."""
        with suppress(SyntaxError):
            for bound in bound_values(parse(self.text(path))):
                target = bound.target
                is_it = isinstance(target, ast.Name) and target.id == name
                if is_it and not isinstance(bound.value, ast.Constant):
                    return Origin(path, target.lineno, f"{name} is set", target.col_offset)
        return None

    def star(self, path: str, importer: str, words: str) -> dict[str, StarName]:
        """Returns what `from module import *` binds.

        Args:
            path: the module.
            importer: the file with the star import.
            words: the names that matter, separated by spaces; `EVERY_NAME` for all.
        """
        names = self.stars.all_names(path) if words == EVERY_NAME else words.split()
        found: dict[str, StarName] = {}
        for name in names:
            source = self.stars.source(path, name, importer)
            if source is not None:
                values = self.exported(ModuleValue(source), name)
                is_library = source in self._libraries
                outline = self._outline(self.stars.origin(source, name)) if not is_library else None
                is_object = outline is not None and (name in outline.defined or name in outline.assigned)
                is_final = is_library or self._import_cycles.is_final(source)
                found[name] = StarName(source, None if values is ABSENT else values, is_final, is_object)
        return found

    def _listed(self, path: str) -> Listed:
        """Returns which names a module exports."""
        if path in self._libraries:
            return Listed()
        if path not in self._exported_lists:
            is_listed = _ALL in self.text(path)
            names = _listed(self._import_cycles.names(path, _ALL).get(_ALL)) if is_listed else None
            listed = Listed(names, not is_listed or self._import_cycles.is_final(path))
            if not listed.is_final:
                return listed
            self._exported_lists[path] = listed
        return self._exported_lists[path]

    def _names(self, path: str) -> ModuleNames:
        if path in self._libraries:
            return ModuleNames(frozenset(self._libraries[path]))
        return self._find_names(self.text(path))

    def flag_parameters(self, path: str) -> FlagParameters:
        """Returns the parameters of a module's functions that carry a flag; none while they are being computed."""
        if path not in self._flag_parameters:
            self._flag_parameters[path] = {}
            self._flag_parameters[path] = self._known_flag_parameters(path)
        elif path in self._being_found:
            # What is found meanwhile depends on where the circle was entered.
            self._provisional.update(self._being_found[self._being_found.index(path) :])
        return self._flag_parameters[path]

    def _known_flag_parameters(self, path: str) -> FlagParameters:
        """Returns the flag parameters of a module, from an earlier run if they are known."""
        cycles, summaries = self._import_cycles, self.summaries
        rows = summaries.load(path) if summaries is not None and cycles.is_idle else None
        if rows is not None:
            return flag_parameters_of(rows)
        preliminary = cycles.preliminary
        self._being_found.append(path)
        try:
            found = self._find_flag_parameters(self.text(path), path)
            if cycles.preliminary != preliminary:
                self._provisional.update(self._being_found)
        finally:
            self._being_found.pop()
        if summaries is not None and path not in self._provisional:
            summaries.add(path, rows_of(found))
        return found

    def record_flag_parameters(self, path: str, flag_parameters: FlagParameters) -> None:
        """Records the flag parameters of a module that were computed while the module itself was analyzed."""
        self._flag_parameters[path] = flag_parameters

    def _defines(self, path: str, name: str) -> bool:
        """Returns whether a name is that of a function or class of a module, as most imported names are."""
        if path not in self._definitions:
            text = self.text(path)
            self._definitions[path] = frozenset(_DEFINITION.findall(f"\n{text}"))
            if not may_take_reuse_flag(text):
                self._flag_parameters.setdefault(path, {})
        return name in self._definitions[path]

    def returned(self, function: ExternalFunction) -> Values:
        """Returns what a function returns that the target may decide; None if that isn't known."""
        key = f"{function.name}{CALL}"
        return self._import_cycles.names(function.path, key).get(key)

    def _deciding_functions(self, path: str) -> frozenset[str]:
        if path not in self._deciding:
            self._deciding[path] = deciding_functions(self.text(path))
        return self._deciding[path]

    def hands_through(self, path: str, name: str, is_called: bool) -> bool:
        """Returns whether a decorator leaves unchanged what a function gets and returns.

        Args:
            path: the module's file.
            name: the name of the decorator there.
            is_called: whether the decorator is what a call of that returns.
        """
        key = path, name, is_called
        if key not in self._handing_through:
            self._handing_through[key] = False
            with suppress(SyntaxError):
                for node in parse(function_text(self.text(path), name)).body:
                    if isinstance(node, ast.FunctionDef) and node.name == name:
                        self._handing_through[key] = hands_through(node, is_called=is_called)
        return self._handing_through[key]

    def _takes_flag(self, path: str, name: str) -> bool:
        return any(function == name or function.startswith(f"{name}.") for function in self.flag_parameters(path))

    def _outline(self, path: str) -> Outline:
        if path not in self._outlines:
            self._outlines[path] = Outline(self.text(path))
        return self._outlines[path]

    def _forget(self, path: str) -> None:
        self._answers.pop(path, None)

    def _portable_names(self, path: str) -> Bindings:
        found = self._analyze(self.text(path), path, self._deciding_functions(path))
        return {name: portable for name, values in found.items() if (portable := _portable(values)) is not None}

    def _read(self, path: str) -> str:
        """Reads a module; returns an empty text for a package without a file, and for a file that can't be read."""
        data = self._read_bytes(path)
        if self.dependencies is not None:
            self.dependencies.record_text(path, data)
        text = (data or b"").decode("utf-8", "replace")
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _portable(values: Values) -> Values:
    """Replaces values that have no meaning in another file, such as functions, by unknown; None if none is left."""
    kept = tuple(
        value if value is SKIPPING or _is_portable(value) else UNKNOWN for value in without_unbound(values) or ()
    )
    return tuple(dict.fromkeys(kept)) if any(value is not UNKNOWN for value in kept) else None


def _is_portable(value: Value) -> bool:
    if isinstance(value, SequenceValue):
        return all(_is_portable(inner) for part in value.parts() for inner in part or () if inner is not UNKNOWN)
    return isinstance(value, _PORTABLE)


def _listed(values: Values) -> frozenset[str] | None:
    """Returns the names in a module's `__all__`, if it is a literal."""
    if values is None or len(values) != 1 or not isinstance(values[0], SequenceValue):
        return None
    constants = [element[0] for element in values[0].elements if element]
    return frozenset(c.value for c in constants if isinstance(c, Const) and isinstance(c.value, str))
