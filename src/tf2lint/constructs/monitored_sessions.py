"""Sessions that a coordinator stops, in which nothing runs any more: the loop ends with the dataset, or by steps."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.construct import CannotConvertError, Construct, Unconverted, without_contained
from tf2lint.constructs.iterators.dataset_iterators import GET_NEXT
from tf2lint.model import Span, TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

_SESSION: Final = "train.MonitoredTrainingSession"
_HOOK: Final = "train.StopAtStepHook"
_STOPS: Final = "should_stop"
_HOOKS: Final = "hooks"
#: The options that only matter to several machines, or to checkpoints, which are written to `checkpoint_dir`.
_WITHOUT_EFFECT: Final = frozenset({
    "master", "config", "stop_grace_period_secs", "log_step_count_steps", "max_wait_secs", "save_checkpoint_secs",
    "save_summaries_steps", "save_summaries_secs", "save_checkpoint_steps",
})  # fmt: skip
_COUNTER: Final = "global_step"
_VARIABLE: Final = "Variable"
_NEXT: Final = "next"
_END: Final = "errors.OutOfRangeError"
_END_OF_NEXT: Final = "StopIteration"
_NOTE: Final = "the loop ends where the session stopped it"


def monitored_sessions(text: BlockText, names: LibraryNames, scopes: Scopes) -> Iterator[Construct | Unconverted]:
    """Yields the edits for sessions that a coordinator stops, and why others stay.

    Args:
        text: the text of the file.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
    """
    made = {*names.calls_of((_SESSION,))}
    for statement in scopes.syntax.of_class(ast.With) if made else ():
        match statement.items:
            case [ast.withitem(context_expr=ast.Call() as session, optional_vars=ast.Name() as name)] if (
                session in made
            ):
                writer = _Writer(statement, session, name, text, names, scopes)
                stops = writer.stops()
                if stops is None:
                    continue
                try:
                    edits = tuple(without_contained(writer.edits(stops)))
                except CannotConvertError as error:
                    yield Unconverted(frozenset({session, *stops}), str(error))
                else:
                    yield Construct(frozenset({session, *stops, *writer.settled}), edits, _NOTE)
            case _:
                pass


class _Writer:
    """Writes the edits for one session."""

    def __init__(
        self,
        statement: ast.With,
        session: ast.Call,
        name: ast.Name,
        text: BlockText,
        names: LibraryNames,
        scopes: Scopes,
    ) -> None:
        self._statement = statement
        self._session = session
        self._name = name
        self._text = text
        self._names = names
        self._scopes = scopes
        self._deleted: list[ast.stmt] = []
        self.settled: list[ast.AST] = []

    def stops(self) -> list[ast.Call] | None:
        """Returns the calls that ask whether the session stops; None if something else uses it."""
        found: list[ast.Call] = []
        uses = self._scopes.uses(self._scopes.owner(self._name) or self._name, self._name.id)
        for use in uses:
            attribute = self._scopes.syntax.parent(use.node)
            call = self._scopes.syntax.parent(attribute) if isinstance(attribute, ast.Attribute) else None
            if use.node is self._name:
                continue
            if not isinstance(call, ast.Call) or getattr(attribute, "attr", "") != _STOPS:
                return None
            found.append(call)
        return found

    def edits(self, stops: list[ast.Call]) -> Iterator[TextEdit]:
        """Yields the edits.

        Args:
            stops: the calls that ask whether the session stops.

        Raises:
            CannotConvertError: the session does more than to run steps.
        """
        hook = self._hook()
        condition = str(True) if hook is None else f"{self._counter()}.numpy() < {self._last_step(hook)}"
        for statement in self._deleted:
            yield from self._text.deleted(statement)
        for call in stops:
            yield TextEdit(self._text.span(self._condition(call)), condition)
        ends = self._ends()
        if not ends:
            yield from self._without_head()
            return
        outer = self._text.indentation(self._statement)
        head, item = self._text.span(self._statement), self._text.span(self._name)
        if not self._without_head() or self._text.lines[item.end_line - 1][item.end_column - 1 :].strip() != ":":
            message = f"the head of the block in line {self._statement.lineno} has another form"
            raise CannotConvertError(message)
        yield TextEdit(Span(head.line, head.column, item.end_line, item.end_column), "try")
        end = self._text.line_end
        last = (self._statement.end_lineno or 0) + 1
        yield TextEdit(Span(last, 1, last, 1), f"{outer}except {ends}:{end}{outer}{self._text.step}pass{end}")

    def _without_head(self) -> tuple[TextEdit, ...]:
        """Returns the edits that delete the head of the block.

        Raises:
            CannotConvertError: that is not possible.
        """
        edits = self._text.head_edits(self._statement)
        if not edits:
            message = f"the head of the block in line {self._statement.lineno} has another form"
            raise CannotConvertError(message)
        return edits

    def _hook(self) -> ast.Call | None:
        """Returns the hook that stops the session; None if there is none.

        Raises:
            CannotConvertError: the session has other hooks or options.
        """
        options = {keyword.arg: keyword.value for keyword in self._session.keywords}
        hooks = options.pop(_HOOKS, None)
        others = [
            name
            for name, value in options.items()
            if name not in _WITHOUT_EFFECT and not (isinstance(value, ast.Constant) and value.value in (None, True))
        ]
        if others or self._session.args:
            message = f"the session in line {self._session.lineno} has {', '.join(map(str, others)) or 'arguments'}"
            raise CannotConvertError(message)
        found = self._elements(hooks) if hooks is not None else []
        if len(found) > 1 or any(self._names.of(each.func) != _HOOK for each in found):
            message = f"the session in line {self._session.lineno} has hooks that do something"
            raise CannotConvertError(message)
        return found[0] if found else None

    def _elements(self, hooks: ast.expr) -> list[ast.Call]:
        """Returns the calls that make the hooks of a list.

        Raises:
            CannotConvertError: they are not known.
        """
        if isinstance(hooks, ast.Name):
            uses = self._scopes.uses(self._scopes.owner(hooks) or hooks, hooks.id)
            statements = [self._scopes.syntax.parent(use.node) for use in uses if use.is_binding]
            if len(uses) == len((hooks, *statements)) and isinstance(statements[0], ast.Assign):
                self._deleted.append(statements[0])
                hooks = statements[0].value
        if isinstance(hooks, ast.List) and all(isinstance(each, ast.Call) for each in hooks.elts):
            return [each for each in hooks.elts if isinstance(each, ast.Call)]
        message = f"the hooks of the session in line {self._session.lineno} are not known"
        raise CannotConvertError(message)

    def _last_step(self, hook: ast.Call) -> str:
        """Returns the code for the step after which a hook stops the session.

        Raises:
            CannotConvertError: it is not known.
        """
        given = [*hook.args, *(keyword.value for keyword in hook.keywords)]
        if len(given) != 1:
            message = f"the steps of the hook in line {hook.lineno} are not known"
            raise CannotConvertError(message)
        self.settled.append(hook)
        return self._text.exact(given[0])

    def _counter(self) -> str:
        """Returns the name of the variable that counts steps.

        Raises:
            CannotConvertError: it has none.
        """
        found = {
            self._text.exact(each.targets[0])
            for each in self._scopes.syntax.of_class(ast.Assign)
            if isinstance(each.targets[0], ast.Name) and self._makes_counter(each.value)
        }
        if len(found) != 1:
            message = f"the variable that counts the steps of line {self._statement.lineno} is not known"
            raise CannotConvertError(message)
        return found.pop()

    def _makes_counter(self, value: ast.expr) -> bool:
        return any(
            self._names.of(call.func) == _VARIABLE
            and any(isinstance(each.value, ast.Constant) and each.value.value == _COUNTER for each in call.keywords)
            for call in self._scopes.syntax.of_class(ast.Call, inside=value)
        )

    def _condition(self, call: ast.Call) -> ast.expr:
        """Returns the condition of a loop that says that the session does not stop.

        Raises:
            CannotConvertError: the call stands elsewhere, or the loop catches errors itself.
        """
        negated = self._scopes.syntax.parent(call)
        loop = self._scopes.syntax.parent(negated) if negated is not None else None
        loop = self._scopes.syntax.parent(loop) if isinstance(loop, ast.BoolOp) else loop
        is_negated = isinstance(negated, ast.UnaryOp) and isinstance(negated.op, ast.Not)
        if is_negated and isinstance(loop, ast.While) and not any(self._scopes.syntax.of_class(ast.Try, inside=loop)):
            assert isinstance(negated, ast.UnaryOp)
            return negated
        message = f"line {call.lineno} asks whether the session stops in another way"
        raise CannotConvertError(message)

    def _ends(self) -> str:
        """Returns the code for the errors that tell the end of datasets; empty if the file reads none."""
        calls = [call.func for call in self._scopes.syntax.of_class(ast.Call)]
        found = []
        if any(isinstance(each, ast.Attribute) and each.attr == GET_NEXT for each in calls):
            found.append(f"{self._names.root}.{_END}")
        if any(isinstance(each, ast.Name) and each.id == _NEXT for each in calls):
            found.append(_END_OF_NEXT)
        return f"({', '.join(found)})" if len(found) > 1 else "".join(found)
