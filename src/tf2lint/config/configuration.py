"""The settings of files that share a configuration."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.caching import cache_folder
from tf2lint.config.path_patterns import Patterns
from tf2lint.config.rule_selection import ignored_moves, matching_codes, selected
from tf2lint.fixes import FixPolicy
from tf2lint.model import Severity
from tf2lint.source import EXCLUDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tf2lint.table import Move

DEFAULT: Final = "default"
#: As the target, the version that the project requires; as the source version, what the code tells.
AUTO: Final = "auto"


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
        cache_dir: the cache folder; None for one in the cache folder of the platform.
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
        """The cache folder. By default it lies outside of what is checked, which may come from anyone."""
        return self.cache_dir or cache_folder(os.path.abspath(self.folder))

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
