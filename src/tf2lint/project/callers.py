"""Finds the files of a project that may call something, by their texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.project.dependencies import CALLERS
from tf2lint.project.import_sources import ImportSources
from tf2lint.project.text_search import DerivedClass, DerivedClassIndex, KeptTexts, WordIndex

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project.dependencies import DependencyRecorder

_WORD: Final = re.compile(r"\w+")
#: A call of a function, or a place that gives it another name: `functools.partial(f)`, `g = f`, `target=f`.
_CALL: Final = r"\b{0}\s*\(|(?:\bpartial\(\s*|=[ \t]*)(?:\w+\.)*{0}\b"
#: An assignment to an attribute, also in a tuple, by `setattr`, or by `with`.
_ASSIGNMENT: Final = (
    r"\.{0}[ \t]*=(?!=)|\.{0}[ \t]*,[^\n=]*=(?!=)|\bsetattr\([^\n]*[\"']{0}[\"']|\bas[ \t]+[\w.]+\.{0}\b"
)
#: The method that derived classes inherit and that is called by the name of the class.
_CONSTRUCTOR: Final = "__init__"
#: A use of a container.
_ITEM: Final = r"\b{0}\b"
#: Before the name of an attribute that is assigned to, and of a container from which what is called is taken out.
_ASSIGNED: Final = "="
_TAKEN_OUT: Final = "["
_PATTERNS: Final = {_ASSIGNED: _ASSIGNMENT, _TAKEN_OUT: _ITEM}
#: In a project of so many files, each may call anything: objects of a class also get to files that don't import it.
_SMALL_PROJECT: Final = 32
_SEPARATOR: Final = "\0"


class CallerSearch:
    """Finds callers.

    A file can only call a function or method of another module if it contains its name with an opening parenthesis. It
    also imports the module, or gets from another what that one imports from it. Only objects may come to it otherwise,
    which is followed in small projects alone. A file that calls a constructor creates an object or derives a class.

    Args:
        files: returns the files of the project that a file belongs to.

    Attributes:
        dependencies: records the answers; None to record nothing.
    """

    def __init__(self, files: Callable[[str], list[str]]) -> None:
        self.dependencies: DependencyRecorder | None = None
        self._files = files
        self._text = KeptTexts().text
        self._imports = ImportSources(self._text)
        self._words = WordIndex(self._text)
        self._classes = DerivedClassIndex(self._text)
        self._found: dict[tuple[str, ...], list[str]] = {}
        self._matching: dict[tuple[str, str], dict[str, bool]] = {}
        self._derived: dict[tuple[str, str], list[DerivedClass]] = {}

    def callers(self, path: str, expression: str, *, assigned: bool = False) -> list[str]:
        """Returns the files that may call something, or that may assign to an attribute.

        Args:
            path: the module's file.
            expression: what is called or assigned to, over the names of the module.
            assigned: whether it is assigned to.
        """
        names = _WORD.findall(expression)
        kind = _ASSIGNED if assigned else _TAKEN_OUT if expression.endswith("]") else ""
        words = (f"{kind}{names[-1]}", *names[:-1])
        found = self.search(path, words)
        if self.dependencies is not None:
            self.dependencies.record_answer(path, (CALLERS, *words), joined(found))
        return found

    def search(self, path: str, words: tuple[str, ...]) -> list[str]:
        """Returns the other files of the project that may call the first word, the name of something in a module.

        Args:
            path: the module's file.
            words: the name, with a mark in front if it is not called but used otherwise; then the names before it.
        """
        key = (path, *words)
        if key not in self._found:
            mark = words[0][0] if words[0][0] in _PATTERNS else ""
            name = words[0].removeprefix(mark)
            owner = words[1] if len(words) > 1 else name
            is_constructor, is_assigned = name == _CONSTRUCTOR, mark == _ASSIGNED
            # A call of `__init__` by name needs the name of the class as well, which is in fewer files.
            found = self._uses(path, owner if is_constructor else name, _PATTERNS.get(mark, _CALL), name)
            if is_constructor or is_assigned or owner is name:
                derived = self._derived_from(path, owner)
                found |= {one.path for one in derived if not is_assigned or self._may_assign(one, name)}
            self._found[key] = [file for file in self._files(path) if file in found]
        return self._found[key]

    def _uses(self, path: str, word: str, pattern: str, name: str) -> set[str]:
        """Returns the other files that contain a word, use a name as a pattern says, and can know a module."""
        return {
            file
            for file in self._words.files_with(word, self._files(path))
            if file != path and self._matches(file, pattern, name) and self._may_know(file, path)
        }

    def _may_know(self, file: str, path: str) -> bool:
        """Returns whether something of a module may come to a file."""
        return len(self._files(path)) <= _SMALL_PROJECT or path in self._imports.reached(file)

    def _matches(self, file: str, pattern: str, name: str) -> bool:
        """Returns whether a file uses a name as a pattern says; many classes have attributes of the same name."""
        known = self._matching.setdefault((pattern, name), {})
        if file not in known:
            text = self._text(file)
            known[file] = name.encode() in text and bool(re.search(pattern.format(re.escape(name)).encode(), text))
        return known[file]

    def _derived_from(self, path: str, name: str) -> list[DerivedClass]:
        """Returns the classes of other files that derive directly from a class of a module."""
        if (path, name) not in self._derived:
            files = dict.fromkeys(self._files(path))
            self._derived[path, name] = [
                one
                for one in self._classes.derived(name, files)
                if one.path != path and one.path in files and self._may_know(one.path, path)
            ]
        return self._derived[path, name]

    def _may_assign(self, derived: DerivedClass, attribute: str) -> bool:
        """Returns whether a class, or one that derives from it in another file, may assign to an attribute."""
        seen, pending = set[DerivedClass](), [derived]
        while pending:
            current = pending.pop()
            # Where there are more bases, they may assign it.
            files = (current.path, *self._imports.reached(current.path)) if current.is_mixed else (current.path,)
            if any(self._matches(file, _ASSIGNMENT, attribute) for file in files):
                return True
            if current not in seen:
                seen.add(current)
                pending += self._derived_from(current.path, current.name)
        return False


def joined(files: list[str]) -> str:
    """Returns the answer that names files, as it is recorded."""
    return _SEPARATOR.join(files)


def reached(answer: str) -> list[str]:
    """Returns the files in a recorded answer."""
    return answer.split(_SEPARATOR) if answer else []
