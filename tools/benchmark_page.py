"""Renders the page about the benchmark from its newest result."""

from __future__ import annotations

import json
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from benchmark_goals import CACHED, CHECK, FLOOR, UPGRADE, goals, hosted
from tf2lint import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_TOOLS: Final = ("tf2lint", "tf_upgrade_v2", "ruff, names banned")
_ADVICE: Final = ("a name of TensorFlow 2", "another package", "advice in words", "tf.compat.v1")
_INTRODUCTION: Final = """\
# Benchmark

This page compares tf2lint with other tools on the same files: what they find and what they cost. It is generated from
[a result](../benchmarks/results/{date}.json) of {date}. To repeat the benchmark, run `python benchmarks/compare.py`. It
fetches the same programs, pinned by hash, builds the environments, and writes a new result.{note}

{figures}

ruff itself knows nothing about TensorFlow; here it bans the removed names from tf2lint's table.

The programs are 19 published packages written for TensorFlow 1 ([findings in each, by
code](../benchmarks/findings.txt)). Times are medians of {runs} runs; two commands that are compared run alternately.
CPU is the processor time of all processes of a command, including their startup. The ratio is the median of the ratios
of neighboring runs.

| | |
|---|---|
{facts}

What is compared:

- **tf_upgrade_v2**, TensorFlow's own converter. It rewrites files; every line that it reports on counts as found.
- **ruff** with its rule TID251, which reports names that a project bans: here all {banned} names that are gone
  according to tf2lint's table, with the table's advice. This is what a fast linter without any knowledge of TensorFlow
  can do.
- **ast.parse**: a process that only has Python's parser read the same files. No linter that uses this parser can be
  faster.
"""
_OLDER: Final = """

**This is a result of version {version}.** Later versions find more, and compute the fixes of each finding: that takes
three to four times the CPU time."""
_FOUND: Final = """\
## What is found

A simple reference scan, `gone.py`, counts the lines that use a name of TensorFlow 1.15 that 2.21 does not have. It
resolves names through the imports of each file and follows nothing else. It shares only the list of names with tf2lint.
"""
_BELOW: Final = """\
*Other lines* are lines that the reference scan does not count: names that are reached through variables, objects and
other modules, arguments, reuse flags, methods, private modules. The {missed} lines that tf2lint does not report are
guarded (`hasattr(tf.summary, "FileWriter")`, `except AttributeError`), disabled by a `noqa`, located after code that
already fails, or part of something that is reported on another line (`tf.GraphKeys` in a call of `tf.get_collection`).
"""
_FORMS: Final = """\
## Indirect uses

Small programs with one problem each: does the tool report it?
"""
_SILENT: Final = """\
Small programs without a problem: does the tool report nothing?
"""
_SPEED: Final = """\
## Time and memory

*nothing changed* is a second run of the command, which takes the results of the first run from its cache.
"""
_CHANGES: Final = """\
## After a change

What a run with a cache costs, in units of `ast.parse` on all files of the package: when nothing changed, and after
`x = 1` was added at the end of each of {changes} random files in turn.
"""
_SHAPES: Final = """\
## Growth

CPU time in seconds of checks of generated projects, by their shape and number of modules (for a notebook, cells). A
slope of 1 is growth in proportion to the bytes of source.
"""
_HOSTS: Final = """\
As a plugin, tf2lint adds this much to the CPU time of its host. Most of what flake8 and pylint themselves take is for
their own checks.
"""
_MISSED: Final = """\
Why some goals are missed: a TensorFlow 1 program is full of the library's names and objects, and tf2lint resolves in
Python what each may be, and computes the fix of each finding, while `ast.parse` is a parser written in C. The work is
spread over the whole resolver and the rules; [how it works](how-it-works.md#speed) describes what was tried. In
practice it helps that nothing is analyzed twice: use the cache.

## What tf2lint does not detect

- Names that are chosen at run time (`getattr(tf.nn, kind)`). They are counted in the last line of the output.
- Uses of an object where nothing in the program shows what it is: neither what callers pass, what is assigned, or an
  annotation, nor a use that only one class of TensorFlow 1 allows.
- A file that contains none of the words `tensorflow`, `keras` and `tf`, and gets a TensorFlow name from another file of
  the project under a different name.
- Whether a program still computes the same numbers. Rules about behavior (TF8) show where to look.
"""


def benchmark_page(results: Path) -> str:
    """Returns the page about the newest result.

    Args:
        results: the folder with the results, each named by its date.
    """
    result = json.loads(max(results.glob("*.json")).read_text("utf-8"))
    return "\n".join(
        [
            *_head(result),
            *_found(result),
            *_forms(result),
            *_speed(result),
            *_changes(result),
            *_shapes(result),
            *_growth(result),
            *_aims(result),
        ]
    )


def _figures(result: dict[str, Any]) -> str:
    """Returns a table with the result in a few rows."""
    packages = result["findings"].values()
    lines = sum(package["lines"] for package in packages)
    timed, commands = next(iter(sorted(result["speed"].items(), reverse=True)))
    rows = [
        "| | " + " | ".join(_TOOLS) + " |",
        "|---|" + "--:|" * len(_TOOLS),
        _row(
            f"lines found, of {lines:,} that use a removed name",
            [f"{sum(package['tools'][tool]['found'] for package in packages) / lines:.1%}" for tool in _TOOLS],
        ),
        _row("other lines found", [f"{sum(p['tools'][tool]['other lines'] for p in packages):,}" for tool in _TOOLS]),
        _row("suggestions that are tf.compat.v1", [_share(packages, tool, "tf.compat.v1") for tool in _TOOLS]),
        _row(
            f"CPU time on {timed}, 150,000 lines",
            [f"{commands[name]['cpu']:.1f} s" for name in (CHECK, UPGRADE, "ruff, names banned")],
        ),
        _row("the same, nothing changed (cached)", [f"{commands[CACHED]['cpu']:.1f} s", "", ""]),
    ]
    return "\n".join(rows)


def _row(title: str, cells: list[str]) -> str:
    return f"| {title} | {' | '.join(cells)} |"


def _share(packages: Iterable[dict[str, Any]], tool: str, kind: str) -> str:
    advice = sum((Counter(package["tools"][tool]["advice"]) for package in packages), Counter[str]())
    return f"{advice[kind] / advice.total():.1%}"


def _head(result: dict[str, Any]) -> Iterator[str]:
    facts = {**result["machine"], **result["versions"]}
    rows = "\n".join(f"| {name.replace('_', '-')} | {value} |" for name, value in facts.items())
    version = result["versions"]["tf2lint"]
    yield _INTRODUCTION.format(
        date=result["date"],
        runs=result["runs"],
        facts=rows,
        banned=f"{result['banned']:,}",
        figures=_figures(result),
        note="" if version == __version__ else _OLDER.format(version=version),
    )


def _found(result: dict[str, Any]) -> Iterator[str]:
    packages = result["findings"].values()
    lines = sum(package["lines"] for package in packages)
    yield _FOUND
    head = ("", "of these lines", "other lines", *(f"suggests: {kind}" for kind in _ADVICE))
    yield f"| {' | '.join(head)} |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for tool in _TOOLS:
        tool_results = [package["tools"][tool] for package in packages]
        found, others = (sum(of_package[key] for of_package in tool_results) for key in ("found", "other lines"))
        advice = sum((Counter(of_package["advice"]) for of_package in tool_results), Counter())
        cells = [f"{found:,} ({found / lines:.1%})", f"{others:,}", *(f"{advice[kind]:,}" for kind in _ADVICE)]
        yield f"| {tool} | {' | '.join(cells)} |"
    missed = lines - sum(package["tools"]["tf2lint"]["found"] for package in packages)
    yield f"\nLines in total: {lines:,}. {_failures(packages)}\n"
    yield _BELOW.format(missed=missed)
    yield "| package | lines | " + " | ".join(_TOOLS) + " |"
    yield "|---|--:|" + "--:|" * len(_TOOLS)
    for name, package in result["findings"].items():
        cells = [f"{package['tools'][tool]['found']:,}" for tool in _TOOLS]
        yield f"| {name} | {package['lines']:,} | {' | '.join(cells)} |"
    yield ""


def _failures(packages: Iterable[dict[str, Any]]) -> str:
    failed = Counter(tool for package in packages for tool in _TOOLS if package["tools"][tool]["failure"])
    if not failed:
        return "No tool failed on any package."
    return "; ".join(f"{tool} failed on {count} packages" for tool, count in failed.items()) + "."


def _forms(result: dict[str, Any]) -> Iterator[str]:
    yield _FORMS
    yield from _table_of_forms(
        {name: found_by for name, found_by in result["forms"].items() if not _is_silent(name, result)}
    )
    yield _SILENT
    yield from _table_of_forms(
        {name: found_by for name, found_by in result["forms"].items() if _is_silent(name, result)}
    )


def _is_silent(name: str, result: dict[str, Any]) -> bool:
    return name in result["silent"]


def _table_of_forms(forms: dict[str, dict[str, bool | str]]) -> Iterator[str]:
    yield "| | " + " | ".join(_TOOLS) + " |"
    yield "|---|" + "---|" * len(_TOOLS)
    for name, found_by in forms.items():
        yield f"| {name} | {' | '.join(_answer(found_by[tool]) for tool in _TOOLS)} |"
    yield ""


def _answer(answer: bool | str) -> str:
    if isinstance(answer, str):
        return f"crashes: {answer.partition(':')[0].rpartition('.')[2]}"
    return "yes" if answer else "no"


def _speed(result: dict[str, Any]) -> Iterator[str]:
    yield _SPEED
    least = min(figures["peak"] for commands in result["speed"].values() for figures in commands.values())
    for package, commands in result["speed"].items():
        yield f"| {package} | CPU | wall | memory | times {FLOOR} |"
        yield "|---|--:|--:|--:|--:|"
        for name, figures in commands.items():
            ratio = f"{figures['ratio']:.2f}" if "ratio" in figures else "1"
            # A process starts with the memory of the measuring process: less cannot be measured.
            memory = f"{'at most ' if figures['peak'] == least else ''}{figures['peak']:.0f} MB"
            yield f"| {name} | {figures['cpu']:.2f} s | {figures['wall']:.2f} s | {memory} | {ratio} |"
        yield ""
    yield from _picture("cost", "speed", "bars: CPU time of each tool on tensor2tensor", result)
    yield from _picture("processes", "processes", "bars: time of one process and of two", result)
    yield _HOSTS
    yield "| | without | with | increase |"
    yield "|---|--:|--:|--:|"
    for host, name, kind, commands in hosted(result):
        without, plugin = commands["without"]["cpu"], commands[kind]["cpu"]
        more = f"{commands[kind]['ratio'] - 1:+.1%}"
        yield f"| {host}, {name}{kind.removeprefix('with')} | {without:.2f} s | {plugin:.2f} s | {more} |"
    yield ""


def _picture(name: str, part: str, text: str, result: dict[str, Any]) -> Iterator[str]:
    """Yields a plot, if the result has the part that it shows."""
    if part in result:
        yield f"![{text}](pictures/benchmark-{name}.svg)\n"


def _changes(result: dict[str, Any]) -> Iterator[str]:
    packages = result.get("changes", {})
    if not packages:
        return
    yield _CHANGES.format(changes=max(len(kinds["after a change"]) for kinds in packages.values()))
    yield "| | | median | worst | |"
    yield "|---|---|--:|--:|---|"
    for package, kinds in packages.items():
        for kind, costs in kinds.items():
            worst, changed = max(costs)
            cells = f"{median(times for times, _ in costs):.2f} | {worst:.2f} | {f'`{changed}`' if changed else ''}"
            yield f"| {package} | {kind} | {cells} |"
    yield ""
    yield from _picture("changes", "changes", "points: the cost after a change in each file", result)


def _shapes(result: dict[str, Any]) -> Iterator[str]:
    shapes = result.get("shapes", [])
    if not shapes:
        return
    yield _SHAPES
    yield f"| shape | {' | '.join(f'{size:,}' for size in shapes[0]['sizes'])} | slope | memory |"
    yield "|---|" + "--:|" * (len(shapes[0]["sizes"]) + 2)
    for growth in shapes:
        times = " | ".join(f"{time:.2f}" for time in growth["times"])
        yield f"| {growth['shape']} | {times} | {growth['slope']:.2f} | {growth['peak']:.0f} MB |"
    yield ""
    yield from _picture("growth", "shapes", "lines: CPU time against the size, for each shape", result)


def _growth(result: dict[str, Any]) -> Iterator[str]:
    yield "The command with one process on one, two, four and eight copies of all 19 packages:\n"
    yield "| copies | CPU | per copy | memory |"
    yield "|--:|--:|--:|--:|"
    for size, figures in sorted(result["growth"].items(), key=lambda row: int(row[0])):
        each = figures["cpu"] / int(size)
        yield f"| {size} | {figures['cpu']:.1f} s | {each:.1f} s | {figures['peak']:.0f} MB |"
    yield ""


def _aims(result: dict[str, Any]) -> Iterator[str]:
    yield "## Goals\n"
    yield "| goal | measured | |"
    yield "|---|--:|---|"
    for aim, measured, is_met in goals(result):
        yield f"| {aim} | {measured} | {'met' if is_met else '**missed**'} |"
    yield f"\n{_MISSED}"
