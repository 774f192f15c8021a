"""Finds the public dotted names of a package, and what each one refers to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from facts.bindings import ModuleRef, Resolved
from facts.internals import computes_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from facts.bindings import Binding, Namespace
    from facts.keras_package import KerasVisibility
    from facts.resolver import Resolver
    from facts.subject import Subject
    from facts.visibility import Visibility

#: `tf.compat.v1.compat.v2` and the like contain only names that also have shorter paths.
_NESTED_COMPAT = re.compile(r"^compat\.v\d\.compat\.v\d$")


class PublicName(NamedTuple):
    """A public name.

    Attributes:
        name: the name, without the name of the package in front.
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
        subject: the package.
    """

    def __init__(self, resolver: Resolver, subject: Subject) -> None:
        self._resolver = resolver
        self._subject = subject
        self._interpreter = resolver.interpreter

    def walk(self) -> Iterator[PublicName]:
        """Yields each public name, in no particular order."""
        for module, prefix in self._subject.roots.items():
            if module in self._interpreter.library:
                yield from self._names_in(module, prefix, (module,))

    def _names_of(self, namespace: Namespace, visibility: Visibility | KerasVisibility) -> dict[str, Binding]:
        """Returns the names of a module; those that it computes are documented in the generated API, if anywhere."""
        library, generated = self._interpreter.library, visibility.generated_module()
        if generated in library and computes_names(library.tree(namespace.module).body):
            return {**self._interpreter.namespace(generated).names, **namespace.names}
        return namespace.names

    def _names_in(self, module: str, prefix: str, path: tuple[str, ...]) -> Iterator[PublicName]:
        namespace = self._interpreter.namespace(module)
        visibility = self._subject.visibility(namespace, self._interpreter.library)
        for name, binding in self._names_of(namespace, visibility).items():
            full = f"{prefix}{name}"
            found = self._resolver.resolve(binding)
            if _NESTED_COMPAT.match(full) or not visibility.shows(name, binding, found):
                continue
            yield PublicName(full, found, import_only=False)
            if isinstance(found, ModuleRef) and found.name not in path and visibility.enters(binding, found):
                yield from self._names_in(found.name, f"{full}.", (*path, found.name))
        for name, import_only in visibility.submodules(prefix):
            child = f"{module}.{name}"
            yield PublicName(f"{prefix}{name}", ModuleRef(child), import_only)
            yield from self._names_in(child, f"{prefix}{name}.", (*path, child))
