"""What carries a flag through a program, as the rules are told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.bindings import FunctionNode, parameters
from tf2lint.subjects import CarriedFlag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.flags import Flags


def carried(flags: Flags | None) -> Iterator[CarriedFlag]:
    """The parameters that carry a flag, and the arguments that give them one."""
    if flags is None:
        return
    for body, carriers in flags.carriers.items():
        assert isinstance(body.node, FunctionNode)
        for parameter in parameters(body.node.args):
            carrier = carriers.get(parameter.arg)
            if carrier is not None:
                yield CarriedFlag(carrier.function, carrier.parameter, parameter, None)
    for carrier, argument in flags.passed.values():
        yield CarriedFlag(carrier.function, carrier.parameter, argument.node, argument.value)
