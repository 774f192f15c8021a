"""The texts in the trees of hostile_trees.py, and the options for them."""

from __future__ import annotations

import json
from encodings import aliases
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

TF1: Final = "import tensorflow as tf\ntf.log(1.0)\n"
OPTIONS: Final = (
    ("--target", "auto"),
    ("--keras-version", "auto"),
    ("--diff-base", "HEAD"),
    ("--diff-base", "-x"),
    ("--baseline", "base.json"),
    ("--prune-baseline",),
    ("--format", "json"),
    ("--format", "github"),
    ("--format", "sarif"),
    ("--format", "junit"),
    ("--format", "grouped"),
    ("--show-source",),
    ("--statistics",),
    ("--no-cache",),
    ("--cache-dir", "cache"),
    ("--cache-dir", "."),
    ("--jobs", "2"),
    ("--isolated",),
    ("--force-exclude",),
    ("--extend-select", "ALL"),
    ("--exclude", "*a*"),
)
#: Names of files; bytes are no valid text.
NAMES: Final = (
    "c\n::error file=x::forged.py",
    "\x1b[2J\x07.py",
    b"\xff\xfe.py",
    b"\xed\xa0\x80.py",
    "-h.py",
    "--fix.py",
    " .py",
    ".py",
    "a b.py",
    "a:b.py",
    "con.py",
    "\u202egnp.py",
    "e\u0301.py",
    "\u00e9.py",
    "n" * 250 + ".py",
    "n" * 252 + ".py",
    "~.py",
    "%s%n.py",
    "{0}.py",
    "'\";.py",
    "<b>.py",
    "&amp;.py",
    "a\\b.py",
    "\t.py",
    "typing.py",
    "tensorflow.py",
    "keras/__init__.py",
    "tensorflow/__init__.py",
    "numpy.py",
    "__init__.py",
    "__main__.py",
    "conftest.py",
    "\U0001f600.py",
    "x.py.py",
    "re.py",
    "\r.py",
)
_PROGRAMS: Final = (
    TF1,
    "import tensorflow as tf\ns = tf.Session()\nx = tf.placeholder(tf.float32)\nprint(s.run(tf.log(x), {x: 1}))\n",
    "from a import *\nfrom b import *\nfrom c import *\nfrom sub import *\ntf.log(tf.Session().run(x))\n",
    "from . import a, b\nfrom .. import c\nfrom ....... import d\nclass A(a.A, A): pass\nA().run(tf)\n",
    "import tensorflow as tf\nprint 'x', tf.log(1)\nexec 'y'\nx = 0777L <> `1`\nraise E, 'x'\n",
    "import tensorflow as tf\r\rtf.log(1)\r\ntf.exp(\x0c1)\x00\n",
    "import tensorflow as tf\n" + "(" * 300 + "tf.log(1)" + ")" * 300 + "\n",
    "import tensorflow as tf\nx = " + "-" * 3000 + "tf.log(1)\n",
    "import tensorflow as tf\nx = tf" + ".log" * 3000 + "\n",
    "import tensorflow as tf\nx = " + "tf.log(" * 90 + "1" + ")" * 90 + "\n",
    "import tensorflow as tf\n"
    + "".join(f"{' ' * depth}if tf.log({depth}):\n" for depth in range(95))
    + " " * 96
    + "pass\n",
    "import tensorflow as tf\nx = 1" + "0" * 5000 + "\ny = 9 ** 9 ** 9\nz = [0] * 10 ** 10\ntf.log('a' * 10 ** 10)\n",
    "import tensorflow as tf\nx: 'tf.log(' = \"%s\" % f'{tf.log(1)!r:>{x}}'\ndef f(*a: 'x', **k) -> '\\x00': yield\n",
    "import tensorflow as tf\ntf.log(1)  # noqa: "
    + "TF101," * 2000
    + "\n# tf2lint: ignore-file["
    + "TF1 " * 2000
    + "\n",
    "import tensorflow as tf\n" + "from x import (\n" * 2000,
    "import tensorflow as tf\n'''" + "\\'" * 20_000 + "\n",
    "import tensorflow as tf\nwith tf.variable_scope('a', reuse=tf.AUTO_REUSE) as s, s: tf.get_variable('x', [s])\n",
    "import tensorflow as tf\ndef f(s): return f(s).run(s)\nclass S(tf.Session, S): run = f\nf(S(f(S)))\n",
    "\ufeffimport tensorflow as tf\ntf.log(1)\n" + "x = tf.log(1)\\\n" * 9,
    "import tensorflow as tf\n" + "\n".join(f"x{n} = tf.log(x{n - 1})" for n in range(60)) + "\n",
)
_VALUES: Final = (
    '""',
    '"."',
    '".."',
    '"../outside"',
    '"/dev/zero"',
    '"cache"',
    '"loop"',
    '"auto"',
    '"2.10"',
    '"9.9"',
    "1",
    "-1",
    "nan",
    "1e400",
    "true",
    "[]",
    '["ALL"]',
    '["TF1", "TF"]',
    '["*[z-a]"]',
    '["' + "*a" * 40 + '"]',
    '["**/**/**/a"]',
    "{}",
    '{"*" = ["TF"]}',
    '{"[" = ["TF1"]}',
    '"a\\u0000b"',
    '"\\ud800"',
    '"a\\nb"',
    "[[" * 200,
    "1979-05-27",
    "1" * 5000,
    '"base.json"',
    '"~"',
    '"$HOME"',
)
_KEYS: Final = (
    "target",
    "keras-version",
    "source-version",
    "select",
    "extend-select",
    "ignore",
    "per-file-ignores",
    "exclude",
    "extend-exclude",
    "force-exclude",
    "respect-gitignore",
    "time-limit",
    "fail-on",
    "baseline",
    "cache-dir",
    "fixable",
    "unfixable",
    "extend-safe-fixes",
    "extend-unsafe-fixes",
    "extend",
    "unknown",
)
_GOOD: Final = {
    "select": '["ALL"]', "exclude": '["x"]', "time-limit": "2", "cache-dir": '"cache"', "target": '"2.10"',
    "baseline": '"base.json"',
    "extend-exclude": '["**/b"]', "per-file-ignores": '{"a.py" = ["TF1"]}', "respect-gitignore": "false",
}  # fmt: skip
_PATTERN_PARTS: Final = (
    "*",
    "**",
    "/",
    "a",
    "[",
    "]",
    "!",
    "\\",
    "?",
    "#",
    " ",
    "[z-a]",
    "[^",
    "**/",
    "\0",
    "é",
    "sub",
    ".py",
    "{a,b}",
)
_REQUIREMENTS: Final = (
    "tensorflow",
    "tensorflow==2.10",
    "tensorflow>=" + "9" * 5000,
    "tensorflow==1.15",
    "tensorflow[x]==2.*; python_version<'3'",
    "-r requirements.txt",
    "-r /dev/zero",
    "-e .",
    "tensorflow @ file:///dev/zero",
    "tensorflow===?",
    "\0",
    "tensorflow" + "==1" * 999,
    "keras==3.0",
    "tensorflow ; " + "(" * 500,
    "tensorflow~=2.1" + ".0" * 3000,
)
_YAML: Final = (
    "dependencies: !!python/object/apply:os.system ['touch ../outside/ran']\n",
    "dependencies: !!set {tensorflow}\n",
    "a: &a [x, x, x]\n"
    + "".join(f"{new}: &{new} [{f'*{old}, ' * 9}]\n" for old, new in pairwise("abcdefgh"))
    + "dependencies: *h\n",
    "dependencies: &a [*a, tensorflow==2.10]\n",
    "<<: 1\n",
    "? [a]\n: b\n",
    "[" * 3000,
    "dependencies: [1e400, 9999-99-99, ~]\n",
    "dependencies:\n  - pip:\n    - tensorflow==2.10\n",
    "\0",
    "a: &a {x: 1}\nb:\n  <<: [*a, *a, *a]\n",
)
_GIT_CONFIG: Final = (
    "[core]\nfsmonitor = touch ../outside/ran\n",
    "[core]\nhooksPath = .\n",
    '[filter "x"]\nclean = touch ../outside/ran\n',
    "[diff]\nexternal = touch ../outside/ran\n",
    "[include]\npath = /dev/zero\n",
    "[core]\nworktree = ../../outside\n",
    "[",
    "\0",
    "[core]\nrepositoryformatversion = 99\n",
    "[core]\nbare = true\n",
    '[diff "x"]\ntextconv = touch ../outside/ran\n',
    "[core]\npager = touch ../outside/ran\nsshCommand = touch ../outside/ran\n[alias]\ndiff = !touch ../outside/ran\n",
)


def program(draw: random.Random) -> str:
    """Returns a program."""
    text = draw.choice(_PROGRAMS)
    if draw.random() < 0.2:
        start = draw.randrange(len(text))
        text = text[:start] + draw.choice(("\0", "\ud800", "(", '"""', "\\", "\n\t", "tf.")) + text[start:]
    return text


def encoded(draw: random.Random) -> bytes:
    """Returns a program that declares any encoding, true or not."""
    names = (*sorted(aliases.aliases), "no such", "idna", "undefined", "\udcff", "utf-8-sig", "x" * 500)
    head = f"# coding: {draw.choice(names)}\n".encode("utf-8", "surrogateescape")
    return (
        head
        + TF1.encode(draw.choice(("utf-8", "utf-16", "utf-32", "utf-7")))
        + draw.randbytes(draw.choice((0, 5, 500)))
    )


def notebook(draw: random.Random) -> str:
    """Returns a notebook, or something that looks like one."""
    sources = (
        TF1,
        [TF1, "%time tf.log(1)"],
        "%%bash\nrm -rf ..",
        "!touch ../outside/ran",
        "%time " * 300 + "tf.log(1)",
        None,
        {"a": 1},
        [1, None],
        "%run ../outside/secret.py",
        "%load ../outside/secret.py",
        "x?" * 500,
        ">>> tf.log(1)\n" * 99,
        "print 'x'",
        "\ud800 tf",
        "%%time\n" * 200,
    )
    cells: list[object] = [{"cell_type": "code", "source": draw.choice(sources)} for _ in range(draw.randrange(6))]
    cells += draw.choice(
        ([], [None], [[]], [{"cell_type": {}}], [{"cell_type": "code", "source": TF1, "outputs": [0] * 1000}])
    )
    text = json.dumps({"cells": cells, "metadata": draw.choice(({}, None, [], {"kernelspec": 1})), "nbformat": 4})
    return draw.choice(
        (
            text,
            text,
            text,
            text[: draw.randrange(len(text))],
            "[" * 5000,
            '{"cells": ' * 2000,
            f'{{"a": {"1" * 5000}}}',
            "\ufeff" + text,
        )
    )


def patterns(draw: random.Random) -> str:
    """Returns patterns of an ignore file."""
    lines = ["".join(draw.choices(_PATTERN_PARTS, k=draw.randrange(1, 12))) for _ in range(draw.randrange(1, 9))]
    return "\n".join([*lines, "*a" * draw.choice((0, 40)) + "b"])


def settings(draw: random.Random) -> str:
    """Returns a configuration, of which most values are valid in half of the cases."""
    if draw.random() < 0.5:
        chosen = draw.sample(sorted(_GOOD.items()), draw.randrange(1, 4))
    else:
        chosen = [(draw.choice(_KEYS), draw.choice(_VALUES)) for _ in range(draw.randrange(1, 3))]
    lines = "".join(f"{key} = {value}\n" for key, value in chosen)
    return draw.choice(("", "[tool.tf2lint]\n")) + lines


def requirements(name: str, draw: random.Random) -> str:
    """Returns the content of a file with requirements."""
    listed = draw.choices(_REQUIREMENTS, k=draw.randrange(1, 5))
    if name.endswith(("yml", "yaml")):
        return draw.choice(_YAML)
    if name == "setup.py":
        return draw.choice(
            (
                f"setup(install_requires={listed!r})",
                "(" * 9000,
                "-" * 9000 + "1",
                "x = f" + "()" * 3000,
                "import os; os.system('touch ../outside/ran')",
            )
        )
    if name.endswith("json") or name == "Pipfile.lock":
        return draw.choice((json.dumps({"default": {one: {"version": one} for one in listed}}), "[" * 9000))
    if name == "setup.cfg":
        return "[options]\ninstall_requires =\n" + "".join(f"  {one}\n" for one in listed)
    if name in ("Pipfile", "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml"):
        return draw.choice(
            ("[packages]\ntensorflow = {}\n", "[[package]]\nname = 'tensorflow'\nversion = {}\n")
        ).format(json.dumps(listed[0]))
    return "\n".join(listed)


def baseline(draw: random.Random) -> str:
    """Returns a baseline, valid or not."""
    path = draw.choice(
        ("a.py", "../outside/secret.py", "/dev/zero", "a\0b.py", "\ud800.py", "\udcff.py", "", "x" * 5000, "loop/" * 99)
    )
    entry = {
        "path": path,
        "code": draw.choice(("TF101", "TF999", "", "\0")),
        "symbol": "",
        "line": "x",
        "count": draw.choice((1, 0, 10**30)),
    }
    return draw.choice(
        (json.dumps({"version": draw.choice((1, 1, 1, 2, None)), "findings": [entry]}), "[" * 9000, "{}", "", "null")
    )


def git_file(name: str, draw: random.Random) -> str:
    """Returns the content of a file in the folder of a repository."""
    if name == "config":
        return "".join(draw.choices(_GIT_CONFIG, k=draw.randrange(1, 3)))
    return draw.choice(
        (
            "ref: refs/heads/main\n",
            "ref: ../../../outside/secret.py\n",
            "0" * 40 + "\n",
            "",
            "\0" * 50,
            "DIRC" + "\xff" * 40,
        )
    )
