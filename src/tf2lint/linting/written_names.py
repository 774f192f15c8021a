"""What to write instead of names that are not called."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.linting.flag_reads import FlagReads
from tf2lint.linting.problem import Insertion, Insertions
from tf2lint.resolver import ReferenceKind
from tf2lint.table import Safety

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tf2lint.linting.fix_builder import FixBuilder
    from tf2lint.model import TextEdit
    from tf2lint.resolver import Reference
    from tf2lint.rewriting import NameRewriter, RewrittenCall

#: The code for the object whose attributes are the flags, and for the function that parses them and runs a program.
_FLAGS: Final = ("absl.flags.FLAGS",)
_RUN: Final = "absl.app.run"
#: What the names of the functions that define flags begin with.
_DEFINE: Final = "DEFINE_"
#: The module that has the command line.
_SYS: Final = "sys"


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
        if written is None or written.pieces != _FLAGS:
            return written
        if self._reads.first_unparsed is None:
            is_parsed = self._runners or self._reads.are_parsed
            return written._replace(safety=Safety.SAFE, notes=()) if is_parsed else written
        edits = self._parsing
        return written._replace(safety=Safety.SAFE, notes=(), edits=edits) if edits else written

    @cached_property
    def _runners(self) -> list[ast.Call]:
        """The calls that parse the flags, and then run the program."""
        calls = (one for one in self._references if one.call is not None and one.call.func is one.node)
        return [one.call for one in calls if one.call is not None and self._parses_flags(one)]

    @cached_property
    def _reads(self) -> FlagReads:
        loaded = (one for one in self._references if one.kind is ReferenceKind.LOAD and one.call is None)
        written = ((one.node, self._names.written(one.symbols[0], one.node, self._builder.quote)) for one in loaded)
        flags = {node for node, new in written if new is not None and new.pieces == _FLAGS}
        return FlagReads(self._builder.module, flags, self._runners)

    @cached_property
    def _defines_flags(self) -> bool:
        """Whether the file defines flags."""
        return any(one.symbols[0].name.rpartition(".")[2].startswith(_DEFINE) for one in self._references)

    @cached_property
    def _parsing(self) -> tuple[TextEdit, ...]:
        """The edits that parse the flags where TensorFlow 1 did: before a statement reads one; none if they can't.

        What reads flags of other files may be imported by a program that has parsed them.
        """
        found, module = self._reads.first_unparsed, self._builder.imports.of(_SYS)
        if found is None or module is None or not (found.is_certain and self._defines_flags):
            return ()
        read = found.statement
        names = [name for name, statement in self._reads.names.items() if statement.lineno < read.lineno]
        if not names:
            return ()
        behind = found.before if isinstance(found.before, ast.Assign | ast.Expr) else None
        line = f"{names[0]}({module.name}.argv)"
        place = Insertion(behind or read, (line,), is_before=behind is None)
        fix = self._builder.inserting(Insertions((place,), ""))
        return (*module.edits, *fix.edits) if fix is not None else ()

    def _parses_flags(self, called: Reference) -> bool:
        """Returns whether what is called parses the flags, and then runs the program."""
        written = self._rewritten(called) if self._names.may_call(called.symbols[0], _RUN) else None
        return written is not None and written.pieces[:1] == (_RUN,)
