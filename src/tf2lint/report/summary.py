"""What the check of all files gave, for every format."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tf2lint.engine import Result
    from tf2lint.model import Finding


@dataclass(slots=True)
class Report:
    """The findings in all files, and what was looked at.

    Attributes:
        target: the TensorFlow version that was checked against.
        findings: in the order of the files and of their text.
        files: how many files were read.
        tensorflow_files: how many of them use TensorFlow.
        names_unresolved: how many expressions choose a library's name at run time, so that it is not known.
    """

    target: str
    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    tensorflow_files: int = 0
    names_unresolved: int = 0

    def add(self, result: Result) -> None:
        """Adds what the check of one file gave."""
        self.findings.extend(result.findings)
        self.files += 1
        self.tensorflow_files += result.uses_tensorflow
        self.names_unresolved += result.names_unresolved
