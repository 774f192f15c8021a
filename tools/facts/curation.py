"""Executes statements that select a module's public names: `__all__`, `setattr` and `remove_undocumented`."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from facts.bindings import Definition, Value
from facts.calls import called_name
from facts.expressions import library_module
from facts.outline import docstring_of

if TYPE_CHECKING:
    from facts.bindings import Namespace
    from facts.statements import ModuleRun

_DOCUMENTED = re.compile(r"^@@(\w+)$", re.MULTILINE)
#: The parameters of `remove_undocumented`; `make_all` has the first and the last of them.
_CURATION_PARAMETERS = ("module_name", "allowed_exception_list", "doc_string_modules")
#: The modules that TensorBoard's `tf.summary` replaces, in TensorFlow 2 and in TensorFlow 1.
_SUMMARIES = ("tensorflow._api.v2.summary", "tensorflow._api.v1.compat.v2.summary")


def set_exports(run: ModuleRun, value: ast.expr) -> None:
    """Executes `__all__ = value`."""
    run.namespace.exports = _exported_names(run, value)


def add_to_exports(run: ModuleRun, statement: ast.AugAssign) -> None:
    """Executes `__all__ += value`; other augmented assignments are ignored."""
    if isinstance(statement.target, ast.Name) and statement.target.id == "__all__":
        _extend_exports(run, statement.value)


def run_call(run: ModuleRun, statement: ast.Expr) -> None:
    """Executes the effect of an expression statement on namespaces; most have none."""
    call = statement.value
    if not isinstance(call, ast.Call):
        return
    match called_name(call), call.args:
        case "remove_undocumented", _:
            _remove_undocumented(run, call)
        case "reexport_tf_summary", []:
            for summary in _SUMMARIES:
                run.names.update(run.interpreter.star_bindings(summary))
        case "setattr", [owner, ast.Constant(value=str(name)), value]:
            set_attribute(run, owner, name, value)
        case "extend", [value] if ast.unparse(call.func) == "__all__.extend":
            _extend_exports(run, value)
        case "append", [value] if ast.unparse(call.func) == "__all__.append":
            _extend_exports(run, ast.List([value]))


def set_attribute(run: ModuleRun, owner: ast.expr, name: str, value: ast.expr) -> None:
    """Executes `owner.name = value` if the owner is a module of the library or a class of this module."""
    module = library_module(run, owner)
    if module is None:
        _set_in_class(run, owner, name, value)
        return
    namespace = run.interpreter.namespace(module)
    if name != "__all__":
        namespace.names[name] = run.evaluate(value, name)
    elif "startswith('__')" in ast.unparse(value):
        # `module.__all__ = [s for s in dir(module) if not s.startswith("__")]`, the only form that occurs.
        namespace.exports = [one for one in namespace.names if not one.startswith("__")]


def _set_in_class(run: ModuleRun, owner: ast.expr, name: str, value: ast.expr) -> None:
    """Sets a name in a class, as an assignment at the end of its body would."""
    binding = run.names.get(owner.id) if isinstance(owner, ast.Name) else None
    if isinstance(binding, Definition) and isinstance(binding.node, ast.ClassDef):
        binding.node.body.append(ast.Assign([ast.Name(name)], value))


def _extend_exports(run: ModuleRun, value: ast.expr) -> None:
    more = _exported_names(run, value)
    if run.namespace.exports is not None and more is not None:
        run.namespace.exports.extend(more)


def _exported_names(run: ModuleRun, value: ast.expr) -> list[str] | None:
    """Returns the names that an `__all__` expression lists; None if it is computed."""
    if isinstance(value, ast.Call) and called_name(value) == "make_all":
        return sorted(_documented(run, _arguments(value)))
    return _strings(run, value)


def _remove_undocumented(run: ModuleRun, call: ast.Call) -> None:
    arguments = _arguments(call)
    target = _named_module(run, arguments.get("module_name"))
    allowed = set(_documented(run, arguments))
    if exceptions := arguments.get("allowed_exception_list"):
        allowed.update(_strings(run, exceptions) or ())
    target.names = {name: one for name, one in target.names.items() if name.startswith("_") or name in allowed}
    target.curated = True


def _named_module(run: ModuleRun, node: ast.expr | None) -> Namespace:
    """Returns the namespace that `__name__` or `module.__name__` refers to."""
    module = library_module(run, node.value) if isinstance(node, ast.Attribute) else None
    return run.interpreter.namespace(module) if module else run.namespace


def _documented(run: ModuleRun, arguments: dict[str, ast.expr]) -> list[str]:
    """Returns the `@@name` marks in the docstrings of the modules in the arguments; by default, of this module."""
    modules = arguments.get("doc_string_modules")
    sources: list[str | None] = [run.module]
    if isinstance(modules, ast.List):
        sources = [library_module(run, one) for one in modules.elts]
    texts = [docstring_of(run.interpreter.library.tree(source).body) or "" for source in sources if source]
    return [name for text in texts for name in _DOCUMENTED.findall(text)]


def _arguments(call: ast.Call) -> dict[str, ast.expr]:
    passed = dict(zip(_CURATION_PARAMETERS, call.args, strict=False))
    passed.update({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
    return passed


def _strings(run: ModuleRun, node: ast.expr) -> list[str] | None:
    """Returns the strings in a list literal, a name of the module bound to one, or a sum of these; else None."""
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return [one.value for one in elements if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            first, second = _strings(run, left), _strings(run, right)
            return None if first is None or second is None else [*first, *second]
        case ast.Name(id=name):
            binding = run.names.get(name)
            if isinstance(binding, Value) and binding.node:
                return _strings(run, binding.node)
    return None
