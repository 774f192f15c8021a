"""What the resolver needs to know about the outside of the file that it analyzes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence

    from tf2lint.resolver.references import Origin
    from tf2lint.resolver.reuse_parameters import FlagParameters
    from tf2lint.resolver.values import (
        ExternalClass,
        ExternalFunction,
        ExternalValue,
        ModuleValue,
        Symbol,
        Value,
        Values,
    )
    from tf2lint.table import ParameterSlot, UseSign

#: The attribute of a tensor that holds its shape, and the method that returns it.
SHAPE: Final = "shape"
GET_SHAPE: Final = "get_shape"


class Environment(Protocol):
    """What the resolver needs to know about the libraries and the project's other files."""

    @property
    def is_irrelevant(self) -> Callable[[Symbol, str, bool], bool | Sequence[ParameterSlot]] | None:
        """The check for symbols that no rule can report; None if every reference is relevant.

        Takes a symbol, the text of the attributes after it, such as `.layers.dense` (or none), and whether a call
        follows. Returns True if neither a reference to that nor a name bound to it can be reported; parameters if
        only calls that pass, or omit, one of these are relevant.
        """

    def root(self, module: str) -> Symbol | None:
        """Returns the symbol of a top-level module; None if that module isn't followed."""

    def exists(self, symbol: Symbol, *, is_imported: bool = False) -> bool | None:
        """Returns whether the target has the symbol, which an import may name; None if that isn't known."""

    def fails_in_eager_mode(self, symbol: Symbol) -> bool:
        """Returns whether a symbol is a member of an object that the target has, but only for graphs."""

    def accepts_call(self, symbol: Symbol, call: ast.Call) -> bool | None:
        """Returns whether the target accepts the arguments of a call of a symbol; None if that isn't known."""

    def parameters(self, symbol: Symbol) -> tuple[str, ...] | None:
        """Returns the names of the arguments that a function or class takes at the target; None if they are unknown."""

    def is_refused_elsewhere(self, symbol: Symbol, call: ast.Call) -> bool:
        """Returns whether some version of the library does not accept the arguments of a call of a symbol."""

    def import_only_module(self, symbol: Symbol) -> Symbol | None:
        """Returns the module in a symbol's path that exists but is only bound by an import; None if there is none."""

    def is_module(self, symbol: Symbol) -> bool:
        """Returns whether the symbol is a module."""

    def is_definition(self, symbol: Symbol) -> bool:
        """Returns whether the symbol is a module, class or function, which are always true, rather than some value."""

    def makes_object(self, symbol: Symbol) -> bool:
        """Returns whether the symbol is a class that the target has, so that a call of it makes an object of that."""

    def call_result(self, symbol: Symbol) -> Symbol | None:
        """Returns what calling a symbol returns, if the file may access a relevant member of it."""

    def returns_given(self, symbol: Symbol) -> bool:
        """Returns whether calling a symbol returns the object that is passed as the first argument."""

    def annotated_object(self, symbol: Symbol) -> Symbol | None:
        """Returns an object of the class that an annotation names, if the file may access a relevant member of it."""

    def tracks_object(self, name: str, symbol: Symbol) -> bool:
        """Returns whether the file may access a relevant member of an object through a name that holds it."""

    def relevant_words(self, symbol: Symbol) -> Iterable[str]:
        """Returns the words by which the file may access relevant members of a class's objects or subclasses."""

    def inherited_member(self, symbol: Symbol, name: str) -> Symbol | None:
        """Returns attribute `name` of an object that inherits from a library class, if the file accesses it."""

    def defines(self, class_: ExternalClass, name: str) -> bool:
        """Returns whether a class of another module, or a base of it there, defines or assigns an attribute."""

    @property
    def overridden_names(self) -> Container[str]:
        """The names of the methods of library classes for which `passed_argument` may return something."""

    def passed_argument(self, base: Symbol, method: str, position: int) -> Symbol | None:
        """Returns what the library passes to a method that subclasses of `base` override, if the file uses it."""

    def given_methods(self, symbol: Symbol, call: ast.Call) -> Iterable[tuple[str, ast.expr]]:
        """Returns the arguments of a call that replace methods of the object that it makes, with their names.

        It returns none to whose parameters the library passes nothing that the file uses.
        """

    @property
    def shape(self) -> Symbol | None:
        """What `.shape` and `.get_shape()` of anything unknown return; None unless the file accesses dimensions."""

    def held_class(self, symbol: Symbol) -> str:
        """Returns the class of what an attribute of a library object holds; empty if it is unknown or irrelevant."""

    def item_symbol(self, symbol: Symbol) -> Symbol | None:
        """Returns what the items of a library object are; None if that isn't known."""

    def arithmetic_result(self, symbol: Symbol) -> Symbol | None:
        """Returns what arithmetic with a library object returns; None if that isn't known."""

    @property
    def equality_names(self) -> Container[str]:
        """The names that may hold a library object where the file uses them as a key or in a set."""

    def is_list(self, symbol: Symbol) -> bool:
        """Returns whether a library object is a list of variables."""

    def library_star_import(self, symbol: Symbol) -> Iterable[str]:
        """Returns the names that a star import of the symbol binds: each public one that any version of it has."""

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Returns another module of the project, by its name in an import statement of this file."""

    @property
    def object_members(self) -> frozenset[str]:
        """The members of library objects that the file uses on anything; what they are used on is followed back."""

    @property
    def followed_members(self) -> frozenset[str]:
        """These members, and the methods of which it is asked what the file passes to them."""

    @property
    def use_signs(self) -> Mapping[str, Sequence[UseSign]]:
        """What calls show about objects, by the methods that the file calls."""

    def object_of(self, class_name: str) -> Symbol | None:
        """Returns an object of a class, without the leading `tf.`; None if the file uses no relevant member of it."""

    def is_asked_about(self, function: ExternalValue) -> bool:
        """Returns whether it matters what this file passes to a function of another module."""

    def is_asked_for(self, function: str) -> bool:
        """Returns whether it matters what calls of a function of this file return."""

    def external(self, value: ExternalValue) -> Values:
        """Returns what an expression evaluates to in another module; None if that is unknown."""

    def external_objects(self, value: ExternalValue) -> list[ExternalValue]:
        """Returns the objects and definitions of the project that an expression evaluates to in another module."""

    def is_of_project(self, value: ExternalValue, attribute: str) -> bool:
        """Returns whether another module defines what an attribute of a value is, or that there is none."""

    def asked_slots(self, function: ExternalValue) -> Collection[int | str]:
        """Returns the positions and names of arguments of a function of another module that matter."""

    def asked_of_file(self, method: str) -> ExternalValue | None:
        """Returns a method of this file, if it matters to another module what is passed to it; otherwise None."""

    def passed(self, arguments: Iterable[tuple[str, int | str]], path: str = "") -> Values:
        """Returns what the callers in other modules pass to a parameter of this file.

        Args:
            arguments: the expressions by which other modules call the function, each with the position or the name by
                which a call passes the parameter.
            path: for a method that overrides one of another module, that module, whose own calls count as well.

        Returns:
            What they pass; `ABSENT` if no caller is known.
        """

    def passed_origins(
        self, arguments: Iterable[tuple[str, int | str]], path: str = ""
    ) -> Iterable[tuple[Value, Origin]]:
        """Returns what the callers in other modules pass, see `passed`, with the first call that passes it."""

    def external_origins(self, value: ExternalValue) -> Iterable[tuple[Value, Origin]]:
        """Returns what an expression evaluates to in another module, with the place that shows it, if that is known."""

    def assigned_origin(self, path: str, name: str) -> Origin | None:
        """Returns the first statement of another module that assigns a name more than a constant; None if none does."""

    def described(self, symbol: Symbol) -> str:
        """Returns what messages call an object: `a tf.Session`."""

    def exported(self, module: ModuleValue, name: str) -> Values:
        """Returns what a name of another module of the project holds; `ABSENT` if the module has no such name."""

    def returned(self, function: ExternalFunction) -> Values:
        """Returns what a function of another module of the project returns."""

    def hands_through(self, path: str, name: str, is_called: bool) -> bool:
        """Returns whether a decorator in another module leaves unchanged what a function gets and returns.

        Args:
            path: the module's file.
            name: the name of the decorator there.
            is_called: whether the decorator is what a call of that returns.
        """

    def flag_parameters(self, path: str) -> FlagParameters:
        """Returns the functions of another module of the project that take a reuse flag, by their names there."""

    def module_star_import(self, module: ModuleValue, known: Collection[str], *, is_nested: bool) -> dict[str, Values]:
        """Returns what a star import of another module of the project binds.

        A `known` name that it binds to something untracked is unknown in the result.

        Args:
            module: the module.
            known: names that are relevant whatever they hold.
            is_nested: whether the import is within another statement.
        """
