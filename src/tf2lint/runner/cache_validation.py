"""Proofs: digests of all that the check of a file went by, to see whether it would give the same again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from tf2lint.project import IMPORT, MENTION, PART, TEXT, ProgramTexts, digest, find_by_path, part_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project import Answer, Answers, Question

#: What modules ask for the paths of others.
_LEADING: Final = (IMPORT, PART)
#: How long a proof is.
LENGTH: Final = 32


class Fingerprints:
    """Makes the proofs of files.

    Args:
        answers_of: what a module asked, and was told.
    """

    def __init__(self, answers_of: Callable[[str], Answers]) -> None:
        self._answers_of = answers_of
        self._modules: dict[str, tuple[str, frozenset[str]]] = {}

    def of(self, path: str) -> str:
        """Stands for all that the check of a file went by.

        Args:
            path: the file, absolute.
        """
        seen, pending, modules = {path}, [path], self._modules
        while pending:
            one = pending.pop()
            if one not in modules:
                modules[one] = self._module(one)
            led_to = modules[one][1] - seen
            seen |= led_to
            pending += led_to
        return digest_of("".join(sorted([modules[one][0] for one in seen])))

    def _module(self, path: str) -> tuple[str, frozenset[str]]:
        """What stands for a module and its answers, and the modules that these lead to."""
        answers = self._answers_of(path)
        led_to = {told for question, told in answers.items() if question[0] in _LEADING and isinstance(told, str)}
        return digest_of((path, sorted(answers.items()))), frozenset(led_to)


def digest_of(content: object) -> str:
    """Stands for something, by how it is written."""
    return blake2b(repr(content).encode("utf-8", "surrogatepass"), digest_size=LENGTH // 2).hexdigest()


class CurrentAnswers:
    """Answers the questions of modules as the world is now, each once."""

    def __init__(self) -> None:
        self._programs = ProgramTexts()
        self._texts: dict[str, str] = {}

    def answer(self, path: str, question: Question) -> Answer:
        """What a module is told now.

        Args:
            path: the module.
            question: what it asks.
        """
        kind, *asked = question
        if kind == TEXT:
            return self._text(path)
        if kind == IMPORT:
            return find_by_path(path, asked[0], int(asked[1]))
        if kind == PART:
            return part_of(path, asked[0])
        if kind == MENTION:
            return self._programs.mention(path, tuple(asked))
        raise ValueError(f"nobody asks {kind!r}")

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
