"""Analysis state at a program point: scope, bindings, reachability."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tf2lint.resolver.bindings import Bindings, snapshot_of
from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.monkeypatches import Monkeypatches
from tf2lint.resolver.places import Places
from tf2lint.resolver.scope_index import ScopeIndex
from tf2lint.resolver.scopes import Body
from tf2lint.resolver.values import ABSENT
from tf2lint.source import SOURCES, MentionIndex

if TYPE_CHECKING:
    import ast
    from collections.abc import Container, Iterable, Sequence

    from tf2lint.resolver.environment import Environment
    from tf2lint.resolver.evaluated_calls import UnknownCall
    from tf2lint.resolver.references import Reference
    from tf2lint.resolver.scopes import ClassInfo
    from tf2lint.resolver.values import ExternalValue, GivenFunction, Symbol, Value, Values
    from tf2lint.resolver.version_guards import Guard
    from tf2lint.source import BodyNode


class AnalysisState:
    """The state in which expressions and statements are evaluated.

    Args:
        environment: answers what lies outside of this file.
        module: the file's syntax.
        source: its text.
        builtins: the built-in functions that are modeled.

    Attributes:
        environment: answers what lies outside of this file.
        builtins: the built-in functions that are modeled.
        body: the body being analyzed.
        finished_body: the analyzed body whose final state this is; None while a body is being analyzed.
        bindings: what its names hold at this point.
        reachable: whether the program reaches this point at the target.
        decided_branches: how many branches around this point the target version has chosen.
        skipped_branches: the branches of `if` statements that the target version does not take.
        guards: the `try` statements around this point that catch a missing name.
        try_bindings: for every `try` around this point, what was bound in it so far.
        narrowed: what attributes and items hold at this point because of a condition, by their text; and
            `narrowing.GRAPH_MODE` where a condition has made sure that the program is not in eager mode.
        comprehension_targets: the loop variables of the comprehensions around this point.
        comprehension_depth: how many comprehensions around this point hide the names of a class scope.
        patches: library names that the program itself assigns to.
        kept: the objects of the program that methods of library objects keep, by the attribute that holds them then.
        unresolved: expressions that choose a name of a watched library at run time.
        bodies: every body found so far, by its syntax.
        innermost: finds the innermost of them around a line.
        classes: every class found so far, by its syntax.
        pending: the worklist of bodies to analyze (again).
        exports: what the module's names hold at its end.
        imported_modules: the top-level modules that import statements name.
        imported_names: the names that they bind.
        imported: the names of watched libraries that import statements have named.
        mention_index: the names that may lead to a library, and the lines that mention one.
        tracked_words: the tracked words, everywhere or in one function, with the symbols that they may refer to; None
            for a word that may refer to anything.
        attribute_owners: the words by which objects that aren't known were assigned attributes.
        bound_names: the names that were bound to anything worth recording, in any scope.
        followed: the words whose values are followed back to where they come from, everywhere or in one function.
        followed_attributes: those of them that are read as attributes.
        asked_parameters: the parameters of which the callers are searched for, by function and name; of a parameter
            such as `**kwargs` the names that matter, None if all do.
        asked_methods: the methods with such parameters, by name: they get what is passed to those that they override.
        functions_asked_about: the functions with such parameters, and those of other modules that this one asks about.
        given_to: the arguments of other modules' functions that are one of these, or what this file is given itself,
            each with the number of parameters that are bound before it is called.
        asked_attributes: the attributes of which the assignments in other modules are searched for, by class and name.
        left_empty: the names of those that a class leaves to others of its hierarchy.
        readers_of_external: the bodies that use what an expression of another module evaluates to.
        unknown_calls: the calls of methods of something unknown about which there are signs.
        shown: what signs show expressions to be.
        places: where parameters, attributes and results of functions get the objects that they hold.
        external_arguments: what calls of other modules' functions pass, by the value that is called, and by the
            position or the name of the argument; and what attributes of other modules' objects are assigned.
        line: the line of the current statement.
        repeating_loops: how many loops around this point are past their first round.
    """

    def __init__(self, environment: Environment, module: ast.Module, source: str, builtins: Container[str]) -> None:
        self.environment = environment
        self.builtins = builtins
        self.bodies: dict[ast.AST, Body] = {}
        self.innermost = ScopeIndex(self.bodies)
        self.classes: dict[ast.ClassDef, ClassInfo] = {}
        self.pending: dict[Body, None] = {}
        self.patches = Monkeypatches()
        self.kept: dict[str, tuple[Value, ...]] = {}
        self.unresolved: dict[ast.AST, None] = {}
        self.reachable = True
        self.decided_branches = 0
        self.skipped_branches: dict[ast.If, Sequence[ast.stmt]] = {}
        self.guards: list[Guard] = []
        self.narrowed: Bindings = {}
        self.try_bindings: list[Bindings] = []
        self.comprehension_targets: list[Bindings] = []
        self.comprehension_depth = 0
        self.bindings: Bindings = {}
        self.exports: Bindings = {}
        self.imported_modules: set[str] = set()
        self.imported_names: set[str] = set()
        self.imported: set[str] = set()
        self.mention_index = MentionIndex(source)
        self.body = Body(module, None, {}, None, self.mention_index)
        self.finished_body: Body | None = None
        self.tracked_words: dict[tuple[str, Body | None], tuple[Symbol, ...] | None] = dict.fromkeys(
            (word, None) for word in SOURCES
        )
        self.attribute_owners: set[str] = set()
        self.bound_names: set[str] = set()
        self.followed: dict[tuple[str, Body | None], None] = {}
        self.followed_attributes: set[str] = set()
        self.asked_parameters: dict[tuple[Body, str], frozenset[str] | None] = {}
        self.asked_methods: dict[str, dict[Body, None]] = {}
        self.functions_asked_about: set[Body | GivenFunction | ExternalValue] = set()
        self.given_to: dict[Body | GivenFunction | ExternalValue, dict[GivenFunction, int]] = {}
        self.asked_attributes: dict[tuple[ClassInfo, str], None] = {}
        self.left_empty: set[str] = set()
        self.readers_of_external: dict[Body, None] = {}
        self.unknown_calls: dict[ast.Call, UnknownCall] = {}
        self.shown: dict[ast.expr, Symbol] = {}
        self.places = Places()
        self.external_arguments: dict[tuple[ExternalValue, int | str], Values] = {}
        self.line = self.repeating_loops = 0
        self.bodies[module] = self.body
        self.schedule([self.body])
        self.mention_index.mark(
            self.mention_index.lines_with_attributes({*environment.followed_members, *environment.use_signs})
        )
        for word in (SHAPE, GET_SHAPE) if environment.shape is not None else ():
            self.bound_names.add(word)
            self.tracked_words[word, None] = None
            self.mention_index.add(word)

    # --- bodies of code --------------------------------------------------------

    def enter(self, body: Body) -> None:
        """Starts the analysis of a body at its beginning."""
        self.body, self.finished_body, self.line = body, None, 0
        self.bindings = {}
        self.reachable = True
        self.decided_branches, self.narrowed = 0, {}
        self.guards, self.try_bindings, self.comprehension_targets, self.comprehension_depth = [], [], [], 0
        body.returned = ABSENT
        body.history.clear()
        body.references.clear()
        body.calls.clear()
        body.free_values.clear()
        self.patches.enter(is_module=body.parent is None)

    def has_passed(self, line: int) -> bool:
        """Returns whether the analysis of the current body is past a line, which it may have skipped."""
        return line < self.line or (line == self.line and self.repeating_loops > 0)

    def finish(self) -> None:
        """Marks the current body as analyzed: it is past all lines."""
        self.line = sys.maxsize

    def enter_finished(self, body: Body, bindings: Bindings) -> None:
        """Moves to the end of an analyzed body, to evaluate expressions without recording references.

        Args:
            body: the body.
            bindings: what its names hold, on any path.
        """
        self.body, self.finished_body, self.bindings, self.reachable = body, body, bindings, False
        self.patches.enter_finished()
        self.narrowed = {}
        self.guards, self.try_bindings, self.comprehension_targets, self.comprehension_depth = [], [], [], 0

    def define(self, node: BodyNode, owner: ClassInfo | None) -> Body:
        """Returns the body of a function or class that is defined at this point, with a snapshot of the bindings."""
        snapshot = snapshot_of(self.bindings, node, self.mention_index)
        for targets in self.comprehension_targets:
            snapshot.update(targets)
            self.bound_names.update(targets)
        body = self.bodies.get(node)
        if body is None:
            body = self.bodies[node] = Body(node, self.body, snapshot, owner, self.mention_index)
        else:
            body.snapshot, body.defined_at = snapshot, self.body.clock
        return body

    def schedule(self, bodies: Iterable[Body]) -> None:
        """Schedules bodies for (re)analysis; bodies that never run are skipped."""
        for body in bodies:
            if not body.is_skipped:
                self.pending[body.executing_body()] = None

    def is_pending(self) -> bool:
        """Returns whether the current body is analyzed once more after this analysis."""
        return self.body.executing_body() in self.pending

    def is_imported(self, name: str, body: Body) -> bool:
        """Returns whether a name in a body is one that an import binds, and no parameter."""
        scope: Body | None = body if name in self.imported_names else None
        while scope is not None and not scope.has_parameter(name):
            scope = scope.parent
        return scope is None and name in self.imported_names

    def references(self) -> list[Reference]:
        """Returns every reference to a watched symbol."""
        return [reference for body in self.bodies.values() for reference in body.references.values()]

    def close(self) -> None:
        """Breaks reference cycles so that memory is freed without the garbage collector."""
        for body in self.bodies.values():
            body.close()
        for info in self.classes.values():
            info.close()
        self.bodies.clear()
        self.classes.clear()
        self.tracked_words.clear()
        for container in (
            self.followed,
            self.asked_parameters,
            self.asked_methods,
            self.functions_asked_about,
            self.given_to,
            self.asked_attributes,
            self.readers_of_external,
            self.unknown_calls,
            self.shown,
            self.places,
            self.kept,
        ):
            container.clear()
        self.bindings.clear()
