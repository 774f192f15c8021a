"""Draws the pictures of docs/pictures: the command's output in a terminal, and its migration report.

Usage: python tools/build_pictures.py [--check]

`terminal.svg` shows the real, colored output of the command, with long lines
wrapped between words. `report.png` is a screenshot of the real report of the
examples in chromium; without chromium it is left unchanged. With --check,
nothing is written; the exit status is 1 if the text in `terminal.svg` differs
from the output of the command. The drawing itself is not compared, because it
depends on the version of rich; nor is `report.png`, whose pixels depend on the
version of chromium.
"""

from __future__ import annotations

import argparse
import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

ROOT: Final = Path(__file__).parent.parent
PICTURES: Final = ROOT / "docs" / "pictures"
TERMINAL: Final = PICTURES / "terminal.svg"
REPORT: Final = PICTURES / "report.png"
SHOWN: Final = "tf2lint check examples/gan_tf1.py --show-source"
#: The width of the terminal, and the number of findings shown.
_WIDTH: Final = 100
_FINDINGS: Final = 4
#: Fonts that most systems have, so that none has to be downloaded.
_FONTS: Final = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace'
_SIZE: Final = 1200, 900


def main() -> int:
    """Runs the tool and returns its exit status."""
    parser = argparse.ArgumentParser(description="Makes the pictures of docs/pictures.")
    parser.add_argument("--check", action="store_true", help="only say whether terminal.svg is up to date")
    drawing = terminal()
    if parser.parse_args().check:
        fresh = TERMINAL.is_file() and texts(TERMINAL.read_text("utf-8")) == texts(drawing)
        if not fresh:
            sys.stderr.write(f"{TERMINAL.relative_to(ROOT)} is out of date: run python tools/build_pictures.py\n")
        return 0 if fresh else 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    TERMINAL.write_text(drawing, "utf-8")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write(f"{REPORT.relative_to(ROOT)} stays as it is: there is no chromium\n")
        return 0
    return take_screenshot(chromium)


def terminal() -> str:
    """Returns an SVG of a terminal with the first lines of the command's output, and its summary."""
    as_on_terminal = ("--output-format", "full", "--color", "always")
    written = output(*SHOWN.split()[1:], "--isolated", "--no-cache", *as_on_terminal).split("\n\n")
    shown = "\n\n".join([*written[:_FINDINGS], "...", written[-1].rstrip()])
    drawn_text = Text(f"$ {SHOWN}\n").append_text(Text.from_ansi(shown))
    console = Console(
        record=True,
        width=_WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    console.print(drawn_text, highlight=False)
    drawn = console.export_svg(title="tf2lint", unique_id="tf2lint")
    drawn = re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"<!--.*?-->\s*", "", drawn).replace("Fira Code, monospace", _FONTS)
    return "".join(f"{line.rstrip()}\n" for line in drawn.splitlines())


def texts(drawn: str) -> list[str]:
    """Returns the pieces of text in a drawn terminal."""
    return [html.unescape(text) for text in re.findall(r"<text [^>]*>(.*?)</text>", drawn, re.DOTALL)]


def output(*arguments: str) -> str:
    """Returns the output of the command, run in the root of the project."""
    variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    done = subprocess.run(
        [sys.executable, "-m", "tf2lint", *arguments],
        cwd=ROOT,
        env={**variables, "PYTHONIOENCODING": "utf-8", "COLUMNS": str(_WIDTH)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.stderr:
        raise SystemExit(done.stderr)
    return done.stdout


def take_screenshot(chromium: str) -> int:
    """Takes a screenshot of the report of the examples and returns chromium's exit status."""
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "report.html"), Path(folder, "report.png")
        output("report", "examples", "--isolated", "--no-cache", "--quiet", "--output", str(page))
        switches = ["headless", "no-sandbox", "disable-gpu", "no-first-run", "hide-scrollbars"]
        switches += ["force-color-profile=srgb", "force-device-scale-factor=1", "host-resolver-rules=MAP * ~NOTFOUND"]
        switches += [f"user-data-dir={folder}/profile", f"window-size={_SIZE[0]},{_SIZE[1]}", f"screenshot={picture}"]
        command = [chromium, *(f"--{switch}" for switch in switches), page.as_uri()]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
        if done.returncode == 0:
            shutil.copyfile(picture, REPORT)
        else:
            sys.stderr.write(done.stderr)
        return done.returncode


if __name__ == "__main__":
    raise SystemExit(main())
