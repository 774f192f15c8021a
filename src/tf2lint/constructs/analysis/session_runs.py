"""What a program runs in sessions: the values it fetches, and those that it feeds."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_RUNS: Final = ("Session().run", "InteractiveSession().run")
_EVALS: Final = ("Tensor().eval", "Operation().run")
_EVAL: Final = "eval"
_FEED: Final = "feed_dict"
#: The arguments of these methods by position.
_OF_RUN: Final = ("fetches", _FEED)
_OF_EVAL: Final = (_FEED, "session")
_IGNORED: Final = "session"


class Feed(NamedTuple):
    """What a run feeds.

    Attributes:
        keys: what stands for the placeholders.
        values: the values.
        name: the variable that holds the dictionary; None if it stands in the call.
        places: the keys as they stand in the program, if others stand for them.
    """

    keys: tuple[ast.expr, ...]
    values: tuple[ast.expr, ...]
    name: ast.Name | None = None
    places: tuple[ast.expr, ...] = ()


class Run(NamedTuple):
    """A call that runs something.

    Attributes:
        call: the call.
        fetches: what it runs: one value, or the members of a list or a tuple.
        is_single: whether it runs one value, which is the result.
        feed: what it feeds; None if that is not known.
        labels: the names of what it runs, where these are not those of the function that builds it.
        original: what it runs as it stands in the program.
    """

    call: ast.Call
    fetches: tuple[ast.expr, ...]
    is_single: bool
    feed: Feed | None
    labels: tuple[str, ...] = ()
    original: tuple[ast.expr, ...] = ()


def session_runs(names: LibraryNames, scopes: Scopes) -> Iterator[Run]:
    """Yields the calls of a file that run something in a session, in order."""
    found = [(call, name) for call in scopes.syntax.of_class(ast.Call) if _runs(call, name := names.of(call.func))]
    for call, name in sorted(found, key=lambda each: (each[0].lineno, each[0].col_offset)):
        if name in _RUNS or not isinstance(call.func, ast.Attribute):
            arguments = _arguments(call, _OF_RUN)
            fetched = arguments.pop(_OF_RUN[0], None) if arguments is not None else None
        else:
            arguments = _arguments(call, _OF_EVAL)
            fetched = call.func.value
        if arguments is None or fetched is None or not arguments.keys() <= {_FEED, _IGNORED}:
            yield Run(call, (), is_single=True, feed=None)
            continue
        is_single = not isinstance(fetched, ast.List | ast.Tuple)
        fetches = tuple(fetched.elts) if isinstance(fetched, ast.List | ast.Tuple) else (fetched,)
        yield Run(call, fetches, is_single, _feed(arguments.get(_FEED), scopes), (), fetches)


def _runs(call: ast.Call, name: str) -> bool:
    """Returns whether a call runs something, given the name, below `tf`, of what is called."""
    if name in _RUNS:
        return True
    return isinstance(call.func, ast.Attribute) and (name in _EVALS or (not name and _evaluates(call)))


def _evaluates(call: ast.Call) -> bool:
    """Returns whether a call of something unknown has the form of `tensor.eval(feed_dict, session)`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != _EVAL:
        return False
    is_named = isinstance(call.func.value, ast.Name | ast.Attribute)
    keywords = {keyword.arg for keyword in call.keywords}
    return is_named and keywords <= {*_OF_EVAL} and all(isinstance(each, ast.Dict | ast.Name) for each in call.args[:1])


def _arguments(call: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr] | None:
    """Returns the arguments of a call by the names of the parameters; None if it unpacks some."""
    if any(isinstance(each, ast.Starred) for each in call.args) or any(each.arg is None for each in call.keywords):
        return None
    found = dict(zip(parameters, call.args, strict=False))
    found.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None})
    return found if len(call.args) <= len(parameters) else None


def _feed(node: ast.expr | None, scopes: Scopes) -> Feed | None:
    """Returns what an argument feeds; None if that is not known."""
    if node is None or (isinstance(node, ast.Constant) and node.value is None):
        return Feed((), ())
    if isinstance(node, ast.Name):
        display = _only_value(node, scopes)
        return Feed(*_items(display), node) if display is not None else None
    return Feed(*_items(node)) if isinstance(node, ast.Dict) and None not in node.keys else None


def _items(node: ast.Dict) -> tuple[tuple[ast.expr, ...], tuple[ast.expr, ...]]:
    return tuple(key for key in node.keys if key is not None), tuple(node.values)


def _only_value(name: ast.Name, scopes: Scopes) -> ast.Dict | None:
    """Returns the dictionary that a name always holds, which only runs use; None if it may hold something else."""
    scope = scopes.owner(name)
    uses = scopes.uses(scope, name.id) if scope is not None else []
    bindings = [use.node for use in uses if use.is_binding]
    if scope is None or len(bindings) != 1:
        return None
    value = next(
        (
            node.value
            for node in scopes.syntax.of_class(ast.Assign, inside=scope)
            if node.targets == [bindings[0]] and isinstance(node.value, ast.Dict)
        ),
        None,
    )
    return value if value is not None and None not in value.keys else None
