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
        world: what is known from outside of this file.
        module: the file's syntax.
        source: its text.
        builtins: the built-in functions that are followed.

    Attributes:
        world: what is known from outside of this file.
        builtins: the built-in functions that are followed.
        body: the code that is being looked at.
        behind: the code behind which it stands; None while it is looked at.
        env: what its names hold at this moment.
        alive: whether the program gets to this point at the target.
        decided: how many branches around this point the target version has chosen.
        guards: the `try` statements around this point that catch a missing name.
        tries: for every `try` around this point, what was bound in it so far.
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
        attention: the names that may lead to a library, and the lines that mention one.
        attended: the words that are attended to, everywhere or in one function, with the symbols that they stand for;
            None for a word that may be anything.
        known: the names that were bound to anything worth noting, in whatever scope.
        line: the line of the statement that is being looked at.
        repeated: how many loops around this point are not in their first round.
    """

    def __init__(self, world: Environment, module: ast.Module, source: str, builtins: Container[str]) -> None:
        self.world = world
        self.builtins = builtins
        self.bodies: dict[ast.AST, Body] = {}
        self.innermost = ScopeIndex(self.bodies)
        self.classes: dict[ast.ClassDef, ClassInfo] = {}
        self.pending: dict[Body, None] = {}
        self.patches = Monkeypatches()
        self.unresolved: dict[ast.AST, None] = {}
        self.alive = True
        self.decided = 0
        self.guards: list[Guard] = []
        self.tries: list[Bindings] = []
        self.targets: list[Bindings] = []
        self.in_comprehension = 0
        self.env: Bindings = {}
        self.exports: Bindings = {}
        self.imported: set[str] = set()
        self.attention = MentionIndex(source)
        self.body = Body(module, None, {}, None, self.attention)
        self.behind: Body | None = None
        self.attended: dict[tuple[str, Body | None], tuple[Symbol, ...] | None] = dict.fromkeys(
            (word, None) for word in SOURCES
        )
        self.known: set[str] = set()
        self.line = self.repeated = 0
        self.bodies[module] = self.body
        self.again([self.body])
        for word in (SHAPE, GET_SHAPE) if world.shape is not None else ():
            self.known.add(word)
            self.attended[word, None] = None
            self.attention.add(word)

    # --- bodies of code --------------------------------------------------------

    def enter(self, body: Body) -> None:
        """Starts to look at a body of code from its beginning."""
        self.body, self.behind, self.line = body, None, 0
        self.env = {}
        self.alive = True
        self.decided = 0
        self.guards, self.tries, self.targets, self.in_comprehension = [], [], [], 0
        body.log.clear()
        body.uses.clear()
        body.calls.clear()
        body.free.clear()
        self.patches.enter(is_module=body.parent is None)

    def is_behind(self, line: int) -> bool:
        """Whether a line of the body that is being looked at was looked at before, if it was of interest."""
        return line < self.line or (line == self.line and self.repeated > 0)

    def leave(self) -> None:
        """Is done with a body: no line of it is still to come."""
        self.line = sys.maxsize

    def stand_behind(self, body: Body, env: Bindings) -> None:
        """Stands behind a body of code that has been looked at: what is evaluated now is no use of anything.

        Args:
            body: the code.
            env: what its names hold, whichever way the program takes.
        """
        self.body, self.behind, self.env, self.alive = body, body, env, False
        self.patches.stand_behind()
        self.guards, self.tries, self.targets, self.in_comprehension = [], [], [], 0

    def define(self, node: BodyNode, owner: ClassInfo | None) -> Body:
        """The body of a function or class that is defined here and now."""
        snapshot = snapshot_of(self.env, node, self.attention)
        for targets in self.targets:
            snapshot.update(targets)
            self.known.update(targets)
        body = self.bodies.get(node)
        if body is None:
            body = self.bodies[node] = Body(node, self.body, snapshot, owner, self.attention)
        else:
            body.snapshot, body.born = snapshot, self.body.clock
        return body

    def again(self, bodies: Iterable[Body]) -> None:
        """Puts bodies of code on the list of those to look at (again), but for those that never run."""
        self.pending.update((body.runs_in(), None) for body in bodies if not body.is_skipped)

    def uses(self) -> list[Reference]:
        """Every use of a watched symbol that was found."""
        return [use for body in self.bodies.values() for use in body.uses.values()]

    def close(self) -> None:
        """Lets go of everything, so that the memory is free at once: the parts know each other in circles."""
        for body in self.bodies.values():
            body.close()
        for info in self.classes.values():
            info.close()
        self.bodies.clear()
        self.classes.clear()
        self.attended.clear()
        self.env.clear()
