"""Keeps the results of checks between runs.

A result is stored with a fingerprint of its dependencies (`fingerprints`), and the questions that the modules asked are
stored, too. The next run answers the questions again and uses the result if the fingerprint is still the same. If only
other modules have changed, the check's own queries decide (`queries`): the result is taken if the answers are the same.
They are if nothing has changed from which they follow (`module_states`); otherwise they are asked again. Settings are
part of each key. Recording too many dependencies costs time; missing one would
make results wrong.

What the last run saw of the file system is stored as well (`last_run`): what has not changed since need not be asked.

What one process adds is written at its end, together. Several processes of a host write one after the other; as each
knows only the questions of its own checks, each stores these under a number of its own (`ResultCache`).

The store (`entries`) is a file that anyone may have written: it is read as data, with a checksum for each entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.caching.earlier_check import (
        Answered as Answered,
        EarlierCheck as EarlierCheck,
        answered as answered,
        still_holds as still_holds,
    )
    from tf2lint.caching.entries import CacheError as CacheError
    from tf2lint.caching.finding_rows import finding_of as finding_of, row_of as row_of
    from tf2lint.caching.folder import cache_folder as cache_folder
    from tf2lint.caching.results import (
        CheckKey as CheckKey,
        ResultCache as ResultCache,
        settings_key as settings_key,
    )

__getattr__ = lazy_exports(
    __name__,
    {
        "earlier_check": ("Answered", "EarlierCheck", "answered", "still_holds"),
        "entries": ("CacheError",),
        "finding_rows": ("finding_of", "row_of"),
        "folder": ("cache_folder",),
        "results": ("CheckKey", "ResultCache", "settings_key"),
    },
)
