"""Programs in which functions take a session from other files, and run nothing in it after the fixes of each file.

The parameters are deleted with what all calls pass for them: in all files of the program, or in none.
"""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING, Final

from tf2lint.fixes import FixSelection, read_content
from tf2lint.model import UNSAFE
from tf2lint.rewriting import PassedSessions, SessionFile
from tf2lint.rules import tf501_session
from tf2lint.runner.fixer import FixedFile, fact
from tf2lint.runner.program_files import CannotConvertError, FilesTogether, ProgramFile, settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.fixes import Content
    from tf2lint.project import Programs
    from tf2lint.runner.jobs import FileResult
    from tf2lint.runner.program_files import Checked

#: The rule that reports sessions.
SESSION_CODE: Final = tf501_session.rule.code
_SELECTION: Final = FixSelection(unsafe=True)
_NOTE: Final = "functions of other files take no session any more"


def without_passed_sessions(
    checked: Mapping[str, Checked], fixed: Mapping[str, FixedFile], programs: Programs
) -> list[FixedFile]:
    """Returns the files of a program that change when functions take no sessions any more; none if that can't be done.

    Args:
        checked: the files of the program.
        fixed: those that have fixes already.
        programs: the projects of the files.
    """
    results = {path: fixed[path].result if path in fixed else one.result for path, one in checked.items()}
    if len(checked) < 2 or not any(_makes_session(result) for result in results.values()):
        return []
    contents = {path: read_content(one.data, path) for path, one in checked.items()}
    contents.update({path: file.new for path, file in fixed.items()})
    try:
        if not any(_hands_on(path, contents[path], result) for path, result in results.items()):
            return []
        files = {path: ProgramFile(path, content) for path, content in contents.items()}
        passed = PassedSessions(
            {os.path.abspath(path): _session_file(path, file, results[path]) for path, file in files.items()}
        )
        edits = passed.edits()
        if not edits or _is_used_elsewhere(passed, checked, programs):
            return []
        around = _with_importers(edits, checked, programs)
        before = FilesTogether(around, {path: contents[path] for path in around})
        after = FilesTogether(
            around, {path: files[path].with_edits(edits.get(os.path.abspath(path), ())) for path in around}
        )
        after.fix(_SELECTION, _SELECTION.chooses)
    except CannotConvertError:
        return []
    return _changed(checked, fixed, contents, before, after)


def _makes_session(result: FileResult) -> bool:
    return any(located.finding.code == SESSION_CODE for located in result.findings)


def _hands_on(path: str, content: Content, result: FileResult) -> bool:
    """Returns whether a file only passes a session on, which it makes.

    Raises:
        CannotConvertError: it can't be parsed.
    """
    return _makes_session(result) and _session_file(path, ProgramFile(path, content), result).hands_on


def _session_file(path: str, file: ProgramFile, result: FileResult) -> SessionFile:
    """Returns a file with the calls in it that make sessions.

    Raises:
        CannotConvertError: it is a notebook.
    """
    if any(located.cell is not None for located in result.findings):
        raise CannotConvertError(f"{path} is a notebook")
    spans = (located.finding.span for located in result.findings if located.finding.code == SESSION_CODE)
    return SessionFile(os.path.abspath(path), file.tree, file.text, {(span.line, span.column) for span in spans})


def _with_importers(edited: Iterable[str], checked: Mapping[str, Checked], programs: Programs) -> dict[str, Checked]:
    """Returns the files that are edited, and those that import one of them."""
    found = {importer for file in edited for importer in (file, *programs.imports(file).importers_of(file))}
    return {path: one for path, one in checked.items() if os.path.abspath(path) in found}


def _is_used_elsewhere(passed: PassedSessions, checked: Iterable[str], programs: Programs) -> bool:
    """Returns whether a file that is not among the checked ones may call a function that loses a parameter."""
    known = set(map(os.path.abspath, checked))
    for file, name in passed.users:
        for other in programs.imports(file).above([file]) - known:
            facts = programs.facts(other)
            if facts.has_attribute(name) or any(one.member in (name, "*") for one in facts.imports):
                return True
    return False


def _changed(
    checked: Mapping[str, Checked],
    fixed: Mapping[str, FixedFile],
    contents: Mapping[str, Content],
    before: FilesTogether,
    after: FilesTogether,
) -> list[FixedFile]:
    """Returns the files that change; none if something new is reported, or no session is gone."""
    old = {path: Counter(map(fact, result.findings)) for path, result in before.results.items()}
    new = {path: Counter(map(fact, result.findings)) for path, result in after.results.items()}
    sessions = [sum(map(_makes_session, results.values())) for results in (before.results, after.results)]
    if any(new[path] - old[path] for path in new) or sessions[1] >= sessions[0]:
        return []
    found: list[FixedFile] = []
    for path, content in after.contents.items():
        if content == contents[path]:
            continue
        earlier = fixed.get(path)
        gone = settled(before.results[path], after.results[path], UNSAFE, _NOTE)
        lines = tuple((one, one.finding.span.line if earlier is None else 0) for one in gone)
        own = earlier.old if earlier is not None else read_content(checked[path].data, path)
        done = earlier.fixed if earlier is not None else ()
        refused = earlier.refused if earlier is not None else ()
        found.append(FixedFile(after.results[path], own, content, (*done, *lines), refused))
    return found
