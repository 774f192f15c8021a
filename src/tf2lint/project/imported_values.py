"""What the names hold that one file imports from other modules of its project."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.resolver import ABSENT, SKIPPING, Const, ExternalClass, ExternalFunction, ExternalValue, ModuleValue

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.project.file_text import FileText
    from tf2lint.project.flow_questions import FlowQuestions
    from tf2lint.project.library_objects import LibraryObjects
    from tf2lint.project.project_answers import FileQuestions
    from tf2lint.resolver import Values

#: Classes that programs derive from.
_BASES: Final = ("keras.Model", "keras.layers.Layer", "test.TestCase")
_PYTHON: Final = ".py"


class ImportedValues:
    """The names of other modules, as one file sees them.

    Args:
        asked: what the file asks about other modules.
        text: its text.
        objects: the objects of libraries that it uses.
        questions: what it asks about values that flow between modules.
        is_for_others: whether the analysis finds out what the file's names hold for other files.
    """

    def __init__(
        self,
        asked: FileQuestions,
        text: FileText,
        objects: LibraryObjects,
        questions: FlowQuestions,
        *,
        is_for_others: bool,
    ) -> None:
        self._asked = asked
        self._text = text
        self._objects = objects
        self._questions = questions
        self._is_for_others = is_for_others

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of another module of the project holds; `ABSENT` if the module has no such name."""
        values = self._asked.exported(module, name)
        function = values[0] if values else None
        if type(function) is ExternalFunction and not _is_decided(self._asked.returned(function)):
            values = None
        if values is not None and values is not ABSENT:
            return values
        if self._uses_classes and module.path.endswith(_PYTHON):
            bases = self._asked.library_bases(module.path, name)
            found = (ExternalClass(bases, module.path, name),) if bases else self._created_class(module.path, name)
            if found:
                return found
        return (ExternalValue(module.path, name),) if self._binds_external_values else values

    def star_import(self, module: ModuleValue, known: Collection[str], *, is_nested: bool) -> dict[str, Values]:
        """Returns the relevant names that `from module import *` binds, with what they hold.

        Names that the file does not mention matter only to files that import them from it. They look them up in the
        module itself, except where a statement around the import decides whether it is run.

        Args:
            module: the module.
            known: names that are relevant whatever they hold.
            is_nested: whether the import is within another statement.
        """
        is_every = self._is_for_others and is_nested
        bound = self._asked.every_star_name(module) if is_every else self._asked.star(module, self._text.words)
        found: dict[str, Values] = {}
        for name, star in bound.items():
            if star.values is not None or (star.is_final and name in known):
                found[name] = star.values
            if self._binds_external_values and star.is_object and not star.values:
                found[name] = self.exported(ModuleValue(star.module), name)
        return found

    def defines(self, class_: ExternalClass, name: str) -> bool:
        """Returns whether a class of another module, or a base of it, defines an attribute or assigns it to `self`."""
        return self._asked.defines(class_.path, class_.name, name)

    @cached_property
    def _binds_external_values(self) -> bool:
        """Whether it matters what an unknown name of another module is."""
        return self._is_for_others or bool(self._questions.object_members)

    def _created_class(self, path: str, name: str) -> Values:
        """Returns the class of the Keras objects that a function of another module creates; None if there is none."""
        created = self._asked.class_created_by(path, name)
        if created is None or not any(self._objects.makes_keras_object(base) for base in created[0]):
            return None
        return (ExternalClass(*created),)

    @cached_property
    def _uses_classes(self) -> bool:
        """Whether the bases of other modules' classes matter: the file may use relevant members of their objects."""
        return self._text.may_derive_from_keras or any(self._objects.relevant_members(owner) for owner in _BASES)


def _is_decided(values: Values) -> bool:
    """Returns whether the target decides what a function returns."""
    value = values[0] if values is not None and len(values) == 1 else None
    return value is SKIPPING or (isinstance(value, Const) and value.decided)
