"""Settings: defaults, configuration files, and the target version that a project requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.config.configuration import AUTO as AUTO, Configuration as Configuration
    from tf2lint.config.configurations import Configurations as Configurations
    from tf2lint.config.errors import UsageError as UsageError, closest as closest, reason as reason
    from tf2lint.config.limits import MAX_TIME_LIMIT as MAX_TIME_LIMIT, SOURCE_VERSIONS as SOURCE_VERSIONS
    from tf2lint.config.path_patterns import Patterns as Patterns, is_pattern as is_pattern
    from tf2lint.config.rendering import render_settings as render_settings
    from tf2lint.config.requirements import DetectedVersion as DetectedVersion, VersionFinder as VersionFinder
    from tf2lint.config.rule_selection import check_selectors as check_selectors, matches as matches
    from tf2lint.config.schema import render_schema as render_schema

__getattr__ = lazy_exports(
    __name__,
    {
        "configuration": ("AUTO", "Configuration"),
        "configurations": ("Configurations",),
        "errors": ("UsageError", "closest", "reason"),
        "limits": ("MAX_TIME_LIMIT", "SOURCE_VERSIONS"),
        "path_patterns": ("Patterns", "is_pattern"),
        "rendering": ("render_settings",),
        "requirements": ("DetectedVersion", "VersionFinder"),
        "schema": ("render_schema",),
        "rule_selection": ("check_selectors", "matches"),
    },
)
