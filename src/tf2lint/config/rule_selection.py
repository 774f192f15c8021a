"""Which rules are on: codes, prefixes of codes and names, chosen and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.config.errors import UsageError, closest
from tf2lint.rules import rules, tf001_syntax_error, tf002_old_python, tf004_too_slow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tf2lint.linting import Rule

#: Rules that tell of a file that could not be checked as it is: on unless they are left out by name, since to choose
#: others means to see what these find, and not to overlook files.
ALWAYS: Final = (tf001_syntax_error.rule.code, tf002_old_python.rule.code, tf004_too_slow.rule.code)


def check_selectors(selectors: Iterable[str]) -> None:
    """Makes sure that each selector stands for some rule.

    Args:
        selectors: codes (`TF101`), prefixes of codes (`TF1`), and names (`removed-name`).

    Raises:
        UsageError: one stands for none.
    """
    for selector in selectors:
        if not any(_weight(selector, rule) for rule in rules()):
            known = [word for rule in rules() for word in (rule.code, rule.name)]
            hint = closest(selector, known) or closest(selector.upper(), known)
            raise UsageError(f"no rule is called {selector!r}, and no code begins so{hint}")


def selected(
    select: Iterable[str] | None = None, extend_select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> frozenset[str]:
    """The codes of the rules that are on.

    Of two selectors for a rule the longer one counts, and of two that are as long the one in `ignore`.

    Args:
        select: what is on; None for the rules that are on by default.
        extend_select: what is on besides.
        ignore: what is off.

    Raises:
        UsageError: a selector stands for no rule.
    """
    select, extend_select, ignore = None if select is None else [*select], [*extend_select], [*ignore]
    check_selectors([*(select or ()), *extend_select, *ignore])
    return frozenset(rule.code for rule in rules() if _is_on(rule, select, extend_select, ignore))


def _is_on(rule: Rule, select: list[str] | None, extend_select: list[str], ignore: list[str]) -> bool:
    chosen = max((_weight(selector, rule) for selector in [*(select or ()), *extend_select]), default=0)
    if not chosen and (rule.default if select is None else rule.code in ALWAYS):
        chosen = 1
    return chosen > max((_weight(selector, rule) for selector in ignore), default=0)


def meant(selectors: Iterable[str]) -> frozenset[str]:
    """The codes of all rules that one of some selectors stands for."""
    selectors = [*selectors]
    return frozenset(rule.code for rule in rules() if any(_weight(selector, rule) for selector in selectors))


def matches(selector: str, code: str, name: str) -> bool:
    """Whether a selector stands for the rule with a code and a name."""
    return code.startswith(selector.upper()) or name == selector.lower()


def _weight(selector: str, rule: Rule) -> int:
    """How exactly a selector stands for a rule; 0 if it doesn't."""
    if not selector or not matches(selector, rule.code, rule.name):
        return 0
    return len(rule.code) if selector.lower() == rule.name else len(selector)
