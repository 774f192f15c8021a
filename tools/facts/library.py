"""The Python modules inside one release's wheels."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from facts.errors import FactsError
from facts.outline import parse_outline

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

#: TensorFlow 1.15, 2.0 and 2.1 keep their code in `tensorflow_core`; their `tensorflow` only forwards to it.
FORWARDED_ROOT = "tensorflow_core"
ROOT = "tensorflow"

#: Generated stubs have type parameters of classes, a syntax that needs Python 3.12 or later.
_TYPE_PARAMETERS = re.compile(rb"^(class \w+)\[[^\]]*\]", re.MULTILINE)


def canonical_module(name: str) -> str:
    """Returns the module's name with a leading `tensorflow_core` replaced by `tensorflow`."""
    first, dot, rest = name.partition(".")
    return f"{ROOT}{dot}{rest}" if first == FORWARDED_ROOT else name


class Library:
    """Finds and parses modules by dotted name in a set of wheels.

    Compiled modules count only if the wheel has their `.pyi` stub.

    Args:
        wheels: the wheel files of one release.

    Attributes:
        compiled: the modules that are machine code, with or without a `.pyi` stub.

    Raises:
        FactsError: a wheel is not a readable zip file, or a requested module does not parse.
    """

    def __init__(self, wheels: Iterable[Path]) -> None:
        self._members: dict[str, tuple[zipfile.ZipFile, str]] = {}
        self._packages: set[str] = set()
        self.compiled: set[str] = set()
        self._trees: dict[str, ast.Module] = {}
        for wheel in wheels:
            self._add_wheel(wheel)

    def __contains__(self, module: str) -> bool:
        return module in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def is_package(self, module: str) -> bool:
        """Returns whether the module is an `__init__` file."""
        return module in self._packages

    def children(self, package: str) -> list[str]:
        """Returns the names of the packages directly in a package."""
        inside = (name.rpartition(".") for name in self._packages)
        return [child for parent, _, child in inside if parent == package]

    def tree(self, module: str) -> ast.Module:
        """Returns the parsed outline of a module; repeated calls return the same object."""
        if module not in self._trees:
            archive, member = self._members[module]
            where = f"{Path(archive.filename or '?').name}: {member}"
            source = archive.read(member)
            if member.endswith(".pyi"):
                source = _TYPE_PARAMETERS.sub(rb"\1", source)
            self._trees[module] = parse_outline(source, where)
        return self._trees[module]

    def _add_wheel(self, wheel: Path) -> None:
        try:
            archive = zipfile.ZipFile(wheel)
        except (OSError, zipfile.BadZipFile) as error:
            raise FactsError(f"{wheel.name}: not a readable wheel ({error})") from error
        members = archive.namelist()
        forwards = any(member.startswith(f"{FORWARDED_ROOT}/") for member in members)
        # `.py` sorts before `.pyi`, and the first file found for a module wins.
        for member in sorted(members):
            if not (forwards and member == f"{ROOT}/__init__.py"):
                self._add_member(archive, member)

    def _add_member(self, archive: zipfile.ZipFile, member: str) -> None:
        path, _, suffix = member.partition(".")
        if not all(part.isidentifier() for part in path.split("/")):
            return
        name = canonical_module(path.replace("/", "."))
        if member.endswith(".so"):
            self.compiled.add(name)
        if suffix not in ("py", "pyi"):
            return
        package = name.removesuffix(".__init__")
        if package not in self._members:
            self._members[package] = (archive, member)
            if package != name:
                self._packages.add(package)
