"""Compares the tables of facts with an installed TensorFlow or Keras. Run it with the Python that has them installed.

    python tools/crosscheck.py [--package keras] [--data DIR] [--limit N]

The builder reads source code and never runs it; this tool imports TensorFlow and inspects it. It prints all
differences: missing names, public names that the table lacks, other kinds, one object with two identities (or the
reverse), other parameters; and the same for the members of classes and the names in private modules. tools/README.md
explains the known differences. The exit status is 1 if anything differs, 2 on failure.

It has to run on the Python versions that old releases need, so it is written for 3.7 and imports nothing from the
builder.
"""

from __future__ import annotations

import argparse
import ast
import collections
import enum
import functools
import importlib
import inspect
import logging
import os
import sys
import types
import warnings
from typing import TYPE_CHECKING, Any

import crosscheck_contents
from crosscheck_tables import (
    TWIN,
    Row,
    read_facts,
    read_internals,
    read_members,
    read_private_names,
    read_signatures,
    read_twins,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TENSORFLOW, KERAS = "tensorflow", "keras"
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "src", "tf2lint", "table", "data")
#: Packages whose modules can be public under a name below `tensorflow`.
OUR_ROOTS = ("tensorflow", "tensorflow_core", "tensorflow_estimator", "keras")
#: Types whose values may be one object only because they are equal.
PLAIN = (type(None), bool, int, float, str, bytes, tuple, frozenset)
#: The table covers names below these only in part: hand-written code, and TF2's names under another path.
IN_PART = ("compat.v2.", "contrib.", "flags.", "app.flags.", "compat.v1.flags.", "compat.v1.app.", "pywrap_tensorflow.")


#: The implementation of keras, which its root hides as well as it can.
HIDDEN = ("src", "api")


class Report:
    """Prints the differences, by category, and counts them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.total = 0

    def show(self, title: str, found: Iterable[str]) -> None:
        """Prints a category of differences: their number and the first lines."""
        lines = list(found)
        self.total += len(lines)
        print(f"== {title}: {len(lines)}")
        for line in lines[: self.limit]:
            print(f"   {line}")


def main() -> int:
    """Runs the command and returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--package", choices=(TENSORFLOW, KERAS), default=TENSORFLOW)
    parser.add_argument("--data", default=DATA, metavar="DIR", help="where the tables about TensorFlow are")
    parser.add_argument("--limit", type=int, default=40, metavar="N", help="print so many disagreements of a sort")
    options = parser.parse_args()
    del sys.argv[1:]  # tf.flags.FLAGS reads the command line on first access.
    folder = options.data if options.package == TENSORFLOW else os.path.join(options.data, KERAS)
    report = Report(options.limit)
    try:
        tensorflow = import_tensorflow(required=options.package == TENSORFLOW)
        root = importlib.import_module(options.package)
        version = ".".join(root.__version__.split(".")[:2])
        rows = read_facts(os.path.join(folder, "facts.tsv"), version)
        signatures = read_signatures(os.path.join(folder, "signatures.tsv"), version)
        members, open_classes = read_members(os.path.join(folder, "members.tsv"), version)
        internals, open_modules = read_internals(os.path.join(folder, "internals.tsv"), version)
        private_names = read_private_names(os.path.join(folder, "private_names.tsv"), version)
        twins = read_twins(os.path.join(folder, "facts.tsv"), rows) if options.package == KERAS else {}
    except (ImportError, OSError, ValueError) as error:
        print(f"crosscheck: {error}", file=sys.stderr)
        return 2
    if twins and tensorflow is not None:
        own = {name: signatures.get(TWIN + name if TWIN + name in rows else name, "?") for name in twins}
        known = {name: written for name, written in own.items() if written != "?"}
        print(f"{version}: {len(compare(tensorflow.keras, twins, known, report))} names of tf.keras compared")
    rows = {name: row for name, row in rows.items() if options.package == TENSORFLOW or not name.startswith(TWIN)}
    found = compare(root, rows, {name: written for name, written in signatures.items() if name in rows}, report)
    classes = {name: value for name, value in found.items() if rows[name].kind == "c" and inspect.isclass(value)}
    categories = crosscheck_contents.of_classes(classes, members, open_classes, parameter_names, recorded_parameters)
    modules = crosscheck_contents.of_modules(options.package, internals, open_modules, private_names)
    for title, lines in [*categories, *modules]:
        report.show(title, lines)
    print(f"{version}: {len(found)} names compared, {report.total} disagreements")
    return 1 if report.total else 0


def compare(root: Any, rows: dict[str, Row], signatures: dict[str, str], report: Report) -> dict[str, Any]:
    """Prints all differences in public names and returns the objects by name."""
    found, missing = resolve_all(root, rows)
    report.show("names that are not there", missing)
    report.show("public names that the table lacks", lacking(root, rows, found))
    report.show("other kinds", other_kinds(rows, found))
    report.show("one object, several identities in the table", split_objects(rows, found))
    report.show("several objects, one identity in the table", joined_objects(rows, found))
    report.show("other parameters", other_parameters(found, signatures))
    return found


def import_tensorflow(required: bool) -> Any:
    """Imports TensorFlow without log output, with its lazily loaded modules, and returns its root module.

    If it is not required, and not installed, None is returned.

    Raises:
        ImportError: it is required, and cannot be imported.
    """
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    warnings.simplefilter("ignore")
    try:
        root = importlib.import_module(TENSORFLOW)
    except ImportError:
        if required:
            raise
        return None
    logging.getLogger(TENSORFLOW).setLevel(logging.ERROR)
    for lazy in ("contrib.ffmpeg", "contrib.layers", "keras.layers", "losses", "metrics"):
        attribute(root, lazy)
    return root


def attribute(root: Any, name: str) -> Any:
    """Returns an attribute by its dotted name, or the exception that was raised on access."""
    value = root
    try:
        for part in name.split("."):
            value = getattr(value, part)
    except (AttributeError, ImportError) as error:
        return error
    return value


def resolve_all(root: Any, rows: dict[str, Row]) -> tuple[dict[str, Any], list[str]]:
    """Returns the objects by name, and a line for each missing name."""
    found = {}
    missing = []
    for name, row in rows.items():
        value = attribute(root, name)
        if isinstance(value, Exception):
            value = imported(f"{root.__name__}.{name}")
        if isinstance(value, Exception):
            missing.append(f"{name} ({row.object}): {str(value)[:100]}")
        else:
            found[name] = value
    return found, missing


def imported(name: str) -> Any:
    """Imports the longest prefix of a name that is a module; returns the object at the name, or the exception."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:end]))
        except (ImportError, OSError) as error:
            failure = error
        else:
            return attribute(module, ".".join(parts[end:])) if parts[end:] else module
    return failure


def lacking(root: Any, rows: dict[str, Row], found: dict[str, Any]) -> Iterator[str]:
    """Yields the public attributes of the table's modules that have no row themselves."""
    parents = {name.rpartition(".")[0] for name in rows} - {""}
    modules = [("", root)] + [(f"{name}.", found[name]) for name in sorted(parents) if name in found]
    for prefix, module in modules:
        if not prefix.startswith(IN_PART):
            for name in sorted(set(dir(module))):
                full = prefix + name
                if not name.startswith("_") and full not in rows and not is_leak(full, attribute(module, name)):
                    yield full


def is_leak(full: str, value: Any) -> bool:
    """Returns whether a name is not part of the API: a nested compat, a `__future__` feature, a foreign module."""
    if isinstance(value, Exception) or full.count("compat.v") > 1 or type(value).__name__ == "_Feature":
        return True
    module = getattr(value, "__name__", None) or ""
    root = module.partition(".")[0]
    if module in [f"{KERAS}.{hidden}" for hidden in HIDDEN]:
        return True
    return isinstance(value, types.ModuleType) and root not in OUR_ROOTS


def other_kinds(rows: dict[str, Row], found: dict[str, Any]) -> Iterator[str]:
    """Yields a line for each object whose kind differs from the table."""
    for name, value in found.items():
        real = kind_of(value)
        if real != rows[name].kind:
            yield f"{name}: table {rows[name].kind}, real {real} {type(value).__name__} ({rows[name].object})"


def kind_of(value: Any) -> str:
    """Returns the kind of an object in the table's notation."""
    if isinstance(value, types.ModuleType):
        return "m"
    if inspect.isclass(value):
        return "c"
    is_function = inspect.isroutine(value) or isinstance(value, functools.partial) or hasattr(value, "python_function")
    return "f" if is_function else "v"


def comparable(rows: dict[str, Row], found: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yields (name, object) for the objects whose identity is meaningful."""
    for name, value in found.items():
        if rows[name].kind != "m" and not isinstance(value, PLAIN):
            yield name, value


def split_objects(rows: dict[str, Row], found: dict[str, Any]) -> Iterator[str]:
    """Yields a line for each object that has several identities in the table."""
    groups: dict[int, list[str]] = collections.defaultdict(list)
    for name, value in comparable(rows, found):
        groups[id(value)].append(f"{name} ({rows[name].object})")
    for names in groups.values():
        if len({name.partition(" ")[2] for name in names}) > 1:
            yield ", ".join(names[:4])


def joined_objects(rows: dict[str, Row], found: dict[str, Any]) -> Iterator[str]:
    """Yields a line for each group of objects that share one identity in the table."""
    groups: dict[str, dict[int, list[str]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for name, value in comparable(rows, found):
        groups[rows[name].object][id(value)].append(name)
    for identity, objects in groups.items():
        if len(objects) > 1:
            yield f"{identity}: {' | '.join(', '.join(names[:3]) for names in objects.values())}"


def other_parameters(found: dict[str, Any], signatures: dict[str, str]) -> Iterator[str]:
    """Yields a line for each callable whose parameter names differ from the table."""
    for name, written in signatures.items():
        real, recorded = real_parameters(found.get(name)), recorded_parameters(written)
        # A wrapper that accepts anything hides the parameters of what it wraps.
        if real not in (None, recorded, ["*args", "**kwargs"]):
            yield f"{name}: table {recorded}, real {real}"


def real_parameters(value: Any) -> list[str] | None:
    """Returns the names of a callable's parameters; None if Python does not know them."""
    if inspect.isclass(value) and issubclass(value, enum.Enum):
        return ["value"]
    if inspect.isclass(value) and value.__init__ is not object.__init__:
        parameters = parameter_names(value.__init__)
        return parameters and parameters[1:]
    return parameter_names(value)


def parameter_names(value: Any) -> list[str] | None:
    """Returns the names of all parameters of a callable, with stars; None if Python does not know them."""
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    stars: dict[Any, str] = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [stars.get(parameter.kind, "") + parameter.name for parameter in parameters]


def recorded_parameters(written: str) -> list[str]:
    """Returns the names of the parameters in a signature of the table."""
    arguments = ast.parse(f"lambda {written[1:-1]}: 0", mode="eval").body.args  # type: ignore[attr-defined]
    names = [parameter.arg for parameter in getattr(arguments, "posonlyargs", []) + arguments.args]
    names += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    names += [parameter.arg for parameter in arguments.kwonlyargs]
    return names + ([f"**{arguments.kwarg.arg}"] if arguments.kwarg else [])


if __name__ == "__main__":
    sys.exit(main())
