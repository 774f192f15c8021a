"""Values that flow between modules: the findings do not depend on the order of analysis, and end."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings, strategies as st

from tf2lint.engine import Engine
from tf2lint.project.callers import CallerSearch
from tf2lint.project.value_flow import FlowQuestion, Inquiry, ValueFlow
from tf2lint.resolver import ABSENT, ExternalValue, Symbol, Values
from tf2lint.source.import_reach import OBJECT_MEMBERS, may_use_tensorflow
from tf2lint.table import table_for

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@settings(deadline=None, max_examples=150)
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


def test_callers_contain_a_call_and_import_the_module_or_name_the_class(tmp_path: Path) -> None:
    texts = {
        "pkg/__init__.py": "from pkg.steps import train\n",
        "pkg/steps.py": "def train(x): ...\nclass Net:\n  def run(self, x): ...\n",
        "direct.py": "from pkg.steps import train\ntrain(1)\n",
        "by_package.py": "import pkg\npkg.train (1)\n",
        "no_import.py": "def f(train): train(1)\n",
        "no_call.py": "from pkg.steps import train\nprint(train)\n",
        "by_class.py": "def f(net: 'Net'): net.run(1)\n",
        "other_method.py": "def f(net): net.run(1)\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    files = sorted(str(tmp_path / name) for name in texts)
    search = CallerSearch(lambda _: files)
    steps = str(tmp_path / "pkg" / "steps.py")
    assert [Path(file).name for file in search.callers(steps, "train")] == ["by_package.py", "direct.py"]
    assert [Path(file).name for file in search.callers(steps, "Net().run")] == ["by_class.py"]


def test_members_by_which_objects_are_followed_are_those_of_the_table() -> None:
    assert set(OBJECT_MEMBERS) == table_for("2.21").object_members


def test_a_file_without_tensorflow_may_get_objects_from_what_it_imports(tmp_path: Path) -> None:
    (tmp_path / "util.py").write_text("import tensorflow as tf\n")
    (tmp_path / "plain.py").write_text("import json\n")
    path = str(tmp_path / "main.py")
    assert may_use_tensorflow("import util\nutil.S.run(1)\n", path)
    assert not may_use_tensorflow("import plain\nplain.S.run(1)\n", path)
    assert not may_use_tensorflow("import util\nutil.S.walk(1)\n", path)


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
