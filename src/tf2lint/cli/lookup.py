"""The answers of `tf2lint lookup`: what the table says about names, and what `tf2lint check` reports for them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tf2lint.engine import Engine
from tf2lint.model import Settings
from tf2lint.table import TableExport, library_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.model import Finding
    from tf2lint.table import Answer, TensorFlowTable

_IMPORTS: Final = ("import tensorflow", "import tensorflow as tf", "import keras")
#: The path of the program that refers to the names; no file has it, and no module is imported from its folder.
_PATH: Final = "<lookup>"
_TF1: Final = "1"


def look_up(texts: Iterable[str], table: TensorFlowTable) -> list[Answer]:
    """Answers what a user asks for.

    Args:
        texts: names, patterns of names, and calls.
        table: the table at the target version.
    """
    export = TableExport(table)
    answers = [answer for text in texts for answer in export.answers(text)]
    expressions = [_expression(answer) for answer in answers]
    found = _findings(expressions, table)
    return [replace(answer, findings=tuple(findings)) for answer, findings in zip(answers, found, strict=True)]


def _expression(answer: Answer) -> str:
    """Returns the code that is checked for an answer, on one line; it does nothing for a name that no version has."""
    return "None" if answer.row is None else answer.call or answer.row.name


def _findings(expressions: Sequence[str], table: TensorFlowTable) -> list[list[Finding]]:
    """Returns the findings in each of some expressions of a program for TensorFlow 1."""
    libraries = (names.library for names in library_tables(table.target))
    imports = [*_IMPORTS, *(f"import {library.root} as {library.abbreviation}" for library in libraries)]
    keras = None if table.keras.is_newest else table.keras.tf_keras.version
    settings = Settings(table.target, source_version=_TF1, keras_version=keras)
    result = Engine(settings, with_fixes=False).check("\n".join([*imports, *expressions]), _PATH)
    found: list[list[Finding]] = [[] for _ in expressions]
    for finding in result.findings:
        if finding.span.line > len(imports):
            found[finding.span.line - len(imports) - 1].append(finding)
    return found
