"""Implements the resolver's `Environment` for one file: its view of the libraries and of the project's modules."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.program import Program
from tf2lint.project.program_facts import KEEPS_SHAPES
from tf2lint.project.value_flow import FlowQuestion
from tf2lint.resolver import (
    ABSENT,
    NAMES_IN_LIBRARIES,
    REUSE_FLAG,
    SKIPPING,
    Const,
    ExternalClass,
    ExternalFunction,
    ExternalValue,
    ModuleValue,
    Symbol,
    join_all,
    may_be_traced,
    without_unbound,
)
from tf2lint.source import (
    class_members,
    compared_names,
    compares_results,
    hashes_results,
    result_hashed,
    self_attributes,
)
from tf2lint.table import ANY, CALL, EQUALITY, KEY, MEMBERSHIP_TEST, VARIABLE_LISTS, load_use_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tf2lint.project.context import ProjectContext
    from tf2lint.project.relevance import IsIrrelevant
    from tf2lint.project.value_flow import Inquiry
    from tf2lint.resolver import Origin, Value, Values
    from tf2lint.table import ParameterSlot, UseSign

#: The class of a shape's items in TensorFlow 1. Files that support both versions check for it.
_DIMENSION: Final = "Dimension"
#: Attributes of such an item. A whole shape has some of them, too.
_ITEM_ATTRIBUTES: Final = (".value", ".merge_with", "is_compatible_with")
_ATTRIBUTE: Final = re.compile(r"\.(\w+)")
#: A line that imports names of a library, and the words in it.
_IMPORT: Final = re.compile(r"^[ \t]*(?:from|import)\b[^\n]*\b(?:tensorflow|keras)\b[^\n]*", re.MULTILINE)
_WORD: Final = re.compile(r"\w+")
#: Methods that assign a variable, and a line that keeps the result, with the dot if it does in an attribute.
_ASSIGNING: Final = frozenset({"assign", "assign_add", "assign_sub"})
_KEPT_ASSIGNMENT: Final = re.compile(r"(\.?)\b\w+ = [^\n]*\.(?:assign|assign_add|assign_sub)\(")
#: The result of a call, compared by `==`.
_RESULT_COMPARED: Final = r"\) [=!]= |[)\]\w] [=!]= [a-z]\w*\."
#: A function or class that is called.
_CALLED: Final = re.compile(r"(\w+)\(")
#: The end of the symbol of a tensor, which most functions return.
_TENSOR_SUFFIX: Final = f".{ANY}.{CALL}"
#: Classes that programs derive from, and a method of their subclasses that Keras calls.
_BASES: Final = ("keras.Model", "keras.layers.Layer", "test.TestCase")
_CALL_METHOD: Final = "def call("
_KERAS: Final = "keras."
_COMPAT: Final = "compat.v1."
#: Methods that run a part of a graph, and the ends of symbols with which a program makes a graph the default.
_RUNNING: Final = ("eval", "run")
_GRAPH_CONTEXTS: Final = (
    ".Graph",
    ".Graph.().as_default",
    ".get_default_graph",
    ".compat.v1.Session",
    ".v1.Session.()",
)


def _is_decided(values: Values) -> bool:
    """Returns whether the target decides what a function returns."""
    value = values[0] if values is not None and len(values) == 1 else None
    return value is SKIPPING or (isinstance(value, Const) and value.decided)


def _answers(value: ExternalValue, answer: Callable[[FlowQuestion], Values]) -> Iterator[tuple[FlowQuestion, Value]]:
    """Yields what a value of another module evaluates to, with the question; values of further modules are followed.

    A name that a module does not have adds nothing: there may be one in another module to which the value leads, too.
    """
    seen, pending = {value}, [value]
    while pending:
        question = FlowQuestion(pending[-1].path, pending.pop().expression)
        for found in without_unbound(answer(question)) or ():
            if not isinstance(found, ExternalValue):
                yield question, found
            elif found not in seen:
                seen.add(found)
                pending.append(found)


class FileEnvironment:
    """The `Environment` of one file.

    Args:
        project: the project that the file belongs to.
        path: the file.
        source: its text.
        is_irrelevant: which uses of symbols are irrelevant in any file; None if none is.
        inquiry: what the analysis is asked and may ask about values that flow between modules; None to follow none.
        is_for_others: whether the analysis finds out what the file's names hold for other files.
    """

    def __init__(
        self,
        project: ProjectContext,
        path: str,
        source: str,
        is_irrelevant: IsIrrelevant | None = None,
        inquiry: Inquiry | None = None,
        *,
        is_for_others: bool = False,
    ) -> None:
        self._inquiry = inquiry
        self._is_for_others = is_for_others
        self.is_irrelevant_anywhere = is_irrelevant
        libraries = project.libraries
        self._result, self._held, self._item = libraries.result, libraries.held, libraries.item
        self._passed = libraries.passed
        self._returned_by_member = libraries.returned_by_member
        self.overridden_names = libraries.table.return_types.overridden_names
        self._is_relevant_call = project.relevance.is_call
        self._relevant_slots = project.relevance.slots
        self._call_rules = project.relevance.call_rules_for(source)
        self._has_flag = REUSE_FLAG in source
        self._source = source
        self._table, self._is_relevant_member = libraries.table, project.is_relevant_member
        self._members_anywhere = project.relevant_members
        self._relevant_members: dict[str, list[str]] = {}
        self._keys = project.relevance.keys
        self._class_patterns = project.relevance.class_patterns
        self._event_members = project.relevance.members(source)
        self._event_words = project.relevance.words
        self._project = project.modules
        self._path = path
        self._root, self._impure = libraries.root, libraries.impure
        self._is_own = project.is_own
        self._programs = project.programs
        self._tensor_shape, self._dimension = libraries.shape, libraries.dimension
        self.arithmetic_result = libraries.arithmetic_result
        self.exists = libraries.exists
        self.described = libraries.described
        self.accepts_call = libraries.accepts_call
        self.parameters = libraries.parameters
        self.is_refused_elsewhere = libraries.is_refused_elsewhere
        self.import_only_module = libraries.import_only
        self.is_module = libraries.is_module
        self.is_definition = libraries.is_definition
        self.makes_object = libraries.makes_object
        self.fails_in_eager_mode = libraries.fails_in_eager_mode
        self.library_star_import = libraries.members
        self._class_bases = project.class_bases
        self.flag_parameters = project.modules.flag_parameters
        self.returned = project.modules.returned
        self.hands_through = project.modules.hands_through

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
        return None if symbol is None or self._is_own(self._path, symbol) else symbol

    def _impure_root(self, module: str) -> Symbol | None:
        symbol = self._impure(module)
        return symbol if symbol is not None and self._may_be_traced else None

    @cached_property
    def _may_be_traced(self) -> bool:
        return may_be_traced(self._source)

    def call_result(self, symbol: Symbol) -> Symbol | None:
        """Returns the object that calling a symbol returns, if the file may use relevant members of it."""
        found = self._result(symbol)
        is_relevant = found is not None and (found[0].constant is not None or self._relevant_members_of(found[1]))
        return found[0] if found is not None and is_relevant else None

    def inherited_member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Returns the symbol of an attribute that a user's class inherits from a library class, if it is relevant.

        It is if it may be reported, or if it holds or returns a Keras object of which the file uses relevant members.
        """
        found = self._result(symbol)
        if found is None:
            return None
        is_relevant = name in self._relevant_members_of(found[1]) or (
            found[1].startswith(_KERAS)
            and any(self._relevant_members_of(returned) for returned in self._returned_by_member(found[1], name))
        )
        return found[0].member(name) if is_relevant else None

    def defines(self, class_: ExternalClass, name: str) -> bool:
        """Returns whether a class of another module, or a base of it, defines an attribute or assigns it to `self`."""
        nodes, _ = self._class_bases.definitions(class_.path, class_.name)
        return any(name in class_members(node) or name in self_attributes(node) for node in nodes)

    def passed_argument(self, base: Symbol, method: str, position: int) -> Symbol | None:
        """Returns what the library passes to a method that subclasses of `base` override, if the file uses it."""
        found = self._passed(base, method, position)
        return found[0] if found is not None and self._relevant_members_of(found[1]) else None

    def relevant_words(self, symbol: Symbol) -> Iterable[str]:
        """Returns the words with which the file may use relevant members of a class, on objects or in subclasses."""
        found = self._result(symbol)
        members = self._relevant_members_of(found[1]) if found is not None else []
        if found is not None:
            overridden = self._table.return_types.overridden_methods(found[1])
            passed = {name for name, classes in overridden.items() if any(map(self._relevant_members_of, classes))}
            members = [*members, *passed]
        if found is not None and found[1].startswith(_KERAS):
            members = [*members, *self._mentioned_event_words]
        return [*members, "super"] if self._has_flag else members

    def _relevant_members_of(self, owner: str) -> list[str]:
        if self._is_for_others and owner != ANY:
            return self._members_anywhere(owner)
        if owner not in self._relevant_members:
            words = self._table.possibly_relevant_members(owner)
            is_keras_class = owner.startswith(_KERAS) and CALL not in owner
            mentioned = (words | self._event_members if is_keras_class else words) & self._attributes
            self._relevant_members[owner] = [word for word in mentioned if self._is_relevant_member(owner, word)]
        return self._relevant_members[owner]

    @cached_property
    def object_members(self) -> frozenset[str]:
        """The methods of library objects that the file calls on anything."""
        if self._inquiry is None:
            return frozenset()
        return frozenset(filter(self._calls, self._table.object_members & self._attributes))

    @cached_property
    def followed_members(self) -> frozenset[str]:
        """These members, and the methods of which it is asked what the file passes to them."""
        functions = self._inquiry.functions if self._inquiry is not None else frozenset()
        return self.object_members.union(expression.rpartition(".")[2] for _, expression in functions)

    def update_followed_members(self) -> None:
        """Takes into account what is asked now."""
        del self.followed_members

    def _calls(self, method: str) -> bool:
        """Returns whether the text of the file contains a call of a method."""
        return f".{method}(" in self._source or f".{method} (" in self._source

    @cached_property
    def use_signs(self) -> dict[str, list[UseSign]]:
        """What calls show about objects, by the methods that the file calls; nothing when answering other files."""
        if self._inquiry is None or self._is_for_others:
            return {}
        signs = load_use_signs()
        return {method: signs[method] for method in filter(self._calls, signs.keys() & self._attributes)}

    def object_of(self, class_name: str) -> Symbol | None:
        """Returns an object of a class; None if the file uses no relevant member of it."""
        root = self._root("tensorflow")
        return None if root is None else self.call_result(root.below(class_name))

    @cached_property
    def _binds_external_values(self) -> bool:
        """Whether it matters what an unknown name of another module is."""
        return self._is_for_others or bool(self.object_members)

    def is_asked_about(self, function: ExternalValue) -> bool:
        """Returns whether it matters what this file passes to a function of another module."""
        if self._inquiry is None or not self._inquiry.functions:
            return False
        function = function.at_any_key()
        return (function.path, function.expression) in self._inquiry.functions

    def asked_slots(self, function: ExternalValue) -> frozenset[int | str]:
        """Returns the positions and names of arguments of a function of another module that matter."""
        return frozenset(self._inquiry.slots(function.path, function.expression) if self._inquiry is not None else ())

    def is_asked_for(self, function: str) -> bool:
        """Returns whether it matters what calls of a function of this file return."""
        return self._inquiry is not None and any(function in asked for asked in self._inquiry.expressions)

    def external(self, value: ExternalValue) -> Values:
        """Returns what an expression evaluates to in another module; None if that is unknown."""
        if self._inquiry is None:
            return None
        found = join_all((answer,) for _, answer in _answers(value, self._inquiry.answer))
        return None if found == ABSENT else found

    def asked_of_file(self, method: str) -> ExternalValue | None:
        """Returns a method of this file, if it matters to another module what is passed to it; otherwise None."""
        found = self._inquiry is not None and (self._inquiry.path, method) in self._inquiry.functions
        return ExternalValue(self._inquiry.path, method) if self._inquiry is not None and found else None

    def passed(self, arguments: Iterable[tuple[str, int | str]], path: str = "") -> Values:
        """Returns what the callers in other modules pass to a parameter of this file; `ABSENT` if that is unknown.

        Args:
            arguments: the expressions that they call, with the position or name of the argument.
            path: for a method that overrides one of another module, that module, whose own calls count as well.
        """
        if self._inquiry is None:
            return ABSENT
        answers = [self._inquiry.answer(question) for question in self._questions(arguments, path)]
        return join_all(values for values in answers if values is not ABSENT)

    def passed_origins(
        self, arguments: Iterable[tuple[str, int | str]], path: str = ""
    ) -> Iterator[tuple[Value, Origin]]:
        """Returns what the callers in other modules pass, see `passed`, with the first call that passes it."""
        questions, inquiry = self._questions(arguments, path), self._inquiry
        return (found for question in questions if inquiry is not None for found in inquiry.origins(question).items())

    def _questions(self, arguments: Iterable[tuple[str, int | str]], path: str) -> list[FlowQuestion]:
        own = path or os.path.abspath(self._path)
        return [FlowQuestion(own, called, slot, bool(path)) for called, slot in arguments]

    def external_origins(self, value: ExternalValue) -> Iterator[tuple[Value, Origin]]:
        """Yields what an expression evaluates to in another module, with the place that shows it, if that is known."""
        inquiry = self._inquiry
        for question, answer in _answers(value, inquiry.answer) if inquiry is not None else ():
            origin = inquiry.origins(question).get(answer) if inquiry is not None else None
            if origin is not None:
                yield answer, origin

    def assigned_origin(self, path: str, name: str) -> Origin | None:
        """Returns the statement that assigns a name in another module; None if there is none."""
        return self._project.assigned_origin(path, name)

    @cached_property
    def _mentioned_event_words(self) -> list[str]:
        """The words of the file that indicate relevant uses of Keras objects."""
        return [word for word in self._event_words if word in self._source]

    @cached_property
    def _attributes(self) -> frozenset[str]:
        """Every word that directly follows a dot in the file, and the words for other uses of objects.

        These are `MEMBERSHIP_TEST`, `KEY` if it has a relevant key, and `EQUALITY` if it may hash or compare an object.
        """
        has_key = any(f'"{key}"' in self._source or f"'{key}'" in self._source for key in self._keys)
        others = (*((KEY,) if has_key else ()), *((EQUALITY,) if self._may_equal else ()))
        found = frozenset((*_ATTRIBUTE.findall(self._source), MEMBERSHIP_TEST, *others))
        return found if self._keeps_assignments else found - _ASSIGNING

    @cached_property
    def _keeps_assignments(self) -> bool:
        """Whether the file may keep the result of an assignment to a variable, to run it in a session."""
        is_run_here = f".{_RUNNING[1]}(" in self._source
        return any(f".{method}(" in self._source for method in _ASSIGNING) and any(
            is_run_here or target for target in _KEPT_ASSIGNMENT.findall(self._source)
        )

    @cached_property
    def _imported_words(self) -> frozenset[str]:
        """The words of the lines that import a library."""
        return frozenset(word for line in _IMPORT.findall(self._source) for word in _WORD.findall(line))

    @cached_property
    def equality_names(self) -> frozenset[str]:
        """The names that may hold an object of a library where they are hashed or compared."""
        return compared_names(self._source, self._imported_words)

    @cached_property
    def _compares_results(self) -> bool:
        """Whether the file may compare what a call of a library returns, in a condition."""
        return compares_results(self._source, self._imported_words)

    @cached_property
    def _hashes_results(self) -> bool:
        """Whether the file may hash what a call of a library returns."""
        return hashes_results(self._source, self._imported_words)

    @property
    def _may_equal(self) -> bool:
        """Whether the file may hash or compare an object of a library."""
        return bool(self.equality_names) or self._compares_results or self._hashes_results

    def tracks_object(self, name: str, symbol: Symbol) -> bool:
        """Returns whether the file may use relevant members of an object through a name that holds it.

        Nearly all objects are tensors. These are only tracked in names of which the file uses such a member, or which
        it may hash. What is only assumed to be a tensor may well have a hash.
        """
        if not symbol.name.endswith(_TENSOR_SUFFIX) or name in self._names_of_tensors:
            return True
        return not symbol.is_assumed and name in self.equality_names

    @cached_property
    def _runs_graphs(self) -> bool:
        """Whether the file may run parts of a graph, which works where a graph is the default."""
        return not self._attributes.isdisjoint(_RUNNING)

    @cached_property
    def _names_with_tensor_members(self) -> frozenset[str]:
        members = self._tensor_members
        return frozenset(re.findall(rf"\b(\w+)\.(?:{members})\b", self._source)) if members else frozenset()

    @cached_property
    def _tensor_members(self) -> str:
        """A pattern of the relevant members of tensors that the file accesses; empty if it accesses none."""
        return "|".join(sorted((self._table.possibly_relevant_members(ANY) & self._attributes) - {EQUALITY}))

    @cached_property
    def _names_of_tensors(self) -> frozenset[str]:
        """Names with tensors that matter: with a member that is accessed, and what is called in lines that bind one."""
        lines = "\n".join(self.tensor_lines.findall(self._source)) if self.tensor_lines is not None else ""
        return self._names_with_tensor_members.union(_CALLED.findall(lines))

    @cached_property
    def tensor_lines(self) -> re.Pattern[str] | None:
        """The pattern of lines that access a member of a result, or bind a call's result to a name that matters.

        None if the file accesses no relevant member of a tensor and hashes none.
        """
        patterns = [rf"[\])]\.(?:{self._tensor_members})\b"] if self._tensor_members else []
        names = "|".join(sorted((self._names_with_tensor_members | self.equality_names) - {"self"}))
        imported = "|".join(sorted(self._imported_words))
        if self._compares_results:
            patterns.append(_RESULT_COMPARED)
        if self._hashes_results:
            patterns.append(result_hashed(self._imported_words))
        if names and imported:
            # Only a call of a library: what a function of the program returns is not known before it is tracked.
            target = rf"^[ \t]*\(?(?:[\w.]+,[ \t]*)*(?:\w+\.)*(?:{names})\)?[ \t]*(?:,[^=\n]*)?="
            patterns.append(rf"{target}[^=\n][^\n]*?\b(?:{imported})(?:\.\w+)*\(")
        return re.compile("|".join(patterns), re.MULTILINE) if patterns else None

    def _is_irrelevant(self, symbol: Symbol, attributes: str, is_called: bool) -> bool | Sequence[ParameterSlot]:
        """Returns whether a symbol's member is irrelevant, and so is what calling it returns; see `IsIrrelevant`."""
        assert self.is_irrelevant_anywhere is not None
        if attributes.endswith("."):
            return False  # the name continues on the next line
        # What flows to other files is what a call returns, not what can be reported about it.
        is_only_for_others = self._is_for_others and is_called and not symbol.is_object
        if not is_only_for_others and not self.is_irrelevant_anywhere(symbol, attributes, is_called):
            return False
        if self._runs_graphs and f"{symbol.name}{attributes}".endswith(_GRAPH_CONTEXTS):
            return False
        called = symbol.below(attributes[1:]) if attributes else symbol
        if not is_called:
            return not (called.is_object and self._holds_relevant_object(called))
        result = self.call_result(called)
        if result is not None and not result.name.endswith(_TENSOR_SUFFIX):
            return False
        if self._is_relevant_call(called, self._call_rules):
            return False
        return self._relevant_slots(called) or True

    def _holds_relevant_object(self, symbol: Symbol) -> bool:
        """Returns whether an attribute of an object, or an item of it, has members that the file uses."""
        objects = (self._held(symbol), self._item(symbol))
        return any(found is not None and bool(self._relevant_members_of(found[1])) for found in objects)

    @cached_property
    def shape(self) -> Symbol | None:
        """The symbol of `.shape` of an unknown object: a tensor's shape, if the file uses attributes of dimensions.

        None in files that check whether there are dimensions, and in programs that keep TensorFlow 1's shapes.
        """
        source = self._source
        if "shape" not in source or not any(word in source for word in _ITEM_ATTRIBUTES):
            return None
        program = Program(self._path, source, self._programs)
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
        is_relevant = self.shape is not None if found[1] == _DIMENSION else self._relevant_members_of(found[1])
        return found[0] if is_relevant else None

    def is_list(self, symbol: Symbol) -> bool:
        """Returns whether a library object is a list of variables."""
        name = symbol.name.removesuffix(f".{CALL}").partition(".")[2]
        return name.removeprefix(_COMPAT) in VARIABLE_LISTS

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of another module of the project holds; `ABSENT` if the module has no such name."""
        values = self._project.exported(module, name)
        function = values[0] if values else None
        if type(function) is ExternalFunction and not _is_decided(self.returned(function)):
            values = None
        if (values is None or values is ABSENT) and self._uses_classes and module.path.endswith(".py"):
            bases = self._class_bases.library_bases(module.path, name)
            return (
                (ExternalClass(bases, module.path, name),)
                if bases
                else self._created_class(module.path, name) or self._unknown_value(module.path, name, values)
            )
        return self._unknown_value(module.path, name, values) if values is None or values is ABSENT else values

    def module_star_import(self, module: ModuleValue, known: Iterable[str]) -> dict[str, Values]:
        """Returns the relevant names that `from module import *` binds, with what they hold.

        Args:
            module: the module.
            known: names that are relevant whatever they hold.
        """
        bound = self._project.star(module, known)
        if not self._binds_external_values:
            return bound
        unknown = self._project.public_names(module.path) - {name for name, values in bound.items() if values}
        if not self._is_for_others:
            unknown = unknown.intersection(_WORD.findall(self._source))
        return {**bound, **{name: self.exported(module, name) for name in sorted(unknown)}}

    def _unknown_value(self, path: str, name: str, values: Values) -> Values:
        """Returns what an unknown name of another module is: a value of that module, if it matters."""
        return (ExternalValue(path, name),) if self._binds_external_values else values

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
        source = self._source
        return (
            _CALL_METHOD in source
            or any(pattern.search(source) for pattern in self._class_patterns)
            or any(self._relevant_members_of(owner) for owner in _BASES)
        )

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Returns the module of the project that an import statement of this file names."""
        return self._project.module(self._path, module, level)
