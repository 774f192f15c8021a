"""Parameters of a program that carry a reuse flag of the library, and the arguments passed to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from tf2lint.source import Positioned
    from tf2lint.table import Argument, Signature


class FlagParameter(NamedTuple):
    """A parameter of the project that carries a reuse flag.

    Attributes:
        function: the name of the function; for a constructor, that of the class.
        parameter: the name of the parameter.
        signature: all parameters, including the first one of a method.
        is_method: whether calls through an object leave out the first one.
    """

    function: str
    parameter: str
    signature: Signature
    is_method: bool


#: The parameters of a module that carry flags, by the names of its functions, such as `net` and `Net.build`.
FlagParameters = dict[str, list[FlagParameter]]


class FlagArgument(NamedTuple):
    """An argument of a call that passes a flag to such a parameter."""

    flag_parameter: FlagParameter
    argument: Argument


class FlagOccurrence(NamedTuple):
    """A parameter of the program that carries a reuse flag, or an argument passed to one.

    Attributes:
        function: the name of the function or class that takes it.
        parameter: the name of its parameter.
        node: the parameter, or the argument.
        value: the value of the argument; None for a parameter.
    """

    function: str
    parameter: str
    node: Positioned
    value: ast.expr | None
