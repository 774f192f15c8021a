"""What the resolver must know from outside of a file: of the libraries, and of the project's other files."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from tf2lint.attention import Attention
from tf2lint.bindings import binding
from tf2lint.class_bases import ClassBases
from tf2lint.file_world import FileWorld
from tf2lint.finder import find_by_path
from tf2lint.flags import Flags
from tf2lint.flow import Flow
from tf2lint.frame import Frame
from tf2lint.libraries import Libraries
from tf2lint.outline import code_mentioning, own_code, parsed_as
from tf2lint.program import Programs
from tf2lint.project import Project
from tf2lint.questions import Questions
from tf2lint.reuse import FLAG, reuse_flags, takes_flag
from tf2lint.syntax import deep_recursion

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Collection

    from tf2lint.file_world import Quiet
    from tf2lint.finder import Finder
    from tf2lint.flags import Carriers
    from tf2lint.scopes import Environment
    from tf2lint.symbols import Table


class Workspace:
    """What the files of one project share: the libraries at the target, and each other.

    Args:
        table: what became of names at the target.
        find: finds the file of an imported module.

    Attributes:
        libraries: what the libraries' names lead to.
        project: the modules of the project.
        programs: what the programs that the files belong to mention.
        class_bases: what classes of other modules are made from.
        modernise: writes what is for an older Python in such a way that it can be read; gives None if it is not.
        questions: what the rules ask about.
    """

    def __init__(self, table: Table, find: Finder = find_by_path) -> None:
        self.libraries = Libraries(table)
        self.project = Project(self._exports, self._carriers, self._bound, find)
        self.programs = Programs()
        self.class_bases = ClassBases(self.project.text, self.project.find, self.project.part, self.libraries.root)
        self.modernise: Callable[[str], str | None] = lambda _: None
        self.questions = Questions()
        self._asked: dict[tuple[str, str], bool] = {}

    def analyse(self, tree: ast.Module, source: str, path: str, is_quiet: Quiet | None = None) -> Frame:
        """Looks at all of one file.

        Args:
            tree: its syntax.
            source: its text.
            path: where it is.
            is_quiet: which symbols are of no interest, see `World`.
        """
        frame = Frame(FileWorld(self, path, source, is_quiet), tree, source)
        frame.attention.mark(self.questions.lines(frame.attention, source))
        with deep_recursion():
            flow = Flow(frame)
            flow.run()
            if takes_flag(source) or any(body.calls_elsewhere() for body in frame.bodies.values()):
                frame.flags = Flags(frame, flow.run)
                frame.flags.follow(partial(reuse_flags, self.libraries.argument, self.libraries.exists))
        carriers = frame.flags.exported() if frame.flags is not None else {}
        self.project.note_carriers(os.path.abspath(path), carriers)
        return frame

    def _exports(self, source: str, path: str) -> Environment:
        """What the names of one module hold at its end; nothing if it doesn't parse, which is reported elsewhere."""
        parsed = parsed_as(own_code, source, self.modernise)
        if parsed is None:
            return {}
        source, tree = parsed
        frame = Frame(FileWorld(self, path, source), tree, source)
        with deep_recursion():
            Flow(frame).run()
        exports = frame.exports.copy()
        frame.close()
        return exports

    def _bound(self, source: str, names: Collection[str]) -> set[str]:
        """Which of some names one module binds itself."""
        parsed = parsed_as(own_code, source, self.modernise)
        if parsed is None:
            return set()
        source, tree = parsed
        attention = Attention(source)
        return {name for name in names if binding(tree, name, attention)}

    def _carriers(self, source: str, path: str) -> Carriers:
        """Which functions of one module take a flag of the library."""
        parsed = parsed_as(partial(code_mentioning, word=FLAG), source, self.modernise)
        if parsed is None:
            return {}
        source, tree = parsed
        frame = self.analyse(tree, source, path, self.questions.is_quiet)
        carriers = frame.flags.exported() if frame.flags is not None else {}
        frame.close()
        return carriers

    def is_asked(self, owner: str, name: str) -> bool:
        """Whether there is something to say of a member of a class, of calls of it, or of what its objects lead to."""
        key = owner, name
        if key not in self._asked:
            methods = (self.questions.is_method(one, name) for one in self.libraries.like(owner))
            self._asked[key] = self.libraries.is_asked(owner, name) or any(methods)
        return self._asked[key]
