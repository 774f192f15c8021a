"""Selects rules by code, code prefix or name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.config.errors import UsageError, closest
from tf2lint.rules import rule_names
from tf2lint.table import moves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.rules import RuleName
    from tf2lint.table import Move

#: Rules that report files that could not be checked as they are. `select` does not turn them off, only `ignore` does: a
#: user who selects other rules still wants to know which files were skipped.
ALWAYS: Final = tuple(rule.code for rule in rule_names() if rule.name in ("syntax-error", "old-python", "too-slow"))
#: The selector of all rules.
_ALL: Final = "ALL"


def check_selectors(selectors: Iterable[str]) -> None:
    """Checks that each selector matches a rule.

    Args:
        selectors: codes (`TF101`), code prefixes (`TF1`), names (`removed-name`), or `ALL`.

    Raises:
        UsageError: a selector matches no rule.
    """
    for selector in selectors:
        if not any(_specificity(selector, rule) for rule in rule_names()):
            known = [word for rule in rule_names() for word in (rule.code, rule.name)]
            hint = closest(selector, known) or closest(selector.upper(), known)
            raise UsageError(f"unknown rule or prefix {selector!r}{hint}")


def selected(
    select: Iterable[str] | None = None, extend_select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> frozenset[str]:
    """Returns the codes of the rules that are on.

    If several selectors match a rule, the longest one wins; if two have the same length, `ignore` wins.

    Args:
        select: selectors of rules that are on; None for the rules that are on by default.
        extend_select: selectors of additional rules that are on.
        ignore: selectors of rules that are off.

    Raises:
        UsageError: a selector matches no rule.
    """
    select, extend_select, ignore = None if select is None else [*select], [*extend_select], [*ignore]
    check_selectors([*(select or ()), *extend_select, *ignore])
    return frozenset(rule.code for rule in rule_names() if _is_on(rule, select, extend_select, ignore))


def _is_on(rule: RuleName, select: list[str] | None, extend_select: list[str], ignore: list[str]) -> bool:
    selected_by = max((_specificity(selector, rule) for selector in [*(select or ()), *extend_select]), default=0)
    if not selected_by and (rule.default if select is None else rule.code in ALWAYS):
        selected_by = 1
    return selected_by > max((_specificity(selector, rule) for selector in ignore), default=0)


def ignored_moves(select: Iterable[str] | None, extend_select: Iterable[str], ignore: Iterable[str]) -> frozenset[Move]:
    """Returns the moves of findings that are off because `ignore` matches the rule that they had before.

    They are on if a longer selector selects the rule that they have now.

    Args:
        select: selectors of rules that are on; None for the rules that are on by default.
        extend_select: selectors of additional rules that are on.
        ignore: selectors of rules that are off.
    """
    on, off = [*(select or ()), *extend_select], [*ignore]
    by_code = {rule.code: rule for rule in rule_names()} if off else {}

    def is_off(move: Move) -> bool:
        ignored = max(_specificity(selector, by_code[move.old]) for selector in off)
        return ignored > 0 and ignored >= max((_specificity(selector, by_code[move.new]) for selector in on), default=0)

    return frozenset(move for move in moves() if is_off(move)) if off else frozenset()


def matching_codes(selectors: Iterable[str]) -> frozenset[str]:
    """Returns the codes of the rules that match at least one selector."""
    selectors = [*selectors]
    return frozenset(rule.code for rule in rule_names() if any(_specificity(selector, rule) for selector in selectors))


def matches(selector: str, code: str, name: str) -> bool:
    """Returns whether a selector matches the rule with this code and name."""
    return code.startswith(selector.upper()) or name == selector.lower()


def _specificity(selector: str, rule: RuleName) -> int:
    """Returns how many characters of a rule's code a selector fixes, all for its name; 0 if it does not match.

    `ALL` fixes as many as the shortest prefix.
    """
    if selector.upper() == _ALL:
        return 1
    if not selector or not matches(selector, rule.code, rule.name):
        return 0
    return len(rule.code) if selector.lower() == rule.name else len(selector)
