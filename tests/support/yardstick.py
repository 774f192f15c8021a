"""What fixes make of the calls in `tests/yardstick/calls.txt`."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.fixes import FixPolicy, FixSelection
from tf2lint.rules import rules
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.fixer import Fixer
from tf2lint.runner.jobs import Job
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS: Final = Path(__file__).resolve().parent.parent / "yardstick" / "calls.txt"
TARGET: Final = "2.21"
_HEAD: Final = "import tensorflow as tf\n"
_OWN_IMPORT: Final = re.compile(r"import tensorflow|from tensorflow(?: import |\S* import v1)")
_UNFIXED: Final = "- "
_CODES: Final = tuple(rule.code for rule in rules())
#: Names of TensorFlow 1 that must not be in a program that is fixed.
_OLD: Final = ("compat.v1", "contrib")


class YardstickCall(NamedTuple):
    """A call of TensorFlow 1.

    Attributes:
        area: what it is about.
        source: the program that calls it.
        is_fixed: whether it is to be fixed.
    """

    area: str
    source: str
    is_fixed: bool


class Outcome(NamedTuple):
    """What fixes make of a call.

    Attributes:
        source: the program after unsafe fixes.
        reasons: the messages of the findings that are left.
        problems: what is wrong with a program that has no findings any more.
    """

    source: str
    reasons: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_fixed(self) -> bool:
        """Whether the program is native TensorFlow 2."""
        return not self.reasons and not self.problems


def calls() -> list[YardstickCall]:
    """Returns the calls of the yardstick."""
    found, area = list[YardstickCall](), ""
    for line in CALLS.read_text("utf-8").splitlines():
        if line.startswith("["):
            area = line.strip("[]")
        elif line and not line.startswith("#"):
            body = line.removeprefix(_UNFIXED).replace("\\n", "\n")
            source = f"{body}\n" if _OWN_IMPORT.match(body) else f"{_HEAD}{body}\n"
            found.append(YardstickCall(area, source, not line.startswith(_UNFIXED)))
    return found


class Yardstick:
    """Fixes the calls, as programs for TensorFlow 1."""

    def __init__(self) -> None:
        self._checker = FileChecker()
        self._job = Job("program.py", TARGET, _CODES, source_version="1")
        self._table = table_for(TARGET)

    def outcome(self, call: YardstickCall) -> Outcome:
        """Returns what fixes make of a call.

        Args:
            call: the call.
        """
        data = call.source.encode()
        result = self._checker.check(self._job, data)
        if not result.findings:
            return Outcome(call.source, (), ("nothing is reported",))
        fixer = Fixer(self._checker, FixPolicy(frozenset(_CODES)))
        fixed = fixer.fix(self._job, data, result, result.findings, FixSelection(unsafe=True))
        reasons = tuple(one.finding.message for one in fixed.result.findings)
        return Outcome(fixed.new.text, reasons, tuple(self._problems(fixed.new.text)) if not reasons else ())

    def _problems(self, source: str) -> Iterator[str]:
        yield from (f"it has {name}" for name in _OLD if name in source)
        for name, call in calls_of_tensorflow(source):
            found = self._table.lookup(name)
            if found.missing or not found.entry.exists:
                yield f"there is no tf.{name}"
                continue
            signature = self._table.signature_now(f"tf.{name}")
            positional = sum(not isinstance(one, ast.Starred) for one in call.args)
            keywords = {one.arg for one in call.keywords if one.arg is not None}
            is_open = positional < len(call.args) or len(keywords) < len(call.keywords)
            if signature is not None and signature.binds(positional, keywords, is_open=is_open) is False:
                yield f"{ast.unparse(call)} does not bind"


def calls_of_tensorflow(source: str) -> Iterator[tuple[str, ast.Call]]:
    """Yields the calls of TensorFlow in a program that imports it under a name, each with its name below `tf`."""
    tree = ast.parse(source)
    imports = [one for one in ast.walk(tree) if isinstance(one, ast.Import)]
    aliases = [alias for one in imports for alias in one.names if alias.name == "tensorflow"]
    roots = {alias.asname or alias.name for alias in aliases}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            root, _, name = ast.unparse(node.func).partition(".")
            if root in roots and all(part.isidentifier() for part in name.split(".")):  # no method of a result
                yield name, node
