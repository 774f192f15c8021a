"""Modules of random imports, which get TensorFlow from each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

MODULES = ("one", "two", "three", "pack/__init__", "pack/four")
NAMES = ("one", "two", "three", "pack", "pack.four")
USES = "a.log(1.0)  # tensorflow\nb.log(1.0)\n"


def random_module(random: Random) -> str:
    """Returns a module that imports TensorFlow, directly or from another module, under one of two names."""
    simple = ["import tensorflow as a", "import tensorflow as b", "a = None", "b = a"]
    names = random.choice(["a", "b", "a as b", "b as a", "four", "*"])
    imported = [f"from {random.choice(NAMES)} import {names}", f"from . import {names}", f"from .four import {names}"]
    attribute = "import {0}; b = {0}.a".format(random.choice(NAMES))
    lines = [random.choice([*simple, *imported, *imported, attribute]) for _ in range(random.randint(1, 3))]
    return "\n".join([*lines, USES])


def change(folder: Path, modules: list[str], random: Random) -> None:
    """Writes some modules anew, or removes them."""
    (folder / "pack").mkdir(exist_ok=True)
    for module in modules:
        path = folder / f"{module}.py"
        path.unlink(missing_ok=True)
        if random.random() < 0.8:
            path.write_text(random_module(random))
