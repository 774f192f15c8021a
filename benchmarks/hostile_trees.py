"""Runs the command, without and with --fix, on generated trees that a stranger could have made.

    python benchmarks/hostile_trees.py [--trees N] [--first NUMBER] [--only NUMBER]

Each tree depends on its number only: links, pipes, devices, names, ignore files, settings, caches, baselines,
requirements, repositories, notebooks, encodings. A run fails if there is a traceback, another exit status than 0, 1,
and 2, if it takes more than 5 seconds or 1 GB, leaves a process, writes outside of the tree and its cache folder, or,
without --fix, into the tree. Prints each failure, the slowest run, and the largest one; exits with status 1 if there
was a failure.
The runs are forks of a process that has loaded the command. Needs Linux, whose /proc lists processes.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

_HERE: Final = Path(__file__).parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]

from hostile_parts import Tree  # noqa: E402 - needs the paths from above

from tf2lint.__main__ import run as run_command  # noqa: E402
from tf2lint.cli import main as run_once  # noqa: E402

_MAX_SECONDS: Final = 5.0
_MAX_MEMORY: Final = 1_000_000_000
#: More than a run may take, so that one that takes too much is seen, and one without limit ends.
_ADDRESS_SPACE: Final = 2 << 30
_CACHE_FILES: Final = frozenset({b"results.db", b"results.db-journal", b".gitignore", b"CACHEDIR.TAG", b"cache"})
_STATUSES: Final = (0, 1, 2)
_SIGNS: Final = (b"Traceback", b"internal error", b"MemoryError")


class Run(NamedTuple):
    """A run of the command.

    Attributes:
        arguments: its arguments.
        seconds: how long it took.
        memory: the memory that its largest process took, in bytes.
        failures: what is wrong with it.
    """

    arguments: list[str]
    seconds: float
    memory: int
    failures: list[str]


def runs_on(number: int, base: Path) -> list[Run]:
    """Makes a tree and runs the command on it.

    Args:
        number: the number of the tree.
        base: an empty folder, which will contain the tree.
    """
    draw = random.Random(number)
    for name in ("tree", "outside", "home", "tmp", "cache"):
        (base / name).mkdir()
    (base / "outside" / "secret.py").write_text("import tensorflow as tf\ntf.log(1.0)\n")
    (base / "outside" / "kept").write_text("kept\n")
    tree = Tree(base / "tree", draw)
    tree.make()
    options = tree.options()
    unsafe = draw.choice(([], ["--unsafe-fixes"], ["--unsafe-fixes", "--stop-gap"]))
    commands = [["check", ".", *options], ["check", ".", "--fix", *unsafe, *options]]
    return [_run(command, base) for command in commands]


def _run(arguments: list[str], base: Path) -> Run:
    outside, inside = _listing(base, skipped=(b"tree", b"cache")), _listing(base / "tree")
    output = base / "cache" / "output"
    started = time.monotonic()
    process = os.fork()
    if not process:
        _be_command(arguments, base, output)
    failures = list[str]()
    while True:
        ended, status, usage = os.wait4(process, os.WNOHANG)
        seconds = time.monotonic() - started
        if ended:
            break
        if seconds > _MAX_SECONDS:
            failures.append("it does not end")
            os.killpg(process, signal.SIGKILL)
            _, status, usage = os.wait4(process, 0)
            break
        time.sleep(0.002)
    code = os.waitstatus_to_exitcode(status)
    said = output.read_bytes() if output.exists() else b""  # it may be killed before it writes
    if code not in _STATUSES and not failures:
        failures.append(f"exit status {code}")
    failures += (f"{sign.decode()}: {said[-600:].decode('utf-8', 'replace')}" for sign in _SIGNS if sign in said)
    memory = usage.ru_maxrss * 1024
    if memory > _MAX_MEMORY:
        failures.append(f"{memory / 1e6:.0f} MB")
    left = _members(process)
    if left:
        failures.append(f"processes left: {left}")
        os.killpg(process, signal.SIGKILL)
    if _listing(base, skipped=(b"tree", b"cache")) != outside:
        failures.append("it wrote outside of the tree")
    if "--fix" not in arguments and _listing(base / "tree", skipped=_CACHE_FILES) != _without(inside, _CACHE_FILES):
        failures.append("it wrote into the tree")
    return Run(arguments, seconds, memory, failures)


def _be_command(arguments: list[str], base: Path, output: Path) -> NoReturn:
    """Becomes the command, as a shell in the tree would start it."""
    try:
        os.setsid()
        os.chdir(base / "tree")
        for stream, path in ((0, "/dev/null"), (1, str(output)), (2, str(output))):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), stream)
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        os.environ.update(HOME=str(base / "home"), TMPDIR=str(base / "tmp"), XDG_CACHE_HOME=str(base / "cache"))
        os.environ["GIT_CEILING_DIRECTORIES"] = str(base)
        tempfile.tempdir = None
        sys.argv = ["tf2lint", *arguments]
        run_command()
    except SystemExit as error:
        os._exit(error.code if isinstance(error.code, int) else 2)
    finally:
        os._exit(99)


def _listing(folder: Path, skipped: tuple[bytes, ...] | frozenset[bytes] = ()) -> dict[bytes, tuple[object, ...]]:
    """Returns what lies in a folder and below it: kind, permissions, and a digest of the content or target of each."""
    found: dict[bytes, tuple[object, ...]] = {}
    pending = [os.fsencode(folder)]
    while pending:
        for entry in os.scandir(pending.pop()):
            if entry.name in skipped:
                continue
            mode, content = entry.stat(follow_symlinks=False).st_mode, b""
            if entry.is_symlink():
                content = os.readlink(entry.path)
            elif entry.is_dir():
                pending.append(entry.path)
            elif entry.is_file():
                content = hashlib.sha256(Path(os.fsdecode(entry.path)).read_bytes()).digest()
            found[os.path.relpath(entry.path, os.fsencode(folder))] = mode, content
    return found


def _without(listing: dict[bytes, tuple[object, ...]], names: frozenset[bytes]) -> dict[bytes, tuple[object, ...]]:
    return {path: found for path, found in listing.items() if names.isdisjoint(path.split(b"/"))}


def _members(session: int) -> list[int]:
    """Returns the processes of a session that still run, after those that are ending have had a second."""
    for _ in range(20):
        found = [number for number in map(int, filter(str.isdigit, os.listdir("/proc"))) if _runs_in(number, session)]
        if not found:
            break
        time.sleep(0.05)
    return found


def _runs_in(process: int, session: int) -> bool:
    try:
        state, _, _, own = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return False
    return int(own) == session and state != "Z"


def main() -> int:
    """Makes the trees; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trees", type=int, default=1000, metavar="N", help="how many trees (default: 1000)")
    parser.add_argument(
        "--first", type=int, default=0, metavar="NUMBER", help="the number of the first tree (default: 0)"
    )
    parser.add_argument("--only", type=int, metavar="NUMBER", help="only this tree, which is kept")
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.trees) if options.only is None else [options.only]
    top = Path(tempfile.mkdtemp(prefix="hostile-"))
    (top / "warm.py").write_text("import tensorflow as tf\ntf.log(tf.Session().run(1))\n")
    with open(os.devnull, "w") as nothing:
        stdout, sys.stdout = sys.stdout, nothing
        run_once(["check", "-q", "--no-cache", "--isolated", str(top / "warm.py")])
        sys.stdout = stdout
    gc.freeze()
    runs, failed = list[tuple[int, Run]](), 0
    for number in numbers:
        base = top / str(number)
        base.mkdir()
        for run in runs_on(number, base):
            runs.append((number, run))
            failed += bool(run.failures)
            for failure in run.failures:
                print(f"tree {number}: {' '.join(run.arguments)}: {failure}", flush=True)
        if options.only is None:
            subprocess.run(["rm", "-rf", str(base)], check=True)  # shutil.rmtree does not get as deep
    if options.only is None:
        shutil.rmtree(top)
    else:
        print(f"the tree is in {top}")
    slowest, largest = max(runs, key=lambda one: one[1].seconds), max(runs, key=lambda one: one[1].memory)
    print(
        f"{len(numbers)} trees, {len(runs)} runs, {failed} failed;"
        f" at most {slowest[1].seconds:.1f} s (tree {slowest[0]}), {largest[1].memory / 1e6:.0f} MB (tree {largest[0]})"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
