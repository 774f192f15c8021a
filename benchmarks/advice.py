"""Measures the advice on the programs for TensorFlow 1: how many findings on calls contain what to write.

    python benchmarks/advice.py FOLDER
    python benchmarks/advice.py FOLDER --wrong

FOLDER contains the corpus; missing packages are fetched. A finding is on a call if it is about the called expression,
or about an argument (TF601 to TF605). The call to write must parse, all names of TensorFlow in it must exist at the
target, and each call in it must bind to the signature there: all of it, with what stands in its arguments.

A finding also says completely what to do if the call is to be deleted, and the message names what to delete: the line,
the `with` statement but not its block, or the element of a list. That is only said of a call that is a statement, is
assigned, or is entered by a `with` statement, with nothing around it but what runs it. Such calls are counted apart,
and so are those whose code to write calls a function `step` that the message asks for: it says what the function
computes, of which parameters, but not how. The same goes for calls with names in their arguments for which there is
nothing to write, and of which the message says what to do about them.
"""

from __future__ import annotations

import argparse
import ast
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus import fetch

from tf2lint.engine import Engine
from tf2lint.source import Lines, parse, python_files, read_source
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.model import Finding, Span

_ARGUMENTS: Final = "TF60"
_TENSORFLOW: Final = "tensorflow"
_DEFAULT_ROOT: Final = "tf"
#: How messages begin to say what to delete, see `CallAdvice`.
_DELETIONS: Final = ("; delete this line", "; delete the `with`", "; delete what it enters here", "; leave it out")
#: How messages say what to do about a name that the target lacks.
_ABSENT: Final = ("as for {},", "there is no {}")
#: A call of the function that a message asks for.
_NEW_FUNCTION: Final = "step("


class Calls:
    """The calls in one file.

    Args:
        source: its text.
        tree: its syntax.
    """

    def __init__(self, source: str, tree: ast.Module) -> None:
        lines = Lines(source)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        self._called: set[Span] = {lines.span(call.func) for call in calls}
        aliases = [alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        self.roots = {alias.asname or alias.name for alias in aliases if alias.name == _TENSORFLOW}
        if not any(alias.asname == _DEFAULT_ROOT for alias in aliases):
            self.roots.add(_DEFAULT_ROOT)  # what is written calls TensorFlow so where the file has no name for it

    def are_about(self, finding: Finding) -> bool:
        """Returns whether a finding is on a call."""
        return finding.code.startswith(_ARGUMENTS) or finding.span in self._called


def problem(code: str, roots: set[str], message: str) -> str:
    """Returns what is wrong with the code to write; empty if nothing is.

    Args:
        code: the code.
        roots: the names of TensorFlow in the file.
        message: the message, which may say what to do about names in the code.
    """
    table = table_for(None)
    try:
        tree = ast.parse(code, mode="eval")
    except SyntaxError:
        return "does not parse"
    inner = {node.value for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        name = _below_tensorflow(node, roots)
        if name and node not in inner:
            found = table.lookup(name)
            label = f"{found.entry.label}.{found.rest[0]}" if found.missing else found.entry.label
            if (found.missing or not found.entry.exists) and not is_answered(label, message):
                return f"tf.{name} does not exist"
        called = _below_tensorflow(node.func, roots) if isinstance(node, ast.Call) else ""
        signature = table.signature_now(f"tf.{called}") if called else None
        if isinstance(node, ast.Call) and signature is not None and signature.accepts(node) is False:
            return f"tf.{called} does not take the arguments"
    return ""


def is_answered(name: str, message: str) -> bool:
    """Returns whether a message says what to do about a name that the target lacks."""
    return any(words.format(name.removesuffix(".")) in message for words in _ABSENT)


def _names_absent(message: str) -> bool:
    return any(f"; {words.partition(chr(123))[0]}" in message for words in _ABSENT)


def _below_tensorflow(node: ast.AST, roots: set[str]) -> str:
    """Returns the name below TensorFlow that an attribute is; empty if it is none."""
    parts = list[str]()
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join(reversed(parts)) if isinstance(node, ast.Name) and node.id in roots else ""


def _findings(engine: Engine, package: Path) -> Iterator[tuple[str, Finding, Calls]]:
    """Yields the path, the findings, and the calls of each file of a package that Python 3 can parse."""
    for path in python_files(str(package), lambda error: print(error, file=sys.stderr)):
        source = read_source(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                findings, tree = engine.check(source, path).findings, parse(source, path)
            except SyntaxError:
                continue
        calls = Calls(source, tree) if findings else None
        for finding in findings:
            if calls is not None:
                yield path, finding, calls


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpus")
    parser.add_argument("--wrong", action="store_true", help="print the calls to write that have a problem")
    options = parser.parse_args()
    engine = Engine()
    all_findings, on_calls, written, shown, right, deleted, asked, named = (Counter[str]() for _ in range(8))
    messages, lines = set[str](), set[tuple[str, int]]()
    for package in fetch(options.folder.resolve(), ["tf1"])["tf1"]:
        for path, finding, calls in _findings(engine, package):
            all_findings[finding.code] += 1
            messages.add(finding.message)
            lines.add((path, finding.span.line))
            on_calls[finding.code] += calls.are_about(finding)
            if finding.rewritten is None or not calls.are_about(finding):
                continue
            written[finding.code] += 1
            if not finding.rewritten.code:
                is_named = any(words in finding.message for words in _DELETIONS)
                for counts in (shown, right, deleted):
                    counts[finding.code] += is_named
                continue
            asked[finding.code] += _NEW_FUNCTION in finding.rewritten.code
            shown[finding.code] += finding.rewritten.code in finding.message
            wrong = problem(finding.rewritten.code, calls.roots, finding.message)
            named[finding.code] += _names_absent(finding.message)
            right[finding.code] += not wrong
            if wrong and options.wrong:
                print(f"{path}:{finding.span.line}: {finding.code} {wrong}: {finding.rewritten.code}")
    heads = ("findings", "on calls", "complete", "whole", "bind", "delete", "function", "argument")
    columns = (all_findings, on_calls, written, shown, right, deleted, asked, named)
    print(f"{'':6}{''.join(f'{head:>10}' for head in heads)}")
    for code in sorted(all_findings):
        figures = (counts[code] for counts in columns)
        print(f"{code:6}{''.join(f'{figure:>10}' for figure in figures)}")
    totals = [counts.total() for counts in columns]
    print(f"{'all':6}{''.join(f'{total:>10}' for total in totals)}")
    print(f"{'%':6}{'':20}{''.join(f'{100 * total / max(1, totals[1]):>10.1f}' for total in totals[2:])}")
    print(f"{len(messages)} distinct messages; {totals[0] / max(1, len(lines)):.3f} findings per line")
    return 0


if __name__ == "__main__":
    sys.exit(main())
