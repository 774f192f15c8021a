"""The settings of configuration files: how each value is read, and what a JSON Schema says about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tf2lint.config.configuration import AUTO
from tf2lint.config.errors import UsageError, closest
from tf2lint.config.limits import MAX_TIME_LIMIT, SOURCE_VERSIONS
from tf2lint.config.rule_selection import check_selectors
from tf2lint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable


class Setting(NamedTuple):
    """A setting.

    Attributes:
        parse: reads its value; raises a `UsageError` if that is invalid.
        schema: what a JSON Schema says about the value.
        meaning: what it does, for people.
    """

    parse: Callable[[object], Any]
    schema: dict[str, Any]
    meaning: str


def _string(value: object, subject: str = "") -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{subject}must be a non-empty string, not {_toml_value(value)}")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"must be true or false, not {_toml_value(value)}")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"must be a list of strings, not {_toml_value(value)}")
    return tuple(_string(item, "each item ") for item in value)


def _selectors(value: object) -> tuple[str, ...]:
    selectors = _strings(value)
    check_selectors(selectors)
    return selectors


def _nonempty_selectors(value: object) -> tuple[str, ...]:
    selectors = _selectors(value)
    if not selectors:
        raise UsageError("an empty list would turn off all rules")
    return selectors


def _selectors_by_pattern(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise UsageError(f"must be a table that maps patterns to lists of codes, not {_toml_value(value)}")
    return tuple((pattern, _selectors(selectors)) for pattern, selectors in value.items())


def _target(value: object) -> str:
    from tf2lint.table import UnknownVersionError, table_for

    if not isinstance(value, str) or not value:
        raise UsageError('must be a string, for example "2.16"')
    try:
        return value if value == AUTO else table_for(value).target
    except UnknownVersionError as error:
        raise UsageError(str(error)) from None


def _keras_version(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError('must be a string, for example "3.15"')
    return value


def _source_version(value: object) -> str:
    if value not in SOURCE_VERSIONS:
        raise UsageError(f'must be "1", "2" or "{AUTO}", not {_toml_value(value)}')
    return str(value)


def _severity(value: object) -> Severity:
    text = _string(value)
    if text not in tuple(Severity):
        raise UsageError(f"must be one of {', '.join(Severity)}, not {text!r}{closest(text, Severity)}")
    return Severity(text)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MAX_TIME_LIMIT:
        raise UsageError(f"must be a number of seconds from 0 to {MAX_TIME_LIMIT}, not {_toml_value(value)}")
    return value


def _toml_value(value: object) -> str:
    return repr(value) if not isinstance(value, bool) else str(value).lower()


_TEXT: Final[dict[str, Any]] = {"type": "string", "minLength": 1}
_TEXTS: Final[dict[str, Any]] = {"type": "array", "items": _TEXT}
_BOOLEAN: Final[dict[str, Any]] = {"type": "boolean"}

#: All settings, by key.
SETTINGS: Final = {
    "target": Setting(_target, _TEXT, 'the TensorFlow version to run on, or "auto"'),
    "keras-version": Setting(_keras_version, _TEXT, 'the version of Keras, "2", or "auto"'),
    "source-version": Setting(
        _source_version, {"enum": [*SOURCE_VERSIONS]}, "the TensorFlow that the files are written for"
    ),
    "select": Setting(_nonempty_selectors, {**_TEXTS, "minItems": 1}, "the enabled rules"),
    "extend-select": Setting(_selectors, _TEXTS, "rules to enable in addition"),
    "ignore": Setting(_selectors, _TEXTS, "rules to disable"),
    "per-file-ignores": Setting(
        _selectors_by_pattern, {"type": "object", "additionalProperties": _TEXTS},
        "rules to disable in some files: patterns, each with a list of rules",
    ),
    "exclude": Setting(_strings, _TEXTS, "patterns for files to skip when checking folders"),
    "extend-exclude": Setting(_strings, _TEXTS, "patterns in addition to exclude"),
    "force-exclude": Setting(
        _boolean, _BOOLEAN, "whether to apply these patterns also to files named on the command line"
    ),
    "respect-gitignore": Setting(_boolean, _BOOLEAN, "whether to skip files that git ignores"),
    "time-limit": Setting(
        _seconds, {"type": "number", "minimum": 0, "maximum": MAX_TIME_LIMIT},
        "how many seconds the check of one file may take; 0 for no limit",
    ),
    "fail-on": Setting(
        _severity, {"enum": [severity.value for severity in Severity]},
        "the lowest severity that the command fails on",
    ),
    "baseline": Setting(_string, _TEXT, "the file with the accepted findings"),
    "cache-dir": Setting(_string, _TEXT, "the folder for cached results"),
    "fixable": Setting(_selectors, _TEXTS, "the rules whose findings are fixed"),
    "unfixable": Setting(_selectors, _TEXTS, "rules whose findings are not fixed"),
    "extend-safe-fixes": Setting(_selectors, _TEXTS, "rules whose unsafe fixes count as safe"),
    "extend-unsafe-fixes": Setting(_selectors, _TEXTS, "rules whose safe fixes count as unsafe"),
}  # fmt: skip
