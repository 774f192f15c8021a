"""The text of statements that move into a function."""

from __future__ import annotations

import ast
import io
import tokenize
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.model import Span, TextEdit
from tf2lint.rewriting import Deletions
from tf2lint.source import LINE_END, Lines, apply_edits, split_lines

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tf2lint.source import Positioned

_STEP: Final = "    "


class Replaced(NamedTuple):
    """Lines that make room for others.

    Attributes:
        first: the first line, from 1.
        last: the last line.
        statements: the lines of new statements.
        functions: the lines of each new function.
    """

    first: int
    last: int
    statements: list[str]
    functions: list[list[str]]


class BlockText:
    """The text of the statements of one file.

    Args:
        source: the text of the file.
        module: its syntax.

    Attributes:
        module: the syntax of the file.
        lines: its lines, without their ends.
        line_end: what ends its lines.
    """

    def __init__(self, source: str, module: ast.Module) -> None:
        self.lines = split_lines(source)
        found = LINE_END.search(source)
        self.line_end = found[0] if found is not None else "\n"
        self._positions = Lines(source)
        self._deletions = Deletions(source)
        self._deleted = set[int]()
        self._replaced = set[int]()
        self._dedented: dict[ast.With, tuple[TextEdit, ...]] = {}
        self._moved: list[tuple[int, int, int]] = []
        self.module = module

    @cached_property
    def step(self) -> str:
        """What one more level of indentation adds in this file."""
        for node in ast.walk(self.module):
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.With | ast.For | ast.If):
                inner, outer = self.indentation(node.body[0]), self.indentation(node)
                if inner.startswith(outer) and len(inner) > len(outer) and node.body[0].lineno > node.lineno:
                    return inner[len(outer) :]
        return _STEP

    def indentation(self, statement: ast.stmt) -> str:
        """Returns what stands before a statement in its line."""
        return self.lines[statement.lineno - 1][: self._positions.column(statement.lineno, statement.col_offset) - 1]

    def dedent(self, statement: ast.With, first_line: str = "") -> tuple[TextEdit, ...]:
        """Returns the edits that delete the head of a `with` statement; from now on, its block counts as moved.

        Args:
            statement: the statement.
            first_line: the statement to write instead of the head; empty if there is none.
        """
        if statement in self._dedented:
            return self._dedented[statement]
        edits = self.head_edits(statement)
        if edits and first_line:
            is_commented = edits[0].span.end_column > 1
            line = f"{self.new_indentation(statement)}{first_line}{self.line_end}"
            edits = (edits[0]._replace(text=f"{first_line}  " if is_commented else line), *edits[1:])
            self._replaced.update(range(statement.lineno, statement.body[0].lineno))
        elif edits:
            self._deleted.update(range(statement.lineno, statement.body[0].lineno))
        if edits:
            inner, outer = self.indentation(statement.body[0]), self.indentation(statement)
            self._moved.append((statement.lineno, statement.end_lineno or statement.lineno, len(inner) - len(outer)))
        self._dedented[statement] = edits
        return edits

    def head_edits(self, statement: ast.With) -> tuple[TextEdit, ...]:
        """Returns the edits that delete the head of a `with` statement; empty if that is not possible."""
        return self._deletions.of_head(statement)

    def deleted(self, statement: ast.stmt, *, is_alone: bool = False) -> tuple[TextEdit, ...]:
        """Returns the edits that delete a statement; empty if other code stands with it.

        Args:
            statement: the statement.
            is_alone: whether it is the only one in its block.
        """
        edits = self._deletions.of_statement(statement, is_alone=is_alone)
        if edits:
            self._deleted.update(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
        return edits

    def new_indentation(self, statement: ast.stmt) -> str:
        """Returns what stands before a statement when the heads of `with` statements around it are deleted."""
        found = self.indentation(statement)
        for first, last, width in self._moved:
            if first < statement.lineno <= last:
                found = found[: len(found) - width]
        return found

    def stands_alone(self, statement: ast.stmt) -> bool:
        """Returns whether nothing but a comment stands with a statement in its lines."""
        end = statement.end_lineno or statement.lineno
        rest = self.lines[end - 1][self._positions.column(end, statement.end_col_offset or 0) - 1 :].strip()
        return not self.indentation(statement).strip() and (not rest or rest.startswith("#"))

    def first_line(self, statement: ast.stmt) -> int:
        """Returns the first line of a statement, or of its decorators or the comments right above it."""
        decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
        number = min([statement.lineno, *(each.lineno for each in decorators)])
        indentation = self.indentation(statement)
        while number > 1 and self.lines[number - 2].startswith(f"{indentation}#"):
            number -= 1
        return number

    def span(self, node: Positioned) -> Span:
        """Returns the span of syntax."""
        return self._positions.span(node)

    def comments(self, statement: ast.stmt) -> tuple[list[str], str]:
        """Returns the comments right above a statement, and the one behind it."""
        end = statement.end_lineno or statement.lineno
        above = [self.lines[number - 1].strip() for number in range(self.first_line(statement), statement.lineno)]
        behind = self.lines[end - 1][self._positions.column(end, statement.end_col_offset or 0) - 1 :].strip()
        return above, behind

    def exact(self, node: ast.expr) -> str:
        """Returns the text of an expression as it stands there, with the line ends of the file."""
        span = self._positions.span(node)
        lines = self.lines[span.line - 1 : span.end_line]
        lines[-1] = lines[-1][: span.end_column - 1]
        lines[0] = lines[0][span.column - 1 :]
        return self.line_end.join(lines)

    def with_replaced(self, node: ast.expr, replaced: Mapping[ast.expr, str]) -> str:
        """Returns the text of an expression with other code instead of expressions in it."""
        edits = [TextEdit(self._positions.span(each), code) for each, code in replaced.items()]
        start = self._positions.span(node)
        return apply_edits(self.exact(node), edits, (start.line, start.column))

    def is_blank(self, number: int) -> bool:
        """Returns whether a line is empty, or behind the end."""
        return number > len(self.lines) or not self.lines[number - 1].strip()

    def moved(
        self, statement: ast.stmt, indentation: str, without: Collection[ast.stmt], replaced: Mapping[ast.expr, str]
    ) -> list[str]:
        """Returns the lines of a statement with another indentation.

        Args:
            statement: the statement.
            indentation: the new indentation.
            without: statements in it that are left out.
            replaced: the code to write instead of expressions in it.
        """
        old = self.indentation(statement)
        start = self.first_line(statement)
        lines, shifts = [], []
        for number in range(start, (statement.end_lineno or statement.lineno) + 1):
            line = self.lines[number - 1]
            moves = number not in self._lines_in_strings and line.startswith(old) and bool(line.strip())
            lines.append(indentation + line[len(old) :] if moves else line)
            shifts.append(len(indentation) - len(old) if moves else 0)
        edits = []
        for node, code in replaced.items():
            span = self._positions.span(node)
            first, last = span.line - start, span.end_line - start
            moved = Span(first + 1, span.column + shifts[first], last + 1, span.end_column + shifts[last])
            head, *following = code.split(self.line_end)
            following = [indentation + line[len(old) :] if line.startswith(old) else line for line in following]
            edits.append(TextEdit(moved, "\n".join([head, *following])))
        inside = set(ast.walk(statement))
        for each in inside.intersection(without):
            assert isinstance(each, ast.stmt)
            first, last = each.lineno - start, (each.end_lineno or each.lineno) - start
            edits.append(TextEdit(Span(first + 1, 1, last + 2, 1), ""))
        text = apply_edits("".join(f"{line}\n" for line in lines), edits)
        return text.removesuffix("\n").split("\n") if text else []

    def replaced(self, parts: Iterable[Replaced], blank: int) -> Iterator[TextEdit]:
        """Yields the edits that write new lines instead of others.

        Args:
            parts: the lines, in order.
            blank: how many blank lines stand around a function.
        """
        group: list[Replaced] = []
        for part in parts:
            between = range(group[-1].last + 1, part.first) if group else ()
            if group and not all(self.is_blank(number) or number in self._deleted for number in between):
                yield self._as_edit(group, blank)
                group = []
            group.append(part)
        if group:
            yield self._as_edit(group, blank)

    def _as_edit(self, group: list[Replaced], blank: int) -> TextEdit:
        """Returns the edit that writes the new lines of parts with only blank lines between them."""
        first, last = group[0].first, group[-1].last
        while first > 1 and self.is_blank(first - 1):
            first -= 1
        while last < len(self.lines) and self.is_blank(last + 1):
            last += 1
        before, after = group[0].first - first, last - group[-1].last
        new: list[str] = []
        needs_blank = False
        for part in group:
            for lines in [part.statements, *part.functions]:
                is_function = lines is not part.statements
                if lines and new and (is_function or needs_blank):
                    new += [""] * blank
                new += lines
                needs_blank = is_function if lines else needs_blank
        above = first - 1
        while above in self._deleted or (above < first - 1 and self.is_blank(above)):
            above -= 1
        starts_block = above > 0 and above not in self._replaced and self.lines[above - 1].rstrip().endswith(":")
        is_apart = sum(map(self.is_blank, range(above + 1, first)))
        filled = next((part for part in group if part.statements or part.functions), None)
        opens = filled is not None and not filled.statements
        if new:
            before = max(before, blank - is_apart if opens and not starts_block else 0)
            after = max(after, blank if needs_blank else 0)
        else:
            before, after = max(before, after), 0
        if last >= len(self.lines):
            after = 0
        text = "".join(line + self.line_end for line in ["" for _ in range(before)] + new + ["" for _ in range(after)])
        return TextEdit(Span(first, 1, last + 1, 1), text)

    @cached_property
    def _lines_in_strings(self) -> frozenset[int]:
        """The lines that start in a string."""
        text = "\n".join(self.lines)
        tokens: Iterable[tokenize.TokenInfo]
        try:
            tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
        except (tokenize.TokenError, SyntaxError):  # the tokenizer is stricter than the parser in rare cases
            return frozenset(range(1, len(self.lines) + 1))
        found = set[int]()
        for token in tokens:
            if token.type not in (tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER):
                found.update(range(token.start[0] + 1, token.end[0] + 1))
        return frozenset(found)
