"""Values that flow between modules: the findings do not depend on the order of analysis, and end."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings, strategies as st

from tf2lint.engine import Engine
from tf2lint.project.callers import CallerSearch
from tf2lint.project.import_index import ImportIndex
from tf2lint.project.import_sources import ImportSources
from tf2lint.project.text_index import TextIndex
from tf2lint.project.text_search import WordIndex
from tf2lint.project.value_flow import FlowQuestion, Inquiry, ValueFlow
from tf2lint.resolver import ABSENT, ASSIGNED, ExternalValue, Symbol, Values
from tf2lint.source.import_reach import OBJECT_MEMBERS, may_use_tensorflow
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tf2lint.model import RelatedLocation

MODULES = ("one", "two", "three")
SESSION = Symbol("tensorflow", watched=True).member("Session").result


def statements() -> st.SearchStrategy[str]:
    """Functions that call each other across modules, make sessions, keep them, and use them."""
    modules, functions = st.sampled_from(MODULES), st.sampled_from(["f", "g"])
    return st.one_of(
        st.builds("def {}(x): return x.run(1)".format, functions),
        st.builds("def {}(x): {}.{}(x)".format, functions, modules, functions),
        st.builds("def {}(x): return tf.Session()".format, functions),
        st.builds("def {}(x): return {}.{}(x)".format, functions, modules, functions),
        st.builds("{}.{}(tf.Session())".format, modules, functions),
        st.builds("{}.{}(1).run(2)".format, modules, functions),
        st.builds("class C:\n  def __init__(self, x): self.x = x\n  def f(self): self.x.run({})".format, modules),
        st.builds("{}.C(tf.Session()).f()".format, modules),
        st.builds("{}.C({}.{}(1)).x.run(3)".format, modules, modules, functions),
    )


def findings(engine: Engine, folder: Path, module: str) -> list[tuple[int, str, tuple[RelatedLocation, ...]]]:
    path = folder / f"{module}.py"
    return [
        (found.span.line, found.code, found.related) for found in engine.check(path.read_text(), str(path)).findings
    ]


@settings(deadline=None, max_examples=60)
@given(
    programs=st.lists(st.lists(statements(), max_size=4), min_size=len(MODULES), max_size=len(MODULES)),
    order=st.permutations(MODULES),
)
def test_the_order_of_files_makes_no_difference(programs: list[list[str]], order: list[str]) -> None:
    imports = "\n".join(["import tensorflow as tf", *(f"import {module}" for module in MODULES)])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "setup.py").touch()
        for module, program in zip(MODULES, programs, strict=True):
            (folder / f"{module}.py").write_text("\n".join([imports, *program]) + "\n")
        alone = {module: findings(Engine(), folder, module) for module in MODULES}
        engine = Engine()
        assert {module: findings(engine, folder, module) for module in order} == alone


def test_a_question_is_answered_again_when_what_it_depends_on_has_grown() -> None:
    first, second = FlowQuestion("one.py", "f", 0), FlowQuestion("two.py", "g", 0)
    analyses: list[str] = []

    def analyze(path: str, inquiry: Inquiry, *, is_more_known: bool) -> Mapping[FlowQuestion, Values]:
        analyses.append(path)
        if path == "a.py":  # hands on what it gets, and asks for it first
            return {question: inquiry.answer(second) for question in inquiry.asked if question == first}
        return {question: SESSION.values for question in inquiry.asked if question == second}

    flow = ValueFlow(analyze, lambda question: ["a.py"] if question == first else ["b.py"])
    assert flow.known(first) is ABSENT
    assert flow.ask([first])
    assert flow.known(first) == SESSION.values
    assert analyses == ["a.py", "b.py", "a.py"]
    assert not flow.ask([first, second])
    assert analyses == ["a.py", "b.py", "a.py"]


def test_answers_that_would_grow_for_ever_end() -> None:
    def analyze(path: str, inquiry: Inquiry, *, is_more_known: bool) -> Mapping[FlowQuestion, Values]:
        first = next(iter(inquiry.asked))
        known = inquiry.answer(first) or ()
        return {first: (*known, ExternalValue("m.py", f"f{len(known)}"))}

    question = FlowQuestion("m.py", "f", 0)
    flow = ValueFlow(analyze, lambda _: ["m.py"])
    assert flow.ask([question])
    assert 0 < len(flow.known(question) or ()) < 20


CALLERS = {
    "pkg/__init__.py": "from pkg.steps import train\n",
    "pkg/steps.py": "def train(x): ...\nclass Net:\n  def __init__(self, y): ...\n  def run(self, x): ...\n",
    "pkg/again.py": "from pkg.steps import Net as Network\n",
    "direct.py": "from pkg.steps import train\ntrain(1)\n",
    "by_package.py": "import pkg\npkg.train (1)\n",
    "by_plain_module.py": "from pkg.again import Network\nNetwork(1).run(1)\n",
    "no_import.py": "def f(train): train(1)\n",
    "no_call.py": "from pkg.steps import train\nprint(train.x)\n",
    "given.py": "from pkg.steps import train\nstart(1, train)\n",
    "decorates.py": "from pkg.steps import train\n@train\ndef f(): ...\n",
    "any_object.py": "def f(net): net.run(1)\n",
    "derived.py": "from pkg.steps import Net\nclass Mine(Net):\n  def __init__(self): Net.__init__(self, 1)\n",
    "called.py": "from derived import Mine\nMine().run(1)\n",
    "of_another.py": "from other import Net\nclass Mine(Net):\n  def __init__(self): Net.__init__(self, 1)\n",
}


def _callers(folder: Path, files_beside: int) -> Callable[[str], list[str]]:
    """Writes the project; returns a function that returns the names of the files that may call something in steps."""
    for name, text in CALLERS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    for number in range(files_beside):
        (folder / f"more{number}.py").write_text("")
    files = sorted(map(str, folder.rglob("*.py")))
    texts = TextIndex()
    search = CallerSearch(ImportIndex(files, texts), texts, ImportSources(texts))
    steps = str(folder / "pkg" / "steps.py")
    return lambda expression: [Path(file).stem for file in search.contributors(FlowQuestion(steps, expression, 0))]


def test_in_a_large_project_callers_contain_a_call_and_import_the_module(tmp_path: Path) -> None:
    callers = _callers(tmp_path, files_beside=40)
    assert callers("train") == ["by_package", "decorates", "direct", "given"]
    assert callers("Net().run") == ["by_plain_module", "derived"], "it is called on an object of the derived class"
    assert callers("Net().__init__") == ["derived"]


def test_in_a_small_project_an_object_may_come_from_anywhere(tmp_path: Path) -> None:
    callers = _callers(tmp_path, files_beside=0)
    assert callers("Net().run") == ["any_object", "by_plain_module", "called", "derived", "of_another"]


def test_derived_classes_are_asked_about_an_attribute_if_they_or_others_behind_them_may_assign_it(
    tmp_path: Path,
) -> None:
    texts = {
        "base": "class Base: ...\n",
        "assigns": "from base import Base\nclass Near(Base):\n  def f(self): self.sess = 1\n",
        "reads": "from base import Base\nclass Reader(Base):\n  def f(self): return self.sess\n",
        "between": "from base import Base\nclass Between(Base): ...\n",
        "behind": "from between import Between\nclass Far(Between):\n  def f(self): self.sess = 1\n",
        "mixin": "class Mixin:\n  def f(self): self.sess = 1\n",
        "mixed": "from base import Base\nfrom mixin import Mixin\nclass Mixed(Base, Mixin): ...\n",
        "other": "class Other: ...\n",
        "mixed_with_other": "from base import Base\nfrom other import Other\nclass MixedToo(Base, Other): ...\n",
        "of_another": "from other import Base\nclass Away(Base):\n  def f(self): self.sess = 1\n",
    } | {f"more{number}": "" for number in range(40)}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text)
    files = sorted(map(str, tmp_path.glob("*.py")))
    question = FlowQuestion(str(tmp_path / "base.py"), "Base().sess", ASSIGNED)
    index = TextIndex()
    found = CallerSearch(ImportIndex(files, index), index, ImportSources(index)).contributors(question)
    assert [Path(file).stem for file in found] == ["assigns", "between", "mixed"]


def test_an_index_finds_the_same_files_as_searching_each(tmp_path: Path) -> None:
    names = [f"m{number}.py" for number in range(5)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(" ".join(f"wört{n:03}(" for n in range(0, 200, number + 1)), "utf-8")
    files = [str(tmp_path / name) for name in names]
    index = WordIndex(TextIndex())
    for number in range(200):
        expected = [file for step, file in enumerate(files, 1) if number % step == 0]
        assert index.files_with(f"wört{number:03}", files) == expected


def test_members_by_which_objects_are_followed_are_those_of_the_table() -> None:
    assert set(OBJECT_MEMBERS) == table_for("2.21").object_members


def test_a_file_without_tensorflow_may_get_objects_from_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "util.py").write_text("import tensorflow as tf\n")
    (tmp_path / "plain.py").write_text("import json\n")
    path = str(tmp_path / "main.py")
    assert may_use_tensorflow("import util\nutil.S.run(1)\n", path)
    assert not may_use_tensorflow("import plain\nplain.S.run(1)\n", path)
    assert not may_use_tensorflow("import util\nutil.S.walk(1)\n", path)


def test_a_file_without_tensorflow_may_get_names_through_star_imports(tmp_path: Path) -> None:
    (tmp_path / "util.py").write_text("import tensorflow as tf\n")
    (tmp_path / "between.py").write_text("from util import *\n")
    (tmp_path / "plain.py").write_text("from json import *\n")
    path = str(tmp_path / "main.py")
    assert may_use_tensorflow("from util import *\n", path)
    assert may_use_tensorflow("from between import *\n", path)
    assert not may_use_tensorflow("from plain import *\n", path)
    assert not may_use_tensorflow("import between\n", path)


def test_a_question_without_news_during_an_analysis_leaves_the_others_to_it() -> None:
    """The analysis of a file may check another one, which asks nothing new."""
    answered: list[str] = []

    def analyze(path: str, inquiry: Inquiry, *, is_more_known: bool) -> dict[FlowQuestion, Values]:
        assert not is_more_known
        assert not flow.ask(())
        answered.append(path)
        return dict.fromkeys(inquiry.asked, (SESSION,))

    flow = ValueFlow(analyze, lambda question: ["a.py", "b.py"])
    assert flow.ask([FlowQuestion("a.py", "f", 0)])
    assert answered == ["a.py", "b.py"]


def test_a_file_gets_the_questions_of_a_round_at_once() -> None:
    """Files that ask the same one do not have it analyzed for each of their questions."""
    count = Counter[str]()

    def analyze(path: str, inquiry: Inquiry, *, is_more_known: bool) -> dict[FlowQuestion, Values]:
        count[path] += 1
        if path != "a.py":
            inquiry.answer(FlowQuestion("a.py", f"from_{path[0]}()"))
        return dict.fromkeys(inquiry.asked, (SESSION,))

    users = [f"{letter}.py" for letter in "bcdefgh"]
    flow = ValueFlow(analyze, lambda question: users if question.slot == 0 else [question.path])
    assert flow.ask([FlowQuestion("a.py", "f", 0)])
    assert count["a.py"] == 1


def test_answers_with_too_many_values_get_final() -> None:
    """A file that reads what many files contribute is not analyzed again for what is already known."""
    parameter, reader = FlowQuestion("m.py", "f", 0), FlowQuestion("r.py", "g")
    callers = [f"caller{number:02}.py" for number in range(20)]
    count = Counter[str]()

    def analyze(path: str, inquiry: Inquiry, *, is_more_known: bool) -> dict[FlowQuestion, Values]:
        count[path] += 1
        if path == "r.py":
            return {question: inquiry.answer(parameter) for question in inquiry.asked}
        inquiry.answer(reader)
        return dict.fromkeys(inquiry.asked, (ExternalValue(path, "C()"), ExternalValue("r.py", "f()")))

    flow = ValueFlow(analyze, lambda question: callers if question.slot == 0 else [question.path])
    assert flow.ask([parameter])
    assert flow.known(parameter) == tuple(ExternalValue(path, "C()") for path in callers[:8])
    assert count["r.py"] < 4
