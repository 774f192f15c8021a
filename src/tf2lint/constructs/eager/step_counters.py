"""The variables that count the steps of optimizers in programs that run eagerly."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.variables.store_sites import step_counter
from tf2lint.constructs.variables.variable_calls import STEPS
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes, Use

#: What reads the counter of the program by itself.
_SUMMARIES: Final = "contrib.summary."


class StepCounters:
    """Converts the variables that optimizers increment: Keras counts by itself.

    Args:
        scopes: the names of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        others: what other files use of the file.

    Attributes:
        settled: the calls that make, or find, the counter of the program.
    """

    def __init__(self, scopes: Scopes, text: BlockText, names: LibraryNames, others: OtherFiles) -> None:
        self._scopes = scopes
        self._text = text
        self._others = others
        self._root = names.root
        self._reads_it = any(name.startswith(_SUMMARIES) for _, name in names.references)
        self.settled = names.calls_of(STEPS)
        self._target: ast.expr | None = None

    def edits(self, given: list[ast.expr]) -> Iterator[TextEdit]:
        """Yields the edits of the statements that make the counter of the program.

        Args:
            given: what optimizers increment.

        Raises:
            CannotConvertError: it is used in a way that is not known, or by another file.
        """
        made = [call for call in self.settled if call not in given]
        if not made and not (self.settled and self._reads_it):
            return
        statement = self._scopes.syntax.parent(made[0]) if len(made) == 1 else None
        match statement:
            case ast.Assign(targets=[ast.Name() | ast.Attribute() as target]):
                pass
            case _:
                message = f"line {self.settled[0].lineno} uses the counter of the program"
                raise CannotConvertError(message)
        others = [use for use in self._uses(target) if use.node not in given and not use.is_binding]
        if others or self._reads_it:
            self._target = target
            yield TextEdit(self._text.span(made[0]), step_counter(self._root))
        else:
            self._others.check_targets([target], self._scopes)
            yield from self._text.deleted(statement)

    def _uses(self, target: ast.expr) -> list[Use]:
        scope = self._scopes.owner(target)
        if scope is None or (len(self.settled) > 1 and not isinstance(scope, ast.Module)):
            message = f"line {target.lineno} gives the counter of the program a name of its own"
            raise CannotConvertError(message)
        return self._scopes.uses(scope, self._scopes.name(target))

    def increments(self, given: ast.expr | None) -> Iterator[str]:
        """Yields the statement that increments a counter which something reads.

        Args:
            given: what an optimizer increments; None if it is nothing.
        """
        if given is None:
            return
        counter = self._target if given in self.settled else given
        is_own = counter is None or (self._target is None and self.settled and self._is_made(counter))
        if not is_own and counter is not None:
            yield f"{self._text.exact(counter)}.assign_add(1)"

    def _is_made(self, counter: ast.expr) -> bool:
        """Returns whether an expression is the name of the counter of the program."""
        key = self._scopes.owner(counter), self._scopes.name(counter)
        parents = map(self._scopes.syntax.parent, self.settled)
        targets = (each.targets[0] for each in parents if isinstance(each, ast.Assign))
        return any((self._scopes.owner(each), self._scopes.name(each)) == key for each in targets)
