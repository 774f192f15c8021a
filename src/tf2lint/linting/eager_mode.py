"""Whether a call of TF 1's API stands in a program that leaves TF2 in eager mode, and what it does there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table import load_eager_effects

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import LibraryCall

#: Texts in a program that builds graphs, of its own or by what it hands its functions to, or that shares variables
#: in eager mode by the means that there are.
_BUILDS_GRAPHS: Final = (
    "disable_v2_behavior", "disable_eager_execution", ".Graph(", "import Graph", "graph_mode(", "wrap_function",
    "run_v1_only", "run_deprecated_v1", "model_fn", "Estimator", "make_template", "track_tf1_style_variables",
    "EagerVariableStore",
)  # fmt: skip
#: A word of a file that has something else for each of both modes.
_ASKS: Final = "executing_eagerly"


def has_effect(call: LibraryCall) -> bool:
    """Whether a call has its effect: it stands in a program that leaves TF2 in eager mode, as far as its text tells."""
    program, unless = call.program, load_eager_effects()[call.callee.lookup.entry.name].unless
    if program.text_has(_ASKS) or (unless and program.mentions((unless,))):
        return False
    return not program.mentions(_BUILDS_GRAPHS)


def eager_message(call: LibraryCall) -> str:
    """What a call does in eager mode, and what to use."""
    entry = call.callee.lookup.entry
    effect = load_eager_effects()[entry.name]
    return f"{call.callee.shown} {effect.what}; {effect.advice or entry.advice}"
