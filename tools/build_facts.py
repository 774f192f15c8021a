"""Builds the facts about TensorFlow in src/tf2lint/data from its wheels, or checks that they are up to date.

    python tools/build_facts.py            write the tables
    python tools/build_facts.py --check    compare them; exit status 1 if they differ

The wheels are those of tools/pins.toml. One that is not in the wheels directory is downloaded with pip. To add a
release, add a [[release]] there, with each wheel's sha256 as the package index gives it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from facts.build import build_tables, check_tables, write_tables
from facts.errors import FactsError
from facts.wheels import default_directory

TOOLS = Path(__file__).resolve().parent
DATA = TOOLS.parent / "src" / "tf2lint" / "data"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0 done, 1 the tables differ, 2 it could not be done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, prog="build_facts.py"
    )
    parser.add_argument("--wheels", type=Path, default=default_directory(), metavar="DIR", help="keep wheels here")
    parser.add_argument("--check", action="store_true", help="compare with the committed tables, write nothing")
    options = parser.parse_args(arguments)
    try:
        tables = build_tables(TOOLS / "pins.toml", options.wheels)
        if options.check:
            return check_tables(tables, DATA)
        write_tables(tables, DATA)
    except FactsError as error:
        print(f"build_facts: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
