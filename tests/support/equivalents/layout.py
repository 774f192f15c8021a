"""Changes to how a program is written down: lines, blanks, comments, brackets."""

from __future__ import annotations

import ast
import re
import token

from support.equivalents.program import (
    Edit,
    Equivalent,
    around,
    edited,
    has_long_strings,
    nodes,
    parsed,
    same_lines,
    shifted,
    tokens,
)


def blank_lines(text: str) -> Equivalent | None:
    """An empty line before each statement of the module."""
    starts = {
        min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]) for node in parsed(text).body
    }
    lines, origins = list[str](), list[int]()
    for number, line in enumerate(text.split("\n"), 1):
        if number in starts:
            lines.append("")
            origins.append(0)
        lines.append(line)
        origins.append(number)
    return Equivalent("\n".join(lines), tuple(origins))


def comment_above(text: str) -> Equivalent:
    """Comments that mention what rules are about."""
    return shifted(f"# tf.placeholder(, compat.v1, tf.disable_v2_behavior(), import tensorflow_estimator\n{text}", 1)


def docstring(text: str) -> Equivalent | None:
    """A docstring that mentions what rules are about."""
    if ast.get_docstring(parsed(text)) is not None or re.search(r"\b(?:isinstance|type)\(", text):
        return None  # Objects whose members a text mentions are followed, and what tests their type may never run.
    return shifted(f'"""Like tf.Session().run(x, feed_dict={{}}), but tf.enable_eager_execution()."""\n{text}', 1)


def windows_lines(text: str) -> Equivalent:
    """Lines that end in CR LF."""
    return same_lines(text)._replace(text=text.replace("\n", "\r\n"))


def mac_lines(text: str) -> Equivalent | None:
    """Lines that end in CR."""
    return None if "\\\n" in text else same_lines(text)._replace(text=text.replace("\n", "\r"))


def byte_order_mark(text: str) -> Equivalent:
    """A byte order mark."""
    return same_lines(f"\ufeff{text}")


def tabs(text: str) -> Equivalent | None:
    """Indentation by tabs."""
    if has_long_strings(text) or re.search(r"^(?: {4})* {1,3}\S", text, re.MULTILINE):
        return None
    return same_lines(re.sub(r"^(?: {4})+", lambda found: "\t" * (len(found[0]) // 4), text, flags=re.MULTILINE))


def form_feed(text: str) -> Equivalent:
    """A page break."""
    return shifted(f"\f\n{text}", 1)


def trailing_comments(text: str) -> Equivalent | None:
    """A comment behind each statement."""
    if has_long_strings(text) or "\\\n" in text:
        return None
    lines = text.splitlines()
    return same_lines(
        "".join(f"{line}  # here\n" if line.strip() and "#" not in line else f"{line}\n" for line in lines)
    )


def appended(text: str) -> Equivalent:
    """More code at the end."""
    return same_lines(f"{text}\n\ndef unused_function_at_the_end(a, b=1):\n    return a + b\n")


def unparsed(text: str) -> Equivalent | None:
    """As Python itself writes it, without comments, and with other lines."""
    if "# noqa" in text or "tf2lint:" in text:
        return None
    return Equivalent(ast.unparse(parsed(text)) + "\n")


def parenthesized(text: str) -> Equivalent | None:
    """Brackets around values and conditions."""
    edits: list[Edit] = []
    for node in nodes(text):
        match node:
            case ast.Assign(value=value) | ast.Return(value=ast.expr() as value):
                edits += around(value, "(", ")")
            case ast.If(test=test) | ast.While(test=test):
                edits += around(test, "(", ")")
            case _:
                pass
    return same_lines(edited(text, edits)) if edits else None


def broken_lines(text: str) -> Equivalent | None:
    """Each element and argument in a line of its own, as formatters write them."""
    found = tokens(text)
    lines = text.split("\n")
    breaks: dict[int, list[int]] = {}
    depth = strings = 0
    for each in found:
        name = each.string
        strings += {"FSTRING_START": 1, "FSTRING_END": -1}.get(_kind(each.type), 0)
        if strings or _kind(each.type) != "OP":
            continue
        depth += (name in "([{") - (name in ")]}")
        if name in "([{" or (depth and name == ","):
            breaks.setdefault(each.end[0], []).append(each.end[1])
    if not breaks:
        return None
    parts, origins = list[str](), list[int]()
    for number, line in enumerate(lines, 1):
        first = 0
        for place in [*breaks.get(number, ()), len(line)]:
            parts.append(line[first:place])
            origins.append(number)
            first = place
    return Equivalent("\n".join(parts), tuple(origins))


def _kind(number: int) -> str:
    return token.tok_name[number]
