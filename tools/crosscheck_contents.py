"""Compares what the tables say of the members of classes, and of the names in modules, with the real ones.

It runs under the Pythons that old releases need, so it is written for 3.7 and uses nothing of the builder.
"""

from __future__ import annotations

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

#: Parts of the names of modules that do something when they are imported.
SIDE_EFFECTS = ("__main__", "examples", "pip_package", "setup", "test", "tests")


def of_classes(
    classes: dict[str, type],
    members: dict[str, dict[str, MemberRow]],
    is_open: set[str],
    parameter_names: Callable[[Any], list[str] | None],
    told_parameters: Callable[[str], list[str]],
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each sort of disagreement on the members of classes, and a line for each such disagreement."""
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
            told = told_parameters(row.parameters) if row.parameters else None
            # A wrapper that takes anything hides what the wrapped one takes.
            if real not in (None, told, ["*args", "**kwargs"]):
                yield f"{full}: table {told}, real {real}"

    yield "other parameters of methods", other_parameters()


def is_missing(full: str, value: type, row: MemberRow) -> bool:
    """Tell whether the table has a method or property that neither a class nor a subclass of it has."""
    return row.kind in ("f", "p") and not any(last_part(full) in dir(one) for one in with_subclasses(value))


def is_surplus(full: str, value: type, row: MemberRow) -> bool:
    """Tell whether the table says that a class lacks what it has."""
    return row == ABSENT and last_part(full) in dir(value)


def other_kind(full: str, value: type, row: MemberRow) -> Iterator[str]:
    """Yield a line if a member of a class is a method where the table says property, or the reverse."""
    found = inspect.getattr_static(value, last_part(full), None)
    if found is not None and row.kind in ("f", "p"):
        is_property = isinstance(found, property) or type(found).__name__.endswith("property")
        is_method = inspect.isroutine(found) or isinstance(found, (classmethod, staticmethod)) or callable(found)
        is_method = is_method and not is_property
        if is_method != (row.kind == "f"):
            yield f"{full}: table {row.kind}, real {type(found).__name__}"


def method_parameters(value: type, name: str, names: Callable[[Any], list[str] | None]) -> list[str] | None:
    """Return the names of a method's parameters, without `self`; None if Python does not know them."""
    found = names(getattr(value, name, None))
    is_plain = isinstance(inspect.getattr_static(value, name, None), types.FunctionType)
    return found[1:] if found and is_plain and not found[0].startswith("*") else found


def with_subclasses(value: type) -> Iterator[type]:
    """Yield a class and all classes that inherit from it."""
    yield value
    subclasses: list[type] = type.__subclasses__(value)
    for one in subclasses:
        yield from with_subclasses(one)


def of_modules(root: str, internals: dict[str, bool], is_open: set[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield each sort of disagreement on the names in modules, and a line for each such disagreement."""
    missing = []
    surplus = []
    for full, is_there in sorted(internals.items()):
        owner, _, name = full.rpartition(".")
        module = imported(f"{root}.{owner}")
        value = getattr(module, name, ABSENT)
        # Importing a submodule elsewhere binds it here.
        if module is not None and owner not in is_open and not isinstance(value, types.ModuleType):
            if is_there and value is ABSENT:
                missing.append(full)
            if value is not ABSENT and not is_there:
                surplus.append(full)
    yield "names in modules that are not there", missing
    yield "names in modules that should not be there", surplus


@functools.lru_cache(maxsize=1000)
def imported(name: str) -> Any:
    """Return a module; None if it cannot be imported, or does something when it is."""
    if not set(name.split(".")).isdisjoint(SIDE_EFFECTS):
        return None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            return importlib.import_module(name)
        except (Exception, SystemExit):  # noqa: BLE001 - whatever ails a module, it cannot be compared
            return None


def last_part(full: str) -> str:
    """Return the last part of a dotted name."""
    return full.rpartition(".")[2]
