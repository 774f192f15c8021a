"""Counts the kinds of suggestions that real code gets for removed names.

Usage: python tools/suggestions.py [--target VERSION] PATH...

Every finding of severity error about a name counts once: as `native` if the first suggested replacement is a
TensorFlow 2 or Keras name, `compat.v1` if only tf.compat.v1 has one, `package` if another package has it, `advice` if
the message says in words what to do, or `nothing`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from tf2lint.engine import Engine
from tf2lint.model import Settings, Severity
from tf2lint.source.files import python_files, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.model import Finding

KINDS = ("native", "compat.v1", "package", "advice", "nothing")


def kind(finding: Finding) -> str:
    """Returns the kind of suggestion in a finding."""
    if not finding.replacements:
        return "nothing" if "no replacement is known" in finding.message else "advice"
    first = finding.replacements[0]
    if first.startswith("tf.compat.v1"):
        return "compat.v1"
    return "native" if first.startswith(("tf.", "keras.")) else "package"


def count(paths: Iterable[str], target: str | None) -> Counter[str]:
    """Counts the findings in files and folders by kind of suggestion; unreadable files are reported and skipped."""
    engine = Engine(Settings(target=target))
    found: Counter[str] = Counter()
    for path in chain.from_iterable(map(_files, paths)):
        try:
            result = engine.check(read_source(path), path)
        except (OSError, SyntaxError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        found.update(
            kind(finding) for finding in result.findings if finding.severity is Severity.ERROR and finding.symbol
        )
    return found


def _files(path: str) -> Iterable[str]:
    """Returns a file, or all Python files below a folder."""
    if not os.path.isdir(path):
        return [path]
    return python_files(path, lambda error: print(f"{error.filename}: {error.strerror}", file=sys.stderr))


def main() -> int:
    """Runs the tool and returns its exit status."""
    parser = argparse.ArgumentParser(description="Tells what kind of suggestion the uses of gone names get.")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--target", metavar="VERSION")
    options = parser.parse_args()
    found = count(options.paths, options.target)
    total = max(1, found.total())
    for name in KINDS:
        print(f"{name:<10} {found[name]:>7} {100 * found[name] / total:6.2f} %")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
