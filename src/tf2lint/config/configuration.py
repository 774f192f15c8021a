"""The settings of each file: the defaults, the nearest configuration file, and the command line, which wins."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.errors import UsageError, closest, reason
from tf2lint.config.limits import MAX_TIME_LIMIT, SOURCE_VERSIONS
from tf2lint.config.path_patterns import Patterns
from tf2lint.config.rule_selection import check_selectors, ignored_moves, matching_codes, selected
from tf2lint.fixes import FixPolicy
from tf2lint.model import Severity
from tf2lint.source import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tf2lint.table import Move

#: The names of configuration files; the first one in a folder is used.
FILES: Final = ("tf2lint.toml", ".tf2lint.toml", "pyproject.toml")
DEFAULT: Final = "default"
#: As the target, the version that the project requires; as the source version, what the code tells.
AUTO: Final = "auto"
#: The default cache folder.
CACHE: Final = ".tf2lint_cache"


@dataclass(frozen=True)
class Configuration:
    """The settings for the files below a folder that have no nearer configuration file.

    Attributes:
        folder: the folder that patterns and paths are relative to.
        path: the configuration file; None if there is none.
        origins: the source of each value that is not a default, by key.
        target: the target TensorFlow version; `auto` to detect it; None for the newest supported version.
        keras_version: the version of Keras, or `2` for Keras 2 with any TensorFlow; `auto` to detect it; None for the
            newest one that pip installs beside the target, or to detect it if the target is detected.
        source_version: the TensorFlow that the files are written for: `1`, `2`, or `auto` to decide by their code.
        select: selectors of the rules that are on; None for the rules that are on by default.
        extend_select: selectors of additional rules that are on.
        ignore: selectors of the rules that are off.
        per_file_ignores: selectors of the rules that are off in the files that match a pattern.
        exclude: patterns of files and folders to skip.
        extend_exclude: additional patterns to skip.
        force_exclude: whether these patterns also apply to files named on the command line.
        respect_gitignore: whether to skip files that git ignores.
        time_limit: the time limit for checking one file, in seconds; 0 for no limit.
        fail_on: the lowest severity that makes the command fail.
        baseline: the baseline file; None for no baseline.
        cache_dir: the cache folder; None for `CACHE` in `folder`.
        fixable: selectors of the rules whose findings are fixed; None for all.
        unfixable: selectors of the rules whose findings are not fixed.
        extend_safe_fixes: selectors of the rules whose unsafe fixes count as safe.
        extend_unsafe_fixes: selectors of the rules whose safe fixes count as unsafe.
    """

    folder: str
    path: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    target: str | None = None
    keras_version: str | None = None
    source_version: str = AUTO
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = EXCLUDED
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    time_limit: float = 60
    fail_on: Severity = Severity.INFO
    baseline: str | None = None
    cache_dir: str | None = None
    fixable: tuple[str, ...] | None = None
    unfixable: tuple[str, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()

    def project_folder(self, folder: str) -> str:
        """Returns where to start looking for the requirements of the project that contains a folder.

        This is the folder of the configuration file; without one, it is the given folder.
        """
        return os.path.abspath(folder) if self.path is None else self.folder

    def origin(self, key: str) -> str:
        """Returns the source of a key's value."""
        return self.origins.get(key, DEFAULT)

    @property
    def detects_keras(self) -> bool:
        """Whether the version of Keras is that which the project requires."""
        return (self.keras_version or self.target) == AUTO

    @property
    def cache(self) -> str:
        """The cache folder."""
        return self.cache_dir or os.path.join(self.folder, CACHE)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that are on, sorted."""
        return tuple(sorted(selected(self.select, self.extend_select, self.ignore)))

    @cached_property
    def fix_policy(self) -> FixPolicy:
        """What is fixed, and what counts as safe."""
        fixable = frozenset(self.codes) if self.fixable is None else matching_codes(self.fixable)
        safe, unsafe = matching_codes(self.extend_safe_fixes), matching_codes(self.extend_unsafe_fixes)
        return FixPolicy(fixable - matching_codes(self.unfixable), safe - unsafe, unsafe)

    @cached_property
    def excluded(self) -> Patterns:
        """The patterns of files and folders to skip."""
        return Patterns(self.folder, (*self.exclude, *self.extend_exclude))

    @cached_property
    def _ignores_by_pattern(self) -> list[tuple[Patterns, tuple[str, ...]]]:
        return [(Patterns(self.folder, (pattern,)), selectors) for pattern, selectors in self.per_file_ignores]

    @cached_property
    def _ignored_moves(self) -> frozenset[Move]:
        return ignored_moves(self.select, self.extend_select, self.ignore)

    def _ignores_in(self, path: str) -> list[str]:
        return [selector for patterns, off in self._ignores_by_pattern if patterns.match(path) for selector in off]

    def ignored_in(self, path: str) -> frozenset[str]:
        """Returns the codes of the rules that `per_file_ignores` turns off in a file."""
        selectors = self._ignores_in(path)
        return matching_codes(selectors).intersection(self.codes) if selectors else frozenset()

    def ignored_moves_in(self, path: str) -> frozenset[Move]:
        """Returns the moves of findings that are off in a file because the rule that they had before is."""
        selectors = self._ignores_in(path)
        return self._ignored_moves | ignored_moves(None, (), selectors) if selectors else self._ignored_moves


#: The keys of a configuration file, as users write them.
KEYS: Final = tuple(attribute.name.replace("_", "-") for attribute in fields(Configuration)[3:])


class Configurations:
    """Finds the configuration of each file and applies the command line's settings on top.

    Args:
        overrides: the command line's settings, by key; None values are ignored.
        file: the configuration file for all files; None to use the nearest one of each file.
        isolated: whether to read no configuration file at all.

    Raises:
        UsageError: the file can't be read, or a setting in it is invalid.
    """

    def __init__(self, overrides: Mapping[str, Any], file: str | None = None, *, isolated: bool = False) -> None:
        given = {key: value for key, value in overrides.items() if value is not None}
        self._overrides = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        self._by_folder: dict[str, Configuration] = {}
        self._without_file = self._overridden(Configuration(os.getcwd()))
        self._for_all = self._without_file if isolated else None
        if file is not None:
            self._for_all = self._read(file)
            if self._for_all is None:
                raise UsageError(f"{file}: no [tool.tf2lint] table")

    def for_file(self, path: str) -> Configuration:
        """Returns the configuration of a file.

        Raises:
            UsageError: the nearest configuration file can't be read, or a setting in it is invalid.
        """
        return self.for_folder(os.path.dirname(path))

    def for_folder(self, folder: str) -> Configuration:
        """Returns the configuration of the files in a folder.

        Raises:
            UsageError: the nearest configuration file can't be read, or a setting in it is invalid.
        """
        if self._for_all is not None:
            return self._for_all
        if folder not in self._by_folder:
            absolute = os.path.abspath(folder)
            self._by_folder[folder] = self._nearest(absolute) if folder == absolute else self.for_folder(absolute)
        return self._by_folder[folder]

    def _nearest(self, folder: str) -> Configuration:
        for name in FILES:
            path = os.path.join(folder, name)
            config = self._read(path) if os.path.isfile(path) else None
            if config is not None:
                return config
        parent = os.path.dirname(folder)
        return self._without_file if parent == folder else self.for_folder(parent)

    def _read(self, path: str) -> Configuration | None:
        config = read_config(path)
        return None if config is None else self._overridden(config)

    def _overridden(self, config: Configuration) -> Configuration:
        origins = {**config.origins, **dict.fromkeys(self._overrides, "command line")}
        values: dict[str, Any] = {key.replace("-", "_"): value for key, value in self._overrides.items()}
        return replace(config, origins=origins, **values)


def read_config(path: str) -> Configuration | None:
    """Reads a configuration file.

    Args:
        path: a pyproject.toml with a table `[tool.tf2lint]`, or another TOML file with the settings at its top level.

    Returns:
        The configuration; None for a pyproject.toml without that table.

    Raises:
        UsageError: the file can't be read or isn't TOML, or a setting is unknown or invalid.
    """
    try:
        with open(path, "rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise UsageError(reason(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: invalid TOML: {error}") from None
    except RecursionError:
        raise UsageError(f"{path}: nested too deeply") from None
    if os.path.basename(path) == "pyproject.toml":
        tool = document.get("tool")
        table = tool.get("tf2lint") if isinstance(tool, dict) else None
        if table is None:
            return None
        where = f"{path}: tool.tf2lint"
    else:
        table, where = document, path
    if not isinstance(table, dict):
        raise UsageError(f"{where} must be a table")
    folder, values = os.path.dirname(os.path.abspath(path)), dict(_values(table, where))
    for key in {"baseline", "cache_dir"}.intersection(values):
        values[key] = os.path.normpath(os.path.join(folder, values[key]))
    return Configuration(folder, path, dict.fromkeys(table, path), **values)


def _values(table: Mapping[str, Any], where: str) -> Iterable[tuple[str, Any]]:
    for key, value in table.items():
        if key not in _PARSERS:
            raise UsageError(f"{where}: unknown setting {key!r}{closest(key, KEYS)}")
        try:
            yield key.replace("-", "_"), _PARSERS[key](value)
        except UsageError as error:
            raise UsageError(f"{where}: {key}: {error}") from None


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


_PARSERS: Final[dict[str, Callable[[object], Any]]] = {
    "target": _target,
    "keras-version": _keras_version,
    "source-version": _source_version,
    "select": _nonempty_selectors,
    "extend-select": _selectors,
    "ignore": _selectors,
    "per-file-ignores": _selectors_by_pattern,
    "exclude": _strings,
    "extend-exclude": _strings,
    "force-exclude": _boolean,
    "respect-gitignore": _boolean,
    "time-limit": _seconds,
    "fail-on": _severity,
    "baseline": _string,
    "cache-dir": _string,
    "fixable": _selectors,
    "unfixable": _selectors,
    "extend-safe-fixes": _selectors,
    "extend-unsafe-fixes": _selectors,
}
