"""Implements the resolver's `Environment` for one file: its view of the libraries and of the project's modules."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.program import Program
from tf2lint.resolver import ABSENT, NAMES_IN_LIBRARIES, REUSE_FLAG, ExternalClass, ModuleValue, Symbol, may_be_traced
from tf2lint.table import ANY, CALL, MEMBERSHIP_TEST, VARIABLE_LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.resolver import Values
    from tf2lint.table import ParameterSlot

#: The class of a shape's items in TensorFlow 1. Files that support both versions check for it.
_DIMENSION: Final = "Dimension"
#: Functions with which a program keeps that class.
_KEEPS_SHAPES: Final = ("disable_v2_behavior", "disable_v2_tensorshape")
#: Attributes of such an item. A whole shape has some of them, too.
_ITEM_ATTRIBUTES: Final = (".value", ".merge_with", "is_compatible_with")
_ATTRIBUTE: Final = re.compile(r"\.(\w+)")
#: The end of the symbol of a tensor, which most functions return.
_TENSOR_SUFFIX: Final = f".{ANY}.{CALL}"
#: Classes that programs derive from, and a method of their subclasses that Keras calls.
_BASES: Final = ("keras.Model", "keras.layers.Layer", "test.TestCase")
_CALL_METHOD: Final = "def call("
_KERAS: Final = "keras."
_COMPAT: Final = "compat.v1."


class FileEnvironment:
    """The `Environment` of one file.

    Args:
        project: the project that the file belongs to.
        path: the file.
        source: its text.
        is_irrelevant: which uses of symbols are irrelevant in any file; None if none is.
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
        self._is_relevant_call = project.relevance.is_call
        self._relevant_slots = project.relevance.slots
        self._call_rules = project.relevance.call_rules_for(source)
        self._has_flag = REUSE_FLAG in source
        self._source = source
        self._table, self._is_relevant_member = libraries.table, project.is_relevant_member
        self._relevant_members: dict[str, list[str]] = {}
        self._event_members = project.relevance.members
        self._event_words = project.relevance.words
        self._project = project.modules
        self._path = path
        self._root, self._impure = libraries.root, libraries.impure
        self._may_be_project_module = libraries.may_be_project_module
        self._programs = project.programs
        self._tensor_shape, self._dimension = libraries.shape, libraries.dimension
        self.exists = libraries.exists
        self.import_only_module = libraries.import_only
        self.is_module = libraries.is_module
        self.is_definition = libraries.is_definition
        self.library_star_import = libraries.members
        self._class_bases = project.class_bases
        self.flag_parameters = project.modules.flag_parameters
        self.module_star_import = project.modules.star

    @property
    def is_irrelevant(self) -> IsIrrelevant | None:
        """Which uses of symbols are irrelevant in this file; None if none is."""
        return None if self.is_irrelevant_anywhere is None else self._is_irrelevant

    def root(self, module: str) -> Symbol | None:
        """Returns the symbol of a top-level module; None if that module isn't followed, or is the project's own."""
        names = NAMES_IN_LIBRARIES.get(module)
        if names is not None and not any(name in self._source for name in names):
            return None  # the file uses nothing that is modeled
        symbol = self._root(module) or self._impure_root(module)
        is_own = (
            symbol is not None and self._may_be_project_module(symbol) and self.project_module(module, 0) is not None
        )
        return None if is_own else symbol

    def _impure_root(self, module: str) -> Symbol | None:
        symbol = self._impure(module)
        return symbol if symbol is not None and self._may_be_traced else None

    @cached_property
    def _may_be_traced(self) -> bool:
        return may_be_traced(self._source)

    def call_result(self, symbol: Symbol) -> Symbol | None:
        """Returns the object that calling a symbol returns, if the file may use relevant members of it."""
        found = self._result(symbol)
        return found[0] if found is not None and self._relevant_members_of(found[1]) else None

    def inherited_member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Returns the symbol of an attribute that a user's class inherits from a library class, if it is relevant."""
        found = self._result(symbol)
        return found[0].member(name) if found is not None and name in self._relevant_members_of(found[1]) else None

    def relevant_words(self, symbol: Symbol) -> Iterable[str]:
        """Returns the words with which the file may use relevant members of a class, on objects or in subclasses."""
        found = self._result(symbol)
        members = self._relevant_members_of(found[1]) if found is not None else []
        if found is not None and found[1].startswith(_KERAS):
            members = [*members, *self._mentioned_event_words]
        return [*members, "super"] if self._has_flag else members

    def _relevant_members_of(self, owner: str) -> list[str]:
        if owner not in self._relevant_members:
            words = self._table.possibly_relevant_members(owner)
            mentioned = (words | self._event_members if owner.startswith(_KERAS) else words) & self._attributes
            self._relevant_members[owner] = [word for word in mentioned if self._is_relevant_member(owner, word)]
        return self._relevant_members[owner]

    @cached_property
    def _mentioned_event_words(self) -> list[str]:
        """The words of the file that indicate relevant uses of Keras objects."""
        return [word for word in self._event_words if word in self._source]

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """Every word that directly follows a dot in the file, and `MEMBERSHIP_TEST`."""
        return frozenset((*_ATTRIBUTE.findall(self._source), MEMBERSHIP_TEST))

    def tracks_object(self, name: str, symbol: Symbol) -> bool:
        """Returns whether the file may use relevant members of an object through a name that holds it.

        Nearly all objects are tensors. These are only tracked in names of which the file uses such a member.
        """
        return not symbol.name.endswith(_TENSOR_SUFFIX) or name in self._names_with_tensor_members

    @cached_property
    def _names_with_tensor_members(self) -> frozenset[str]:
        members = self._table.possibly_relevant_members(ANY) & self._attributes
        if not members:
            return frozenset()
        return frozenset(re.findall(rf"\b(\w+)\.(?:{'|'.join(sorted(members))})\b", self._source))

    def _is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool | Sequence[ParameterSlot]:
        """Returns whether a symbol's member is irrelevant, and so is what calling it returns; see `IsIrrelevant`."""
        assert self.is_irrelevant_anywhere is not None
        if not self.is_irrelevant_anywhere(symbol, attributes, is_called):
            return False
        if not is_called:
            return True
        called = symbol.below(attributes[1:]) if attributes else symbol
        if self.call_result(called) is not None or self._is_relevant_call(called, self._call_rules):
            return False
        return self._relevant_slots(called) or True

    @cached_property
    def shape(self) -> Symbol | None:
        """The symbol of `.shape` of an unknown object: a tensor's shape, if the file uses attributes of dimensions.

        None in files that check whether there are dimensions, and in programs that keep TensorFlow 1's shapes.
        """
        source = self._source
        uses_dimensions = "shape" in source and any(word in source for word in _ITEM_ATTRIBUTES)
        if not uses_dimensions or _DIMENSION in source:
            return None
        keeps = Program(self._path, source, self._programs).mentions(_KEEPS_SHAPES)
        return None if keeps else self._tensor_shape

    def item_symbol(self, symbol: Symbol) -> Symbol | None:
        """Returns the symbol of a shape's dimensions; None for any other object."""
        return self._dimension if symbol is self._tensor_shape else None

    def is_list(self, symbol: Symbol) -> bool:
        """Returns whether a library object is a list of variables."""
        name = symbol.name.removesuffix(f".{CALL}").partition(".")[2]
        return name.removeprefix(_COMPAT) in VARIABLE_LISTS

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of another module of the project holds; `ABSENT` if the module has no such name."""
        values = self._project.exported(module, name)
        if (values is None or values is ABSENT) and self._uses_classes and module.path.endswith(".py"):
            bases = self._class_bases.library_bases(module.path, name)
            return (
                (ExternalClass(bases, module.path, name),)
                if bases
                else self._created_class(module.path, name) or values
            )
        return values

    def _created_class(self, path: str, name: str) -> Values:
        """Returns the class of the Keras objects that a function of another module creates; None if there is none."""
        created = self._class_bases.class_created_by(path, name)
        if created is None or not any(self._is_of_keras(base) for base in created[0]):
            return None
        return (ExternalClass(*created),)

    def _is_of_keras(self, symbol: Symbol) -> bool:
        found = self._result(symbol)
        return found is not None and found[1].startswith(_KERAS)

    @cached_property
    def _uses_classes(self) -> bool:
        """Whether the bases of other modules' classes matter: the file may use relevant members of their objects."""
        return _CALL_METHOD in self._source or any(self._relevant_members_of(owner) for owner in _BASES)

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Returns the module of the project that an import statement of this file names."""
        return self._project.module(self._path, module, level)
