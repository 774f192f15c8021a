"""The code to write instead of a call, with names in place of the call's arguments, and the names that it uses."""

from __future__ import annotations

import ast
import builtins
import keyword
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.text import code
from tf2lint.rewriting.tokens import Token, tokens
from tf2lint.source import nodes_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from tf2lint.rewriting.instantiation import Piece
    from tf2lint.rewriting.text import SourceTexts

_ARGUMENT: Final = "_tf2lint_argument_{}_"
_DROPPED: Final = "_tf2lint_dropped_{}_"
_BUILTINS: Final = frozenset(vars(builtins))
#: How many texts are remembered with their tokens and syntax.
_MAX_REMEMBERED: Final = 1000
_DOT: Final = "."
_EQUALS: Final = "="
#: Tokens of expressions that bind names of their own.
_BINDING: Final = ("lambda", "for", ":=")


class NewCode:
    """The code to write instead of a call.

    Args:
        call: the expression of the program.
        pieces: the code.
        root: the name of TensorFlow in the program.
        texts: the text of the program's expressions, without replacements.

    Attributes:
        arguments: the arguments of the call in the code, by the names that stand for them.
        dropped: those that are not in the code, by names that no code has.
        written: the text of each argument.
        text: the code, with these names.
    """

    def __init__(self, call: ast.expr, pieces: Sequence[Piece], root: str, texts: SourceTexts) -> None:
        expressions = [piece for piece in pieces if isinstance(piece, ast.expr)]
        passed = set(map(id, _arguments(call)))
        kept = {id(piece): piece for piece in expressions if id(piece) in passed}
        self._others = [piece for piece in expressions if id(piece) not in kept]
        self.arguments: dict[str, ast.expr] = {
            _ARGUMENT.format(number): node for number, node in enumerate(kept.values())
        }
        left_out = [node for node in _arguments(call) if id(node) not in kept]
        self.dropped = {_DROPPED.format(number): node for number, node in enumerate(left_out)}
        names = {id(node): name for name, node in self.arguments.items()}
        self.written = {name: texts.in_parentheses(node) for name, node in self.arguments.items()}
        self.text = code(pieces, root, lambda node: names.get(id(node)) or texts.in_parentheses(node))

    def uses_only(self, known: Container[str]) -> bool:
        """Returns whether the code uses no other names than known ones, and those of the old code.

        Raises:
            SyntaxError: it is no expression.
        """
        found = [token.text for token in tokens_of(self.text)]
        words = {name for name in _words(found) if name not in known and name not in self.arguments}
        unknown = words - _names_in(self._others) if words else words
        if not unknown:
            return True
        binds = any(token in _BINDING for token in found)
        if not binds and any(not self._may_have(name) for name in unknown):
            return False
        own = _names_in([*self._others, *self.arguments.values()])
        names = _free_names(parsed(f"({self.text})"))
        return all(name in known or name in self.arguments or name in own for name in names)

    def _may_have(self, name: str) -> bool:
        """Returns whether a name may occur in an argument; letters beyond ASCII can be written in several ways."""
        return any(name in text or not text.isascii() for text in self.written.values())


def _words(found: Sequence[str]) -> Iterable[str]:
    """Yields the words among tokens that may be names of something: no attributes, no keywords, no builtins."""
    for index, word in enumerate(found):
        if not word.isidentifier() or word in _BUILTINS or keyword.iskeyword(word):
            continue
        is_attribute = index > 0 and found[index - 1] == _DOT
        if not is_attribute and found[index + 1 : index + 2] != [_EQUALS]:
            yield word


# Code is mostly the same for all calls of a function, with names in place of their arguments.
@lru_cache(maxsize=_MAX_REMEMBERED)
def parsed(text: str) -> ast.expr:
    """Parses an expression.

    Raises:
        SyntaxError: it is none.
    """
    return ast.parse(text, mode="eval").body


@lru_cache(maxsize=_MAX_REMEMBERED)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Returns the tokens of new code, which has no comments."""
    return tuple(tokens(text)[0])


def _free_names(expression: ast.expr) -> set[str]:
    """Returns the names that an expression uses, without those of functions and comprehensions in it."""
    names = [node for node in nodes_in(expression) if isinstance(node, ast.Name)]
    bound = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    bound |= {node.arg for node in nodes_in(expression) if isinstance(node, ast.arg)}
    return {name.id for name in names} - bound - _BUILTINS


def _names_in(expressions: Iterable[ast.expr]) -> set[str]:
    """Returns the names in expressions."""
    return {node.id for expression in expressions for node in nodes_in(expression) if isinstance(node, ast.Name)}


def _arguments(call: ast.expr) -> list[ast.expr]:
    """Returns the arguments of a call; of `*values` all of it."""
    if not isinstance(call, ast.Call):
        return []
    return [*call.args, *(argument.value for argument in call.keywords)]
