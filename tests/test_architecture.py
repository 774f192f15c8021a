"""The parts know each other in one direction only."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tf2lint

SOURCE = Path(tf2lint.__file__).parent
#: From the bottom up: a module may import those of its own layer and of the layers before it. Adaptors are last.
LAYERS = [
    {"naming", "syntax", "model", "values", "classes", "attention", "bindings", "scopes", "slots", "text", "outline",
     "versions", "annotations", "constants", "leaving", "spans", "prefilter", "signatures", "impure"},
    {"guidance", "rows", "facts", "entries", "outcomes", "members", "mapping", "results", "symbols", "packages",
     "arguments", "comparison", "listing", "keras_modules"},
    {"evidence", "files", "program"},
    {"outside", "frame", "outer_names", "revisits", "uses", "objects", "calls", "known_calls", "guards", "conditions",
     "comprehensions", "names", "patches", "imports", "definitions", "targets", "failures", "flow", "flags", "reuse",
     "graph_lists", "finder", "circles", "project", "module_texts", "class_bases"},
    {"typestate"},
    {"libraries", "questions", "file_world", "world", "registry", "subjects", "explain", "carried", "eager", "era",
     "getters", "places", "keras_version", "file_names", "rules"},
    {"moments"},
    {"judge", "interest"},
    {"engine"},
    {"report"},
    {"command"},
    {"cli", "flake8_plugin", "pylint_plugin", "__main__"},
]  # fmt: skip
#: What only parts of the command need.
LIBRARIES = {"packaging", "pathspec", "rich", "shtab", "yaml", "multiprocessing", "subprocess"}
HOSTS = {"flake8", "pylint", "astroid", "tensorflow", "keras"}


def modules() -> dict[str, Path]:
    return {".".join(path.relative_to(SOURCE).with_suffix("").parts): path for path in SOURCE.rglob("*.py")}


def imports(path: Path, *, typing: bool) -> set[str]:
    """What a file imports, with or without what is imported for type checkers only."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING" and not typing:
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "tf2lint":
            found.update(f"tf2lint.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        pending.extend(ast.iter_child_nodes(node))
    return found


def layer(module: str) -> int:
    return next(number for number, names in enumerate(LAYERS) if module.partition(".")[0] in names)


@pytest.mark.parametrize("module", [name for name in modules() if name != "__init__"])
def test_a_module_imports_downwards_only(module: str) -> None:
    for imported in imports(modules()[module], typing=False):
        if imported.startswith("tf2lint.") and imported != "tf2lint.__version__":
            assert layer(imported.removeprefix("tf2lint.")) <= layer(module), f"{module} imports {imported}"


def test_rules_import_no_other_rule() -> None:
    for name, path in modules().items():
        if name.startswith("rules."):
            assert not any(imported.startswith("tf2lint.rules") for imported in imports(path, typing=True)), name


def test_only_adaptors_know_their_hosts() -> None:
    for name, path in modules().items():
        tops = {imported.partition(".")[0] for imported in imports(path, typing=True)}
        allowed = {"flake8_plugin": {"flake8"}, "pylint_plugin": {"pylint", "astroid"}}
        assert not tops & HOSTS - allowed.get(name, set()), name


def loaded_with(module: str) -> set[str]:
    code = f"import sys, tf2lint.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return set(done.stdout.split())


def test_no_host_pays_for_the_command() -> None:
    loaded = loaded_with("engine")
    assert not {"argparse", "json", "tf2lint.cli", "tf2lint.command", "tf2lint.report"} & loaded
    assert not (HOSTS | LIBRARIES) & loaded
    loaded = loaded_with("pylint_plugin")
    assert not {"tf2lint.cli", "tf2lint.command", "tf2lint.report", "yaml", "pathspec", "rich", "shtab"} & loaded


def test_a_check_loads_what_it_needs() -> None:
    assert not LIBRARIES & loaded_with("command.check")


def test_flake8_pays_for_the_engine_only_when_a_file_uses_tensorflow() -> None:
    assert not {"tf2lint.engine", "tf2lint.symbols", "tf2lint.flow", "tf2lint.rules"} & loaded_with("flake8_plugin")
