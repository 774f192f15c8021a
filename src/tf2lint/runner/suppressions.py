"""Suppression comments: `# noqa`, `# noqa: TF101`, `# flake8: noqa` and `# tf2lint: ignore[TF101]`.

The comments that flake8 also reads have the same meaning as there: a comment applies to its line and, at the end of a
multi-line string or of lines joined by backslashes, to all of these lines.
"""

from __future__ import annotations

import io
import re
import tokenize
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tf2lint.config import matches
from tf2lint.model import Span
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_CODES: Final = r"[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*"
_NOQA: Final = re.compile(rf"# noqa(?::[\s]?(?P<codes>{_CODES}))?", re.IGNORECASE)
_FILE: Final = re.compile(r"\s*# flake8[:=]\s*noqa(?P<codes>)", re.IGNORECASE)
_IGNORE: Final = re.compile(r"#\s*tf2lint:\s*ignore(?:\[(?P<codes>[^\]]*)\])?(?![\w\[-])")
_SEPARATOR: Final = re.compile(r"[,\s]+")


@dataclass
class Comment:
    """A suppression comment.

    Attributes:
        span: its position.
        selectors: the selectors of the rules that it suppresses; empty for all rules.
        is_specific: whether it is a `tf2lint:` comment, which no other linter reads.
        used: the selectors that have suppressed a finding; contains an empty string if the comment has no selectors.
    """

    span: Span
    selectors: tuple[str, ...]
    is_specific: bool
    used: set[str] = field(default_factory=set)

    def suppress(self, code: str, name: str) -> bool:
        """Returns whether the comment suppresses findings of a rule; if so, marks it as used."""
        matching = (
            [selector for selector in self.selectors if self._matches(selector, code, name)] if self.selectors else [""]
        )
        self.used.update(matching)
        return bool(matching)

    def _matches(self, selector: str, code: str, name: str) -> bool:
        return matches(selector, code, name) if self.is_specific else code.startswith(selector)

    def unused(self, codes: Collection[str]) -> list[str] | None:
        """Returns the selectors that suppressed nothing although their rules are on.

        Args:
            codes: the codes of the rules that are on.

        Returns:
            An empty list if the comment has no selectors and is unused; None if there is nothing to report.
        """
        if not self.selectors:
            return [] if self.is_specific and not self.used else None
        unused = [
            selector for selector in self.selectors if selector not in self.used and self._is_judged(selector, codes)
        ]
        return unused or None

    def _is_judged(self, selector: str, codes: Collection[str]) -> bool:
        matching = [rule.code for rule in rules() if self._matches(selector, rule.code, rule.name)]
        return (self.is_specific and not matching) or any(code in codes for code in matching)


class Suppressions:
    """The suppression comments of one file.

    Args:
        text: the text that was parsed.
        lines: the lines of the file, as many as the text has.
    """

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        self._text = text
        self._by_line: dict[int, list[Comment]] = {}
        self._of_file: list[Comment] = []
        lowered = text.lower()
        if "noqa" not in lowered and "tf2lint:" not in lowered:
            return
        for number, line in enumerate(lines, 1):
            lowered = line.lower()
            if "noqa" in lowered or "tf2lint:" in lowered:
                self._read(number, line)
        self._spread()

    def _read(self, number: int, line: str) -> None:
        whole = _FILE.match(line)
        if whole is not None:
            self._of_file.append(_comment(number, whole, is_specific=False))
            return
        found = [_comment(number, match, is_specific=False) for match in _NOQA.finditer(line)]
        found += [_comment(number, match, is_specific=True) for match in _IGNORE.finditer(line)]
        if found:
            self._by_line[number] = found

    def _spread(self) -> None:
        """Applies each comment to all lines that are joined with its line."""
        if not self._by_line:
            return
        for first, last in _joined_lines(self._text):
            found = [comment for number in range(first, last + 1) for comment in self._by_line.get(number, ())]
            if found and first < last:
                self._by_line.update(dict.fromkeys(range(first, last + 1), found))

    def suppress(self, code: str, name: str, line: int) -> bool:
        """Returns whether a comment suppresses a finding; if so, marks it as used.

        Args:
            code: the code of the rule.
            name: the name of the rule.
            line: the line in the text, from 1.
        """
        comments = [*self._by_line.get(line, ()), *self._of_file]
        matching = [comment for comment in comments if comment.suppress(code, name)]  # marks all of them as used
        return bool(matching)

    def unused(self, codes: Collection[str]) -> Iterator[tuple[Span, list[str]]]:
        """Yields the position of each unused comment with its unused selectors; without any if it has no selectors.

        Args:
            codes: the codes of the rules that are on.
        """
        comment_lines = _comment_lines(self._text) if self._by_line or self._of_file else frozenset()
        comments = {id(comment): comment for found in [*self._by_line.values(), self._of_file] for comment in found}
        for comment in comments.values():
            unused = comment.unused(codes)
            if unused is not None and comment.span.line in comment_lines:
                yield comment.span, unused


def _comment(number: int, match: re.Match[str], *, is_specific: bool) -> Comment:
    codes = (match["codes"] or "").strip(": ")
    selectors = tuple(selector for selector in _SEPARATOR.split(codes) if selector)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Comment(Span(number, start + 1, number, match.start() + len(match[0].rstrip()) + 1), selectors, is_specific)


def _joined_lines(text: str) -> Iterator[tuple[int, int]]:
    """Yields the first and last line of each run of lines that multi-line strings or backslashes join."""
    first = 0
    for token in _tokens(text):
        if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
            continue
        first = first or token.start[0]
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            yield first, token.end[0]
            first = 0


def _comment_lines(text: str) -> frozenset[int]:
    """Returns the lines with real comments, as opposed to strings that look like one."""
    return frozenset(token.start[0] for token in _tokens(text) if token.type == tokenize.COMMENT)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return
