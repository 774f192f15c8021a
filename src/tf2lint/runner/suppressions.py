"""Applies suppression comments, and tells which of them suppress nothing, or list a code that a finding had before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tf2lint.config import matches
from tf2lint.model import Span
from tf2lint.rules import rules
from tf2lint.source import comment_lines, comments_by_line, misread_comment
from tf2lint.table import moves_to

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tf2lint.model import Finding
    from tf2lint.source import NoqaComment


@dataclass
class Comment:
    """A suppression comment.

    Attributes:
        span: its position.
        selectors: the selectors of the rules that it suppresses; empty for all rules.
        is_specific: whether it is a `tf2lint:` comment, which no other linter reads.
        used: the selectors that have suppressed a finding; contains an empty string if the comment has no selectors.
        outdated: the codes of the findings that a selector has suppressed because of the code that they had before, or
            because of a finding that they cover.
    """

    span: Span
    selectors: tuple[str, ...]
    is_specific: bool
    used: set[str] = field(default_factory=set)
    outdated: dict[str, set[str]] = field(default_factory=dict)

    def matching(self, code: str, name: str) -> list[str]:
        """Returns the selectors that match a rule; one empty selector if the comment has none."""
        if not self.selectors:
            return [""]
        return [selector for selector in self.selectors if self._matches(selector, code, name)]

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
            selector
            for selector in self.selectors
            if selector not in self.used and selector not in self.outdated and self._is_judged(selector, codes)
        ]
        return unused or None

    def renamed(self) -> dict[str, set[str]]:
        """Returns the selectors that only suppressed findings which have another code now, with these codes."""
        return {selector: codes for selector, codes in self.outdated.items() if selector not in self.used}

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
        self._misread: list[tuple[int, str]] = []
        self._hidden: dict[int, int] = {}
        lowered = text.lower()
        if "noqa" not in lowered and "tf2lint:" not in lowered:
            return
        misread = ((number, misread_comment(line)) for number, line in enumerate(lines, 1))
        self._misread = [(number, comment) for number, comment in misread if comment]
        known: dict[NoqaComment, Comment] = {}
        for number, comments in comments_by_line(lines, text).items():
            for found in comments:
                if found not in known:
                    span = Span(found.line, found.start, found.line, found.end)
                    known[found] = Comment(span, found.selectors, found.is_specific)
                if not found.of_file:
                    self._by_line.setdefault(number, []).append(known[found])
        self._of_file = [comment for found, comment in known.items() if found.of_file]

    def suppress(self, finding: Finding) -> bool:
        """Returns whether a comment suppresses a finding; if so, marks it as used.

        A comment with a code that the finding had before suppresses it, too. So do comments with the codes of the
        findings that it covers, if there is one for each of them, on its line.

        Args:
            finding: the finding, with its line in the text.
        """
        own = self._matching(finding.code, finding.name, finding.span.line)
        for comment, selector in own:  # marks all of them as used
            comment.used.add(selector)
        earlier = [] if own else self._matching_before(finding)
        for comment, selector in earlier:
            if selector:
                comment.outdated.setdefault(selector, set()).add(finding.code)
            else:
                comment.used.add(selector)
        if own and all(comment in self._of_file for comment, _ in own):
            line = own[0][0].span.line
            self._hidden[line] = self._hidden.get(line, 0) + 1
        return bool(own or earlier)

    def notes(self) -> Iterator[tuple[int, str]]:
        """Yields notes on comments, with their lines: how many findings they hide, or that they accept nothing."""
        real = comment_lines(self._text) if self._misread else frozenset()
        for line, text in self._misread:
            if line in real:
                yield line, f"{text!r} accepts nothing; write '# tf2lint: ignore[TF101]'"
        for line, count in self._hidden.items():
            found = "1 finding" if count == 1 else f"{count} findings"
            yield line, f"the comment applies to the whole file and accepts {found}"

    def _matching_before(self, finding: Finding) -> list[tuple[Comment, str]]:
        """Returns the comments that suppress what a finding was before, with the selectors that do."""
        for move in moves_to(finding.code, finding.symbol):
            name = next(rule.name for rule in rules() if rule.code == move.old)
            found = self._matching(move.old, name, finding.span.line)
            if found:
                return found
        each = [self._matching(covered.code, covered.name, covered.line) for covered in finding.covered]
        return [match for found in each for match in found] if all(each) else []

    def _matching(self, code: str, name: str, line: int) -> list[tuple[Comment, str]]:
        comments = [*self._by_line.get(line, ()), *self._of_file]
        return [(comment, selector) for comment in comments for selector in comment.matching(code, name)]

    def unused(self, codes: Collection[str]) -> Iterator[tuple[Span, list[str]]]:
        """Yields the position of each unused comment with its unused selectors; without any if it has no selectors.

        Args:
            codes: the codes of the rules that are on.
        """
        for comment in self._comments():
            unused = comment.unused(codes)
            if unused is not None:
                yield comment.span, unused

    def renamed(self) -> Iterator[tuple[Span, str, list[str]]]:
        """Yields the position of each comment with an outdated selector, the selector, and the codes to list."""
        for comment in self._comments():
            for selector, codes in comment.renamed().items():
                yield comment.span, selector, sorted(codes)

    def _comments(self) -> Iterator[Comment]:
        """Yields the real comments, without strings that look like one."""
        lines = comment_lines(self._text) if self._by_line or self._of_file else frozenset()
        comments = {id(comment): comment for found in [*self._by_line.values(), self._of_file] for comment in found}
        yield from (comment for comment in comments.values() if comment.span.line in lines)
