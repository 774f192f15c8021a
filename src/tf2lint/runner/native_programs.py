"""Programs that use `tf.compat.v1`, and go back to TensorFlow itself where nothing holds them there.

`disable_v2_behavior()` concerns a whole process, so all files of a program go back, or none. As TensorFlow 1 they are
checked and fixed like programs that were never changed to `tf.compat.v1`, and nothing may be left to report: so all
rules that are on by default must be on, and comments must not hide findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.fixes import FixSelection, read_content
from tf2lint.model import UNSAFE
from tf2lint.rules import rules, tf104_compat_v1, tf108_behavior_switch
from tf2lint.runner.fixer import FixedFile
from tf2lint.runner.program_files import CannotConvertError, FilesTogether, ProgramFile, settled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.runner.graph_programs import GraphProgram
    from tf2lint.runner.program_files import Checked

#: The rules that report that a program uses `tf.compat.v1`.
COMPAT_CODES: Final = (tf104_compat_v1.rule.code, tf108_behavior_switch.rule.code)
_SELECTION: Final = FixSelection(unsafe=True)
_NOTE: Final = "the whole program runs eagerly now"


def back_to_native(program: GraphProgram, checked: Mapping[str, Checked]) -> list[FixedFile]:
    """Returns all files of a program that uses TensorFlow itself; none if something holds it in `tf.compat.v1`.

    Args:
        program: the program.
        checked: its files.
    """
    if program.unchecked or not any(map(_may_go_back, checked.values())):
        return []
    if not all(map(_reports_all, checked.values())):
        return []
    try:
        old = {path: read_content(one.data, path) for path, one in checked.items()}
        files = {path: ProgramFile(path, content) for path, content in old.items()}
        contents = {path: file.with_edits(file.native_edits()) for path, file in files.items()}
        if contents == old:
            return []
        together = FilesTogether(checked, contents)
    except CannotConvertError:
        return []
    together.fix(_SELECTION, _SELECTION.chooses)
    if any(result.findings or result.suppressed for result in together.results.values()):
        return []
    found: list[FixedFile] = []
    for path, content in together.contents.items():
        note = "; ".join([_NOTE, *together.notes[path]])
        gone = settled(checked[path].result, together.results[path], UNSAFE, note)
        fixed = tuple((one, 0 if one.cell is not None else one.finding.span.line) for one in gone)
        found.append(FixedFile(together.results[path], old[path], content, fixed, ()))
    return found


def _may_go_back(checked: Checked) -> bool:
    codes = {located.finding.code for located in checked.result.findings}
    return not codes.isdisjoint(checked.policy.fixable.intersection(COMPAT_CODES))


def _reports_all(checked: Checked) -> bool:
    on = frozenset(checked.job.codes) - checked.job.ignored
    return all(rule.code in on for rule in rules() if rule.default)
