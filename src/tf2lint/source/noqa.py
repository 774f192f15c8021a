"""Reads suppression comments: `# noqa`, `# noqa: TF101`, `# flake8: noqa`, and `# tf2lint: ignore[TF101]`.

`# tf2lint: ignore-file` and `ignore-file[TF5]` apply to the whole file.

The comments that flake8 also reads have the same meaning as there: a comment applies to its line and, at the end of a
multi-line string or of lines joined by backslashes, to all of these lines.
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Found = TypeVar("Found")
_CODES: Final = r"[A-Z]+[0-9]+(?:[,\s]*[A-Z]+[0-9]+)*"
_NOQA: Final = re.compile(rf"# noqa(?::[\s]?(?P<codes>{_CODES}))?", re.IGNORECASE)
_FILE: Final = re.compile(r"\s*# flake8[:=]\s*noqa(?P<codes>)", re.IGNORECASE)
_IGNORE: Final = re.compile(r"#\s*tf2lint:\s*ignore(?P<file>-file)?(?:\[(?P<codes>[^\]]*)\])?(?![\w\[(:=-])")
#: A comment that is addressed to tf2lint.
_ADDRESSED: Final = re.compile(r"#\s*tf2lint\s*[:=][^#]*", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[,\s]+")


class NoqaComment(NamedTuple):
    """A suppression comment.

    Attributes:
        start: the column of its first character, from 1.
        end: the column after its last character.
        selectors: the codes that it lists, and other selectors in a `tf2lint:` comment; empty if it lists none.
        is_specific: whether it is a `tf2lint:` comment, which no other linter reads.
        of_file: whether it applies to the whole file.
    """

    start: int
    end: int
    selectors: tuple[str, ...]
    is_specific: bool
    of_file: bool

    def lists(self, code: str) -> bool:
        """Returns whether it is no `tf2lint:` comment, and lists a code or a prefix of it, as flake8 reads it."""
        return not self.is_specific and code.startswith(self.selectors)


def noqa_comments(line: str) -> list[NoqaComment]:
    """Returns the suppression comments in a line."""
    lowered = line.lower()
    if "noqa" not in lowered and "tf2lint:" not in lowered:
        return []
    whole = _FILE.match(line)
    if whole is not None:
        return [_comment(whole, of_file=True)]
    first = _NOQA.search(line)  # flake8 reads no other
    found = [_comment(first)] if first is not None else []
    specific = _IGNORE.finditer(line)
    return found + [_comment(match, is_specific=True, of_file=bool(match["file"])) for match in specific]


def misread_comment(line: str) -> str:
    """Returns the comment in a line that is addressed to tf2lint and means nothing to it; empty if there is none."""
    found = next((match for match in _ADDRESSED.finditer(line) if not _IGNORE.match(match[0])), None)
    return found[0].strip() if found is not None else ""


def _comment(match: re.Match[str], *, is_specific: bool = False, of_file: bool = False) -> NoqaComment:
    codes = (match["codes"] or "").strip(": ")
    selectors = tuple(selector for selector in _SEPARATOR.split(codes) if selector)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    return NoqaComment(start + 1, match.start() + len(match[0].rstrip()) + 1, selectors, is_specific, of_file)


def spread_over_joined_lines(by_line: dict[int, list[Found]], text: str) -> None:
    """Gives each line what is found in any of the lines that multi-line strings or backslashes join with it.

    Args:
        by_line: what is found in each line, from 1; it is modified.
        text: the text of the file.
    """
    for first, last in _joined_lines(text) if by_line else ():
        found = [one for number in range(first, last + 1) for one in by_line.get(number, ())]
        if found and first < last:
            by_line.update(dict.fromkeys(range(first, last + 1), found))


def _joined_lines(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    for token in _tokens(text):
        if token.type in (tokenize.ENDMARKER, tokenize.DEDENT):
            continue
        first = first or token.start[0]
        if token.type in (tokenize.NL, tokenize.NEWLINE):
            yield first, token.end[0]
            first = 0


def comment_lines(text: str) -> frozenset[int]:
    """Returns the lines with real comments, as opposed to strings that look like one."""
    return frozenset(token.start[0] for token in _tokens(text) if token.type == tokenize.COMMENT)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, SyntaxError):
        return
