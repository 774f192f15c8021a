"""The other files of a project: where an import leads, what a module's names hold, which classes derive from what.

`Workspace` analyzes files for the engine and implements the resolver's `Environment`. What an analysis asked about
other files is recorded as dependencies, so that a cache knows when a result is stale.

Modules. Of another module only its own code is analyzed, with the functions that this code calls (`ProjectModules`).
The rest is cut out of the text before parsing. Functions that take a reuse flag are the exception: they are analyzed,
and callers see them as `ExternalCallable` values with their signature.

Classes of other modules. The base classes of an imported class are read from text: the head of the class and the import
statements lead from module to module to a class of the library (`ClassHierarchy`). The result is an `ExternalClass`. A
function whose `return` statements all make objects of one class counts as that class. This runs only for files that
access members of such objects, or define a `call` method.

Import cycles. A module that is asked about while it is being analyzed answers with the result of the round before, at
first with nothing. The module where the cycle was entered is analyzed again until the answers agree (`ImportCycles`).
So a result does not depend on the order of files or on which process has which.

Star imports are links to modules (`StarImports`): what they bind is looked up name by name, and only for names that the
file mentions. Names that hold nothing relevant count as well, since they hide what the file had under them; inside an
import cycle they do not, since unknown may mean "not yet".

Values that flow between modules (`ValueFlow`): what other modules pass to a parameter, and what an expression evaluates
to in another module. Files ask this only where a method of library objects is called on something unknown. The answers
are a least fixpoint, whatever file is checked first. `CallerSearch` finds the files that may call something.

The program of a file is what it consists of by imports (`Program`): the file, those that import it, and all that any of
these imports. Rules ask it for facts (`program_facts`), such as whether eager mode is switched off, and for which
TensorFlow it is written. The answers come from code without strings and comments (`module_facts`), and from its syntax
where names do not tell (`syntax_facts`); a text search only decides which files are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.project.class_hierarchy import is_plain_base as is_plain_base
    from tf2lint.project.context import ProjectContext as ProjectContext
    from tf2lint.project.dependencies import DependencyRecorder as DependencyRecorder
    from tf2lint.project.import_graph import ImportGraph as ImportGraph
    from tf2lint.project.libraries import Libraries as Libraries
    from tf2lint.project.module_facts import ModuleFacts as ModuleFacts, facts_of as facts_of
    from tf2lint.project.program import Program as Program, Programs as Programs
    from tf2lint.project.program_facts import (
        ABBREVIATES_LOSS as ABBREVIATES_LOSS,
        FACTS as FACTS,
        GIVES_CUSTOM_OBJECTS as GIVES_CUSTOM_OBJECTS,
        LEAVES_EAGER_MODE as LEAVES_EAGER_MODE,
        NAMES_METRIC_ACC as NAMES_METRIC_ACC,
        SETS_STEP as SETS_STEP,
        WRITES_ORBAX as WRITES_ORBAX,
        Fact as Fact,
    )
    from tf2lint.project.project_folders import ProjectFolders as ProjectFolders
    from tf2lint.project.projects import Projects as Projects
    from tf2lint.project.query_log import Query as Query
    from tf2lint.project.questions import (
        AROUND as AROUND,
        FLOW as FLOW,
        IMPORT as IMPORT,
        INCONSISTENT as INCONSISTENT,
        ORIGINS as ORIGINS,
        PART as PART,
        PROGRAM as PROGRAM,
        REACHES as REACHES,
        TEXT as TEXT,
        USE as USE,
        USER as USER,
        WHOLE as WHOLE,
        Answer as Answer,
        Answers as Answers,
        Question as Question,
        joined as joined,
        merge_answers as merge_answers,
        split as split,
    )
    from tf2lint.project.relevance import Relevance as Relevance
    from tf2lint.project.summaries import Summaries as Summaries
    from tf2lint.project.text_index import TextIndex as TextIndex
    from tf2lint.project.text_searches import SEARCHES as SEARCHES
    from tf2lint.project.value_flow import FlowQuestion as FlowQuestion
    from tf2lint.project.workspace import Analysis as Analysis, Workspace as Workspace
    from tf2lint.project.written_for import WrittenFor as WrittenFor

__getattr__ = lazy_exports(
    __name__,
    {
        "class_hierarchy": ("is_plain_base",),
        "context": ("ProjectContext",),
        "dependencies": ("DependencyRecorder",),
        "import_graph": ("ImportGraph",),
        "libraries": ("Libraries",),
        "module_facts": (
            "ModuleFacts",
            "facts_of",
        ),
        "program": (
            "Program",
            "Programs",
        ),
        "program_facts": (
            "ABBREVIATES_LOSS",
            "FACTS",
            "GIVES_CUSTOM_OBJECTS",
            "LEAVES_EAGER_MODE",
            "NAMES_METRIC_ACC",
            "SETS_STEP",
            "WRITES_ORBAX",
            "Fact",
        ),
        "project_folders": ("ProjectFolders",),
        "projects": ("Projects",),
        "query_log": ("Query",),
        "questions": (
            "AROUND",
            "FLOW",
            "INCONSISTENT",
            "IMPORT",
            "ORIGINS",
            "PART",
            "PROGRAM",
            "REACHES",
            "TEXT",
            "USE",
            "USER",
            "WHOLE",
            "Answer",
            "Answers",
            "Question",
            "joined",
            "merge_answers",
            "split",
        ),
        "relevance": ("Relevance",),
        "text_index": ("TextIndex",),
        "summaries": ("Summaries",),
        "text_searches": ("SEARCHES",),
        "value_flow": ("FlowQuestion",),
        "workspace": (
            "Analysis",
            "Workspace",
        ),
        "written_for": ("WrittenFor",),
    },
)
