"""Nothing raises an error: neither Python's own test files nor damaged programs."""

from __future__ import annotations

import ast
import gc
import re
import sysconfig
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings, strategies as st

from support.cases import cases
from tf2lint.engine import Engine, no_garbage_collection
from tf2lint.model import Settings
from tf2lint.project.workspace import Workspace
from tf2lint.resolver.statements import StatementInterpreter
from tf2lint.source.mention_index import MentionIndex
from tf2lint.source.parsing import deep_recursion, parse
from tf2lint.table.mapping_table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable

STDLIB_TESTS = Path(sysconfig.get_path("stdlib")) / "test"
#: Files that together use all syntax of the language.
FILES = (
    "test_grammar", "test_scope", "test_patma", "test_named_expressions", "test_fstring", "test_generators",
    "test_listcomps", "test_exceptions", "test_except_star", "test_coroutines", "test_typing", "test_unpack_ex",
    "test_super", "test_contextlib", "test_lambda", "test_global", "test_type_params", "test_syntax",
    "test_dataclasses",
)  # fmt: skip
GAN = (Path(__file__).parent.parent / "examples" / "gan_tf1.py").read_text("utf-8")
KERAS = (Path(__file__).parent / "typestate" / "keras_programs.md").read_text("utf-8")
#: The programs to damage: one for TensorFlow 1, and short ones with models.
PROGRAMS = [GAN, *re.findall(r"^```python\n(.*?)```", KERAS, re.MULTILINE | re.DOTALL)]
ENGINE = Engine()


@pytest.mark.skipif(not STDLIB_TESTS.is_dir(), reason="this Python comes without its own tests")
def test_python_test_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MentionIndex, "relevant_statements", lambda self, statements: statements)
    workspace = Workspace(table_for(None))
    bodies = 0
    for name in FILES:
        path = STDLIB_TESTS / f"{name}.py"
        if path.is_file():
            source = path.read_text("utf-8")
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                state = workspace.analyze(ast.parse(source), source, str(path)).state
            bodies += len(state.bodies)
    assert bodies > 3000


def test_a_guard_applies_even_if_no_selected_rule_covers_its_name() -> None:
    source = (
        "import tensorflow as tf\n"
        "try:\n"
        "    tf.placeholder(tf.float32)\n"
        "    old = True\n"
        "except AttributeError:\n"
        "    old = False\n"
        "if old:\n"
        "    tf.contrib.layers.flatten(1)\n"
        "tf.contrib.layers.flatten(2)\n"
    )
    for everything in (True, False):
        findings = Engine(Settings(select=("TF2",))).check(source, "program.py", everything=everything).findings
        assert [finding.span.line for finding in findings] == [9]


def test_a_check_leaves_no_reference_cycles() -> None:
    sources = [GAN, *(text for case in cases() for text in case.files.values())]
    with no_garbage_collection():
        for _ in range(2):  # facts about names stay cached
            gc.collect()
            for source in sources:
                with suppress(SyntaxError):
                    ENGINE.check(source, "program.py")
        assert gc.collect() == 0


def check(source: str) -> bool:
    """Checks a program and returns whether it parses. All findings must lie within the text."""
    try:
        findings = ENGINE.check(source, "damaged.py").findings
    except SyntaxError:
        return False
    assert ENGINE.check(source, "damaged.py", everything=True).findings == findings
    lines = re.split(r"\r\n|\r|\n", source)
    for finding in findings:
        span = finding.span
        assert (1, 1) <= (span.line, span.column) < (span.end_line, span.end_column)
        first = lines[span.line - 1][span.column - 1]
        assert not first.isspace()
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
    return True


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_damaged_programs(data: st.DataObject) -> None:
    """Lines are deleted, duplicated, swapped or truncated; characters are inserted; `tf` is replaced."""
    lines = data.draw(st.sampled_from(PROGRAMS)).splitlines()
    for _ in range(data.draw(st.integers(1, min(6, len(lines) - 2)))):
        index = data.draw(st.integers(0, len(lines) - 2))
        match data.draw(st.integers(0, 5)):
            case 0:
                del lines[index]
            case 1:
                lines.insert(index, lines[data.draw(st.integers(0, len(lines) - 1))])
            case 2:
                lines[index], lines[index + 1] = lines[index + 1], lines[index]
            case 3:
                lines[index] = lines[index][: data.draw(st.integers(0, max(1, len(lines[index]))))]
            case 4:
                at = data.draw(st.integers(0, len(lines[index])))
                lines[index] = lines[index][:at] + data.draw(st.characters()) + lines[index][at:]
            case 5:
                other = data.draw(st.sampled_from(("tf.tf", "x", "(tf)", "tf[0]", "tf1")))
                lines[index] = lines[index].replace("tf", other)
    check("\n".join(lines))


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_text(text: str) -> None:
    check(f"import tensorflow as tf\n{text}")


@pytest.mark.parametrize(
    "source",
    [
        "tf" + ".x" * 800,
        "continue",
        "class A:\n    break\n    return tf.log",
        "class A:\n    return 1\nset(tf.global_variables())",
        "yield tf.log",
        "global tf\nnonlocal x\ntf = 3",
        "def f(tf, tf): global tf; return tf.log",
        "f(" * 80 + "tf.log" + ")" * 80,
        "x = " + "tf.log(" * 90 + "1" + ")" * 90,
        "if x:\n  pass\n" + "elif tf.log(x):\n  pass\n" * 300,
        "x = tf" + ".a().b" * 300,
        "\n".join("    " * depth + "for x in tf.log(x):" for depth in range(18)) + "\n" + "    " * 18 + "pass",
        "\n".join(f"x{n} = x{n - 1} = tf.log" for n in range(1, 400)),
        "x = tf.keras.Input([3])\ny = x" + " + 1" * 900,
        "x = tf.keras.Input([3])\ny = " + "tf.keras.layers.ReLU()(" * 90 + "x" + ")" * 90 + "\nif y: pass",
        "x = tf.keras.Input([3])\nif y:\n  pass\n" + "elif y:\n  tf.abs(x)\n" * 300,
        "class A(tf.keras.Model):\n  pass\n" + "class A(A):\n  pass\n" * 50 + "A().summary()",
        "def f(x):\n    return f(f(x))\nf(tf.keras.Input([3]))",
        "while x:\n" + "\n".join(f"    x{n} = x{n - 1}.a" for n in range(1, 60)) + "\n    x0 = x59\nx0 = tf",
        # Code that ends in an exit, after a relevant statement.
        "def f():\n  tf.Graph()\nfrom a import tf\nimport tensorflow as tf\nimages = tf.ones([])\n"
        "tf.keras.Input(tensor=images)\nraise SystemExit",
        "tf.x = 1\nlate.log\nlate = tf.math\ntf.log(1)\ntf.log = tf.exp",
    ],
)
def test_deeply_nested_and_unusual_programs(source: str) -> None:
    assert check(f"import tensorflow as tf\nx = x0 = tf\n{source}\n")


def test_nesting_that_the_parser_rejects_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        parse("(" * 5000 + ")" * 5000, "deep.py")


#: Chains that nest without brackets, with a number of links that can certainly be parsed and analyzed.
CHAINS = {
    "sum": ("tf.log(x)", " + x", 2_000),
    "items": ("x", "[0]", 2_000),
    "attributes": ("tf.Session()", ".graph", 2_000),
    "methods": ("tf", ".log()", 300),
}


@pytest.mark.parametrize("name", CHAINS)
def test_the_raised_recursion_limit_does_not_apply_to_the_parser(name: str) -> None:
    """Up to Python 3.12 the parser would use as much of the C stack as the recursion limit allows."""
    first, link, links = CHAINS[name]
    begin = "import tensorflow as tf\nx = tf.keras.Input([3])\ny = "
    assert check(f"{begin}{first}{link * links}\n")
    assert not check(f"{begin}{first}{link * 50_000}\n")
    with deep_recursion(), pytest.raises(SyntaxError, match="nested too deeply"):
        parse(f"{first}{link * 50_000}")


def test_an_annotation_that_is_nested_too_deeply_is_ignored() -> None:
    assert check(f"import tensorflow as tf\ndef f(y: 'tf.log{'[0]' * 50_000}'): tf.log(1)\n")


def test_many_functions_and_a_long_chain_of_subclasses() -> None:
    """Checking one must not require a search of all others."""
    functions = "".join(f"def f{n}(x): return f{n + 1}(tf.log(x))\n" for n in range(2_000))
    assert check(f"import tensorflow as tf\nx = tf.keras.Input([3])\n{functions}")
    classes = "".join(f"class A{n + 1}(A{n}): pass\n" for n in range(300))
    source = f"import tensorflow as tf\nclass A0(tf.keras.Model): pass\n{classes}A300().fit(1)\nA50().fit(1)\n"
    lines = [finding.span.line for finding in ENGINE.check(source, "classes.py").findings]
    assert lines == [304], "of the other one not all that it is made from is looked at"


def test_a_long_chain_of_star_imports(tmp_path: Path) -> None:
    for number in range(1_500):
        (tmp_path / f"m{number}.py").write_text(f"from m{number + 1} import *\n")
    (tmp_path / "m1500.py").write_text("import tensorflow as tf\nother = made()\n")
    source = "import tensorflow as other\nfrom m0 import *\ntf.log(1)\nother.log(1)\n"
    result = Engine().check(source, str(tmp_path / "program.py"))
    assert [finding.span.line for finding in result.findings] == [3]


def test_many_names() -> None:
    """With many words, all are indexed at once; a name that may hold too many values is unknown."""
    names = "".join(f"x{n} = tf.log\nx{n}(1)\nx{n}_1 = 0\n" for n in range(400))
    findings = ENGINE.check(f"import tensorflow as tf\n{names}", "names.py").findings
    assert [finding.span.line for finding in findings] == [2 + index for n in range(0, 1200, 3) for index in (n, n + 1)]
    branches = "".join(f"if x:\n    y = tf.a{n}\nelse:\n    y = tf.log\ny(1)\n" for n in range(100))
    assert check(f"import tensorflow as tf\nx = y\n{branches}")


def test_a_function_among_many_names_keeps_those_that_it_mentions() -> None:
    names = "".join(f"x{n} = tf\n" for n in range(2_000))
    functions = "".join(
        f"def f{n}(x=0):\n    def g(): return x{n}.log(x1999.exp(1))\n    return g\n" for n in (0, 3, 900)
    )
    findings = ENGINE.check(f"import tensorflow as tf\n{names}{functions}", "names.py").findings
    assert [finding.span.line for finding in findings] == [2003, 2006, 2009]


@pytest.mark.parametrize("far", [range(1, 2), range(900, 1_000), range(1_900, 2_000), range(3_000, 3_001)], ids=str)
def test_parsing_works_deep_in_the_call_stack(far: range) -> None:
    """The recursion limit is raised however close the call stack is to the parser's usual limit."""
    nested = f"{'(' * 40}tf.log{')' * 40}"

    def down(depth: int) -> bool:
        return down(depth - 1) if depth else isinstance(parse(nested).body[0], ast.Expr)

    with deep_recursion():
        assert all(map(down, far))


def swapping_loops(depth: int) -> str:
    """Nested loops of which the innermost changes what all of them bind."""
    loops = "".join(f"{' ' * level}for x in x.log:\n" for level in range(depth))
    return f"import tensorflow as tf\nx = y = tf\n{loops}{' ' * depth}y, x = x.a, y\n"


def passing_loops(depth: int) -> str:
    """Nested loops that pass on what others bind, each in a different order."""
    down = "".join(
        f"{' ' * level}for y{level % 3} in y:\n{' ' * level} x{level} = x{(level * 7 + 1) % depth}\n"
        f"{' ' * level} y{(level + 1) % 3} = tf.log\n"
        for level in range(depth)
    )
    up = "".join(f"{' ' * level}x{(level * 3) % depth} = tf.layers\n" for level in range(depth, 0, -1))
    return f"import tensorflow as tf\nx = tf\n{down}{up}"


@pytest.mark.parametrize("depth", [5, 12, 18])
@pytest.mark.parametrize(("program", "power"), [(swapping_loops, 2), (passing_loops, 3)])
def test_nested_loops_are_not_analyzed_from_scratch(
    program: Callable[[int], str], power: int, depth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise, each loop would double the work for the loops in it."""
    analyzed: list[list[ast.stmt]] = []
    block = StatementInterpreter.block

    def counting_block(self: StatementInterpreter, body: list[ast.stmt]) -> None:
        analyzed.append(body)
        block(self, body)

    monkeypatch.setattr(StatementInterpreter, "block", counting_block)
    assert check(program(depth))
    assert len(analyzed) < 8 * depth**power
