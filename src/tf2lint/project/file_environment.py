"""Implements the resolver's `Environment` for one file: its view of the libraries and of the project's modules."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tf2lint.project.file_text import FileText
from tf2lint.project.flow_questions import FlowQuestions
from tf2lint.project.imported_values import ImportedValues
from tf2lint.project.library_objects import LibraryObjects
from tf2lint.project.project_answers import FileQuestions
from tf2lint.source import normalized

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.project.value_flow import Inquiry
    from tf2lint.resolver import Symbol
    from tf2lint.table import UseSign


class FileEnvironment:
    """The `Environment` of one file; each part of it answers another kind of question.

    Args:
        project: the project that the file belongs to.
        path: the file.
        source: its text.
        is_irrelevant: which uses of symbols are irrelevant in any file; None if none is.
        inquiry: what the analysis is asked and may ask about values that flow between modules; None to follow none.
        is_for_others: whether the analysis finds out what the file's names hold for other files.
    """

    def __init__(
        self,
        project: ProjectContext,
        path: str,
        source: str,
        is_irrelevant: IsIrrelevant | None = None,
        inquiry: Inquiry | None = None,
        *,
        is_for_others: bool = False,
    ) -> None:
        libraries = project.libraries
        self._text = text = FileText(normalized(source), project.relevance, libraries.table)
        objects = LibraryObjects(project, path, text, is_irrelevant, is_for_others=is_for_others)
        asked = FileQuestions(path, project.answers)
        questions = FlowQuestions(path, text, libraries.table, asked, inquiry, is_for_others=is_for_others)
        modules = ImportedValues(asked, text, objects, questions, is_for_others=is_for_others)
        self._objects, self._questions = objects, questions
        self.is_irrelevant = None if is_irrelevant is None else objects.is_irrelevant
        # What is the same for all files.
        self.overridden_names = libraries.table.return_types.overridden_names
        self.arithmetic_result = libraries.arithmetic_result
        self.exists = libraries.exists
        self.described = libraries.described
        self.accepts_call = libraries.accepts_call
        self.parameters = libraries.parameters
        self.is_refused_elsewhere = libraries.is_refused_elsewhere
        self.import_only_module = libraries.import_only
        self.is_module = libraries.is_module
        self.is_definition = libraries.is_definition
        self.makes_object = libraries.makes_object
        self.returns_given = libraries.returns_given
        self.fails_in_eager_mode = libraries.fails_in_eager_mode
        self.library_star_import = libraries.members
        self.flag_parameters = asked.flag_parameters
        self.returned = asked.returned
        self.hands_through = asked.hands_through
        self.assigned_origin = asked.assigned_origin
        # Objects of libraries.
        self.root = objects.root
        self.call_result = objects.call_result
        self.object_of = objects.object_of
        self.annotated_object = objects.annotated_object
        self.given_methods = objects.given_methods
        self.inherited_member = objects.inherited_member
        self.passed_argument = objects.passed_argument
        self.relevant_words = objects.relevant_words
        self.tracks_object = objects.tracks_object
        self.held_class = objects.held_class
        self.item_symbol = objects.item_symbol
        self.is_list = objects.is_list
        # Values that flow between modules.
        self.object_members = questions.object_members
        self.followed_members = questions.followed_members()
        self.use_signs: Mapping[str, Sequence[UseSign]] = questions.use_signs
        self.is_asked_about = questions.is_asked_about
        self.asked_slots = questions.asked_slots
        self.is_asked_for = questions.is_asked_for
        self.asked_of_file = questions.asked_of_file
        self.external = questions.external
        self.external_objects = questions.external_objects
        self.is_of_project = questions.is_of_project
        self.external_origins = questions.external_origins
        self.passed = questions.passed
        self.passed_origins = questions.passed_origins
        # Names of other modules.
        self.project_module = partial(project.modules.module, path)
        self.exported = modules.exported
        self.module_star_import = modules.star_import
        self.defines = modules.defines

    @property
    def tensor_lines(self) -> list[int]:
        """The numbers of the lines with a tensor that matters, see `FileText`."""
        return self._text.tensor_lines

    @property
    def equality_names(self) -> frozenset[str]:
        """The names that may hold an object of a library where they are hashed or compared."""
        return self._text.equality_names

    @property
    def shape(self) -> Symbol | None:
        """The symbol of `.shape` of an unknown object, see `LibraryObjects`."""
        return self._objects.shape

    def update_followed_members(self) -> None:
        """Takes into account what is asked now."""
        self.followed_members = self._questions.followed_members()
