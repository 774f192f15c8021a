"""A file that is checked alone has the findings that it has when all files are checked, in any order."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings, strategies as st

from tf2lint.engine import Engine

MODULES = ("one", "two", "three")
IMPORTS = "import dataclasses, functools\nimport tensorflow as tf\nimport one, two, three"
MARK = "# found"


class Kind(NamedTuple):
    """A way in which a session flows between modules.

    The placeholders `{user}`, `{maker}` and `{between}` are modules, and `{n}` makes names unique.

    Attributes:
        user: the code that uses the session; the line with `MARK` has the finding.
        maker: the code that creates it.
        between: the code through which it flows, in a third module.
    """

    user: str
    maker: str
    between: str = ""


FUNCTION = f"def f{{n}}(x):\n  return x.run(1)  {MARK}"
CLASS = f"class C{{n}}:\n  x = None\n  def f(self):\n    return self.x.run(1)  {MARK}"
METHOD = f"class D{{n}}({{maker}}.B{{n}}):\n  def f(self, x):\n    return x.run(1)  {MARK}"
REGISTRY = """
class G{n}:
  def __init__(self): self.parts = {{}}
  def register(self, name):
    def decorator(part):
      self.parts[name] = part
      return part
    return decorator
  def get(self, name):
    part = self.parts.get(name)
    if part is None: raise KeyError(name)
    return part
g{n} = G{n}()
"""
KINDS = [
    Kind(FUNCTION, "{user}.f{n}(tf.Session())"),
    Kind(FUNCTION, "{user}.f{n}(*[tf.Session()])"),
    Kind(FUNCTION, "{user}.f{n}(**{{'x': tf.Session()}})"),
    Kind(FUNCTION, "functools.partial({user}.f{n}, x=tf.Session())"),
    Kind(FUNCTION, "{between}.g{n}(x=tf.Session())", "def g{n}(*args, **named): return {user}.f{n}(*args, **named)"),
    Kind(FUNCTION, "{between}.g{n}(tf.Session())", "def g{n}(given): return {user}.f{n}(given)"),
    Kind(f"{FUNCTION}\nF{{n}} = {{{{'f': f{{n}}}}}}", "import sys\n{user}.F{n}[sys.argv[1]](tf.Session())"),
    Kind(CLASS, "c{n} = {user}.C{n}()\nc{n}.x = tf.Session()"),
    Kind(CLASS, "class D{n}({user}.C{n}):\n  def __init__(self): self.x = tf.Session()"),
    Kind(
        CLASS,
        "class E{n}:\n  def __init__(self): self.x = tf.Session()",
        "class D{n}({user}.C{n}, {maker}.E{n}):\n  pass",
    ),
    Kind(METHOD, "class B{n}:\n  def go(self): self.f(tf.Session())\n  def f(self, x): raise NotImplementedError"),
    Kind(
        f"@dataclasses.dataclass\nclass R{{n}}:\n  x: object\n  def f(self):\n    return self.x.run(1)  {MARK}",
        "{user}.R{n}(tf.Session())",
    ),
    Kind(f"for x{{n}} in {{maker}}.g{{n}}():\n  x{{n}}.run(1)  {MARK}", "def g{n}(): yield tf.Session()"),
    Kind(f"{{maker}}.S{{n}}['a'].run(1)  {MARK}", "S{n} = {{'a': tf.Session()}}"),
    Kind(f"{{maker}}.m{{n}}()[1].run(1)  {MARK}", "def m{n}(): return 1, tf.Session()"),
    Kind(
        f"{{between}}.m{{n}}().run(1)  {MARK}",
        "def m{n}(given): return given or tf.Session()",
        "def m{n}(): return {maker}.m{n}(1)",
    ),
    Kind(f"{FUNCTION}\n{{maker}}.w{{n}}(f{{n}})", "def w{n}(given): given(tf.Session())"),
    Kind(f"{FUNCTION}\n{{maker}}.w{{n}}([f{{n}}])", "def w{n}(all):\n  for one in all: one(tf.Session())"),
    Kind(
        f"{FUNCTION}\n{{between}}.w{{n}}(f{{n}})",
        "def w{n}(given): given(tf.Session())",
        "def w{n}(given): {maker}.w{n}(given)",
    ),
    Kind(
        f"@{{maker}}.d{{n}}\n{FUNCTION}",
        "def d{n}(given):\n  def w(*args): return given(tf.Session(), *args)\n  return w",
    ),
    Kind(f"@{{between}}.g{{n}}.register(1)\n{FUNCTION}", "{between}.g{n}.get(1)(tf.Session())", REGISTRY),
    Kind(
        f"import {{maker}}\n{{between}}.g{{n}}.get(1)().x.run(1)  {MARK}",
        "@{between}.g{n}.register(1)\nclass P{n}:\n  def __init__(self): self.x = tf.Session()",
        REGISTRY,
    ),
    Kind(
        f"class T{{n}}:\n  def f(self, x): x.run(1)  {MARK}\ndef t{{n}}(): return T{{n}}()",
        "{user}.t{n}().f(tf.Session())",
    ),
    Kind(f"class T{{n}}:\n  def f(self, x): x.run(1)  {MARK}\nt{{n}} = T{{n}}()", "{user}.t{n}.f(tf.Session())"),
]
NOTHING = Kind("def n{n}(x):\n  return x.run(1)", "class Runner:\n  def run(self, x): ...\n{user}.n{n}(Runner())")


class Program(NamedTuple):
    """The texts of the modules, and the lines of each that have a finding about a session's run."""

    texts: dict[str, str]
    expected: dict[str, list[int]]


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Several kinds in one program, each between modules in some order."""
    parts: dict[str, list[str]] = {module: [IMPORTS] for module in MODULES}
    for n, kind in enumerate(draw(st.lists(st.sampled_from([*KINDS, NOTHING]), min_size=1, max_size=4))):
        user, maker, between = draw(st.permutations(MODULES))
        for module, code in ((user, kind.user), (maker, kind.maker), (between, kind.between)):
            parts[module].append(code.format(user=user, maker=maker, between=between, n=n))
    texts = {module: "\n".join(code) + "\n" for module, code in parts.items()}
    marked = {
        module: [number for number, line in enumerate(text.splitlines(), 1) if line.endswith(MARK)]
        for module, text in texts.items()
    }
    return Program(texts, marked)


def run_lines(engine: Engine, folder: Path, module: str) -> list[int]:
    path = folder / f"{module}.py"
    return [found.span.line for found in engine.check(path.read_text(), str(path)).findings if found.code == "TF502"]


@settings(deadline=None, max_examples=25)
@given(program=programs(), order=st.permutations(MODULES))
def test_a_file_alone_has_the_findings_that_it_has_among_all(program: Program, order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "setup.py").touch()
        for module, text in program.texts.items():
            (folder / f"{module}.py").write_text(text)
        alone = {module: run_lines(Engine(), folder, module) for module in MODULES}
        engine = Engine()
        assert {module: run_lines(engine, folder, module) for module in order} == alone
        assert alone == program.expected
