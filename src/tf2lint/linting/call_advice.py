"""Replaces the advice about a call by what to write instead of it, with the call's own arguments."""

from __future__ import annotations

import ast
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from tf2lint.linting.arg_scopes import ArgScopes
from tf2lint.linting.argument_objects import objects_in
from tf2lint.linting.call_site import Site
from tf2lint.linting.file_calls import FileCalls
from tf2lint.linting.fix_builder import WITH, FixBuilder
from tf2lint.linting.inner_rewrites import InnerRewrites
from tf2lint.linting.name_fixes import NameFixes
from tf2lint.linting.tensor_dtypes import TensorDtypes
from tf2lint.model import SAFE, UNSAFE, Rewritten
from tf2lint.resolver import ReferenceKind
from tf2lint.rewriting import CallRewriter, SourceTexts, code, code_and_shown, is_same
from tf2lint.table import ChangeKind, Root, Safety

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.linting.file_syntax import FileSyntax
    from tf2lint.linting.local_values import LocalValues
    from tf2lint.linting.tensor_ranks import TensorRanks
    from tf2lint.model import Fix
    from tf2lint.project import Program
    from tf2lint.resolver import AnalysisState, Reference, Symbol
    from tf2lint.rewriting import RewrittenCall

#: The changes of parameters for which the signatures tell what to write.
_BY_SIGNATURE: Final = (ChangeKind.RENAMED, ChangeKind.REMOVED, ChangeKind.MOVED)


class CallAdvice:
    """Rewrites the calls that the diagnostics of one file are about.

    Args:
        rewriter: rewrites calls at the target.
        state: the final state of the file's analysis.
        source: the text of the file.
        syntax: its syntax.
        derives: returns whether a class of the file derives from a library class, given its name below `tf`.
        class_name: returns the class of an object, below `tf`.
        values: what the names of the file are bound to.
        ranks: how many dimensions its tensors have.
        program: the program of the file.
        is_tf1: returns whether the file is written for TensorFlow 1.
        is_interface: whether other modules may use what the file imports.
        with_fixes: whether diagnostics have fixes.
    """

    def __init__(
        self,
        rewriter: CallRewriter,
        state: AnalysisState,
        source: str,
        syntax: FileSyntax,
        derives: Callable[[ast.ClassDef, str], bool],
        class_name: Callable[[Symbol], str],
        values: LocalValues,
        ranks: TensorRanks,
        program: Program,
        is_tf1: Callable[[], bool],
        *,
        is_interface: bool,
        with_fixes: bool,
    ) -> None:
        self._rewriter = rewriter
        self._state = state
        self._derives = derives
        self._class_name = class_name
        self._values = values
        self._ranks = ranks
        self._source = source
        self._syntax = syntax
        self._program = program
        self._is_tf1 = is_tf1
        self._is_interface = is_interface
        self._with_fixes = with_fixes
        self._sites: dict[ast.Call, Site] = {}

    @cached_property
    def _texts(self) -> SourceTexts:
        references = [one for one in self._references.values() if self._rewriter.may_rewrite(one.symbols)]
        nodes = [one.node if one.call is None else one.call for one in references]
        return SourceTexts(self._source, [node for node in nodes if isinstance(node, ast.expr)], self._replacement)

    @cached_property
    def _builder(self) -> FixBuilder:
        return FixBuilder(self._state, self._source, self._syntax, self._rewriter.libraries.table)

    @cached_property
    def _inner(self) -> InnerRewrites:
        rewritten = partial(self._rewritten, by_signature=True)
        root_of = self._builder.root_of
        return InnerRewrites(self._rewriter, self._references, self._file_calls, rewritten, root_of, self._is_tf1)

    @cached_property
    def _name_fixes(self) -> NameFixes:
        rewritten = partial(self._rewritten, by_signature=False)
        references = self._references.values()
        return NameFixes(
            self._rewriter, self._builder, references, rewritten, self._is_tf1, is_interface=self._is_interface
        )

    @cached_property
    def _references(self) -> dict[ast.AST, Reference]:
        return {reference.node: reference for reference in self._state.references() if reference.certain}

    @cached_property
    def _arg_scopes(self) -> ArgScopes:
        return ArgScopes(self._rewriter.libraries, next(iter(self._state.bodies)), self._references)

    @cached_property
    def _file_calls(self) -> FileCalls:
        called = [one.call for one in self._references.values() if one.call is not None]
        module = next(iter(self._state.bodies))
        dtypes = TensorDtypes(self._values, self._ranks.names_in_tf1)
        return FileCalls(
            module, self._state.mention_index, self._is_deleted, self._derives, self._classes, dtypes.kind,
            self._values.returned, self._ranks.of, self._name, called, self._names_used.__contains__, self._is_member,
            self._program,
        )  # fmt: skip

    def _site(self, call: ast.Call) -> Site:
        """Returns the code around a call."""
        if call not in self._sites:
            self._sites[call] = Site(self._file_calls, call)
        return self._sites[call]

    @cached_property
    def _names_used(self) -> frozenset[str]:
        """The members of the library that the file refers to and that a rule may report, by their names below `tf`."""
        symbols = {symbol for reference in self._references.values() for symbol in reference.symbols}
        return frozenset(map(self._rewriter.name, symbols))

    @property
    def names_of_tensorflow(self) -> list[str]:
        """What the file's top level calls TensorFlow."""
        return self._builder.names_of_tensorflow

    def written(self, call: ast.expr) -> str:
        """Returns the code to write instead of a call, on one line; empty if it stays, or that is not known."""
        return self._replacement(call)

    def close(self) -> None:
        """Breaks reference cycles so that memory is freed without the garbage collector; nothing can be asked then."""
        self.__dict__.clear()

    def applied(self, diagnostic: Diagnostic) -> Diagnostic:
        """Returns a diagnostic with what to write instead of the call that it is about, if that is known."""
        applied, reference = self._applied(diagnostic), diagnostic.reference
        kept = self._builder.by_name_in_compat(reference) if reference is not None else None
        return applied._replace(fix=kept) if kept is not None else applied

    def _applied(self, diagnostic: Diagnostic) -> Diagnostic:
        problem, reference = diagnostic.problem, diagnostic.reference
        if problem.string_end is not None:
            return diagnostic._replace(fix=self._builder.with_string_end(problem.string_end))
        if problem.insertions is not None and self._with_fixes:
            return diagnostic._replace(fix=self._builder.inserting(problem.insertions))
        if reference is None:
            return diagnostic
        if reference.call is None and diagnostic.is_about_name:
            if self._with_fixes:
                fix = diagnostic.fix or self._name_fixes.of_alias(reference) or self._name_fixes.of(reference)
                diagnostic = diagnostic._replace(fix=fix)
            is_load = reference.kind is ReferenceKind.LOAD
            return self._applied_to_name(diagnostic, reference) if problem.fact and is_load else diagnostic
        if not problem.fact:
            return diagnostic
        rewritten = self._rewritten(reference, by_signature=diagnostic.rule.changed in _BY_SIGNATURE)
        if rewritten is None:
            return diagnostic
        rewritten = rewritten._replace(pieces=self._inner.with_constants(rewritten.pieces))
        root = self._builder.root_of(reference)
        notes = [code_and_shown(pieces, root, self._texts) for pieces in rewritten.notes]
        note = "; ".join(whole for whole, _ in notes)
        whole, shown = code_and_shown(rewritten.pieces, root, self._texts)
        if problem.compat is not None and whole and is_same(ast.parse(whole, mode="eval").body, reference.call):
            return diagnostic  # nothing takes its place
        what = f"write {shown}" if whole else self._deletion(reference)
        clause = "; ".join([what, *(shown_note for _, shown_note in notes), *self._inner.notes(rewritten.pieces)])
        written = Rewritten(whole, SAFE if rewritten.safety is Safety.SAFE else UNSAFE, note)
        problem = problem._replace(message=f"{problem.fact}; {clause}")
        fix = self._fix(reference, rewritten, note) if self._with_fixes else None
        return diagnostic._replace(problem=problem, rewritten=written, fix=fix)

    def _fix(self, reference: Reference, rewritten: RewrittenCall, note: str) -> Fix | None:
        """Returns the edits that make a call what is to be written; None if there are none."""
        assert reference.call is not None
        if not rewritten.pieces:
            site, is_part = self._site(reference.call), rewritten.safety is Safety.ADVICE
            return None if is_part else self._builder.deleting(site, note)
        alias = self._name_fixes.of_alias(reference) or self._name_fixes.of_import(reference, rewritten)
        if alias is not None:
            return alias
        imported = self._name_fixes.with_import(reference, rewritten)
        rewritten = _by_own_name(reference, rewritten)
        written = self._name_fixes.with_values(imported[0] if imported else rewritten, self._references)
        fix = self._builder.replacing(reference.call, reference, written, note)
        if fix is None or imported is None:
            return fix
        safety = fix.safety if imported[1].safety == SAFE else imported[1].safety
        return fix._replace(edits=(*imported[1].edits, *fix.edits), safety=safety)

    def _applied_to_name(self, diagnostic: Diagnostic, reference: Reference) -> Diagnostic:
        """Returns a diagnostic about a name that is not called, with what takes its place there."""
        fact, symbol = diagnostic.problem.fact, reference.symbols[0]
        is_one = len(reference.symbols) == 1
        value = self._rewriter.as_value(symbol, is_tf1=self._is_tf1) if is_one else None
        if value is not None:
            whole = code(value.pieces, self._builder.root_of(reference), self._texts.in_parentheses)
            note = "; ".join(str(piece) for pieces in value.notes for piece in pieces)
            problem = diagnostic.problem._replace(message="; ".join(filter(None, (fact, f"write {whole}", note))))
            safety = SAFE if value.safety is Safety.SAFE else UNSAFE
            return diagnostic._replace(problem=problem, rewritten=Rewritten(whole, safety, note))
        pieces = self._rewriter.as_function(symbol) if is_one else ()
        successor = self._rewriter.successor(symbol) if not pieces else ""
        if pieces:
            written = code(pieces, self._builder.root_of(reference), self._texts.in_parentheses)
            problem = diagnostic.problem._replace(message=f"{fact}; write {written}")
            return diagnostic._replace(problem=problem, rewritten=Rewritten(written, SAFE, ""))
        if not successor:
            return diagnostic
        clause = (
            f"derive from {successor}, and compare the methods"
            if reference.node in self._bases
            else f"{successor} takes its place; compare the arguments"
        )
        return diagnostic._replace(problem=diagnostic.problem._replace(message=f"{fact}; {clause}"))

    @cached_property
    def _bases(self) -> frozenset[ast.expr]:
        """The expressions for the base classes of the file's classes."""
        return frozenset(base for info in self._state.classes.values() for base in info.node.bases)

    def _deletion(self, reference: Reference) -> str:
        """Returns what to delete, as a clause, with a call that has no equivalent."""
        assert reference.call is not None
        site = self._site(reference.call)
        uses = f" and every use of {self._texts.of(site.name)}" if site.name is not None else ""
        if site.place not in WITH:
            return "leave it out" if site.place == "element" else f"delete this line{uses}"
        what = "what it enters here" if site.is_one_of_several else "the `with`, but not its block,"
        return f"delete {what if uses else what.rstrip(',')}{uses}"

    def _rewritten(self, reference: Reference, *, by_signature: bool) -> RewrittenCall | None:
        """Returns what to write instead of the call that a reference is about; None if that is not known.

        If the reference is to one of several names, it is known only if it is the same for all.
        """
        call = reference.call
        if call is None or call.func is not reference.node:
            return None
        site = self._site(call)
        found = [self._rewritten_as(symbol, call, site, by_signature=by_signature) for symbol in reference.symbols]
        return found[0] if all(other == found[0] for other in found) else None

    def _rewritten_as(self, symbol: Symbol, call: ast.Call, site: Site, *, by_signature: bool) -> RewrittenCall | None:
        completed, scope = self._arg_scopes.completed(symbol, call)
        rewritten = self._rewriter.rewritten(symbol, completed, by_signature=by_signature, site=site)
        if rewritten is None or not scope:
            return rewritten
        note = (f"with what the arg_scope in line {scope} sets",)
        safety = Safety.UNSAFE if rewritten.safety is Safety.SAFE else rewritten.safety
        return rewritten._replace(notes=(note, *rewritten.notes), safety=safety)

    def _classes(self, call: ast.Call, argument: ast.expr) -> frozenset[str]:
        """Returns the classes, below `tf`, of the library objects that an argument of a call is or contains."""
        libraries = self._rewriter.libraries
        objects = objects_in(self._values, call, argument, libraries, self._references)
        return frozenset(map(self._class_name, objects))

    def _name(self, function: ast.expr) -> str:
        """Returns the name below `tf` of the member of the library that a function is; empty if it is none."""
        reference = self._references.get(function)
        names = {self._rewriter.name(symbol) for symbol in reference.symbols} if reference is not None else set()
        return names.pop() if len(names) == 1 else ""

    def _is_member(self, node: ast.expr, name: str) -> bool:
        """Returns whether an expression is a member of the library, given a name that it had in TensorFlow 1."""
        found = self._name(node)
        return bool(found) and name in self._rewriter.libraries.table.names_in_tf1(found)

    def _is_deleted(self, call: ast.Call) -> bool:
        """Returns whether a call is to be deleted."""
        reference = self._references.get(call.func)
        return reference is not None and all(map(self._rewriter.is_deleted, reference.symbols))

    def _replacement(self, node: ast.expr) -> str:
        """Returns the code to write instead of an expression in an argument; empty if it stays."""
        return self._inner.code(node, self._texts)


def _by_own_name(reference: Reference, written: RewrittenCall) -> RewrittenCall:
    """Returns a call by the name that the file has for a function, if it calls the same function."""
    node, pieces = reference.node, written.pieces
    library, _, name = reference.symbols[0].name.partition(".")
    in_tensorflow = library == "tensorflow"
    called: tuple[str | Root, ...] = (Root.TENSORFLOW, f".{name}") if in_tensorflow else (f"{library}.{name}",)
    if not isinstance(node, ast.Name) or pieces[: len(called)] != called:
        return written
    return written._replace(pieces=(node, *pieces[len(called) :]))
