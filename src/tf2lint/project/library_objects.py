"""What is known about the objects of libraries that one file uses, as far as it may use relevant members of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.program import Program
from tf2lint.project.program_facts import KEEPS_SHAPES
from tf2lint.resolver import NAMES_IN_LIBRARIES, Symbol
from tf2lint.table import ANY, CALL, KEY, VARIABLE_LISTS

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Sequence

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.file_text import FileText
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.table import ParameterSlot

#: The class of a shape's items in TensorFlow 1. Files that support both versions check for it.
_DIMENSION: Final = "Dimension"
#: The end of the symbol of a tensor, which most functions return.
_TENSOR_SUFFIX: Final = f".{ANY}.{CALL}"
_KERAS: Final = "keras."
#: The end of the symbol of a class whose constructor takes functions in place of the methods of these names.
_TAKES_METHODS: Final = ".callbacks.LambdaCallback"
_COMPAT: Final = "compat.v1."
_SUPER: Final = "super"
#: The end of the symbol of what decorates code that TensorFlow traces.
_TRACING: Final = ".function"
#: The ends of symbols with which a program makes a graph the default.
_GRAPH_CONTEXTS: Final = (
    ".Graph",
    ".Graph.().as_default",
    ".get_default_graph",
    ".compat.v1.Session",
    ".v1.Session.()",
)


class LibraryObjects:
    """The symbols of libraries and their objects, for one file.

    Args:
        project: the project that the file belongs to.
        path: the file.
        text: its text.
        is_irrelevant: which uses of symbols are irrelevant in any file; None if none is.
        is_for_others: whether the analysis finds out what the file's names hold for other files.
    """

    def __init__(
        self,
        project: ProjectContext,
        path: str,
        text: FileText,
        is_irrelevant: IsIrrelevant | None,
        *,
        is_for_others: bool,
    ) -> None:
        libraries = project.libraries
        self._path = path
        self._text = text
        self._is_for_others = is_for_others
        self._is_irrelevant_anywhere = is_irrelevant
        self._result, self._held, self._item = libraries.result, libraries.held, libraries.item
        self._passed = libraries.passed
        self._argument_now = libraries.argument_now
        self._returned_by_member = libraries.returned_by_member
        self._root, self._impure = libraries.root, libraries.impure
        self._tensor_shape, self._dimension = libraries.shape, libraries.dimension
        self._table, self._is_relevant_member = libraries.table, project.is_relevant_member
        self._members_anywhere = project.relevant_members
        self._is_relevant_call = project.relevance.is_call
        self._relevant_slots = project.relevance.slots
        self._is_own = project.is_own
        self._programs = project.programs
        self._relevant_members: dict[str, list[str]] = {}

    def root(self, module: str) -> Symbol | None:
        """Returns the symbol of a top-level module; None if that module isn't followed, or is the project's own."""
        names = NAMES_IN_LIBRARIES.get(module)
        if names is not None and not self._text.has_any(names):
            return None  # the file uses nothing that is modeled
        symbol = self._root(module) or self._impure_root(module)
        return None if symbol is None or self._is_own(self._path, symbol) else symbol

    def _impure_root(self, module: str) -> Symbol | None:
        symbol = self._impure(module)
        return symbol if symbol is not None and self._text.may_be_traced else None

    def call_result(self, symbol: Symbol) -> Symbol | None:
        """Returns the object that calling a symbol returns, if the file may use relevant members of it."""
        found = self._result(symbol)
        if found is None:
            return None
        is_relevant = found[0].constant is not None or self.relevant_members(found[1]) or self._shows(found[1])
        return found[0] if is_relevant else None

    def _shows(self, class_name: str) -> bool:
        """Returns whether an argument of this class shows what a method is called on, in a call that the file makes."""
        return not self._is_for_others and class_name in self._text.showing_classes

    def annotated_object(self, symbol: Symbol) -> Symbol | None:
        """Returns an object of the class that an annotation names, if the file may use relevant members of it."""
        found = self._result(symbol)
        return self.call_result(symbol) if found is not None and self._table.describes_objects(found[1]) else None

    def object_of(self, class_name: str) -> Symbol | None:
        """Returns an object of a class; None if the file uses no relevant member of it."""
        root = self._root("tensorflow")
        return None if root is None else self.call_result(root.below(class_name))

    def inherited_member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Returns the symbol of an attribute that a user's class inherits from a library class, if it is relevant.

        It is if it may be reported, or if it holds or returns a Keras object of which the file uses relevant members.
        """
        found = self._result(symbol)
        if found is None:
            return None
        is_relevant = name in self.relevant_members(found[1]) or (
            found[1].startswith(_KERAS)
            and any(self.relevant_members(returned) for returned in self._returned_by_member(found[1], name))
        )
        return found[0].member(name) if is_relevant else None

    def passed_argument(self, base: Symbol, method: str, position: int) -> Symbol | None:
        """Returns what the library passes to a method that subclasses of `base` override, if the file uses it."""
        found = self._passed(base, method, position)
        return found[0] if found is not None and self.relevant_members(found[1]) else None

    def given_methods(self, symbol: Symbol, call: ast.Call) -> list[tuple[str, ast.expr]]:
        """Returns the arguments of a call that replace methods to which the library passes what the file uses."""
        if not symbol.name.endswith(_TAKES_METHODS):
            return []
        found = ((name, self._argument_now(symbol, call, name)) for name in sorted(self._relevant_overrides(symbol)))
        return [(name, argument.value) for name, argument in found if argument is not None]

    def _relevant_overrides(self, symbol: Symbol) -> set[str]:
        """Returns the methods of a class's objects to which the library passes objects whose members the file uses."""
        found = self._result(symbol)
        overridden = self._table.return_types.overridden_methods(found[1]) if found is not None else {}
        return {name for name, classes in overridden.items() if any(map(self.relevant_members, classes))}

    def relevant_words(self, symbol: Symbol) -> Iterable[str]:
        """Returns the words with which the file may use relevant members of a class, on objects or in subclasses."""
        found = self._result(symbol)
        members = self.relevant_members(found[1]) if found is not None else []
        members = [*members, *self._relevant_overrides(symbol)]
        if found is not None and found[1].startswith(_KERAS):
            members = [*members, *self._text.event_words]
        return [*members, _SUPER] if self._text.has_reuse_flag else members

    def relevant_members(self, owner: str) -> list[str]:
        """Returns the members of a class that the file may use and rules may report."""
        if self._is_for_others and owner != ANY:
            return self._members_anywhere(owner)
        if owner not in self._relevant_members:
            words = self._table.possibly_relevant_members(owner)
            is_keras_class = owner.startswith(_KERAS) and CALL not in owner
            mentioned = (words | self._text.event_members if is_keras_class else words) & self._text.attributes
            self._relevant_members[owner] = [word for word in mentioned if self._is_relevant_member(owner, word)]
        return self._relevant_members[owner]

    def tracks_object(self, name: str, symbol: Symbol) -> bool:
        """Returns whether the file may use relevant members of an object through a name that holds it.

        Nearly all objects are tensors. These are only tracked in names of which the file uses such a member, or which
        it may hash. What is only assumed to be a tensor may well have a hash.
        """
        if not symbol.name.endswith(_TENSOR_SUFFIX) or name in self._text.names_of_tensors:
            return True
        return not symbol.is_assumed and name in self._text.equality_names

    def is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool | Sequence[ParameterSlot]:
        """Returns whether a symbol's member is irrelevant, and so is what calling it returns; see `IsIrrelevant`."""
        assert self._is_irrelevant_anywhere is not None
        if attributes.endswith("."):
            return False  # the name continues on the next line
        # What flows to other files is what a call returns, not what can be reported about it.
        is_only_for_others = self._is_for_others and is_called and not symbol.is_object
        if not is_only_for_others and not self._is_irrelevant_anywhere(symbol, attributes, is_called):
            return False
        name = f"{symbol.name}{attributes}"
        if name.endswith(_TRACING) or (self._text.runs_graphs and name.endswith(_GRAPH_CONTEXTS)):
            return False
        called = symbol.below(attributes[1:]) if attributes else symbol
        if not is_called:
            return not (called.is_object and self._holds_relevant_object(called))
        result = self.call_result(called)
        if result is not None and not result.name.endswith(_TENSOR_SUFFIX):
            return False
        if self._is_relevant_call(called, self._text.call_rules):
            return False
        if called.name.endswith(_TAKES_METHODS) and self._relevant_overrides(called):
            return False
        return self._relevant_slots(called) or True

    def _holds_relevant_object(self, symbol: Symbol) -> bool:
        """Returns whether an attribute of an object, or an item of it, has members, or keys, that the file uses."""
        objects = (self._held(symbol), self._item(symbol))
        if any(found is not None and bool(self.relevant_members(found[1])) for found in objects):
            return True
        return KEY in self.relevant_members(symbol.name.partition(".")[2].replace(f".{CALL}", CALL))

    @cached_property
    def shape(self) -> Symbol | None:
        """The symbol of `.shape` of an unknown object: a tensor's shape, if the file uses attributes of dimensions.

        None in files that check whether there are dimensions, and in programs that keep TensorFlow 1's shapes.
        """
        if not self._text.uses_shape_items:
            return None
        program = Program(self._path, self._text.source, self._programs)
        checks = program.text_has(_DIMENSION) and program.facts.refers_to_last(_DIMENSION)
        return None if checks or program.has(KEEPS_SHAPES) else self._tensor_shape

    def held_class(self, symbol: Symbol) -> str:
        """Returns the class of what an attribute of a library object holds; empty if it is unknown or irrelevant."""
        found = self._held(symbol)
        return "" if found is None else found[1]

    def item_symbol(self, symbol: Symbol) -> Symbol | None:
        """Returns the symbol of a container's items: the dimensions of a shape, the layers of a model; None if unknown.

        Only files that use attributes of dimensions have symbols for them.
        """
        found = self._item(symbol) if symbol is not self._tensor_shape else (self._dimension, _DIMENSION)
        if found is None:
            return None
        is_relevant = self.shape is not None if found[1] == _DIMENSION else self.relevant_members(found[1])
        return found[0] if is_relevant else None

    def is_list(self, symbol: Symbol) -> bool:
        """Returns whether a library object is a list of variables."""
        name = symbol.name.removesuffix(f".{CALL}").partition(".")[2]
        return name.removeprefix(_COMPAT) in VARIABLE_LISTS

    def makes_keras_object(self, symbol: Symbol) -> bool:
        """Returns whether calling a symbol makes an object of Keras."""
        found = self._result(symbol)
        return found is not None and found[1].startswith(_KERAS)
