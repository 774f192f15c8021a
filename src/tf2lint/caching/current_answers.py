"""Answers the questions that modules asked in an earlier run."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from tf2lint.project import (
    AROUND,
    FLOW,
    IMPORT,
    PART,
    PROGRAM,
    REACHES,
    TEXT,
    USE,
    USER,
    FlowQuestion,
    Programs,
    joined,
)
from tf2lint.source import may_use_tensorflow, part_of, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project import Answer, Projects, Question
    from tf2lint.source import ModuleFinder


class CurrentAnswers:
    """Answers the questions of modules from the files as they are now.

    Args:
        projects: the projects of the files.
        read_text: returns the program in a file; empty for what can't be read.
        find: finds the file of an imported module.
    """

    def __init__(self, projects: Projects, read_text: Callable[[str], str], find: ModuleFinder) -> None:
        self._texts = projects.texts
        self._read_text = lru_cache(maxsize=1)(read_text)  # the questions of a file are asked together
        self._find = find
        self._programs = Programs(projects)

    def answer(self, path: str, question: Question) -> Answer:
        """Returns the current answer to a question.

        Args:
            path: the module that asks.
            question: its question.
        """
        kind, *asked = question
        if kind == TEXT:
            return self._texts.digest(path)
        if kind == USE:
            return str(asked[0])
        if kind == REACHES:
            return _reaches_tensorflow(path)
        if kind == IMPORT:
            return self._find(path, str(asked[0]), int(str(asked[1])))
        if kind == PART:
            return part_of(path, str(asked[0]))
        if kind == PROGRAM:
            return self._programs.have_fact(path, self._read_text(path), str(asked[0]))
        if kind == AROUND:
            return self._programs.written_for(path, self._read_text(path))
        if kind == FLOW:
            return joined(self._programs.contributors(FlowQuestion(*asked)))  # type: ignore[arg-type]
        if kind == USER:
            return self._programs.user_of(path, self._read_text(path), str(asked[0]), is_member=bool(asked[1]))
        raise ValueError(f"unknown kind of question: {kind!r}")


def _reaches_tensorflow(path: str) -> bool | None:
    try:
        return may_use_tensorflow(read_source(path), path)
    except (OSError, SyntaxError):
        return None
