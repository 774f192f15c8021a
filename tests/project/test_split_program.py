"""A program split into three files, which import TensorFlow and each other, has the same findings as in one file."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tf2lint.engine import Engine

GAN = Path(__file__).parents[2] / "examples" / "gan_tf1.py"
NETWORKS = ("generator", "discriminator")


def split_program(source: str) -> dict[str, str]:
    """Splits the program: networks and training import TensorFlow from the file with the rest."""
    lines = source.splitlines(keepends=True)
    files = {"ops.py": "", "networks.py": "from ops import *\n", "train.py": "from ops import *\nimport networks\n"}
    files["train.py"] += "from networks import discriminator\n"
    for node in ast.parse(source).body:
        text = "".join(lines[node.lineno - 1 : node.end_lineno])
        name = node.name if isinstance(node, ast.FunctionDef) else ""
        in_train = name == "main" or isinstance(node, ast.If)
        files["networks.py" if name in NETWORKS else "train.py" if in_train else "ops.py"] += text
    files["train.py"] = files["train.py"].replace("generator(noise)", "networks.generator(noise)")
    return files


def findings_in(folder: Path, files: dict[str, str]) -> Counter[tuple[str, str, str]]:
    """Returns the findings in files, with the text of the line instead of its number."""
    engine, findings = Engine(), Counter[tuple[str, str, str]]()
    for name, source in files.items():
        (folder / name).write_text(source, "utf-8")
    for name, source in files.items():
        lines = source.splitlines()
        for finding in engine.check(source, str(folder / name)).findings:
            findings[finding.code, finding.message, lines[finding.span.line - 1]] += 1
    return findings


def test_findings_are_the_same_as_in_one_file(tmp_path: Path) -> None:
    source = GAN.read_text("utf-8")
    (tmp_path / "whole").mkdir()
    whole = findings_in(tmp_path / "whole", {"gan.py": source})
    assert len(whole) > 25
    (tmp_path / "split").mkdir()
    assert findings_in(tmp_path / "split", split_program(source)) == whole
