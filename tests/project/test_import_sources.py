"""The modules that imported names may come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.project.import_graph import ImportGraph
from tf2lint.project.import_index import ImportIndex
from tf2lint.project.import_sources import ImportingFiles, ImportSources
from tf2lint.project.text_index import TextIndex

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "package/__init__.py": "from .models import Model as Net\nfrom .tools import save\nfrom .more import *\n",
    "package/models.py": "from . import tools\nclass Model: pass\n",
    "package/tools.py": "def save(): pass\n",
    "package/more.py": "from .extra import load\n",
    "package/extra.py": "def load(): pass\n",
}


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("from package import Net", {"__init__", "models", "more"}),
        ("from package import save", {"__init__", "tools", "more"}),
        ("from package import load", {"__init__", "more", "extra"}),
        ("from package import tools", {"__init__", "tools", "more"}),
        ("from package.models import Model", {"models"}),
        ("import package", {"__init__", "models", "tools", "more"}),
        ("from package import *", {"__init__", "models", "tools", "more"}),
        ("import numpy", set()),
    ],
)
def test_a_name_leads_to_the_module_that_its_package_imports_it_from(
    imports: str, expected: set[str], tmp_path: Path
) -> None:
    main, texts = str(tmp_path / "main.py"), TextIndex()
    files = write(tmp_path, {**FILES, "main.py": f"{imports}\n"})
    sources = ImportSources(texts)
    found = sources.reached(main)
    assert {path.rpartition("/")[2].removesuffix(".py") for path in found} == expected
    importing = ImportingFiles(ImportIndex(files, texts), sources)
    assert all(main in importing.of(path) for path in found)


@pytest.mark.parametrize(
    "text",
    [
        "import package.module",
        "from package import other, module as m",
        "from package import (  # (both)\n    other,\n    module,  # ;)\n)",
        "from package import other, \\\n    module",
        "from package \\\r\n    import (other,\r\n    module)",
        "from package.module import f",
        "from . import module",
        "if x: from .module import f",
        "x = 1; from .. import package",
        "from . .package import x",
    ],
)
def test_files_are_found_by_the_names_in_their_imports(text: str, tmp_path: Path) -> None:
    files = write(tmp_path, {"package/__init__.py": "", "package/module.py": "", "package/other.py": "x\n" + text})
    texts = TextIndex()
    graph = ImportGraph(ImportIndex(files, texts), texts)
    imported = graph.imports_of(files[2])
    assert imported
    assert {file for file in {*files, *imported} if files[2] in graph.importers_of(file)} == imported


def write(folder: Path, texts: dict[str, str]) -> list[str]:
    """Writes files; returns their paths."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, newline="")
    return [str(folder / name) for name in texts]
