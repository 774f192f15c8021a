"""Parses a rule's docstring, the source of all documentation of the rule."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tf2lint.linting.package_metadata import project_address

if TYPE_CHECKING:
    from tf2lint.linting.rule import Rule

#: The folder with the pages of the rules, below the address of the project.
_PAGES: Final = "blob/main/docs/rules"
#: The sections that every rule's docstring has, in this order.
SECTIONS: Final = ("What it does", "Why it matters", "Example", "Use instead", "References")
#: An optional section before the last one, for rules that can report something wrongly or miss something.
LIMITS: Final = "How sure it is"
_CODE: Final = re.compile(r"```python\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RuleDocs:
    """The parsed docstring of a rule.

    Attributes:
        summary: its first line.
        sections: the text of each section, by its title.
    """

    summary: str
    sections: dict[str, str]

    def code(self, section: str) -> str:
        """Returns the program in a section; empty if it contains none."""
        match = _CODE.search(self.sections[section])
        return match[1] if match else ""


def parse_rule_docs(rule: Rule) -> RuleDocs:
    """Parses a rule's docstring.

    Raises:
        ValueError: a section is missing, or the sections are in the wrong order.
    """
    summary, _, rest = rule.documentation.partition("\n")
    titles = "|".join(map(re.escape, (*SECTIONS, LIMITS)))
    parts = re.split(rf"^({titles}):\n", rest, flags=re.MULTILINE)
    found = {title: textwrap.dedent(text).strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}
    if tuple(found) not in (SECTIONS, (*SECTIONS[:-1], LIMITS, SECTIONS[-1])):
        raise ValueError(f"{rule.module}: the docstring has the sections {list(found)}, not {list(SECTIONS)}")
    return RuleDocs(summary.strip(), found)


def rule_page(rule: Rule) -> str:
    """Returns a rule's documentation page, in Markdown."""
    docs = parse_rule_docs(rule)
    default = "on" if rule.default else "off by default"
    severity = f"Severity: {' or '.join(rule.severities)}. This rule is {default}."
    head = f"# {rule.code} {rule.name}\n\n{docs.summary}\n\n{severity}\n"
    return "\n".join([head, *(f"## {title}\n\n{text}\n" for title, text in docs.sections.items())])


def rule_page_url(rule: Rule) -> str:
    """Returns the URL of a rule's documentation page; empty as long as the project has no address."""
    return f"{project_address()}/{_PAGES}/{rule.code}.md" if project_address() else ""
