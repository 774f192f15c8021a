"""What makes variables, and what lists them: the calls of a file that do, also in the functions that others call."""

from __future__ import annotations

import ast
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.file_functions import FileFunctions
from tf2lint.constructs.analysis.scopes import FUNCTIONS
from tf2lint.constructs.variables.rnn_cells import DYNAMIC_RNN
from tf2lint.table import has_no_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes

SCOPE: Final = "variable_scope"
GET: Final = "get_variable"
CURRENT_SCOPE: Final = "get_variable_scope"
VARIABLE: Final = "Variable"
AUTO_REUSE: Final = "AUTO_REUSE"
REUSE: Final = "reuse_variables"
STEPS: Final = (
    "train.get_or_create_global_step", "train.create_global_step", "contrib.framework.get_or_create_global_step",
    "contrib.slim.get_or_create_global_step", "contrib.slim.create_global_step", "train.get_global_step",
)  # fmt: skip
_LAYERS: Final = ("layers.", "contrib.layers.", "contrib.slim.")
_KERAS_LAYERS: Final = ".keras.layers."
_COLLECTIONS: Final = ("get_collection", "get_collection_ref")
_KEYS: Final = "GraphKeys."
#: Functions that list variables, by the name of the collection.
_LISTING: Final = {
    "trainable_variables": "TRAINABLE_VARIABLES",
    "global_variables": "GLOBAL_VARIABLES",
    "all_variables": "GLOBAL_VARIABLES",
    "contrib.slim.get_trainable_variables": "TRAINABLE_VARIABLES",
    "contrib.slim.get_variables": "GLOBAL_VARIABLES",
    "contrib.framework.get_trainable_variables": "TRAINABLE_VARIABLES",
    "contrib.framework.get_variables": "GLOBAL_VARIABLES",
    "contrib.slim.get_model_variables": "MODEL_VARIABLES",
    "losses.get_regularization_losses": "REGULARIZATION_LOSSES",
    "losses.get_regularization_loss": "REGULARIZATION_LOSS",
}
#: The collection of what updates moving averages.
UPDATES: Final = "UPDATE_OPS"
#: The collections that hold variables.
VARIABLES: Final = ("TRAINABLE_VARIABLES", "GLOBAL_VARIABLES", "MODEL_VARIABLES")
#: Those that hold what is computed of them.
LOSSES: Final = ("REGULARIZATION_LOSSES", "REGULARIZATION_LOSS")


class Does(Enum):
    """What a call does with variables."""

    MAKES = "it makes one, or finds it by its name"
    LISTS = "it lists them"
    COMPUTES = "it computes something of all of them"


class VariableCalls:
    """What the calls of a file do with variables.

    Args:
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        written: returns the code to write instead of a call; empty if it stays.

    Attributes:
        functions: the functions of the file.
        written: returns the code to write instead of a call; empty if it stays.
    """

    def __init__(self, scopes: Scopes, names: LibraryNames, written: Callable[[ast.expr], str]) -> None:
        self.functions = FileFunctions(scopes)
        self.written = written
        self._scopes = scopes
        self._names = names
        self._done: dict[ast.Call, Does | None] = {}

    def does(self, node: ast.AST) -> Does | None:
        """Returns what a call itself does with variables; None if it does nothing with them."""
        if not isinstance(node, ast.Call):
            return None
        if node not in self._done:
            self._done[node] = self._does(node)
        return self._done[node]

    def gives_variables(self, call: ast.Call) -> bool:
        """Returns whether a call makes or lists variables, or is of a function that makes one and returns it."""
        return self.does(call) is not None or self._is_variable(call)

    def _does(self, node: ast.Call) -> Does | None:
        name = self._names.of(node.func)
        if not name:
            return None
        if name in (GET, VARIABLE, DYNAMIC_RNN, *STEPS) or self.layers_of(node):
            return Does.MAKES
        collection = self.collection(node)
        is_listed = collection in VARIABLES or (collection == UPDATES and node in self.counted_updates)
        return Does.LISTS if is_listed else Does.COMPUTES if collection in LOSSES else None

    def collection(self, node: ast.Call) -> str:
        """Returns the name of the collection that a call returns; empty if it returns none."""
        name = self._names.of(node.func)
        if name in _COLLECTIONS and node.args:
            return self._names.of(node.args[0]).removeprefix(_KEYS)
        return _LISTING.get(name, "")

    def layers_of(self, call: ast.Call) -> list[ast.Call]:
        """Returns the calls that make layers with variables in the code to write instead of a call of a layer."""
        if not self._names.of(call.func).startswith(_LAYERS):
            return []
        code = self.written(call)
        try:
            tree = ast.parse(code, mode="eval") if _KERAS_LAYERS in code else None
        except SyntaxError:
            return []
        called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call)) if tree is not None else ()
        return [made for made in called if isinstance(made, ast.Call) and _has_variables(made)]

    def is_kept(self, statement: ast.stmt) -> bool:
        """Returns whether a statement only gives names to variables, and lists and dictionaries of them."""
        match statement:
            case ast.With(items=items, body=body):
                scopes = (item.context_expr for item in items)
                is_scope = all(isinstance(each, ast.Call) and self._is_scope(each) for each in scopes)
                return is_scope and all(map(self.is_kept, body))
            case ast.Assign(value=value):
                return self._holds_variables(value) or self.is_list(value)
            case _:
                return False

    def enters_plain_scope(self, statement: ast.stmt) -> bool:
        """Returns whether a statement enters a scope of variables that only has a name."""
        match statement:
            case ast.With(items=[ast.withitem(context_expr=ast.Call(args=[name], keywords=options) as call)]):
                is_named = isinstance(name, ast.Name) or (
                    isinstance(name, ast.Constant) and isinstance(name.value, str)
                )
                is_plain = all(option.arg == "reuse" for option in options)
                is_used = statement.items[0].optional_vars is not None
                return self._names.of(call.func) == SCOPE and is_named and is_plain and not is_used
            case _:
                return False

    def _is_scope(self, call: ast.Call) -> bool:
        return self._names.of(call.func) in (SCOPE, "name_scope")

    @property
    def are_returned(self) -> bool:
        """Whether a function of the file makes a variable and returns it."""
        return bool(self._returning_variables)

    def _holds_variables(self, value: ast.expr) -> bool:
        """Returns whether an expression makes a variable, or a list or dictionary of variables."""
        match value:
            case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                return bool(parts) and all(map(self._holds_variables, parts))
            case _:
                return self._is_variable(value)

    def _is_variable(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call):
            return False
        if self._names.of(value.func) in (VARIABLE, GET, *STEPS):
            return True
        return self.are_returned and self.functions.of(value.func) in self._returning_variables

    @cached_property
    def _returning_variables(self) -> frozenset[ast.AST]:
        """The functions that make a variable and return it, and do nothing else with it."""
        found = set[ast.AST]()
        for function in self.functions:
            returns = list(self._scopes.syntax.of_class(ast.Return, inside=function))
            if len(returns) == 1 and returns[0] is function.body[-1] and returns[0].value is not None:
                value = returns[0].value
                if isinstance(value, ast.Name):
                    assigned = [node for node in function.body if isinstance(node, ast.Assign)]
                    made = [node.value for node in assigned if _is_name(node.targets[0], value.id)]
                    value = made[-1] if made else value
                if isinstance(value, ast.Call) and self._names.of(value.func) in (VARIABLE, GET):
                    found.add(function)
        return frozenset(found)

    def is_list(self, value: ast.expr) -> bool:
        """Returns whether an expression is a list of variables: a collection, or some of a list."""
        match value:
            case ast.Call():
                return self.does(value) is Does.LISTS
            case ast.ListComp(elt=ast.Name(id=name), generators=[each]):
                is_same = isinstance(each.target, ast.Name) and each.target.id == name
                return is_same and (self.is_list(each.iter) or self.is_named_list(each.iter))
            case ast.Subscript(value=of, slice=ast.Slice()):
                return self.is_list(of) or self.is_named_list(of)
            case _:
                return False

    def is_named_list(self, node: ast.expr) -> bool:
        """Returns whether an expression is a name that always holds a list of variables."""
        scope = self._scopes.owner(node)
        uses = self._scopes.uses(scope, self._scopes.name(node)) if scope is not None else []
        bindings = [use.node for use in uses if use.is_binding]
        made = (each.value for each in self._scopes.syntax.of_class(ast.Assign) if each.targets[0] in bindings)
        return len(bindings) == 1 and any(self.is_list(value) for value in made)

    def only_follows(self, name: ast.expr) -> bool:
        """Returns whether only `with` statements that let others follow it use the name of a list of updates."""
        return not self._other_uses(name)

    def _other_uses(self, name: ast.expr) -> list[ast.AST]:
        scope = self._scopes.owner(name)
        uses = self._scopes.uses(scope, self._scopes.name(name)) if scope is not None else []
        following = {
            argument for node in self._names.calls_of(("control_dependencies",)) for argument in ast.walk(node)
        }
        return [use.node for use in uses if not use.is_binding and use.node not in following]

    @cached_property
    def counted_updates(self) -> frozenset[ast.AST]:
        """The lists of updates that the program counts."""
        counted = {
            argument
            for node in self._scopes.syntax.of_class(ast.Call)
            if isinstance(node.func, ast.Name) and node.func.id == "len"
            for argument in node.args
        }
        found = set[ast.AST]()
        for node in self._scopes.syntax.nodes:
            match node:
                case ast.Assign(targets=[target], value=ast.Call() as call) if self.collection(call) == UPDATES:
                    others = self._other_uses(target)
                    if others and counted.issuperset(others):
                        found.add(call)
                case _:
                    pass
        return frozenset(found)

    def is_listed(self, node: ast.expr) -> bool:
        """Returns whether an expression is a name that a loop gives to the variables of a list."""
        return isinstance(node, ast.Name) and (self._scopes.owner(node), node.id) in self._listed

    @cached_property
    def _listed(self) -> frozenset[tuple[ast.AST | None, str]]:
        """The names that loops give to the variables of lists, with their scopes."""
        found = set[tuple[ast.AST | None, str]]()
        for node in self._scopes.syntax.nodes:
            match node:
                case (
                    ast.For(target=ast.Name() as target, iter=of)
                    | ast.comprehension(target=ast.Name() as target, iter=of)
                ):
                    uses = self._scopes.uses(self._scopes.owner(target) or node, target.id)
                    is_only = sum(use.is_binding for use in uses) == 1
                    if is_only and (self.is_list(of) or self.is_named_list(of)):
                        found.add((self._scopes.owner(target), target.id))
                case _:
                    pass
        return frozenset(found)

    def is_variables(self, node: ast.expr) -> bool:
        """Returns whether an expression is a list of variables."""
        return self.is_list(node) or self.is_named_list(node)

    def is_update(self, node: ast.expr) -> bool:
        """Returns whether an expression is the collection of the updates of moving averages, or a name of it."""
        if isinstance(node, ast.Call):
            return self.collection(node) == UPDATES
        if isinstance(node, ast.List) and len(node.elts) == 1 and isinstance(node.elts[0], ast.Call):
            group = node.elts[0]
            is_group = self._names.of(group.func) == "group" and len(group.args) == 1
            inner = group.args[0] if is_group else None
            return inner is not None and self.is_update(inner.value if isinstance(inner, ast.Starred) else inner)
        scope = self._scopes.owner(node)
        uses = self._scopes.uses(scope, self._scopes.name(node)) if scope is not None else []
        bindings = [use.node for use in uses if use.is_binding]
        made = [
            each.value
            for each in self._scopes.syntax.of_class(ast.Assign)
            if each.targets[0] in bindings and isinstance(each.value, ast.Call)
        ]
        return len(bindings) == len(made) == 1 and self.is_update(made[0])

    def done_by(self, statement: ast.AST) -> frozenset[Does]:
        """Returns what a statement does with variables, also in the functions that it calls."""
        done = (self.does(node) for node in self.functions.code_run_by(statement))
        return frozenset(each for each in done if each is not None)

    def computes(self, statement: ast.stmt) -> bool:
        """Returns whether a statement computes something with variables that it makes, finds, or lists."""
        if self.is_kept(statement) or isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            return False
        return bool(self.done_by(statement))


def _has_variables(made: ast.Call) -> bool:
    name = ast.unparse(made.func)
    return _KERAS_LAYERS in name and not has_no_weights(name.partition(".")[2])


def _is_name(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
