"""Classes of a file that derive from each other in a row: the methods of all share the attributes of an object."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.source import SyntaxIndex

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
#: What the names of methods begin with that classes define beside those that they derive from.
_SPECIAL: Final = "__"


class Families:
    """The classes at the top level of a file, with those that derive from them.

    Args:
        syntax: the nodes of the file.
    """

    def __init__(self, syntax: SyntaxIndex) -> None:
        classes = [node for node in syntax.module.body if isinstance(node, ast.ClassDef)]
        counts = Counter(node.name for node in classes)
        by_name = {node.name: node for node in classes if counts[node.name] == 1}
        self._bases = {
            node: by_name[base.id]
            for node in by_name.values()
            for base in node.bases
            if isinstance(base, ast.Name) and base.id in by_name and by_name[base.id].lineno < node.lineno
        }
        self._derived: dict[ast.ClassDef, list[ast.ClassDef]] = {}
        for node, base in self._bases.items():
            self._derived.setdefault(base, []).append(node)
        self._roots: dict[ast.ClassDef, ast.ClassDef] = {}
        self._members: dict[ast.ClassDef, list[ast.ClassDef]] = {}
        for node in classes:
            if node not in self._bases:
                self._add_family(node)

    def _add_family(self, root: ast.ClassDef) -> None:
        """Adds the classes that derive from one, if they do so in a row, and override no methods of each other."""
        found = [root]
        while len(derived := self._derived.get(found[-1], [])) == 1 and len(derived[0].bases) == 1:
            found.append(derived[0])
        own = (each for node in found for each in node.body if isinstance(each, _FUNCTIONS))
        methods = Counter(each.name for each in own if not _is_abstract(each))
        is_plain = all(count == 1 or name.startswith(_SPECIAL) for name, count in methods.items())
        if len(found) > 1 and is_plain and found[-1] not in self._derived:
            self._members[root] = found
            self._roots.update(dict.fromkeys(found, root))

    def root(self, node: ast.ClassDef) -> ast.ClassDef:
        """Returns the class that stands for all that share their attributes with a class."""
        return self._roots.get(node, node)

    def members(self, root: ast.ClassDef) -> list[ast.ClassDef]:
        """Returns the classes for which one stands."""
        return self._members.get(root, [root])

    def base(self, node: ast.ClassDef) -> ast.ClassDef | None:
        """Returns the class of the file that a class derives from; None if it derives from none."""
        return self._bases.get(node)

    def relatives(self, node: ast.ClassDef) -> Iterator[ast.ClassDef]:
        """Yields the classes that a class derives from, and those that derive from it, directly or not."""
        base = self._bases.get(node)
        while base is not None:
            yield base
            base = self._bases.get(base)
        pending = [*self._derived.get(node, [])]
        while pending:
            yield (derived := pending.pop())
            pending += self._derived.get(derived, [])


def _is_abstract(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Returns whether a method does nothing, so that it is only there to be overridden."""
    return all(
        isinstance(each, ast.Raise | ast.Pass) or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in method.body
    )
