"""Reads suppression comments: `# noqa`, `# noqa: TF101`, `# flake8: noqa`, and `# tf2lint: ignore[TF101]`.

`# tf2lint: ignore-file` and `ignore-file[TF5]` apply to the whole file.

The comments that flake8 also reads have the same meaning as there: a comment applies to its line and, at the end of a
multi-line string or of lines joined by backslashes, to all of these lines. The first `# noqa` in them is the one that
counts.
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CODES: Final = r"(?:[A-Z]+[0-9]+(?:[,\s]+)?)+"
_NOQA: Final = re.compile(rf"# noqa(?::[\s]?(?P<codes>{_CODES}))?", re.IGNORECASE)
_FILE: Final = re.compile(r"\s*# flake8[:=]\s*noqa(?P<codes>)", re.IGNORECASE)
_IGNORE: Final = re.compile(r"#\s*tf2lint:\s*ignore(?P<file>-file)?(?:\[(?P<codes>[^\]]*)\])?(?![\w\[(:=-])")
#: A comment that is addressed to tf2lint.
_ADDRESSED: Final = re.compile(r"#\s*tf2lint\s*[:=][^#]*", re.IGNORECASE)
_SEPARATOR: Final = re.compile(r"[,\s]+")


class NoqaComment(NamedTuple):
    """A suppression comment.

    Attributes:
        line: its line, from 1.
        start: the column of its first character, from 1.
        end: the column after its last character.
        selectors: the codes that it lists, and other selectors in a `tf2lint:` comment; empty if it lists none.
        is_specific: whether it is a `tf2lint:` comment, which no other linter reads.
        of_file: whether it applies to the whole file.
    """

    line: int
    start: int
    end: int
    selectors: tuple[str, ...]
    is_specific: bool
    of_file: bool

    def lists(self, code: str) -> bool:
        """Returns whether it is no `tf2lint:` comment, and lists a code or a prefix of it, as flake8 reads it."""
        return not self.is_specific and code.startswith(self.selectors)


def comments_by_line(lines: Sequence[str], text: str) -> dict[int, list[NoqaComment]]:
    """Returns the suppression comments that apply to each line, from 1; those of the whole file with their own line.

    Args:
        lines: the lines of the file, without their ends.
        text: the text of the file.
    """
    found: dict[int, list[NoqaComment]] = {}
    for number, line in enumerate(lines, 1):
        lowered = line.lower()
        if "noqa" in lowered or "tf2lint:" in lowered:
            comments = _comments(line, number)
            if comments:
                found[number] = comments
    for first, last in _joined_lines(text) if found else ():
        joined = [one for number in range(first, last + 1) for one in found.get(number, ())] if first < last else []
        if joined:
            others = [one for one in joined if one.is_specific or one.of_file]
            comments = _noqa("\n".join(lines[first - 1 : last]), first) + others
            found.update(dict.fromkeys(range(first, last + 1), comments))
    return found


def _comments(line: str, number: int) -> list[NoqaComment]:
    """Returns the suppression comments in a line."""
    whole = _FILE.match(line)
    if whole is not None:
        return [_comment(whole, number, of_file=True)]
    specific = _IGNORE.finditer(line)
    own = [_comment(match, number, is_specific=True, of_file=bool(match["file"])) for match in specific]
    return _noqa(line, number) + own


def _noqa(text: str, number: int) -> list[NoqaComment]:
    """Returns the first `# noqa` in one or several lines, of which the first has a number."""
    match = _NOQA.search(text)
    if match is None:
        return []
    before = text.count("\n", 0, match.start())
    return [_comment(match, number + before, text.rfind("\n", 0, match.start()) + 1)]


def misread_comment(line: str) -> str:
    """Returns the comment in a line that is addressed to tf2lint and means nothing to it; empty if there is none."""
    found = next((match for match in _ADDRESSED.finditer(line) if not _IGNORE.match(match[0])), None)
    return found[0].strip() if found is not None else ""


def _comment(
    match: re.Match[str], line: int, line_start: int = 0, *, is_specific: bool = False, of_file: bool = False
) -> NoqaComment:
    """Returns a comment that was found in a line, which starts at a position of the text that was searched."""
    codes = (match["codes"] or "").strip(": ")
    selectors = tuple(selector for selector in _SEPARATOR.split(codes) if selector)
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    length = len(match[0].strip().partition("\n")[0])
    column = start - line_start + 1
    return NoqaComment(line, column, column + length, selectors, is_specific, of_file)


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
