"""Finds the renamed names in tf2lint's table. Unlike the other modules, it needs tf2lint."""

from __future__ import annotations

from proofs.calls import TARGET
from tf2lint.table import TF1_VERSION, Outcome, table_for

_SAME_OBJECT = (Outcome.RENAMED, Outcome.COMPAT)


def renamed_names() -> list[tuple[str, str]]:
    """Returns the names of functions, classes, and values that the target has under another name, and that name."""
    table = table_for(TARGET)
    facts = (table.facts.fact(name) for name in table.names())
    names = [fact.name for fact in facts if fact is not None and fact.exists(TF1_VERSION)]
    entries = [entry for entry in (table.lookup(name).entry for name in names) if not entry.exists]
    return [
        (f"tf.{entry.name}", entry.replacements[0])
        for entry in entries
        if entry.outcome in _SAME_OBJECT and entry.kind != "m"
    ]
