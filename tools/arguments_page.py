"""Renders the page of docs/ that lists every function that kept its name but changed its arguments."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.table.entries import Area
from tf2lint.table.signature_diffs import SignatureDiffs
from tf2lint.table.signatures import Signature, parse_signature
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.mapping_table import Table
    from tf2lint.table.signature_diff import SignatureDiff

_HEAD = """\
# Arguments that changed

Every function and class that kept its name from TensorFlow 1.15, or a later version, to {target} but takes different
arguments, according to its signatures: {count} names, {checked} of which are checked. An argument that only came after
1.15 and went again is listed, too. tf2lint reports a call if it passes a
keyword that was renamed or removed ([TF601](rules/TF601.md), [TF602](rules/TF602.md)), passes an argument at a position
that now means something else ([TF603](rules/TF603.md)), omits an argument that is now required
([TF604](rules/TF604.md)), or relies on a default whose change affects results ([TF605](rules/TF605.md)).

If nothing is reported, every call that worked still means the same: there are only additional parameters, or a default
is the same value in another form (`None` for `False`, `0.0` for `0`, `None` for the setting of the layer or the
system), or it does not affect the result (the name of an object, the size of a picture).

| name | reported | not reported |
|---|---|---|
"""
_METHODS = """\

## Methods

The same for methods of objects whose class is known, including classes of the program with such a base class. Methods
that are not listed take the same arguments as before, or are defined by programs and called by Keras (`call`,
`build`). A method is listed under the first of the classes that share it.

| method | reported |
|---|---|
"""


def arguments_page(table: Table) -> str:
    """Returns the page.

    Args:
        table: the table at the newest target version.
    """
    rows = list(_rows(table))
    checked = sum(bool(reported) for _, reported, _ in rows)
    head = _HEAD.format(target=table.target, count=len(rows), checked=checked)
    functions = "".join(f"| `{name}` | {reported} | {unreported} |\n" for name, reported, unreported in rows)
    methods = "".join(f"| `{name}` | {reported} |\n" for name, reported in _methods(table))
    return f"{head}{functions}{_METHODS}{methods}"


def _rows(table: Table) -> Iterator[tuple[str, str, str]]:
    diffs = SignatureDiffs(table)
    for name in sorted(table.facts):
        entry = table.lookup(name).entry
        old, new = table.facts.signature(name, TF1_VERSION), table.facts.signature(name, table.target)
        if entry.area is not Area.CORE or not entry.exists or new is None or name.startswith("raw_ops."):
            continue  # nobody calls raw operations directly, and they accept keywords only
        diff = diffs.of(entry)
        if diff is None and old in (None, new):
            continue
        old = old or new
        reported = "" if diff is None else "; ".join(_reported(diff, parse_signature(old)))
        if diffs.arguments.is_unchecked(name):
            documented = diffs.arguments.own_change(name, "*")
            yield f"tf.{name}", "", documented.advice if documented is not None else ""
        else:
            checked = diff.defaults if diff is not None else ()
            unreported = "; ".join(_unreported(parse_signature(old), parse_signature(new), checked))
            if reported or unreported:
                yield f"tf.{name}", reported, unreported


def _methods(table: Table) -> Iterator[tuple[str, str]]:
    diffs, facts = SignatureDiffs(table), table.facts
    for owner, name in sorted(facts.members()):
        entry, fact = table.lookup(owner).entry, facts.member(owner, name)
        exists = entry.area is Area.CORE and entry.exists and (fact is None or fact.exists(table.target))
        diff = diffs.of_member(owner, name)
        if exists and diff is not None:
            signatures = (facts.member_signature(owner, name, version) for version in (TF1_VERSION, table.target))
            yield f"tf.{owner}.{name}", "; ".join(_reported(diff, parse_signature(next(filter(None, signatures)))))


def _reported(diff: SignatureDiff, old: Signature) -> Iterator[str]:
    for keyword, now in diff.lost.items():
        yield f"`{keyword}=` renamed to `{now}=`" if now else f"`{keyword}=` removed"
    if diff.moved:
        yield "position " + ", ".join(f"{place + 1} (`{old.positional[place]}`)" for place in sorted(diff.moved))
    if diff.gone:
        yield "no position " + ", ".join(f"{place + 1} (`{parameter}`)" for place, parameter in diff.gone)
    for now in diff.required.values():
        yield f"`{now}=` required"
    for name in diff.defaults:
        yield f"default of `{name}=`"


def _unreported(old: Signature, new: Signature, checked: tuple[str, ...]) -> Iterator[str]:
    further = sorted(new.names - old.names)
    if further:
        yield "added: " + ", ".join(f"`{name}=`" for name in further)
    if (new.takes_any, new.takes_more) != (old.takes_any, old.takes_more):
        yield "any additional arguments" if new.takes_any or new.takes_more else "no additional arguments"
    if set(new.required) < set(old.required):
        yield "now optional: " + ", ".join(f"`{name}=`" for name in old.required if name not in new.required)
    for name in sorted(old.names & new.names):
        before, now = old.defaults.get(name), new.defaults.get(name)
        if before is not None and now is not None and name not in checked and ast.dump(before) != ast.dump(now):
            yield f"default of `{name}=`: `{ast.unparse(before)}` is now `{ast.unparse(now)}`"
