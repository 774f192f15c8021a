"""Searches the text of one file for what it may use: members of objects, comparisons, sessions, shapes."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.project.passed_text import PassedText
from tf2lint.project.tensor_text import bindings, members_of_results, owners, results
from tf2lint.resolver import REUSE_FLAG, may_be_traced
from tf2lint.source import compared_names, compares_results, hashes_results, result_hashed
from tf2lint.table import ANY, CALLED, EQUALITY, KEY, MEMBERSHIP_TEST, load_use_signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.project.relevance import Relevance
    from tf2lint.table import TensorFlowTable

#: Attributes of a shape's item in TensorFlow 1. A whole shape has some of them, too.
_ITEM_ATTRIBUTES: Final = (".value", ".merge_with", "is_compatible_with")
_SHAPE: Final = "shape"
_ATTRIBUTE: Final = re.compile(r"\.(\w+)")
#: A line that imports names of a library, and the words in it. A literal line ending is found faster than `^`.
_IMPORT: Final = re.compile(r"\n[ \t]*(?:from|import)\b[^\n]*\b(?:tensorflow|keras)\b[^\n]*")
_WORD: Final = re.compile(r"\w+")
#: A name, or an attribute of it, that is assigned.
_NAME_ASSIGNED: Final = re.compile(r"=[ \t(]*+(\w++)(?:\.\w++)*+[ \t)]*+(?:[#;][^\n]*+|$)", re.MULTILINE)
#: Methods that assign a variable, and a call of one.
_ASSIGNING: Final = frozenset({"assign", "assign_add", "assign_sub"})
_VARIABLE_ASSIGNED: Final = re.compile(r"\.assign(?:_add|_sub)?\(")
#: What a line ends in whose statement goes on.
_GOES_ON: Final = ("(", ",", "[")
#: The result of a call, compared by `==` or `!=`. A pattern that begins with literal text is found faster.
_RESULTS_COMPARED: Final = [rf"{sign} (?:(?<=\) {sign} )|(?<=[)\]\w] {sign} )[a-z]\w*\.)" for sign in ("==", "!=")]
#: A function or class that is called.
_CALLED: Final = re.compile(r"(\w+)\(")
#: A method of subclasses that Keras calls.
_CALL_METHOD: Final = "def call("
#: Methods that run a part of a graph.
_RUNNING: Final = ("eval", "run")


class FileText:
    """The text of one file.

    Args:
        source: the text.
        relevance: what the rules may report.
        table: the mapping table at the target version.

    Attributes:
        source: the text.
        has_reuse_flag: whether it mentions the flag that says whether variables are shared.
        event_members: the members of Keras objects that rules check in the file.
        call_rules: the rules about calls whose words occur in it.
    """

    def __init__(self, source: str, relevance: Relevance, table: TensorFlowTable) -> None:
        self.source = source
        self._relevance = relevance
        self._table = table
        self.has_reuse_flag = REUSE_FLAG in source
        self.event_members = relevance.members(source)
        self.call_rules = relevance.call_rules_for(source)

    def has_any(self, texts: Iterable[str]) -> bool:
        """Returns whether the text contains one of several texts."""
        return any(text in self.source for text in texts)

    def calls(self, method: str) -> bool:
        """Returns whether the text contains a call of a method."""
        return f".{method}(" in self.source or f".{method} (" in self.source

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the text."""
        return frozenset(_WORD.findall(self.source))

    @cached_property
    def may_be_traced(self) -> bool:
        """Whether the file may have functions that TensorFlow traces."""
        return may_be_traced(self.source)

    @cached_property
    def event_words(self) -> list[str]:
        """The words of the file that indicate relevant uses of Keras objects."""
        return [word for word in self._relevance.words if word in self.source]

    @cached_property
    def may_derive_from_keras(self) -> bool:
        """Whether rules may ask for the classes of the program and their bases."""
        return _CALL_METHOD in self.source or any(
            pattern.search(self.source) for pattern in self._relevance.class_patterns
        )

    @cached_property
    def uses_shape_items(self) -> bool:
        """Whether the file may use attributes of a shape's items."""
        return _SHAPE in self.source and self.has_any(_ITEM_ATTRIBUTES)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Every word that directly follows a dot in the file, and the words for other uses of objects.

        These are `MEMBERSHIP_TEST`, `CALLED`, `KEY` if it has a relevant key, and `EQUALITY` if it may hash or compare
        an object.
        """
        has_key = any(f'"{key}"' in self.source or f"'{key}'" in self.source for key in self._relevance.keys)
        others = (*((KEY,) if has_key else ()), *((EQUALITY,) if self._may_equal else ()))
        found = frozenset((*_ATTRIBUTE.findall(self.source), MEMBERSHIP_TEST, CALLED, *others))
        return found if self._keeps_assignments else found - _ASSIGNING

    @cached_property
    def _keeps_assignments(self) -> bool:
        """Whether the file may keep the result of an assignment to a variable, to run it in a session."""
        if _VARIABLE_ASSIGNED.search(self.source) is None:
            return False
        return f".{_RUNNING[1]}(" in self.source or self._keeps_in_attribute()

    def _keeps_in_attribute(self) -> bool:
        """Returns whether a statement may keep the result of an assignment to a variable in an attribute."""
        keeps = goes_on = False
        for line in self.source.split("\n"):
            call = _VARIABLE_ASSIGNED.search(line)
            before = line if call is None else line[: call.start()]
            keeps = (keeps and goes_on) or "." in before[: max(before.rfind("="), 0)]
            if keeps and call is not None:
                return True
            goes_on = line.rstrip().endswith(_GOES_ON)
        return False

    @cached_property
    def _imported_words(self) -> frozenset[str]:
        """The words of the lines that import a library, and the names that are assigned what one of them holds."""
        found = {word for line in _IMPORT.findall(f"\n{self.source}") for word in _WORD.findall(line)}
        for place in _NAME_ASSIGNED.finditer(self.source) if found else ():
            if place[1] in found:
                line = self.source[self.source.rfind("\n", 0, place.start()) + 1 : place.start()]
                found.update(_WORD.findall(line))
        return frozenset(found)

    @cached_property
    def equality_names(self) -> frozenset[str]:
        """The names that may hold an object of a library where they are hashed or compared."""
        return compared_names(self.source, self._imported_words)

    @cached_property
    def _compares_results(self) -> bool:
        """Whether the file may compare what a call of a library returns, in a condition."""
        return compares_results(self.source, self._imported_words)

    @cached_property
    def _hashes_results(self) -> bool:
        """Whether the file may hash what a call of a library returns."""
        return hashes_results(self.source, self._imported_words)

    @cached_property
    def showing_classes(self) -> frozenset[str]:
        """The classes of which an argument shows what a method is called on, for the methods that the file calls."""
        signs = load_use_signs()
        called = filter(self.calls, signs.keys() & self.attributes)
        conditions = (condition for method in called for sign in signs[method] for condition in sign.conditions)
        return frozenset(condition.class_name for condition in conditions if condition.class_name)

    @property
    def _may_equal(self) -> bool:
        """Whether the file may hash or compare an object of a library."""
        return bool(self.equality_names) or self._compares_results or self._hashes_results

    @cached_property
    def runs_graphs(self) -> bool:
        """Whether the file may run parts of a graph, which works where a graph is the default."""
        return not self.attributes.isdisjoint(_RUNNING)

    @cached_property
    def _names_with_tensor_members(self) -> frozenset[str]:
        return self._passed_tensors.names

    @cached_property
    def _passed_tensors(self) -> PassedText:
        """What is passed to the names of which a member of tensors is accessed."""
        return PassedText(self.source, set(owners(self.source, self._tensor_members, self._tensor_attributes)))

    @cached_property
    def _tensor_attributes(self) -> frozenset[str]:
        """Attributes of what is taken for a tensor that hold one: `top.values.eval()`."""
        return self._table.return_types.tensor_attributes & self.attributes

    @cached_property
    def _tensor_members(self) -> frozenset[str]:
        """The relevant members of tensors that the file accesses."""
        return (self._table.possibly_relevant_members(ANY) & self.attributes) - {EQUALITY}

    @cached_property
    def names_of_tensors(self) -> frozenset[str]:
        """Names with tensors that matter: with a member that is accessed, and what is called in lines that bind one."""
        return self._names_with_tensor_members.union(
            name for _, found in self._tensor_places for name in _CALLED.findall(found)
        )

    @cached_property
    def tensor_lines(self) -> list[int]:
        """The numbers of the lines that access a member of a result, or bind a call's result to a name that matters."""
        found, line, position = list[int](), 1, 0
        for place in sorted({place for place, _ in self._tensor_places}):
            line += self.source.count("\n", position, place)
            position = place
            found.append(line)
        return found

    @cached_property
    def _tensor_places(self) -> list[tuple[int, str]]:
        """The places that make a line one of these, each with the text that tells."""
        source, names = self.source, self._names_with_tensor_members | self.equality_names
        found = [
            *members_of_results(source, self._tensor_members, self._tensor_attributes),
            *bindings(source, names - {"self"}, self._imported_words),
            *results(self._passed_tensors.arguments, self._imported_words),
        ]
        patterns = [*_RESULTS_COMPARED] if self._compares_results else []
        patterns += [result_hashed(self._imported_words)] if self._hashes_results else []
        for pattern in patterns:
            found += [(place.start(), place[0]) for place in re.finditer(pattern, source, re.MULTILINE)]
        return found
