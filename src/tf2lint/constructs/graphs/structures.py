"""Functions that return what they build in one object: a named tuple, a dictionary, or a tuple that others unpack."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.analysis.objects import Objects
from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.analysis.session_runs import Run
    from tf2lint.constructs.graphs.graph_block import GraphBlock

_Key = str | int
_NAMED_TUPLE: Final = "namedtuple"


class Returned(NamedTuple):
    """What a function returns.

    Attributes:
        statement: the statement.
        fields: its parts by their names or positions.
        definition: the names of the fields in the definition of a named tuple; None for other objects.
    """

    statement: ast.Return
    fields: dict[_Key, ast.expr]
    definition: ast.expr | None


class Structure:
    """The object that a function returns, and the names that hold it.

    Args:
        function: the function.
        returned: what it returns.
        scopes: the names of the file.
    """

    def __init__(self, function: ast.FunctionDef | ast.AsyncFunctionDef, returned: Returned, scopes: Scopes) -> None:
        self.returned = returned
        self._scopes = scopes
        self._function = function
        self._holders = Objects({function.name}, scopes.owner(function), scopes)

    @cached_property
    def _unpacked(self) -> dict[tuple[ast.AST | None, str], ast.expr]:
        """The parts by the names that assignments unpack them into."""
        found = {}
        for target, _ in self.unpackings:
            for position, name in enumerate(target.elts):
                found[self._scopes.owner(name), self._scopes.name(name)] = self.returned.fields[position]
        return found

    @cached_property
    def unpackings(self) -> list[tuple[ast.Tuple | ast.List, ast.Assign]]:
        """The assignments that unpack it from a name that holds it, with their targets."""
        found = []
        for node in self._scopes.syntax.nodes:
            match node:
                case ast.Assign(targets=[(ast.Tuple() | ast.List()) as target], value=ast.Name() as value):
                    is_plain = all(isinstance(each, ast.Name) for each in target.elts)
                    is_whole = len(target.elts) == len(self.returned.fields) and 0 in self.returned.fields
                    if is_plain and is_whole and self._holders.holds(value):
                        found.append((target, node))
                case _:
                    pass
        return found

    def part(self, node: ast.AST) -> ast.expr | None:
        """Returns the part that an expression elsewhere is, as the function has it; None if it is none."""
        match node:
            case ast.Attribute(value=value, attr=key) if self.returned.definition is not None:
                pass
            case ast.Subscript(value=value, slice=ast.Constant(value=(str() | int()) as key)):
                if self.returned.definition is not None:
                    return None
            case ast.Name():
                return self._unpacked.get((self._scopes.owner(node), self._scopes.name(node)))
            case _:
                return None
        return self.returned.fields.get(key) if self._holders.holds(value) else None

    def key(self, node: ast.AST) -> str:
        """Returns the name of the part that an expression is; empty if it has none."""
        key: object = ""
        match node:
            case ast.Attribute(attr=key) | ast.Subscript(slice=ast.Constant(value=key)) | ast.Name(id=key):
                pass
            case _:
                pass
        return key if isinstance(key, str) else ""

    def resolved(self, run: Run) -> Run:
        """Returns a run whose fetches and keys are the parts as the function has them."""
        fetches = tuple(self.part(each) or each for each in run.fetches)
        labels = tuple(self.key(each) if self.part(each) is not None else "" for each in run.fetches)
        feed = run.feed
        if feed is not None:
            feed = feed._replace(
                keys=tuple(self.part(each) or each for each in feed.keys), places=feed.places or feed.keys
            )
        return run._replace(fetches=fetches, feed=feed, labels=labels)

    def holder(self, run: Run) -> str | None:
        """Returns the name that holds the object that a run is about; None if there are several, or none."""
        parts = [*run.original, *(run.feed.places if run.feed is not None else ())]
        found = {
            ast.unparse(node.value)
            for part in parts
            for node in ast.walk(part)
            if isinstance(node, ast.Attribute | ast.Subscript) and self.part(node) is not None
        }
        return found.pop() if len(found) == 1 else None

    def other_uses(self, allowed: set[ast.AST]) -> Iterator[ast.AST]:
        """Yields the uses of names that hold it that may be anything.

        Args:
            allowed: the parts that are known.
        """
        known = set(allowed)
        for node in self._scopes.syntax.nodes:
            if isinstance(node, ast.Attribute | ast.Subscript) and node in allowed:
                known.add(node.value)
            if isinstance(node, ast.Call):
                known.update(each for each in node.args if self._holders.is_passed(node, each))
                known.update(each.value for each in node.keywords if self._holders.is_passed(node, each.value))
        known.update(statement.value for _, statement in self.unpackings)
        for node in self._scopes.syntax.nodes:
            is_load = isinstance(getattr(node, "ctx", None), ast.Load)
            if is_load and node not in known and self._holders.holds(node):
                yield node

    def edits(self, functions: Sequence[str], kept: Sequence[_Key], text: BlockText) -> Iterator[TextEdit]:
        """Yields the edits that return functions, and the parts that stay.

        Args:
            functions: the names of the functions.
            kept: the parts that stay.
            text: the text of the file.
        """
        fields = self.returned.fields
        value = self.returned.statement.value
        assert value is not None
        parts = [*((str(key), text.exact(fields[key])) for key in kept), *((name, name) for name in functions)]
        if self.returned.definition is not None:
            names = ", ".join(repr(name) for name, _ in parts)
            yield TextEdit(text.span(self.returned.definition), f"[{names}]")
            assert isinstance(value, ast.Call)
            code = f"{text.exact(value.func)}({', '.join(code for _, code in parts)})"
        elif 0 not in fields:
            is_call = isinstance(value, ast.Call)
            pairs = [f"{name}={code}" if is_call else f"{name!r}: {code}" for name, code in parts]
            code = f"dict({', '.join(pairs)})" if is_call else f"{{{', '.join(pairs)}}}"
        else:
            code = ", ".join(code for _, code in parts)
            for target, _ in self.unpackings:
                names_of = {position: text.exact(name) for position, name in enumerate(target.elts)}
                outer = [*(names_of[int(key)] for key in kept), *functions]
                yield TextEdit(text.span(target), ", ".join(outer))
        yield TextEdit(text.span(value), code)


def structure(block: GraphBlock, scopes: Scopes) -> Structure | None:
    """Returns the object that the function of a block returns; None if it returns something else."""
    function = block.node
    if not isinstance(function, FUNCTIONS) or block.owner is not None or not function.body:
        return None
    returns = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    if len(returns) != 1 or returns[0] is not function.body[-1] or returns[0].value is None:
        return None
    returned = _returned(returns[0], returns[0].value, scopes)
    return Structure(function, returned, scopes) if returned is not None else None


def _returned(statement: ast.Return, value: ast.expr, scopes: Scopes) -> Returned | None:
    match value:
        case ast.Dict(keys=keys, values=values):
            names = [key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)]
            return Returned(statement, dict(zip(names, values, strict=True)), None) if len(names) == len(keys) else None
        case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords) if all(each.arg for each in keywords):
            return Returned(statement, {str(each.arg): each.value for each in keywords}, None)
        case ast.Tuple(elts=elements) if not any(isinstance(each, ast.Starred) for each in elements):
            return Returned(statement, dict(enumerate(elements)), None)
        case ast.Call(func=ast.Name() as maker, args=arguments, keywords=keywords):
            definition = _definition(maker, scopes)
            if definition is None or any(each.arg is None for each in keywords):
                return None
            fields: dict[_Key, ast.expr] = dict(zip(_names(definition), arguments, strict=False))
            fields.update({str(each.arg): each.value for each in keywords})
            return Returned(statement, fields, definition)
        case _:
            return None


def _definition(maker: ast.Name, scopes: Scopes) -> ast.expr | None:
    """Returns the names of the fields of a named tuple that nothing else makes or uses; None for other classes."""
    scope = scopes.owner(maker)
    uses = scopes.uses(scope, maker.id) if scope is not None else []
    made = [
        statement.value
        for statement in scopes.syntax.of_class(ast.Assign)
        if any(use.node is statement.targets[0] for use in uses if use.is_binding)
    ]
    if len(uses) != 2 or len(made) != 1:
        return None
    match made[0]:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[_, names]) if name == _NAMED_TUPLE:
            return names if _names(names) else None
        case _:
            return None


def _names(node: ast.expr) -> list[str]:
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            found = [each.value for each in elements if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            return found if len(found) == len(elements) else []
        case ast.Constant(value=str() as names):
            return names.replace(",", " ").split()
        case _:
            return []
