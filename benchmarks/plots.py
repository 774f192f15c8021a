"""Draws the plots of docs/benchmark.md from a result.

    python benchmarks/plots.py [RESULT]

RESULT is a file of `results/`, by default the newest. Needs the extra `benchmark`. What a result lacks is not drawn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.axes import Axes

_ROOT: Final = Path(__file__).resolve().parent.parent
#: The size of a plot, in inches.
_SIZE: Final = (8.0, 4.5)
#: Of tf2lint, of what it is compared with, and of a second series.
_COLOR, _OTHER, _SECOND = "#2f6f9f", "#b0b0b0", "#d9822b"
_PACKAGE: Final = "tensor2tensor"


def main() -> int:
    """Draws the plots; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    newest = max((_ROOT / "benchmarks" / "results").glob("*.json"), default=None)
    parser.add_argument("result", type=Path, nargs="?", default=newest)
    options = parser.parse_args()
    draw(json.loads(options.result.read_text("utf-8")), _ROOT / "docs" / "pictures")
    return 0


def draw(result: Mapping[str, Any], folder: Path) -> None:
    """Draws the plots of a result, as far as it has the figures.

    Args:
        result: the result, see `compare.py`.
        folder: the folder for the plots, which are SVG files.
    """
    mpl.rcParams.update({"svg.hashsalt": "tf2lint", "svg.fonttype": "none", "font.family": "sans-serif"})
    for name, (part, plot) in _PLOTS.items():
        if part in result:
            figure = Figure(figsize=_SIZE, layout="constrained")
            plot(figure.subplots(), result)
            figure.savefig(folder / f"benchmark-{name}.svg", metadata={"Date": None})


def _cost(axes: Axes, result: Mapping[str, Any]) -> None:
    """Bars: the processor time of each tool on one package, in units of `ast.parse`, on a logarithmic scale."""
    commands = {name: figures for name, figures in result["speed"][_PACKAGE].items() if "ratio" in figures}
    bars = {name: figures["ratio"] for name, figures in commands.items()}
    if "changes" in result:
        kinds = result["changes"][_PACKAGE]
        bars["tf2lint, one file changed"] = statistics.median(times for times, _ in kinds["after a change"])
    ordered = sorted(bars.items(), key=lambda bar: -bar[1])
    names, values = [name for name, _ in ordered], [value for _, value in ordered]
    colors = [_COLOR if name.startswith("tf2lint") else _OTHER for name in names]
    drawn = axes.barh(names, values, color=colors, height=0.6)
    axes.bar_label(drawn, fmt=" %.2f")
    axes.axvline(1, color=_SECOND, linewidth=1)
    axes.set_xscale("log")
    axes.set_xlim(right=2 * max(values))  # room for the figure of the longest bar
    axes.xaxis.set_major_formatter("{x:g}")
    axes.set_xlabel(f"CPU time on {_PACKAGE} / CPU time of ast.parse on the same files")


def _changes(axes: Axes, result: Mapping[str, Any]) -> None:
    """Points: the cost after a change in each file, by rank, with the costs of runs without a change."""
    for package, color in zip(result["changes"], (_COLOR, _SECOND), strict=False):
        kinds = result["changes"][package]
        values = sorted(times for times, _ in kinds["after a change"])
        axes.plot(range(1, len(values) + 1), values, "o-", color=color, markersize=4, label=f"{package}, one changed")
        warm = statistics.median(times for times, _ in kinds["nothing changed"])
        axes.axhline(warm, color=color, linewidth=1, linestyle="--", label=f"{package}, nothing changed")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("the changed files, from the least to the most expensive")
    axes.set_ylabel("CPU time / CPU time of ast.parse")
    axes.legend(frameon=False)


def _growth(axes: Axes, result: Mapping[str, Any]) -> None:
    """Lines: the processor time against the bytes of source, for each shape of project."""
    for number, growth in enumerate(result["shapes"]):
        color = mpl.colormaps["tab20"](number % 20)
        axes.plot(
            [count / 1e6 for count in growth["bytes"]], growth["times"], "o-", color=color, markersize=3, linewidth=1,
            label=f"{growth['shape']} ({growth['slope']:.2f})",
        )  # fmt: skip
    axes.set_xscale("log")
    axes.set_yscale("log")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter("{x:g}")
    axes.tick_params(which="minor", labelsize=7)
    axes.set_xlabel("MB of source")
    axes.set_ylabel("CPU time, s")
    axes.legend(frameon=False, fontsize=7, loc="center left", bbox_to_anchor=(1.01, 0.5), title="shape (slope)")


def _processes(axes: Axes, result: Mapping[str, Any]) -> None:
    """Bars: wall time and processor time of one process and of two."""
    names = [f"{package}, {count}" for package in result["processes"] for count in ("one", "two")]
    found = [result["processes"][package][count] for package in result["processes"] for count in ("one", "two")]
    positions = range(len(names))
    axes.barh([p + 0.2 for p in positions], [figures["wall"] for figures in found], 0.36, color=_COLOR, label="wall")
    axes.barh([p - 0.2 for p in positions], [figures["cpu"] for figures in found], 0.36, color=_OTHER, label="CPU")
    axes.set_yticks(list(positions), names)
    axes.set_xlabel("seconds, without a cache")
    axes.legend(frameon=False)


#: The plots by name, with the part of the result that each needs.
_PLOTS: Final[dict[str, tuple[str, Callable[[Axes, Mapping[str, Any]], None]]]] = {
    "cost": ("speed", _cost),
    "changes": ("changes", _changes),
    "growth": ("shapes", _growth),
    "processes": ("processes", _processes),
}

if __name__ == "__main__":
    sys.exit(main())
