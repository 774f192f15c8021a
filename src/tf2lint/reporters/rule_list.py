"""The list of all rules, as text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tf2lint.linting import parse_rule_docs, rule_page_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tf2lint.linting import Rule


def render_text(rules: Sequence[Rule]) -> str:
    """Renders one line per rule."""
    width = max(len(rule.name) for rule in rules)
    return "".join(
        f"{rule.code}  {rule.name:<{width}}  {rule.severity:<7}  {'' if rule.default else 'off by default: '}"
        f"{parse_rule_docs(rule).summary}\n"
        for rule in rules
    )


def render_json(rules: Sequence[Rule]) -> str:
    """Renders the rules as a JSON document, including the sections of their pages."""
    entries = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.value,
            "default": rule.default,
            "summary": parse_rule_docs(rule).summary,
            "sections": parse_rule_docs(rule).sections,
            "url": rule_page_url(rule) or None,
        }
        for rule in rules
    ]
    return json.dumps({"version": 1, "rules": entries}, indent=2, ensure_ascii=False) + "\n"
