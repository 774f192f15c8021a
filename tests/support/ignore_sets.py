"""Random trees with ignore files, and which of their files git and tf2lint take."""

from __future__ import annotations

import os
import subprocess
from random import Random
from typing import TYPE_CHECKING, Final

from tf2lint.config import Configurations
from tf2lint.runner.discovery import Discovery

if TYPE_CHECKING:
    from pathlib import Path

_NAMES: Final = ("a", "b", "ab", "Ab", "a b", "a ", "abc", "b-c", "é", "[a]", "a*", "#a", "!a", "x.y", "\\a", "a]")
_PIECES: Final = (
    "a", "b", "ab", "c", "A", "*", "*", "?", "**", "[ab]", "[!a]", "[^b]", "[a-c]", "[A-Z]", "[[:alpha:]]",
    "[[:upper:]]", "[]a]", "[a", "[z-a]", "[\\]]", "\\a", "\\ ", "\\#", "\\!", "\\*", "\\", ".", "-", " ", "é", "[[:",
    "[:a]", "[[:no:]]", "]", "!", "[a\\-c]", "[!]", "[a-]", "[--b]",
)  # fmt: skip
_WHOLE: Final = (
    "", "#a", "# a.py", "!", "/", "*", "**", "!*", "*/", "!*/", "/*", "\\", "!!a.py", "**/", "/**",
)  # fmt: skip
_SEPARATORS: Final = ("/", "/", "/**/", "**/", "/**", "/*", "//", "\\/")
_SUFFIXES: Final = (".py", "*.py", ".p?", ".[p]y", "", "", "*")
_END: Final = ("", "", "", "", "/", " ", "  ", "\\ ", "\t", "\r")


def pattern(random: Random) -> str:
    """Returns a random line of an ignore file."""
    if random.random() < 0.05:
        return random.choice(_WHOLE)
    words = []
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        words.append("".join(random.choices(_PIECES, k=random.choice((1, 1, 2, 2, 3)))))
        words.append(random.choice(_SEPARATORS))
    text = "".join(words[:-1]) + random.choice(_SUFFIXES)
    start = random.choice(("", "", "", "/", "!", "!", "!/", "**/", "./"))
    return f"{start}{text}{random.choice(_END)}"


def make_tree(random: Random, folder: Path) -> None:
    """Makes random folders, Python files, and ignore files."""
    folders = [folder]
    for _ in range(random.randint(1, 6)):
        inner = random.choice(folders) / random.choice(_NAMES)
        inner.mkdir(exist_ok=True)
        folders.append(inner)
    for _ in range(random.randint(4, 18)):
        path = random.choice(folders) / f"{random.choice(_NAMES)}{random.choice(('', '.py', '.py'))}"
        if not path.exists():
            (path.parent / f"{path.name.removesuffix('.py')}.py").write_text("")
    places = [folder / ".gitignore", *(random.choice(folders) / ".gitignore" for _ in range(random.randint(0, 2)))]
    if random.random() < 0.2:
        (folder / ".git" / "info").mkdir(exist_ok=True)
        places.append(folder / ".git" / "info" / "exclude")
    for place in places:
        lines = [pattern(random) for _ in range(random.randint(1, 5))]
        place.write_bytes(b"\xef\xbb\xbf" * (random.random() < 0.05) + "\n".join(lines).encode())
    if random.random() < 0.2:
        with (folder / ".git" / "config").open("a") as config:
            config.write("[core]\n\tignorecase = true\n")


def listed_by_git(folder: Path) -> set[str]:
    """Returns the Python files that git does not ignore."""
    command = ["git", "-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout.decode().split("\0")
    return {name for name in listed if name.endswith(".py")}


def discovered(folder: Path) -> set[str]:
    """Returns the files that tf2lint checks."""
    discovery = Discovery(Configurations({}, isolated=True), ())
    return {os.path.relpath(path, folder) for path in discovery.files([str(folder)])}


def make_set(seed: int, folder: Path) -> None:
    """Makes the set of a seed in an empty folder."""
    subprocess.run(["git", "init", "-q", "--template=", str(folder)], check=True)
    make_tree(Random(seed), folder)
