"""Settings and where they come from: defaults, configuration files, requirements, the command line."""

from tf2lint.config.configuration import AUTO, LONGEST_TIME_LIMIT, Configuration, Configurations
from tf2lint.config.errors import UsageError, closest, reason
from tf2lint.config.path_patterns import Patterns, is_pattern
from tf2lint.config.rendering import render_settings
from tf2lint.config.requirements import TargetFinder
from tf2lint.config.rule_selection import check_selectors, matches

__all__ = [
    "AUTO",
    "LONGEST_TIME_LIMIT",
    "Configuration",
    "Configurations",
    "Patterns",
    "TargetFinder",
    "UsageError",
    "check_selectors",
    "closest",
    "is_pattern",
    "matches",
    "reason",
    "render_settings",
]
