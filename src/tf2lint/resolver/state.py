"""Where the program stands: the scope it is in, what its names hold now, and whether it gets here at all."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tf2lint.resolver.environment import GET_SHAPE, SHAPE
from tf2lint.resolver.monkeypatches import Monkeypatches
from tf2lint.resolver.scope_index import ScopeIndex
from tf2lint.resolver.scopes import Bindings, Body, snapshot_of
from tf2lint.source import SOURCES, MentionIndex

if TYPE_CHECKING:
    import ast
    from collections.abc import Container, Iterable

    from tf2lint.resolver.environment import Environment
    from tf2lint.resolver.guards import Guard
    from tf2lint.resolver.references import Reference
    from tf2lint.resolver.scopes import ClassInfo
    from tf2lint.resolver.values import Symbol
    from tf2lint.source import BodyNode


class AnalysisState:
    """The state in which expressions and statements are looked at.

    Args:
        environment: what is known from outside of this file.
        module: the file's syntax.
        source: its text.
        builtins: the built-in functions that are followed.

    Attributes:
        environment: what is known from outside of this file.
        builtins: the built-in functions that are followed.
        body: the code that is being looked at.
        finished_body: the code behind which it stands; None while it is looked at.
        env: what its names hold at this moment.
        reachable: whether the program gets to this point at the target.
        decided: how many branches around this point the target version has chosen.
        guards: the `try` statements around this point that catch a missing name.
        try_bindings: for every `try` around this point, what was bound in it so far.
        targets: the loop variables of the comprehensions around this point.
        in_comprehension: how many comprehensions hide the class scope here.
        patches: library names that the program itself assigns to.
        unresolved: expressions that choose a name of a watched library at run time.
        bodies: every body of code met so far, by its syntax.
        innermost: which of them is the innermost around a line.
        classes: every class met so far, by its syntax.
        pending: the bodies that must be looked at (again).
        exports: what the module's names hold at its end.
        imported: the names of watched libraries that import statements have named.
        mention_index: the names that may lead to a library, and the lines that mention one.
        tracked_words: the words that are looked for, everywhere or in one function, with the symbols that they may
            stand for; None for a word that may stand for anything.
        known: the names that were bound to anything worth noting, in whatever scope.
        line: the line of the statement that is being looked at.
        repeated: how many loops around this point are not in their first round.
    """

    def __init__(self, environment: Environment, module: ast.Module, source: str, builtins: Container[str]) -> None:
        self.environment = environment
        self.builtins = builtins
        self.bodies: dict[ast.AST, Body] = {}
        self.innermost = ScopeIndex(self.bodies)
        self.classes: dict[ast.ClassDef, ClassInfo] = {}
        self.pending: dict[Body, None] = {}
        self.patches = Monkeypatches()
        self.unresolved: dict[ast.AST, None] = {}
        self.reachable = True
        self.decided = 0
        self.guards: list[Guard] = []
        self.try_bindings: list[Bindings] = []
        self.comprehension_targets: list[Bindings] = []
        self.in_comprehension = 0
        self.env: Bindings = {}
        self.exports: Bindings = {}
        self.imported: set[str] = set()
        self.mention_index = MentionIndex(source)
        self.body = Body(module, None, {}, None, self.mention_index)
        self.finished_body: Body | None = None
        self.tracked_words: dict[tuple[str, Body | None], tuple[Symbol, ...] | None] = dict.fromkeys(
            (word, None) for word in SOURCES
        )
        self.known: set[str] = set()
        self.line = self.repeated = 0
        self.bodies[module] = self.body
        self.schedule([self.body])
        for word in (SHAPE, GET_SHAPE) if environment.shape is not None else ():
            self.known.add(word)
            self.tracked_words[word, None] = None
            self.mention_index.add(word)

    # --- bodies of code --------------------------------------------------------

    def enter(self, body: Body) -> None:
        """Starts to look at a body of code from its beginning."""
        self.body, self.finished_body, self.line = body, None, 0
        self.env = {}
        self.reachable = True
        self.decided = 0
        self.guards, self.try_bindings, self.comprehension_targets, self.in_comprehension = [], [], [], 0
        body.history.clear()
        body.references.clear()
        body.calls.clear()
        body.free.clear()
        self.patches.enter(is_module=body.parent is None)

    def has_passed(self, line: int) -> bool:
        """Whether a line of the body that is being looked at was looked at before, if it was of interest."""
        return line < self.line or (line == self.line and self.repeated > 0)

    def finish(self) -> None:
        """Is done with a body: no line of it is still to come."""
        self.line = sys.maxsize

    def enter_finished(self, body: Body, env: Bindings) -> None:
        """Stands behind a body of code that has been looked at: what is evaluated now is no use of anything.

        Args:
            body: the code.
            env: what its names hold, whichever way the program takes.
        """
        self.body, self.finished_body, self.env, self.reachable = body, body, env, False
        self.patches.enter_finished()
        self.guards, self.try_bindings, self.comprehension_targets, self.in_comprehension = [], [], [], 0

    def define(self, node: BodyNode, owner: ClassInfo | None) -> Body:
        """The body of a function or class that is defined here and now."""
        snapshot = snapshot_of(self.env, node, self.mention_index)
        for targets in self.comprehension_targets:
            snapshot.update(targets)
            self.known.update(targets)
        body = self.bodies.get(node)
        if body is None:
            body = self.bodies[node] = Body(node, self.body, snapshot, owner, self.mention_index)
        else:
            body.snapshot, body.defined_at = snapshot, self.body.clock
        return body

    def schedule(self, bodies: Iterable[Body]) -> None:
        """Puts bodies of code on the list of those to look at (again), but for those that never run."""
        self.pending.update((body.runs_in(), None) for body in bodies if not body.is_skipped)

    def references(self) -> list[Reference]:
        """Every use of a watched symbol that was found."""
        return [reference for body in self.bodies.values() for reference in body.references.values()]

    def close(self) -> None:
        """Lets go of everything, so that the memory is free at once: the parts know each other in circles."""
        for body in self.bodies.values():
            body.close()
        for info in self.classes.values():
            info.close()
        self.bodies.clear()
        self.classes.clear()
        self.tracked_words.clear()
        self.env.clear()
