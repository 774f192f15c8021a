"""What the resolver must know from outside of a file, as that file sees it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.program import Program
from tf2lint.resolver import ABSENT, FLAG, ExternalClass, ModuleValue, Symbol, may_be_traced
from tf2lint.table import ANY, CALL, LOOKED_UP

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.resolver import Values
    from tf2lint.table import ParameterSlot

#: The class of a shape's items in TensorFlow 1, and what it is asked for in files for both.
_DIMENSION: Final = "Dimension"
#: What keeps that class.
_KEEPS_SHAPES: Final = ("disable_v2_behavior", "disable_v2_tensorshape")
#: What only such an item is asked. A whole shape is asked some of it as well.
_ASKED_OF_ITEMS: Final = (".value", ".merge_with", "is_compatible_with")
_ATTRIBUTE: Final = re.compile(r"\.(\w+)")
#: How the name of such an object ends that most functions give.
_TENSOR: Final = f".{ANY}.{CALL}"
#: Classes that programs make their own from, and a method of these that Keras calls.
_BASES: Final = ("keras.Model", "keras.layers.Layer", "test.TestCase")
_CALL: Final = "def call("
_KERAS: Final = "keras."


class FileEnvironment:
    """A `World`, as one file sees it.

    Args:
        project: the project that it belongs to.
        path: where it is.
        source: its text.
        is_irrelevant: which symbols are of no interest in any file.
    """

    def __init__(
        self,
        project: ProjectContext,
        path: str,
        source: str,
        is_irrelevant: IsIrrelevant | None = None,
    ) -> None:
        self.is_irrelevant_anywhere = is_irrelevant
        libraries = project.libraries
        self._result = libraries.result
        self._is_call_of_interest = project.relevance.is_call
        self._slots_of_interest = project.relevance.slots
        self._rules_of_calls = project.relevance.rules_of_calls(source)
        self._has_flag = FLAG in source
        self._source = source
        self._table, self._is_asked = libraries.table, project.is_asked
        self._asked: dict[str, list[str]] = {}
        self._members = project.relevance.members
        self._words_of_interest = project.relevance.words
        self._project = project.modules
        self._path = path
        self._root, self._impure = libraries.root, libraries.impure
        self._may_be_own = libraries.may_be_own
        self._programs = project.programs
        self._tensor_shape, self._dimension = libraries.shape, libraries.dimension
        self.exists = libraries.exists
        self.import_only = libraries.import_only
        self.is_module = libraries.is_module
        self.is_definition = libraries.is_definition
        self.members = libraries.members
        self._class_bases = project.class_bases
        self.flag_parameters = project.modules.flag_parameters
        self.star = project.modules.star

    @property
    def is_irrelevant(self) -> IsIrrelevant | None:
        """Which symbols are of no interest in this file; None where all are."""
        return None if self.is_irrelevant_anywhere is None else self._is_irrelevant

    def root(self, module: str) -> Symbol | None:
        """The symbol of a top-level module; None if that module isn't followed, or if the project itself has it."""
        symbol = self._root(module) or self._impure_root(module)
        is_own = symbol is not None and self._may_be_own(symbol) and self.project_module(module, 0) is not None
        return None if is_own else symbol

    def _impure_root(self, module: str) -> Symbol | None:
        symbol = self._impure(module)
        return symbol if symbol is not None and self._may_be_traced else None

    @cached_property
    def _may_be_traced(self) -> bool:
        return may_be_traced(self._source)

    def result(self, symbol: Symbol) -> Symbol | None:
        """What calling a symbol gives, if the file may ask something of it that there is something to say of."""
        found = self._result(symbol)
        return found[0] if found is not None and self._asked_of(found[1]) else None

    def inherited(self, symbol: Symbol, name: str) -> Symbol | None:
        """What an attribute of an object is by a class of the library that its own class is made from."""
        found = self._result(symbol)
        return found[0].member(name) if found is not None and name in self._asked_of(found[1]) else None

    def asked_of(self, symbol: Symbol) -> Iterable[str]:
        """The words by which the file may ask something of an object of a class, or its subclasses of the class."""
        found = self._result(symbol)
        asked = self._asked_of(found[1]) if found is not None else []
        if found is not None and found[1].startswith(_KERAS):
            asked = [*asked, *self._words]
        return [*asked, "super"] if self._has_flag else asked

    def _asked_of(self, owner: str) -> list[str]:
        if owner not in self._asked:
            words = self._table.may_ask(owner)
            standing = (words | self._members if owner.startswith(_KERAS) else words) & self._attributes
            self._asked[owner] = [word for word in standing if self._is_asked(owner, word)]
        return self._asked[owner]

    @cached_property
    def _words(self) -> list[str]:
        """The words in the file that tell where something is done with objects of Keras."""
        return [word for word in self._words_of_interest if word in self._source]

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """Every attribute that stands right behind its dot in the file, and more."""
        return frozenset((*_ATTRIBUTE.findall(self._source), LOOKED_UP))

    def is_asked(self, name: str, symbol: Symbol) -> bool:
        """Whether something of interest may be asked of an object where a name holds it.

        Nearly everything is a tensor. It is followed only into the names that are asked something themselves.
        """
        return not symbol.name.endswith(_TENSOR) or name in self._asked_names

    @cached_property
    def _asked_names(self) -> frozenset[str]:
        asked = self._table.may_ask(ANY) & self._attributes
        if not asked:
            return frozenset()
        return frozenset(re.findall(rf"\b(\w+)\.(?:{'|'.join(sorted(asked))})\b", self._source))

    def _is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool | Sequence[ParameterSlot]:
        """Whether nothing is to be said of a symbol's member, nor of what calling it gives."""
        assert self.is_irrelevant_anywhere is not None
        if not self.is_irrelevant_anywhere(symbol, attributes, is_called):
            return False
        if not is_called:
            return True
        called = symbol.below(attributes[1:]) if attributes else symbol
        if self.result(called) is not None or self._is_call_of_interest(called, self._rules_of_calls):
            return False
        return self._slots_of_interest(called) or True

    @cached_property
    def shape(self) -> Symbol | None:
        """What `.shape` of anything unknown is: a tensor's, if something is asked that only dimensions have.

        A file that asks which of both it has is left alone, and a program that keeps TensorFlow 1's shapes.
        """
        source = self._source
        is_asked = "shape" in source and any(word in source for word in _ASKED_OF_ITEMS)
        if not is_asked or _DIMENSION in source:
            return None
        keeps = Program(self._path, source, self._programs).mentions(_KEEPS_SHAPES)
        return None if keeps else self._tensor_shape

    def item(self, symbol: Symbol) -> Symbol | None:
        """The dimensions of a shape."""
        return self._dimension if symbol is self._tensor_shape else None

    def exported(self, module: ModuleValue, name: str) -> Values:
        """What a name of another module of the project stands for; `ABSENT` if it has none."""
        values = self._project.exported(module, name)
        if (values is None or values is ABSENT) and self._uses_classes and module.path.endswith(".py"):
            bases = self._class_bases.of(module.path, name)
            return (ExternalClass(bases, module.path, name),) if bases else self._maker(module.path, name) or values
        return values

    def _maker(self, path: str, name: str) -> Values:
        """What a function of another module stands for that makes an object of Keras: for that object's class."""
        made = self._class_bases.made_by(path, name)
        if made is None or not any(self._is_of_keras(base) for base in made[0]):
            return None
        return (ExternalClass(*made),)

    def _is_of_keras(self, symbol: Symbol) -> bool:
        found = self._result(symbol)
        return found is not None and found[1].startswith(_KERAS)

    @cached_property
    def _uses_classes(self) -> bool:
        """Whether it matters what another module's class is made from: something is asked of its objects or methods."""
        return _CALL in self._source or any(self._asked_of(owner) for owner in _BASES)

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Another module of the project, by its name in an import statement of this file."""
        return self._project.module(self._path, module, level)
