"""Runs the rules on a file's references and calls and collects their diagnostics."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from tf2lint.linting.argument_objects import objects_in, symbols_of
from tf2lint.linting.call_advice import CallAdvice
from tf2lint.linting.compat_names import CompatNames
from tf2lint.linting.construct_fixes import ConstructFixes
from tf2lint.linting.covered_diagnostics import uncovered, without_repeated_calls
from tf2lint.linting.deferred_results import is_run_later
from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.execution_context import (
    attribute_of,
    block_of,
    body_of,
    is_unnamed_context,
    runs_each_time,
    traced,
)
from tf2lint.linting.file_syntax import FileSyntax
from tf2lint.linting.graph_code import GraphCode
from tf2lint.linting.key_lookups import key_lookup
from tf2lint.linting.local_values import LocalValues
from tf2lint.linting.model_uses import ModelUses
from tf2lint.linting.rule_context import (
    ChangedCall,
    ClassContext,
    ImportedPackage,
    ImpureCall,
    Iteration,
    LibraryCall,
    ObjectUse,
)
from tf2lint.linting.stored_results import stored_result_of
from tf2lint.linting.tensor_dtypes import TensorDtypes
from tf2lint.linting.tensor_ranks import TensorRanks
from tf2lint.linting.tf1_source import is_tf1_source
from tf2lint.model import Severity
from tf2lint.resolver import ReferenceKind
from tf2lint.rewriting import CallRewriter
from tf2lint.source import symbol_node
from tf2lint.table import NO_SIGNATURE
from tf2lint.typestate import user_class_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tf2lint.linting.event_runner import EventRunner
    from tf2lint.linting.hidden_findings import HiddenFindings
    from tf2lint.linting.problem import Problem
    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_index import RuleIndex
    from tf2lint.project import Analysis, Program, ProjectContext
    from tf2lint.resolver import AnalysisState, Body, FlagOccurrence, Origins, Reference, Symbol
    from tf2lint.table import Lookup

Subject = TypeVar("Subject")
_KERAS: Final = "keras."
#: Kinds of references where no name is written.
_UNNAMED: Final = (
    ReferenceKind.COMPARED, ReferenceKind.HASHED,
    ReferenceKind.IMPURE, ReferenceKind.INDIRECT, ReferenceKind.ITERATED, ReferenceKind.KEY,
)  # fmt: skip
_OBJECT_USES: Final = (ReferenceKind.COMPARED, ReferenceKind.HASHED)


class _File(NamedTuple):
    """The file being checked: the nodes of its library names, its program, its bodies of code, what names hold.

    `ranks` returns the number of dimensions of an expression; None if it is unknown. `models` tells what the file does
    with its models.
    """

    names: frozenset[ast.AST]
    program: Program
    bodies: Iterable[Body]
    values: LocalValues
    ranks: TensorRanks
    models: ModelUses


class RuleRunner:
    """Runs the rules on a file.

    Args:
        context: the libraries, and the classes of other modules.
        index: the rules.
        events: runs the rules that check events.
        with_fixes: whether diagnostics have fixes.
    """

    def __init__(
        self, context: ProjectContext, index: RuleIndex, events: EventRunner, *, with_fixes: bool = True
    ) -> None:
        self._libraries, self._definitions = context.libraries, context.answers.definitions
        self._index = index
        self._events = events
        self._rewriter = CallRewriter(context.libraries)
        self._with_fixes = with_fixes

    def diagnostics(
        self, analysis: Analysis, program: Program, source: str, hidden: HiddenFindings
    ) -> list[Diagnostic]:
        """Returns the diagnostics of one file.

        Args:
            analysis: the analysis of the file.
            program: its program.
            source: its text.
            hidden: what the caller does not show, so that it covers nothing.
        """
        values = LocalValues(analysis.state.bodies.values(), analysis.state.mention_index)
        syntax = FileSyntax(analysis.state)
        ranks = TensorRanks(self._rewriter.libraries, analysis.state, syntax)
        found = self._found(analysis, program, values, ranks, source)
        reported = [diagnostic for diagnostic in found if not hidden.contains(diagnostic)]
        state = analysis.state
        derives, class_name = partial(self._derives, state), self._index.class_name
        is_tf1, is_interface = partial(is_tf1_source, program), program.is_interface
        advice = CallAdvice(
            self._rewriter, state, source, syntax, derives, class_name, values, ranks, program, is_tf1,
            is_interface=is_interface, with_fixes=self._with_fixes,
        )  # fmt: skip
        kept = [
            diagnostic if diagnostic.rule.code in hidden.codes else advice.applied(diagnostic)
            for diagnostic in uncovered(found, reported)
            if not hidden.has_move(diagnostic)
        ]
        kept = [
            _with_origin(diagnostic, analysis.origins) if _is_about_object(diagnostic) else diagnostic
            for diagnostic in kept
        ]
        if self._with_fixes:
            kept = ConstructFixes(state, source, syntax, self._index, advice, program).applied(kept)
        advice.close()
        syntax.close()
        return without_repeated_calls(kept)

    def _found(
        self, analysis: Analysis, program: Program, values: LocalValues, ranks: TensorRanks, source: str
    ) -> list[Diagnostic]:
        """Returns the diagnostics of the rules that are on, also of those that others cover."""
        state = analysis.state
        references = state.references()
        named = [reference for reference in references if reference.kind not in _UNNAMED]
        file = _File(
            frozenset(reference.node for reference in named if reference.certain),
            program,
            state.bodies.values(),
            values,
            ranks,
            ModelUses(state),
        )
        found = self._check_references(references, file)
        found += [diagnostic for flag in analysis.flag_occurrences for diagnostic in self._check_flag(flag, file.names)]
        found += self._check_classes(state, program)
        found += [
            diagnostic
            for reference in named
            if reference.kind is ReferenceKind.IMPORT
            for diagnostic in self._check_import(reference)
        ]
        found += self._events.diagnostics(state, program)
        found += [diagnostic for reference in named for diagnostic in self._check_name(reference, program)]
        if any(diagnostic.problem.compat is not None for diagnostic in found):
            module = FileSyntax(state).module
            names = CompatNames(self._libraries, self._index, references, program, module, source)
            found = list(names.reported(found))
        graph_code = GraphCode(state.bodies.values())
        return [
            diagnostic
            for diagnostic in found
            if self._index.is_on(diagnostic.rule)
            and not (diagnostic.problem.works_in_graph and _is_in_graph(diagnostic, graph_code))
            and not (diagnostic.problem.raises and _is_guarded(diagnostic))
        ]

    def _derives(self, state: AnalysisState, node: ast.ClassDef, name: str) -> bool:
        """Returns whether a class of the file derives from a library class, given its name below `tf`."""
        info = state.classes.get(node)
        return info is not None and name in user_class_of(info, self._index.name_below_tf, self._definitions).bases

    def _check_references(self, references: Iterable[Reference], file: _File) -> list[Diagnostic]:
        """Returns the diagnostics for calls, loops, lookups and comparisons of what references refer to."""
        by_kind: dict[ReferenceKind, list[Reference]] = {}
        for reference in references:
            by_kind.setdefault(reference.kind, []).append(reference)
        called = [r for r in references if r.call is not None and r.kind is not ReferenceKind.IMPURE]
        found = [diagnostic for reference in called for diagnostic in self._check_call(reference, file)]
        found += [change for r in called for change in self._check_argument_changes(r, file.program)]
        for reference in by_kind.get(ReferenceKind.ITERATED, []):
            found += self._check_iteration(reference)
        for reference in by_kind.get(ReferenceKind.KEY, []):
            found += self._check_key(reference, file)
        known = {(diagnostic.rule, diagnostic.node) for diagnostic in found}
        uses = [r for r in references if r.kind in _OBJECT_USES]
        found += [use for r in uses for use in self._check_use(r, file) if (use.rule, use.node) not in known]
        for reference in by_kind.get(ReferenceKind.IMPURE, []):
            found += self._check_impure_call(reference, file)
        return found

    # --- names ------------------------------------------------------------------

    def _check_name(self, reference: Reference, program: Program) -> Iterator[Diagnostic]:
        """Yields the diagnostic for a reference, if every symbol that it may refer to is a problem."""
        verdicts = (
            [self._index.verdict(symbol, reference.kind) for symbol in reference.symbols] if reference.certain else []
        )
        if any(verdict and verdict.problem.applies for verdict in verdicts):
            verdicts = [verdict and verdict.in_program(program) for verdict in verdicts]
        first = verdicts[0] if verdicts else None
        if first is None or not all(v and (v.rule.default or len(verdicts) == 1) for v in verdicts):
            return
        if not _is_redundant(reference, first.referenced.lookup, first.rule.severity):
            node = symbol_node(reference.node, first.referenced.lookup)
            problem = first.problem
            if _assigns_member(reference, first.referenced.lookup) and Severity.WARNING in first.rule.severities:
                problem = problem._replace(severity=Severity.WARNING)
            yield Diagnostic(first.rule, problem, node, first.referenced.symbol, reference, is_about_name=True)

    # --- calls ------------------------------------------------------------------

    def _check_call(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """Yields the diagnostics of the rules that report a problem for every symbol that may be called."""
        if not reference.certain or reference.call is None:
            return
        first, *others = reference.symbols
        for rule in self._index.call_rules(first):
            problems = self._check_callee(rule, first, reference.call, file)
            if all(self._check_callee(rule, other, reference.call, file) for other in others):
                for problem in problems:
                    node, name = problem.node or reference.call, self._index.name_from_tf(first)
                    yield Diagnostic(rule, problem, node, name, reference)

    def _check_callee(self, rule: Rule, symbol: Symbol, node: ast.Call, file: _File) -> list[Problem]:
        """Returns the problems that a rule reports for a call, if the symbol is what is called."""
        is_relevant = rule in self._index.call_rules(symbol)
        call = self._call(symbol, node, file) if is_relevant else None
        return list(rule.call_check(call)) if call is not None and rule.call_check is not None else []

    def _call(self, symbol: Symbol, node: ast.Call, file: _File) -> LibraryCall | None:
        referenced = self._index.referenced(symbol, ReferenceKind.LOAD)
        if referenced is None:
            return None
        name, method = referenced.lookup.entry.name, referenced.lookup.method
        if method:
            name = self._index.method_name(name, method)
            referenced = referenced._replace(label=f"{referenced.label}.{method}")
        signature = self._libraries.signature(symbol) or NO_SIGNATURE
        member = partial(self._libraries.table.member, referenced.lookup.entry.name)

        def enclosing_code() -> str:
            return runs_each_time(body_of(file.bodies, node), node, self._index.name_below_tf)

        attribute = partial(attribute_of, file.bodies, node)
        bound_value = partial(file.values.of, node)

        def referenced_names(argument: ast.expr) -> frozenset[str]:
            return frozenset(map(self._index.member_name, symbols_of(file.bodies, argument)))

        def classes(argument: ast.expr) -> frozenset[str]:
            objects = objects_in(file.values, node, argument, self._libraries, file.values.references)
            return frozenset(map(self._index.class_name, objects))

        def is_receiver(argument: ast.expr) -> bool:
            body = body_of(file.bodies, node) if isinstance(argument, ast.Name) else None
            return body is not None and isinstance(argument, ast.Name) and body.is_receiver(argument.id)

        user_class = partial(user_class_of, name_of=self._index.name_below_tf, definitions=self._definitions)
        return LibraryCall(
            referenced,
            name,
            node,
            signature,
            file.names,
            member,
            file.program,
            enclosing_code,
            attribute,
            partial(is_unnamed_context, file.bodies, node),
            bound_value,
            partial(file.values.returned, node),
            partial(is_run_later, file.bodies, node),
            referenced_names,
            classes,
            partial(stored_result_of, file.bodies, node, user_class),
            is_receiver,
            file.ranks.of,
            partial(TensorDtypes(file.values, file.ranks.names_in_tf1).kind, node),
            partial(block_of, file.bodies, node),
            file.models,
        )

    def _check_argument_changes(self, reference: Reference, program: Program) -> Iterator[Diagnostic]:
        """Yields the diagnostics for the arguments of a call, if it calls one symbol whose parameters changed."""
        if reference.call is None or len(reference.symbols) != 1 or not reference.certain:
            return
        comparison = self._libraries.signature_diff(reference.symbols[0])
        changes = comparison.changes(reference.call) if comparison is not None else []
        referenced = self._index.referenced(reference.symbols[0], ReferenceKind.LOAD) if changes else None
        if (
            referenced is not None
            and comparison is not None
            and comparison.method
            and not referenced.lookup.entry.is_member
        ):
            referenced = referenced._replace(label=f"{referenced.label}.{comparison.method}")
        for change in changes if referenced is not None else ():
            for rule in self._index.rules:
                if rule.changed is change.kind and rule.change_check is not None and referenced is not None:
                    problem = rule.change_check(ChangedCall(referenced, change, program))
                    if problem is not None:
                        node = change.argument.node if change.argument is not None else reference.call.func
                        yield Diagnostic(rule, problem, problem.node or node, referenced.symbol, reference)

    def _check_iteration(self, reference: Reference) -> Iterator[Diagnostic]:
        """Yields the diagnostics for an iteration over a function's result, if all possible functions are a problem."""
        callees = (
            [self._index.referenced(symbol, ReferenceKind.LOAD) for symbol in reference.symbols]
            if reference.certain
            else []
        )
        for rule in self._index.rules:
            if rule.iteration_check is None or not isinstance(reference.node, ast.expr | ast.stmt):
                continue
            problems = [
                rule.iteration_check(Iteration(callee, reference.node)) if callee is not None else None
                for callee in callees
            ]
            problem = problems[0] if problems and all(problems) else None
            if problem is not None and callees[0] is not None:
                yield Diagnostic(rule, problem, problem.node or reference.node, callees[0].symbol, reference)

    def _check_key(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """Yields the diagnostics for a lookup of a constant key in one dictionary of the library."""
        lookup = key_lookup(reference, file.bodies, self._index.dictionary, file.program) if reference.certain else None
        if lookup is not None:
            for rule, problem in self._problems(lambda rule: rule.key_check, lookup):
                yield Diagnostic(rule, problem, problem.node or lookup.node, None, reference)

    def _check_use(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """Yields the diagnostics for an object that is hashed or compared, if each possible one is a problem."""
        node, is_hashed = reference.node, reference.kind is ReferenceKind.HASHED
        body = next(body for body in file.bodies if body.references.get(node) is reference)
        owners = list(map(self._index.class_name, reference.symbols))
        uses = [ObjectUse(owner, node, file.program, body.node) for owner in owners if isinstance(node, ast.expr)]
        for rule in self._index.rules:
            check = rule.hash_check if is_hashed else rule.comparison_check
            problems = [check(use) for use in uses] if check is not None else []
            if problems and problems[0] is not None and all(problems):
                yield Diagnostic(rule, problems[0], node, None, reference)

    def _check_impure_call(self, reference: Reference, file: _File) -> Iterator[Diagnostic]:
        """Yields the diagnostics for a call of an impure function in traced code."""
        enclosing_code = (
            traced(body_of(file.bodies, reference.call), self._index.name_below_tf)
            if reference.call is not None
            else ""
        )
        call = ImpureCall(reference.symbols[0].name, enclosing_code)
        for rule, problem in self._problems(lambda rule: rule.impure_check, call) if enclosing_code else ():
            yield Diagnostic(rule, problem, reference.node, None)

    def _check_classes(self, state: AnalysisState, program: Program) -> Iterator[Diagnostic]:
        """Yields the diagnostics for the classes of the program that derive from library classes."""
        checks = [
            (rule, rule.class_check)
            for rule in self._index.rules
            if rule.class_check is not None
            and (rule.class_pattern is None or state.mention_index.matches(rule.class_pattern))
        ]
        skipped = frozenset(statement for branch in state.skipped_branches.values() for statement in branch)
        for info in state.classes.values():
            is_base = state.mention_index.is_base(info.node.name)
            user_class = user_class_of(info, self._index.name_below_tf, self._definitions, is_base=is_base)
            context = ClassContext(user_class, self._libraries.table.target, program, skipped)
            for rule, check in checks if user_class.bases else ():
                for problem in check(context):
                    yield Diagnostic(rule, problem, problem.node or info.node, None)

    def _check_import(self, reference: Reference) -> Iterator[Diagnostic]:
        """Yields the diagnostics for an import of a package that does not work with the target version."""
        package = self._libraries.dead_package(reference.symbols[0]) if reference.certain else None
        target = self._libraries.table.target
        if package is not None:
            for rule, problem in self._problems(lambda rule: rule.package_check, ImportedPackage(package, target)):
                yield Diagnostic(rule, problem, reference.node, None)

    def _check_flag(self, flag: FlagOccurrence, names: frozenset[ast.AST]) -> Iterator[Diagnostic]:
        """Yields the diagnostics for a parameter or argument with a flag; they cover the library names in it."""
        for rule, problem in self._problems(lambda rule: rule.flag_check, flag):
            covers = tuple(node for node in ast.walk(flag.value) if node in names) if flag.value else ()
            yield Diagnostic(rule, problem._replace(covers=covers), flag.node, None)

    def _problems(
        self, check_of: Callable[[Rule], Callable[[Subject], Problem | None] | None], subject: Subject
    ) -> Iterator[tuple[Rule, Problem]]:
        """Yields the problems that the checks of one kind report for a subject, with their rules."""
        for rule in self._index.rules:
            check = check_of(rule)
            problem = check(subject) if check is not None else None
            if problem is not None:
                yield rule, problem


def _is_in_graph(diagnostic: Diagnostic, graph_code: GraphCode) -> bool:
    return diagnostic.reference is not None and graph_code.contains(diagnostic.reference.node)


def _is_guarded(diagnostic: Diagnostic) -> bool:
    return diagnostic.reference is not None and diagnostic.reference.is_guarded


def _is_about_object(diagnostic: Diagnostic) -> bool:
    reference = diagnostic.reference
    return reference is not None and reference.symbols[0].is_object


def _with_origin(diagnostic: Diagnostic, origins: Origins) -> Diagnostic:
    """Returns a diagnostic with the place that shows what its reference refers to, if another one does."""
    origin = origins.of(diagnostic.reference) if diagnostic.reference is not None else None
    if origin is None:
        return diagnostic
    problem = diagnostic.problem
    return diagnostic._replace(problem=problem._replace(related=(*problem.related, origin)))


def _assigns_member(reference: Reference, lookup: Lookup) -> bool:
    """Returns whether a reference assigns a member of an object, which raises no error even if it has no effect."""
    node = reference.node
    return lookup.entry.is_member and isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _is_redundant(reference: Reference, lookup: Lookup, severity: Severity) -> bool:
    """Returns whether a reference is only a variable whose binding is reported already.

    That is so if it holds a library's module or value, or a member of a class (each `FLAGS.x` after
    `FLAGS = tf.flags.FLAGS`) other than one of Keras that it inherits (`self.input_shape`), or if it still works. A
    removed function or class has to be replaced at each reference.
    """
    if reference.kind is ReferenceKind.IMPORT or lookup.missing:
        return False
    name, node = lookup.entry.name, symbol_node(reference.node, lookup)
    is_inherited = isinstance(node, ast.Attribute) and name.endswith(f".{node.attr}")
    if lookup.entry.is_member and reference.call is None and not reference.written_parts:
        return not (is_inherited and severity is Severity.ERROR and name.startswith(_KERAS))
    if lookup.entry.is_member and lookup.rest and reference.written_parts <= len(lookup.rest):
        return not is_inherited  # a variable that holds the name of a tensor: name.split("/")
    if reference.written_parts == len(lookup.rest):
        # A module that is called is really a function: its package has one of the same name.
        is_reported_at_binding = lookup.entry.kind == "v" or (lookup.entry.kind == "m" and reference.call is None)
        return is_reported_at_binding or severity is not Severity.ERROR
    return reference.written_parts < len(lookup.rest)
