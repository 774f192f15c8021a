"""Which names each version of the package keras has, and what tf.keras is with it.

data/keras/ has tables like those about TensorFlow, written by `tools/build_facts.py --package keras`. Their versions
are those of Keras: up to 2.3 it stood alone, 2.4 shows what TensorFlow has, and from 2.5 to 2.15 each TensorFlow
requires the Keras of its number. From 3.0 on, a program can have any Keras, and tf.keras is the module
`keras._tf_keras.keras` of it, looked up as `fact("_tf_keras.keras.layers.Dense")`. What that module has like the
package itself has no rows of its own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.table.facts import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Collection

#: What the names of tf.keras start with, from Keras 3 on.
TF_KERAS: Final = "_tf_keras.keras"
#: The first version in which tf.keras is a module of the package keras.
KERAS_3: Final = "3.0"
_PREFIX: Final = f"{TF_KERAS}."
_NOWHERE: Final = "-"


class KerasFacts(Facts):
    """The names of the package keras, without `keras.` in front, in all versions of Keras.

    Args:
        folder: the folder with the tables. All but facts.tsv are read on first use.

    Raises:
        DataError: a file is not a generated table.
    """

    def fact(self, name: str) -> Fact | None:
        """Returns the facts about a public name; None if no version has it."""
        if not name:
            return self._package
        if name not in self._facts:
            row = self._names.get(name)
            if row is None and name.startswith(_PREFIX):
                row = self._since_keras_3(self._names.get(name.removeprefix(_PREFIX)))
            is_absent = row is None or row.startswith(_NOWHERE)
            self._facts[name] = None if row is None or is_absent else Fact(self._names, name, row)
        return self._facts[name]

    @cached_property
    def _package(self) -> Fact:
        """The package itself, which all versions have."""
        return Fact(self._names, "", f"m\t{self.versions[0]}-{self.versions[-1]}\t\t-")

    def exists(self, name: str, version: str) -> bool:
        """Returns whether a version has, or may have, a public name, a module, or a name in a private module."""
        fact = self.fact(name)
        if fact is not None and fact.exists(version):
            return True
        if self.is_module(name):
            return self.has_module(name, version)
        module = name.rpartition(".")[0]
        if fact is not None or self.below(module):
            return self.is_open_module(module, version)  # otherwise, the names in public modules are all known
        return self.has_module(module, version) and self.has_internal(name, version) is not False

    def signature(self, name: str, version: str) -> str | None:
        """Returns the parameters of a function or constructor at a version; None if they are unknown."""
        return super().signature(self._row_name(name), version)

    def signatures(self, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a function or constructor had, each with its first version, oldest first."""
        found = super().signatures(self._row_name(name))
        if not name.startswith(_PREFIX):
            return found
        first = self.signature(name, KERAS_3)
        later = [(since, text) for since, text in found if self.versions.index(since) > self._keras_3]
        return later if first is None else [(KERAS_3, first), *later]

    def first_signature(self, name: str) -> str | None:
        """Returns the parameters of a function or constructor in its first version; None if they are unknown."""
        return next((text for _, text in self.signatures(name)), None)

    def similar_classes(self, owner: str) -> tuple[str, ...]:
        """Returns a class, then the classes whose rows also apply to it."""
        return super().similar_classes(self._row_name(owner))

    def names_of(self, identity: str, version: str) -> list[str]:
        """Returns the public names of an object at a version; what tf.keras has like keras itself is left out."""
        facts = [self.fact(name) for name in self._names.mentioning(identity)]
        return [fact.name for fact in facts if fact is not None and fact.object(version) == identity]

    def below(self, prefix: str) -> Collection[str]:
        """Returns the names directly below a module, in all versions."""
        if prefix != TF_KERAS and not prefix.startswith(_PREFIX):
            return super().below(prefix)
        return {*super().below(prefix), *super().below(prefix.removeprefix(TF_KERAS).removeprefix("."))}

    def _row_name(self, name: str) -> str:
        """Returns the name under which the tables have a name: that of tf.keras only where it differs."""
        return name.removeprefix(_PREFIX) if name.startswith(_PREFIX) and self._names.get(name) is None else name

    @cached_property
    def _keras_3(self) -> int:
        return self.versions.index(KERAS_3)

    def _since_keras_3(self, row: str | None) -> str | None:
        """Returns the row of a name with only the versions from Keras 3 on; None if there are none."""
        if row is None:
            return None
        kind, where, *others = row.split("\t")
        later = (self._range_since_keras_3(part) for part in where.split(","))
        kept = ",".join(part for part in later if part)
        return "\t".join((kind, kept, *others)) if kept else None

    def _range_since_keras_3(self, part: str) -> str:
        first, _, last = part.partition("-")
        if self.versions.index(first) >= self._keras_3:
            return part
        if self.versions.index(last or first) < self._keras_3:
            return ""
        return f"{KERAS_3}-{last}"
