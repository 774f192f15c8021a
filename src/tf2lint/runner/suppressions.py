"""Comments that accept findings: `# noqa`, `# noqa: TF101`, `# flake8: noqa` and `# tf2lint: ignore[TF101]`.

What flake8 reads means here what it means there: a comment holds for its line, and for all lines of a text or of a
statement with backslashes that it stands behind.
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
    """A comment that accepts findings.

    Attributes:
        span: where it stands.
        selectors: which ones; none for all.
        is_ours: whether no other linter reads it.
        used: which selectors have accepted one; an empty text where it accepts all.
    """

    span: Span
    selectors: tuple[str, ...]
    is_ours: bool
    used: set[str] = field(default_factory=set)

    def accepts(self, code: str, name: str) -> bool:
        """Whether it accepts findings of a rule, which is noted."""
        accepting = [one for one in self.selectors if self._means(one, code, name)] if self.selectors else [""]
        self.used.update(accepting)
        return bool(accepting)

    def _means(self, selector: str, code: str, name: str) -> bool:
        return matches(selector, code, name) if self.is_ours else code.startswith(selector)

    def unused(self, codes: Collection[str]) -> list[str] | None:
        """The selectors that accepted nothing although their rules are on; None if there is nothing to say.

        Args:
            codes: of the rules that are on.
        """
        if not self.selectors:
            return [] if self.is_ours and not self.used else None
        idle = [one for one in self.selectors if one not in self.used and self._is_judged(one, codes)]
        return idle or None

    def _is_judged(self, selector: str, codes: Collection[str]) -> bool:
        meant = [rule.code for rule in rules() if self._means(selector, rule.code, rule.name)]
        return (self.is_ours and not meant) or any(code in codes for code in meant)


class Suppressions:
    """The comments of one file that accept findings.

    Args:
        text: the program, as Python's parser takes it.
        lines: the lines of the file, as many.
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
            self._of_file.append(_comment(number, whole, is_ours=False))
            return
        found = [_comment(number, match, is_ours=False) for match in _NOQA.finditer(line)]
        found += [_comment(number, match, is_ours=True) for match in _IGNORE.finditer(line)]
        if found:
            self._by_line[number] = found

    def _spread(self) -> None:
        """Lets each comment hold for all lines that are read as one."""
        if not self._by_line:
            return
        for first, last in _joined_lines(self._text):
            found = [one for number in range(first, last + 1) for one in self._by_line.get(number, ())]
            if found and first < last:
                self._by_line.update(dict.fromkeys(range(first, last + 1), found))

    def accept(self, code: str, name: str, line: int) -> bool:
        """Whether a finding in a line of the text is accepted, which is noted.

        Args:
            code: of its rule.
            name: of its rule.
            line: from 1.
        """
        comments = [*self._by_line.get(line, ()), *self._of_file]
        accepting = [comment for comment in comments if comment.accepts(code, name)]  # all of them are of use
        return bool(accepting)

    def unused(self, codes: Collection[str]) -> Iterator[tuple[Span, list[str]]]:
        """The comments that accept nothing, with the selectors that are in vain; none of these if all are.

        Args:
            codes: of the rules that are on.
        """
        written = _comments(self._text) if self._by_line or self._of_file else frozenset()
        comments = {id(one): one for found in [*self._by_line.values(), self._of_file] for one in found}
        for comment in comments.values():
            idle = comment.unused(codes)
            if idle is not None and comment.span.line in written:
                yield comment.span, idle


def _comment(number: int, match: re.Match[str], *, is_ours: bool) -> Comment:
    codes = (match["codes"] or "").strip(": ")
    selectors = tuple(one for one in _SEPARATOR.split(codes) if one)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return Comment(Span(number, start + 1, number, match.start() + len(match[0].rstrip()) + 1), selectors, is_ours)


def _joined_lines(text: str) -> Iterator[tuple[int, int]]:
    """The first and last line of what no line end cuts."""
    first = 0
    for token in _tokens(text):
        if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
            continue
        first = first or token.start[0]
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            yield first, token.end[0]
            first = 0


def _comments(text: str) -> frozenset[int]:
    """The lines with comments, which only look like some within texts."""
    return frozenset(token.start[0] for token in _tokens(text) if token.type == tokenize.COMMENT)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return
