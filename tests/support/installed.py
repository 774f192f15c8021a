"""Finds the TensorFlow version that is installed in the test environment, if any."""

from __future__ import annotations

import importlib.metadata

from tf2lint.table.mapping_table import known_versions


def installed() -> str:
    """Returns the installed version if it can be a target version; otherwise an empty string."""
    for distribution in ("tensorflow", "tensorflow-cpu"):
        try:
            version = ".".join(importlib.metadata.version(distribution).split(".")[:2])
        except importlib.metadata.PackageNotFoundError:
            continue
        return version if version in known_versions() else ""
    return ""
