"""Only parses files with Python's parser: the minimum work of any linter written in Python.

python benchmarks/floor.py FOLDER...
"""

from __future__ import annotations

import ast
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
for folder in sys.argv[1:]:
    for path in Path(folder).rglob("*.py"):
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
