"""What the files of one project share: the libraries at the target, and each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.project.class_hierarchy import ClassHierarchy
from tf2lint.project.libraries import Libraries
from tf2lint.project.program import ProgramTexts
from tf2lint.project.relevance import Relevance

if TYPE_CHECKING:
    from tf2lint.project.modules import ProjectModules
    from tf2lint.table import Table


class ProjectContext:
    """What is known of a project besides the file that is looked at.

    Args:
        table: what became of names at the target.
        modules: the modules of the project.

    Attributes:
        libraries: what the libraries' names lead to.
        modules: the modules of the project.
        programs: what the programs that the files belong to mention.
        class_bases: what classes of other modules are made from.
        relevance: what the rules ask about.
    """

    def __init__(self, table: Table, modules: ProjectModules) -> None:
        self.libraries = Libraries(table)
        self.modules = modules
        self.programs = ProgramTexts()
        self.class_bases = ClassHierarchy(modules.text, modules.find, modules.part, self.libraries.root)
        self.relevance = Relevance()
        self._asked: dict[tuple[str, str], bool] = {}

    def is_asked(self, owner: str, name: str) -> bool:
        """Whether there is something to say of a member of a class, of calls of it, or of what its objects lead to."""
        key = owner, name
        if key not in self._asked:
            methods = (self.relevance.is_method(one, name) for one in self.libraries.like(owner))
            self._asked[key] = self.libraries.is_asked(owner, name) or any(methods)
        return self._asked[key]
