"""Checks one file as its configuration says: reads it, asks the engine, and leaves out what is accepted there."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.engine import Engine, Result
from tf2lint.model import Finding, Located, Settings, Span
from tf2lint.project import DependencyRecorder
from tf2lint.rules import tf001_syntax_error, tf002_old_python, tf003_unused_suppression, tf004_too_slow
from tf2lint.runner.source_files import Source, modern_text, read_notebook, read_program
from tf2lint.runner.suppressions import Suppressions
from tf2lint.runner.time_limit import within
from tf2lint.source import decode, mentions_tensorflow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.linting import Rule
    from tf2lint.project import Answers


class FileResult(NamedTuple):
    """What the check of one file gave.

    Attributes:
        path: the file.
        findings: in the order of the text.
        uses_tensorflow: whether it has anything to do with TensorFlow.
        names_resolved: how many places in it name something of TensorFlow.
        names_unresolved: how many choose such a name at run time, so that it is not known.
        suppressed: how many findings its comments accept.
    """

    path: str
    findings: tuple[Located, ...] = ()
    uses_tensorflow: bool = False
    names_resolved: int = 0
    names_unresolved: int = 0
    suppressed: int = 0


class Job(NamedTuple):
    """A file to check, and how.

    Attributes:
        path: where it is, for messages and to find what it imports.
        target: the TensorFlow version to run on.
        codes: of the rules that are on, sorted.
        ignored: of those that are off in this file.
        time_limit: how many seconds the check may take; 0 for as many as it likes.
    """

    path: str
    target: str
    codes: tuple[str, ...]
    ignored: frozenset[str] = frozenset()
    time_limit: float = 0


class FileChecker:
    """Checks files, and keeps what the checks of a project have in common.

    Args:
        witnesses: whether to note what the checks go by.
    """

    def __init__(self, *, witnesses: bool = False) -> None:
        self._evidence = DependencyRecorder() if witnesses else None
        self._engines: dict[tuple[str, tuple[str, ...]], Engine] = {}

    def evidence(self) -> Mapping[str, Answers]:
        """What modules were told since this was last asked; nothing of a file that mentions no TensorFlow."""
        return {} if self._evidence is None else self._evidence.take()

    def check(self, job: Job, data: bytes) -> FileResult:
        """Checks one file.

        Args:
            job: which file it is, and how to check it.
            data: what it holds.
        """
        checked = within(job.time_limit, lambda: self._check(job, data))
        if checked is None:
            self._engines.clear()  # what the interrupted one knows may be half the truth
            self.evidence()  # and what it asked; nobody keeps what comes of that
            gc.collect()  # what an engine knows refers to itself
            checked = _given_up(job)
        return checked

    def _check(self, job: Job, data: bytes) -> FileResult:
        try:
            text = decode(data, job.path)
            if not mentions_tensorflow(text):
                return FileResult(job.path)
            source = (
                read_notebook(text, job.path) if job.path.lower().endswith(".ipynb") else read_program(text, job.path)
            )
        except SyntaxError as error:
            source = Source(errors=(error,))
        if self._evidence is not None:
            self._evidence.read(job.path, data)
        result = Result()
        if source.tree is not None:
            result = self._engine(job).check(source.text, job.path, source.tree)
        return _reported(job, source, result)

    def _engine(self, job: Job) -> Engine:
        key = job.target, job.codes
        if key not in self._engines:
            # No code at all must not stand for those that are on by default.
            engine = Engine(Settings(target=job.target, select=job.codes or ("none",)))
            engine.workspace.modernize = modern_text  # of what the file imports
            engine.record_dependencies(self._evidence)
            self._engines[key] = engine
        return self._engines[key]


def _given_up(job: Job) -> FileResult:
    rule = tf004_too_slow.rule
    is_on = rule.code in job.codes and rule.code not in job.ignored
    finding = _finding(rule, tf004_too_slow.message(job.time_limit), job.path, Span(1, 1, 1, 1))
    return FileResult(job.path, (Located(finding, None, ""),) if is_on else (), uses_tensorflow=True)


def _reported(job: Job, source: Source, result: Result) -> FileResult:
    on = frozenset(job.codes) - job.ignored
    suppressions = Suppressions(source.text, source.lines)
    found = sorted([*_of_reading(job, source), *result.findings], key=_order)
    kept, accepted = [], 0
    for finding in found:
        if finding.code not in on:
            continue
        if suppressions.accept(finding.code, finding.name, finding.span.line):
            accepted += 1
        else:
            kept.append(finding)
    rule = tf003_unused_suppression.rule
    if rule.code in on and not source.errors:
        unused = ((span, tf003_unused_suppression.message(selectors)) for span, selectors in suppressions.unused(on))
        idle = [_finding(rule, message, job.path, span) for span, message in unused]
        kept = sorted([*kept, *idle], key=_order)
    located = tuple(_located(finding, source) for finding in kept)
    used = result.uses_tensorflow or bool(source.errors)
    return FileResult(job.path, located, used, result.names_resolved, result.names_unresolved, accepted)


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.span.line, finding.span.column, finding.code


def _of_reading(job: Job, source: Source) -> Iterator[Finding]:
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
    place = source.place(finding.span)
    number = finding.span.line
    line = source.lines[number - 1] if 0 < number <= len(source.lines) else ""
    return Located(finding._replace(span=place.span), place.cell, line)
