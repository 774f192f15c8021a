"""What files ask about other modules of their project. Each question of the file that is checked is logged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tf2lint.project.class_hierarchy import BASES, CREATED, DEFINITIONS
from tf2lint.project.query_log import digest_of_answer
from tf2lint.project.star_imports import EVERY_NAME
from tf2lint.resolver import ExternalFunction, ModuleValue
from tf2lint.source import Lines

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable
    from typing import Any

    from tf2lint.project.class_hierarchy import ClassHierarchy, CreatedClass
    from tf2lint.project.dependencies import DependencyRecorder
    from tf2lint.project.modules import ProjectModules
    from tf2lint.project.query_log import Query
    from tf2lint.project.star_imports import StarName
    from tf2lint.resolver import FlagParameters, Origin, Symbol, Values


class ProjectAnswers:
    """Answers queries about the modules of a project.

    Args:
        modules: the modules.
        classes: their classes.

    Attributes:
        dependencies: records the queries; None to record nothing.
    """

    def __init__(self, modules: ProjectModules, classes: ClassHierarchy) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._modules = modules
        self._digests: dict[Query, str] = {}
        self._functions: dict[str, Callable[..., Any]] = {
            "exported": lambda path, name: modules.exported(ModuleValue(path), name),
            "returned": lambda path, name: modules.returned(ExternalFunction(path, name)),
            "star": modules.star,
            "flag parameters": modules.flag_parameters,
            "hands through": modules.hands_through,
            "assigned": modules.assigned_origin,
            "column": self._column,
            BASES: classes.library_bases,
            CREATED: classes.class_created_by,
            DEFINITIONS: classes.definitions,
            "defines": classes.defines,
        }

    def answer(self, query: Query) -> Any:
        """Returns the answer to a query, which is logged.

        Args:
            query: its kind, the module that it is about, and more arguments, as they were logged.
        """
        kind, *arguments = query
        answer = partial(self._functions[str(kind)], *arguments)
        if self.dependencies is None:
            return answer()
        return self.dependencies.log.answered(query, answer, self._digests)

    def digest(self, query: Query) -> str:
        """Returns a digest of the answer to a query."""
        if query not in self._digests:
            self._digests[query] = digest_of_answer(self.answer(query))
        return self._digests[query]

    def definitions(self, path: str, name: str) -> tuple[list[ast.ClassDef], bool]:
        """Returns the syntax of a class and of its bases, see `ClassHierarchy.definitions`."""
        found: tuple[list[ast.ClassDef], bool] = self.answer((DEFINITIONS, path, name))
        return found

    def column(self, path: str, line: int, offset: int) -> int:
        """Returns the column of a place in a module, from 1.

        Args:
            path: the module's file.
            line: the line, from 1.
            offset: where in the line it is, in bytes from 0.
        """
        column: int = self.answer(("column", path, line, offset))
        return column

    def _column(self, path: str, line: int, offset: int) -> int:
        return Lines(self._modules.text(path)).column(line, offset)


class FileQuestions:
    """What one file asks about the modules that it uses.

    Args:
        path: the file.
        answers: answers the questions.
    """

    def __init__(self, path: str, answers: ProjectAnswers) -> None:
        self._path = path
        self._answers = answers

    def _answer(self, kind: str, module: str, *arguments: str | bool) -> Any:
        query = kind, module, *arguments
        if self._answers.dependencies is not None:
            self._answers.dependencies.record_query(self._path, query)
        return self._answers.answer(query)

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of a module holds; `ABSENT` if the module has no such name."""
        values: Values = self._answer("exported", module.path, name)
        return values

    def returned(self, function: ExternalFunction) -> Values:
        """Returns what a function returns that the target may decide; None if that isn't known."""
        values: Values = self._answer("returned", function.path, function.name)
        return values

    def star(self, module: ModuleValue, words: Iterable[str]) -> dict[str, StarName]:
        """Returns which of some names `from module import *` binds, see `ProjectModules.star`."""
        bound: dict[str, StarName] = self._answer("star", module.path, self._path, " ".join(sorted(words)))
        return bound

    def every_star_name(self, module: ModuleValue) -> dict[str, StarName]:
        """Returns all names that `from module import *` binds."""
        bound: dict[str, StarName] = self._answer("star", module.path, self._path, EVERY_NAME)
        return bound

    def flag_parameters(self, path: str) -> FlagParameters:
        """Returns the parameters of a module's functions that carry a flag."""
        found: FlagParameters = self._answer("flag parameters", path)
        return found

    def hands_through(self, path: str, name: str, is_called: bool) -> bool:
        """Returns whether a decorator leaves unchanged what a function gets, see `ProjectModules.hands_through`."""
        found: bool = self._answer("hands through", path, name, is_called)
        return found

    def assigned_origin(self, path: str, name: str) -> Origin | None:
        """Returns the first statement of a module that assigns a name more than a constant; None if none does."""
        origin: Origin | None = self._answer("assigned", path, name)
        return origin

    def library_bases(self, path: str, name: str) -> tuple[Symbol, ...]:
        """Returns the library classes that a class derives from, see `ClassHierarchy.library_bases`."""
        bases: tuple[Symbol, ...] = self._answer(BASES, path, name)
        return bases

    def class_created_by(self, path: str, name: str) -> CreatedClass | None:
        """Returns the class of the objects that a function creates, see `ClassHierarchy.class_created_by`."""
        created: CreatedClass | None = self._answer(CREATED, path, name)
        return created

    def defines(self, path: str, name: str, attribute: str) -> bool:
        """Returns whether a class, or a base of it, defines an attribute, see `ClassHierarchy.defines`."""
        found: bool = self._answer("defines", path, name, attribute)
        return found
