"""Reads configuration files, each with the file that it extends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.configuration import Configuration
from tf2lint.config.errors import UsageError, closest, reason
from tf2lint.config.setting_types import SETTINGS
from tf2lint.config.toml_text import parse_toml
from tf2lint.source import MAX_SETTINGS_SIZE, read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The setting that names another file, whose settings hold where a file has none of its own.
EXTEND: Final = "extend"
#: The settings that are paths of files or folders.
_CACHE: Final = "cache-dir"
_PATHS: Final = ("baseline", _CACHE)


def read_config(path: str) -> Configuration | None:
    """Reads a configuration file, and those that it extends.

    Args:
        path: a pyproject.toml with a table `[tool.tf2lint]`, or another TOML file with the settings at its top level.

    Returns:
        The configuration; None for a pyproject.toml without that table.

    Raises:
        UsageError: a file can't be read or isn't TOML, a setting is unknown or invalid, or a file extends itself.
    """
    table = _table(path)
    if table is None:
        return None
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for file, settings in reversed([*_extended(path, table)]):
        folder = os.path.dirname(os.path.abspath(file))
        for key, value in _values(settings, _where(file)):
            values[key.replace("-", "_")] = _path(folder, value, key, file) if key in _PATHS else value
            origins[key] = file
    return Configuration(os.path.dirname(os.path.abspath(path)), path, origins, **values)


def _path(folder: str, value: str, key: str, file: str) -> str:
    """Returns the absolute path that a setting in a file means.

    Raises:
        UsageError: there is no such path, or it is the cache folder and outside of that of the file: the file can come
            from anyone, and only the user decides what is written elsewhere.
    """
    where = f"{_where(file)}: {key}"
    if "\0" in value:
        raise UsageError(f"{where}: a path can't contain a null character")
    path = os.path.normpath(os.path.join(folder, value))
    if key == _CACHE and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        problem = "is outside of the folder of this file; only --cache-dir can name such a folder"
        raise UsageError(f"{where}: {value} {problem}")
    return path


def _extended(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields a file and those that it extends, each with its settings."""
    seen = {os.path.realpath(path)}
    while True:
        yield path, {key: value for key, value in table.items() if key != EXTEND}
        if EXTEND not in table:
            return
        name, where = table[EXTEND], f"{_where(path)}: {EXTEND}"
        if not isinstance(name, str) or not name:
            raise UsageError(f"{where}: must be the path of another configuration file")
        path = os.path.normpath(os.path.join(os.path.dirname(path), name))
        if os.path.realpath(path) in seen:
            raise UsageError(f"{where}: {path} extends itself")
        seen.add(os.path.realpath(path))
        extended = _table(path)
        if extended is None:
            raise UsageError(f"{where}: {path} has no [tool.tf2lint] table")
        table = extended


def _table(path: str) -> Mapping[str, Any] | None:
    """Returns the settings in a file; None for a pyproject.toml without any."""
    try:
        document = parse_toml(read_regular(path, MAX_SETTINGS_SIZE).decode())
    except OSError as error:
        raise UsageError(reason(error)) from None
    except ValueError as error:  # also of numbers with thousands of digits
        raise UsageError(f"{path}: invalid TOML: {error}") from None
    except RecursionError:
        raise UsageError(f"{path}: nested too deeply") from None
    if not _is_of_project(path):
        return document
    tool = document.get("tool")
    table = tool.get("tf2lint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{_where(path)} must be a table")
    return table


def _is_of_project(path: str) -> bool:
    return os.path.basename(path) == "pyproject.toml"


def _where(path: str) -> str:
    """Returns where the settings of a file are, for messages."""
    return f"{path}: tool.tf2lint" if _is_of_project(path) else path


def _values(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key not in SETTINGS:
            raise UsageError(f"{where}: unknown setting {key!r}{closest(key, (*SETTINGS, EXTEND))}")
        try:
            yield key, SETTINGS[key].parse(value)
        except UsageError as error:
            raise UsageError(f"{where}: {key}: {error}") from None
