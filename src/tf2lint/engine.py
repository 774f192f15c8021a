"""Checks one source: parses it, looks at it once, and asks the rules about what was found."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tf2lint.model import Finding, Settings, Severity, Span, UseKind
from tf2lint.prefilter import mentions_tensorflow
from tf2lint.registry import UsedName, rules
from tf2lint.rules import tf001_syntax_error
from tf2lint.spans import node_of_symbol
from tf2lint.symbols import table_for
from tf2lint.syntax import parse
from tf2lint.text import Lines
from tf2lint.world import Workspace

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from tf2lint.entries import Lookup
    from tf2lint.model import Use
    from tf2lint.registry import Problem, Rule
    from tf2lint.symbols import Table
    from tf2lint.values import Symbol


@dataclass(frozen=True, slots=True)
class Result:
    """What a check of one file gives.

    Attributes:
        findings: in the order of the text.
        uses_tensorflow: whether the file has anything to do with TensorFlow.
        names_resolved: how many uses of library names were understood, if they were counted.
        names_unresolved: how many choose a name at run time, and so were not.
    """

    findings: tuple[Finding, ...] = ()
    uses_tensorflow: bool = False
    names_resolved: int = 0
    names_unresolved: int = 0


class Verdict(NamedTuple):
    """What a rule says of a name."""

    used: UsedName
    rule: Rule
    problem: Problem


class Engine:
    """Checks files, one after another, with the same settings.

    Args:
        settings: what to report, and for which target version.
        workspace: the project that the files belong to; None for one that finds
            imported files by their path.

    Raises:
        UnknownVersionError: the table knows nothing of the target version.
    """

    def __init__(self, settings: Settings | None = None, workspace: Workspace | None = None) -> None:
        self.settings = settings or Settings()
        self.table: Table = table_for(self.settings.target)
        self.workspace = workspace or Workspace(self.table)
        self.rules = [rule for rule in rules() if self._is_on(rule)]
        self._verdicts: dict[tuple[Symbol, UseKind], Verdict | None] = {}
        self._quiet: dict[tuple[Symbol, str, bool], bool] = {}

    def _is_on(self, rule: Rule) -> bool:
        selected = rule.code.startswith(self.settings.select) if self.settings.select else rule.default
        return selected and not (self.settings.ignore and rule.code.startswith(self.settings.ignore))

    def check(self, source: str, path: str, tree: ast.Module | None = None, *, count: bool = True) -> Result:
        """Checks one file.

        Args:
            source: its text.
            path: where it is, for messages and to find what it imports.
            tree: its syntax, if it has been parsed already.
            count: whether to count the names as well, which takes a look at those that are in order.

        Raises:
            SyntaxError: Python's parser refuses the source.
        """
        if not mentions_tensorflow(source):
            return Result()
        tree = tree or parse(source, path)
        with _no_garbage_collection():
            frame = self.workspace.analyse(tree, source, path, None if count else self._is_quiet)
            uses = frame.uses()
            lines = Lines(source)
            findings = sorted(
                (finding for use in uses for finding in self._judge(use, path, lines)),
                key=lambda finding: (finding.span.line, finding.span.column, finding.code),
            )
            result = Result(tuple(findings), bool(uses), len(uses), len(frame.unresolved))
            frame.close()
        return result

    def _judge(self, use: Use, path: str, lines: Lines) -> Iterator[Finding]:
        """The finding about one use: there is one if every way of understanding it is a problem."""
        if not use.certain:
            return
        verdicts = []
        for symbol in use.symbols:
            verdict = self._verdict(symbol, use.kind)
            if verdict is None or not (verdict.rule.default or len(use.symbols) == 1):
                return
            verdicts.append(verdict)
        used, rule, problem = verdicts[0]
        if _says_nothing_new(use, used.lookup, rule.severity):
            return
        span = lines.span(node_of_symbol(use.node, used.lookup))
        yield Finding(
            rule.code, rule.name, rule.severity, problem.message, path, span, used.symbol, problem.replacements
        )

    def _is_quiet(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        """Whether nothing is to be said of a symbol's member, such as `.nn.relu`, and no condition can hang on it."""
        key = symbol, attributes, is_called
        if key not in self._quiet:
            self._quiet[key] = self._works(symbol, attributes, is_called)
        return self._quiet[key]

    def _works(self, symbol: Symbol, attributes: str, is_called: bool) -> bool:
        for attribute in attributes.split(".")[1:]:
            if symbol.constant is not None or not attribute:
                return False
            symbol = symbol.member(attribute)
        lookup = self.workspace.lookup(symbol)
        if symbol.constant is not None or lookup is None or lookup.entry.kind == "m" or lookup.import_only:
            return False
        # A function or class that is not called may be what a name holds, which is true in a condition; and what is
        # gone decides a guard, whether a rule for it is selected or not.
        if self.workspace.exists(symbol) is False or not (is_called or not self.workspace.is_definition(symbol)):
            return False
        return self._verdict(symbol, UseKind.LOAD) is None

    def _verdict(self, symbol: Symbol, kind: UseKind) -> Verdict | None:
        """What the rules say of a symbol, which is the same for each use of one kind."""
        key = symbol, kind
        if key not in self._verdicts:
            self._verdicts[key] = self._first_problem(symbol, kind)
        return self._verdicts[key]

    def _first_problem(self, symbol: Symbol, kind: UseKind) -> Verdict | None:
        lookup = self.workspace.lookup(symbol)
        if lookup is None:
            return None
        shown, name = self.workspace.shown(symbol, lookup), self.workspace.name_from_tf(lookup)
        used = UsedName(shown, name, lookup, kind, self.table.target)
        for rule in self.rules:
            problem = rule.name_check(used) if rule.name_check is not None else None
            if problem is not None:
                return Verdict(used, rule, problem)
        return None


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Nothing to collect is left behind, see `Frame.close`: looking for it among a host's trees only takes time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _says_nothing_new(use: Use, lookup: Lookup, severity: Severity) -> bool:
    """Whether a use is just a variable, and the place where it was bound says it all.

    That is so where it holds a library's module or value, or the member of a
    class (each `FLAGS.x` after `FLAGS = tf.flags.FLAGS`), and where it works as
    it is. A function or class that is gone has to be changed in each call.
    """
    if use.kind is UseKind.IMPORT or lookup.missing:
        return False
    if use.spelled == len(lookup.rest):
        # What is called was no module: its package has a function of the same name.
        is_held = lookup.entry.kind == "v" or (lookup.entry.kind == "m" and not use.called)
        return is_held or severity is not Severity.ERROR
    return use.spelled < len(lookup.rest)


def unparsable(error: SyntaxError, path: str) -> Result:
    """The result for a file that can't be checked: one finding that says so.

    Args:
        error: why Python's parser refuses the file.
        path: the file.
    """
    rule = tf001_syntax_error.rule
    line, column = error.lineno or 1, error.offset or 1
    span = Span(line, max(column, 1), error.end_lineno or line, max(error.end_offset or column, column, 1))
    message = tf001_syntax_error.message(error.msg)
    return Result((Finding(rule.code, rule.name, rule.severity, message, path, span),))
