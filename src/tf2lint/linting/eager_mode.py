"""Calls of TF 1's API in programs that leave TF2 in eager mode: whether they are affected, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table import load_eager_effects

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import LibraryCall

#: Texts in programs that build graphs, themselves or through an API that they pass functions to, or that share
#: variables in eager mode with the API for it.
_BUILDS_GRAPHS: Final = (
    "disable_v2_behavior", "disable_eager_execution", ".Graph(", "import Graph", "graph_mode(", "wrap_function",
    "run_v1_only", "run_deprecated_v1", "model_fn", "Estimator", "make_template", "track_tf1_style_variables",
    "EagerVariableStore",
)  # fmt: skip
#: A word in files with separate code for eager mode and graph mode.
_MODE_CHECK: Final = "executing_eagerly"


def applies_in_eager_mode(call: LibraryCall) -> bool:
    """Returns whether a call has its effect: judging by its text, the program leaves TF2 in eager mode."""
    program, unless = call.program, load_eager_effects()[call.callee.lookup.entry.name].unless
    if program.text_has(_MODE_CHECK) or (unless and program.mentions((unless,))):
        return False
    return not program.mentions(_BUILDS_GRAPHS)


def eager_message(call: LibraryCall) -> str:
    """Returns the message for a call: what it does in eager mode, and what to use instead."""
    entry = call.callee.lookup.entry
    effect = load_eager_effects()[entry.name]
    return f"{call.callee.label} {effect.what}; {effect.advice or entry.advice}"
