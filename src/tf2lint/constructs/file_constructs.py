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


def constructs(
    module: ast.Module, source: str, names: LibraryNames, written: Callable[[ast.expr], str]
) -> Iterator[Construct | Unconverted]:
    """Yields the constructs of a file that can be changed, and why others cannot.

    Args:
        module: the syntax of the file.
        source: its text.
        names: the members of the library that expressions refer to.
        written: returns the code to write instead of a call; empty if it stays.
    """
    scopes, text = Scopes(module), BlockText(source, module)
    runs = list(session_runs(module, names, scopes))
    yield from eager_runs(module, runs, text, names, scopes)
    yield from graph_constructs(module, runs, text, names, scopes, written)
    yield from unused_sessions(module, text, names, scopes)
    yield from session_options(module, text, names, scopes)
