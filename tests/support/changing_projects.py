"""Projects of TensorFlow 1 whose modules depend on each other in every way, and random changes to them.

Used to check that a run with a cache has the same results as one without, whatever has changed since the last run.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from support.cached_runs import run, run_uncached
from support.cases import job_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from random import Random

    from tf2lint.runner.jobs import Job

#: The modules, some of them in packages; whatever they import may not exist at a time.
MODULES: Final = (
    "one", "two", "three", "four", "five", "six", "pack/__init__", "pack/seven", "pack/eight", "pack/deep/__init__",
    "pack/deep/nine", "other/__init__", "other/ten",
)  # fmt: skip

#: What a module defines for others. `{n}` is a number, so that the same part can differ.
_DEFINITIONS: Final = (
    "import tensorflow as tf\n",
    "import tensorflow.compat.v1 as tf\n",
    "tf = None\n",
    "import keras\n",
    "from tensorflow import keras\n",
    "IS_NEW = tf.__version__ >= '{n}'\n",
    "IS_NEW = {n} > 3\n",
    "__all__ = ['tf', 'SESS', 'make']\n",
    "SESS = tf.Session()\n",
    "SESS = open('x')\n",
    "SESS = None\n",
    "RATE = {n}\n",
    "def make():\n    return tf.Session()\n",
    "def make():\n    return tf.constant({n})\n",
    "def make():\n    return tf.train.Saver(), tf.Session()\n",
    "def make():\n    return make_again()\n\n\ndef make_again():\n    return SESS\n",
    "def is_new():\n    return tf.__version__ > '{n}'\n",
    "def is_new():\n    return hasattr(tf, 'contrib')\n",
    "def same(function):\n    return function\n",
    "def same(function):\n    return lambda *args: function(*args, {n})\n",
    "def net(x, share=False):\n    with tf.variable_scope('n', reuse=share):\n        return tf.layers.dense(x, {n})\n",
    "def net(x, share=False):\n    return x\n",
    "def train(current, saver=None):\n    current.run(x, feed_dict={{}})\n    saver.save(current, 'm')\n",
    "def train(current, saver=None):\n    print({n})\n    helper(current)\n\n\ndef helper(s):\n    s.run(x)\n",
    "def train(current, saver=None):\n    return current.shape[{n}].value\n",
    "def run_with(f, saver=None):\n    return f(tf.Session())\n",
    "def run_with(f, number={n}):\n    return f(number)\n",
    "REGISTRY = {{}}\n\n\ndef register(f):\n    REGISTRY[{n}] = f\n    return f\n",
    "class Base(tf.keras.Model):\n    def call(self, x, mask={n}):\n        return x\n",
    "class Base(tf.keras.layers.Layer):\n    def __init__(self, n={n}):\n        self.n = n\n",
    "class Base(tf.train.SessionRunHook):\n    def after_run(self, context, values):\n        context.session.run(1)\n",
    "class Base:\n    def __init__(self, sess=None):\n        self.sess = sess\n",
    "class Base:\n    sess = None\n\n    def step(self):\n        self.sess.run({n})\n",
    "tf.compat.v1.disable_eager_execution()\n",
    "import tf_keras\n",
    "KERAS = {{'layer': tf.keras.layers.Dense, 'other': tf.layers.Dense}}\n",
    "from tensorflow import *\n",
    "from keras.layers import *\n",
)
#: What a module does with what others define. `{m}` is another module.
_USES: Final = (
    "from {m} import tf\n",
    "from {m} import *\n",
    "from {m} import *\nlog({n})\nLayer().add_update(x, inputs=x)\n",
    "from {m} import tf as tf\n",
    "import {m}\n{m}.tf.log({n})\n",
    "from {m} import SESS\nSESS.run(x, feed_dict={{}})\n",
    "from {m} import make\nmake().run(x)\n",
    "from {m} import make\nsaver, sess = make()\nsaver.save(sess, 'm')\n",
    "import {m} as m\nwith m.make() as sess:\n    sess.run({n})\n",
    "from {m} import train\nimport tensorflow as tf\ntrain(tf.Session(), tf.train.Saver())\n",
    "from {m} import train\ntrain(open('f'))\n",
    "from {m} import train\n\n\ndef main(sess):\n    train(sess)\n\n\nmain(SESS)\n",
    "import {m}\n{m}.train(saver={n}, current={m}.SESS)\n",
    "from {m} import net\nnet(1)\nnet(1, share=True)\n",
    "import {m}\n{m}.net({n}, True)\n",
    "from {m} import is_new\nif is_new():\n    tf.log(1)\nelse:\n    tf.contrib.layers.flatten({n})\n",
    "from {m} import IS_NEW\nif not IS_NEW:\n    tf.placeholder(tf.float32)\n",
    "from {m} import same\n\n\n@same\ndef f(session):\n    session.run({n})\n\n\nf(tf.Session())\n",
    "from {m} import Base\n\n\nclass Derived(Base):\n    def call(self, x):\n        return tf.log(x)\n",
    "from {m} import Base\n\n\nclass Base(Base):\n    def build(self, input_shape):\n        input_shape[{n}].value\n",
    "from {m} import Base\nBase(tf.Session()).sess.run(x)\n",
    "from {m} import Base\nBase.sess = tf.Session()\n",
    "from {m} import Base\nmodel = Base()\nmodel.summary()\nmodel.save('m{n}.h5')\n",
    "from {m} import KERAS\nKERAS[name](units={n})\n",
    "from {m} import run_with\n\n\ndef body(given):\n    given.run({n})\n\n\nrun_with(body)\n",
    "from {m} import run_with, train\nrun_with(train)\n",
    "from {m} import register\n\n\n@register\ndef step(given):\n    given.run({n})\n",
    "from {m} import REGISTRY\nimport tensorflow as tf\nREGISTRY[{n}](tf.Session())\n",
    "from . import seven\nseven.tf.log({n})\n",
    "from .seven import tf, SESS\ntf.log(SESS)\n",
    "from .. import tf\ntf.log({n})\n",
    "def late():\n    from {m} import tf\n    return tf.get_variable('w')\n",
)
#: What a module hands on that others define, so that a change has effects in several steps.
_HANDED_ON: Final = (
    "from {m} import SESS, make, IS_NEW\n",
    "from {m} import train, net, same\n",
    "import {m}\nSESS = {m}.SESS\nRATE = {n}\n",
    "import {m}\n\n\ndef make():\n    return {m}.make()\n",
    "from {m} import make as above\n\n\ndef make():\n    sess = above()\n    return sess\n",
    "from {m} import Base as Above\n\n\nclass Base(Above):\n    size = {n}\n",
    "from {m} import IS_NEW\nimport tensorflow as tf\nSESS = None if IS_NEW else tf.Session()\n",
    "from {m} import train as inner\n\n\ndef train(sess, saver=None):\n    inner(sess, saver)\n",
    "from {m} import run_with as outer\n\n\ndef run_with(f):\n    return outer(f)\n",
    "from {m} import net as inner\n\n\ndef net(x, again=False):\n    return inner(x, share=again)\n",
)
#: What may stand anywhere.
_PLAIN: Final = (
    "x = {n}\n",
    "\n\n",
    "# tensorflow {n}\n",
    "tf.log({n})\n",
    "tf.Session().run(x)\n",
    "def unused{n}(a, b):\n    return a + b\n",
    "print('session.run({n})')\n",
    "tf.summary.scalar('a', {n})\n",
)


class ChangingProject:
    """A project of random modules in a folder.

    Args:
        folder: the folder, which is empty.
        random: the source of randomness.
    """

    def __init__(self, folder: Path, random: Random) -> None:
        self._folder = folder
        self._random = random
        self._parts: dict[str, list[str]] = {}
        self._target = "2.15"
        folder.mkdir()
        (folder / "setup.py").write_text("")
        for module in random.sample(MODULES, random.randint(4, len(MODULES))):
            self._parts[module] = [self._part() for _ in range(random.randint(1, 5))]
            self._write(module)

    def jobs(self) -> list[Job]:
        """Returns a job for each module that exists."""
        return [job_of(str(self._file(module)), self._target) for module in sorted(self._parts)]

    def change(self) -> str:
        """Makes a random change; returns what it is."""
        changes: tuple[Callable[[], str], ...] = (
            self._replace_part, self._replace_part, self._insert_part, self._insert_part, self._delete_part,
            self._append_plain, self._append_plain, self._shift_lines, self._add, self._remove, self._rename,
            self._set_target, self._redefine, self._redefine, self._redefine, self._redefine,
        )  # fmt: skip
        return self._random.choice(changes)()

    def _part(self) -> str:
        kind = self._random.choice((_DEFINITIONS, _DEFINITIONS, _USES, _USES, _USES, _HANDED_ON, _HANDED_ON, _PLAIN))
        module = self._random.choice([*map(_name, MODULES), *map(_name, self._parts), *map(_name, self._parts)])
        return self._random.choice(kind).format(n=self._random.randint(0, 4), m=module)

    def _file(self, module: str) -> Path:
        return self._folder / f"{module}.py"

    def _write(self, module: str) -> None:
        path = self._file(module)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(self._parts[module]))

    def _any(self) -> str:
        return self._random.choice(sorted(self._parts))

    def _replace_part(self) -> str:
        module = self._any()
        parts = self._parts[module]
        if not parts:
            return self._insert_part()
        index, part = self._random.randrange(len(parts)), self._part()
        text = f"in {module}, {parts[index]!r} becomes {part!r}"
        parts[index] = part
        self._write(module)
        return text

    def _redefine(self) -> str:
        """Replaces a definition by another one of the same name."""
        defined = [
            (module, index, others)
            for module, parts in self._parts.items()
            for index, part in enumerate(parts)
            if len(others := [one for one in _DEFINITIONS if _defined(one) == _defined(part)]) > 1
        ]
        if not defined:
            return self._insert_part()
        module, index, others = self._random.choice(defined)
        before, part = self._parts[module][index], self._random.choice(others).format(n=self._random.randint(0, 4))
        self._parts[module][index] = part
        self._write(module)
        return f"in {module}, {before!r} becomes {part!r}"

    def _insert_part(self) -> str:
        module, part = self._any(), self._part()
        self._parts[module].insert(self._random.randint(0, len(self._parts[module])), part)
        self._write(module)
        return f"{part!r} is added to {module}"

    def _delete_part(self) -> str:
        module = self._any()
        parts = self._parts[module]
        part = parts.pop(self._random.randrange(len(parts))) if parts else ""
        self._write(module)
        return f"{part!r} is deleted in {module}"

    def _append_plain(self) -> str:
        module = self._any()
        self._parts[module].append(self._random.choice(_PLAIN).format(n=self._random.randint(0, 4)))
        self._write(module)
        return f"{self._parts[module][-1]!r} is added at the end of {module}"

    def _shift_lines(self) -> str:
        module = self._any()
        self._parts[module].insert(0, "# moved\n")
        self._write(module)
        return f"the lines of {module} move down"

    def _add(self) -> str:
        missing = [module for module in MODULES if module not in self._parts]
        if not missing:
            return self._remove()
        module = self._random.choice(missing)
        self._parts[module] = [self._part() for _ in range(self._random.randint(1, 4))]
        self._write(module)
        return f"{module} is added: {self._parts[module]}"

    def _remove(self) -> str:
        if len(self._parts) < 3:
            return self._add()
        module = self._any()
        del self._parts[module]
        self._file(module).unlink()
        return f"{module} is removed"

    def _rename(self) -> str:
        missing = [module for module in MODULES if module not in self._parts]
        if not missing:
            return self._remove()
        old, new = self._any(), self._random.choice(missing)
        self._parts[new] = self._parts.pop(old)
        self._file(old).unlink()
        self._write(new)
        return f"{old} is renamed to {new}"

    def _set_target(self) -> str:
        self._target = self._random.choice(("2.0", "2.15", "2.21"))
        return f"the target is {self._target}"


def _name(module: str) -> str:
    """Returns the name by which a module is imported, given its file without the ending."""
    return module.removesuffix("/__init__").replace("/", ".")


def _defined(part: str) -> str:
    """Returns what a part defines first, as `class Base` or `SESS`; parts that define nothing begin otherwise."""
    return re.split(r"[(:=]", part, maxsplit=1)[0].strip()


class CheckedChange(NamedTuple):
    """A change, and the runs after it.

    Attributes:
        change: what was changed.
        files: how many files were checked.
        kept: how many results of the run with the cache are those of earlier runs.
        difference: a result of the run with the cache and what it should be; empty if all are the same.
    """

    change: str
    files: int
    kept: int
    difference: str


def checked_changes(folder: Path, random: Random, count: int) -> Iterator[CheckedChange]:
    """Changes a random project in a folder, and yields what a run after each change shows.

    Args:
        folder: an empty folder.
        random: the source of randomness.
        count: the number of changes.
    """
    project = ChangingProject(folder / "project", random)
    run(folder / "cache", project.jobs())
    for _ in range(count):
        text = project.change()
        jobs = project.jobs()
        # Only some files are checked at times, as an editor or a hook does.
        jobs = jobs if random.random() < 0.7 else random.sample(jobs, min(2, len(jobs)))
        results, kept = run(folder / "cache", jobs)
        pairs = list(zip(results, run_uncached(jobs), strict=True))
        if random.random() < 0.5:  # the state of all files is stored when everything was kept
            results, _ = run(folder / "cache", jobs)
            pairs += zip(results, run_uncached(jobs), strict=True)
        wrong = next((f"{cached} instead of {expected}" for cached, expected in pairs if cached != expected), "")
        yield CheckedChange(text, len(jobs), kept, wrong)
