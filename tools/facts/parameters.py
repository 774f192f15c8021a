"""Transforms parameter lists, and formats them for the table."""

from __future__ import annotations

import ast
import copy


def written(arguments: ast.arguments) -> str:
    """Returns parameters as in a `def` line, in parentheses and without annotations."""
    bare = copy.deepcopy(arguments)
    for one in (*bare.posonlyargs, *bare.args, *bare.kwonlyargs, bare.vararg, bare.kwarg):
        if one is not None:
            one.annotation = None
    return f"({ast.unparse(bare)})"


def without_first(arguments: ast.arguments) -> ast.arguments:
    """Returns a method's parameters without `self`; if `*args` takes `self`, it stays."""
    rest = copy.copy(arguments)
    if rest.posonlyargs:
        rest.posonlyargs = rest.posonlyargs[1:]
    else:
        rest.args = rest.args[1:]
    return _with_fitting_defaults(rest)


def keyword_only(arguments: ast.arguments) -> ast.arguments:
    """Returns the same parameters, all of them keyword-only."""
    positional, defaults = _positional(arguments)
    changed = copy.copy(arguments)
    changed.posonlyargs, changed.args, changed.defaults = [], [], []
    changed.kwonlyargs = [*positional, *arguments.kwonlyargs]
    changed.kw_defaults = [*defaults, *arguments.kw_defaults]
    return changed


def partly_applied(arguments: ast.arguments, call: ast.Call) -> ast.arguments:
    """Returns the parameters that remain after `functools.partial(function, ...)`.

    Positional arguments remove their parameters. Keyword arguments become defaults, and all parameters after them
    become keyword-only.
    """
    passed = {keyword.arg: keyword.value for keyword in call.keywords}
    positional, defaults = _positional(arguments)
    changed = copy.copy(arguments)
    changed.posonlyargs, changed.args, changed.defaults = [], [], []
    changed.kwonlyargs, changed.kw_defaults = [], []
    for one, default in list(zip(positional, defaults, strict=True))[len(call.args) - 1 :]:
        if one.arg in passed or changed.kwonlyargs:
            changed.kwonlyargs.append(one)
            changed.kw_defaults.append(passed.get(one.arg, default))
        else:
            changed.args.append(one)
            changed.defaults += [default] if default else []
    changed.kwonlyargs += arguments.kwonlyargs
    pairs = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    changed.kw_defaults += [passed.get(one.arg, default) for one, default in pairs]
    return changed


def of_namedtuple(call: ast.Call) -> ast.arguments | None:
    """Returns the parameters of the class that `namedtuple(...)` creates; None if its fields are not literals."""
    match call.args:
        case [_, ast.List(elts=fields) | ast.Tuple(elts=fields), *_]:
            names = [_field_name(field) for field in fields]
        case [_, ast.Constant(value=str(text)), *_]:
            names = list(text.replace(",", " ").split())
        case _:
            return None
    if None in names or any(keyword.arg == "defaults" for keyword in call.keywords):
        return None
    return of_names([name for name in names if name])


def of_names(names: list[str]) -> ast.arguments:
    """Returns required parameters with these names."""
    return ast.arguments(
        posonlyargs=[], args=[ast.arg(name) for name in names], kwonlyargs=[], kw_defaults=[], defaults=[]
    )


def _field_name(node: ast.expr) -> str | None:
    match node:
        case ast.Constant(value=str(name)) | ast.Tuple(elts=[ast.Constant(value=str(name)), *_]):
            return name
    return None


def _positional(arguments: ast.arguments) -> tuple[list[ast.arg], list[ast.expr | None]]:
    """Returns the parameters that can be passed by position, with their defaults or None."""
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    return positional, [*([None] * missing), *arguments.defaults]


def _with_fitting_defaults(arguments: ast.arguments) -> ast.arguments:
    """Drops the defaults of parameters that were removed."""
    count = len(arguments.posonlyargs) + len(arguments.args)
    if len(arguments.defaults) > count:
        arguments.defaults = arguments.defaults[len(arguments.defaults) - count :]
    return arguments
