"""The names below `tensorflow` with a certain Keras: what tf.keras has depends on it from TensorFlow 2.16 on.

A name of tf.keras has one line of versions: those of TensorFlow up to 2.15, which required the Keras of their number,
then those of Keras from 3.0 on. No version is in both, so `2.15` and `3.4` say which is meant. With the package
tf_keras, TensorFlow 2.16 and later have the tf.keras of 2.15: that is Keras 2.15 here.
"""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Final

from tf2lint.table.facts import Fact, Facts
from tf2lint.table.keras_facts import KERAS_3, TF_KERAS
from tf2lint.table.versions import Range, release_name

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from tf2lint.table.keras_facts import KerasFacts

#: The versions of TensorFlow with Keras 3.
_FIRST_WITH_KERAS_3: Final = "2.16"
_WITH_KERAS_3: Final = Range(f"{_FIRST_WITH_KERAS_3}..")
#: How the object of a module that shows a part of tf.keras is named.
_PACKAGE: Final = f"keras.{TF_KERAS}"
_COMPAT: Final = "compat.v1."
_IMPORT_ONLY: Final = "import-only"
#: The parts of the longest name of such a module, without `compat.v1`: `nn.rnn_cell`.
_MAX_DEPTH: Final = 2


class PairedFact(Fact):
    """What TensorFlow's wheels and those of keras contain about one name of tf.keras.

    The results name versions of TensorFlow up to 2.15 and versions of Keras from 3.0 on.

    Args:
        name: the dotted name, without the leading `tensorflow.`.
        facts: the facts that it is one of.
        early: what TensorFlow's wheels contain; None if they have no such name.
        late: what the wheels of keras contain; None if they have no such name.
    """

    __slots__ = ("_early", "_facts", "_late")

    def __init__(self, name: str, facts: PairedFacts, early: Fact | None, late: Fact | None) -> None:
        self.name = name
        self._facts = facts
        self._early = early
        self._late = late

    def exists(self, version: str) -> bool:
        """Returns whether the version has the name, other than as a stub that only raises."""
        fact, version = self._at(version)
        return fact is not None and fact.exists(version)

    def kind(self, version: str) -> str:
        """Returns the kind at a version: `m` module, `c` class, `f` function, `v` any other value."""
        fact, version = self._at(version)
        return "" if fact is None else fact.kind(version)

    @property
    def first_kind(self) -> str:
        """The kind in the first version that has the name."""
        fact = self._early or self._late
        return "" if fact is None else fact.first_kind

    def object(self, version: str) -> str:
        """Returns what identifies the object at a version; empty if the version lacks the name."""
        fact, version = self._at(version)
        return "" if fact is None else fact.object(version)

    def marks(self, version: str) -> list[str]:
        """Returns the marks at a version, without dates: `deprecated`, `stub`, `import-only`."""
        fact, version = self._at(version)
        return [] if fact is None else fact.marks(version)

    def next_with(self, target: str) -> str:
        """Returns the first version after the target that has the name; empty if none has.

        After a target before 2.16, that is a version of TensorFlow; after a later one, a version of Keras.
        """
        found = next((version for version in self._facts.line_after(target) if self.exists(version)), "")
        is_before = target in self._facts.versions and target not in _WITH_KERAS_3
        return found if not is_before or found in self._facts.versions or not found else _FIRST_WITH_KERAS_3

    def was_before(self, target: str) -> bool:
        """Returns whether some version before the target has the name."""
        return any(self.exists(version) for version in self._facts.line_up_to(target)[:-1])

    def last_and_next_version(self, target: str) -> tuple[str, str]:
        """Returns the last version up to the target that has the name, and the next known version."""
        line = self._facts.line_up_to(target)
        last = max((index for index, version in enumerate(line) if self.exists(version)), default=0)
        return line[last], line[min(last + 1, len(line) - 1)]

    def _at(self, version: str) -> tuple[Fact | None, str]:
        """Returns the facts that a version is looked up in, and the version there."""
        position = self._facts.position(version)
        return (self._early if position in self._facts.versions else self._late), position


class PairedFacts(Facts):
    """The public names of all versions of TensorFlow, where those from 2.16 on have a certain Keras.

    Versions are given as those of TensorFlow; for names of tf.keras, also as those of Keras.

    Args:
        folder: the folder with the tables about TensorFlow.
        keras: returns the names of the package keras; called on first use.
        keras_version: the Keras that TensorFlow 2.16 and later have; the newest, if the target is older.
    """

    def __init__(self, folder: Path, keras: Callable[[], KerasFacts], keras_version: str) -> None:
        super().__init__(folder)
        self.keras_version = keras_version
        self._keras = keras
        self._positions = {version: keras_version for version in self.versions if version in _WITH_KERAS_3}
        self._paths: dict[str, str] = {}
        self._in_keras: dict[str, str | None] = {}
        self._paired: dict[str, Fact | None] = {}

    # --- versions ---------------------------------------------------------------

    def position(self, version: str) -> str:
        """Returns the version at which names of tf.keras are looked up: that of Keras, for TensorFlow from 2.16 on."""
        return self._positions.get(version, version)

    @property
    def newest_keras(self) -> str:
        """The newest version of Keras."""
        return self._keras().versions[-1]

    def version_of(self, name: str, target: str) -> str:
        """Returns the version at which a name is looked up: that of Keras, for names of tf.keras from 2.16 on."""
        return self.position(target) if self._is_paired(name) else target

    def release(self, version: str, target: str) -> str:
        """Returns a version at which names are looked up as messages show it, such as `TF 2.21` or `Keras 3.4`.

        Keras 3.0 came with TensorFlow 2.16; in a program that has Keras 2 with a later TensorFlow, that says nothing.
        """
        is_legacy = target in _WITH_KERAS_3 and self.position(target) in self.versions
        is_of_keras = is_legacy and version in (KERAS_3, self.position(target))
        return f"Keras {version}" if is_of_keras else release_name(version)

    def line_up_to(self, version: str) -> list[str]:
        """Returns the versions up to one at which names of tf.keras are looked up, oldest first."""
        line, position = self._line, self.position(version)
        return line[: line.index(position) + 1]

    def line_after(self, version: str) -> list[str]:
        """Returns the versions after one at which names of tf.keras are looked up, oldest first."""
        line, position = self._line, self.position(version)
        return line[line.index(position) + 1 :]

    @cached_property
    def _line(self) -> list[str]:
        versions = self._keras().versions
        early = (version for version in self.versions if version not in _WITH_KERAS_3)
        return [*early, *versions[versions.index(KERAS_3) :]]

    # --- names ------------------------------------------------------------------

    def in_keras(self, name: str) -> str | None:
        """Returns the name in the package keras of a name of tf.keras; None for other names.

        `tf.losses` and a few more are modules of tf.keras under another name.
        """
        if name not in self._in_keras:
            self._in_keras[name] = self._find_in_keras(name)
        return self._in_keras[name]

    def _find_in_keras(self, name: str) -> str | None:
        parts = name.split(".")
        start = 2 if name.startswith(_COMPAT) else 0
        for end in range(start + 1, min(len(parts), start + _MAX_DEPTH) + 1):
            path = self._path(".".join(parts[:end]))
            if path:
                return ".".join((path, *parts[end:]))
        return None

    def _path(self, module: str) -> str:
        """Returns the name in the package keras of a module of TensorFlow that is one of its modules; else nothing."""
        if module not in self._paths:
            fact = super().fact(module)
            identity = fact.object(self.versions[-1]) if fact is not None else ""
            self._paths[module] = identity.removeprefix("keras.") if identity.startswith(_PACKAGE) else ""
        return self._paths[module]

    def fact(self, name: str) -> Fact | None:
        """Returns the facts about a public name; None if no version has it."""
        if name not in self._paired:
            self._paired[name] = self._pair(name)
        return self._paired[name]

    def _pair(self, name: str) -> Fact | None:
        path, early = self.in_keras(name), super().fact(name)
        if path is None or not self._is_paired(name):
            return early
        late = self._late(name, path)
        return None if early is None and late is None else PairedFact(name, self, early, late)

    def _late(self, name: str, path: str) -> Fact | None:
        """Returns the facts about a name in the package keras; None if it cannot be reached under that name.

        What has to be imported by itself cannot be reached below `compat`, which cannot be imported.
        """
        keras = self._keras()
        modules = accumulate(path.split("."), "{}.{}".format) if name.startswith(_COMPAT) else ()
        facts = [keras.fact(module) for module in modules]
        if any(fact is not None and _IMPORT_ONLY in fact.marks(keras.versions[-1]) for fact in facts):
            return None
        return keras.fact(path)

    def __iter__(self) -> Iterator[str]:
        yield from super().__iter__()
        inside = (name.removeprefix(f"{TF_KERAS}.") for name in self._keras())
        names = dict.fromkeys(f"keras.{name}" for name in inside)
        yield from (name for name in names if super(PairedFacts, self).fact(name) is None and self.fact(name))

    def mentioning(self, text: str) -> Iterator[str]:
        """Yields the public names whose rows contain a text."""
        inside = (name.removeprefix(TF_KERAS).removeprefix(".") for name in self._keras().mentioning(text))
        yield from dict.fromkeys(chain(super().mentioning(text), (f"keras.{name}" for name in inside)))

    def versions_of(self, name: str) -> Sequence[str]:
        """Returns the versions at which a name is looked up, oldest first: for tf.keras, those of Keras from 3.0 on."""
        return self._line if self._is_paired(name) else self.versions

    def _is_paired(self, name: str) -> bool:
        """Returns whether a name is one of tf.keras, which itself is always there."""
        return self.in_keras(name) not in (None, TF_KERAS)

    def names_of(self, identity: str, version: str) -> list[str]:
        """Returns the public names of an object at a version, without those below `compat` and `raw_ops`."""
        position = self.position(version)
        if position in self.versions or not identity.startswith("keras."):
            return super().names_of(identity, version) if version in self.versions else []
        names = (name.removeprefix(f"{TF_KERAS}.") for name in self._keras().names_of(identity, position))
        pinned = super().names_of(identity, version) if version in self.versions else []  # `tf.initializers.X`, too
        tf_names = dict.fromkeys([*(f"keras.{name}" for name in names), *pinned])
        return [name for name in tf_names if (fact := self.fact(name)) and fact.object(version) == identity]

    def below(self, prefix: str) -> Collection[str]:
        """Returns the names directly below a module, in all versions."""
        path = self.in_keras(prefix) if prefix else None
        return super().below(prefix) if path is None else {*super().below(prefix), *self._keras().below(path)}

    # --- signatures and members -------------------------------------------------

    def first_signature(self, name: str) -> str | None:
        """Returns the parameters of a function or constructor in its first version; None if they are unknown."""
        path = self.in_keras(name)
        if path is None or super().fact(name) is not None:
            return super().first_signature(name)
        return self._keras().first_signature(path)

    def signature(self, name: str, version: str) -> str | None:
        """Returns the parameters of a function or constructor at a version; None if they are unknown."""
        path = self.in_keras(name)
        if path is None:
            return super().signature(name, version)
        position = self.position(version)
        is_early = position in self.versions
        return super().signature(name, position) if is_early else self._keras().signature(path, position)

    def signatures(self, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a function or constructor had, each with its first version, oldest first."""
        found, path = super().signatures(name), self.in_keras(name)
        if path is None:
            return found
        early = [(since, text) for since, text in found if since not in _WITH_KERAS_3]
        return [*early, *self._keras().signatures(path)]

    def member_signature(self, owner: str, name: str, version: str) -> str | None:
        """Returns the parameters of a method at a version, without `self`; None if they are unknown."""
        path = self.in_keras(owner)
        if path is None:
            return super().member_signature(owner, name, version)
        position = self.position(version)
        if position in self.versions:
            return super().member_signature(owner, name, position)
        return self._keras().member_signature(path, name, position)

    def member_signatures(self, owner: str, name: str) -> list[tuple[str, str]]:
        """Returns the parameters that a method had, each with its first version; empty if they never changed."""
        found, path = super().member_signatures(owner, name), self.in_keras(owner)
        if path is None:
            return found
        early = [(since, text) for since, text in found if since not in _WITH_KERAS_3]
        late = self._keras().member_signatures(path, name)
        first = self._keras().member_signature(path, name, KERAS_3)
        versions = self._keras().versions
        later = [(since, text) for since, text in late if versions.index(since) > versions.index(KERAS_3)]
        return [*early, *([(KERAS_3, first)] if first is not None else []), *later]

    def member(self, owner: str, name: str) -> Fact | None:
        """Returns the facts about a class member; None if all versions of the class have it, or none."""
        early, path = super().member(owner, name), self.in_keras(owner)
        late = self._keras().member(path, name) if path is not None else None
        if path is None or (early is None and late is None):
            return early
        member = PairedMember(name, self, early, late)
        # Where no version has it, only versions of Keras that were never tf.keras show it in their sources.
        return member if any(map(member.exists, self._line)) else None

    def member_names(self, owner: str) -> list[str]:
        """Returns the members of a class that may differ between versions."""
        path = self.in_keras(owner)
        late = self._keras().member_names(path) if path is not None else []
        return list(dict.fromkeys([*super().member_names(owner), *late]))


class PairedMember(PairedFact):
    """What the wheels contain about a member of a class of tf.keras.

    A member without a row in one of the two tables is the same in all versions there. Both have the newest Keras: the
    newest TensorFlow was read with it.
    """

    __slots__ = ()

    def _at(self, version: str) -> tuple[Fact | None, str]:
        position = self._facts.position(version)
        if position in self._facts.versions:
            return (self._early, position) if self._early is not None else (self._late, self._facts.newest_keras)
        return (self._late, position) if self._late is not None else (self._early, self._facts.versions[-1])
