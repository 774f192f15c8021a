"""What the table and its companions say of the names of watched libraries, at one target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver import IMPURE_LIBRARIES, MODELED_LIBRARIES, Const, Symbol
from tf2lint.table import (
    DATA,
    NO_SIGNATURE,
    TF1_VERSION,
    Area,
    KerasModules,
    SignatureDiffs,
    parse_signature,
    read_packages,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from tf2lint.table import Argument, Lookup, Package, Signature, SignatureDiff, Table

#: The libraries whose uses are reported. tf.keras is the same library as keras.
_WATCHED: Final = frozenset({"tensorflow", "keras"})
#: What a tensor's shape is.
_SHAPE: Final = "tensorflow.TensorShape.()"
#: Names below tensorflow that are its version.
_VERSIONS: Final = tuple(
    f"{below}{name}"
    for below in ("", "compat.v1.", "compat.v2.")
    for name in ("__version__", "VERSION", "version.VERSION")
)


class Libraries:
    """The libraries that programs import, as they are at the target.

    Args:
        table: what became of names at the target.

    Attributes:
        table: what became of names at the target.
        shape: an object that is a tensor's shape.
        dimension: one that is an item of that.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._keras_modules = KerasModules(DATA / "keras_modules.txt", table)
        self._compared = SignatureDiffs(table)
        self._comparisons: dict[Symbol, SignatureDiff | None] = {}
        self._signatures: dict[Symbol, Signature | None] = {}
        self._results: dict[Symbol, tuple[Symbol, str] | None] = {}
        self._roots = {name: Symbol(name, watched=name in _WATCHED) for name in _WATCHED | MODELED_LIBRARIES}
        self.shape = Symbol(_SHAPE, watched=False)  # nothing is to be said of a shape itself
        self.dimension = self._roots["tensorflow"].below("Dimension").result
        packages = read_packages(DATA / "dead_packages.txt")
        self._dead = {name: package for name, package in packages.items() if table.target not in package.targets}
        self._roots.update((name, Symbol(name, watched=True)) for name in self._dead)
        self._impure = {name: Symbol(name, watched=False) for name in IMPURE_LIBRARIES}
        for name in _VERSIONS:
            self._roots["tensorflow"].below(name).constant = Const(f"{table.target}.0", decided=True)

    def root(self, module: str) -> Symbol | None:
        """The symbol of a top-level module; None if that module isn't followed."""
        return self._roots.get(module)

    def impure(self, module: str) -> Symbol | None:
        """The symbol of a top-level module that has impure functions; None if that module has none."""
        return self._impure.get(module)

    def may_be_own(self, symbol: Symbol) -> bool:
        """Whether a top-level module may be one that the project itself has."""
        return symbol.name in self._dead or symbol.name in self._impure

    def dead_package(self, symbol: Symbol) -> Package | None:
        """The package that a symbol comes from, if that does not work beside the target."""
        return self._dead.get(symbol.name.partition(".")[0])

    def lookup(self, symbol: Symbol) -> Lookup | None:
        """What the table says of a symbol of a watched library."""
        if symbol.memo is None:
            symbol.memo = (self._lookup(symbol),)
        found: Lookup | None = symbol.memo[0]
        return found

    def _lookup(self, symbol: Symbol) -> Lookup | None:
        root, _, name = symbol.name.partition(".")
        if root in self._dead:
            return None
        if root == "keras":
            # The table is about tf.keras. Of what only the keras package had, there are the modules.
            found = self.table.lookup(symbol.name)
            is_public = found.entry.area is Area.CORE and not found.missing
            if not is_public and self._keras_modules.has(symbol.name):
                return self._keras_modules.lookup(symbol.name)
            return None if found.missing else found
        return self.table.lookup(name)

    def argument(self, symbol: Symbol, call: ast.Call, name: str) -> Argument | None:
        """What a call of a symbol gives to a parameter, as far as that can be told."""
        return (self.signature(symbol) or NO_SIGNATURE).argument(call, name)

    def signature(self, symbol: Symbol) -> Signature | None:
        """The parameters that a symbol has in 1.x, or in the first version with it; None where they are not known."""
        if symbol not in self._signatures:
            self._signatures[symbol] = self._signature(symbol)
        return self._signatures[symbol]

    def _signature(self, symbol: Symbol) -> Signature | None:
        text = self.signature_text(symbol)
        return parse_signature(text) if text else None

    def comparison(self, symbol: Symbol) -> SignatureDiff | None:
        """What a symbol took in 1.x against what it takes at the target; None where that is not known, or the same."""
        if symbol not in self._comparisons:
            self._comparisons[symbol] = self._comparison(symbol)
        return self._comparisons[symbol]

    def _comparison(self, symbol: Symbol) -> SignatureDiff | None:
        lookup = self.lookup(symbol)
        if lookup is None or lookup.missing:
            return None
        owner, is_member, name = lookup.entry.name.partition("().")
        if not lookup.rest and not is_member:
            return self._compared.of(lookup.entry)
        name = lookup.method or name
        return self._compared.of_member(owner, name) if name and lookup.entry.exists else None

    def is_asked(self, owner: str, name: str) -> bool:
        """Whether there is something to say of a member of a class, or of its arguments."""
        changed = any(self._compared.of_member(one, name) is not None for one in self.like(owner))
        return changed or self.table.is_asked(owner, name)

    def like(self, owner: str) -> set[str]:
        """A class, and those whose objects its own may be."""
        return {owner, *self.table.results.led_to(owner)}

    def signature_text(self, symbol: Symbol) -> str:
        """The parameters that a symbol has in 1.x, or in the first version with it; empty where they are not known."""
        lookup = self.lookup(symbol)
        if lookup is None:
            return ""
        if lookup.rest:
            method = lookup.method
            return (method and self.table.facts.member_signature(lookup.entry.name, method, TF1_VERSION)) or ""
        return self.table.facts.first_signature(lookup.entry.name) or ""

    def name_from_tf(self, lookup: Lookup) -> str:
        """The name of a symbol from `tf`, however the program gets at it."""
        return ".".join(part for part in ("tf", lookup.entry.name, *lookup.rest[: lookup.missing]) if part)

    def shown(self, symbol: Symbol, lookup: Lookup) -> str:
        """The name of a symbol as a reader writes it, without the attributes of what it stands for."""
        entry = lookup.entry
        root = "tensorflow" if entry.area is Area.PRIVATE else "tf"
        owner = entry.name.partition("()")[0]
        name = entry.name.replace("()", "") if self.is_class(owner) else entry.name
        parts = [*([] if symbol.name.startswith("keras") else [root]), name]
        return ".".join(part for part in (*parts, *lookup.rest[: lookup.missing]) if part)

    def is_class(self, name: str) -> bool:
        """Whether a name from below `tf` is that of a class."""
        return self.table.lookup(name).entry.kind == "c"

    def exists(self, symbol: Symbol) -> bool | None:
        """Whether the target has a symbol; None if that isn't known."""
        if self._dead and self.dead_package(symbol) is not None:
            return False
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None:
            return None
        if lookup.missing or not lookup.entry.exists:
            return False
        return None if lookup.rest else True

    def import_only(self, symbol: Symbol) -> Symbol | None:
        """The module on the way to a symbol that the target has, but only an import binds; None if there is none."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None or not lookup.import_only:
            return None
        root, *parts = symbol.name.split(".")
        if root == "keras":  # the package binds them all
            return None
        finished_body = len(lookup.entry.name.split(".")) + len(lookup.rest) - len(lookup.import_only.split("."))
        return self._roots[root].below(".".join(parts[: len(parts) - finished_body]))

    def is_module(self, symbol: Symbol) -> bool:
        """Whether a symbol is a module."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is not None and not lookup.rest and self.table.is_module(lookup.entry.name)

    def is_definition(self, symbol: Symbol) -> bool:
        """Whether a symbol is a module, class or function, rather than some value."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is None or (not lookup.rest and lookup.entry.kind != "v")

    def result(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        """An object of the class that calling a symbol gives, and that class; None where nothing is asked of such."""
        if symbol not in self._results:
            self._results[symbol] = self._result(symbol)
        return self._results[symbol]

    def _result(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        lookup = self.lookup(symbol)
        if lookup is None or lookup.missing:
            return None
        name = ".".join(part for part in (lookup.entry.name, *lookup.rest) if part)
        owner = self.table.results.of(f"{name.replace('.()', '()')}()")
        if not owner or not self.table.may_ask(owner):
            return None
        return self._roots["tensorflow"].below(owner).result, owner

    def members(self, symbol: Symbol) -> Iterable[str]:
        """The public names right below a symbol, of all versions."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return [] if lookup is None or lookup.rest else self.table.below(lookup.entry.name)
