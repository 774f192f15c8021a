"""A rule's docstring, taken apart: the one text that every explanation of the rule is made from."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tf2lint.linting.rule import Rule

#: Where the project lives.
HOME: Final = "https://github.com/tf2lint/tf2lint"
#: The sections that every rule's docstring has, in this order.
SECTIONS: Final = ("What it does", "Why it matters", "Example", "Use instead", "References")
#: A section before the last one, of rules that may be wrong, or miss something, by their nature.
LIMITS: Final = "How sure it is"
_CODE: Final = re.compile(r"```python\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RuleDocs:
    """What a rule's docstring says.

    Attributes:
        summary: its first line.
        sections: the text of each section, by its title.
    """

    summary: str
    sections: dict[str, str]

    def code(self, section: str) -> str:
        """The program in a section."""
        match = _CODE.search(self.sections[section])
        return match[1] if match else ""


def parse_rule_docs(rule: Rule) -> RuleDocs:
    """Takes a rule's docstring apart.

    Raises:
        ValueError: it lacks a section, or has them in another order.
    """
    summary, _, rest = rule.documentation.partition("\n")
    titles = "|".join(map(re.escape, (*SECTIONS, LIMITS)))
    parts = re.split(rf"^({titles}):\n", rest, flags=re.MULTILINE)
    found = {title: textwrap.dedent(text).strip() for title, text in zip(parts[1::2], parts[2::2], strict=True)}
    if tuple(found) not in (SECTIONS, (*SECTIONS[:-1], LIMITS, SECTIONS[-1])):
        raise ValueError(f"{rule.module}: the docstring has the sections {list(found)}, not {list(SECTIONS)}")
    return RuleDocs(summary.strip(), found)


def rule_page(rule: Rule) -> str:
    """A rule's page of the documentation, in Markdown."""
    told = parse_rule_docs(rule)
    default = "on" if rule.default else "off by default"
    head = f"# {rule.code} {rule.name}\n\n{told.summary}\n\nSeverity: {rule.severity}. This rule is {default}.\n"
    return "\n".join([head, *(f"## {title}\n\n{text}\n" for title, text in told.sections.items())])


def rule_page_url(rule: Rule) -> str:
    """The address of a rule's page."""
    return f"{HOME}/blob/main/docs/rules/{rule.code}.md"
