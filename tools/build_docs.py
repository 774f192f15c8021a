"""Writes the pages of docs/ that are generated from the rules, the namespace-mapping table and the benchmark.

Usage: python tools/build_docs.py [--check]

With --check, nothing is written; the exit status is 1 if a page is out of date. docs/table.html takes longer, so
table_page.py writes it; this only tells if it is out of date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import table_page
from arguments_page import arguments_page
from benchmark_page import benchmark_page
from tf2lint.linting.rule_docs import parse_rule_docs, rule_page
from tf2lint.linting.rule_index import RuleIndex
from tf2lint.model import SAFE, STOP_GAP, UNSAFE
from tf2lint.project import Libraries
from tf2lint.reporters.full import render as render_findings
from tf2lint.reporters.summary import Report, Style
from tf2lint.resolver import ReferenceKind
from tf2lint.rules import rules
from tf2lint.runner.file_checker import FileChecker
from tf2lint.runner.jobs import Job
from tf2lint.table import NameRewrite, load_name_rewrites
from tf2lint.table.export import RewriteRow, TableExport
from tf2lint.table.mapping_table import TensorFlowTable, table_for
from tf2lint.table.rewrites import FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.linting.rule import Rule

#: What is part of code that calls what TensorFlow 1 had.
_COMPAT = "tf.compat.v1."
_NOT_CALLED = "where it is not called"
DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[Path, str]:
    """Returns the text of every generated page, by path."""
    rewrites = rewrites_by_rule(table_for(None))
    generated = {
        DOCS / "rules" / f"{rule.code}.md": rule_page(rule, message(rule))
        + rewrites_section(rewrites.get(rule.code, []))
        for rule in rules()
    }
    generated[DOCS / "rules" / "README.md"] = index(sorted(rules(), key=lambda rule: rule.code))
    results = DOCS.parent / "benchmarks" / "results"
    generated[DOCS / "benchmark.md"] = benchmark_page(results)
    generated[DOCS / "arguments.md"] = arguments_page(table_for(None))
    return generated


def message(rule: Rule) -> str:
    """Returns how the example of a rule is reported on a terminal; empty if it has to take a minute."""
    codes = tuple(sorted({one.code for one in rules() if one.default} | {rule.code}))
    program = parse_rule_docs(rule).code("Example")
    found = FileChecker().check(Job("example.py", table_for(None).target, codes), program.encode()).findings
    own = [located for located in found if located.finding.code == rule.code][:1]
    return render_findings(Report(table_for(None).target, own), Style(summary=False)).strip()


def rewrites_by_rule(table: TensorFlowTable) -> dict[str, list[str]]:
    """Returns the lines of tables with what to write, by the code of the rule that reports the names."""
    libraries = Libraries(table)
    tensorflow = libraries.root("tensorflow")
    assert tensorflow is not None
    index = RuleIndex(libraries, rules(), lambda _: True)
    found: dict[str, list[str]] = {}

    def add(name: str, rewrites: Sequence[RewriteRow]) -> None:
        verdict = index.verdict(tensorflow.below(name), ReferenceKind.LOAD)
        if verdict is not None:
            found.setdefault(verdict.rule.code, []).extend(
                f"| `tf.{name}` | {_code(rewrite.write)} | {rewrite.when} | {rewrite.note} | {_fix(rewrite)} |"
                for rewrite in rewrites
            )

    for row in TableExport(table).rows():
        name = row.name.removeprefix("tf.")
        if row.rewrites and name in table.rewrites:
            add(name, row.rewrites)
    for name, rewrite in (*constants(table), *load_name_rewrites().items()):
        add(name, [RewriteRow(_NOT_CALLED, rewrite.template.shown, rewrite.safety.value, rewrite.note)])
    return found


def constants(table: TensorFlowTable) -> Iterator[tuple[str, NameRewrite]]:
    """Yields the members of classes, such as enumerations, with the constants to write instead of them."""
    names = frozenset(table.names())
    for name in table.rewrites:
        for rewrite in table.rewrites_of(name) if name not in names and not name.endswith(FAMILY) else ():
            if rewrite.template is not None and rewrite.template.is_constant and not rewrite.parameters:
                yield name, NameRewrite(rewrite.template, rewrite.safety, rewrite.note)


def rewrites_section(lines: Sequence[str]) -> str:
    """Returns the section of a rule's page with what to write; empty if there are no lines of its table."""
    if not lines:
        return ""
    head = (
        "Messages contain this with the arguments of the call; those that it omits are left out, and `{epsilon=1e-8}`"
        " is 1e-8 then. The first line that fits a call counts. The last column says how"
        " [safe](../fixing.md) the fix is; `-` is done by hand, or as a part of a larger change."
    )
    names = "| name | write | for calls | note | fix |"
    return "\n".join(["", "## What to write", "", head, "", names, "|---|---|---|---|---|", *lines, ""])


def _fix(rewrite: RewriteRow) -> str:
    """Returns how safe the fix of a call is: deleting code is never safe."""
    if rewrite.safety not in (SAFE, UNSAFE):
        return "-"
    if not rewrite.write:
        return UNSAFE
    return STOP_GAP if _COMPAT in rewrite.write else rewrite.safety


def _code(text: str) -> str:
    return f"`{text}`" if text else "nothing"


#: What the severities mean.
_SEVERITIES = """\
A finding has the severity of what happens at the target version:

- **error**: running the code raises an error, or the code that it is for does: the line itself, a call of the function,
  a model that is trained or loaded. So it is with files that cannot be checked.
- **warning**: nothing raises, or only in some programs, but numbers, dtypes, shapes, files, or what is trained change.
- **info**: the program does the same as before. The name is deprecated or private, or the code has no effect.

Findings of some rules differ in severity; pylint shows the highest that the rule can have.

Each page has an example and what to write instead. A test runs both, on TensorFlow 1.15.5 or with Keras 2 and on
TensorFlow 2.21, and checks that they compute the same. The exceptions are the few examples that never worked.
"""


def index(listed: Sequence[Rule]) -> str:
    """Returns the page that lists all rules."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.name} | {' or '.join(rule.severities)} |"
        f" {'on' if rule.default else 'off'} | {parse_rule_docs(rule).summary} |"
        for rule in listed
    ]
    head = ["| code | name | severity | by default | what it finds |", "|---|---|---|---|---|"]
    return "\n".join(["# The rules", "", _SEVERITIES, *head, *rows, ""])


def stale(generated: dict[Path, str]) -> list[Path]:
    """Returns the pages that are out of date, and pages of rules that no longer exist."""
    differing = [path for path, text in generated.items() if not path.is_file() or path.read_text("utf-8") != text]
    return differing + [path for path in (DOCS / "rules").glob("*.md") if path not in generated]


def main() -> int:
    """Runs the tool and returns its exit status."""
    parser = argparse.ArgumentParser(description="Writes the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="only say whether they are up to date")
    options = parser.parse_args()
    generated = pages()
    outdated = stale(generated)
    is_table_current = table_page.is_current()
    if not is_table_current:
        sys.stderr.write("docs/table.html is out of date: run python tools/table_page.py\n")
    if options.check:
        for path in outdated:
            sys.stderr.write(f"{path.relative_to(DOCS.parent)} is out of date: run python tools/build_docs.py\n")
        return 1 if outdated or not is_table_current else 0
    for path in outdated:
        if path in generated:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(generated[path], "utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
