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
#: What no rule about code reports.
_COMMON_LIMITS: Final = """\
Like all rules, it resolves names and objects. It doesn't report names that only look like TensorFlow's, code that never
runs on the target version (`if tf.__version__ < "2":`), or code that handles the error itself (`hasattr`, or `try` with
`except AttributeError`)."""
#: The family of the rules about files and comments.
_FILES: Final = "TF0"
#: The family of the rules about Keras models, which differ between Keras 2 and 3.
_KERAS: Final = "TF7"
#: Settings that apply to some rules only, which name them.
_NAMED_SETTINGS: Final = ("source-version", "keras-version", "time-limit", "extend-exclude")
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


def rule_page(rule: Rule, message: str = "") -> str:
    """Returns a rule's documentation page, in Markdown.

    Args:
        rule: the rule.
        message: how its example is reported; left out if empty.
    """
    docs = parse_rule_docs(rule)
    default = "on" if rule.default else "off by default"
    severity = f"Severity: {' or '.join(rule.severities)}. This rule is {default}."
    sections = dict(docs.sections)
    references = sections.pop("References")
    if message:
        sections["Example"] += f"\n\nThis is reported as\n\n```text\n{message}\n```"
    limits = [sections.pop(LIMITS, ""), "" if rule.code.startswith(_FILES) else _COMMON_LIMITS]
    sections[LIMITS] = "\n\n".join(filter(None, limits))
    sections["Settings"] = _settings(rule, docs)
    sections["References"] = references
    head = f"# {rule.code} {rule.name}\n\n{docs.summary}\n\n{severity}\n"
    return "\n".join([head, *(f"## {title}\n\n{text}\n" for title, text in sections.items())])


def _settings(rule: Rule, docs: RuleDocs) -> str:
    """Returns how to turn a rule on and off, and which settings change what it reports."""
    lines = [f'- to turn it off: `ignore = ["{rule.code}"]`, or `per-file-ignores` for some files']
    if not rule.default:
        lines.insert(0, f'- to turn it on: `extend-select = ["{rule.code}"]`')
    if not rule.code.startswith(_FILES):
        lines += [f"- to accept one finding: `# noqa: {rule.code}`", f"- in pylint: `tf-{rule.name}`"]
    text = " ".join(docs.sections.values())
    if rule.code.startswith(_KERAS):
        text += " `keras-version`"
    named = [name for name in _NAMED_SETTINGS if f"`{name}`" in text or f"`--{name}`" in text]
    if named:
        lines.append(f"- see also: {', '.join(f'`{name}`' for name in named)}")
    return "\n".join(lines)


def rule_page_url(rule: Rule) -> str:
    """Returns the URL of a rule's documentation page; empty as long as the project has no address."""
    return f"{project_address()}/{_PAGES}/{rule.code}.md" if project_address() else ""
