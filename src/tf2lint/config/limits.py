"""Limits of settings, for those that check them without loading the configuration."""

from __future__ import annotations

from typing import Final

#: The longest time limit: a day, in seconds.
MAX_TIME_LIMIT: Final = 86_400
#: The versions that files can be written for; `auto` to decide by their code.
SOURCE_VERSIONS: Final = ("1", "2", "auto")
