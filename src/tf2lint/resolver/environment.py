"""What the resolver must be told from outside of the file that it looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tf2lint.resolver.flag_parameters import FlagParameters
    from tf2lint.resolver.values import ModuleValue, Symbol, Values
    from tf2lint.table import ParameterSlot

#: The attribute of a tensor that is its shape, and the method that returns it.
SHAPE: Final = "shape"
GET_SHAPE: Final = "get_shape"


class Environment(Protocol):
    """What the resolver must be told of the libraries and of the project's other files."""

    @property
    def is_irrelevant(self) -> Callable[[Symbol, str, bool], bool | Sequence[ParameterSlot]] | None:
        """Whether nothing that comes of a symbol is of interest: neither a use of it nor what it may be bound to.

        It is asked with attributes in a text such as `.layers.dense` (or none), and with a call behind them or not.
        It answers with parameters where only calls that give, or lack, one of these are of interest. None if every use
        is of interest.
        """

    def root(self, module: str) -> Symbol | None:
        """The symbol of a top-level module; None if that module isn't followed."""

    def exists(self, symbol: Symbol) -> bool | None:
        """Whether the target has the symbol; None if that isn't known."""

    def import_only(self, symbol: Symbol) -> Symbol | None:
        """The module on the way to a symbol that the target has, but only an import binds; None if there is none."""

    def is_module(self, symbol: Symbol) -> bool:
        """Whether the symbol is a module."""

    def is_definition(self, symbol: Symbol) -> bool:
        """Whether the symbol is a module, class or function, rather than some value: one that is always true."""

    def result(self, symbol: Symbol) -> Symbol | None:
        """What calling a symbol gives, if the file may ask something of it that is of interest."""

    def is_asked(self, name: str, symbol: Symbol) -> bool:
        """Whether something of interest may be asked of an object where a name holds it."""

    def asked_of(self, symbol: Symbol) -> Iterable[str]:
        """The words by which the file may ask something of an object of a class, or its subclasses of the class."""

    def inherited(self, symbol: Symbol, name: str) -> Symbol | None:
        """What an attribute of an object is by a class of the library that its own class is made from."""

    @property
    def shape(self) -> Symbol | None:
        """What `.shape` and `.get_shape()` of anything unknown are, if the file asks something of dimensions."""

    def item(self, symbol: Symbol) -> Symbol | None:
        """What an object of the library has as items, if that is known."""

    def members(self, symbol: Symbol) -> Iterable[str]:
        """What a star import of the symbol brings: every public name that a version of it has or had."""

    def project_module(self, module: str, level: int) -> ModuleValue | None:
        """Another module of the project, by its name in an import statement of this file."""

    def exported(self, module: ModuleValue, name: str) -> Values:
        """What a name of another module of the project stands for; `ABSENT` if it has none."""

    def flag_parameters(self, path: str) -> FlagParameters:
        """Which functions of another module of the project take a flag of the library, by their names there."""

    def star(self, module: ModuleValue, known: Iterable[str]) -> dict[str, Values]:
        """What a star import of another module of the project binds, and which known names it makes unknown."""
