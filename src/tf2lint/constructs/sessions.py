"""Sessions that nothing runs any more: they are deleted, with the graph and the parameters that they are passed to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.known_calls import KnownCalls, Parameter
from tf2lint.constructs.analysis.own_graphs import SESSIONS, Graphs
from tf2lint.constructs.analysis.session_flow import session_flows
from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained
from tf2lint.model import Span, TextEdit
from tf2lint.rewriting import edit_without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.known_calls import Passed
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_flow import Flow

#: The method that runs an operation in the default session, and its argument.
_RUN: Final = "run"
_FEED: Final = "feed_dict"
#: The parts of a statement that are blocks.
_BLOCKS: Final = ("body", "orelse", "finalbody")


def unused_sessions(
    text: BlockText, names: LibraryNames, scopes: Scopes, others: OtherFiles
) -> Iterator[Construct | Unconverted]:
    """Yields the edits for sessions that nothing runs, and why others stay.

    Args:
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        others: what other files use of the file.
    """
    if not names.calls_of(SESSIONS):
        return
    graphs = Graphs(names, scopes)
    for flow in session_flows(names, scopes):
        deleted = [_deletion(statement, text, scopes) for statement in flow.statements]
        if not all(deleted):
            continue
        edits = [edit for one in deleted for edit in one]
        edits += [edit for call in flow.made for edit in graphs.edits(call, text)]
        edits += _edits(flow.passed, text)
        made = frozenset(flow.made)
        try:
            for statement in flow.statements:
                _check_block(statement, names, scopes)
            _check_other_files(flow, scopes, others)
        except CannotConvertError as error:
            yield Unconverted(made, str(error))
        else:
            yield Construct(made, tuple(without_contained(edits)), "operations run where they stand")


def _deletion(statement: ast.With | ast.Assign, text: BlockText, scopes: Scopes) -> tuple[TextEdit, ...]:
    """Returns the edits that delete a statement, or the head of a block; empty if that is not possible."""
    if isinstance(statement, ast.With):
        return text.head_edits(statement)
    block = scopes.syntax.parent(statement)
    is_alone = not isinstance(block, ast.Module) and [statement] in (getattr(block, name, None) for name in _BLOCKS)
    return text.deleted(statement, is_alone=is_alone)


def _check_block(statement: ast.stmt, names: LibraryNames, scopes: Scopes) -> None:
    """Checks that the block of a session runs nothing in it, as the default session.

    Raises:
        CannotConvertError: it may.
    """
    for call in scopes.syntax.of_class(ast.Call, inside=statement) if isinstance(statement, ast.With) else ():
        is_run = isinstance(call.func, ast.Attribute) and call.func.attr == _RUN and not names.of(call.func)
        if is_run and not call.args and all(keyword.arg == _FEED for keyword in call.keywords):
            message = f"line {call.lineno} may run an operation in the default session"
            raise CannotConvertError(message)


def _check_other_files(flow: Flow, scopes: Scopes, others: OtherFiles) -> None:
    """Checks that no other file uses a session, or calls a function that takes it.

    Raises:
        CannotConvertError: a file does.
    """
    others.check(flow.names, min(call.lineno for call in flow.made))
    for function in dict.fromkeys(one.parameter.function for one in flow.passed):
        others.check(KnownCalls(scopes).callers(function), function.lineno)


def _edits(passed: list[Passed], text: BlockText) -> Iterator[TextEdit]:
    """Yields the edits that delete arguments, and the parameters that take them."""
    for one in passed:
        arguments: list[ast.expr | ast.keyword] = [*one.call.args, *one.call.keywords]
        own = next(each for each in arguments if each is one.argument or getattr(each, "value", None) is one.argument)
        yield edit_without(own, arguments, text.span)
    for parameter in dict.fromkeys(one.parameter for one in passed):
        yield _without(parameter, text)


def _without(parameter: Parameter, text: BlockText) -> TextEdit:
    """Returns the edit that deletes a parameter, with its default."""
    arguments = parameter.function.args
    siblings = [*arguments.args, *arguments.kwonlyargs]

    def span(node: ast.expr | ast.keyword | ast.arg) -> Span:
        default = parameter._replace(node=node).default if isinstance(node, ast.arg) else None
        own = text.span(node)
        end = text.span(default) if default is not None else own
        return Span(own.line, own.column, end.end_line, end.end_column)

    return edit_without(parameter.node, siblings, span)
