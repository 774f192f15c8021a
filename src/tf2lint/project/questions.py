"""The questions that modules ask about other files, and the answers, as they are recorded (see `dependencies`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The content of the module itself.
TEXT: Final = "text"
#: The target of an import: the module's name, and its level (the number of leading dots).
IMPORT: Final = "import"
#: The module of a given name in a package.
PART: Final = "part"
#: Whether it may use objects of TensorFlow that it gets from the modules that it imports.
REACHES: Final = "reaches"
#: A module that it asks about: the answer is its path.
USE: Final = "use"
#: Whether another file of the program has a fact, given by its name.
PROGRAM: Final = "program"
#: For which TensorFlow the files around the module are written.
AROUND: Final = "around"

#: The files that contribute to the answer of a question about values that flow between modules, see `FlowQuestion`.
FLOW: Final = "flow"
#: In queries: the places that show the values in such an answer.
ORIGINS: Final = "origins"
#: In queries: everything that a module may answer.
WHOLE: Final = "whole"
#: The file that uses a name of the module, or an attribute of objects that is called so.
USER: Final = "user"

#: One of these kinds, and its parameters.
Question = tuple[str | int | bool | None, ...]
#: A path if there is one, several with a separator, the digest of a text, or a truth value.
Answer = str | bool | None
Answers = dict[Question, Answer]
_SEPARATOR: Final = "\0"

#: The answer to a question that was asked twice with different answers.
INCONSISTENT: Final = "changed meanwhile"


def joined(paths: Iterable[str]) -> str:
    """Returns the answer that names several files."""
    return _SEPARATOR.join(paths)


def split(answer: str) -> list[str]:
    """Returns the files that an answer names."""
    return answer.split(_SEPARATOR) if answer else []


def merge_answers(known: Answers, more: Answers) -> None:
    """Adds answers to the known ones of the same module; contradictory answers become `INCONSISTENT`."""
    for question, answer in more.items():
        if known.setdefault(question, answer) != answer:
            known[question] = INCONSISTENT
