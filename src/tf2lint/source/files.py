"""The files of a check: which there are, and what text they hold."""

from __future__ import annotations

import io
import os
import tokenize
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Folders that hold no code of the project's own: those that ruff leaves out, and `build`.
EXCLUDED: Final = (
    ".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d",
    ".pyenv", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", ".vscode", "__pypackages__", "_build",
    "buck-out", "build", "dist", "node_modules", "site-packages", "venv",
)  # fmt: skip


def python_files(folder: str, failed: Callable[[OSError], None]) -> Iterator[str]:
    """The Python files below a folder.

    Links to folders are not followed, so that a circle of them ends.

    Args:
        folder: where to look.
        failed: is told of each folder that can't be read.
    """
    for place, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if name not in EXCLUDED and not name.startswith("."))
        yield from (os.path.join(place, name) for name in sorted(names) if name.endswith(".py"))


def read_source(path: str) -> str:
    """The text of a file, in the encoding that it declares.

    Raises:
        OSError: it can't be read.
        SyntaxError: it isn't text in the encoding that it declares, or that Python takes it for.
    """
    with open(path, "rb") as file:
        data = file.read()
    return decode(data, path)


def decode(data: bytes, path: str = "<unknown>") -> str:
    """A text, in the encoding that it declares.

    Args:
        data: its bytes.
        path: where it comes from, for messages.

    Raises:
        SyntaxError: it isn't text in the encoding that it declares, or that Python takes it for.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SyntaxError(f"{error.reason} in {encoding}", (path, line, 1, None)) from error
    except (LookupError, UnicodeError) as error:  # codecs that are not for text, and those that refuse some on purpose
        raise SyntaxError(f"{encoding} is no encoding of a program", (path, 1, 1, None)) from error
