"""Writes the pages of docs/ that are made from the rules.

Usage: python tools/build_docs.py [--check]

With --check nothing is written: exit code 1 says that a page is not what the
rules make it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tf2lint.explain import explanation, page
from tf2lint.registry import Rule, rules

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[Path, str]:
    """Every generated page, by its path."""
    made = {DOCS / "rules" / f"{rule.code}.md": page(rule) for rule in rules()}
    made[DOCS / "rules" / "README.md"] = index(rules())
    return made


def index(listed: tuple[Rule, ...]) -> str:
    """The page that lists all rules."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {'on' if rule.default else 'off'} |"
        f" {explanation(rule).summary} |"
        for rule in listed
    ]
    head = ["# The rules", "", "| code | name | severity | by default | what it finds |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows, ""])


def stale(made: dict[Path, str]) -> list[Path]:
    """The pages that differ from what they should be, and those that no rule makes any more."""
    differing = [path for path, text in made.items() if not path.is_file() or path.read_text("utf-8") != text]
    return differing + [path for path in (DOCS / "rules").glob("*.md") if path not in made]


def main() -> int:
    """Runs the tool; returns its exit code."""
    parser = argparse.ArgumentParser(description="Writes the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    options = parser.parse_args()
    made = pages()
    outdated = stale(made)
    if options.check:
        for path in outdated:
            sys.stderr.write(f"{path.relative_to(DOCS.parent)} is out of date: run python tools/build_docs.py\n")
        return 1 if outdated else 0
    for path in outdated:
        if path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], "utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
