"""Calls of the Keras 2 backend that `keras.ops` takes as they are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.table import Outcome, parse_signature

if TYPE_CHECKING:
    from tf2lint.rewriting.call_arguments import CallArguments
    from tf2lint.table import Entry, Signature, TensorFlowTable

_BACKEND: Final = "keras.backend."
_OPS: Final = "keras.ops."
_KERAS: Final = "keras."


def name_in_ops(entry: Entry) -> str:
    """Returns the dotted name in `keras.ops` that takes the place of one of the backend; empty if it is not the same.

    The advice of the table tells what else differs.
    """
    now = entry.replacements[0] if len(entry.replacements) == 1 else ""
    is_plain = entry.outcome is Outcome.REPLACED and entry.advice == f"use {now}"
    return now if is_plain and entry.name.startswith(_BACKEND) and now.startswith(_OPS) else ""


def takes_the_same(table: TensorFlowTable, now: str, arguments: CallArguments, signature: Signature) -> bool:
    """Returns whether a function of `keras.ops` takes the arguments of a call of the backend as they are.

    Args:
        table: the table at the target.
        now: the dotted name of the function.
        arguments: the arguments of the call.
        signature: the parameters in the backend.
    """
    package = table.package
    text = package.facts.signature(now.removeprefix(_KERAS), package.target)
    if text is None or arguments.unpacked or arguments.extra:
        return False
    new = parse_signature(text)
    for position, parameter in enumerate(signature.positional):
        passed = arguments.named.get(parameter)
        is_same = new.positional[position : position + 1] == (parameter,)
        if passed is None:
            default, default_now = signature.defaults.get(parameter), new.defaults.get(parameter)
            if default is None or default_now is None or ast.unparse(default) != ast.unparse(default_now):
                return False
        elif not is_same and (passed[0] is not passed[1] or position >= len(new.required)):
            return False
    return arguments.named.keys() <= set(signature.positional)
