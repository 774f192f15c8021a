"""Bindings: what the names of a scope hold at a program point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver.values import ABSENT, Values
from tf2lint.source import BodyNode, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.source import MentionIndex

Bindings = dict[str, Values]

#: With more names than this, copying all for each function costs more than searching the function's text for words.
_MAX_COPIED_NAMES: Final = 500


def snapshot_of(bindings: Bindings, node: BodyNode, mention_index: MentionIndex) -> Bindings:
    """Returns the names that a body may mention, with what they hold; of very many, only those that it does mention.

    Args:
        bindings: what names hold where the body is defined.
        node: its syntax.
        mention_index: the index of the file's text.
    """
    if len(bindings) <= _MAX_COPIED_NAMES:
        return bindings.copy()
    return {word: bindings[word] for word in mention_index.words(lines_of(node)) if word in bindings}


def merge_bindings(left: Bindings, right: Bindings, join: Callable[[Values, Values], Values]) -> Bindings:
    """Returns what names hold where two paths meet.

    Args:
        left: what they hold at the end of one path.
        right: what they hold at the end of the other.
        join: joins alternatives.
    """
    if left is right:
        return left
    result = {name: join(values, right.get(name, ABSENT)) for name, values in left.items()}
    for name, values in right.items():
        if name not in left:
            result[name] = join(ABSENT, values)
    return result
