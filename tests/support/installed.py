"""The TensorFlow that is installed beside the tests, if there is one."""

from __future__ import annotations

import importlib.metadata

from tf2lint.table.mapping_table import known_versions


def installed() -> str:
    """Its version, if it is one that can be a target; else empty."""
    for distribution in ("tensorflow", "tensorflow-cpu"):
        try:
            version = ".".join(importlib.metadata.version(distribution).split(".")[:2])
        except importlib.metadata.PackageNotFoundError:
            continue
        return version if version in known_versions() else ""
    return ""
