"""The contexts that rules' checks receive."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from tf2lint.linting.model_uses import ModelUses
    from tf2lint.project import Program
    from tf2lint.resolver import ReferenceKind
    from tf2lint.source import Positioned
    from tf2lint.table import Argument, ArgumentChange, Entry, Lookup, Package, Signature
    from tf2lint.typestate import Event, UserClass


class ReferencedName(NamedTuple):
    """A library name that the program references.

    Attributes:
        label: the name as users write it, such as `tensorflow.python.framework.ops`.
        symbol: the name from `tf`, such as `tf.python.framework.ops`.
        lookup: its entry in the table.
        kind: the kind of reference.
        target: the target version.
        release: the release that the name is looked up in, such as `TF 2.21` or `dm-sonnet 2.0.2`.
        has_keras_3: whether tf.keras is Keras 3.
        ignored: the arguments that a call may still pass, without effect.
    """

    label: str
    symbol: str
    lookup: Lookup
    kind: ReferenceKind
    target: str
    release: str
    has_keras_3: bool
    ignored: frozenset[str]

    @property
    def library(self) -> str:
        """The library that the name is looked up in, as users write it: `tf`, `keras` or `tf_keras`."""
        root = self.label.partition(".")[0]
        return root if root in ("keras", "tf_keras") else "tf"


class LibraryCall(NamedTuple):
    """A call of a library function or class.

    Attributes:
        callee: the called name.
        name: the called name below `tf`; `keras.Model().save` for a method of any model.
        node: the call.
        signature: the known parameters of the callee, named as in TensorFlow 1.15; a keyword that 1.15 lacks keeps its
            name.
        names: the nodes of the library names in the file.
        member: returns the table's entry for a member of the called class; None if there is none.
        program: the program that contains the call.
        runs_each_time: returns, in words, the code around the call that runs repeatedly; empty if there is none.
        attribute: returns the attribute that is accessed directly on the result; empty if there is none.
        is_unnamed_context: returns whether the call is in the head of a `with` statement that gives no name to what it
            enters.
        bound_value: returns the expression that a name or an attribute of `self` is bound to, if that is the only one.
        returned: returns what a function of the file that an argument is may return, None for a plain `return`; an
            empty list if it may be another function.
        is_run_later: returns whether the program keeps the result, or what it computes from it, to run it in a session.
        referenced: returns the names, below `tf`, that an argument may refer to, such as `keras.layers.Dense().kernel`;
            none if it may be something else.
        classes: returns the classes, below `tf`, of the library objects that an argument is or contains, if known.
        stored: returns the attribute of `self` that the result is stored in, by a class that derives from a library
            class with one of these prefixes; None if there is none.
        is_receiver: returns whether an expression is the name of the object, or class, whose method the call is in.
        rank: returns the number of dimensions of a tensor or array; None if it is unknown.
        dtype: returns `integer` for a tensor of integers, `float` or `double` for floats; empty if that is unknown.
        block: returns the statements of the block in which the call is a statement; none if it is in an expression.
        models: what the file does with its models.
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
    is_unnamed_context: Callable[[], bool]
    bound_value: Callable[[ast.expr], ast.expr | None]
    returned: Callable[[ast.expr], list[ast.expr | None]]
    is_run_later: Callable[[], bool]
    referenced: Callable[[ast.expr], frozenset[str]]
    classes: Callable[[ast.expr], frozenset[str]]
    stored: Callable[[tuple[str, ...]], StoredResult | None]
    is_receiver: Callable[[ast.expr], bool]
    rank: Callable[[ast.expr], int | None]
    dtype: Callable[[ast.expr], str]
    block: Callable[[], Sequence[ast.stmt]]
    models: ModelUses

    @property
    def arguments(self) -> dict[str, Argument]:
        """The argument of each parameter for which it can be determined."""
        return self.signature.bind(self.node)

    def constant(self, parameter: str) -> object:
        """Returns the value of an argument that is a literal; None if it is not."""
        argument = self.arguments.get(parameter)
        return argument.value.value if argument is not None and isinstance(argument.value, ast.Constant) else None


class Iteration(NamedTuple):
    """Code that iterates over the result of a library function.

    Attributes:
        callee: the function.
        node: the loop, the comprehension, the call of `filter` or `set`, or the comparison with `in`.
    """

    callee: ReferencedName
    node: Positioned


class KeyLookup(NamedTuple):
    """Code that looks a constant key up in a dictionary of the library.

    Attributes:
        dictionary: the dictionary, such as `keras.callbacks.History().history`.
        key: the key.
        constant: the syntax of the key.
        node: the subscript, or the call of `get`.
        program: the program that contains it.
        body: the syntax of the innermost function around it, or of the module.
    """

    dictionary: str
    key: str
    constant: ast.Constant
    node: ast.expr
    program: Program
    body: ast.AST


class ObjectUse(NamedTuple):
    """Code that uses an object of the library as a key of a dictionary or in a set, or compares it.

    Attributes:
        owner: the class of the object, such as `Tensor`.
        node: the key or element, or the expression that looks it up, makes the set, or compares.
        program: the program that contains it.
        body: the syntax of the innermost function around it, or of the module.
    """

    owner: str
    node: ast.expr
    program: Program
    body: ast.AST


class ChangedCall(NamedTuple):
    """A call that is affected by a change of the function's parameters.

    Attributes:
        callee: the called function.
        change: the change.
        program: the program that contains the call.
    """

    callee: ReferencedName
    change: ArgumentChange
    program: Program


class ImpureCall(NamedTuple):
    """A call, in code that TensorFlow traces, of a Python function that returns something else each time.

    Attributes:
        name: the function, such as `random.uniform`.
        place: the traced code, in words.
    """

    name: str
    place: str


class EventContext(NamedTuple):
    """Something that the program does with a tracked object.

    Attributes:
        event: the event.
        target: the target version.
        program: the program that contains the event.
        runs_each_time: returns, in words, the code around a call that runs repeatedly; empty if there is none.
        member: returns the table's entry for a member of a class; None if there is nothing to report.
        receiver: returns the name that holds the object of the method that a function is part of; empty for others.
    """

    event: Event
    target: str
    program: Program
    runs_each_time: Callable[[], str]
    member: Callable[[str, str], Entry | None]
    receiver: Callable[[ast.AST], str]


class ClassContext(NamedTuple):
    """A class of the program that derives from library classes.

    Attributes:
        user_class: the class.
        target: the target version.
        program: the program that contains the class.
        skipped: the statements of branches that the target version does not take.
    """

    user_class: UserClass
    target: str
    program: Program
    skipped: Container[ast.AST]


class StoredResult(NamedTuple):
    """An attribute of `self` in which a method stores the result of a call.

    Attributes:
        user_class: the class that the method belongs to.
        attribute: the name of the attribute.
    """

    user_class: UserClass
    attribute: str


class ImportedPackage(NamedTuple):
    """An import of a package that does not work with the target version.

    Attributes:
        package: the table's record of the package.
        target: the target version.
    """

    package: Package
    target: str
