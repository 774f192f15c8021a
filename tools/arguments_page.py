"""The page of docs/ on every function that kept its name and changed its arguments."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.table.entries import Area
from tf2lint.table.entry_building import TF1_VERSION
from tf2lint.table.signature_diff import SignatureDiffs
from tf2lint.table.signatures import Signature, parse_signature

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.mapping_table import Table
    from tf2lint.table.signature_diff import SignatureDiff

_HEAD = """\
# Arguments that changed

Every function and class that kept its name from TensorFlow 1.15 to {target} and takes other arguments there, by the
signatures in both: {count} of them, {checked} of which are checked. A call is reported where it gives a lost keyword
([TF601](rules/TF601.md), [TF602](rules/TF602.md)), reaches a place that something else stands in
([TF603](rules/TF603.md)), leaves out what must be given ([TF604](rules/TF604.md)), or relies on a default that changed
results ([TF605](rules/TF605.md)).

Where nothing is reported, every call that worked still means the same: there are only further parameters, or a default
is the same value in other words (`None` for `False`, `0.0` for `0`, `None` for what the layer or the system is
configured to), or it is no part of a result (the name of an object, the size of a picture).

| name | reported | not reported |
|---|---|---|
"""
_METHODS = """\

## Methods

The same for methods of objects whose class is known, also by the bases of a program's own class. Those that are not
here take what they took, or are defined by programs and called by Keras (`call`, `build`). A method stands under the
first of the classes that share it.

| method | reported |
|---|---|
"""


def arguments_page(table: Table) -> str:
    """The page.

    Args:
        table: at the newest target.
    """
    rows = list(_rows(table))
    checked = sum(bool(reported) for _, reported, _ in rows)
    head = _HEAD.format(target=table.target, count=len(rows), checked=checked)
    functions = "".join(f"| `{name}` | {reported} | {silent} |\n" for name, reported, silent in rows)
    methods = "".join(f"| `{name}` | {reported} |\n" for name, reported in _methods(table))
    return f"{head}{functions}{_METHODS}{methods}"


def _rows(table: Table) -> Iterator[tuple[str, str, str]]:
    compared = SignatureDiffs(table)
    for name in sorted(table.facts):
        entry = table.lookup(name).entry
        old, new = table.facts.signature(name, TF1_VERSION), table.facts.signature(name, table.target)
        if entry.area is not Area.CORE or not entry.exists or old is None or new is None or old == new:
            continue
        if name.startswith("raw_ops."):
            continue  # nobody writes these by hand, and they take keywords only
        comparison = compared.of(entry)
        reported = "" if comparison is None else "; ".join(_reported(comparison, parse_signature(old)))
        if compared.arguments.is_left_out(name):
            told = compared.arguments.told_of(name, "*")
            yield f"tf.{name}", "", told.advice if told is not None else ""
        else:
            checked = comparison.defaults if comparison is not None else ()
            yield f"tf.{name}", reported, "; ".join(_silent(parse_signature(old), parse_signature(new), checked))


def _methods(table: Table) -> Iterator[tuple[str, str]]:
    compared, facts = SignatureDiffs(table), table.facts
    for owner, name in sorted(facts.members()):
        entry, fact = table.lookup(owner).entry, facts.member(owner, name)
        is_there = entry.area is Area.CORE and entry.exists and (fact is None or fact.exists(table.target))
        comparison, old = compared.of_member(owner, name), facts.member_signature(owner, name, TF1_VERSION)
        if is_there and comparison is not None and old is not None:
            yield f"tf.{owner}.{name}", "; ".join(_reported(comparison, parse_signature(old)))


def _reported(comparison: SignatureDiff, old: Signature) -> Iterator[str]:
    for keyword, now in comparison.lost.items():
        yield f"`{keyword}=` is `{now}=`" if now else f"`{keyword}=` is gone"
    if comparison.moved:
        yield "position " + ", ".join(f"{place + 1} (`{old.positional[place]}`)" for place in sorted(comparison.moved))
    for now in comparison.required.values():
        yield f"`{now}=` must be given"
    for name in comparison.defaults:
        yield f"default of `{name}=`"


def _silent(old: Signature, new: Signature, checked: tuple[str, ...]) -> Iterator[str]:
    further = sorted(new.names - old.names)
    if further:
        yield "further: " + ", ".join(f"`{name}=`" for name in further)
    if (new.takes_any, new.takes_more) != (old.takes_any, old.takes_more):
        yield "any further arguments" if new.takes_any or new.takes_more else "no arguments but those named"
    if set(new.required) < set(old.required):
        yield "may be left out: " + ", ".join(f"`{name}=`" for name in old.required if name not in new.required)
    for name in sorted(old.names & new.names):
        before, now = old.defaults.get(name), new.defaults.get(name)
        if before is not None and now is not None and name not in checked and ast.dump(before) != ast.dump(now):
            yield f"default of `{name}=`: `{ast.unparse(before)}` is `{ast.unparse(now)}`"
