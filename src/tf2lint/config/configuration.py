"""What is in force for a file: defaults, the nearest configuration file, and the command line, in this order."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.errors import UsageError, closest, reason
from tf2lint.config.path_patterns import Patterns
from tf2lint.config.rule_selection import check_selectors, meant, selected
from tf2lint.model import Severity
from tf2lint.source import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: The files that hold a configuration, the first one of a folder counts.
FILES: Final = ("tf2lint.toml", ".tf2lint.toml", "pyproject.toml")
DEFAULT: Final = "default"
#: The target that stands for the version that the project runs on.
AUTO: Final = "auto"
#: The folder for what is found, to be known again in the next run.
CACHE: Final = ".tf2lint_cache"
#: The most seconds that a time limit can be: a day.
LONGEST_TIME_LIMIT: Final = 86_400


@dataclass(frozen=True)
class Configuration:
    """What is in force for the files below a folder that have no nearer configuration.

    Attributes:
        folder: what its patterns and paths start from.
        path: the file that it was read from; None if there is none.
        origins: where each value comes from that is not a default, by its key.
        target: the TensorFlow version to run on; `auto` to find it out; None for the newest known.
        select: what is on; None for the rules that are on by default.
        extend_select: what is on besides.
        ignore: what is off.
        per_file_ignores: what is off in the files of each pattern.
        exclude: patterns of what is left out in folders.
        extend_exclude: more of these.
        force_exclude: whether files that are named on the command line are left out by these patterns, too.
        respect_gitignore: whether files are left out that git ignores.
        time_limit: how many seconds the check of a file may take; 0 for as many as it likes.
        fail_on: the mildest severity that the command fails on.
        baseline: the file with the findings that are accepted.
        cache_dir: the folder for what is found; None for `CACHE` in `folder`.
    """

    folder: str
    path: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    target: str | None = None
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

    def project(self, folder: str) -> str:
        """Where the project begins that a folder belongs to: without a configuration, what is above it tells."""
        return os.path.abspath(folder) if self.path is None else self.folder

    def origin(self, key: str) -> str:
        """Where the value of a key comes from."""
        return self.origins.get(key, DEFAULT)

    @property
    def cache(self) -> str:
        """The folder for what is found."""
        return self.cache_dir or os.path.join(self.folder, CACHE)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that are on, sorted."""
        return tuple(sorted(selected(self.select, self.extend_select, self.ignore)))

    @cached_property
    def excluded(self) -> Patterns:
        """What is left out in folders."""
        return Patterns(self.folder, (*self.exclude, *self.extend_exclude))

    @cached_property
    def _ignored(self) -> list[tuple[Patterns, tuple[str, ...]]]:
        return [(Patterns(self.folder, (pattern,)), selectors) for pattern, selectors in self.per_file_ignores]

    def ignored_in(self, path: str) -> frozenset[str]:
        """The codes of the rules that are on, but off in one file."""
        selectors = [selector for patterns, off in self._ignored if patterns.match(path) for selector in off]
        return meant(selectors).intersection(self.codes) if selectors else frozenset()


#: The keys of a configuration file, as they are written there.
KEYS: Final = tuple(part.name.replace("_", "-") for part in fields(Configuration)[3:])


class Configurations:
    """Finds the configuration of each file, and puts what the command line says above it.

    Args:
        overrides: what the command line says, by key.
        file: the configuration file for all files; None to look for the nearest one of each.
        isolated: whether to read no configuration file at all.

    Raises:
        UsageError: the file can't be read, or says something that can't be.
    """

    def __init__(self, overrides: Mapping[str, Any], file: str | None = None, *, isolated: bool = False) -> None:
        given = {key: value for key, value in overrides.items() if value is not None}
        self._overrides = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
        self._found: dict[str, Configuration] = {}
        self._here = self._overridden(Configuration(os.getcwd()))
        self._only = self._here if isolated else None
        if file is not None:
            self._only = self._read(file)
            if self._only is None:
                raise UsageError(f"{file}: there is no [tool.tf2lint] in it")

    def of(self, path: str) -> Configuration:
        """The configuration that is in force for a file.

        Raises:
            UsageError: the nearest configuration file can't be read, or says something that can't be.
        """
        return self.below(os.path.dirname(path))

    def below(self, folder: str) -> Configuration:
        """The configuration that is in force for the files in a folder."""
        if self._only is not None:
            return self._only
        if folder not in self._found:
            absolute = os.path.abspath(folder)
            self._found[folder] = self._nearest(absolute) if folder == absolute else self.below(absolute)
        return self._found[folder]

    def _nearest(self, folder: str) -> Configuration:
        for name in FILES:
            path = os.path.join(folder, name)
            config = self._read(path) if os.path.isfile(path) else None
            if config is not None:
                return config
        parent = os.path.dirname(folder)
        return self._here if parent == folder else self.below(parent)

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
        path: a pyproject.toml, in which `[tool.tf2lint]` counts, or any other TOML file, which counts as a whole.

    Returns:
        None for a pyproject.toml without that table.

    Raises:
        UsageError: it can't be read, isn't TOML, or says something that can't be.
    """
    try:
        with open(path, "rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise UsageError(reason(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: this is not TOML: {error}") from None
    except RecursionError:
        raise UsageError(f"{path}: this is nested too deeply") from None
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
        if key not in _READERS:
            raise UsageError(f"{where}: there is no setting {key!r}{closest(key, KEYS)}")
        try:
            yield key.replace("-", "_"), _READERS[key](value)
        except UsageError as error:
            raise UsageError(f"{where}: {key}: {error}") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise UsageError(f"{_shown(value)} must be a text")
    return value


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"{_shown(value)} must be true or false")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f"{_shown(value)} must be a list of texts")
    return tuple(_text(one) for one in value)


def _selectors(value: object) -> tuple[str, ...]:
    selectors = _texts(value)
    check_selectors(selectors)
    return selectors


def _chosen(value: object) -> tuple[str, ...]:
    selectors = _selectors(value)
    if not selectors:
        raise UsageError("an empty list would switch all rules off")
    return selectors


def _by_pattern(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict):
        raise UsageError(f"{_shown(value)} must be a table of patterns, each with a list of codes")
    return tuple((pattern, _selectors(selectors)) for pattern, selectors in value.items())


def _target(value: object) -> str:
    from tf2lint.table import UnknownVersionError, table_for

    text = _text(value)
    try:
        return text if text == AUTO else table_for(text).target
    except UnknownVersionError as error:
        raise UsageError(str(error)) from None


def _severity(value: object) -> Severity:
    text = _text(value)
    if text not in tuple(Severity):
        raise UsageError(f"{_shown(value)} must be one of {', '.join(Severity)}{closest(text, Severity)}")
    return Severity(text)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST_TIME_LIMIT:
        raise UsageError(f"{_shown(value)} must be a number of seconds from 0 to {LONGEST_TIME_LIMIT}")
    return value


def _shown(value: object) -> str:
    return repr(value) if not isinstance(value, bool) else str(value).lower()


_READERS: Final[dict[str, Callable[[object], Any]]] = {
    "target": _target,
    "select": _chosen,
    "extend-select": _selectors,
    "ignore": _selectors,
    "per-file-ignores": _by_pattern,
    "exclude": _texts,
    "extend-exclude": _texts,
    "force-exclude": _switch,
    "respect-gitignore": _switch,
    "time-limit": _seconds,
    "fail-on": _severity,
    "baseline": _text,
    "cache-dir": _text,
}
