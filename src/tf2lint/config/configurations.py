"""Finds the settings of each file: the defaults, the nearest configuration file, and the command line, which wins."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.configuration import Configuration
from tf2lint.config.configuration_file import read_config
from tf2lint.config.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The names of configuration files; the first one in a folder is used.
FILES: Final = ("tf2lint.toml", ".tf2lint.toml", "pyproject.toml")
_REPOSITORY: Final = ".git"


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
            self._by_folder[folder] = self._nearest(os.path.abspath(folder))
        return self._by_folder[folder]

    def _nearest(self, folder: str) -> Configuration:
        """Returns the configuration of the nearest folder with one, which all folders on the way to it have as well."""
        passed = list[str]()
        config: Configuration | None = None
        while config is None:
            passed.append(folder)
            config = self._by_folder.get(folder) or self._in(folder)
            parent = os.path.dirname(folder)
            # A repository does not depend on what lies above it.
            is_top = parent == folder or os.path.exists(os.path.join(folder, _REPOSITORY))
            config = config or (self._without_file if is_top else None)
            folder = parent
        self._by_folder.update(dict.fromkeys(passed, config))
        return config

    def _in(self, folder: str) -> Configuration | None:
        """Returns the configuration of a file in a folder; None if there is none."""
        for name in FILES:
            path = os.path.join(folder, name)
            config = self._read(path) if os.path.isfile(path) else None
            if config is not None:
                return config
        return None

    def _read(self, path: str) -> Configuration | None:
        config = read_config(path)
        return None if config is None else self._overridden(config)

    def _overridden(self, config: Configuration) -> Configuration:
        origins = {**config.origins, **dict.fromkeys(self._overrides, "command line")}
        values: dict[str, Any] = {key.replace("-", "_"): value for key, value in self._overrides.items()}
        return replace(config, origins=origins, **values)
