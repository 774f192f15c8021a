"""The other files of a project: where an import leads, what a module's names hold, which classes derive from what.

`Workspace` analyzes files for the engine and implements the resolver's `Environment`. What an analysis asked about
other files is recorded as dependencies, so that a cache knows when a result is stale.
"""

from tf2lint.project.class_hierarchy import is_plain_base
from tf2lint.project.context import ProjectContext
from tf2lint.project.dependencies import (
    IMPORT,
    MENTION,
    PART,
    TEXT,
    Answer,
    Answers,
    DependencyRecorder,
    Question,
    digest,
    merge_answers,
)
from tf2lint.project.libraries import Libraries
from tf2lint.project.module_finder import find_by_path, part_of
from tf2lint.project.program import Program, ProgramTexts
from tf2lint.project.relevance import Relevance
from tf2lint.project.workspace import Analysis, Workspace

__all__ = [
    "IMPORT",
    "MENTION",
    "PART",
    "TEXT",
    "Analysis",
    "Answer",
    "Answers",
    "DependencyRecorder",
    "Libraries",
    "Program",
    "ProgramTexts",
    "ProjectContext",
    "Question",
    "Relevance",
    "Workspace",
    "digest",
    "find_by_path",
    "is_plain_base",
    "merge_answers",
    "part_of",
]
