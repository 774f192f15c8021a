"""What other files of the program use of a file: it keeps its form as long as they do."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf2lint.constructs.analysis.scopes import RECEIVER
from tf2lint.constructs.construct import CannotConvertError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tf2lint.constructs.analysis.scopes import Scopes


class OtherFiles:
    """The other files of the program.

    Args:
        user_of: returns the path of a file that uses a name of this file; empty if none does. The second argument tells
            whether the name is an attribute of objects, and not one of the module.
    """

    def __init__(self, user_of: Callable[[str, bool], str]) -> None:
        self._user_of = user_of

    def user_of(self, name: str) -> str:
        """Returns the path of a file that uses a name; empty if none does.

        Args:
            name: the name, with `self.` in front if it is an attribute of objects.
        """
        return self._user_of(name.removeprefix(RECEIVER), name.startswith(RECEIVER))

    def check_targets(self, targets: Iterable[ast.AST], scopes: Scopes) -> None:
        """Checks that no other file uses what is assigned.

        Args:
            targets: what is assigned to.
            scopes: the names of the file.

        Raises:
            CannotConvertError: a file does.
        """
        for target in targets:
            if isinstance(scopes.owner(target), ast.Module | ast.ClassDef):
                self.check([scopes.name(target)], getattr(target, "lineno", 0))

    def check(self, names: Iterable[str], line: int) -> None:
        """Checks that no other file uses names.

        Args:
            names: the names.
            line: the line of this file that makes them.

        Raises:
            CannotConvertError: a file does.
        """
        for name in sorted(names):
            user = self.user_of(name)
            if user:
                message = f"{user} uses {name.removeprefix(RECEIVER)}, which is made in line {line}"
                raise CannotConvertError(message)
