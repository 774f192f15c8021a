"""Changes to programs that change nothing about what they mean, so that the findings must stay the same.

Each change returns the new text, and for each line of the old text the number of the new line; None where it can't be
made. Lines are numbered from 1.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def place(changed: Equivalent, line: int, *, is_old: bool) -> int:
    """Returns the line of a finding as it is compared: the new line, or 0 if lines can't be compared.

    Args:
        changed: the changed program.
        line: the line of the finding.
        is_old: whether it is one in the program before the change.
    """
    return changed.lines(line) if is_old or not changed.lines(1) else line


class Equivalent(NamedTuple):
    """A program that means the same as another one.

    Attributes:
        text: its text.
        lines: the number of its line for each line of the other program; 0 if lines can't be compared.
    """

    text: str
    lines: Callable[[int], int]


_ALIAS: Final = re.compile(r"^import tensorflow as tf$", re.MULTILINE)


def _same(text: str) -> Equivalent:
    return Equivalent(text, lambda line: line)


def _shifted(text: str, by: int) -> Equivalent:
    return Equivalent(text, lambda line: line + by)


def _statements(text: str) -> list[ast.stmt]:
    return ast.parse(text).body


def _has_long_strings(text: str) -> bool:
    """Returns whether a string spans lines, so that changes to lines could be inside."""
    return any(token.start[0] != token.end[0] and token.string.strip() for token in _tokens(text))


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(text).readline)


def _with_names(text: str, names: dict[str, str]) -> str:
    """Renames identifiers, wherever they are no attributes or keywords of calls."""
    lines = text.splitlines(keepends=True)
    found = list(_tokens(text))
    places, depth = [], 0
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        is_attribute = before is not None and before.string == "."
        depth += (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        is_keyword = depth > 0 and after is not None and after.string == "="
        if token.type == tokenize.NAME and token.string in names and not is_attribute and not is_keyword:
            places.append((token.start, token.string))
    for (line, column), name in reversed(places):
        start = lines[line - 1]
        lines[line - 1] = start[:column] + names[name] + start[column + len(name) :]
    return "".join(lines)


def other_alias(text: str) -> Equivalent | None:
    """`import tensorflow as tff`."""
    words = set(re.findall(r"\w+", text))
    if not _ALIAS.search(text) or "tff" in words or text.count("import tensorflow") > 1:
        return None
    if any(token.type == tokenize.STRING and re.search(r"\btf\b", token.string) for token in _tokens(text)):
        return None  # it may be an annotation
    if any(node.arg == "tf" for node in ast.walk(ast.parse(text)) if isinstance(node, ast.keyword | ast.arg)):
        return None
    return _same(_with_names(text, {"tf": "tff"}))


def full_name(text: str) -> Equivalent | None:
    """`import tensorflow`, and no other name for it."""
    found = other_alias(text)
    if found is None or re.search(r"\btf\s*=|\bas tf\b.*\bas tf\b", text) or "tensorflow." in text:
        return None
    return _same(_with_names(text.replace("import tensorflow as tf", "import tensorflow"), {"tf": "tensorflow"}))


def blank_lines(text: str) -> Equivalent | None:
    """An empty line before each statement of the module."""
    starts = [
        min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) for node in _statements(text)
    ]
    lines = text.splitlines(keepends=True)
    for start in sorted(set(starts), reverse=True):
        lines.insert(start - 1, "\n")
    return Equivalent("".join(lines), lambda line: line + sum(start <= line for start in set(starts)))


def comment_above(text: str) -> Equivalent:
    """Comments that mention what rules are about."""
    return _shifted(f"# tf.placeholder(, compat.v1, tf.disable_v2_behavior(), import tensorflow_estimator\n{text}", 1)


def docstring(text: str) -> Equivalent | None:
    """A docstring that mentions what rules are about."""
    if ast.get_docstring(ast.parse(text)) is not None:
        return None
    return _shifted(f'"""Like tf.Session().run(x, feed_dict={{}}), but tf.enable_eager_execution()."""\n{text}', 1)


def windows_lines(text: str) -> Equivalent:
    """Lines that end in CR LF."""
    return _same(text.replace("\n", "\r\n"))


def mac_lines(text: str) -> Equivalent | None:
    """Lines that end in CR."""
    return None if "\\\n" in text else _same(text.replace("\n", "\r"))


def byte_order_mark(text: str) -> Equivalent:
    """A byte order mark."""
    return _same(f"\ufeff{text}")


def tabs(text: str) -> Equivalent | None:
    """Indentation by tabs."""
    if _has_long_strings(text) or re.search(r"^(?: {4})* {1,3}\S", text, re.MULTILINE):
        return None
    return _same(re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), text, flags=re.MULTILINE))


def form_feed(text: str) -> Equivalent:
    """A page break."""
    return _shifted(f"\f\n{text}", 1)


def trailing_comments(text: str) -> Equivalent | None:
    """A comment behind each statement."""
    if _has_long_strings(text) or "\\\n" in text:
        return None
    lines = text.splitlines()
    return _same("".join(f"{line}  # here\n" if line.strip() and "#" not in line else f"{line}\n" for line in lines))


def more_imports(text: str) -> Equivalent | None:
    """Imports of other modules."""
    is_first = not _statements(text) or not isinstance(_statements(text)[0], ast.Expr)
    if not is_first or "__future__" in text:
        return None
    return _shifted(f"import json, os.path\nfrom collections import OrderedDict as ordered\n{text}", 2)


def always_true(text: str) -> Equivalent | None:
    """All of it in `if True:`."""
    if _has_long_strings(text) or "__future__" in text or "import *" in text:
        return None
    return _shifted("if True:\n" + "".join(f"    {line}\n" if line.strip() else "\n" for line in text.splitlines()), 1)


def finally_nothing(text: str) -> Equivalent | None:
    """All of it in `try:` with `finally: pass`."""
    found = always_true(text)
    return None if found is None else found._replace(text=f"try:{found.text[8:]}finally:\n    pass\n")


def other_self(text: str) -> Equivalent | None:
    """Methods whose first parameter is not called `self`."""
    if re.search(r"\bthis\b", text) or not re.search(r"\bself\b", text) or re.search(r"\.self\b|\bself\s*=", text):
        return None
    return _same(_with_names(text, {"self": "this"}))


def appended(text: str) -> Equivalent:
    """More code at the end."""
    return _same(f"{text}\n\ndef unused_function_at_the_end(a, b=1):\n    return a + b\n")


def annotated(text: str) -> Equivalent | None:
    """Annotations of what functions return."""
    return _same(re.sub(r"^(\s*def \w+\([^()]*\)):$", r"\1 -> object:", text, flags=re.MULTILINE))


def unparsed(text: str) -> Equivalent | None:
    """As Python itself writes it, without comments, and with other lines."""
    if "# noqa" in text or "tf2lint:" in text:
        return None
    return Equivalent(ast.unparse(ast.parse(text)) + "\n", lambda _: 0)


_FUNCTIONS: Final = (
    other_alias, full_name, blank_lines, comment_above, docstring, windows_lines, mac_lines, byte_order_mark, tabs,
    form_feed, trailing_comments, more_imports, always_true, finally_nothing, other_self, appended, annotated, unparsed,
)  # fmt: skip
#: All changes, by their names.
CHANGES: Final[dict[str, Callable[[str], Equivalent | None]]] = {change.__name__: change for change in _FUNCTIONS}
