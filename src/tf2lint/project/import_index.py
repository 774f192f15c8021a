"""The files of a project by the names in their import statements."""

from __future__ import annotations

import os
import re
from array import array
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.source import find_by_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.project.text_index import TextIndex

_IMPORT: Final = "import"
#: The rest of a statement: names in parentheses, or up to the end of the line, or of the lines that continue it.
_REST: Final = re.compile(r"(?:[^\n\\(]|\\\r?\n|\\)*+(?:\((?:[^()#]++|#[^\n]*+)*+\))?(?:[^\n\\]|\\\r?\n|\\)*+")
_CONTINUATION: Final = re.compile(r"\\\r?\n")
_CONTINUED: Final = ("\\", "\\\r")
_NAME: Final = re.compile(r"\w+")
#: The dots of a statement that imports from packages around the file, without naming the innermost one.
_PACKAGE: Final = re.compile(r"\bfrom[ \t]*(\.+)[ \t]*(?:import\b|\.)")
_PACKAGE_FILE: Final = "__init__.py"


class ImportIndex:
    """Finds the files that may import a module.

    An import statement names each module that it leads to, except for the package in `from . import x`. So only files
    that name a module need be asked where their imports lead, which takes much longer than finding the names.

    Args:
        files: the absolute paths of the project's files.
        texts: the texts of the files.

    Attributes:
        files: the files.
    """

    def __init__(self, files: Sequence[str], texts: TextIndex) -> None:
        self.files = files
        self._texts = texts

    def naming(self, path: str) -> list[str]:
        """Returns the files with import statements that name a module, or may lead to its package, in their order."""
        folder, file = os.path.split(path)
        keys = {path, file.removesuffix(".py"), os.path.basename(folder) if file == _PACKAGE_FILE else path}
        return [self.files[number] for number in sorted(set().union(*[self._numbers.get(key, ()) for key in keys]))]

    @cached_property
    def _numbers(self) -> dict[str, array[int]]:
        """The numbers of the files by the names, and by the packages, that their import statements contain."""
        numbers: dict[str, array[int]] = {}
        for number, file in enumerate(self.files):
            names, levels = self._texts.found(file, "names in imports", _names_in_imports)
            packages = (find_by_path(file, "", level) for level in levels)
            for key in (*names, *[file_of(package) for package in packages if package is not None]):
                numbers.setdefault(key, array("L")).append(number)
        return numbers


def file_of(module: str) -> str:
    """Returns the file of a module; that of a package without a file may not exist."""
    return module if module.endswith(".py") else os.path.join(module, _PACKAGE_FILE)


def _names_in_imports(text: str) -> tuple[list[str], list[int]]:
    """Returns the names in import statements, and the levels of those that do not name a package."""
    statements = _CONTINUATION.sub(" ", "\n".join(_statements(text)))
    return sorted(set(_NAME.findall(statements))), sorted({len(dots) for dots in _PACKAGE.findall(statements)})


def _statements(text: str) -> Iterator[str]:
    """Yields text with all import statements, each with the lines that it is on."""
    end = 0
    while (found := text.find(_IMPORT, end)) >= 0:
        start = text.rfind("\n", 0, found)
        while text.endswith(_CONTINUED, 0, max(start, 0)):
            start = text.rfind("\n", 0, start)
        rest = _REST.match(text, found)
        end = rest.end() if rest is not None else len(text)
        yield text[start + 1 : end]
