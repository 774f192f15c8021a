"""Counts how often each sign of data/use_signs.txt is right in published programs of all kinds.

    python benchmarks/corpus.py FOLDER
    python benchmarks/signs.py FOLDER
    python benchmarks/signs.py FOLDER --show save restore

It prints the hits in the corpora in the order of the data file's last column, and fails if that column says something
else. The signs are applied to all files, not only to programs of TensorFlow 1, by the syntax alone and without the
resolver: what the resolver knows to be something else is counted too. After a change to the signs or the corpora, read
the hits with `--show`, and write into the last column how many are true.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import warnings
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from corpus import fetch

from tf2lint.table.use_signs import ANY_METHOD, ArgumentPlace, Condition, Requirement, UseSign, load_use_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The sets of packages in the order of the data file's last column.
CORPORA: Final = ("notf", "modern", "tf1")
#: What the expression to the left of a method cannot be, because it is the class's own method.
_OWN: Final = frozenset(("self", "cls", "super()"))
_SESSIONS: Final = re.compile(
    r"(Session|get_default_session|cached_session|test_session)\(.*\)(\.as_default\(\))?", re.DOTALL
)


class Hit(NamedTuple):
    """A call with a sign.

    Attributes:
        sign: the sign.
        place: `PACKAGE/FILE:LINE`.
        text: the call.
    """

    sign: UseSign
    place: str
    text: str


class SourceFile:
    """The parts of a file's syntax that the conditions ask about.

    Args:
        tree: the file's syntax.
    """

    def __init__(self, tree: ast.Module) -> None:
        self._nodes = list(ast.walk(tree))

    def hits(self, signs: dict[str, list[UseSign]]) -> Iterator[tuple[UseSign, ast.Call]]:
        """Yields the calls in the file with each of their signs."""
        for node in self._nodes:
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
                for sign in (*signs.get(name, ()), *signs.get(ANY_METHOD, ())):
                    if self._has_sign(node, sign):
                        yield sign, node

    def _has_sign(self, call: ast.Call, sign: UseSign) -> bool:
        return self._can_be(call, sign) and all(self._holds(condition, call) for condition in sign.conditions)

    def _can_be(self, call: ast.Call, sign: UseSign) -> bool:
        """Returns whether the receiver of a call may be what a sign is about."""
        if sign.method == ANY_METHOD:
            return True
        receiver = _receiver(call)
        if sign.owner:
            class_name = sign.owner.rpartition(".")[2].removesuffix("()")
            return bool(re.match(rf"(?:[\w.]+\.)?{class_name}\(", self._bound_to(receiver)))
        return not self._is_own(receiver) and not self._is_imported(receiver)

    def _holds(self, condition: Condition, call: ast.Call) -> bool:
        if condition.place is None:
            return self._is_receiver_or_file_as_required(_receiver(call), condition)
        argument = _argument(condition.place, call)
        if condition.requirement is Requirement.ABSENT:
            return argument is None
        return argument is not None and self._is_as_required(argument, condition)

    def _is_receiver_or_file_as_required(self, receiver: ast.expr, condition: Condition) -> bool:
        match condition.requirement:
            case Requirement.NAMED:
                return condition.holds_for_name(_last_name(receiver))
            case Requirement.PARAMETER_OR_ATTRIBUTE:
                return self._is_parameter_or_attribute(receiver)
            case Requirement.IMPORTS:
                return bool(self._imported_from(condition.module))
            case _:
                return not self._imported_from(condition.module)

    def _is_as_required(self, argument: ast.expr, condition: Condition) -> bool:
        match condition.requirement:
            case Requirement.NAMED:
                return condition.holds_for_name(_last_name(argument))
            case Requirement.LIBRARY_CALL:
                return isinstance(argument, ast.Call) and _root(argument.func) in self._imported_from("tensorflow")
            case Requirement.CLASS:
                return bool(_SESSIONS.search(self._bound_to(argument)))
            case _:
                return True

    @cached_property
    def _imports(self) -> dict[str, str]:
        """The full names of modules and other names that the file imports, by the name that it binds."""
        names: dict[str, str] = {}
        for node in self._nodes:
            if isinstance(node, ast.Import):
                names |= {one.asname or one.name.partition(".")[0]: one.name for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                names |= {one.asname or one.name: f"{node.module or '.'}.{one.name}" for one in node.names}
        return names

    def _imported_from(self, module: str) -> set[str]:
        """Returns the names that the file imports from a module, or binds to it."""
        return {name for name, full in self._imports.items() if full.partition(".")[0] == module}

    @cached_property
    def _bindings(self) -> dict[str, str]:
        """The texts of the calls whose results names and attributes are bound to."""
        texts: dict[str, str] = {}
        for node in self._nodes:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                texts |= {ast.unparse(target): ast.unparse(node.value) for target in node.targets}
            elif isinstance(node, ast.withitem) and node.optional_vars is not None:
                texts[ast.unparse(node.optional_vars)] = ast.unparse(node.context_expr)
        return texts

    def _bound_to(self, node: ast.expr) -> str:
        return ast.unparse(node) if isinstance(node, ast.Call) else self._bindings.get(ast.unparse(node), "")

    def _is_parameter_or_attribute(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Attribute):
            return isinstance(node.value, ast.Name) and node.value.id == "self"
        return isinstance(node, ast.Name) and any(
            node.id in parameters and start <= node.lineno <= end for start, end, parameters in self._parameters
        )

    @cached_property
    def _parameters(self) -> list[tuple[int, int, set[str]]]:
        """The first and last line of each function, and the names of its parameters."""
        return [
            (node.lineno, node.end_lineno or 0, {one.arg for one in ast.walk(node.args) if isinstance(one, ast.arg)})
            for node in self._nodes
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]

    def _is_own(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Name | ast.Call) and re.sub(r"\(.*\)", "()", ast.unparse(node)) in _OWN

    def _is_imported(self, node: ast.expr) -> bool:
        """Returns whether an expression is an imported name or, by its spelling, a module or class below one."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self._imports


def _receiver(call: ast.Call) -> ast.expr:
    return call.func.value if isinstance(call.func, ast.Attribute) else call.func


def _argument(place: ArgumentPlace, call: ast.Call) -> ast.expr | None:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if place.keyword in keywords:
        return keywords[place.keyword]
    before = call.args[: (place.position or 0) + 1]
    if place.position is None or len(before) <= place.position or any(isinstance(one, ast.Starred) for one in before):
        return None
    return before[place.position]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def hits(folder: Path, signs: dict[str, list[UseSign]]) -> Iterator[Hit]:
    """Yields the hits in all files of a folder.

    Args:
        folder: the folder with one folder for each package.
        signs: the signs by method.
    """
    patterns = [rf"\.\s*{method}\s*\(" for method in signs if method != ANY_METHOD]
    patterns += [rf"\b{place.keyword}\s*=" for sign in signs.get(ANY_METHOD, ()) for place, _ in sign.arguments]
    mention = re.compile("|".join(patterns).encode())
    for file in sorted(folder.rglob("*.py")):
        source = file.read_bytes()
        tree = _parse(source) if mention.search(source) else None
        if tree is not None:
            name = file.relative_to(folder).as_posix()
            for sign, call in SourceFile(tree).hits(signs):
                yield Hit(sign, f"{name}:{call.func.end_lineno}", " ".join(ast.unparse(call).split()))


def _parse(source: bytes) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError):
            return None


def main() -> int:
    """Runs the tool; returns its exit code: 1 if the data file's last column is outdated."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpora; missing packages are fetched")
    parser.add_argument("--show", nargs="+", default=(), metavar="METHOD", help="print the hits of these methods")
    options = parser.parse_args()
    fetch(options.folder, CORPORA)
    signs = load_use_signs()
    counts = {sign: dict.fromkeys(CORPORA, 0) for group in signs.values() for sign in group}
    for corpus in CORPORA:
        for hit in hits(options.folder / corpus, signs):
            counts[hit.sign][corpus] += 1
            if hit.sign.method in options.show:
                print(f"{corpus}/{hit.place}: {hit.text}")
    outdated = False
    for sign, measured in counts.items():
        is_current = [one.hits for one in sign.measured] == [*measured.values()]
        outdated |= not is_current
        figures = " ".join(f"{corpus}: {number}" for corpus, number in measured.items())
        print(f"{sign.text}: {figures}{'' if is_current else ' (the data file says something else)'}")
    return int(outdated)


if __name__ == "__main__":
    sys.exit(main())
