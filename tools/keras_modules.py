"""Writes src/tf2lint/table/data/keras_modules.txt, the modules that the keras package once had, from its wheels.

    python tools/keras_modules.py FOLDER

The folder has the wheels of keras 2.2.4, 2.3.1 and 2.4.3, and of each minor version from 2.6 on. Versions 2.6 to 2.15
were released with the TensorFlow of the same number; earlier ones belong to TensorFlow 2.5 and older.
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "src/tf2lint/table/data/keras_modules.txt"
HEAD = """\
# Modules that the keras package had, and the last version of TensorFlow whose keras has them. Public ones are left out.
# Written by tools/keras_modules.py from the wheels.
"""
_WHEEL = re.compile(r"keras-(\d+)\.(\d+)", re.IGNORECASE)
#: Modules that are not part of the library, and packages that its modules were moved to.
_EXCLUDED = re.compile(
    r"(^|\.)(\w*tests?|test_\w+|benchmarks|integration_test|protobuf|src|api|_tf_keras|distribute|dtensor)(\.|$)"
)
_OLDEST_MINOR = 5


def modules(wheel: Path) -> set[str]:
    """Returns the modules in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith("keras/") and name.endswith(".py")]
    found = {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for name in names}
    return {name for name in found if not _EXCLUDED.search(name)}


def last_versions(wheels: list[Path]) -> dict[str, int]:
    """Returns the last minor version of TensorFlow 2 with each module, except modules that still exist."""
    last: dict[str, int] = {}
    later: set[str] = set()
    for wheel in wheels:
        match = _WHEEL.match(wheel.name)
        if match is None:
            raise SystemExit(f"{wheel}: not a wheel of keras")
        major, minor = int(match[1]), int(match[2])
        if (major, minor) >= (2, 13):
            later |= modules(wheel)
            continue
        for name in modules(wheel):
            last[name] = max(last.get(name, 0), max(minor, _OLDEST_MINOR))
    return {name: minor for name, minor in last.items() if name not in later}


def main() -> None:
    """Reads the wheels in a folder and writes the data file."""
    wheels = sorted(path for path in Path(sys.argv[1]).iterdir() if _WHEEL.match(path.name))
    lines = [f"{name} | 2.{minor}\n" for name, minor in sorted(last_versions(wheels).items())]
    DATA.write_text(HEAD + "".join(lines), "utf-8")
    print(f"{len(lines)} modules")


if __name__ == "__main__":
    main()
