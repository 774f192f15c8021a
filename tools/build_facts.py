"""Builds the facts about TensorFlow in src/tf2lint/table/data from its wheels, or checks that they are up to date.

    python tools/build_facts.py            write the tables
    python tools/build_facts.py --check    compare them; exit status 1 if they differ

The wheels are those of tools/pins.toml. Wheels that are missing from the wheels directory are downloaded with pip. With
`--only 2.22`, only the wheels of that release are read; the other releases are taken from the committed tables.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from facts.build import build_tables, check_tables, write_tables
from facts.committed import Committed
from facts.errors import FactsError
from facts.pins import Release, read_pins
from facts.wheels import default_directory

TOOLS = Path(__file__).resolve().parent
DATA = TOOLS.parent / "src" / "tf2lint" / "table" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and returns its exit status: 0 on success, 1 if the tables differ, 2 on failure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="build_facts.py"
    )
    parser.add_argument("--wheels", type=Path, default=default_directory(), metavar="DIR", help="keep wheels here")
    parser.add_argument("--check", action="store_true", help="compare with the committed tables, write nothing")
    parser.add_argument("--only", action="append", default=[], metavar="VERSION", help="read this release's wheels")
    options = parser.parse_args(arguments)
    try:
        pins = read_pins(TOOLS / "pins.toml")
        if options.only and not options.check:
            refuse_to_mix([pin for pin in pins if pin.version not in options.only])
        tables = build_tables(pins, options.wheels, DATA, options.only)
        if options.check:
            return check_tables(tables, DATA)
        write_tables(tables, DATA)
    except FactsError as error:
        print(f"build_facts: {error}", file=sys.stderr)
        return 2
    return 0


def refuse_to_mix(kept: list[Release]) -> None:
    """Checks that the committed tables have these releases as they would be read now.

    Raises:
        FactsError: the builder or the pinned wheels of these releases have changed.
    """
    if not Committed(DATA).is_from(kept):
        raise FactsError("the builder or the other releases' pins have changed: build without --only")


if __name__ == "__main__":
    sys.exit(main())
