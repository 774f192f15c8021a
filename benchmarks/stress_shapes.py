"""Large and deep programs for stress.py: nesting of every kind, lines of several megabytes, many functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stress_inputs import NOWHERE, Input, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD: Final = "import tensorflow as tf\nx = tf.keras.Input([3])\n"
#: Python's parser accepts chains of 3,000 up to Python 3.12, and of 10,000 from 3.13 on.
_DEPTHS: Final = (10, 100, 1_000, 2_900, 5_000, 9_900, 50_000)
#: Nested blocks are limited because the size of the text grows with the square of the depth.
_MAX_BLOCKS: Final = 5_000


def _nested(before: str, inner: str, after: str) -> Callable[[int], str]:
    return lambda depth: f"y = {before * depth}{inner}{after * depth}\n"


def _blocks(head: str, last: str = "tf.log(x)") -> Callable[[int], str]:
    """Returns a function that nests blocks, each indented by one more space."""

    def program(depth: int) -> str:
        depth = min(depth, _MAX_BLOCKS)
        return "".join(f"{' ' * level}{head}\n" for level in range(depth)) + f"{' ' * depth}{last}\n"

    return program


def _chained(first: str, link: str) -> Callable[[int], str]:
    return lambda depth: f"y = {first}{link * depth}\n"


_DEEP: Final[dict[str, Callable[[int], str]]] = {
    "parentheses": _nested("(", "tf.log(x)", ")"),
    "calls": _nested("tf.log(", "x", ")"),
    "calls of models": _nested("tf.keras.layers.ReLU()(", "x", ")"),
    "unknown calls": _nested("f(", "tf.log", ")"),
    "lists": _nested("[", "tf.log", "]"),
    "tuples": _nested("(", "tf.log", ",)"),
    "sets": _nested("{", "tf.log", "}"),
    "dictionaries": _nested("{1: ", "tf.log", "}"),
    "subscripts": _nested("x[", "tf.log(1)", "]"),
    "lambdas": _nested("lambda z: ", "tf.log(z)", ""),
    "called lambdas": _nested("(lambda z: ", "tf.log(z)", ")(x)"),
    "comprehensions": _nested("[tf.log(z) for z in ", "tf.log", "]"),
    "inner comprehensions": _nested("[", "tf.log", " for z in x]"),
    "negations": _nested("not ", "tf.log(x)", ""),
    "minus": _nested("-", "tf.log(x)", ""),
    "powers": _nested("2 ** ", "tf.log(x)", ""),
    "conditionals": _nested("1 if x else ", "tf.log", ""),
    "and or": _nested("x and (", "tf.log", " or y)"),
    "awaits": _nested("(await ", "tf.log(x)", ")"),
    "walrus": _nested("(z := ", "tf.log", ")"),
    "stars": _nested("f(*", "tf.log(x)", ")"),
    "f-strings": _nested("f'{", "tf.log", "}'"),
    "attributes": _chained("tf", ".log"),
    "members": _chained("tf.Session()", ".graph"),
    "results": _chained("tf.log(x)", ".a()"),
    "items": _chained("tf.global_variables()", "[0]"),
    "sums": _chained("tf.log(x)", " + tf.log(1)"),
    "products": _chained("x", " * x"),
    "comparisons": _chained("tf.__version__", " < '2.0'"),
    "disjunctions": _chained("tf.log", " or tf.exp"),
    "texts": _chained("tf.log('a'", " 'b'"),
    "assignments": lambda depth: "z = " * depth + "tf.log\nz(1)\n",
    "ifs": _blocks("if x:"),
    "fors": _blocks("for z in tf.log(x):"),
    "whiles": _blocks("while x:"),
    "withs": _blocks("with tf.Session() as x:"),
    "functions": _blocks("def f(z=tf.log):"),
    "classes": _blocks("class A(tf.keras.Model):"),
    "tries": lambda depth: (
        _blocks("try:")(depth)
        + "".join(f"{' ' * level}except tf.log: pass\n" for level in range(min(depth, _MAX_BLOCKS) - 1, -1, -1))
    ),
    "elifs": lambda depth: "if x:\n  tf.log(1)\n" + "elif tf.log(x):\n  x = tf.exp\n" * depth,
    "decorators": lambda depth: "@tf.function\n" * depth + "def f(z):\n  return tf.log(z)\n",
    "patterns": lambda depth: f"match tf.log:\n  case {'[' * depth}tf.log{']' * depth}: pass\n",
    "withs in a row": lambda depth: f"with {'tf.Session() as s, ' * depth}tf.Session() as x: pass\n",
    "printed": lambda depth: f"print {'(' * depth}tf.log(x){')' * depth}\n",
    "old lambdas": lambda depth: f"print {'lambda (a, b): ' * depth}tf.log(x)\n",
    "functions in a row": lambda depth: "".join(f"def f{n}(z): return f{n + 1}(tf.log(z))\n" for n in range(depth)),
    "classes in a row": lambda depth: (
        "class A0(tf.keras.Model): pass\n"
        + "".join(f"class A{n + 1}(A{n}): pass\n" for n in range(depth))
        + f"A{depth}().summary()\n"
    ),
    "names in a row": lambda depth: "z0 = tf.log\n" + "".join(f"z{n + 1} = z{n}\n" for n in range(depth)),
    "loop of names": lambda depth: (
        "while x:\n" + "".join(f"  z{n} = z{n + 1}.a\n" for n in range(depth)) + f"  z{depth} = z0\nz{depth} = tf\n"
    ),
}


def deep() -> dict[str, Kind]:
    """Returns the inputs with nesting of every kind, at every depth."""
    return {f"deep {name}": Kind(len(_DEPTHS), _at_depth(program)) for name, program in _DEEP.items()}


def _at_depth(program: Callable[[int], str]) -> Callable[[int], list[Input]]:
    return lambda number: [Input(NOWHERE, (_HEAD + program(_DEPTHS[number])).encode())]


_LINES: Final[dict[str, tuple[str, str, str]]] = {
    "a call": ("y = tf.log(", "x, ", "x)\n"),
    "keywords": ("y = tf.layers.dense(x, ", "**x, ", "units=3)\n"),
    "a list": ("y = [", "1, ", "tf.log]\n"),
    "a list of names": ("y = [", "tf.log, ", "1]\n"),
    "a list of calls": ("y = [", "tf.log(1), ", "1]\n"),
    "a dictionary": ("y = {", "'a': x, ", "'b': tf.log}\n"),
    "a text": ("tf.log('", "a", "')\n"),
    "a text of lines": ("tf.log('''", "a\n", "''')\n"),
    "a comment": ("tf.log(1)  # ", "a b ", "\n"),
    "a comment that accepts": ("tf.log(1)  # noqa: TF101", ", TF101", "\n"),
    "accepting comments": ("tf.log(1)", "  # tf2lint: ignore[TF101]", "\n"),
    "wrong comments": ("tf.log(1)", " # noqa:", "\n"),
    "spaces": ("tf.log(1)", " ", "# flake8: noqa\n"),
    "spaces before": ("", " ", "# flake8: noqa tf.log\n"),
    "lines of spaces": ("", "   \n", "tf.log(1)\n"),
    "statements": ("", "tf.log(1); ", "x\n"),
    "bindings": ("", "x = tf.log; ", "x\n"),
    "targets": ("", "x, ", "y = tf.log\n"),
    "imports": ("from tensorflow import ", "log, ", "exp\n"),
    "names": ("global ", "tf, ", "x\ntf.log(1)\n"),
    "brackets": ("tf.log(1)", "[0]", "\n"),
    "unclosed": ("tf.log(1)\n", "(", "\n"),
    "closing": ("tf.log(1)\n", ")", "\n"),
    "quotes": ("tf.log(1)\n", "'", "\n"),
    "backslashes": ("tf.log(1) + ", "\\\n", "1\n"),
    "old operators": ("print tf.log(1)", " <> 1", "\n"),
    "old backticks": ("print tf.log(1)", " + `x`", "\n"),
    "old numbers": ("print tf.log(1)", " + 0777L", "\n"),
    "old lambdas in a list": ("print [", "lambda (a, b): a, ", "tf.log(1)]\n"),
    "old prints": ("", "print tf.log(1)\n", "\n"),
    "old tabs": ("if x:\n        print 1\n", "\ttf.log(1)\n", "\n"),
    "old function": ("print 1\ndef f(", "(a, b), ", "x): tf.log(x)\n"),
    "async": ("print tf.log(1)\nx = [", "async, ", "1]\n"),
    "dots": ("tf", ".", "\n"),
    "letters": ("tf.log(", "é", ")\n"),
    "letters and calls": ("x = 'é', ", "tf.log('é'), ", "1\n"),
    "annotations": ("def f(", "x: 'tf.log', ", "y): pass\n"),
    "parameters": ("def f(", "x=tf.log, ", "y=1): pass\n"),
}
_MEGABYTES: Final = (1, 10)


def wide() -> dict[str, Kind]:
    """Returns the inputs with lines of several megabytes, or with very many lines."""
    made = {f"megabytes of {name}": Kind(len(_MEGABYTES), _of_size(*parts)) for name, parts in _LINES.items()}
    return {**made, **{name: Kind(1, _fixed(program)) for name, program in _MANY.items()}}


def _of_size(before: str, part: str, after: str) -> Callable[[int], list[Input]]:
    return lambda number: [
        Input(NOWHERE, f"{_HEAD}{before}{part * (_MEGABYTES[number] * 1_000_000 // len(part))}{after}".encode())
    ]


def _fixed(program: Callable[[], str]) -> Callable[[int], list[Input]]:
    return lambda _: [Input(NOWHERE, (_HEAD + program()).encode())]


_MANY: Final[dict[str, Callable[[], str]]] = {
    "100,000 functions": lambda: "".join(f"def f{n}(x):\n    return tf.log(x)\n" for n in range(100_000)),
    "100,000 functions that call": lambda: "".join(
        f"def f{n}(x):\n    return f{n // 2}(tf.log)\n" for n in range(100_000)
    ),
    "10,000 classes": lambda: "".join(
        f"class A{n}(tf.keras.Model):\n    def call(self, x):\n        self.x = tf.log\n        return self.x(x)\n"
        for n in range(10_000)
    ),
    "10,000 models": lambda: "".join(f"m{n} = tf.keras.Sequential()\nm{n}.fit(x)\n" for n in range(10_000)),
    "10,000 methods": lambda: (
        "class A(tf.keras.Model):\n"
        + "".join(f"    def f{n}(self, x):\n        self.a{n} = self.a{n - 1}(tf.log)\n" for n in range(10_000))
    ),
    "100,000 names": lambda: "".join(f"x{n} = tf.log\nx{n}(1)\n" for n in range(100_000)),
    "10,000 reuse flags": lambda: "".join(
        f"def f{n}(x, reuse):\n    with tf.variable_scope('a', reuse=reuse):\n        return f{n + 1}(x, reuse)\n"
        for n in range(10_000)
    ),
    "20,000 lines of a loop": lambda: (
        "while x:\n" + "".join(f"    x{n % 700} = tf.log(x{n % 13})\n" for n in range(20_000))
    ),
    "20,000 branches": lambda: "".join(f"if x:\n    y = tf.a{n}\nelse:\n    y = tf.log\ny(1)\n" for n in range(20_000)),
}
