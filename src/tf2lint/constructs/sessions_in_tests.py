"""Sessions of tests in which nothing runs any more once each run has its fix: the heads of the blocks are deleted."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.own_graphs import Graphs
from tf2lint.constructs.construct import Construct, without_contained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_SESSIONS: Final = tuple(f"test.TestCase().{name}" for name in ("test_session", "session", "cached_session"))
_RUN: Final = "Session().run"


def sessions_in_tests(
    text: BlockText,
    names: LibraryNames,
    scopes: Scopes,
    fix_of: Callable[[ast.Call], Construct | None],
) -> Iterator[Construct]:
    """Yields the edits for sessions of tests that only run something, with those of the runs.

    Args:
        text: the text of the file.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        fix_of: returns the edits for a run; None if there are none for it alone.
    """
    graphs = Graphs(names, scopes)
    for (scope, name), heads in _heads(names, scopes).items():
        found = [text.head_edits(head) for head in heads]
        runs = _runs(scope, name, heads, names, scopes)
        fixes = [fix_of(call) for call in runs or ()]
        known = [fix for fix in fixes if fix is not None]
        if not runs or len(known) < len(fixes) or not all(found):
            continue
        edits = [edit for one in known for edit in one.edits] + [edit for own in found for edit in own]
        for head in heads:
            made = head.items[0].context_expr
            assert isinstance(made, ast.Call)
            edits += graphs.edits(made, text)
        notes = dict.fromkeys(one.note for one in known)
        nodes = frozenset(node for one in known for node in one.nodes)
        yield Construct(nodes, tuple(without_contained(edits)), "; ".join(notes))


def _heads(names: LibraryNames, scopes: Scopes) -> dict[tuple[ast.AST, str], list[ast.With]]:
    """Returns the `with` statements that enter the session of a test, by the scope and the name that they give it."""
    found: dict[tuple[ast.AST, str], list[ast.With]] = {}
    for statement in scopes.syntax.of_class(ast.With):
        match statement.items:
            case [ast.withitem(context_expr=ast.Call(func=maker), optional_vars=ast.Name() as name)]:
                scope = scopes.owner(name)
                if scope is not None and names.of(maker) in _SESSIONS:
                    found.setdefault((scope, name.id), []).append(statement)
    return found


def _runs(
    scope: ast.AST, name: str, heads: list[ast.With], names: LibraryNames, scopes: Scopes
) -> list[ast.Call] | None:
    """Returns the runs of sessions with one name; None if the name is used, or bound, in another way."""
    bindings = {head.items[0].optional_vars for head in heads}
    found: list[ast.Call] = []
    for use in scopes.uses(scope, name):
        function = scopes.syntax.parent(use.node)
        call = scopes.syntax.parent(function) if function is not None else None
        if use.is_binding and use.node in bindings:
            continue
        if use.is_binding or not isinstance(call, ast.Call) or call.func is not function or not call.args:
            return None
        if names.of(call.func) != _RUN:
            return None
        found.append(call)
    return found
