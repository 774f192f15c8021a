"""The goals of the benchmark, and whether a result meets them."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECK: Final = "tf2lint, one process"
BOTH: Final = "tf2lint, two processes"
CACHED: Final = "tf2lint, nothing changed"
UPGRADE: Final = "tf_upgrade_v2"
FLOOR: Final = "ast.parse"
#: The maximum share of its host's CPU time that a plugin may add, by the host and whether there is a cache.
_MAX_EXTRA: Final = {
    ("flake8", "with, nothing changed"): 0.08,
    ("flake8", "with, without a cache"): 0.12,
    ("pylint", "with, nothing changed"): 0.02,
}
#: The maximum costs of runs, in units of `ast.parse`: without a cache, and of the median and the worst of the others.
_MAX_COLD: Final = 2.5
_MAX_COSTS: Final = {"nothing changed": (0.3, None), "after a change": (0.5, 1.2)}
#: How much faster two processes must be, how much more CPU time they may take, and the largest slope of a shape.
_MIN_FASTER, _MAX_MORE, _MAX_SLOPE = 1.7, 1.1, 1.1


def hosted(result: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yields each measurement of a host with the plugin: the host, the package, the kind, all commands."""
    for host in dict.fromkeys(host for host, _ in _MAX_EXTRA):
        for name, commands in result[host].items():
            for kind in commands:
                if kind != "without":
                    yield host, f"{name} (no TensorFlow)" if name == "django" else name, kind, commands


def goals(result: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yields each goal, what was measured, and whether that meets it."""
    for package, commands in result["speed"].items():
        ratio = commands[CHECK]["ratio"]
        yield f"{package}: one process at most {_MAX_COLD} times {FLOOR}", f"{ratio:.2f}", ratio <= _MAX_COLD
        faster = commands[UPGRADE]["cpu"] / commands[CHECK]["cpu"]
        yield f"{package}: 8 times faster than {UPGRADE}", f"{faster:.1f}", faster >= 8
        faster = commands[UPGRADE]["wall"] / commands[BOTH]["wall"]
        yield f"{package}: 14 times faster on two cores, in wall time", f"{faster:.1f}", faster >= 14
        part = commands[CACHED]["cpu"] / commands[CHECK]["cpu"]
        yield f"{package}: nothing changed, at most 1/5 of the first run", f"1/{1 / part:.1f}", part <= 0.2
        faster = commands[UPGRADE]["cpu"] / commands[CACHED]["cpu"]
        yield f"{package}: nothing changed, 50 times faster than {UPGRADE}", f"{faster:.0f}", faster >= 50
    for package, figures in result.get("processes", {}).items():
        faster, more = figures["times as fast"], figures["CPU"]
        yield f"{package}: two processes {_MIN_FASTER} times as fast", f"{faster:.2f}", faster >= _MIN_FASTER
        yield f"{package}: CPU time of two processes at most {_MAX_MORE} times", f"{more:.2f}", more <= _MAX_MORE
    for package, kinds in result.get("changes", {}).items():
        for kind, limits in _MAX_COSTS.items():
            times = [cost for cost, _ in kinds[kind]]
            for word, found, limit in zip(("median", "worst"), (median(times), max(times)), limits, strict=True):
                if limit is not None:
                    yield f"{package}: {kind}, {word} at most {limit}", f"{found:.2f}", found <= limit
    slopes = {growth["shape"]: growth["slope"] for growth in result.get("shapes", [])}
    for shape, slope in slopes.items():
        yield f"{shape}: slope at most {_MAX_SLOPE}", f"{slope:.2f}", slope <= _MAX_SLOPE
    for host, name, kind, commands in hosted(result):
        extra, limit = commands[kind]["ratio"] - 1, _MAX_EXTRA.get((host, kind))
        if limit is not None:
            yield (
                f"{host}, {name}{kind.removeprefix('with')}: at most {limit:.0%} more",
                f"{extra:+.1%}",
                extra <= limit,
            )
    steps = result["loading"]["steps"]
    idle, plugin = steps["the plugin on an idle file"], steps["import of the flake8 plugin"]
    yield "the plugin on a file without TensorFlow: at most 0.05 ms", f"{idle:.3f} ms", idle <= 0.05
    yield "import of the plugin: at most 25 ms", f"{plugin:.1f} ms", plugin <= 25
