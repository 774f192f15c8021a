"""Records which names in private modules of TensorFlow 1, and in contrib, are objects that have other public names.

The facts know the module that defines an object, from source code. Other modules hand objects on under names of their
own, such as `tensorflow.python.platform.gfile.Exists`, and modules of contrib have names that they import and nothing
documents. Whether these are the same objects is seen when they are loaded.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from proofs.calls import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = ROOT / "src" / "tf2lint" / "table" / "data"
ALIASES = DATA / "aliases.tsv"
_HEADER = (
    "# Names that private modules and contrib of TensorFlow 1.15.5 hand on, and a public name of the same function or",
    "# class.",
    "# Do not edit: run tools/record_proofs.py",
    "# module.name<TAB>public name",
    "# versions: 1.15",
)
#: The roots of module names: before and after the package was renamed.
_PACKAGES = ("tensorflow.", "tensorflow_core.")
#: The package whose modules have names that they only import.
_CONTRIB = "contrib."
#: Modules that consist of public names, and what is public under them.
_PUBLIC = ("python.keras.api.", "contrib.keras.api.", "_api.")
_UNWANTED = ("compat.", "raw_ops.")


def record_aliases(tf: Any) -> None:
    """Writes the names in all modules that are loaded.

    Args:
        tf: the package of TensorFlow 1.15.
    """
    public = dict(_public_objects(tf))
    known = {line.split("\t")[0] for file in ("objects.tsv", "facts.tsv") for line in _rows(file)}
    found = {}
    for module, names in (*_private_modules(set(_public_modules())), *_contrib_modules(tf)):
        for name, value in sorted(names.items()):
            path = f"{module}.{name}"
            if not name.startswith("_") and id(value) in public and path not in known:
                found[path] = public[id(value)]
    lines = [*_HEADER, *("{}\t{}".format(*row) for row in sorted(found.items()))]
    ALIASES.write_text("".join(line + "\n" for line in lines), "utf-8")


def _rows(file: str) -> list[str]:
    return [line for line in (DATA / file).read_text("utf-8").splitlines() if not line.startswith("#")]


def _public_names() -> list[str]:
    """Returns the public names that some version has, the best name of an object first."""
    names = [line.split("\t")[0] for line in _rows("facts.tsv")]
    wanted = [name for name in names if not name.startswith(_UNWANTED)]
    return sorted(wanted, key=lambda name: (name.startswith("contrib."), name.count("."), name))


def _public_modules() -> Iterator[str]:
    return (line.split("\t")[0] for line in _rows("facts.tsv") if "m" in line.split("\t")[1].split(":")[-1])


def _public_objects(tf: Any) -> Iterator[tuple[int, str]]:
    """Yields functions and classes by identity, the best name of each last."""
    for name in reversed(_public_names()):
        value = _value(tf, name)
        if isinstance(value, type) or (callable(value) and hasattr(value, "__code__")):
            yield id(value), name


def _value(tf: Any, name: str) -> Any:
    """Returns what a name below the package refers to; None if it does not exist."""
    value = tf
    for part in name.split("."):
        value = getattr(value, part, None)
    return value


def _contrib_modules(tf: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the public modules of contrib, with what they contain."""
    for name in _public_modules():
        module = _value(tf, name) if name.startswith(_CONTRIB) else None
        if module is not None:
            yield name, {key: getattr(module, key) for key in dir(module)}


def _private_modules(public: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields the modules that are no API, with what they contain."""
    for full_name, module in sorted(sys.modules.items()):
        package = next((package for package in _PACKAGES if full_name.startswith(package)), None)
        name = full_name[len(package) :] if package else ""
        if name and name not in public and not name.startswith(_PUBLIC) and module is not None:
            yield name, vars(module)
