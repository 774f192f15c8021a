"""What the functions that rewrites call take at the target version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.rewriting.instantiation import Callee

if TYPE_CHECKING:
    from tf2lint.project import Libraries
    from tf2lint.resolver import Symbol
    from tf2lint.table import Signature, SignatureDiff

#: What a dotted name in a template begins with if it is a name of TensorFlow.
_ROOT: Final = "tf."
#: The package with names of its own.
_PACKAGE: Final = "keras"
#: What it begins with if it is a name of Keras.
_KERAS: Final = ("tf.keras.", "keras.")


class Callees:
    """The functions that rewrites call.

    Args:
        libraries: the libraries at the target version.
    """

    def __init__(self, libraries: Libraries) -> None:
        self._libraries = libraries
        self._table = libraries.table
        self._symbols: dict[str, Symbol] = {}
        self._signatures: dict[str, Signature | None] = {}
        self._found: dict[tuple[str, str], Callee] = {}

    def add(self, symbol: Symbol) -> str:
        """Adds a function that the program itself calls; returns the name that stands for it in templates."""
        self._symbols[symbol.name] = symbol
        return symbol.name

    def signature(self, function: str) -> Signature | None:
        """Returns the parameters of a function at the target; None if they are unknown."""
        if function not in self._signatures:
            symbol = self._symbols.get(function)
            found = self._table.signature_now(function) if symbol is None else self._libraries.signature_now(symbol)
            self._signatures[function] = found
        return self._signatures[function]

    def diff(self, function: str, rewritten: str) -> SignatureDiff | None:
        """Returns what differs between the parameters of what is rewritten and those of a function.

        Args:
            function: the dotted name of the function.
            rewritten: the name of what is rewritten, without the leading `tf.`.
        """
        if function in self._symbols:
            return self._libraries.signature_diff(self._symbols[function])
        package = self._libraries.root(_PACKAGE) if function.startswith(f"{_PACKAGE}.") else None
        if package is not None:
            return self._libraries.signature_diff(package.below(function.removeprefix(f"{_PACKAGE}.")))
        if not function.startswith(_ROOT):
            return None
        return self._libraries.diffs.between(rewritten, function.removeprefix(_ROOT))

    def callee(self, function: str, rewritten: str) -> Callee:
        """Returns what is known about a function that takes the arguments of a call that is rewritten.

        Args:
            function: the dotted name of the function.
            rewritten: the name of what is rewritten, without the leading `tf.`.
        """
        key = function, rewritten
        if key not in self._found:
            diff = self.diff(function, rewritten)
            refuses_slashes = function.startswith(_KERAS) and self._table.keras.is_keras_3
            keyword_now = None if diff is None else diff.keyword_now
            self._found[key] = Callee(self.signature(function), keyword_now, refuses_slashes)
        return self._found[key]
