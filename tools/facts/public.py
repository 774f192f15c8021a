"""Finds the public dotted names below `tensorflow`, and what each one refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from facts.bindings import ModuleRef, Resolved
from facts.library import ROOT
from facts.visibility import CONTRIB, IMPLEMENTATION, Visibility, is_generated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facts.resolver import Resolver

#: `tf.compat.v1.compat.v2` and the like contain only names that also have shorter paths.
_NESTED_COMPAT = re.compile(r"^compat\.v\d\.compat\.v\d$")


class PublicName(NamedTuple):
    """A public name.

    Attributes:
        name: the name, without the leading `tensorflow.`.
        found: what it resolves to.
        import_only: whether it is a package that can be imported but is not an attribute of its parent package.
    """

    name: str
    found: Resolved
    import_only: bool


class PublicNames:
    """Walks the public namespace of one release.

    Args:
        resolver: the resolver of the release.
    """

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._interpreter = resolver.interpreter

    def walk(self) -> Iterator[PublicName]:
        """Yields each public name, in no particular order."""
        yield from self._names_in(ROOT, "", (ROOT,))

    def _names_in(self, module: str, prefix: str, path: tuple[str, ...]) -> Iterator[PublicName]:
        namespace = self._interpreter.namespace(module)
        visibility = Visibility(namespace, self._interpreter.library)
        for name, binding in namespace.names.items():
            full = f"{prefix}{name}"
            found = self._resolver.resolve(binding)
            if _NESTED_COMPAT.match(full) or not visibility.shows(name, binding, found):
                continue
            yield PublicName(full, found, import_only=False)
            if isinstance(found, ModuleRef) and found.name not in path and visibility.enters(binding, found):
                yield from self._names_in(found.name, f"{full}.", (*path, found.name))
        for name in self._import_only(module, prefix):
            child = f"{module}.{name}"
            yield PublicName(f"{prefix}{name}", ModuleRef(child), import_only=True)
            yield from self._names_in(child, f"{prefix}{name}.", (*path, child))

    def _import_only(self, module: str, prefix: str) -> list[str]:
        """Returns the packages directly in a public package that it does not import itself.

        The root has none: what it does not import is the implementation. Below `compat`, Keras's cannot be imported.
        """
        if module != CONTRIB and (module == ROOT or prefix.startswith("compat.") or not is_generated(module)):
            return []
        known = self._interpreter.namespace(module).names
        inside = set(self._interpreter.library.children(module)) - IMPLEMENTATION
        return sorted(name for name in inside if name not in known and not name.startswith("_"))
