"""What all files of a project share: the libraries at the target version, and the project's modules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.project.class_hierarchy import ClassHierarchy
from tf2lint.project.libraries import Libraries
from tf2lint.project.program import Programs
from tf2lint.project.project_answers import ProjectAnswers
from tf2lint.project.relevance import Relevance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.project.modules import ProjectModules
    from tf2lint.resolver import Symbol
    from tf2lint.table import TensorFlowTable


class ProjectContext:
    """What all files of a project share.

    Args:
        table: the mapping table at the target version.
        modules: the modules of the project.
        programs: the programs that the files belong to; None to determine them.

    Attributes:
        libraries: the libraries at the target version.
        modules: the modules of the project.
        programs: the programs that the files belong to.
        answers: what files ask about other modules.
        relevance: what the rules may report.
    """

    def __init__(self, table: TensorFlowTable, modules: ProjectModules, programs: Programs | None = None) -> None:
        self.libraries = Libraries(table)
        self.modules = modules
        self.programs = programs or Programs()
        classes = ClassHierarchy(
            modules.text, modules.find, modules.part, self.root, modules.record_query, modules.star_source
        )
        self.answers = ProjectAnswers(modules, classes)
        self.relevance = Relevance()
        self._library_names: dict[str, dict[str, Symbol]] = {}
        self._members: dict[str, list[str]] = {}
        self._relevant_members: dict[tuple[str, str], bool] = {}

    def root(self, importer: str, module: str) -> Symbol | None:
        """Returns the symbol of a library's top-level module; None for another module, and for the project's own.

        Args:
            importer: the file that imports it.
            module: the name of the module.
        """
        symbol = self.libraries.root(module)
        return None if symbol is None or self.is_own(importer, symbol) else symbol

    def library_names(self, importer: str, module: str) -> Mapping[str, Symbol] | None:
        """Returns what a star import of a library's module binds; None for a module that is no library's.

        Args:
            importer: the file that imports it.
            module: the dotted name of the module.
        """
        top, _, rest = module.partition(".")
        root = self.root(importer, top)
        if root is None:
            return None
        if module not in self._library_names:
            symbol = root.below(rest) if rest else root
            self._library_names[module] = {name: symbol.member(name) for name in self.libraries.members(symbol)}
        return self._library_names[module]

    def is_own(self, importer: str, symbol: Symbol) -> bool:
        """Returns whether a file that imports a top-level module gets one of the project, see `root`."""
        may_be = self.libraries.may_be_project_module(symbol)
        return may_be and self.modules.find(importer, symbol.name, 0) is not None

    def relevant_members(self, owner: str) -> list[str]:
        """Returns the members of a class that the rules may report."""
        if owner not in self._members:
            words = self.libraries.table.possibly_relevant_members(owner)
            self._members[owner] = [word for word in sorted(words) if self.is_relevant_member(owner, word)]
        return self._members[owner]

    def is_relevant_member(self, owner: str, name: str) -> bool:
        """Returns whether the rules may report a member of a class, or of the classes that its objects lead to."""
        key = owner, name
        if key not in self._relevant_members:
            methods = (self.relevance.is_method(related, name) for related in self.libraries.reachable_classes(owner))
            self._relevant_members[key] = self.libraries.is_relevant_member(owner, name) or any(methods)
        return self._relevant_members[key]
