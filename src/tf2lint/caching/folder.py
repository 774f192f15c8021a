"""The folder in which the results of a project are kept."""

from __future__ import annotations

import os
from typing import Final

from tf2lint.source import digest

#: The name of a cache folder: so many characters of the project's, and so many digits that tell projects apart.
_MAX_NAME: Final = 40
_DIGITS: Final = 16


def cache_folder(folder: str) -> str:
    """Returns the default cache folder of a project, whose name begins like that of the project's folder.

    It lies outside of what is checked, which may come from anyone.

    Args:
        folder: the absolute path of the project's folder.
    """
    from platformdirs import user_cache_dir  # not needed where the user names a folder

    name = f"{os.path.basename(folder)[:_MAX_NAME] or 'root'}-{digest(os.fsencode(folder))[:_DIGITS]}"
    return os.path.join(user_cache_dir("tf2lint", appauthor=False), name)
