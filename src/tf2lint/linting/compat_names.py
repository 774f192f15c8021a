"""What to report about names below `tf.compat.v1`, by how a file uses them.

`import tensorflow.compat.v1 as tf` is undone by changing the import, so what the names are below `tf` decides: those
that are the same there are only counted, at the import. Of an object that TensorFlow 2 has under the same name, a call
differs only if TensorFlow 2 does not take its arguments, or gives those that it omits another default.
"""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.problem import CompatName
from tf2lint.linting.rule_context import ChangedCall
from tf2lint.model import UNSAFE, Fix
from tf2lint.resolver import ReferenceKind
from tf2lint.rewriting import NativeImports
from tf2lint.table import COMPAT_PREFIX, Area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tf2lint.linting.diagnostics import Diagnostic
    from tf2lint.linting.rule import Rule
    from tf2lint.linting.rule_index import RuleIndex
    from tf2lint.project import Libraries, Program
    from tf2lint.resolver import Reference, Symbol
    from tf2lint.source import Positioned

_TENSORFLOW: Final = "tensorflow"
_COMPAT: Final = f"{_TENSORFLOW}.{COMPAT_PREFIX}"
_NAMESPACE: Final = _COMPAT.removesuffix(".")
#: What to look at after importing TensorFlow itself.
_NOTE: Final = "names that are only chosen at run time may differ"
#: How many names that differ a message lists.
_MOST: Final = 4


class CompatNames:
    """Decides what to report about the names below `tf.compat.v1` in one file.

    Args:
        libraries: the libraries at the target version.
        index: the rules, which say what changes of arguments mean.
        references: the references of the file to names of libraries.
        program: the program of the file.
        module: the syntax of the file.
        source: its text.
    """

    def __init__(
        self,
        libraries: Libraries,
        index: RuleIndex,
        references: Sequence[Reference],
        program: Program,
        module: ast.Module,
        source: str,
    ) -> None:
        self._module = module
        self._source = source
        self._libraries = libraries
        self._index = index
        self._references = references
        self._program = program

    def reported(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yields the diagnostics without names that are the same below `tf` and that an import binds there.

        Args:
            diagnostics: the diagnostics of the file, about anything.
        """
        namespaces: list[Diagnostic] = []
        for diagnostic in diagnostics:
            if diagnostic.problem.compat is CompatName.NAMESPACE:
                namespaces.append(diagnostic)
            elif diagnostic.problem.compat is None or diagnostic.reference is None:
                yield diagnostic
            elif not (_bound_to(diagnostic.reference) and self._is_same(diagnostic.reference)):
                rule = self._plain_rule(diagnostic.reference)
                yield self._with_arguments(diagnostic, diagnostic.reference)._replace(as_rule=rule)
        yield from filter(None, map(self._with_counts, namespaces))

    def _with_counts(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Returns the diagnostic about the namespace, with what the file uses of it; None if it binds nothing."""
        same, others = self._used
        used, problem = len(same) + len(others), diagnostic.problem
        if not used:
            is_import = diagnostic.reference is not None and diagnostic.reference.kind is ReferenceKind.IMPORT
            return diagnostic if is_import else None
        message = f"{problem.fact}; {_advice(same, others)}"
        fix = None if others else self._import_of_tensorflow(diagnostic.node)
        return diagnostic._replace(problem=problem._replace(message=message), fix=fix)

    def _import_of_tensorflow(self, node: Positioned) -> Fix | None:
        """Returns the fix that imports TensorFlow in the place of the namespace, under the same name."""
        if not isinstance(node, ast.alias):
            return None
        edit = NativeImports(self._module, self._source).of_namespace.get(node)
        return Fix((edit,), UNSAFE, _NOTE) if edit is not None else None

    @cached_property
    def _used(self) -> tuple[set[str], set[str]]:
        """The names that the file uses through an import of the namespace: the same ones below `tf`, and others."""
        same, others = set[str](), set[str]()
        for reference in self._references:
            name = self._name_of(reference) if _bound_to(reference) == _NAMESPACE else ""
            if name:
                (same if self._is_same(reference) else others).add(name)
        return same - others, others

    def _name_of(self, reference: Reference) -> str:
        """Returns the name that a reference is to, from `tf`; empty if it is to no name below the namespace."""
        if reference.kind not in (ReferenceKind.LOAD, ReferenceKind.IMPORT) or reference.symbols[0].is_object:
            return ""
        if len(reference.symbols) > 1:  # it may be another name that the program has in its place
            return ""
        lookup = self._libraries.lookup(reference.symbols[0])
        if (
            lookup is None
            or lookup.entry.area is not Area.COMPAT_V1
            or f"{_TENSORFLOW}.{lookup.entry.name}" == _NAMESPACE
        ):
            return ""
        return f"tf.{lookup.entry.name.removeprefix(COMPAT_PREFIX)}"

    def _is_same(self, reference: Reference) -> bool:
        """Returns whether code means the same with the name below `tf` in the place of the one that it uses."""
        verdict = self._index.verdict(reference.symbols[0], reference.kind) if reference.certain else None
        compat = verdict.problem.compat if verdict is not None and len(reference.symbols) == 1 else None
        if compat is not CompatName.OTHER_OBJECT or verdict is None:
            return compat is CompatName.SAME_OBJECT
        if reference.call is None:
            return verdict.referenced.lookup.entry.kind == "c"
        return not self._differences(reference)

    def _with_arguments(self, diagnostic: Diagnostic, reference: Reference) -> Diagnostic:
        """Returns a diagnostic about a call with what differs in its arguments, instead of that they may differ."""
        problem = diagnostic.problem
        if problem.compat is not CompatName.OTHER_OBJECT or reference.call is None or len(reference.symbols) != 1:
            return diagnostic
        advice = "; ".join(self._differences(reference)) or f"use {problem.replacements[0]}"
        return diagnostic._replace(problem=problem._replace(message=f"{problem.fact}; {advice}"))

    def _plain_rule(self, reference: Reference) -> Rule | None:
        """Returns the rule that reports the name below `tf`; None if none does."""
        plain = self._plain(reference.symbols[0])
        verdict = self._index.verdict(plain, reference.kind) if plain is not None else None
        return verdict and verdict.rule

    def _differences(self, reference: Reference) -> list[str]:
        """Returns how the arguments of a call differ from those that the name below `tf` takes, in words."""
        plain, call = self._plain(reference.symbols[0]), reference.call
        callee = self._index.referenced(plain, ReferenceKind.LOAD) if plain is not None else None
        if plain is None or call is None or callee is None:
            return []
        diff, now = self._libraries.signature_diff(plain), self._libraries.signature_now(plain)
        changed_calls = [ChangedCall(callee, change, self._program) for change in diff.changes(call)] if diff else []
        checks = [(rule.changed, rule.change_check) for rule in self._index.rules if rule.change_check is not None]
        problems = [
            check(changed) for changed in changed_calls for kind, check in checks if kind is changed.change.kind
        ]
        messages = list(dict.fromkeys(problem.message for problem in problems if problem is not None))
        if messages or now is None or now.accepts(call) is not False:
            return messages
        unknown = [f"{keyword.arg}=" for keyword in call.keywords if keyword.arg and keyword.arg not in now.names]
        lacks = f"has no {' or '.join(unknown)}" if unknown else "takes other arguments"
        return [f"{callee.label} {lacks} in {callee.release}"]

    def _plain(self, symbol: Symbol) -> Symbol | None:
        """Returns the symbol without the prefix of the namespace."""
        root = self._libraries.root(_TENSORFLOW)
        is_below = symbol.name.startswith(_COMPAT)
        return root.below(symbol.name.removeprefix(_COMPAT)) if root is not None and is_below else None


def _bound_to(reference: Reference) -> str:
    """Returns the module below `tf.compat.v1`, or that itself, to which the name that a reference begins with is bound.

    Returns:
        The name of the module's symbol; empty if the reference writes the module, or consists of the bound name.
    """
    parts = reference.symbols[0].name.split(".")
    base = ".".join(parts[: len(parts) - reference.written_parts])
    return base if reference.written_parts and f"{base}.".startswith(_COMPAT) else ""


def _advice(same: set[str], others: set[str]) -> str:
    used = len(same) + len(others)
    if not others:
        subject = {1: "the only name used through it is", 2: "both names used through it are"}
        return (
            f"{subject.get(used, f'all {used} names used through it are')} the same below tf: import tensorflow as tf"
        )
    if used == 1:
        return f"the only name used through it differs, so port {min(others)}, then import tensorflow as tf"
    listed = sorted(others, key=str.lower)[:_MOST]
    rest = [f"{len(others) - len(listed)} more"] if len(others) > len(listed) else []
    *first, last = [*listed, *rest]
    differing = f"{', '.join(first)} and {last}" if first else last
    share = f"{len(same) or 'none'} of the {used} names used through it {'are' if len(same) > 1 else 'is'} the same"
    return f"{share} below tf, so port {differing}, then import tensorflow as tf"
