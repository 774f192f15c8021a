"""The project's other files: where an import leads, and what its names stand for there."""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import IMPORT, PART
from tf2lint.project.import_cycles import EVERY_NAME, ImportCycles
from tf2lint.project.module_finder import find_by_path, part_of
from tf2lint.resolver import (
    ABSENT,
    UNKNOWN,
    Const,
    ExternalCallable,
    ModuleValue,
    SequenceValue,
    Symbol,
    Values,
    takes_flag,
    without_unbound,
)
from tf2lint.source import Outline, import_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.module_finder import ModuleFinder
    from tf2lint.resolver import Bindings, FlagParameters

#: A function or class outside of any other. To look for line ends is quicker than to look for beginnings of lines.
_DEFINITION: Final = re.compile(r"\n(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)")
#: What means the same in another file.
_PORTABLE: Final = (Symbol, Const, ExternalCallable, ModuleValue, SequenceValue)
#: How many texts of modules are kept.
_MOST_TEXTS: Final = 64


class ProjectModules:
    """What the names of the project's modules stand for, each module looked at once.

    Args:
        analyse: finds out what the names of a module hold at its end, from its source and path.
        flag_parameters: finds out which functions of a module take a flag of the library, from its source and path.
        binds: finds out which of some names a module binds itself, from its source.
        find: finds the file of an imported module.

    Attributes:
        dependencies: notes what is read, and where imports lead; None if nobody keeps that.
    """

    def __init__(
        self,
        analyse: Callable[[str, str], Bindings],
        flag_parameters: Callable[[str, str], FlagParameters],
        binds: Callable[[str, Collection[str]], set[str]],
        find: ModuleFinder = find_by_path,
    ) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._find = find
        self._analyse = analyse
        self._find_flag_parameters = flag_parameters
        self._find_bound = binds
        self.text = lru_cache(maxsize=_MOST_TEXTS)(
            self._read
        )  # one question about a module is hardly ever the only one
        self._flag_parameters: dict[str, FlagParameters] = {}
        self._definitions: dict[str, frozenset[str]] = {}
        self._outlines: dict[str, Outline] = {}
        self._answers: dict[str, dict[str, Values]] = {}
        self._bindings: dict[str, dict[str, bool]] = {}
        self._star_imports: dict[str, list[str]] = {}
        self._import_cycles = ImportCycles(self._look, self._forget)

    def module(self, importer: str, module: str, level: int) -> ModuleValue | None:
        """The module that an import statement of the file `importer` names, if it is the project's."""
        path = self.find(importer, module, level)
        return None if path is None else ModuleValue(path)

    def find(self, importer: str, module: str, level: int) -> str | None:
        """The file of a module that the file `importer` imports, see `Finder`."""
        path = self._find(importer, module, level)
        if self.dependencies is not None:
            self.dependencies.answered(importer, (IMPORT, module, str(level)), path)
        return path

    def part(self, package: str, name: str) -> str | None:
        """The file of a module right below a package; None if there is none, or if it is no package.

        Args:
            package: its file, or its folder.
            name: of the module.
        """
        path = part_of(package, name)
        if self.dependencies is not None:
            self.dependencies.answered(package, (PART, name), path)
        return path

    def exported(self, module: ModuleValue, name: str) -> Values:
        """What a name of a module stands for; `ABSENT` if the module has none of that name."""
        answers = self._answers.setdefault(module.path, {})
        if name in answers:
            return answers[name]
        values = self._exported(module.path, name)
        if self._import_cycles.is_certain(module.path):
            self._answers.setdefault(module.path, {})[name] = values
        return values

    def _exported(self, path: str, name: str) -> Values:
        if self._defines(path, name):
            return (ExternalCallable(path, name),) if self._takes_flag(path, name) else None
        if self._outline(path).may_hold(name):
            values = self._import_cycles.names(path, name).get(name, ABSENT)
            if values is not ABSENT:
                return values
        submodule = self.part(path, name)
        return ABSENT if submodule is None else (ModuleValue(submodule),)

    def star(self, module: ModuleValue, known: Iterable[str]) -> dict[str, Values]:
        """What `from module import *` binds, as far as it is of interest.

        Args:
            module: which one.
            known: names that are of interest, whatever they are bound to.
        """
        path = module.path
        names = self._import_cycles.names(path, EVERY_NAME)
        taking = [name for name in self._outline(path).defined if self._takes_flag(path, name)]
        brought = {**names, **{name: (ExternalCallable(path, name),) for name in taking}}
        if self._import_cycles.is_certain(path):  # within a circle, what is unknown may only be so for now
            brought |= dict.fromkeys(self._bound(path, set(known) - set(brought)))
        listed = _listed(names.get("__all__"))
        return {name: values for name, values in brought.items() if _is_public(name, listed)}

    def _bound(self, path: str, names: set[str]) -> set[str]:
        """Which of some names a module binds, itself or by star imports."""
        found, pending, asked = set[str](), [(path, names)], dict[str, set[str]]()
        while pending:
            path, names = pending.pop()
            names = names - found - asked.setdefault(path, set())
            if names:
                asked[path] |= names
                own = self._bound_itself(path, names)
                found |= own
                for other in self._stars(path):
                    listed = _listed(self._import_cycles.names(other, "__all__").get("__all__"))
                    pending.append((other, {name for name in names - own if _is_public(name, listed)}))
        return found

    def _bound_itself(self, path: str, names: set[str]) -> set[str]:
        known = self._bindings.setdefault(path, {})
        new = names - known.keys()
        if new:
            text = self.text(path)
            mentioned = {name for name in new if name in text}
            own = self._find_bound(text, mentioned) if mentioned else ()
            known.update((name, name in own) for name in new)
        return {name for name in names if known[name]}

    def _stars(self, path: str) -> list[str]:
        """The files of the project's modules that a module imports all of."""
        if path not in self._star_imports:
            statements = import_statements(self.text(path)) if self._outline(path).has_star else ()
            froms = [one for one in statements if isinstance(one, ast.ImportFrom) and one.names[0].name == "*"]
            found = [self.find(path, one.module or "", one.level) for one in froms]
            self._star_imports[path] = [other for other in found if other is not None]
        return self._star_imports[path]

    def flag_parameters(self, path: str) -> FlagParameters:
        """Which functions of a module take a flag, by their names there; none while that is being found out."""
        if path not in self._flag_parameters:
            self._flag_parameters[path] = {}
            self._flag_parameters[path] = self._find_flag_parameters(self.text(path), path)
        return self._flag_parameters[path]

    def record_flag_parameters(self, path: str, flag_parameters: FlagParameters) -> None:
        """Notes what was found out about a module's functions while the module itself was looked at."""
        self._flag_parameters[path] = flag_parameters

    def _defines(self, path: str, name: str) -> bool:
        """Whether a name is that of a function or class of a module, which most imported ones are."""
        if path not in self._definitions:
            text = self.text(path)
            self._definitions[path] = frozenset(_DEFINITION.findall(f"\n{text}"))
            if not takes_flag(text):
                self._flag_parameters.setdefault(path, {})
        return name in self._definitions[path]

    def _takes_flag(self, path: str, name: str) -> bool:
        return any(taking == name or taking.startswith(f"{name}.") for taking in self.flag_parameters(path))

    def _outline(self, path: str) -> Outline:
        if path not in self._outlines:
            self._outlines[path] = Outline(self.text(path))
        return self._outlines[path]

    def _forget(self, path: str) -> None:
        self._answers.pop(path, None)

    def _look(self, path: str) -> Bindings:
        found = self._analyse(self.text(path), path)
        return {name: portable for name, values in found.items() if (portable := _portable(values)) is not None}

    def _read(self, path: str) -> str:
        """The text of a module; nothing for a package without a file of its own, or for one that can't be read."""
        data = None
        with suppress(OSError), open(path, "rb") as file:
            data = file.read()
        if self.dependencies is not None:
            self.dependencies.read(path, data)
        text = (data or b"").decode("utf-8", "replace")
        return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _portable(values: Values) -> Values:
    """What may leave a module: names and constants, not the functions and classes of the program."""
    kept = tuple(value if isinstance(value, _PORTABLE) else UNKNOWN for value in without_unbound(values) or ())
    return tuple(dict.fromkeys(kept)) if any(value is not UNKNOWN for value in kept) else None


def _is_public(name: str, listed: frozenset[str] | None) -> bool:
    """Whether a star import brings a name, if the module has it."""
    return name in listed if listed is not None else not name.startswith("_")


def _listed(values: Values) -> frozenset[str] | None:
    """The names in a module's `__all__`, if it is written out."""
    if values is None or len(values) != 1 or not isinstance(values[0], SequenceValue):
        return None
    constants = [element[0] for element in values[0].elements if element]
    return frozenset(c.value for c in constants if isinstance(c, Const) and isinstance(c.value, str))
