"""Finds the files of a project that may call something, by their texts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.project.import_sources import ImportingFiles
from tf2lint.project.text_search import DerivedClass, DerivedClassIndex, WordIndex
from tf2lint.project.text_searches import ASSIGNED, CALLED, TAKEN_OUT, uses
from tf2lint.resolver import ASSIGNED as SLOT_ASSIGNED, is_about_given

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tf2lint.project.import_index import ImportIndex
    from tf2lint.project.import_sources import ImportSources
    from tf2lint.project.text_index import TextIndex
    from tf2lint.project.value_flow import FlowQuestion

_WORD: Final = re.compile(r"\w+")
#: The method that derived classes inherit and that is called by the name of the class.
_CONSTRUCTOR: Final = "__init__"
#: In a project of so many files, each may call anything: objects of a class also get to files that don't import it.
_SMALL_PROJECT: Final = 32
#: Calls of inherited methods are looked for if so many classes derive directly from the class, and not more: in a
#: framework, with hundreds of them, that would take most of the time.
_MAX_DERIVED: Final = 8
#: For how many modules the files that may know them are kept.
_MAX_MODULES: Final = 256


class CallerSearch:
    """Finds callers.

    A file can only call a function or method of another module if it contains its name with an opening parenthesis. It
    also imports the module, or gets from another what that one imports from it. Only objects may come to it otherwise,
    which is followed in small projects alone. A file that calls a constructor creates an object or derives a class.

    Args:
        index: the files of the project by the names in their import statements.
        texts: the texts of the files.
        imports: the modules that their imports lead to.
    """

    def __init__(self, index: ImportIndex, texts: TextIndex, imports: ImportSources) -> None:
        self._order = {file: number for number, file in enumerate(index.files)}
        self._is_small = len(index.files) <= _SMALL_PROJECT
        self._importing = lru_cache(maxsize=_MAX_MODULES)(ImportingFiles(index, imports).of)
        self._texts = texts
        self._imports = imports
        self._words = WordIndex(texts)
        self._classes = DerivedClassIndex(texts)
        self._found: dict[tuple[str, str, str, str], list[str]] = {}
        self._derived: dict[tuple[str, str], list[DerivedClass]] = {}

    def contributors(self, question: FlowQuestion) -> list[str]:
        """Returns the files that may contribute to the answer of a question about values that flow between modules."""
        if question.slot is None or is_about_given(question.expression):
            return [question.path]
        names = _WORD.findall(question.expression)
        use = ASSIGNED if question.slot == SLOT_ASSIGNED else TAKEN_OUT if question.expression.endswith("]") else CALLED
        callers = self._search(question.path, use, names[-1], names[0])
        return [*callers, question.path] if question.by_module else callers

    def _search(self, path: str, use: str, name: str, owner: str) -> list[str]:
        """Returns the other files of the project that may use something in a module.

        Args:
            path: the module's file.
            use: how it is used.
            name: its name.
            owner: the first name of the expression; the same name if there is no other.
        """
        key = path, use, name, owner
        if key not in self._found:
            is_constructor = name == _CONSTRUCTOR
            # A call of `__init__` by name needs the name of the class as well, which is in fewer files.
            found = self._users(path, owner if is_constructor else name, use, name)
            if is_constructor or owner == name:
                found |= {one.path for one in self._derived_from(path, owner)}
            elif use in (ASSIGNED, CALLED):
                found |= self._derived_users(path, owner, use, name)
            self._found[key] = sorted(found, key=self._order.__getitem__)
        return self._found[key]

    def _users(self, path: str, word: str, use: str, name: str) -> set[str]:
        """Returns the other files that contain a word, use a name in some way, and can know a module."""
        files = self._words.files_with(word, self._candidates(path))
        return {file for file in files if self._may_know(file, path) and self._matches(file, use, name)}

    def _candidates(self, path: str) -> Collection[str]:
        """Returns files with all those that may know a module."""
        return self._order if self._is_small else self._importing(path)

    def _may_know(self, file: str, path: str) -> bool:
        """Returns whether something of a module may come to another file."""
        return file != path and (self._is_small or path in self._imports.reached(file))

    def _matches(self, file: str, use: str, name: str) -> bool:
        """Returns whether a file uses a name in some way; many classes have attributes of the same name."""
        return bool(self._texts.found(file, uses, f"{use}{name}"))

    def _derived_from(self, path: str, name: str) -> list[DerivedClass]:
        """Returns the classes of other files that derive directly from a class of a module."""
        if (path, name) not in self._derived:
            self._derived[path, name] = [
                one for one in self._classes.derived(name, self._candidates(path)) if self._may_know(one.path, path)
            ]
        return self._derived[path, name]

    def _derived_users(self, path: str, owner: str, use: str, name: str) -> set[str]:
        """Returns the files with classes that derive from a class of a module, by which a member of it may be used."""
        derived = self._derived_from(path, owner)
        if use == CALLED and len(derived) > _MAX_DERIVED:
            return set()
        may_use = self._may_assign if use == ASSIGNED else self._may_call
        return {one.path for one in derived if self._may_use(one, may_use, name)}

    def _may_call(self, derived: DerivedClass, method: str) -> bool:
        """Returns whether a file may call a method that a class inherits."""
        return bool(self._users(derived.path, method, CALLED, method))

    def _may_assign(self, derived: DerivedClass, attribute: str) -> bool:
        """Returns whether a class may assign to an attribute."""
        # Where there are more bases, they may assign it.
        files = (derived.path, *self._imports.reached(derived.path)) if derived.is_mixed else (derived.path,)
        return any(self._matches(file, ASSIGNED, attribute) for file in files)

    def _may_use(self, derived: DerivedClass, use: Callable[[DerivedClass, str], bool], name: str) -> bool:
        """Returns whether a class, or one that derives from it in another file, may use a name in some way."""
        seen, pending = set[DerivedClass](), [derived]
        while pending:
            current = pending.pop()
            if use(current, name):
                return True
            if current not in seen:
                seen.add(current)
                pending += self._derived_from(current.path, current.name)
        return False
