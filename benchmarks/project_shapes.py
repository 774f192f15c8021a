"""Projects of a shape, of any size: how their modules import and use each other."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    #: Yields the files of a project with so many modules: paths, and texts.
    Shape = Callable[[int], Iterator[tuple[str, str]]]

#: What each module of a project contains beside what makes its shape.
_BODY: Final = """
import numpy as np
import tensorflow as tf
{imports}
RATE_{n} = 0.1


def layer_{n}(inputs, units, reuse=None):
    with tf.variable_scope("layer_{n}", reuse=reuse):
        weights = tf.get_variable("weights", [int(inputs.shape[-1]), units])
        bias = tf.get_variable("bias", [units], initializer=tf.zeros_initializer())
        outputs = tf.matmul(inputs, weights) + bias
        tf.summary.histogram("outputs", outputs)
        if units > 10:
            return tf.nn.relu(outputs)
        return tf.nn.tanh(outputs)


def batches_{n}(values, size):
    total = 0
    for value in values:
        if value > 3:
            total += value
        else:
            total -= value
    result = [value for value in values if value != total]
    return np.array(result)[:size]


class Trainer_{n}(object):

    def __init__(self, rate=RATE_{n}):
        self.rate = rate
        self.images = tf.placeholder(tf.float32, [None, 784])
        self.labels = tf.placeholder(tf.int64, [None])
        self.step = tf.train.get_or_create_global_step()

    def build(self):
        logits = tf.layers.dense(layer_{n}(self.images, 128), 10)
        loss = tf.losses.sparse_softmax_cross_entropy(self.labels, logits)
        self.loss = loss + tf.losses.get_regularization_loss()
        self.train = tf.train.AdamOptimizer(self.rate).minimize(self.loss, global_step=self.step)
        return self

    def fit(self, data):
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            for images, labels in data:
                loss = session.run([self.train, self.loss], feed_dict={{self.images: images, self.labels: labels}})[1]
                tf.logging.info("loss %f", loss)
"""


def write(shape: str, count: int, folder: Path) -> int:
    """Writes a project; returns its size in bytes.

    Args:
        shape: one of `SHAPES`.
        count: the number of its modules, or of what it has many of.
        folder: where to write it.
    """
    size = 0
    for name, text in SHAPES[shape](count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        size += path.stat().st_size
    return size


def _module(number: int, imports: str = "", more: str = "") -> str:
    return _BODY.format(n=number, imports=imports) + more


def _package(count: int, module: Callable[[int], str], init: str = "") -> Iterator[tuple[str, str]]:
    yield "pkg/__init__.py", init
    for number in range(count):
        yield f"pkg/m{number}.py", module(number)


def _independent(count: int) -> Iterator[tuple[str, str]]:
    return _package(count, _module)


def _graph(count: int) -> Iterator[tuple[str, str]]:
    """Each module uses five earlier ones."""
    random = Random(7)

    def module(number: int) -> str:
        used = sorted(random.sample(range(number), min(number, 5)))
        imports = "\n".join(f"from pkg.m{n} import layer_{n}, Trainer_{n}" for n in used)
        uses = "".join(f"    x = layer_{n}(x, 5)\n    Trainer_{n}().build().fit(x)\n" for n in used)
        return _module(number, imports, f"\n\ndef combined_{number}(x):\n{uses}    return tf.log(x)\n")

    return _package(count, module)


def _stars(number: int, before: int) -> str:
    far = max(0, number - 20)
    more = f"\n\ndef combined_{number}(x):\n    return tf.log(layer_{far}(layer_{before}(x, 5), 5))\n"
    return _module(number, f"from pkg.m{before} import *", more)


def _chain(count: int) -> Iterator[tuple[str, str]]:
    """Each module star-imports the one before."""
    return _package(count, lambda number: _stars(number, number - 1) if number else _module(number))


def _circle(count: int) -> Iterator[tuple[str, str]]:
    """So does the first one."""
    return _package(count, lambda number: _stars(number, (number or count) - 1))


def _star_package(count: int) -> Iterator[tuple[str, str]]:
    """A package star-imports all its modules, which use it."""

    def module(number: int) -> str:
        other = (number * 7 + 3) % count
        more = f"\n\ndef combined_{number}(x):\n    pkg.Trainer_{other}().build()\n    return pkg.layer_{other}(x, 5)\n"
        return _module(number, "import pkg", more)

    return _package(count, module, "".join(f"from pkg.m{number} import *\n" for number in range(count)))


def _listed_package(count: int) -> Iterator[tuple[str, str]]:
    """A package imports the names of all its modules, and lists them in `__all__`."""
    names = [f"layer_{number}" for number in range(count)]
    init = "".join(f"from pkg.m{number} import layer_{number}\n" for number in range(count)) + f"__all__ = {names}\n"

    def module(number: int) -> str:
        other = (number * 7 + 3) % count
        more = f"\n\ndef combined_{number}(x):\n    from pkg import layer_{other}\n    return layer_{other}(x, 5)\n"
        return _module(number, more=more)

    return _package(count, module, init)


def _hierarchy(count: int) -> Iterator[tuple[str, str]]:
    """Each class derives from that of the module before."""

    def module(number: int) -> str:
        base = f"Base_{number - 1}" if number else "tf.keras.layers.Layer"
        imports = f"from pkg.m{number - 1} import {base}" if number else ""
        more = (
            f"\n\nclass Base_{number}({base}):\n\n    def __init__(self):\n        super().__init__()\n"
            f"        self.w{number} = self.add_variable('w', [1])\n\n"
            "    def call(self, x):\n        return tf.log(super().call(x))\n"
        )
        return _module(number, imports, more)

    return _package(count, module)


def _mixins(count: int) -> Iterator[tuple[str, str]]:
    """Each class derives from a layer and from the classes of two other modules."""

    def module(number: int) -> str:
        others = sorted({number // 2, number // 3} - {number})
        imports = "\n".join(f"from pkg.m{other} import Mixin_{other}" for other in others)
        bases = ", ".join([f"Mixin_{other}" for other in reversed(others)] or ["object"])
        more = (
            f"\n\nclass Mixin_{number}({bases}):\n\n    def scale(self, x):\n        return tf.log(x)\n"
            f"\n\nclass Layer_{number}(Mixin_{number}, tf.keras.layers.Layer):\n\n"
            "    def call(self, x):\n        return self.scale(x) + self.add_variable('w', [1])\n"
        )
        return _module(number, imports, more)

    return _package(count, module)


def _deep(count: int) -> Iterator[tuple[str, str]]:
    """Packages in packages, ten deep, whose modules import the one above by a relative name."""
    made = set[str]()
    for number in range(count):
        folders = [f"p{number // 10**3 % 10}", *(f"q{depth}" for depth in range(number % 10))]
        for depth in range(len(folders) + 1):
            init = "/".join(["pkg", *folders[:depth], "__init__.py"])
            if init not in made:
                made.add(init)
                yield init, ""
        above = number - 1 if number % 10 else None
        imports = "" if above is None else f"from ..m{above} import layer_{above}"
        use = "x" if above is None else f"layer_{above}(x, 5)"
        more = f"\n\ndef combined_{number}(x):\n    return tf.log({use})\n"
        yield "/".join(["pkg", *folders, f"m{number}.py"]), _module(number, imports, more)


def _recursion(count: int) -> Iterator[tuple[str, str]]:
    """Functions of neighboring modules call each other."""

    def module(number: int) -> str:
        before, after = (number - 1) % count, (number + 1) % count
        imports = f"from pkg import m{before}, m{after}"
        more = (
            f"\n\ndef visit_{number}(session, depth):\n    if depth:\n"
            f"        return m{before}.visit_{before}(session, depth - 1)\n"
            f"    return m{after}.visit_{after}(session, depth) or session.run(tf.log(1.0))\n"
        )
        return _module(number, imports, more)

    return _package(count, module)


def _session(count: int) -> Iterator[tuple[str, str]]:
    """A session is handed from module to module."""

    def module(number: int) -> str:
        if not number:
            return _module(0, more="\n\ndef run_0(session, x):\n    return session.run(x)\n")
        imports = f"from pkg.m{number - 1} import run_{number - 1}"
        more = f"\n\ndef run_{number}(session, x):\n    session.run(x)\n    return run_{number - 1}(session, x)\n"
        return _module(number, imports, more)

    main = f"import tensorflow as tf\nfrom pkg.m{count - 1} import run_{count - 1}\nrun_{count - 1}(tf.Session(), 1)\n"
    yield "main.py", main
    yield from _package(count, module)


def _decorators(count: int) -> Iterator[tuple[str, str]]:
    """All modules use a decorator and the settings of one module."""
    base = (
        "import functools\nimport tensorflow as tf\nSTEPS = tf.flags.DEFINE_integer('steps', 1, '')\n\n\n"
        "def scoped(function):\n    @functools.wraps(function)\n    def inner(*args, **kwargs):\n"
        "        with tf.variable_scope(function.__name__):\n            return function(*args, **kwargs)\n"
        "    return inner\n"
    )

    def module(number: int) -> str:
        more = f"\n\n@scoped\ndef decorated_{number}(x):\n    return tf.log(x) * base.STEPS.value\n"
        return _module(number, "from pkg import base\nfrom pkg.base import scoped", more)

    yield "pkg/base.py", base
    yield from _package(count, module)


def _registry(count: int) -> Iterator[tuple[str, str]]:
    """Modules put their classes into a dictionary, from which others take them by a name known at run time only."""
    base = "TRAINERS = {}\n\n\ndef register(name, trainer):\n    TRAINERS[name] = trainer\n"

    def module(number: int) -> str:
        more = (
            f"\n\nregister('t{number}', Trainer_{number})\n\n\n"
            f"def train_{number}(name, data):\n    return TRAINERS[name]().build().fit(data)\n"
        )
        return _module(number, "from pkg.base import TRAINERS, register", more)

    yield "pkg/base.py", base
    yield from _package(count, module)


def _notebook(count: int) -> Iterator[tuple[str, str]]:
    """One notebook with many cells."""
    source = "import tensorflow as tf\nx_{0} = tf.log({0}.0)\nwith tf.Session() as s:\n    print(s.run(x_{0}))"
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}
        for cell in map(source.format, range(count))
    ]
    yield "large.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2})


def _functions(count: int) -> Iterator[tuple[str, str]]:
    """One module with many functions, each of which calls the one before."""
    lines = ["import tensorflow as tf\n"]
    for n in range(count):
        before = f"f{n - 1}(x)" if n else "x"
        lines.append(
            f"\n\ndef f{n}(x, reuse=None):\n    with tf.variable_scope('s{n}', reuse=reuse):\n"
            f"        return tf.log({before}) + tf.get_variable('w', [1])\n"
        )
    yield "functions.py", "".join(lines)


def _statements(count: int) -> Iterator[tuple[str, str]]:
    """One function with many statements, half of them in branches."""
    lines = ["import tensorflow as tf\n\n\ndef f(x, a):\n"]
    lines += (f"    if a[{n}]:\n        x = tf.layers.dense(x, {n})\n    x = tf.log(x)\n" for n in range(count))
    yield "statements.py", "".join([*lines, "    return x\n"])


#: How projects of each shape are made.
SHAPES: Final[dict[str, Shape]] = {
    "independent modules": _independent,
    "each uses five earlier ones": _graph,
    "chain of star imports": _chain,
    "circle of star imports": _circle,
    "package that stars its modules": _star_package,
    "package that lists its names": _listed_package,
    "chain of base classes": _hierarchy,
    "mixins": _mixins,
    "packages ten deep": _deep,
    "mutual recursion": _recursion,
    "session through all modules": _session,
    "decorator used by all": _decorators,
    "registry": _registry,
    "notebook": _notebook,
    "functions of one module": _functions,
    "statements of one function": _statements,
}
