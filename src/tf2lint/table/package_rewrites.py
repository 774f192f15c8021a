"""What to write instead of calls of the package keras."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from tf2lint.table.rewrites import Rewrites
from tf2lint.table.templates import Template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tf2lint.table.rewrites import Rewrite

_OF_TENSORFLOW: Final = re.compile(r"\btf\.(?=keras\.)")
_NAME: Final = re.compile(r"\bkeras(?:\.\w+)+")


class PackageRewrites:
    """The rewrites of the package keras: its own lines, and those of tf.keras where that is the same Keras.

    Args:
        file: the path of its own lines, which are about versions of Keras.
        version: the version of the package.
        tf_keras: returns the lines of a name of tf.keras; None if that is another Keras.
        exists: returns whether the package has a name.
    """

    def __init__(
        self,
        file: Path,
        version: str,
        tf_keras: Callable[[str], list[Rewrite]] | None,
        exists: Callable[[str], bool],
    ) -> None:
        self._own = Rewrites([file])
        self._version = version
        self._tf_keras = tf_keras
        self._exists = exists

    def of(self, name: str) -> list[Rewrite]:
        """Returns the rewrites of a function, best first.

        Args:
            name: its name, which starts with `keras.`.
        """
        own = self._own.of(name, self._version)
        if own or self._tf_keras is None:
            return own
        return [line for line in map(self._in_package, self._tf_keras(name)) if line is not None]

    def _in_package(self, line: Rewrite) -> Rewrite | None:
        """Returns a line of tf.keras with names of the package; None if the package lacks one."""
        if line.template is None:
            return line
        text = _OF_TENSORFLOW.sub("", line.template.text)
        return line._replace(template=Template(text)) if all(map(self._exists, _NAME.findall(text))) else None
