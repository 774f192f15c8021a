"""The code for the Python values of what a run fetched, where it is computed at once."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.value_kinds import STRUCTURES
from tf2lint.constructs.analysis.value_text import value_of

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.block_context import BlockContext

_TEST_CASE: Final = "test.TestCase"


def values_of(context: BlockContext, run: Run) -> str:
    """Returns the code for the values of what a run fetches, which is computed already."""
    texts = [context.text.exact(fetch) for fetch in run.fetches]
    whole = texts[0] if run.is_single else f"[{', '.join(texts)}]"
    if _is_in_test(context):
        return f"self.evaluate({whole})"
    if any(is_structure(context, fetch) for fetch in run.fetches):
        return f"{context.root}.nest.map_structure(lambda value: value.numpy(), {whole})"
    values = [value_of(fetch, text) for fetch, text in zip(run.fetches, texts, strict=True)]
    return values[0] if run.is_single else f"[{', '.join(values)}]"


def is_structure(context: BlockContext, fetch: ast.expr) -> bool:
    """Returns whether what is fetched is a list, a tuple, or a dictionary."""
    name = context.name(fetch)
    if not name:
        return isinstance(fetch, STRUCTURES)
    statements = [unit.statement for unit in context.block.units if name in unit.binds]
    values = [
        each.value for each in statements if isinstance(each, ast.Assign) and context.name(each.targets[0]) == name
    ]
    return any(isinstance(value, STRUCTURES) or value in context.gradients for value in values)


def _is_in_test(context: BlockContext) -> bool:
    owner = context.block.owner
    return owner is not None and any(context.names.of(base) == _TEST_CASE for base in owner.bases)
