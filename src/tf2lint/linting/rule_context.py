"""What rules are asked about, and what they answer."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from tf2lint.project import Program
    from tf2lint.resolver import ReferenceKind
    from tf2lint.source import Positioned
    from tf2lint.table import Argument, ArgumentChange, Entry, Lookup, Package, Signature
    from tf2lint.typestate import Event


class ReferencedName(NamedTuple):
    """A library's name that a program uses, for the rules about names to judge.

    Attributes:
        shown: the name as a reader writes it, such as `tensorflow.python.framework.ops`.
        symbol: the name from `tf`, such as `tf.python.framework.ops`.
        lookup: what the table says of it.
        kind: how it is used.
        target: the version that the program shall run on.
    """

    shown: str
    symbol: str
    lookup: Lookup
    kind: ReferenceKind
    target: str


class LibraryCall(NamedTuple):
    """A call of a library's function or class, for the rules about calls to judge.

    Attributes:
        callee: what is called.
        name: the name of that from below `tf`, `keras.Model().save` for a method of any model.
        node: the call.
        signature: the parameters of what is called, as far as they are known.
        names: the syntax of the library's names in the file.
        member: what the table says of a member of what the call gives; None if it says nothing.
        program: what the program that it stands in mentions.
        runs_each_time: tells, in words, the code around it that runs again each time; empty if none does.
        attribute: tells the attribute that is taken right away of what it gives; empty if there is none.
    """

    callee: ReferencedName
    name: str
    node: ast.Call
    signature: Signature
    names: Container[ast.AST]
    member: Callable[[str], Entry | None]
    program: Program
    runs_each_time: Callable[[], str]
    attribute: Callable[[], str]

    @property
    def arguments(self) -> dict[str, Argument]:
        """What it gives to each parameter, as far as that can be told."""
        return self.signature.bind(self.node)

    def constant(self, parameter: str) -> object:
        """The value of an argument that is written out as a number, a text or the like; else None."""
        argument = self.arguments.get(parameter)
        return argument.value.value if argument is not None and isinstance(argument.value, ast.Constant) else None


class Iteration(NamedTuple):
    """What goes through the elements of something that a library's function gives.

    Attributes:
        callee: what gives it.
        node: the loop, the comprehension, the call of `filter` or `set`, or the comparison with `in`.
    """

    callee: ReferencedName
    node: Positioned


class ChangedCall(NamedTuple):
    """A call of a library's function that takes other arguments than it did.

    Attributes:
        callee: what is called.
        change: what is not as it was.
        program: what the program that it stands in mentions.
    """

    callee: ReferencedName
    change: ArgumentChange
    program: Program


class ImpureCall(NamedTuple):
    """A call, in code that TensorFlow traces, of a function of Python that gives something else each time.

    Attributes:
        name: the function, such as `random.uniform`.
        place: the code around it, in words.
    """

    name: str
    place: str


class EventContext(NamedTuple):
    """Something that a program does with an object, at one moment of its run.

    Attributes:
        event: what, and with which object.
        target: the version that the program shall run on.
        program: what the program that it stands in mentions.
        runs_each_time: tells, in words, the code around a call that runs again each time; empty if none does.
    """

    event: Event
    target: str
    program: Program
    runs_each_time: Callable[[], str]


class ImportedPackage(NamedTuple):
    """An import of a package that does not work beside the target.

    Attributes:
        package: what is known of it.
        target: the version that the program shall run on.
    """

    package: Package
    target: str


class Problem(NamedTuple):
    """What a rule has to say about one use.

    Attributes:
        message: what was written, what became of it, and what to write.
        replacements: dotted names to use instead, best first.
        node: where it is, if that is not the use itself.
        covers: uses of which nothing more is to be said, because this says it all.
    """

    message: str
    replacements: tuple[str, ...] = ()
    node: Positioned | None = None
    covers: tuple[ast.AST, ...] = ()
