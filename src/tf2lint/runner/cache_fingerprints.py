"""Fingerprints of dependencies, which show whether a cached result is still valid."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from tf2lint.project import (
    AROUND,
    CALLERS,
    IMPORT,
    PART,
    PROGRAM,
    TEXT,
    USER,
    CallerSearch,
    Programs,
    digest,
    find_by_path,
    joined,
    part_of,
    reached,
)
from tf2lint.runner.source_files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project import Answer, Answers, Question

#: The kinds of questions whose answer is the path of another module.
_PATH_QUESTIONS: Final = (IMPORT, PART)
#: The length of a fingerprint, in characters.
LENGTH: Final = 32


class Fingerprints:
    """Computes the fingerprints of files.

    Args:
        answers_of: returns a module's questions about other files, with their answers.
    """

    def __init__(self, answers_of: Callable[[str], Answers]) -> None:
        self._answers_of = answers_of
        self._modules: dict[str, tuple[str, frozenset[str]]] = {}

    def of(self, path: str) -> str:
        """Returns a fingerprint of everything that the check of a file depends on.

        Args:
            path: the absolute path of the file.
        """
        seen, pending, modules = {path}, [path], self._modules
        while pending:
            module = pending.pop()
            if module not in modules:
                modules[module] = self._module(module)
            reached = modules[module][1] - seen
            seen |= reached
            pending += reached
        return digest_of("".join(sorted([modules[module][0] for module in seen])))

    def _module(self, path: str) -> tuple[str, frozenset[str]]:
        """Returns a digest of a module's answers, and the modules that these answers name."""
        answers = self._answers_of(path)
        modules = set[str]()
        for question, answer in answers.items():
            if isinstance(answer, str) and question[0] in _PATH_QUESTIONS:
                modules.add(answer)
            elif isinstance(answer, str) and question[0] == CALLERS:
                modules.update(reached(answer))
        return digest_of((path, sorted(answers.items()))), frozenset(modules)


def digest_of(content: object) -> str:
    """Returns a digest of a value's `repr`."""
    return blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=LENGTH // 2).hexdigest()


class CurrentAnswers:
    """Answers the questions of modules from the files as they are now, reading each file once."""

    def __init__(self) -> None:
        self._programs = Programs()
        self._callers = CallerSearch(self._programs.files)
        self._texts: dict[str, str] = {}

    def answer(self, path: str, question: Question) -> Answer:
        """Returns the current answer to a question.

        Args:
            path: the module that asks.
            question: its question.
        """
        kind, *asked = question
        if kind == TEXT:
            return self._text(path)
        if kind == IMPORT:
            return find_by_path(path, asked[0], int(asked[1]))
        if kind == PART:
            return part_of(path, asked[0])
        if kind == PROGRAM:
            return self._programs.have_fact(path, read_text(path), asked[0])
        if kind == AROUND:
            return self._programs.written_for(path, read_text(path))
        if kind == USER:
            return self._programs.user_of(path, read_text(path), asked[0], is_member=bool(asked[1]))
        if kind == CALLERS:
            return joined(self._callers.search(path, tuple(asked)))
        raise ValueError(f"unknown kind of question: {kind!r}")

    def _text(self, path: str) -> str:
        if path not in self._texts:
            self._texts[path] = digest(_content(path))
        return self._texts[path]


def _content(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
