"""Counts the uses of names that the target lacks in the corpora, and what there is to write instead of each.

    python benchmarks/removed_names.py FOLDER
    python benchmarks/removed_names.py FOLDER --top 500 --without

FOLDER contains the corpora; missing packages are fetched. Names of the same object of TensorFlow 1 count as one. The
columns: how often programs use the name, how often they call it, how many of these calls have a rewrite with their own
arguments, and what the table has: `rewrite` (a line in data/rewrites/), `renamed`, or the reason why there is none.
"""

from __future__ import annotations

import argparse
import ast
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import fetch

from tf2lint.engine import Engine
from tf2lint.resolver import ReferenceKind
from tf2lint.rewriting import CallRewriter
from tf2lint.source import parse, python_files, read_source
from tf2lint.table import Area, Outcome, Safety, TensorFlowTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.project import Libraries
    from tf2lint.resolver import Reference


class Counts:
    """The uses of removed names.

    Attributes:
        uses: how often each name is used.
        calls: how often it is called.
        rewritten: how many of these calls have a rewrite.
        unwritten: for each name, some calls without one.
    """

    def __init__(self) -> None:
        self.engine = Engine()
        self.libraries: Libraries = self.engine.workspace.context.libraries
        self.table: TensorFlowTable = self.libraries.table
        self._rewriter = CallRewriter(self.libraries)
        self.uses: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.rewritten: Counter[str] = Counter()
        self.unwritten: dict[str, list[str]] = {}

    def add(self, path: str) -> None:
        """Adds the uses in a file; files that Python 3 cannot parse are skipped."""
        source = read_source(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = parse(source, path)
            except SyntaxError:
                return
        workspace = self.engine.workspace
        state = workspace.analyze(tree, source, path, workspace.context.relevance.is_irrelevant).state
        for reference, name in self._removed(state.references()):
            self.uses[name] += 1
            if reference.call is not None and reference.call.func is reference.node:
                self.calls[name] += 1
                if self._rewriter.rewritten(reference.symbols[0], reference.call, by_signature=False) is not None:
                    self.rewritten[name] += 1
                else:
                    self.unwritten.setdefault(name, []).append(" ".join(ast.unparse(reference.call).split()))
        state.close()

    def _removed(self, references: list[Reference]) -> Iterator[tuple[Reference, str]]:
        for reference in references:
            if not reference.certain or reference.kind is ReferenceKind.IMPORT or len(reference.symbols) != 1:
                continue
            lookup = self.libraries.lookup(reference.symbols[0])
            if lookup is None or lookup.entry.exists or lookup.entry.kind == "m" or lookup.entry.is_member:
                continue
            if lookup.entry.area is not Area.LIBRARY and not lookup.rest and not lookup.missing:
                yield reference, self._main_name(lookup.entry.name)

    def _main_name(self, name: str) -> str:
        """Returns the removed name that counts for all names of the same object: the shortest one, core first."""
        names = [other for other in self.table.names_in_tf1(name) if not self.table.lookup(other).entry.exists]
        return min(names or [name], key=lambda other: (other.startswith("contrib"), other.count("."), other))

    def answer(self, name: str) -> str:
        """Returns what the table has to write instead of a call of a name."""
        rewrites = self.table.rewrites_of(name)
        if any(rewrite.safety is not Safety.NONE for rewrite in rewrites):
            return "rewrite"
        if rewrites and rewrites[-1].safety is Safety.NONE:
            return f"none: {rewrites[0].note}"
        outcome = self.table.lookup(name).entry.outcome
        return str(outcome) if outcome in (Outcome.RENAMED, Outcome.COMPAT) else "-"


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder of the corpora")
    parser.add_argument("--top", type=int, default=300, metavar="N", help="how many names to show; default: 300")
    parser.add_argument("--without", action="store_true", help="show some calls that have no rewrite")
    options = parser.parse_args()
    counts = Counts()
    for packages in fetch(options.folder.resolve()).values():
        for package in packages:
            for path in python_files(str(package), lambda error: print(error, file=sys.stderr)):
                counts.add(path)
    shown = counts.uses.most_common(options.top)
    for name, uses in shown:
        calls, rewritten = counts.calls[name], counts.rewritten[name]
        print(f"{uses:6} {calls:6} {rewritten:6}  tf.{name}  {counts.answer(name)}")
        for call in counts.unwritten.get(name, ())[:3] if options.without else ():
            print(f"{'':22}{call[:160]}")
    answered = [uses for name, uses in shown if counts.answer(name) != "-"]
    total = counts.uses.total()
    print(f"{len(counts.uses)} names, {total} uses; the first {len(shown)} have {sum(uses for _, uses in shown)} uses")
    share = 100 * sum(answered) / max(1, total)
    print(f"{len(answered)} of these have a new name, a rewrite, or a reason: {share:.1f} % of all uses")
    print(f"{counts.calls.total()} calls, {counts.rewritten.total()} rewritten")
    return 0


if __name__ == "__main__":
    sys.exit(main())
