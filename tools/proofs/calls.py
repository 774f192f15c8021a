"""Reads the typical calls: lines `program | use | outcome` in tests/proofs/calls/; CONTRIBUTING.md describes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "tests" / "proofs"
CALLS = FOLDER / "calls"
#: More calls, whose arguments changed: the first column.
ARGUMENT_CALLS = ROOT / "tests" / "rules" / "argument_calls.txt"
_OUTCOME = re.compile(r"(?:at (2\.\d+))?(?:, )?(distribution)?(?:, )?(?:differs in (\w+(?:, \w+)*): (.+))?")
#: The release that the rewritten calls are run on.
TARGET = "2.21"


class Proof(NamedTuple):
    """A program with a call of TensorFlow 1, and what is expected of its rewritten call.

    Attributes:
        program: statements of TensorFlow 1 on one line, which are rewritten.
        use: statements that follow; the last one, or that of the program if there are none, evaluates to the result.
        now: the statements that follow in TensorFlow 2.
        is_random: whether the results are compared by their distribution.
        differs: in what the results differ, such as `values` or `dtype`; empty if they are equal.
        target: the target version for which the calls are rewritten.
        note: the words of the rewrite's note that state the difference; empty if there is none.
        location: the file and the number of the line.
    """

    program: str
    use: str
    now: str
    is_random: bool
    differs: frozenset[str]
    note: str
    target: str
    location: str

    @property
    def old(self) -> str:
        """The whole program in TensorFlow 1."""
        return f"{self.program}; {self.use}" if self.use else self.program

    def new(self, rewritten: str) -> str:
        """Returns the whole program in TensorFlow 2.

        Args:
            rewritten: the program with the rewritten calls.
        """
        return f"{rewritten}; {self.now}" if self.now else rewritten


def proofs() -> list[Proof]:
    """Returns all proofs, in the order of the files and lines.

    Raises:
        ValueError: a line is malformed.
    """
    found = [proof for file in sorted(CALLS.glob("*.txt")) for proof in _lines(file)]
    return found + [proof._replace(use="", now="") for proof in _lines(ARGUMENT_CALLS)]


def _lines(file: Path) -> list[Proof]:
    lines = enumerate(file.read_text("utf-8").splitlines(), 1)
    return [_proof(line, f"{file.name}:{number}") for number, line in lines if line and not line.startswith("#")]


def _proof(line: str, location: str) -> Proof:
    fields = [field.strip() for field in re.split(r" \|(?= |$)", line)]
    program, uses, outcome = [*fields, "", ""][:3]
    use, _, now = uses.partition(" -> ")
    found = _OUTCOME.fullmatch(outcome)
    if found is None or len(fields) > 3:
        raise ValueError(
            f"{location}: expected 'program | use | outcome', an outcome such as 'differs in values: words'"
        )
    target, random, aspects, note = found.groups()
    differs = frozenset(aspects.split(", ") if aspects else ())
    return Proof(
        program, use.strip(), (now or use).strip(), bool(random), differs, note or "", target or TARGET, location
    )
