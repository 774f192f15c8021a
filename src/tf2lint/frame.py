"""Where the program stands: the scope it is in, what its names hold now, and whether it gets here at all."""

from __future__ import annotations

import ast
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from tf2lint import outer_names, revisits
from tf2lint.attention import SOURCES, Attention
from tf2lint.known_calls import BUILTINS
from tf2lint.naming import GET_SHAPE, SHAPE
from tf2lint.patches import Patches
from tf2lint.revisits import Innermost
from tf2lint.scopes import Body, Environment, snapshot_of
from tf2lint.values import ABSENT, UNBOUND, Symbol, Values, bound, is_followed, join, watched

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tf2lint.bindings import BodyNode
    from tf2lint.classes import ClassInfo
    from tf2lint.flags import Flags
    from tf2lint.guards import Guard
    from tf2lint.model import Use
    from tf2lint.outside import World
    from tf2lint.slots import Slot
    from tf2lint.values import Value

#: A word that may be more things is attended to whatever it is: to ask of each takes a look at all its mentions.
_MOST_SYMBOLS: Final = 32


class Frame:
    """The state in which expressions and statements are looked at.

    Args:
        world: what is known from outside of this file.
        module: the file's syntax.
        source: its text.

    Attributes:
        world: what is known from outside of this file.
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
        flags: which parameters carry a flag that the library takes, once somebody has followed them.
    """

    def __init__(self, world: World, module: ast.Module, source: str) -> None:
        self.world = world
        self.bodies: dict[ast.AST, Body] = {}
        self.innermost = Innermost(self.bodies)
        self.classes: dict[ast.ClassDef, ClassInfo] = {}
        self.pending: dict[Body, None] = {}
        self.patches = Patches()
        self.unresolved: dict[ast.AST, None] = {}
        self.alive = True
        self.decided = 0
        self.guards: list[Guard] = []
        self.tries: list[Environment] = []
        self.targets: list[Environment] = []
        self.in_comprehension = 0
        self.env: Environment = {}
        self.exports: Environment = {}
        self.imported: set[str] = set()
        self.attention = Attention(source)
        self.body = Body(module, None, {}, None, self.attention)
        self.behind: Body | None = None
        self.attended: dict[tuple[str, Body | None], tuple[Symbol, ...] | None] = dict.fromkeys(
            (word, None) for word in SOURCES
        )
        self.known: set[str] = set()
        self.line = self.repeated = 0
        self.flags: Flags | None = None
        self.bodies[module] = self.body
        self.again([self.body])
        for word in (SHAPE, GET_SHAPE) if world.shape is not None else ():
            self.attend(word)

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

    def stand_behind(self, body: Body, env: Environment) -> None:
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

    # --- names -----------------------------------------------------------------

    def lookup(self, name: str) -> Values:
        """What a name stands for here."""
        for targets in reversed(self.targets):
            if name in targets:
                return targets[name]
        if name not in self.known and name not in BUILTINS:
            return None
        body = self.body
        values = ABSENT if self.in_comprehension and body.is_class else self.env.get(name, ABSENT)
        if body.foreign:
            values = self._with_foreign(name, values)
        if values is None or UNBOUND not in values:
            return values
        if name in body.free:
            free = body.free[name]
        else:
            free = outer_names.values_of(self, name)
            if not body.is_class:
                body.free[name] = free
        if values is ABSENT and free is ABSENT:
            return None
        return bound(free if values is ABSENT else join(values, free))

    def _with_foreign(self, name: str, values: Values) -> Values:
        cell = self.body.foreign.get(name)
        if cell is None:
            return values
        others = cell.read(self.body)
        return others if values is ABSENT else join(values, others)

    def bind(self, name: str, values: Values) -> None:
        """Binds a name of this scope, or of the one that `global` or `nonlocal` says.

        A name that nothing can come of is not noted: it is unknown either way.
        """
        if not self.alive:
            return
        if values is not None and not self._keeps(name, values):
            values = None
        if is_followed(values):
            self.attend(name, watched(values), self._scope_of(name))
        elif name not in self.attention:
            return
        self.keep(name, values)

    def _scope_of(self, name: str) -> Body | None:
        """The function that is being looked at, if a name that it binds is its own and no attribute of anything."""
        body = self.body
        if body.parent is None or body.is_class:
            return None
        is_outer = name in self.attention.outer and body.binding(name) in ("global", "nonlocal")
        return None if is_outer else body

    def _keeps(self, name: str, values: tuple[Value, ...]) -> bool:
        """Whether a name may be asked something of interest about what it is bound to."""
        objects = [value for value in values if type(value) is Symbol and value.is_object]
        return len(objects) < len(values) or any(self.world.is_asked(name, value) for value in objects)

    def keep(self, name: str, values: Values) -> None:
        """Binds a name without attending to what mentions it."""
        self.known.add(name)
        if name in self.attention.outer and self.body.parent is not None:
            how = self.body.binding(name)
            if how in ("global", "nonlocal"):
                revisits.bind_outer(self, name, values, how)
                return
        self.env[name] = values
        self.body.bind(name, values)
        for seen in self.tries:
            seen[name] = join(seen[name], values) if name in seen else values

    def attend(self, word: str, symbols: Iterable[Symbol] = (), scope: Body | None = None) -> None:
        """Looks at statements that mention a word from now on, and again at bodies where some were passed over.

        Args:
            word: the word.
            symbols: what it stands for, if that is all, so that not every mention of it is of interest.
            scope: the function whose own name it is, if it means something there only.
        """
        everywhere, here = self.attended.get((word, None), ()), self.attended.get((word, scope), ())
        if everywhere is None or here is None:
            return
        is_quiet = self.world.is_quiet
        new = [one for one in symbols if one not in everywhere and one not in here] if is_quiet is not None else []
        if symbols and is_quiet is not None and not new:
            return
        self.known.add(word)
        if len(here) + len(new) > _MOST_SYMBOLS:
            new = []
        self.attended[word, scope] = (*here, *new) if new else None
        quiet = [partial(is_quiet, symbol) for symbol in new] if is_quiet is not None else []
        self.again(
            revisits.that_passed_over(self, self.attention.add(word, quiet, scope.lines if scope is not None else None))
        )

    def attend_members(self, word: str, members: Mapping[str, Sequence[Slot] | None]) -> None:
        """Looks at statements that ask these attributes of a word from now on, such as `.net` in `layers.net(x)`.

        Args:
            word: the word.
            members: the texts of the attributes, with the parameters that make a call of them worth a look, if not all
                mentions of them are.
        """
        if self.attended.setdefault((word, None), ()) is not None:
            self.again(revisits.that_passed_over(self, self.attention.add_members(word, members)))

    def give(self, values: Values) -> None:
        """Notes what a call of the function that is being looked at may give."""
        body = self.body
        self.again(body.give(values))
        if isinstance(body.node, ast.FunctionDef) and is_followed(values):
            self.attend(body.node.name)
            if body.owner is not None:
                self.attend(body.owner.node.name)

    def uses(self) -> list[Use]:
        """Every use of a watched symbol that was found."""
        return [use for body in self.bodies.values() for use in body.uses.values()]

    def close(self) -> None:
        """Lets go of everything, so that the memory is free at once: the parts know each other in circles."""
        for body in self.bodies.values():
            body.close()
        for info in self.classes.values():
            info.close()
        self.flags = None
        self.bodies.clear()
        self.classes.clear()
        self.attended.clear()
        self.env.clear()
