"""Which module a name comes from by star imports, compared with what Python binds."""

from __future__ import annotations

import ast
import sys
from types import ModuleType
from unittest.mock import patch

from hypothesis import given, strategies as st

from tf2lint.project.star_imports import Listed, StarImports
from tf2lint.source import module_names

NAMES = ("a", "b", "_c", "d")


def star_imports(texts: dict[str, str]) -> StarImports:
    """Returns the star imports between modules, given by their texts; a module's path is its name."""

    def listed(path: str) -> Listed:
        for node in ast.parse(texts[path]).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                return Listed(frozenset(ast.literal_eval(node.value)))
        return Listed()

    def find(importer: str, module: str, level: int) -> str | None:
        return module if module in texts else None

    return StarImports(lambda path: module_names(ast.parse(texts[path])), find, listed)


def modules() -> st.SearchStrategy[list[list[str]]]:
    """Generates modules that star-import earlier ones, assign their own names, and list what they export."""
    statement = st.one_of(
        st.sampled_from(NAMES).map("{0} = __name__".format),
        st.integers(0, 7).map("from m{0} import *".format),
    )
    return st.lists(st.lists(statement, max_size=4), min_size=1, max_size=8)


@given(modules(), st.lists(st.sampled_from([None, ["a"], ["_c", "d"]]), min_size=8, max_size=8))
def test_names_come_from_where_python_gets_them(programs: list[list[str]], listed: list[list[str] | None]) -> None:
    texts, executed = dict[str, str](), dict[str, ModuleType]()
    with patch.dict(sys.modules):
        for number, lines in enumerate(programs):
            path = f"m{number}"
            # What a module assigns after a star import is its own in any case; both orders mean the same only then.
            lines = [line for line in lines if "import" not in line or int(line.split()[1][1:]) < number]
            lines.sort(key=lambda line: "import" not in line)
            module = sys.modules[path] = executed[path] = ModuleType(path)
            exec("\n".join(lines), module.__dict__)
            names = listed[number]
            if names is not None and all(hasattr(module, name) for name in names):
                lines.append(f"__all__ = {names}")
                module.__dict__["__all__"] = names
            texts[path] = "\n".join(lines)
    stars = star_imports(texts)
    for path, module in executed.items():
        assert {name: stars.holder(path, name) for name in NAMES} == {
            name: getattr(module, name, None) for name in NAMES
        }


def test_a_star_import_within_a_statement_leaves_the_name_to_its_module() -> None:
    texts = {
        "old": "Model = 1",
        "new": "Model = 2",
        "either": "try:\n    from new import *\nexcept ImportError:\n    from old import *\n",
        "user": "from either import *\n",
    }
    stars = star_imports(texts)
    assert stars.holder("user", "Model") == "either"
    assert stars.origin("either", "Model") in ("old", "new")
    assert stars.all_names("either") == {"Model"}


def test_a_cycle_ends() -> None:
    count = 50
    texts = {f"m{n}": f"from m{(n + 1) % count} import *\ndef f{n}(): pass\n" for n in range(count)}
    stars = star_imports(texts)
    assert stars.holder("m0", "f49") == "m49"
    assert stars.holder("m49", "f48") == "m48"
    assert stars.holder("m0", "unknown") is None
    assert stars.source("m1", "f0", "m0") is None, "a file gets its own names from nowhere else"
