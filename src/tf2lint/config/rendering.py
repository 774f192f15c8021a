"""The output of `tf2lint config`: the settings of a file or folder, and the source of each."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from tf2lint.config.configuration import AUTO, KEYS, Configuration, Configurations
from tf2lint.rules import rules
from tf2lint.table import known_versions

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How to describe the default of a setting that is not set; any other default is "none".
_DEFAULTS: Final = {
    "select": "all rules that are on by default",
    "cache-dir": ".tf2lint_cache, next to the configuration file or in the current folder (default)",
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
        from tf2lint.config.requirements import TargetFinder

        found = TargetFinder().find(config.project_folder(folder))
        return AUTO, f"{origin}: {found.version}, from {found.reason}"
    return config.target or known_versions()[-1], origin if config.target else f"{origin}: the newest supported version"


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)  # TOML writes strings, numbers and booleans like JSON
