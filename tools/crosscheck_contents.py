"""Compares the members of classes and the names in modules, as recorded in the tables, with the real ones.

It has to run on the Python versions that old releases need, so it is written for 3.7 and imports nothing from the
builder.
"""

from __future__ import annotations
import __future__

import contextlib
import functools
import importlib
import inspect
import io
import types
from typing import TYPE_CHECKING, Any

from crosscheck_tables import ABSENT, MemberRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: What imports from `__future__` bind.
FUTURE = __future__.all_feature_names
#: Name parts of modules whose import has side effects.
SIDE_EFFECTS = ("__main__", "examples", "pip_package", "setup", "test", "tests")


def of_classes(
    classes: dict[str, type],
    members: dict[str, dict[str, MemberRow]],
    is_open: set[str],
    parameter_names: Callable[[Any], list[str] | None],
    recorded_parameters: Callable[[str], list[str]],
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yields each category of differences in the members of classes, with a line for each difference."""
    rows = [
        (f"{name}.{member}", value, row)
        for name, value in sorted(classes.items())
        for member, row in members.get(name, {}).items()
    ]
    closed = [row for row in rows if row[0].rpartition(".")[0] not in is_open]
    missing = (full for full, value, row in closed if is_missing(full, value, row))
    yield "members that are not there", missing
    yield "members that should not be there", (full for full, value, row in rows if is_surplus(full, value, row))
    yield "members of other kinds", (line for full, value, row in rows for line in other_kind(full, value, row))

    def other_parameters() -> Iterator[str]:
        for full, value, row in rows:
            real = method_parameters(value, last_part(full), parameter_names) if row.parameters else None
            recorded = recorded_parameters(row.parameters) if row.parameters else None
            # A wrapper that accepts anything hides the parameters of what it wraps.
            if real not in (None, recorded, ["*args", "**kwargs"]):
                yield f"{full}: table {recorded}, real {real}"

    yield "other parameters of methods", other_parameters()


def is_missing(full: str, value: type, row: MemberRow) -> bool:
    """Returns whether neither the class nor a subclass has a method or property of the table."""
    return row.kind in ("f", "p") and not any(last_part(full) in dir(one) for one in with_subclasses(value))


def is_surplus(full: str, value: type, row: MemberRow) -> bool:
    """Returns whether the class has a member that is absent in the table."""
    return row == ABSENT and last_part(full) in dir(value)


def other_kind(full: str, value: type, row: MemberRow) -> Iterator[str]:
    """Yields a line if a member is a method but a property in the table, or the reverse."""
    found = inspect.getattr_static(value, last_part(full), None)
    if found is not None and row.kind in ("f", "p"):
        is_property = isinstance(found, property) or type(found).__name__.endswith("property")
        is_method = inspect.isroutine(found) or isinstance(found, (classmethod, staticmethod)) or callable(found)
        is_method = is_method and not is_property
        if is_method != (row.kind == "f"):
            yield f"{full}: table {row.kind}, real {type(found).__name__}"


def method_parameters(value: type, name: str, names: Callable[[Any], list[str] | None]) -> list[str] | None:
    """Returns the names of a method's parameters, without `self`; None if Python does not know them."""
    found = names(getattr(value, name, None))
    is_plain = isinstance(inspect.getattr_static(value, name, None), types.FunctionType)
    return found[1:] if found and is_plain and not found[0].startswith("*") else found


def with_subclasses(value: type) -> Iterator[type]:
    """Yields a class and all its direct and indirect subclasses."""
    yield value
    subclasses: list[type] = type.__subclasses__(value)
    for subclass in subclasses:
        yield from with_subclasses(subclass)


def of_modules(
    root: str, internals: dict[str, bool], is_open: set[str], private_names: dict[str, set[str]]
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yields each category of differences in the names in modules, with a line for each difference."""
    missing = []
    surplus = []
    for full, exists in sorted(internals.items()):
        owner, _, name = full.rpartition(".")
        module = imported(f"{root}.{owner}")
        value = getattr(module, name, ABSENT)
        # Importing a submodule anywhere binds it in its package.
        if module is not None and owner not in is_open and not isinstance(value, types.ModuleType):
            if exists and value is ABSENT:
                missing.append(full)
            if value is not ABSENT and not exists:
                surplus.append(full)
    yield "names in modules that are not there", missing
    yield "names in modules that should not be there", surplus
    yield "names in modules of which the tables know nothing", unknown_names(root, internals, private_names)


def unknown_names(root: str, internals: dict[str, bool], private_names: dict[str, set[str]]) -> Iterator[str]:
    """Yields the names that a module has, although the tables have all of its names and not these."""
    for owner, known in sorted(private_names.items()):
        for name in vars(imported(f"{root}.{owner}")) if imported(f"{root}.{owner}") is not None else ():
            full = f"{owner}.{name}"
            if not name.startswith("_") and name not in known and full not in internals and name not in FUTURE:
                yield full


@functools.lru_cache(maxsize=1000)
def imported(name: str) -> Any:
    """Imports a module; returns None if that fails or would have side effects."""
    if not set(name.split(".")).isdisjoint(SIDE_EFFECTS):
        return None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return importlib.import_module(name)
        except (Exception, SystemExit):  # noqa: BLE001 - a module that fails in any way cannot be compared
            return None


def last_part(full: str) -> str:
    """Returns the last part of a dotted name."""
    return full.rpartition(".")[2]
