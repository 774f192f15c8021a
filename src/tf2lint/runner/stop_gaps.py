"""Stop-gaps: programs for which nothing native is known run in TensorFlow 1's graph mode, with `tf.compat.v1`.

`disable_v2_behavior()` concerns a whole process, so this is decided for each program: its files stay as native fixes
leave them, or all of them use `tf.compat.v1`. Names that this lacks, such as those of `tf.contrib`, get native fixes if
their new code means the same there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.fixes import FixSelection, read_content
from tf2lint.model import STOP_GAP
from tf2lint.project import Programs, WrittenFor, facts_of
from tf2lint.runner.fixer import ALLOWED, FixedFile, fact
from tf2lint.runner.graph_programs import programs_of
from tf2lint.runner.program_files import CannotConvertError, FilesTogether, ProgramFile, settled
from tf2lint.runner.source_files import read_file
from tf2lint.source import relative_path
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.fixes import Content
    from tf2lint.runner.graph_programs import GraphProgram
    from tf2lint.runner.jobs import FileResult
    from tf2lint.runner.program_files import Checked

#: Switches of TensorFlow 1 with which a program has no graph.
_EAGER: Final = ("enable_eager_execution", "enable_v2_behavior")
_NOTE: Final = "the whole program runs in graph mode, with TensorFlow 1's functions; port it file by file"
_KERAS_NOTE: Final = "; needs the package tf_keras, which is Keras 2"


#: The fixes of what `tf.compat.v1` lacks.
_NATIVE: Final = FixSelection(unsafe=True, stop_gap=True)
#: What names of tf.keras begin with.
_KERAS: Final = ("keras.", "compat.v1.keras.")


class StopGaps:
    """Decides which programs get a stop-gap.

    Args:
        checked: all checked files, by path.

    Attributes:
        projects: the projects of the files.
    """

    def __init__(self, checked: Mapping[str, Checked]) -> None:
        self._checked = checked
        self.projects = Programs()

    def programs(self) -> list[GraphProgram]:
        """Returns the programs of the files."""
        uses = {path: one.result.uses_tensorflow for path, one in self._checked.items()}
        return programs_of(uses, self.projects)

    def converted(self, program: GraphProgram, native: Mapping[str, FileResult]) -> list[FixedFile]:
        """Returns all files of a program in graph mode; none if that settles no more than native fixes do.

        Args:
            program: the program.
            native: the results of its files after native fixes.

        Raises:
            CannotConvertError: it can't run in graph mode.
        """
        left = sum(self._left(path, native[path]) for path in program.files)
        if not left:
            return []
        self._check_program(program)
        conversion = _Conversion(program, {path: self._checked[path] for path in program.files}, self._left)
        best = conversion.best()
        return conversion.fixed_files(best) if best is not None and best.left < left else []

    def _left(self, path: str, result: FileResult) -> int:
        """Returns how many findings are left in a file that fixes may settle."""
        fixable = self._checked[path].policy.fixable
        return sum(code in fixable and code not in ALLOWED for code, _ in map(fact, result.findings))

    def _check_program(self, program: GraphProgram) -> None:
        if program.unchecked:
            raise CannotConvertError(f"{relative_path(program.unchecked[0])} belongs to its program; check both")
        for path in program.files:  # before what native fixes may change: a second run says the same
            if self.projects.facts(path).calls_any(_EAGER):
                raise CannotConvertError(f"{path}, which belongs to its program, enables eager execution", path)
        for path in program.files:
            version = self._checked[path].job.source_version
            if WrittenFor.TF2 in (self.projects.itself_written_for(path), version):
                raise CannotConvertError(f"{path}, which belongs to its program, is written for TensorFlow 2")


class _Variant(NamedTuple):
    """A program in graph mode, with one version of Keras.

    Attributes:
        contents: the content of each file.
        results: the result of checking each.
        left: how many findings are left.
        notes: what to look at after the fixes in each.
        uses_keras_2: whether it sets Keras 2.
    """

    contents: dict[str, Content]
    results: dict[str, FileResult]
    left: int
    notes: dict[str, dict[str, None]]
    uses_keras_2: bool

    @property
    def names_keras(self) -> bool:
        """Whether a file uses names of Keras."""
        texts = (read_file(content.text, path).text for path, content in self.contents.items())
        return any(name.startswith(_KERAS) for text in texts for name in facts_of(text).names)


class _Conversion:
    """The conversion of one program.

    Args:
        program: the program.
        checked: its files.
        left: returns how many findings are left in a file.

    Raises:
        CannotConvertError: a file can't be converted.
    """

    def __init__(
        self, program: GraphProgram, checked: Mapping[str, Checked], left: Callable[[str, FileResult], int]
    ) -> None:
        self._program = program
        self._checked = checked
        self._left = left
        self._old = {path: read_content(one.data, path) for path, one in checked.items()}
        self._files = {path: ProgramFile(path, content) for path, content in self._old.items()}

    def best(self) -> _Variant | None:
        """Returns the program in graph mode; None if nothing changes.

        Its Keras is Keras 2 if it uses Keras at all: layers of Keras 3 make no variables of a graph, and what
        `tf.compat.v1` has of Keras, such as its `layers`, is Keras 2.

        Raises:
            CannotConvertError: a file can't be converted.
        """
        found = self._variant(uses_keras_2=False)
        if found.contents == self._old:
            return None
        jobs = (one.job for one in self._checked.values())
        has_keras_3 = any(table_for(job.target, job.keras_version).keras.is_keras_3 for job in jobs)
        if has_keras_3 and (found.left or found.names_keras):
            other = self._variant(uses_keras_2=True)
            if found.names_keras or other.left < found.left:
                return other
        return found

    def _variant(self, *, uses_keras_2: bool) -> _Variant:
        contents = {path: self._converted(path, uses_keras_2=uses_keras_2) for path in self._files}
        files = FilesTogether(self._checked, contents)
        files.fix(_NATIVE, lambda located: located.finding.code not in ALLOWED and _NATIVE.chooses(located))
        left = sum(self._left(path, result) for path, result in files.results.items())
        return _Variant(files.contents, files.results, left, files.notes, uses_keras_2)

    def _converted(self, path: str, *, uses_keras_2: bool) -> Content:
        """Returns the content of a file with the edits that it needs as part of the program."""
        graph_mode, is_entry = self._files[path].graph_mode, path in self._program.entries
        edits = list(graph_mode.imports)
        if is_entry or graph_mode.runs_when_imported:
            edits += graph_mode.switch
        if is_entry and uses_keras_2:
            edits += graph_mode.legacy_keras
        return self._files[path].with_edits(edits)

    def fixed_files(self, variant: _Variant) -> list[FixedFile]:
        """Returns the files, with what is settled in each, at the first line that imports TensorFlow."""
        note = _NOTE + (_KERAS_NOTE if variant.uses_keras_2 else "")
        found = list[FixedFile]()
        for path, content in variant.contents.items():
            line = min((edit.span.line for edit in self._files[path].graph_mode.imports), default=0)
            notes = "; ".join([note, *variant.notes[path]])
            gone = settled(self._checked[path].result, variant.results[path], STOP_GAP, notes)
            fixed = tuple((located, 0 if located.cell is not None else line) for located in gone)
            found.append(FixedFile(variant.results[path], self._old[path], content, fixed, ()))
        return found
