"""The names of the package keras as a table looks them up: below `keras.`, by versions of Keras."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table.facts import Fact, Facts
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tf2lint.table.keras_facts import KerasFacts

_ROOT: Final = "keras"
_PREFIX: Final = f"{_ROOT}."
#: The last Keras that runs with TensorFlow 1: what a program for TensorFlow 1.15 finds in the package.
_WITH_TENSORFLOW_1: Final = "2.3"


class PackageFact(Fact):
    """What the wheels of keras contain about one name of the package.

    Args:
        fact: what they contain about it, under its name in the package.
    """

    __slots__ = ("_fact",)

    def __init__(self, fact: Fact) -> None:
        self.name = f"{_PREFIX}{fact.name}".rstrip(".")
        self._fact = fact

    def exists(self, version: str) -> bool:
        """Returns whether the version has the name, other than as a stub that only raises."""
        return self._fact.exists(_position(version))

    def kind(self, version: str) -> str:
        """Returns the kind at a version: `m` module, `c` class, `f` function, `v` any other value."""
        return self._fact.kind(_position(version))

    @property
    def first_kind(self) -> str:
        """The kind in the first version that has the name."""
        return self._fact.first_kind

    def object(self, version: str) -> str:
        """Returns what identifies the object at a version; empty if the version lacks the name."""
        return self._fact.object(_position(version))

    def marks(self, version: str) -> list[str]:
        """Returns the marks at a version, without dates: `deprecated`, `stub`, `import-only`."""
        return self._fact.marks(_position(version))

    def next_with(self, target: str) -> str:
        """Returns the first version after the target that has the name; empty if none has."""
        return self._fact.next_with(_position(target))

    def was_before(self, target: str) -> bool:
        """Returns whether some version before the target has the name."""
        return self._fact.was_before(_position(target))

    def last_and_next_version(self, target: str) -> tuple[str, str]:
        """Returns the last version up to the target that has the name, and the next known version."""
        return self._fact.last_and_next_version(_position(target))


class PackageFacts(Facts):
    """The names of the package keras, with `keras.` in front. It has no other names.

    Versions are those of Keras. TensorFlow 1.15 stands for the Keras that programs used with it.

    Args:
        keras: the names without `keras.` in front.
    """

    package = "Keras"

    def __init__(self, keras: KerasFacts) -> None:
        self._keras = keras

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions of Keras, oldest first."""
        return self._keras.versions

    def fact(self, name: str) -> Fact | None:
        """Returns the facts about a public name; None if no version has it."""
        found = self._keras.fact(_inside(name)) if _is_inside(name) else None
        return None if found is None else PackageFact(found)

    def __iter__(self) -> Iterator[str]:
        yield from (f"{_PREFIX}{name}" for name in self._keras)

    def is_module(self, path: str) -> bool:
        """Returns whether some version has a module file at this path, public or not."""
        return _is_inside(path) and self._keras.is_module(_inside(path))

    def has_module(self, path: str, version: str) -> bool:
        """Returns whether a version has a module file at this path."""
        return self._keras.has_module(_inside(path), _position(version))

    def mentioning(self, text: str) -> Iterator[str]:
        """Yields the public names whose rows contain a text."""
        yield from (f"{_PREFIX}{name}" for name in self._keras.mentioning(text))

    def first_signature(self, name: str) -> str | None:
        """Returns the parameters of a function or constructor in its first version; None if they are unknown."""
        return self._keras.first_signature(_inside(name))

    def signature(self, name: str, version: str) -> str | None:
        """Returns the parameters of a function or constructor at a version; None if they are unknown."""
        return self._keras.signature(_inside(name), _position(version))

    def signatures(self, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a function or constructor had, each with its first version, oldest first."""
        return self._keras.signatures(_inside(name))

    def member_signatures(self, owner: str, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a method had, each with its first version; empty if they never changed."""
        return self._keras.member_signatures(_inside(owner), name)

    def member_signature(self, owner: str, name: str, version: str) -> str | None:
        """Returns the parameters of a method at a version, without `self`; None if they are unknown."""
        return self._keras.member_signature(_inside(owner), name, _position(version))

    def has_internal(self, name: str, version: str) -> bool | None:
        """Returns whether a private module has a name; None if all versions of the module have it, or none."""
        return self._keras.has_internal(_inside(name), _position(version)) if _is_inside(name) else None

    def lacks_internal(self, name: str, version: str) -> bool:
        """Returns whether a version has a private module, but certainly not a name in it, given with its module."""
        return _is_inside(name) and self._keras.lacks_internal(_inside(name), _position(version))

    def is_open_module(self, module: str, version: str) -> bool:
        """Returns whether a module may have any name at a version, because its source does not tell its names."""
        return self._keras.is_open_module(_inside(module), _position(version))

    def member(self, owner: str, name: str) -> Fact | None:
        """Returns the facts about a class member; None if all versions of the class have it, or none."""
        found = self._keras.member(_inside(owner), name)
        return None if found is None else PackageFact(found)

    def members(self) -> Iterator[tuple[str, str]]:
        """Yields each class with each member that has a row, because it is not the same in all versions."""
        yield from ((f"{_PREFIX}{owner}", name) for owner, name in self._keras.members())

    def member_names(self, owner: str) -> list[str]:
        """Returns the members of a class that may differ between versions."""
        return self._keras.member_names(_inside(owner))

    def similar_classes(self, owner: str) -> tuple[str, ...]:
        """Returns a class, then the classes whose rows also apply to it."""
        return tuple(f"{_PREFIX}{name}" for name in self._keras.similar_classes(_inside(owner)))

    def names_of(self, identity: str, version: str) -> list[str]:
        """Returns the public names of an object at a version, without those of tf.keras."""
        names = self._keras.names_of(identity, _position(version))
        return [f"{_PREFIX}{name}" for name in names if not name.startswith("_")]

    def below(self, prefix: str) -> Collection[str]:
        """Returns the names directly below a module, in all versions."""
        return self._keras.below(_inside(prefix)) if _is_inside(prefix) else [_ROOT]


def _is_inside(name: str) -> bool:
    return name == _ROOT or name.startswith(_PREFIX)


def _inside(name: str) -> str:
    """Returns the name in the package; empty for the package itself."""
    return name.removeprefix(_ROOT).removeprefix(".")


def _position(version: str) -> str:
    return _WITH_TENSORFLOW_1 if version == TF1_VERSION else version
