"""Modules that import each other: the findings do not depend on the order of analysis."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings, strategies as st

from tf2lint.engine import Engine
from tf2lint.project.import_cycles import ImportCycles
from tf2lint.project.workspace import Workspace
from tf2lint.resolver.values import UNBOUND, Const, Values

if TYPE_CHECKING:
    from collections.abc import Collection

    from tf2lint.resolver import Bindings

MODULES = ("one", "two", "three", "four")
LIBRARY = "import tensorflow as a"
USES = "a.log(1.0)  # tensorflow\nb.log(1.0)\n"


def statements() -> st.SearchStrategy[str]:
    of_library = st.sampled_from(["import tensorflow as a", "import tensorflow as b", "a = None", "b = a"])
    of_others = st.sampled_from(["b = make()", "def b(): pass", "import one as a", "b = a.b", "__all__ = ['a']"])
    imported = st.builds(
        "from {} import {}".format, st.sampled_from(MODULES), st.sampled_from(["a", "b", "a as b", "b as a", "*"])
    )
    return st.one_of(of_library, of_others, imported)


def findings(engine: Engine, folder: Path, module: str) -> list[int]:
    path = folder / f"{module}.py"
    return [finding.span.line for finding in engine.check(path.read_text(), str(path)).findings]


@settings(deadline=None, max_examples=100)
@given(
    programs=st.lists(st.lists(statements(), max_size=4), min_size=len(MODULES), max_size=len(MODULES)),
    order=st.permutations(MODULES),
)
# A module whose star import returns its own outdated value to it, directly and through another module.
@example(
    programs=[
        [],
        ["from three import a", LIBRARY],
        ["import one as a", "from two import a", "from three import *"],
        [],
    ],
    order=["two", "three", "one", "four"],
)
@example(
    programs=[[], ["from three import a", LIBRARY], ["import one as a", "from two import *", "from four import *"],
              ["from three import *"]],
    order=["four", "two", "three", "one"],
)  # fmt: skip
def test_findings_do_not_depend_on_the_order_of_the_files(programs: list[list[str]], order: list[str]) -> None:
    with tempfile.TemporaryDirectory() as temporary_folder:
        folder = Path(temporary_folder)
        for module, lines in zip(MODULES, programs, strict=True):
            (folder / f"{module}.py").write_text("\n".join([*lines, USES]))
        together = Engine()
        in_order = {module: findings(together, folder, module) for module in order}
        alone = {module: findings(Engine(), folder, module) for module in MODULES}
    assert in_order == alone


def test_names_whose_values_keep_changing_are_unknown() -> None:
    one, two = (Const(1, decided=False),), (Const(2, decided=False),)
    import_cycles: ImportCycles

    def analyze(path: str) -> dict[str, Values]:
        before = import_cycles.names(path, "a").get("a")
        return {"a": two if before == one else one, "b": one}

    import_cycles = ImportCycles(analyze, lambda _path: None)
    assert import_cycles.names("module", "a") == {"b": one}


def test_each_round_analyzes_each_module_once() -> None:
    size, runs = 12, Counter[str]()
    import_cycles: ImportCycles

    def analyze(path: str) -> dict[str, Values]:
        runs[path] += 1
        found: dict[str, Values] = {path: (UNBOUND,)}
        for other in map(str, range(size)):
            if other != path:
                found[other] = import_cycles.names(other, other).get(other)
        return found

    import_cycles = ImportCycles(analyze, lambda _path: None)
    assert import_cycles.names("0", "0")["0"] == (UNBOUND,)
    assert import_cycles.names("7", "3")["3"] == (UNBOUND,)
    assert max(runs.values()) <= 4


@pytest.mark.parametrize("count", [4, 8])
def test_functions_of_modules_in_a_cycle_are_analyzed_with_their_modules(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a function returns depends on the other modules, whose functions depend on it in turn."""
    for number in range(count):
        others = [other for other in range(count) if other != number]
        lines = [f"from m{other} import get{other}" for other in others]
        following = (number + 1) % count
        lines += [f"NAME = get{following}()", f"def get{number}():", "    return NAME"]
        (tmp_path / f"m{number}.py").write_text("\n".join(lines) + "\n")
    main = tmp_path / "main.py"
    main.write_text("import tensorflow as tf\nfrom m0 import get0\nif get0():\n    tf.Session()\n")
    analyzed = Counter[str]()
    exports = Workspace._exports

    def counted(workspace: Workspace, source: str, path: str, functions: Collection[str]) -> Bindings:
        analyzed[path] += 1
        return exports(workspace, source, path, functions)

    monkeypatch.setattr(Workspace, "_exports", counted)
    assert findings(Engine(), tmp_path, "main") == [4]
    assert len(analyzed) == count
    assert max(analyzed.values()) <= 8, "at most four rounds, from two modules of the cycle"
