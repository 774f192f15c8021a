"""The page and the plots of a result of the benchmark."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "benchmarks")]

from benchmark_page import benchmark_page  # noqa: E402

FIGURES = {"cpu": 2.0, "wall": 2.0, "peak": 50.0, "code": 0}


@pytest.fixture
def result() -> dict[str, Any]:
    """A result with all parts."""
    newest = max((ROOT / "benchmarks" / "results").glob("*.json"))
    found: dict[str, Any] = json.loads(newest.read_text("utf-8"))
    hosted = {"without": FIGURES, "with, nothing changed": {**FIGURES, "ratio": 1.05}}
    return found | {
        "flake8": {"tensor2tensor": {**hosted, "with, without a cache": {**FIGURES, "ratio": 1.5}}},
        "pylint": {"kfac": hosted},
        "processes": {"tensor2tensor": {"times as fast": 1.75, "CPU": 1.2, "one": FIGURES, "two": FIGURES}},
        "changes": {
            "tensor2tensor": {
                "without a cache": [[8.0, ""]],
                "nothing changed": [[0.2, ""], [0.31, ""], [0.32, ""]],
                "after a change": [[0.4, "a.py"], [1.1, "b.py"], [0.4, "c.py"]],
            }
        },
        "shapes": [
            {"shape": "circle", "sizes": [250, 500], "bytes": [10**6, 2 * 10**6], "times": [1.0, 2.2], "slope": 1.14,
             "peak": 90.0},
        ],
    }  # fmt: skip


def test_the_page_tells_what_was_measured_and_which_goals_that_meets(result: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "2026-01-01.json").write_text(json.dumps(result))
    lines = benchmark_page(tmp_path).splitlines()
    assert "| tensor2tensor | after a change | 0.40 | 1.10 | `b.py` |" in lines
    assert "| circle | 1.00 | 2.20 | 1.14 | 90 MB |" in lines
    assert "| flake8, tensor2tensor, without a cache | 2.00 s | 2.00 s | +50.0% |" in lines
    assert {
        "| tensor2tensor: nothing changed, median at most 0.3 | 0.31 | **missed** |",
        "| tensor2tensor: after a change, median at most 0.5 | 0.40 | met |",
        "| tensor2tensor: after a change, worst at most 1.2 | 1.10 | met |",
        "| tensor2tensor: two processes 1.7 times as fast | 1.75 | met |",
        "| tensor2tensor: CPU time of two processes at most 1.1 times | 1.20 | **missed** |",
        "| circle: slope at most 1.1 | 1.14 | **missed** |",
        "| flake8, tensor2tensor, nothing changed: at most 8% more | +5.0% | met |",
        "| pylint, kfac, nothing changed: at most 2% more | +5.0% | **missed** |",
    }.issubset(lines)


def test_the_plots_show_what_was_measured(result: dict[str, Any], tmp_path: Path) -> None:
    from plots import draw  # needs matplotlib, which the environment with TensorFlow lacks

    draw(result, tmp_path)
    texts = {path.stem.removeprefix("benchmark-"): path.read_text("utf-8") for path in tmp_path.iterdir()}
    assert texts.keys() == {"cost", "processes", "changes", "growth"}
    assert "tf2lint, one file changed" in texts["cost"]
    assert "0.40" in texts["cost"]
    assert "tensor2tensor, two" in texts["processes"]
    assert "tensor2tensor, nothing changed" in texts["changes"]
    assert "circle (1.14)" in texts["growth"]


def test_what_a_result_lacks_is_not_drawn(result: dict[str, Any], tmp_path: Path) -> None:
    from plots import draw

    draw({"speed": result["speed"]}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["benchmark-cost.svg"]
