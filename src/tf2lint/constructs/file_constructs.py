"""All constructs of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.constructs.block_text import BlockText
from tf2lint.constructs.conversion import graph_constructs
from tf2lint.constructs.eager_runs import eager_runs
from tf2lint.constructs.scopes import Scopes
from tf2lint.constructs.session_options import session_options
from tf2lint.constructs.session_runs import session_runs
from tf2lint.constructs.sessions import unused_sessions

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.construct import Construct, Unconverted
    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.source import SyntaxIndex


def constructs(
    syntax: SyntaxIndex, source: str, names: LibraryNames, written: Callable[[ast.expr], str]
) -> Iterator[Construct | Unconverted]:
    """Yields the constructs of a file that can be changed, and why others cannot.

    Args:
        syntax: the nodes of the file.
        source: its text.
        names: the members of the library that expressions refer to.
        written: returns the code to write instead of a call; empty if it stays.
    """
    scopes, text = Scopes(syntax), BlockText(source, syntax.module)
    runs = list(session_runs(names, scopes))
    yield from eager_runs(runs, text, names, scopes)
    yield from graph_constructs(runs, text, names, scopes, written)
    yield from unused_sessions(text, names, scopes)
    yield from session_options(text, names, scopes)
