"""Templates of rewrites: Python expressions with placeholders for the arguments of the call that is rewritten.

    tf.cast({x}, tf.float32, name={name?})

`{x}` is the argument of the parameter `x`, which the call must have. The argument of the template that is `{name?}` is
left out where the call omits it; `{epsilon=1e-8}` is the default of TensorFlow 1 there. `{...}` stands for all other
arguments of the call. `tf` is TensorFlow, whatever the program calls it, and `{self}` what a method is called on.
`{feed_dict:values}` are the values of a dictionary that is written in the call or assigned to the name there,
`{feed_dict:keys}` its keys, `{inputs:item}` the only element of a list, `{keep_prob:complement}` the `x` of `1 - x`,
`{x:owner}` the `optimizer` of `optimizer.lr`, `{loss:body}` what a lambda returns. `{inputs:double?}` is `"float64"` if
the argument is of that dtype; it is left out otherwise.
"""

from __future__ import annotations

import ast
import re
from enum import Enum
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple, final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLACEHOLDER: Final = re.compile(
    r"\{(?:(\w+)(?::(values|keys|item|double|complement|body|owner))?(\?|=[^{}]*)?|(\.\.\.))\}"
)
_MARK: Final = "_tf2lint_"
_REST: Final = f"{_MARK}rest"
_ROOT_NAME: Final = "tf"
#: What names of TensorFlow begin with in templates.
TEMPLATE_ROOT: Final = f"{_ROOT_NAME}."
#: The keyword of an argument that is unpacked.
UNPACKED: Final = "**"
UNPACKED_SEQUENCE: Final = "*"
#: The parents that only accept an atom, or another expression by precedence.
_OPERATIONS: Final = (
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Await, ast.IfExp, ast.Starred,
)  # fmt: skip

#: The defaults that need no parentheses.
_DEFAULT_ATOMS: Final = (ast.Name, ast.Attribute, ast.Constant, ast.Call)


class TemplateError(ValueError):
    """A template is malformed."""


class Place(Enum):
    """What surrounds a placeholder, which decides where an argument needs parentheses."""

    ARGUMENT = "argument"
    """It is an argument, an element of a list, or an index: any expression can be there."""
    OPERAND = "operand"
    """It is an operand: an expression with an operator needs parentheses."""
    OWNER = "owner"
    """It is called, or the owner of an attribute or item: only an atom that is no number goes without parentheses."""


class Root(Enum):
    """Stands for the name of TensorFlow in the program."""

    TENSORFLOW = "tf"


@final
class Placeholder(NamedTuple):
    """A place for an argument.

    Attributes:
        parameter: the parameter of TensorFlow 1.
        default: what is written where the call omits it, with the parentheses that it needs there; empty if it must
            not be omitted, or if the argument of the template is left out then.
        place: what surrounds it.
        part: what is meant of it: `values`, `keys`, `item`, `complement`, `body`, or `owner`, or whether it is
            `double`; empty for the whole argument.
    """

    parameter: str
    default: Parts
    place: Place
    part: str = ""


class TemplateArgument(NamedTuple):
    """An argument of a call in a template.

    Attributes:
        keyword: the keyword; empty for a positional argument, `UNPACKED` or `UNPACKED_SEQUENCE` for what is
            unpacked.
        parts: its parts; None if all other arguments of the rewritten call are in its place.
        optional: the parameter without whose argument it is left out; empty if it never is.
    """

    keyword: str
    parts: Parts | None
    optional: str


@final
class TemplateCall(NamedTuple):
    """A call in a template.

    Attributes:
        function: the parts of what is called.
        name: the dotted name of what is called; empty if it is another expression.
        arguments: the arguments.
    """

    function: Parts
    name: str
    arguments: tuple[TemplateArgument, ...]


#: Text with what stands in it; an expression stands for itself. The commas between arguments are left to the writer.
Parts = tuple[str | Root | Placeholder | TemplateCall | ast.expr, ...]


class Template:
    """A parsed template.

    Args:
        text: the template.

    Attributes:
        text: the template.
        parts: its parts, in order.
        parameters: the parameters that have a place.
        has_rest: whether all other arguments of the call have a place.

    Raises:
        TemplateError: it is no expression, or a placeholder stands where none can.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._marked: dict[str, tuple[str, str | None, str]] = {}
        marked = _PLACEHOLDER.sub(self._mark, text)
        try:
            tree = ast.parse(marked, mode="eval").body
        except SyntaxError:
            raise TemplateError(f"{text!r} is not a Python expression") from None
        self.has_rest = _REST in marked
        self.parameters = frozenset(parameter for parameter, *_ in self._marked.values())
        self._check(tree)
        self.parts = self._compiled(tree, marked, Place.ARGUMENT)

    def calls(self) -> list[TemplateCall]:
        """Returns the calls in the template, from the outside in."""
        return _calls_in(self.parts)

    @property
    def is_constant(self) -> bool:
        """Whether it stands for a constant: it has no place for an argument, and calls nothing."""
        return all(isinstance(part, str | Root) for part in self.parts)

    @property
    def shown(self) -> str:
        """The template for people: names of parameters instead of placeholders, but for those with a default."""
        return _PLACEHOLDER.sub(_shown, self.text)

    def _mark(self, found: re.Match[str]) -> str:
        parameter, part, rule, rest = found.groups()
        if rest:
            return _REST
        name = f"{_MARK}{len(self._marked)}"
        self._marked[name] = parameter, rule, part or ""
        return name

    def _check(self, node: ast.AST) -> None:
        """Raises an error if an expression that is no argument of a call can be left out."""
        if isinstance(node, ast.Name) and (node.id == _REST or self._optional(node)):
            raise TemplateError(f"{self.text!r} leaves out what is no argument of a call")

    def _optional(self, node: ast.AST) -> str:
        """Returns the parameter of an optional placeholder; empty if the node is none."""
        unmarked = "", None, ""
        parameter, rule, _ = self._marked.get(node.id, unmarked) if isinstance(node, ast.Name) else unmarked
        return parameter if rule == "?" else ""

    def _compiled(self, node: ast.AST, text: str, place: Place) -> Parts:
        """Returns the parts of an expression.

        Args:
            node: the expression.
            text: the text of the template, with names instead of placeholders.
            place: what surrounds the expression.
        """
        if isinstance(node, ast.Name) and node.id in self._marked:
            return (self._placeholder(*self._marked[node.id], place),)
        if isinstance(node, ast.Name) and node.id == _ROOT_NAME:
            return (Root.TENSORFLOW,)
        if isinstance(node, ast.Set | ast.Dict):
            raise TemplateError(f"{self.text!r} has braces around what is no placeholder")
        if isinstance(node, ast.Call):
            return (self._call(node, text),)
        parts: list[str | Root | Placeholder | TemplateCall | ast.expr] = []
        position = _start(node)
        for child in _children(node):
            self._check(child)
            parts += (text[position : _start(child)], *self._compiled(child, text, _place(child, node)))
            position = _end(child)
        return _joined([*parts, text[position : _end(node)]])

    def _placeholder(self, parameter: str, rule: str | None, part: str, place: Place) -> Placeholder:
        default = rule[1:] if rule and rule != "?" else ""
        if rule and not default and rule != "?":
            raise TemplateError(f"{parameter} has an empty default")
        if not default:
            return Placeholder(parameter, (), place, part)
        try:
            tree = ast.parse(default, mode="eval").body
        except SyntaxError:
            raise TemplateError(f"the default {default!r} of {parameter} is not a Python expression") from None
        parts = self._compiled(tree, default, Place.ARGUMENT)
        needs_parentheses = place is not Place.ARGUMENT and not isinstance(tree, _DEFAULT_ATOMS)
        return Placeholder(parameter, ("(", *parts, ")") if needs_parentheses else parts, place)

    def _call(self, node: ast.Call, text: str) -> TemplateCall:
        arguments = [
            (UNPACKED_SEQUENCE, argument.value) if isinstance(argument, ast.Starred) else ("", argument)
            for argument in node.args
        ]
        arguments += [(keyword.arg or UNPACKED, keyword.value) for keyword in node.keywords]
        compiled = tuple(
            TemplateArgument(
                keyword,
                None if _is_rest(value) else self._compiled(value, text, Place.ARGUMENT),
                self._optional(value),
            )
            for keyword, value in arguments
        )
        self._check(node.func)
        function = text[_start(node.func) : _end(node.func)]
        name = function if all(part.isidentifier() for part in function.split(".")) else ""
        return TemplateCall(self._compiled(node.func, text, Place.OWNER), name, compiled)


def _shown(found: re.Match[str]) -> str:
    parameter, part, rule, rest = found.groups()
    if (rule or "?") != "?":
        return found[0]
    parts = {
        "keys": f"*{parameter}.keys()", "values": f"*{parameter}.values()", "double": f"{parameter}.dtype",
        "complement": f"1 - {parameter}", "body": f"{parameter}()", "owner": "optimizer",
    }  # fmt: skip
    return rest or parts.get(part, parameter)


@lru_cache(maxsize=1024)
def note_parts(note: str) -> tuple[str | Placeholder, ...]:
    """Returns the parts of a note: text, and the arguments that it names, as `{x}`."""
    parts = list[str | Placeholder]()
    position = 0
    for found in _PLACEHOLDER.finditer(note):
        parts += (note[position : found.start()], Placeholder(found[1], (), Place.ARGUMENT, found[2] or ""))
        position = found.end()
    return (*parts, note[position:])


def _joined(parts: list[str | Root | Placeholder | TemplateCall | ast.expr]) -> Parts:
    """Returns parts in which each text is one part."""
    groups = groupby(parts, lambda part: isinstance(part, str))
    return tuple(part for is_text, group in groups for part in (_text(group) if is_text else group))


def _text(parts: Iterable[object]) -> list[str]:
    text = "".join(map(str, parts))
    return [text] if text else []


def _is_rest(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == _REST


def _calls_in(parts: Parts) -> list[TemplateCall]:
    found: list[TemplateCall] = []
    for part in parts:
        if isinstance(part, TemplateCall):
            found += (part, *_calls_in(part.function))
            for argument in part.arguments:
                found += _calls_in(argument.parts or ())
    return found


def _place(child: ast.AST, parent: ast.AST) -> Place:
    if isinstance(parent, ast.Attribute) or (isinstance(parent, ast.Subscript) and parent.value is child):
        return Place.OWNER
    return Place.OPERAND if isinstance(parent, _OPERATIONS) else Place.ARGUMENT


def _children(node: ast.AST) -> list[ast.expr]:
    """Returns the expressions directly in an expression, in the order of the text."""
    children: list[ast.expr] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            children.append(child)
        else:
            children += _children(child)
    return sorted(children, key=_start)


def _start(node: ast.AST) -> int:
    assert isinstance(node, ast.expr)
    return node.col_offset


def _end(node: ast.AST) -> int:
    assert isinstance(node, ast.expr)
    assert node.end_col_offset is not None
    return node.end_col_offset
