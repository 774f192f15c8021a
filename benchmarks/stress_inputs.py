"""The inputs of stress.py: original and damaged files, generated programs, encodings, line endings.

Each input depends only on its kind and a number, so it is reproducible.
"""

from __future__ import annotations

import codecs
import json
import random
import re
import sys
from encodings import aliases
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import fuzz

from tf2lint.table.mapping_table import load_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

IMPORT: Final = b"import tensorflow as tf\n"
NOWHERE: Final = "/nowhere/program.py"
_PROGRAM: Final = (
    "import tensorflow as tf\nimport tensorflow.contrib.slim as slim\n\n\nclass Net(tf.keras.Model):\n"
    "    def call(self, x, é='ß€'):\n        with tf.variable_scope('a', reuse=tf.AUTO_REUSE):\n"
    "            x = slim.conv2d(x, 3, [3, 3])  # ünï\n        return tf.log(x) if x else tf.layers.dense(x, 3)\n\n\n"
    "sess = tf.Session()\nprint(sess.run(Net()(tf.placeholder(tf.float32, [None, 3]))))\n"
)
#: Replacements for names, so that library names occur in all kinds of positions.
_LIBRARY: Final = tuple(
    b"tf tf.log tf.Session() tf.Session().run tf.keras.Model tf.contrib.layers tf.GradientTape() tf.layers.dense(x,3)"
    b" tf.keras.Input([3]) tf.keras.Sequential() tf.__version__ tf.variable_scope tf.global_variables()"
    b" tf.trainable_variables() tf.compat.v1 tf.flags.FLAGS tf.shape(x) tf.data.Dataset".split(b" ")
)
#: The argument lists of generated calls, and the number of called names in one program.
_ARGUMENTS: Final = (
    "", "x", "*x", "**x", "*x, **y", "x, *y", "name=1", "x, name='a', **y", "None, None", "'a', 'b', 'c'",
    "x, x, x, x, x, x, x, x, x, x, x, x, x, x, x", "x=x, y=y", "reuse=x, *y", "lambda: x", "x for x in y", "(x := y)",
)  # fmt: skip
_NAMES_PER_PROGRAM: Final = 50
_NAME: Final = re.compile(rb"\b[A-Za-z_]\w*(?![\w'\"])")
_TOKEN: Final = re.compile(rb"\w+|[^\w\s]+|\s+")
_LINE_ENDINGS: Final = (
    "\n",
    "\r\n",
    "\r",
    "\n\r",
    "\f\n",
    "\x0b\n",
    "\x1c\n",
    "\x85\n",
    "\u2028\n",
    "\u2029\n",
    "\0\n",
    "\x1a\n",
)
_ODD: Final = "\0\f\r\v\x1a\x1c\x85\xa0\u200b\u2028\u2029\ufeff\ud800\udcff\U0010ffff\\\t`ªﬁ٣"


class Input(NamedTuple):
    """A file to check.

    Attributes:
        path: its path, which need not exist.
        data: its content.
        text: the text for the engine, if it differs from the decoded content.
    """

    path: str
    data: bytes
    text: str | None = None


class Kind(NamedTuple):
    """Inputs of one kind.

    Attributes:
        numbers: how many numbers there are.
        make: returns the inputs of a number.
    """

    numbers: int
    make: Callable[[int], Sequence[Input]]


def of_files(name: str, files: Sequence[Path], rounds: int) -> dict[str, Kind]:
    """Returns the kinds of inputs that are made from files.

    Args:
        name: the name of the set of files.
        files: the files.
        rounds: how many damaged versions of each file and damage to make.
    """
    made = {f"{name} as it is": Kind(len(files), lambda number: [_whole(files[number], number)])}
    for how, damage in _DAMAGES.items():
        kind = f"{name} {how}"
        made[kind] = Kind(len(files) * rounds, partial(_damaged, files, kind, damage))
    return made


def _whole(path: Path, number: int) -> Input:
    """Returns a file; adds an import to every other Python file, so that it is analyzed even without TensorFlow."""
    data = path.read_bytes()
    is_python = path.suffix == ".py" and b"coding" not in data[:200]
    return Input(str(path), IMPORT + data if number % 2 and is_python else data)


def _damaged(
    files: Sequence[Path], kind: str, damage: Callable[[bytes, random.Random], bytes], number: int
) -> list[Input]:
    path, draw = files[number % len(files)], random.Random(f"{kind} {number}")
    data = damage(path.read_bytes(), draw)
    if path.suffix == ".py" and draw.random() < 0.7 and b"coding" not in data[:200]:
        data = IMPORT + data
    return [Input(str(path), data)]


def _truncated(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _flipped(data: bytes, draw: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(draw.randrange(1, 9) if flipped else 0):
        flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
    return bytes(flipped)


def _lines(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    for _ in range(draw.randrange(1, 9)):
        index, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        match draw.randrange(3):
            case 0:
                lines.insert(index, lines[other])
            case 1:
                lines[index : index + 1] = []
            case _:
                lines[index], lines[other] = lines[other], lines[index]
        lines = lines or [b""]
    return b"\n".join(lines)


def _tokens(data: bytes, draw: random.Random) -> bytes:
    tokens = _TOKEN.findall(data)
    for _ in range(draw.randrange(1, 6) if tokens else 0):
        index = draw.randrange(len(tokens))
        other = min(len(tokens) - 1, index + draw.choice((1, 2, 2, 4, 4, 6, 20)))
        tokens[index], tokens[other] = tokens[other], tokens[index]
    return b"".join(tokens)


def _library(data: bytes, draw: random.Random) -> bytes:
    """Replaces names with library names: every occurrence of a few names, or random occurrences."""
    names = list(dict.fromkeys(_NAME.findall(data))) or [b"x"]
    chosen = {name: draw.choice(_LIBRARY[:5]) for name in draw.sample(names, min(len(names), 3))}
    share = draw.choice((0, 0.01, 0.05))
    return _NAME.sub(
        lambda name: chosen.get(name[0]) or (_library_name(draw) if draw.random() < share else name[0]), data
    )


def _library_name(draw: random.Random) -> bytes:
    return draw.choice(_LIBRARY)


_DAMAGES: Final = {
    "truncated": _truncated,
    "with bits flipped": _flipped,
    "with lines moved": _lines,
    "with tokens swapped": _tokens,
    "with the library in it": _library,
}


def generated(programs: int) -> dict[str, Kind]:
    """Returns programs from the tests' generator, and random combinations of lines of the tests' programs."""
    return {"generated": Kind(programs // 50, _drawn), "put together": Kind(programs, _put_together)}


def _drawn(number: int) -> list[Input]:
    from hypothesis import HealthCheck, Phase, given, seed, settings

    from support.generated_programs import programs

    texts: list[str] = []

    def note(text: str) -> None:
        texts.append(text)

    draw = given(programs(functions=True, loops=True))(note)
    quiet = settings(max_examples=50, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    quiet(seed(number)(draw))()
    return [Input(NOWHERE, text.encode()) for text in texts]


def _put_together(number: int) -> list[Input]:
    draw = random.Random(f"put together {number}")
    lines = bytearray()
    for _ in range(draw.randrange(5, 120)):
        lines += bytes((draw.choice((0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 8, 12, 20, 21)), *draw.randbytes(4)))
    return [Input(NOWHERE, IMPORT + fuzz.decoded(b"\0" + bytes(lines), _words()).encode("utf-8", "surrogatepass"))]


@lru_cache(maxsize=1)
def _words() -> fuzz.Words:
    return fuzz.words_of(fuzz.seeds())


def encodings() -> dict[str, Kind]:
    """Returns programs in every codec of Python, as declared and as actual encoding, including mismatches."""
    names = sorted({*aliases.aliases, *aliases.aliases.values(), "utf-8-sig", "idna", "undefined", "mbcs", "no such"})
    return {"encodings": Kind(len(names), lambda number: _encoded(names[number]))}


def _encoded(name: str) -> list[Input]:
    texts = [_PROGRAM, f"# coding: {name}\n{_PROGRAM}", f"#!/bin/sh\n# -*- coding: {name} -*-\n{_PROGRAM}"]
    found = []
    for text in [*texts, texts[1] + f"x = '{'a' * 100_000}'\n"]:
        found.append(Input(NOWHERE, text.encode()))
        found.append(Input(NOWHERE, text.encode("latin-1", "replace")))
        marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)
        found += [Input(NOWHERE, mark + text.encode()) for mark in marks]
        try:
            found.append(Input(NOWHERE, text.encode(name, "replace")))
        except (LookupError, UnicodeError):  # not a text encoding, or it can't encode this text
            found.append(Input(NOWHERE, IMPORT + text.encode("utf-16", "replace")))
        draw = random.Random(name)
        found.append(Input(NOWHERE, text.encode()[:60] + b"\ntf\n" + draw.randbytes(5_000)))
    return found


def odd_texts() -> dict[str, Kind]:
    """Returns programs with line endings and characters that readers treat differently, in all positions."""
    return {"ends of lines": Kind(400, _ended), "odd characters": Kind(400, _odd)}


def _ended(number: int) -> list[Input]:
    draw = random.Random(f"ends {number}")
    ends = draw.sample(_LINE_ENDINGS, 2) if number % 2 else _LINE_ENDINGS
    text = "".join(line + draw.choice(ends) for line in _PROGRAM.split("\n"))
    text = text if number % 3 else text.rstrip()
    return [Input(NOWHERE, text.encode()), Input("/nowhere/notebook.ipynb", _notebook(text))]


def _notebook(text: str) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "source": part, "outputs": []} for part in text.split("\n\n")]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _odd(number: int) -> list[Input]:
    draw = random.Random(f"odd {number}")
    text = list(_PROGRAM if number % 2 else _PROGRAM.replace("print(", "print ").replace("))))", ")))"))
    for _ in range(draw.randrange(1, 6)):
        index = draw.randrange(len(text))
        text.insert(index, draw.choice(_ODD))
    whole = "".join(text)
    return [Input(NOWHERE, whole.encode("utf-8", "surrogatepass"), whole)]


def called() -> dict[str, Kind]:
    """Returns calls of every name in the table, and of the members of its classes, with all kinds of arguments."""
    facts, guidance = load_data()
    names = sorted({*facts, *(name.replace("()", "({0})") for name in guidance if "*" not in name)})
    names += [f"{owner}({{0}}).{member}" for owner, member in sorted(set(facts.members()))]
    return {
        "calls": Kind(
            -(-len(names) // _NAMES_PER_PROGRAM),
            lambda number: _calls(names[number * _NAMES_PER_PROGRAM :][:_NAMES_PER_PROGRAM]),
        )
    }


def _calls(names: Sequence[str]) -> list[Input]:
    lines = [f"x = tf.{name}({arguments})".replace("{0}", arguments) for name in names for arguments in _ARGUMENTS]
    in_class = [
        f"class A(tf.{name}):\n    def call(self, {parameters}): pass"
        for name in names
        for parameters in ("*x", "x, y=1")
    ]
    return [Input(NOWHERE, IMPORT + "\n".join([*lines, *in_class, ""]).encode())]


def python_files(folder: Path, suffixes: Sequence[str] = (".py", ".ipynb")) -> list[Path]:
    """Returns all files with these suffixes below a folder, sorted."""
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())


def library_files() -> list[Path]:
    """Returns the files of Python's standard library, including its tests."""
    import sysconfig

    folder = Path(sysconfig.get_path("stdlib"))
    return [path for path in python_files(folder) if "site-packages" not in path.parts]


if __name__ == "__main__":
    sys.exit(__doc__)
