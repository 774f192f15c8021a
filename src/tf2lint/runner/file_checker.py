"""Checks one file: reads it, runs the engine, and removes findings that settings or comments suppress."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tf2lint.caching import still_holds
from tf2lint.engine import Engine
from tf2lint.linting import HiddenFindings
from tf2lint.model import CoveredFinding, Finding, Fix, Located, RelatedLocation, Result, Settings, Span
from tf2lint.project import REACHES, DependencyRecorder, Programs, ProjectFolders, Projects, TextIndex, Workspace
from tf2lint.rules import tf001_syntax_error, tf002_old_python, tf003_unused_suppression, tf004_too_slow
from tf2lint.runner.jobs import FileResult, Job
from tf2lint.runner.source_files import Source, modern_text, program_text, read_file
from tf2lint.runner.suppressions import Suppressions
from tf2lint.source import TooLargeError, decode, digest, may_use_tensorflow, mentions_tensorflow, read_bytes, within
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tf2lint.caching import EarlierCheck
    from tf2lint.linting import Rule
    from tf2lint.project import Answers, Query, Summaries


class FileChecker:
    """Checks files, with one engine for all files that have the same settings.

    Args:
        record_dependencies: whether to record what the checks depend on.
        contents: what other files are taken to contain, by absolute path, instead of what is on disk.
        texts: what is found in the texts of files; None to find it out.
        projects: the projects of the files; None to find them.
        summaries: returns what earlier runs know of modules with the settings of a job; None if nothing is known.
    """

    def __init__(
        self,
        *,
        record_dependencies: bool = False,
        contents: Mapping[str, bytes] | None = None,
        texts: TextIndex | None = None,
        projects: Projects | None = None,
        summaries: Callable[[Job], Summaries] | None = None,
    ) -> None:
        self._contents = contents or {}
        self._summaries = summaries
        self._texts = texts or TextIndex(self._read)
        self._recorder = DependencyRecorder() if record_dependencies else None
        self._warnings: dict[str, None] = {}
        self._programs = self._new_programs() if projects is None else Programs(projects)
        self._engines: dict[tuple[str, tuple[str, ...], str, str | None], Engine] = {}

    def _new_programs(self) -> Programs:
        folders = ProjectFolders(lambda message: self._warnings.update({message: None}))
        return Programs(Projects(self._texts, folders))

    def prepare(self, job: Job) -> None:
        """Loads what all checks need that have the settings of a job."""
        self._engine(job)

    def take_warnings(self) -> tuple[str, ...]:
        """Returns what has gone wrong since the last call, apart from single files."""
        found = tuple(self._warnings)
        self._warnings.clear()
        return found

    def free_memory(self) -> None:
        """Forgets what is known of modules, which later checks find out again."""
        self._engines.clear()
        gc.collect()  # engines contain reference cycles

    def take_dependencies(self) -> Mapping[str, Answers]:
        """Returns the answers recorded since the last call, by module."""
        return {} if self._recorder is None else self._recorder.take()

    def take_queries(self) -> Mapping[Query, str]:
        """Returns what the last check asked about other files, with digests of the answers."""
        return {} if self._recorder is None else self._recorder.log.take()

    def _still_holds(self, job: Job, data: bytes, earlier: EarlierCheck) -> bool:
        if digest(data) != earlier.text:
            return False
        if self._recorder is not None:
            self._recorder.record_text(job.path, data)

        def ask(queries: Iterable[Query]) -> Mapping[Query, str]:
            text = program_text(decode(data, job.path), job.path)
            return self._engine(job).answers_now(queries, text, job.path)

        return still_holds(earlier, ask)

    def check(self, job: Job, data: bytes) -> FileResult:
        """Checks one file.

        Args:
            job: the file and its settings.
            data: the content of the file.
        """
        checked = within(job.time_limit, lambda: self._check(job, data))
        if checked is None:
            self._start_over()
            checked = _not_checked(job, tf004_too_slow.message(job.time_limit))
        return checked

    def check_again(self, job: Job, data: bytes, earlier: EarlierCheck) -> FileResult | None:
        """Checks a file unless the result of an earlier check still holds, because other files answer the same.

        Args:
            job: the file and its settings.
            data: the content of the file.
            earlier: the earlier check.

        Returns:
            The result; None if that of the earlier check still holds.
        """
        still_holds = within(job.time_limit, lambda: self._still_holds(job, data, earlier))
        if still_holds is None:
            self._start_over()
        return None if still_holds else self.check(job, data)

    def _start_over(self) -> None:
        """Forgets everything after an interruption."""
        # What was interrupted may be in an inconsistent state.
        self._programs = self._new_programs()
        self.free_memory()
        self.take_dependencies()  # the dependencies of an incomplete check are not needed
        self.take_queries()

    def _check(self, job: Job, data: bytes) -> FileResult:
        try:
            if self._recorder is not None:
                self._recorder.record_text(job.path, data)
            text = decode(data, job.path)
            if not self._may_use_tensorflow(text, job.path):
                return FileResult(job.path)
            source = read_file(text, job.path)
        except TooLargeError as error:
            return _not_checked(job, tf004_too_slow.too_large_message(error.msg))
        except SyntaxError as error:
            if not _may_mention_tensorflow(data):
                return FileResult(job.path)
            source = Source(errors=(error,))
        result = Result()
        if source.tree is not None:
            hidden = HiddenFindings(job.ignored, job.ignored_moves)
            result = self._engine(job).check(source.text, job.path, source.tree, hidden=hidden)
        return _file_result(job, source, result)

    def _may_use_tensorflow(self, text: str, path: str) -> bool:
        if mentions_tensorflow(text):
            return True
        reaches = may_use_tensorflow(text, path)
        if self._recorder is not None:
            self._recorder.record_answer(path, (REACHES,), reaches)
        return reaches

    def _read(self, path: str) -> bytes | None:
        return self._contents[path] if path in self._contents else read_bytes(path)

    def _engine(self, job: Job) -> Engine:
        key = job.target, job.codes, job.source_version, job.keras_version
        if key not in self._engines:
            # An empty selection would mean the rules that are on by default.
            settings = Settings(
                job.target, job.codes or ("none",), source_version=job.source_version, keras_version=job.keras_version
            )
            table = table_for(settings.target, settings.keras_version)
            engine = Engine(settings, Workspace(table, programs=self._programs, read=self._read))
            engine.workspace.modernize = modern_text  # for imported modules
            engine.record_dependencies(self._recorder)
            if self._summaries is not None:
                engine.workspace.context.modules.summaries = self._summaries(job)
            self._engines[key] = engine
        return self._engines[key]


def _may_mention_tensorflow(data: bytes) -> bool:
    """Returns whether what can't be read as text has a word that matters, in any usual encoding."""
    return mentions_tensorflow(data.replace(b"\0", b"").decode("latin-1"))


def _not_checked(job: Job, message: str) -> FileResult:
    rule = tf004_too_slow.rule
    is_on = rule.code in job.codes and rule.code not in job.ignored
    finding = _finding(rule, message, job.path, Span(1, 1, 1, 1))
    return FileResult(job.path, (Located(finding, None, ""),) if is_on else (), uses_tensorflow=True)


def _file_result(job: Job, source: Source, result: Result) -> FileResult:
    on = frozenset(job.codes) - job.ignored
    suppressions = Suppressions(source.text, source.lines)
    findings = sorted([*_reading_findings(job, source), *result.findings], key=_order)
    reported, suppressed = [], 0
    for finding in findings:
        if finding.code not in on:
            continue
        if suppressions.suppress(finding):
            suppressed += 1
        else:
            reported.append(finding)
    rule = tf003_unused_suppression.rule
    if rule.code in on and not source.errors:
        about_comments = [
            _finding(rule, message, job.path, span) for span, message in _comment_messages(suppressions, on)
        ]
        reported = sorted([*reported, *about_comments], key=_order)
    located = tuple(_located(finding, source) for finding in reported)
    used = result.uses_tensorflow or bool(source.errors)
    notes = tuple((_shown_line(line, source), note) for line, note in suppressions.notes())
    return FileResult(job.path, located, used, result.names_resolved, result.names_unresolved, suppressed, notes)


def _shown_line(line: int, source: Source) -> str:
    place = source.place(Span(line, 1, line, 1))
    cell = "" if place.cell is None else f"cell {place.cell}:"
    return f"{cell}{place.span.line}"


def _comment_messages(suppressions: Suppressions, on: frozenset[str]) -> Iterator[tuple[Span, str]]:
    """Yields messages about suppression comments, with their positions."""
    for span, selectors in suppressions.unused(on):
        yield span, tf003_unused_suppression.message(selectors)
    for span, selector, codes in suppressions.renamed():
        yield span, tf003_unused_suppression.renamed_message(selector, codes)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.span.line, finding.span.column, finding.code


def _reading_findings(job: Job, source: Source) -> Iterator[Finding]:
    if source.old is not None:
        message = tf002_old_python.message(source.old.construct, source.old.python, job.target)
        if message is not None:
            yield _finding(tf002_old_python.rule, message, job.path, source.old.span)
    for error in source.errors:
        part = "cell" if source.cells else "file"
        yield _finding(tf001_syntax_error.rule, tf001_syntax_error.message(error.msg, part), job.path, _span(error))


def _span(error: SyntaxError) -> Span:
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    return Span(line, column, max(error.end_lineno or line, line), max(error.end_offset or column, column))


def _finding(rule: Rule, message: str, path: str, span: Span) -> Finding:
    return Finding(rule.code, rule.name, rule.severity, message, path, span)


def _located(finding: Finding, source: Source) -> Located:
    position = source.place(finding.span)
    line = _line(source, finding.span.line)
    if finding.related:
        finding = finding._replace(related=tuple([_placed(other, finding.path, source) for other in finding.related]))
    if finding.covered:
        finding = finding._replace(covered=tuple([_with_text(other, source) for other in finding.covered]))
    if finding.fix is not None:
        finding = finding._replace(fix=placed_fix(finding.fix, source))
    return Located(finding._replace(span=position.span), position.cell, line)


def placed_fix(fix: Fix, source: Source) -> Fix | None:
    """Returns a fix with positions in the file; None if it edits lines that were rewritten to be parsed."""
    for edit in fix.edits:
        lines = range(edit.span.line, edit.span.end_line + 1)
        if any(line in source.edits or line in source.magics for line in lines):
            return None
    return fix._replace(edits=tuple([edit._replace(span=source.place(edit.span).span) for edit in fix.edits]))


def _line(source: Source, number: int) -> str:
    return source.lines[number - 1] if 0 < number <= len(source.lines) else ""


def _with_text(covered: CoveredFinding, source: Source) -> CoveredFinding:
    return covered._replace(text=_line(source, covered.line))


def _placed(related: RelatedLocation, path: str, source: Source) -> RelatedLocation:
    """Returns a related location with its position in the checked file, if it is there, instead of that in the text."""
    if related.path != path:
        return related
    line, column = related.line, related.column
    position = source.place(Span(line, column, line, column))
    return related._replace(line=position.span.line, column=position.span.column, cell=position.cell)
