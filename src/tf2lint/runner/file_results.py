"""Turns what an engine found in a file into the result of its check, without what is suppressed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.model import CoveredFinding, Finding, Fix, Located, RelatedLocation, Result, Span, TextEdit
from tf2lint.rules import tf001_syntax_error, tf002_old_python, tf003_unused_suppression, tf004_too_slow
from tf2lint.runner.jobs import FileResult, Job
from tf2lint.runner.suppressions import Suppressions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.linting import Rule
    from tf2lint.runner.source_files import Source


def not_checked(job: Job, message: str) -> FileResult:
    """Returns the result of a file that was not checked.

    Args:
        job: the file and its settings.
        message: why.
    """
    rule = tf004_too_slow.rule
    is_on = rule.code in job.codes and rule.code not in job.ignored
    finding = _finding(rule, message, job.path, Span(1, 1, 1, 1))
    return FileResult(job.path, (Located(finding, None, ""),) if is_on else (), uses_tensorflow=True)


def file_result(job: Job, source: Source, result: Result) -> FileResult:
    """Returns the result of a check.

    Args:
        job: the file and its settings.
        source: the program in the file.
        result: what the engine found in it.
    """
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
    return fix._replace(edits=tuple([placed for edit in fix.edits for placed in _placed_edits(edit, source)]))


def _placed_edits(edit: TextEdit, source: Source) -> Iterator[TextEdit]:
    """Yields an edit with its position in the file; in a notebook, one for each of the cells that it changes."""
    for span, text in source.in_cells(edit.span, edit.text):
        place = source.place(span)
        yield TextEdit(place.span, text, place.cell)


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
