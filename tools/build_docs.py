"""Writes the pages of docs/ that are made from the rules and from the namespace-mapping table.

Usage: python tools/build_docs.py [--check]

With --check nothing is written: exit code 1 says that a page is not what it
would be made now.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from arguments_page import arguments_page
from benchmark_page import benchmark_page, figures
from tf2lint.linting.rule_docs import parse_rule_docs, rule_page
from tf2lint.reporters.mapping_rows import versions
from tf2lint.rules import rules
from tf2lint.table.export import TableExport
from tf2lint.table.mapping_table import Table, table_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.linting.rule import Rule

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[Path, str]:
    """Every generated page, by its path."""
    made = {DOCS / "rules" / f"{rule.code}.md": rule_page(rule) for rule in rules()}
    made[DOCS / "rules" / "README.md"] = index(sorted(rules(), key=lambda rule: rule.code))
    made[DOCS / "table.html"] = table_page(table_for(None))
    results = DOCS.parent / "benchmarks" / "results"
    made[DOCS / "benchmark.md"] = benchmark_page(results)
    made[DOCS.parent / "README.md"] = readme((DOCS.parent / "README.md").read_text("utf-8"), figures(results))
    made[DOCS / "arguments.md"] = arguments_page(table_for(None))
    return made


def readme(text: str, table: str) -> str:
    """The README with the figures of the newest benchmark."""
    before, begin, behind = text.partition("<!-- The figures, made by tools/build_docs.py -->\n")
    _, end, after = behind.partition("<!-- The end of the figures -->\n")
    return f"{before}{begin}\n{table}\n\n{end}{after}"


def table_page(table: Table) -> str:
    """The page on which a person can search the table."""
    rows = [row for row in TableExport(table).rows() if not row.name.startswith(("tf.compat.", "tf.raw_ops."))]
    cells = [(row.name, row.outcome, versions(row), ", ".join(row.replacements), row.note) for row in rows]
    # Within a script element only the end tag must not appear.
    data = "[\n" + ",\n".join(json.dumps(row) for row in cells).replace("</", "<\\/") + "\n]"
    page = (Path(__file__).parent / "table_page.html").read_text("utf-8")
    return page.replace("@TARGET@", table.target).replace("@COUNT@", f"{len(rows):,}").replace("@DATA@", data)


def index(listed: Sequence[Rule]) -> str:
    """The page that lists all rules."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {'on' if rule.default else 'off'} |"
        f" {parse_rule_docs(rule).summary} |"
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
