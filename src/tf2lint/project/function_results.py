"""What short functions of the project's modules return, where the target may decide it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.source import Outline, function_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tf2lint.project.import_cycles import ImportCycles
    from tf2lint.resolver import ExternalFunction, Values

#: A short function may tell versions apart if it matches the first of these, or returns a name from outside of it.
_TELLS_VERSIONS: Final = re.compile(r"(?:\b|_)version|VERSION|hasattr\(|\bskip(?:If|if|Unless|)\(")
_RETURNED_NAME: Final = re.compile(
    r"[ \t]return (?:not )?(?!True\b|False\b|None\b)([A-Za-z_]\w*)[\w.]*(?:\(\))?(?: (?:[=!<>]|and|or|is).*)?$",
    re.MULTILINE,
)
_MAX_DECIDING_LINES: Final = 15


class FunctionResults:
    """What the functions of modules return; those of a module are analyzed together, once.

    Args:
        find: finds what functions of a module return, given the module's file and the names of the functions.
        text: returns the text of a module.
        import_cycles: tells whether what the analysis was told about other modules is final.
    """

    def __init__(
        self,
        find: Callable[[str, Collection[str]], Mapping[str, Values]],
        text: Callable[[str], str],
        import_cycles: ImportCycles,
    ) -> None:
        self._find = find
        self._text = text
        self._import_cycles = import_cycles
        self._deciding: dict[str, frozenset[str]] = {}
        self._returned: dict[str, Mapping[str, Values]] = {}
        self._in_progress: set[str] = set()
        self._preliminary_answers = 0

    def may_decide(self, function: ExternalFunction) -> bool:
        """Returns whether the target may decide what a function returns, judging by its text."""
        return function.name in self._deciding_functions(function.path)

    def returned(self, function: ExternalFunction) -> Values:
        """Returns what a function returns; None if that isn't known, or is being found out."""
        path = function.path
        if path in self._in_progress:
            self._preliminary_answers += 1
            return None
        found = self._returned.get(path)
        if found is None:
            before = self._asked_in_vain()
            self._in_progress.add(path)
            found = self._find(path, self._deciding_functions(path))
            self._in_progress.remove(path)
            if self._asked_in_vain() == before or (not self._in_progress and self._import_cycles.is_idle):
                self._returned[path] = found
        return found.get(function.name)

    def _asked_in_vain(self) -> int:
        """Returns how many answers so far were not final."""
        return self._preliminary_answers + self._import_cycles.preliminary_answers

    def _deciding_functions(self, path: str) -> frozenset[str]:
        if path not in self._deciding:
            text = self._text(path)
            names = Outline(text).defined
            self._deciding[path] = frozenset(name for name in names if _may_decide(function_text(text, name)))
        return self._deciding[path]


def _may_decide(text: str) -> bool:
    if text.count("\n") > _MAX_DECIDING_LINES:
        return False
    names = _RETURNED_NAME.findall(text)
    is_from_outside = any(len(re.findall(rf"\b{name}\b", text)) == names.count(name) for name in names)
    return is_from_outside or _TELLS_VERSIONS.search(text) is not None
