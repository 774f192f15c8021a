"""Prints findings while a check goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.cli.output import write_output

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.config import Configurations
    from tf2lint.model import Located
    from tf2lint.reporters import Parts, Report, Style
    from tf2lint.runner import FileResult


class Stream:
    """Prints the findings of one file after another on standard output.

    What a baseline accepts is only known at the end, so from the first file with a baseline on, all findings wait.

    Args:
        parts: the parts of the output format.
        style: its options.
        configs: the configurations.
        is_text: whether it is for people.
    """

    def __init__(self, parts: Parts, style: Style, configs: Configurations, *, is_text: bool) -> None:
        self._parts = parts
        self._style = style
        self._configs = configs
        self._is_text = is_text
        self._waits = False
        self._printed = 0
        self._is_first = True

    def add(self, result: FileResult) -> None:
        """Prints the findings of a file, if they need not wait."""
        self._waits = self._waits or self._configs.for_file(result.path).baseline is not None
        if not self._waits:
            self._write(self._rendered(result.findings))
            self._printed += len(result.findings)

    def end(self, report: Report) -> None:
        """Prints the findings that had to wait, and what comes after all findings."""
        self._write([*self._rendered(report.findings[self._printed :]), self._parts.end(report, self._style)])

    def _rendered(self, findings: Iterable[Located]) -> list[str]:
        return [self._parts.finding(located, self._style) for located in findings]

    def _write(self, texts: list[str]) -> None:
        texts = list(filter(None, texts))
        if texts:
            start = "" if self._is_first else self._parts.between
            write_output(start + self._parts.between.join(texts), is_text=self._is_text)
            self._is_first = False
