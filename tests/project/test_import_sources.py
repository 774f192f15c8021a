"""The modules that imported names may come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tf2lint.project.import_sources import ImportSources
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
    for name, text in {**FILES, "main.py": f"{imports}\n"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    sources = ImportSources(TextIndex())
    found = sources.reached(str(tmp_path / "main.py"))
    assert {path.rpartition("/")[2].removesuffix(".py") for path in found} == expected
