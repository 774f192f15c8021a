"""Builds the documentation as a static site.

    pip install '.[docs]' && python tools/build_site.py FOLDER

Collects the pages of the repository in a temporary folder, with the links between them, and has mkdocs make the site;
what mkdocs warns about is an error. The site fetches nothing from elsewhere: the program that draws the diagrams comes
from npm when the site is built. Without npm, diagrams are shown as text.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_CONFIG: Final = "mkdocs.yml"
_MERMAID: Final = "mermaid@11.12.0"
_SCRIPT: Final = "mermaid.min.js"
#: The example of a migration report.
_REPORT: Final = "report-example.html"
#: The pages outside of docs/, and what they are called on the site.
_OTHERS: Final = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
#: The list of pages, which the site has as its navigation.
_LIST: Final = "docs/README.md"
_BLOCK: Final = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
_LINK: Final = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s#]*)(#[^)\s]*)?\)")
#: What a page loads from elsewhere: scripts, styles, pictures; and links to pages, which load nothing.
_LOADED: Final = re.compile(r"<(?:script|img|link|iframe)\b[^>]*?\b(?:src|href)=\"?(?:https?:)?//[^>]*>")
_ALLOWED: Final = re.compile(r"rel=\"?(?:canonical|alternate)")


def main() -> int:
    """Runs the tool and returns its exit status."""
    parser = argparse.ArgumentParser(description="Builds the documentation as a static site.")
    parser.add_argument("folder", type=Path, help="folder of the site")
    site = parser.parse_args().folder.absolute()
    with tempfile.TemporaryDirectory() as name:
        stage = Path(name)
        collect(stage / "pages")
        _write_report(stage / "pages")
        has_diagrams = _fetch_mermaid(stage)
        _write_config(stage, has_diagrams=has_diagrams)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", _CONFIG, "-d", str(site)]
        # mkdocs-material announces its successor at each start.
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        if subprocess.run(command, cwd=stage, env=environment, check=False).returncode:
            return 1
    loaded = sorted(foreign(site))
    sys.stderr.writelines(f"{line}\n" for line in loaded)
    return 1 if loaded else 0


def collect(pages: Path) -> None:
    """Copies all pages and what they show.

    Args:
        pages: the folder for them.
    """
    places = site_places()
    for source, place in places.items():
        target = pages / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.endswith(".md"):
            target.write_text(with_links((ROOT / source).read_text("utf-8"), source, places), "utf-8")
        else:
            shutil.copyfile(ROOT / source, target)


def site_places() -> dict[str, str]:
    """Returns the files of the site, by their paths in the repository."""
    files = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*")) if path.is_file()]
    return {**_OTHERS, **{path: path.removeprefix("docs/") for path in files if path != _LIST}}


def with_links(text: str, source: str, places: dict[str, str]) -> str:
    """Returns the text of a page with links that fit the site; those to other files of the repository become text.

    Args:
        text: the text.
        source: the path of the page in the repository.
        places: the files of the site.
    """
    here, place = os.path.dirname(source), places[source]

    def link(found: re.Match[str]) -> str:
        mark, words, path, anchor = found[1], found[2], found[3], found[4] or ""
        if not path or "://" in path or path.startswith("mailto:"):
            return found[0]
        target = os.path.normpath(os.path.join(here, path))
        if target == _LIST:
            target = "README.md"
        if target in places:
            relative = os.path.relpath(places[target], os.path.dirname(place) or ".")
            return f"{mark}[{words}]({relative}{anchor})"
        return words

    parts = _BLOCK.split(text)
    return "".join(part if index % 2 else _LINK.sub(link, part) for index, part in enumerate(parts))


def foreign(site: Path) -> set[str]:
    """Returns what the pages of a site load from elsewhere, with the page."""
    found = set()
    for page in site.rglob("*.html"):
        for loaded in _LOADED.finditer(page.read_text("utf-8")):
            if not _ALLOWED.search(loaded[0]):
                found.add(f"{page.relative_to(site)} loads {loaded[0]}")
    return found


def _write_report(pages: Path) -> None:
    """Writes the migration report on the examples."""
    command = [sys.executable, "-m", "tf2lint", "report", "examples", "--isolated", "--no-cache", "--quiet"]
    subprocess.run([*command, "--output", str(pages / _REPORT)], cwd=ROOT, check=True)


def _fetch_mermaid(stage: Path) -> bool:
    """Fetches the program that draws diagrams; returns whether that was possible."""
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("without npm, diagrams are shown as text\n")
        return False
    subprocess.run([npm, "pack", "--silent", _MERMAID], cwd=stage, check=True, stdout=subprocess.DEVNULL)
    (archive,) = stage.glob("mermaid-*.tgz")
    with tarfile.open(archive) as opened:
        member = opened.extractfile(f"package/dist/{_SCRIPT}")
        assert member is not None
        (stage / "pages" / _SCRIPT).write_bytes(member.read())
    return True


def _write_config(stage: Path, *, has_diagrams: bool) -> None:
    text = (ROOT / _CONFIG).read_text("utf-8")
    if not has_diagrams:
        text = "".join(line for line in text.splitlines(keepends=True) if _SCRIPT not in line and "mermaid" not in line)
    (stage / _CONFIG).write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
