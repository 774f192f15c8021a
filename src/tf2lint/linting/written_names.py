"""What to write instead of names that are not called."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.flag_reads import are_read_in_functions
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Safety

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tf2lint.linting.fix_builder import FixBuilder
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import NameRewriter, RewrittenCall

#: The code for the object whose attributes are the flags, and for the function that parses them and runs a program.
_FLAGS: Final = ("absl.flags.FLAGS",)
_RUN: Final = "absl.app.run"


class WrittenNames:
    """Tells what to write instead of the names of one file.

    Args:
        names: rewrites names that are not called.
        builder: builds fixes.
        references: the references of the file, each to one symbol.
        rewritten: returns what to write instead of the call that a reference is about.
    """

    def __init__(
        self,
        names: NameRewriter,
        builder: FixBuilder,
        references: Sequence[Reference],
        rewritten: Callable[[Reference], RewrittenCall | None],
    ) -> None:
        self._names = names
        self._builder = builder
        self._references = references
        self._rewritten = rewritten

    def of(self, reference: Reference) -> RewrittenCall | None:
        """Returns what to write instead of a name that is not called; None if that is not known."""
        written = self._names.written(reference.symbols[0], reference.node, self._builder.quote)
        if written is not None and written.pieces == _FLAGS and self._are_flags_parsed:
            return written._replace(safety=Safety.SAFE, notes=())
        return written

    @cached_property
    def _are_flags_parsed(self) -> bool:
        """Whether the file runs a program that parses the flags, and reads them only after that."""
        calls = (one for one in self._references if one.call is not None and one.call.func is one.node)
        runners = [one.call for one in calls if one.call is not None and self._parses_flags(one)]
        if not runners:
            return False
        loaded = (one for one in self._references if one.kind is ReferenceKind.LOAD and one.call is None)
        written = ((one.node, self._names.written(one.symbols[0], one.node, self._builder.quote)) for one in loaded)
        flags = {node for node, new in written if new is not None and new.pieces == _FLAGS}
        return are_read_in_functions(self._builder.module, flags, runners)

    def _parses_flags(self, called: Reference) -> bool:
        """Returns whether what is called parses the flags, and then runs the program."""
        written = self._rewritten(called) if self._names.may_call(called.symbols[0], _RUN) else None
        return written is not None and written.pieces[:1] == (_RUN,)
