"""Calls of TF 1's API in programs that leave TF2 in eager mode: whether they are affected, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.linting.tf1_source import is_tf1_source
from tf2lint.project import FACTS, LEAVES_EAGER_MODE
from tf2lint.table import load_eager_effects

if TYPE_CHECKING:
    from tf2lint.linting.rule_context import LibraryCall
    from tf2lint.project import Program

#: A function that is called in files with separate code for eager mode and graph mode.
_MODE_CHECK: Final = "executing_eagerly"


def applies_in_eager_mode(call: LibraryCall) -> bool:
    """Returns whether a call has its effect: judging by its code, the program leaves TF2 in eager mode."""
    program, unless = call.program, load_eager_effects()[call.name].unless
    if _checks_mode(program):
        return False
    return not (unless and program.has(FACTS[unless])) and not program.has(LEAVES_EAGER_MODE)


def runs_in_eager_mode(program: Program) -> bool:
    """Returns whether a program runs in eager mode in TF2: it leaves that mode on, or is written for TensorFlow 1."""
    return not _checks_mode(program) and (is_tf1_source(program) or not program.has(LEAVES_EAGER_MODE))


def _checks_mode(program: Program) -> bool:
    """Returns whether a file asks which mode it runs in."""
    return program.text_has(_MODE_CHECK) and program.facts.calls_any((_MODE_CHECK,))


def eager_effect(call: LibraryCall) -> tuple[str, str]:
    """Returns what a call does in eager mode, and what to use instead."""
    entry = call.callee.lookup.entry
    effect = load_eager_effects()[call.name]
    return f"{call.callee.label} {effect.what}", effect.advice or entry.advice
