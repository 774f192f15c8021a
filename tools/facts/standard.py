"""The members of classes in Python's standard library, taken from the Python that runs the builder."""

from __future__ import annotations

import functools
import importlib
import inspect
import sys

from facts.contents import METHOD, OTHER, PROPERTY, UNKNOWN_SIGNATURE, Member

#: Factory functions of named tuples.
_FACTORIES = {"typing.NamedTuple": "builtins.tuple", "collections.namedtuple": "builtins.tuple"}
#: Packages that provide parts of the standard library on all Python versions.
_BACKPORTS = ("six", "typing_extensions")


def is_standard(name: str) -> bool:
    """Returns whether a dotted name from outside the wheels is in the standard library or a backport of it."""
    root, dot, _ = name.partition(".")
    return not dot or root in sys.stdlib_module_names or root in _BACKPORTS


def standard_members(name: str) -> dict[str, Member] | None:
    """Returns the public members of a class of the standard library; None if there is no such class."""
    found = _class(_FACTORIES.get(name, name))
    if found is None:
        return None
    members: dict[str, Member] = {}
    for owner in found.__mro__:
        for member, value in vars(owner).items():
            if not member.startswith("_"):
                members.setdefault(member, _member(value))
    return members


def _class(name: str) -> type | None:
    module, _, last = name.rpartition(".")
    for place in (module or "builtins", f"{module}.abc", "typing", "builtins"):
        if place.partition(".")[0] in sys.stdlib_module_names and is_standard(name):
            found = getattr(_module(place), last, None)
            found = getattr(found, "__origin__", found)
            if isinstance(found, type):
                return found
    return object if name == "six.Iterator" else None


def _module(name: str) -> object:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _member(value: object) -> Member:
    if inspect.isroutine(value) or isinstance(value, classmethod | staticmethod):
        return Member(METHOD, signature=UNKNOWN_SIGNATURE)
    is_property = inspect.isdatadescriptor(value) or isinstance(value, functools.cached_property)
    return Member(PROPERTY if is_property else OTHER)
