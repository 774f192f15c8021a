"""Facts about the names of watched libraries at one target version, from the table and its companion files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.resolver import IMPURE_LIBRARIES, MODELED_LIBRARIES, Const, Symbol
from tf2lint.table import (
    ARITHMETIC,
    CALL,
    DATA,
    ITEM,
    NO_SIGNATURE,
    TF1_VERSION,
    Area,
    ChangeKind,
    Outcome,
    SignatureDiffs,
    library_tables,
    parse_signature,
    read_packages,
)

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from tf2lint.table import (
        Argument,
        LibraryTable,
        Lookup,
        Package,
        Signature,
        SignatureDiff,
        Table,
        TensorFlowTable,
    )

#: The libraries whose references are reported. tf.keras is one of the packages keras and tf_keras.
_WATCHED: Final = frozenset({"tensorflow", "keras", "tf_keras"})
_TENSORFLOW: Final = "tensorflow"
_KERAS: Final = "keras"
#: The symbol of a tensor's shape.
_SHAPE: Final = "tensorflow.TensorShape.()"
#: The names below tensorflow that hold its version.
_VERSIONS: Final = tuple(
    f"{below}{name}"
    for below in ("", "compat.v1.", "compat.v2.")
    for name in ("__version__", "VERSION", "version.VERSION")
)
#: The names of Keras that hold its version; `keras.version()` returns it, too.
_KERAS_VERSIONS: Final = (
    "keras.__version__",
    "tensorflow.keras.__version__",
    "tensorflow.compat.v1.keras.__version__",
    "tensorflow.compat.v2.keras.__version__",
)
_KERAS_VERSION_FUNCTIONS: Final = ("keras.version", "tensorflow.keras.version")
#: The changes of arguments with which a call fails when its arguments are bound.
_FAILING: Final = (ChangeKind.RENAMED, ChangeKind.REMOVED, ChangeKind.REQUIRED)


class Libraries:
    """The libraries that programs import, as they are at the target version.

    Args:
        table: the mapping table at the target version.

    Attributes:
        table: the mapping table at the target version. Objects are looked up in it whatever package they are from.
        diffs: compares the signatures of TensorFlow's functions.
        shape: the symbol of a tensor's shape.
        dimension: the symbol of an item of a shape.
    """

    def __init__(self, table: TensorFlowTable) -> None:
        self.table = table
        self.diffs = SignatureDiffs(table)
        self._diff_of_symbol: dict[Symbol, SignatureDiff | None] = {}
        self._package_diffs: dict[Table, SignatureDiffs] = {}
        self._signatures: dict[Symbol, Signature | None] = {}
        self._results: dict[Symbol, tuple[Symbol, str] | None] = {}
        self._held: dict[Symbol, tuple[Symbol, str] | None] = {}
        self._items: dict[Symbol, tuple[Symbol, str] | None] = {}
        self._computed: dict[Symbol, Symbol | None] = {}
        self._passed: dict[tuple[Symbol, str, int], tuple[Symbol, str] | None] = {}
        self._roots = {name: Symbol(name, watched=name in _WATCHED) for name in _WATCHED | MODELED_LIBRARIES}
        self._assumed = Symbol(_TENSORFLOW, watched=True, is_assumed=True)
        self.shape = Symbol(_SHAPE, watched=False)  # a shape itself is never reported
        self.dimension = self._roots["tensorflow"].below("Dimension").result
        packages = read_packages(DATA / "dead_packages.txt")
        self._dead = {name: package for name, package in packages.items() if table.target not in package.targets}
        self._roots.update((name, Symbol(name, watched=True)) for name in self._dead)
        self._libraries = {names.library.root: names for names in library_tables(table.target)}
        self._roots.update((name, Symbol(name, watched=True)) for name in self._libraries)
        self._impure = {name: Symbol(name, watched=False) for name in IMPURE_LIBRARIES}
        for name in _VERSIONS:
            self._roots["tensorflow"].below(name).constant = Const(f"{table.target}.0", decided=True)
        self._set_keras_versions()

    def _set_keras_versions(self) -> None:
        """Sets what the names that hold the version of Keras evaluate to."""
        keras = self.table.keras
        for name in _KERAS_VERSIONS:
            release = keras.package if name.startswith("keras.") else keras.tf_keras
            self._symbol(name).constant = Const(release.full, decided=True)
        for name in _KERAS_VERSION_FUNCTIONS:
            function = self._symbol(name)
            release = keras.package if name.startswith("keras.") else keras.tf_keras
            function.result.constant = Const(release.full, decided=True)
            self._results[function] = function.result, ""

    def _symbol(self, name: str) -> Symbol:
        root, _, below = name.partition(".")
        return self._roots[root].below(below)

    def root(self, module: str) -> Symbol | None:
        """Returns the symbol of a top-level module; None if that module isn't followed."""
        found = self._roots.get(module)
        if module in self._libraries and found is not None:
            version = found.below("__version__")
            version.constant = version.constant or Const(self._libraries[module].version, decided=True)
        return found

    def impure(self, module: str) -> Symbol | None:
        """Returns the symbol of a top-level module with impure functions; None if that module has none."""
        return self._impure.get(module)

    def may_be_project_module(self, symbol: Symbol) -> bool:
        """Returns whether a top-level module may be one of the project's own."""
        name = symbol.name
        return name in self._dead or name in self._libraries or name in self._impure

    def dead_package(self, symbol: Symbol) -> Package | None:
        """Returns the package that a symbol comes from, if it does not work with the target version."""
        return self._dead.get(symbol.name.partition(".")[0])

    def library(self, symbol: Symbol) -> LibraryTable | None:
        """Returns the names of the library beside TensorFlow that a symbol belongs to; None if it is TensorFlow's."""
        return self._libraries.get(symbol.name.partition(".")[0])

    def release(self, symbol: Symbol) -> str:
        """Returns the release, as messages name it, that a symbol is looked up in: `TF 2.21`, `dm-sonnet 2.0.2`."""
        library = self.library(symbol)
        if library is not None:
            return library.release
        table, _, name = self._table_of(symbol)
        # With the Keras that comes with it, it is TensorFlow that a program moves to.
        is_with_tensorflow = table is self.table and self.table.keras.is_newest
        version = table.target if is_with_tensorflow else table.facts.version_of(name, table.target)
        return table.facts.release(version, table.target)

    def lookup(self, symbol: Symbol) -> Lookup | None:
        """Looks up a symbol of a watched library in the table; None if the table does not cover it."""
        if symbol.memo is None:
            symbol.memo = (self._lookup(symbol),)
        found: Lookup | None = symbol.memo[0]
        return found

    def lookup_imported(self, symbol: Symbol) -> Lookup | None:
        """Looks up a symbol that an import names, in which everything but the last part is a module.

        The table has all modules, so private ones can be missing, too. It does not have the names in all of them.
        """
        found = self.lookup(symbol)
        if found is None or len(found.rest) < 2 or found.entry.area is not Area.PRIVATE or found.rest[0][0] == "_":
            return found
        return found._replace(missing=True)

    def _lookup(self, symbol: Symbol) -> Lookup | None:
        root, _, name = symbol.name.partition(".")
        if root in self._dead:
            return None
        if root in self._libraries:
            return self._libraries[root].lookup(name)
        table, _, name = self._table_of(symbol)
        return table.lookup(name)

    def _table_of(self, symbol: Symbol) -> tuple[Table, SignatureDiffs, str]:
        """Returns the table that a symbol of TensorFlow or Keras is looked up in, its diffs, and the name there."""
        root, _, name = symbol.name.partition(".")
        if root == _TENSORFLOW:
            return self.table, self.diffs, name
        table = self.table.package if root == _KERAS else self.table.tf_keras_package
        if table not in self._package_diffs:
            self._package_diffs[table] = SignatureDiffs(table)
        return table, self._package_diffs[table], f"{_KERAS}.{name}".removesuffix(".")

    def argument(self, symbol: Symbol, call: ast.Call, name: str) -> Argument | None:
        """Returns the argument that a call of a symbol passes for a parameter, if it is known."""
        return (self.signature(symbol) or NO_SIGNATURE).argument(call, name)

    def argument_now(self, symbol: Symbol, call: ast.Call, name: str) -> Argument | None:
        """Returns the argument that a call of a symbol passes for a parameter at the target, if it is known."""
        return (self.signature_now(symbol) or NO_SIGNATURE).argument(call, name)

    def signature(self, symbol: Symbol) -> Signature | None:
        """Returns a symbol's signature in 1.x, or in the first version that has the symbol; None if it is not known."""
        if symbol not in self._signatures:
            self._signatures[symbol] = self._signature(symbol)
        return self._signatures[symbol]

    def _signature(self, symbol: Symbol) -> Signature | None:
        text = self.signature_text(symbol)
        return parse_signature(text) if text else None

    def signature_diff(self, symbol: Symbol) -> SignatureDiff | None:
        """Compares a symbol's signatures in 1.x and at the target; None if they are not known or equal."""
        if symbol not in self._diff_of_symbol:
            self._diff_of_symbol[symbol] = self._compare(symbol)
        return self._diff_of_symbol[symbol]

    def ignored_arguments(self, symbol: Symbol, lookup: Lookup) -> frozenset[str]:
        """Returns the arguments that a call of a symbol may still pass, without effect."""
        return frozenset() if self.library(symbol) is not None else self._table_of(symbol)[1].ignored(lookup)

    def _compare(self, symbol: Symbol) -> SignatureDiff | None:
        lookup = self.lookup(symbol)
        if lookup is None or lookup.missing:
            return None
        library = self.library(symbol)
        if library is not None:
            return library.signature_diff(lookup)
        return self._table_of(symbol)[1].of_lookup(lookup)

    def accepts_call(self, symbol: Symbol, call: ast.Call) -> bool | None:
        """Returns whether the target accepts the arguments of a call of a symbol; None if that isn't known."""
        difference = self.signature_diff(symbol)
        changes = {change.kind for change in difference.changes(call)} if difference is not None else set()
        signature = self.signature_now(symbol)
        accepted = None if signature is None else signature.accepts(call)
        if accepted is False or not changes.isdisjoint(_FAILING):
            return False
        return None if ChangeKind.MOVED in changes else accepted

    def parameters(self, symbol: Symbol) -> tuple[str, ...] | None:
        """Returns the names of the arguments that a function or class takes at the target; None if they are unknown."""
        signature = self.signature_now(symbol)
        return None if signature is None else tuple(sorted({*signature.positional, *signature.names}))

    def is_refused_elsewhere(self, symbol: Symbol, call: ast.Call) -> bool:
        """Returns whether some version of TensorFlow does not accept the arguments of a call of a symbol."""
        signatures = {self._signature_at(symbol, version) for version in self._table_of(symbol)[0].facts.versions}
        return any(signature is not None and signature.accepts(call) is False for signature in signatures)

    def signature_now(self, symbol: Symbol) -> Signature | None:
        """Returns a symbol's signature at the target; None if it is not known."""
        return self._signature_at(symbol, self._table_of(symbol)[0].target)

    def _signature_at(self, symbol: Symbol, version: str) -> Signature | None:
        lookup = self.lookup(symbol)
        if lookup is None or lookup.missing or not lookup.entry.exists:
            return None
        owner, is_member, member = lookup.entry.name.partition("().")
        method, facts = lookup.method or member, self._table_of(symbol)[0].facts
        if lookup.rest or is_member:
            text = facts.member_signature(owner, method, version) if method else None
        else:
            text = facts.signature(owner, version)
        return parse_signature(text) if text is not None else None

    def is_relevant_member(self, owner: str, name: str) -> bool:
        """Returns whether a member of a class, or of the classes that its objects lead to, may be reported."""
        changed = any(self.diffs.of_member(related, name) is not None for related in self.reachable_classes(owner))
        return changed or self.table.is_relevant_member(owner, name)

    def reachable_classes(self, owner: str) -> set[str]:
        """Returns a class and all classes that the members of its objects lead to."""
        return {owner, *self.table.return_types.reachable_classes(owner)}

    def signature_text(self, symbol: Symbol) -> str:
        """Returns the text of a symbol's signature, see `signature`; an empty string if it is not known."""
        lookup = self.lookup(symbol)
        if lookup is None:
            return ""
        facts = self._table_of(symbol)[0].facts
        if lookup.rest:
            method = lookup.method
            return (method and facts.member_signature(lookup.entry.name, method, TF1_VERSION)) or ""
        return facts.first_signature(lookup.entry.name) or ""

    def name_from_tf(self, lookup: Lookup) -> str:
        """Returns the name of a symbol starting from `tf`, however the program accesses it."""
        root = () if lookup.entry.area is Area.LIBRARY else ("tf",)
        return ".".join(part for part in (*root, lookup.entry.name, *lookup.rest[: lookup.missing]) if part)

    def label(self, symbol: Symbol, lookup: Lookup) -> str:
        """Returns the name of a symbol as a user writes it, without attributes of its value."""
        library = self.library(symbol)
        if library is not None:
            return library.label(lookup)
        entry = lookup.entry
        root = "tensorflow" if entry.area is Area.PRIVATE else "tf"
        owner = entry.name.partition(CALL)[0]
        name = entry.name.replace(CALL, "") if self.is_class(owner) else self._by_attribute(symbol) or entry.name
        if entry.root:
            parts = [root, name]
        else:
            parts = [symbol.name.partition(".")[0], name.removeprefix(_KERAS).removeprefix(".")]
        return ".".join(part for part in (*parts, *lookup.rest[: lookup.missing]) if part)

    def _by_attribute(self, symbol: Symbol) -> str:
        """Returns the name of a member of what an attribute of a class's objects holds: `Session.graph.as_default`.

        It is empty if the symbol is no such member, as `get_default_graph().as_default`.
        """
        owner, is_object, member = symbol.name.partition(".")[2].partition(f".{CALL}.")
        is_of_attribute = is_object and "." in member and self.is_class(owner)
        return f"{owner}.{member.replace(f'.{CALL}', CALL)}" if is_of_attribute else ""

    def described(self, symbol: Symbol) -> str:
        """Returns what messages call an object: `a tf.Session`."""
        lookup = self.lookup(symbol)
        if lookup is None:
            return "one"
        label = self.label(symbol, lookup)
        if not self.is_class(lookup.entry.name):
            return f"what {label} returns"
        held = [part for part in lookup.rest if part != CALL]
        return f"the {held[-1]} of a {label}" if held else f"a {label}"

    def is_class(self, name: str) -> bool:
        """Returns whether a name, relative to `tf`, is that of a class."""
        return self.table.lookup(name).entry.kind == "c"

    def makes_object(self, symbol: Symbol) -> bool:
        """Returns whether a symbol is a class that the target has, so that a call of it makes an object of that."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is not None and not lookup.rest and lookup.entry.kind == "c" and lookup.entry.exists

    def exists(self, symbol: Symbol, *, is_imported: bool = False) -> bool | None:
        """Returns whether the target has a symbol; None if that isn't known.

        Args:
            symbol: the symbol.
            is_imported: whether an import names it.
        """
        if self._dead and self.dead_package(symbol) is not None:
            return False
        lookup = (self.lookup_imported if is_imported else self.lookup)(symbol) if symbol.watched else None
        if lookup is None:
            return None
        if lookup.missing or not lookup.entry.exists:
            return False
        return None if lookup.rest or self.fails_in_eager_mode(symbol) else True

    def fails_in_eager_mode(self, symbol: Symbol) -> bool:
        """Returns whether a symbol is a member of an object that the target has, but only for graphs."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None or lookup.rest or not lookup.entry.is_member:
            return False
        return lookup.entry.exists and lookup.entry.outcome is Outcome.REMOVED

    def import_only(self, symbol: Symbol) -> Symbol | None:
        """Returns the module in a symbol's path that the target has but only an import binds; None if there is none."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None or not lookup.import_only:
            return None
        root, *parts = symbol.name.split(".")
        following = len(lookup.entry.name.split(".")) + len(lookup.rest) - len(lookup.import_only.split("."))
        return self._roots[root].below(".".join(parts[: len(parts) - following]))

    def is_module(self, symbol: Symbol) -> bool:
        """Returns whether a symbol is a module."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None or lookup.rest:
            return False
        is_other = lookup.entry.area is Area.LIBRARY
        return lookup.entry.kind == "m" if is_other else self._table_of(symbol)[0].is_module(lookup.entry.name)

    def is_definition(self, symbol: Symbol) -> bool:
        """Returns whether a symbol is a module, class or function, not some other value."""
        lookup = self.lookup(symbol) if symbol.watched else None
        return lookup is None or (not lookup.rest and lookup.entry.kind != "v")

    def result(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        """Returns what calling a symbol returns, and the class of that; None if the class has no relevant members."""
        if symbol not in self._results:
            self._results[symbol] = self._result(symbol)
        return self._results[symbol]

    def object_returned(self, symbol: Symbol) -> Symbol | None:
        """Returns what calling a symbol returns; None if nothing is known of that."""
        found = self.result(symbol)
        return found and found[0]

    def _result(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        return self._object_of(symbol, CALL)

    def held(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        """Returns the object that an attribute of an object holds, and its class, like `result`."""
        if symbol not in self._held:
            self._held[symbol] = self._object_of(symbol, "")
        return self._held[symbol]

    def item(self, symbol: Symbol) -> tuple[Symbol, str] | None:
        """Returns the items of a container, and their class; None if the class has no relevant members."""
        if symbol not in self._items:
            self._items[symbol] = self._object_of(symbol, ITEM)
        return self._items[symbol]

    def arithmetic_result(self, symbol: Symbol) -> Symbol | None:
        """Returns the result of arithmetic with an object; None if that isn't known."""
        if symbol not in self._computed:
            found = self._object_of(symbol, ARITHMETIC) if symbol.watched else None
            self._computed[symbol] = found and found[0]
        return self._computed[symbol]

    def passed(self, base: Symbol, method: str, position: int) -> tuple[Symbol, str] | None:
        """Returns what the library passes to a method that subclasses of `base` override, and its class.

        Args:
            base: the class of the library.
            method: the method.
            position: the position of the parameter; `self` is at 0.
        """
        key = base, method, position
        if key not in self._passed:
            self._passed[key] = self._object_of(base.result.member(method), f"({position})")
        return self._passed[key]

    def returned_by_member(self, owner: str, name: str) -> set[str]:
        """Returns the classes that a member of a class's objects holds and that a call of it returns."""
        classes = {self.table.class_of(f"{owner}{CALL}.{name}{suffix}") for suffix in ("", CALL, ITEM)}
        return classes - {""}

    def returns_given(self, symbol: Symbol) -> bool:
        """Returns whether calling a symbol returns the object that is passed as the first argument."""
        return self.table.return_types.returns_given(self._expression(symbol, CALL))

    def _expression(self, symbol: Symbol, suffix: str) -> str:
        """Returns a symbol as the table has it, with something behind it; empty if the table lacks it.

        What a private module has is what its public name says, if that is the same object at the target.
        """
        lookup = self.lookup(symbol)
        if lookup is None or lookup.missing or lookup.entry.area is Area.LIBRARY:
            return ""
        name = lookup.entry.name
        if lookup.entry.area is Area.PRIVATE:
            name = next(iter(self.table.facts.names_of(name, self.table.target)), name)
        name = ".".join(part for part in (name, *lookup.rest) if part)
        return f"{name.replace(f'.{CALL}', CALL)}{suffix}"

    def _object_of(self, symbol: Symbol, suffix: str) -> tuple[Symbol, str] | None:
        expression = self._expression(symbol, suffix)
        if not expression:
            return None
        owner = self.table.class_of(expression)
        if not owner or not self.table.possibly_relevant_members(owner):
            return None
        name, _, attribute = owner.partition(f"{CALL}.")
        is_assumed = symbol.is_assumed or self.table.return_types.is_assumed(expression)
        found = (self._assumed if is_assumed else self._roots[_TENSORFLOW]).below(name).result
        return (found.member(attribute) if attribute else found), owner

    def members(self, symbol: Symbol) -> Iterable[str]:
        """Returns the public names directly below a symbol, of all versions."""
        lookup = self.lookup(symbol) if symbol.watched else None
        if lookup is None or lookup.rest:
            return []
        library = self.library(symbol)
        if library is not None:
            return library.below(symbol.name.partition(".")[2])
        return self._table_of(symbol)[0].below(lookup.entry.name)
