"""Writes docs/table.html, on which users look up names, for each target version.

    python tools/table_page.py            # writes the page; takes 40 seconds
    python tools/table_page.py --check    # exits with status 1 if the page is not what this writes

The page has a hash of all that it is made from, so build_docs.py can tell in no time whether it is up to date.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.reporters.mapping_rows import changed, versions, written
from tf2lint.table import known_versions
from tf2lint.table.export import TableExport
from tf2lint.table.mapping_table import table_for

if TYPE_CHECKING:
    from tf2lint.table.export import Row

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "docs" / "table.html"
_TEMPLATE: Final = Path(__file__).with_name("table_page.html")
#: What is left out: `tf2lint lookup` has these names.
_WITHOUT: Final = ("compat.", "raw_ops.")
_TARGET: Final = "{target}"
_HASH: Final = re.compile(r"made from sha256=(\w+)")


class Facts(NamedTuple):
    """What happened to a name at a target version, with texts as places in the list of texts.

    Attributes:
        outcome: the outcome.
        use: the names to use instead.
        note: what to do.
        rewrites: what to write instead of calls.
        arguments: which arguments changed, and how.
    """

    outcome: int
    use: int
    note: int
    rewrites: list[int]
    arguments: list[int]


def build() -> str:
    """Returns the page."""
    targets = known_versions()
    texts: dict[str, int] = {}
    spans: dict[str, str] = {}
    #: For each name: its facts, each with the place of the first target for which they are true.
    found: dict[str, list[tuple[int, Facts | None]]] = {}
    for place, target in enumerate(targets):
        rows = {row.name: row for row in TableExport(table_for(target)).rows(_WITHOUT)}
        spans |= {name: versions(row) for name, row in rows.items()}
        for name in sorted(found.keys() | rows.keys()):  # so that the page does not depend on hashes
            facts = _facts(rows[name], target, texts) if name in rows else None
            history = found.setdefault(name, [] if place == 0 else [(0, None)])
            if not history or history[-1][1] != facts:
                history.append((place, facts))
    lines = [
        json.dumps([name, spans[name], *([place, *(facts or ())] for place, facts in found[name])])
        for name in sorted(found)
    ]
    kinds = {facts.outcome for history in found.values() for _, facts in history if facts is not None}
    outcomes = sorted(text for text, place in texts.items() if place in kinds)
    heads = {"targets": targets, "outcomes": outcomes, "texts": list(texts)}
    data = "{" + "".join(f'"{name}": {json.dumps(values)},\n' for name, values in heads.items()) + '"names": [\n'
    # Within a script element, only the end tag must be escaped.
    data = (data + ",\n".join(lines) + "\n]}").replace("</", "<\\/")
    page = _TEMPLATE.read_text("utf-8").replace("@COUNT@", f"{len(found):,}").replace("@HASH@", source_hash())
    return page.replace("@DATA@", data)


def _facts(row: Row, target: str, texts: dict[str, int]) -> Facts:
    def place(text: str) -> int:
        # What only names the target is the same for all targets.
        return texts.setdefault(text.replace(f"TF {target} ", f"TF {_TARGET} "), len(texts))

    return Facts(
        place(row.outcome),
        place(", ".join(row.replacements)),
        place(row.note),
        [place(written(rewrite)) for rewrite in row.rewrites],
        [place(changed(argument)) for argument in row.arguments],
    )


def source_hash() -> str:
    """Returns the hash of the files that the page is made from."""
    package = ROOT / "src" / "tf2lint"
    files = [path for path in (package / "table").rglob("*") if path.suffix in (".py", ".txt", ".tsv")]
    files += [package / "reporters" / "mapping_rows.py", Path(__file__), _TEMPLATE]
    texts = [path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(files)]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def is_current() -> bool:
    """Returns whether the page is made from the current files."""
    match = _HASH.search(PAGE.read_text("utf-8")) if PAGE.is_file() else None
    return match is not None and match[1] == source_hash()


def main() -> int:
    """Runs the tool and returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; only say whether the page is the same")
    options = parser.parse_args()
    page = build()
    if not options.check:
        PAGE.write_text(page, "utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text("utf-8") == page:
        return 0
    sys.stderr.write("docs/table.html is out of date: run python tools/table_page.py\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
