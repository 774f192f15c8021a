"""Fixes of whole programs, after those of each file: of files that change together, or not at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tf2lint.runner.fix_messages import left
from tf2lint.runner.native_programs import COMPAT_CODES, back_to_native
from tf2lint.runner.program_files import CannotConvertError
from tf2lint.runner.session_programs import SESSION_CODE, without_passed_sessions
from tf2lint.runner.stop_gaps import StopGaps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tf2lint.fixes import FixSelection
    from tf2lint.model import Located
    from tf2lint.runner.fixer import FixedFile
    from tf2lint.runner.graph_programs import GraphProgram
    from tf2lint.runner.program_files import Checked


def change_programs(
    fixed: dict[str, FixedFile],
    messages: dict[str, list[str]],
    findings: Sequence[Located],
    checked: Mapping[str, Checked],
    selection: FixSelection,
) -> None:
    """Replaces the fixed files of programs that change as a whole, and what is said about them.

    Args:
        fixed: the files with fixes of their own.
        messages: what is said about each file.
        findings: the findings that are reported.
        checked: all checked files.
        selection: which fixes to apply.
    """
    codes = (*COMPAT_CODES, SESSION_CODE)
    if not selection.stop_gap and not any(one.finding.code in codes for one in findings):
        return
    reported = Counter(located.finding.path for located in findings)
    stop_gaps = StopGaps(checked)
    for program in stop_gaps.programs():
        if any(reported[path] != len(checked[path].result.findings) for path in program.files):
            continue  # what is accepted, or left out, is not fixed
        own = {path: checked[path] for path in program.files}
        files = back_to_native(program, own)
        if not files:
            done = {path: fixed[path] for path in program.files if path in fixed}
            for file in without_passed_sessions(own, done, stop_gaps.projects):
                fixed[file.result.path] = file
                messages[file.result.path] = [*left(file.result.findings)]
        if not files and selection.stop_gap:
            files = _in_graph_mode(program, stop_gaps, own, fixed, messages)
        if files:
            for path in program.files:
                fixed.pop(path, None)
                messages.pop(path, None)
            fixed.update((file.result.path, file) for file in files)


def _in_graph_mode(
    program: GraphProgram,
    stop_gaps: StopGaps,
    checked: Mapping[str, Checked],
    fixed: dict[str, FixedFile],
    messages: dict[str, list[str]],
) -> list[FixedFile]:
    """Returns the files of a program in graph mode; none, with a message, if it can't be, or need not."""
    native = {path: fixed[path].result if path in fixed else one.result for path, one in checked.items()}
    try:
        return stop_gaps.converted(program, native)
    except CannotConvertError as error:
        fixed.pop(error.untouched, None)
        message = f"{program.files[0]} not changed to tf.compat.v1: {error}"
        messages.setdefault(program.files[0], []).append(message)
        return []
