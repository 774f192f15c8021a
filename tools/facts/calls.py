"""Calls at the top level of a module that return a module or a known object."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from facts.bindings import Binding, ModuleRef, Value

if TYPE_CHECKING:
    from facts.statements import ModuleRun

#: Decorators that return their argument, so that `x = tf_export("x")(y)` makes `x` another name of `y`.
TRANSPARENT = frozenset(
    {
        "tf_export",
        "keras_export",
        "estimator_export",
        "do_not_generate_docs",
        "do_not_doc_inheritable",
        "for_subclass_implementers",
        "doc_in_current_and_subclasses",
    }
)

#: Keras 3 has no TF1 layers; TensorFlow's loader raises an AttributeError for every name below this.
LEGACY_SUBMODULE = "__internal__.legacy."


def called_name(call: ast.Call) -> str:
    """Returns the last part of the name of the called function; for `a.b(x)(y)`, this is `b`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call() as inner:
            return called_name(inner)
    return ""


def called_binding(run: ModuleRun, call: ast.Call, name: str) -> Binding | None:
    """Returns what a call returns, if it is a module or an object with another name; else None."""
    function = called_name(call).removeprefix("_")
    if function == "KerasLazyLoader":
        return ModuleRef(_keras_module(run, call), lazy=True)
    if function == "LazyLoader" and len(call.args) > 2:
        target = _constant(run, call.args[2])
        return None if target is None else ModuleRef(target, lazy=True)
    if function in TRANSPARENT and len(call.args) == 1 and not isinstance(call.args[0], ast.Constant):
        return run.evaluate(call.args[0], name)
    return None


def _keras_module(run: ModuleRun, call: ast.Call) -> str:
    keywords = {keyword.arg: _constant(run, keyword.value) for keyword in call.keywords}
    package = "keras._tf_keras.keras"
    if package not in run.interpreter.library:
        package = f"keras.api._{keywords.get('mode') or 'v2'}.keras"
    submodule = keywords.get("submodule")
    return f"{package}.{submodule}" if submodule else package


def _constant(run: ModuleRun, node: ast.expr) -> str | None:
    """Returns the string that a literal, a name of the module, or a sum of these evaluates to; else None."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            first, second = _constant(run, left), _constant(run, right)
            return None if first is None or second is None else first + second
        case ast.Name(id=name):
            binding = run.names.get(name)
            if isinstance(binding, Value) and binding.node and binding.name == name:
                return _constant(run, binding.node)
    return None
