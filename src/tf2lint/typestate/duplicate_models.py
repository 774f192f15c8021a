"""Detects models that the same code constructs and immediately calls twice: each has its own weights."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tf2lint.typestate.tracked_objects import ArgumentValue, TrackedObject


class _ImmediateCall(NamedTuple):
    """A model that is called where it is constructed, with the texts of its inputs and of the models behind them."""

    tracked: TrackedObject
    inputs: str
    sources: frozenset[str]


class DuplicateModels:
    """Collects the models of one body of code that are called where they are constructed."""

    def __init__(self) -> None:
        self._calls: dict[str, list[_ImmediateCall]] = {}

    def is_repeated(
        self, tracked: TrackedObject, node: ast.Call, given: Mapping[int | str | None, ArgumentValue]
    ) -> bool:
        """Returns whether a call repeats an earlier one: `discriminator()(fake)` after `discriminator()(real)`.

        The two are meant to be one model if exactly one of the inputs comes from another model: a discriminator judges
        real data and the output of a generator.

        Args:
            tracked: the model.
            node: the call of the model.
            given: the arguments of the call, by position or name.
        """
        if not tracked.is_model or tracked.node is not node.func:
            return False
        constructor = ast.unparse(node.func)
        call = _ImmediateCall(tracked, ", ".join(map(ast.unparse, node.args)), frozenset(_source_models(given)))
        earlier_calls = self._calls.setdefault(constructor, [])
        is_repeated = any(
            call.inputs != earlier.inputs
            and bool(call.sources) != bool(earlier.sources)
            and constructor not in call.sources | earlier.sources
            for earlier in earlier_calls
        )
        earlier_calls.append(call)
        return is_repeated


def _source_models(given: Mapping[int | str | None, ArgumentValue]) -> Iterator[str]:
    """Yields the texts of the models that arguments come from."""
    pending = [argument.tracked for argument in given.values()]
    while pending:
        tracked = pending.pop()
        if tracked is not None:
            if tracked.is_model:
                yield ast.unparse(tracked.node)
            pending += [*tracked.source, *(() if tracked.is_model else tracked.parts)]
