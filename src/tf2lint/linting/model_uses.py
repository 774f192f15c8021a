"""What a file does with its models, told from the last words of their names: `critic` of `self.critic.fit(x)`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.source import MentionIndex

_TRAINING: Final = ("fit", "fit_generator", "train_on_batch")
_TRAINABLE: Final = "trainable"


def last_word(model: ast.AST) -> str:
    """Returns the last word of a name; empty for another expression."""
    match model:
        case ast.Name(id=word) | ast.Attribute(attr=word):
            return word
        case _:
            return ""


def trains(call: ast.Call) -> bool:
    """Returns whether a call is one of a method that trains models."""
    return isinstance(call.func, ast.Attribute) and call.func.attr in _TRAINING


class ModelUses:
    """What one file does with its models.

    Args:
        module: the syntax of the file.
        mention_index: the words in its lines.
    """

    def __init__(self, module: ast.Module, mention_index: MentionIndex) -> None:
        self._module = module
        self._mention_index = mention_index

    def is_trained(self, name: str) -> bool:
        """Returns whether the file trains what has this name."""
        return any(
            trains(node) and last_word(node.func.value) == name
            for word in _TRAINING
            for node in self._mention_index.nodes_in(self._module, word)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        )

    def is_made_trainable(self, name: str) -> bool:
        """Returns whether the file lets what has this name be trained, or may do so."""
        return any(last_word(owner) == name for owner in self._made_trainable())

    def _made_trainable(self) -> Iterator[ast.expr]:
        """Yields the objects whose `trainable` is assigned anything but False."""
        for node in self._mention_index.nodes_in(self._module, _TRAINABLE):
            match node:
                case ast.Assign(targets=targets, value=value):
                    pass
                case ast.AnnAssign(target=target, value=ast.expr() as value):
                    targets = [target]
                case _:
                    continue
            if not (isinstance(value, ast.Constant) and value.value is False):
                yield from (one.value for one in targets if isinstance(one, ast.Attribute) and one.attr == _TRAINABLE)
