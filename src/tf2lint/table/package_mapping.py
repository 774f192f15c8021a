"""Maps the names of the package keras, with which a program can do without those that only tf.keras still has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table.entries import Area, Entry, with_guidance
from tf2lint.table.guidance import Outcome
from tf2lint.table.name_mapping import NameMapping
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.table.facts import Fact, Facts
    from tf2lint.table.guidance import Guidance

#: Modules in which names from private modules are public, if not in the package around the private module.
_PUBLIC: Final = ("keras", "keras.layers", "keras.models", "keras.utils", "keras.losses")


class PackageMapping(NameMapping):
    """Maps names of the package keras to their entries at one version of Keras.

    Args:
        facts: the facts about the package.
        guidance: the hand-written guidance.
        target: one of the versions in the facts.
        tf: maps the names of TensorFlow, such as `keras.backend.sum`, at its target.
    """

    root = ""
    tells_changes_at_public_names = True
    oldest = "Keras 2.0"

    def __init__(self, facts: Facts, guidance: Guidance, target: str, tf: NameMapping) -> None:
        super().__init__(facts, guidance, target)
        self._tf = tf

    def _entry(self, name: str) -> Entry | None:
        found, module = super()._entry(name), name.rpartition(".")[0]
        if found is None and self.facts.is_module(module):
            owner = self.entry(module)
            if owner is not None and owner.area is Area.PRIVATE and not owner.exists:
                entry = self._unnamed(owner._replace(name=name, kind="f", replacements=(), advice=""))
                guide = None if entry.advice else self._guide(name)
                return entry if guide is None else with_guidance(entry, guide)
        return found

    def _gone(self, entry: Entry, fact: Fact) -> Entry:
        entry = super()._gone(entry, fact)
        # The modules of Keras 2 were attributes of each other. Those that are API are in tf.keras, too.
        module = entry.name if self.facts.is_module(entry.name) else entry.name.rpartition(".")[0]
        is_private = self.facts.is_module(module) and self._tf.facts.fact(module) is None and not entry.added_in
        return entry._replace(area=Area.PRIVATE) if is_private else entry

    def _without_replacement(self, entry: Entry, fact: Fact) -> Entry:
        if self._tf.exists(entry.name):
            name = f"tf.{entry.name}"
            return entry._replace(outcome=Outcome.REPLACED, replacements=(name,), advice=f"only {name} still has it")
        found = self._unnamed(entry)
        return found if found.advice else super()._without_replacement(entry, fact)

    def _aliases(self, fact: Fact) -> list[str]:
        last = fact.last_and_next_version(self.target)[0]
        versions = (TF1_VERSION, last) if fact.exists(TF1_VERSION) else (last,)
        names = (name for version in versions for name in self.facts.names_of(fact.object(version), version))
        return [name for name in dict.fromkeys(names) if self.exists(name)]

    def _names_of(self, path: str) -> list[str]:
        versions = (self.target, *reversed(self.facts.versions))
        public = (list(filter(self._is_public, self.facts.names_of(path, version))) for version in versions)
        return next((names for names in public if names), [])

    def _unnamed(self, entry: Entry) -> Entry:
        """Returns the entry of a private name, with the public name that is most likely meant if the name is gone."""
        best = "" if entry.exists else next(self._nearby(entry), "")
        if best:
            return entry._replace(replacements=(best,), advice=f"use {best}")
        module, _, last = entry.name.rpartition(".")
        public = self.entry(f"{module.rpartition('.')[0]}.{last}") if not entry.exists and "." in module else None
        return entry if public is None else entry._replace(replacements=public.replacements, advice=public.advice)

    def _nearby(self, entry: Entry) -> Iterator[str]:
        """Yields public names, best first, of something in a module, or of the package around the module."""
        module, _, last = entry.name.rpartition(".")
        rest = (last,) if entry.kind != "m" else ()
        package = module if rest else entry.name
        while "." in package:
            package = package.rpartition(".")[0]
            if (rest or "." in package) and self._is_public(name := ".".join((package, *rest))):
                yield name
        yield from (name for public in _PUBLIC if rest and self._is_public(name := ".".join((public, *rest))))

    def _is_public(self, name: str) -> bool:
        return self.exists(name)
