"""Measures the loading of the flake8 plugin and of the namespace-mapping table, and the plugin on unrelated files.

    python benchmarks/load.py [--runs N]

Each run starts a fresh process of the interpreter that runs this file, with its installed tf2lint. Prints medians of
the wall time in ms and of the growth of the resident memory in MB (from /proc, so on Linux only). The modules' bytecode
must be cached: install tf2lint from a wheel, or run it once without PYTHONDONTWRITEBYTECODE.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys

_MEASURED = """
import json, os, time

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6

def step(name, run):
    before, start = resident(), time.perf_counter()
    run()
    steps[name] = (1000 * (time.perf_counter() - start), resident() - before)

def plugin():
    import tf2lint.flake8_plugin

def symbols():
    import tf2lint.table

def table():
    from tf2lint.table.mapping_table import table_for
    table_for(None)

def look_up():
    from tf2lint.table.mapping_table import table_for
    for name in ("log", "layers.dense", "contrib.layers.xavier_initializer"):
        table_for(None).lookup(name)

def engine():
    from tf2lint.engine import Engine
    Engine()

steps = {}
for name, run in (
    ("import of the flake8 plugin", plugin),
    ("import of the table's code", symbols),
    ("the table's data", table),
    ("three look-ups", look_up),
    ("the rest of the engine", engine),
):
    step(name, run)

from tf2lint.flake8_plugin import Plugin
idle = []
for name in sorted(os.listdir(os.path.dirname(os.__file__))):
    if name.endswith(".py"):
        with open(os.path.join(os.path.dirname(os.__file__), name), encoding="utf-8") as file:
            lines = file.readlines()
        start = time.perf_counter()
        list(Plugin(None, lines, name).run())
        idle.append(1000 * (time.perf_counter() - start))
steps["idle"] = (sorted(idle)[len(idle) // 2], 0)
print(json.dumps(steps))
"""
#: The step for the plugin on files of Python's standard library, which do not use TensorFlow: the median over files.
_IDLE = "idle"


def main() -> int:
    """Prints a line for each step and one for the table as a whole; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21, metavar="N", help="number of processes to start (default: 21)")
    runs = [_run() for _ in range(parser.parse_args().runs)]
    medians = {name: [statistics.median(run[name][i] for run in runs) for i in range(2)] for name in runs[0]}
    idle, _ = medians.pop(_IDLE)
    for name, (time, memory) in medians.items():
        print(f"{name:<32} {time:6.1f} ms {memory:6.1f} MB")
    of_table = [medians[name] for name in list(medians)[1:4]]
    print(f"{'the table, all in all':<32} {sum(t for t, _ in of_table):6.1f} ms {sum(m for _, m in of_table):6.1f} MB")
    print(f"{'the plugin on an idle file':<32} {idle:6.3f} ms")
    return 0


def _run() -> dict[str, list[float]]:
    completed = subprocess.run([sys.executable, "-c", _MEASURED], capture_output=True, check=True, encoding="utf-8")
    steps: dict[str, list[float]] = json.loads(completed.stdout)
    return steps


if __name__ == "__main__":
    sys.exit(main())
