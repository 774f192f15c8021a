"""The output of `tf2lint config`: the settings of a file or folder, and the source of each."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.configuration import AUTO, KEYS, Configuration
from tf2lint.rules import rules
from tf2lint.table import known_versions, table_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tf2lint.config.configurations import Configurations
    from tf2lint.config.requirements import DetectedVersion

#: How to describe the default of a setting that is not set; any other default is "none".
_DEFAULTS: Final = {
    "select": "all rules that are on by default",
    "fixable": "all rules that are on (default)",
    "cache-dir": "a folder for the project in the cache folder of the platform (default)",
}


def render_settings(configs: Configurations, path: str) -> str:
    """Returns the settings of a file or folder as TOML that is valid in a configuration file.

    Args:
        configs: the configurations.
        path: the file or folder.
    """
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    config = configs.for_folder(folder)
    return "".join(f"{line}\n" for line in _lines(config, path, folder))


def _lines(config: Configuration, path: str, folder: str) -> Iterator[str]:
    yield f"# Settings of {path}; patterns and paths are relative to {config.folder}"
    for key in KEYS:
        value = getattr(config, key.replace("-", "_"))
        origin = config.origin(key)
        if key == "target":
            value, origin = _target(config, origin, folder)
        if key == "keras-version":
            value, origin = _keras_version(config, origin, folder)
        if key == "per-file-ignores":
            value = dict(value)
        if value is None:
            yield f"# {key}: {_DEFAULTS.get(key, f'none ({origin})')}"
        else:
            yield f"{key} = {_toml(value)}  # {origin}"
    off = [rule.code for rule in rules() if rule.code not in config.codes]
    yield f"# rules that are on: {len(config.codes)} of {len(rules())}; off: {', '.join(off) or 'none'}"


def _target(config: Configuration, origin: str, folder: str) -> tuple[str, str]:
    if config.target == AUTO:
        found = _detected_target(config, folder)
        return AUTO, f"{origin}: {found.version}, from {found.reason}"
    return config.target or known_versions()[-1], origin if config.target else f"{origin}: the newest supported version"


def _keras_version(config: Configuration, origin: str, folder: str) -> tuple[str, str]:
    target = _detected_target(config, folder).version if config.target == AUTO else config.target
    if config.detects_keras:
        from tf2lint.config.requirements import VersionFinder

        found = VersionFinder().find_keras(config.project_folder(folder), table_for(target).target)
        if found is not None:
            return AUTO, f"{origin}: {found.version}, from {found.reason}"
    newest = table_for(target).keras.package.version
    if config.keras_version is None:
        return newest, f"{origin}: the newest that pip installs with the target"
    return config.keras_version, f"{origin}: {newest}" if config.keras_version == AUTO else origin


def _detected_target(config: Configuration, folder: str) -> DetectedVersion:
    from tf2lint.config.requirements import VersionFinder

    return VersionFinder().find_target(config.project_folder(folder))


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)  # TOML writes strings, numbers and booleans like JSON
