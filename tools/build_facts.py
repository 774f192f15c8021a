"""Builds the facts about TensorFlow or keras in src/tf2lint/table/data from wheels, or checks that they are up to date.

    python tools/build_facts.py            write the tables
    python tools/build_facts.py --check    compare them; exit status 1 if they differ

The wheels are those of tools/pins.toml; with `--package keras`, those of tools/keras_pins.toml. Wheels that are missing
from the wheels directory are downloaded with pip. With `--only 2.22`, only the wheels of that release are read; the
other releases are taken from the committed tables.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from facts.build import build_tables, check_tables, write_tables
from facts.committed import Committed
from facts.errors import FactsError
from facts.pins import Release, read_pins
from facts.subject import KERAS, TENSORFLOW, Subject
from facts.wheels import default_directory

TOOLS = Path(__file__).resolve().parent
DATA = TOOLS.parent / "src" / "tf2lint" / "table" / "data"
SUBJECTS: tuple[Subject, ...] = (TENSORFLOW, KERAS)


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 on success, 1 if the tables differ, 2 on failure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="build_facts.py"
    )
    parser.add_argument("--wheels", type=Path, default=default_directory(), metavar="DIR", help="keep wheels here")
    parser.add_argument("--check", action="store_true", help="compare with the committed tables, write nothing")
    parser.add_argument("--only", action="append", default=[], metavar="VERSION", help="read this release's wheels")
    parser.add_argument("--package", choices=[one.root for one in SUBJECTS], default=TENSORFLOW.root)
    options = parser.parse_args(arguments)
    [subject] = [one for one in SUBJECTS if one.root == options.package]
    folder = DATA / subject.folder
    try:
        pins = read_pins(TOOLS / subject.pins, subject.role)
        if options.only and not options.check:
            refuse_to_mix(Committed(folder, subject), [pin for pin in pins if pin.version not in options.only])
        tables = build_tables(subject, pins, options.wheels, folder, options.only)
        if options.check:
            return check_tables(tables, folder)
        write_tables(tables, folder)
    except FactsError as error:
        print(f"build_facts: {error}", file=sys.stderr)
        return 2
    return 0


def refuse_to_mix(tables: Committed, kept: list[Release]) -> None:
    """Checks that the committed tables have these releases as they would be read now.

    Raises:
        FactsError: the builder or the pinned wheels of these releases have changed.
    """
    if not tables.is_from(kept):
        raise FactsError("the builder or the other releases' pins have changed: build without --only")


if __name__ == "__main__":
    sys.exit(main())
