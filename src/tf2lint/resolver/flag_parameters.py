"""Which parameters of a program carry a flag that a library takes, and what gives them one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.source import Positioned
    from tf2lint.table import Argument, Signature


class FlagParameter(NamedTuple):
    """A parameter of the project that carries a flag.

    Attributes:
        function: the name of the function, for a constructor that of the class.
        parameter: the name of the parameter.
        signature: all parameters, the first one of a method included.
        is_method: whether calls by an object leave out the first one.
    """

    function: str
    parameter: str
    signature: Signature
    is_method: bool


#: What carries flags in a module, by the names of the functions there, such as `net` and `Net.build`.
FlagParameters = dict[str, list[FlagParameter]]


class FlagArgument(NamedTuple):
    """An argument of a call that gives a flag to a carrier."""

    flag_parameter: FlagParameter
    argument: Argument


class FlagOccurrence(NamedTuple):
    """A parameter of the program that carries a flag of the library, or an argument that gives it one.

    Attributes:
        function: the name of the function or class that takes it.
        parameter: the name of its parameter.
        node: the parameter, or the argument.
        value: what the argument gives; None for a parameter.
    """

    function: str
    parameter: str
    node: Positioned
    value: ast.expr | None
