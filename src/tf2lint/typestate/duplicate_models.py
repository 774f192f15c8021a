"""Models that are made, and called at once, more than once by the same text: each has weights of its own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.typestate.tracked_objects import ArgumentValue, TrackedObject


class _Use(NamedTuple):
    """One model that was made and called at once."""

    tracked: TrackedObject
    inputs: str
    sources: frozenset[str]


class DuplicateModels:
    """Remembers, in one body of code, which models were made and called at once."""

    def __init__(self) -> None:
        self._uses: dict[str, list[_Use]] = {}

    def is_repeated(
        self, tracked: TrackedObject, node: ast.Call, given: Mapping[int | str | None, ArgumentValue]
    ) -> bool:
        """Whether a call repeats one before: `discriminator(shape)(fake)` after `discriminator(shape)(real)`.

        They are meant to be one if just one of the inputs is what another model gave: it generates what the model
        shall tell from the real thing.

        Args:
            tracked: the model.
            node: the call of it.
            given: the arguments.
        """
        if not tracked.is_model or tracked.node is not node.func:
            return False
        maker = ast.unparse(node.func)
        use = _Use(tracked, ", ".join(map(ast.unparse, node.args)), frozenset(_makers(given)))
        others = self._uses.setdefault(maker, [])
        is_repeated = any(
            use.inputs != other.inputs
            and bool(use.sources) != bool(other.sources)
            and maker not in use.sources | other.sources
            for other in others
        )
        others.append(use)
        return is_repeated


def _makers(given: Mapping[int | str | None, ArgumentValue]) -> Iterator[str]:
    """The texts of the models that arguments come from."""
    pending = [one.tracked for one in given.values()]
    while pending:
        tracked = pending.pop()
        if tracked is not None:
            if tracked.is_model:
                yield ast.unparse(tracked.node)
            pending += [*tracked.source, *(() if tracked.is_model else tracked.parts)]
