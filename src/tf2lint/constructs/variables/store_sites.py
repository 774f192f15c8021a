"""What to write instead of the calls that make, find, and list variables by name."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from tf2lint.constructs.analysis.call_text import wrapped
from tf2lint.constructs.analysis.own_graphs import RESET
from tf2lint.constructs.construct import CannotConvertError
from tf2lint.constructs.variables import rnn_cells, store_class
from tf2lint.constructs.variables.reuse_statements import OF_SCOPE, reuse_statements
from tf2lint.constructs.variables.store_names import StoreNames
from tf2lint.constructs.variables.variable_calls import (
    AUTO_REUSE,
    CURRENT_SCOPE,
    GET,
    REUSE,
    SCOPE,
    STEPS,
    UPDATES,
    VARIABLE,
    VARIABLES,
    Does,
)
from tf2lint.constructs.variables.variable_names import lists_slots, variable_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tf2lint.constructs.analysis.block_text import BlockText
    from tf2lint.constructs.analysis.library_names import LibraryNames
    from tf2lint.constructs.analysis.scopes import Scopes
    from tf2lint.constructs.variables.variable_calls import VariableCalls

#: The parameters of get_variable that its successor has, by position, and those without effect where all runs at once.
_GET: Final = ("name", "shape", "dtype", "initializer", "regularizer", "trainable")
_GET_DROPPED: Final = ("caching_device", "partitioner", "validate_shape", "use_resource")
_SCOPE: Final = ("name_or_scope", "default_name", "values")
_SCOPE_DROPPED: Final = ("reuse", "values", "caching_device", "use_resource", "auxiliary_name_scope", "partitioner")
_STEP: Final = "global_step"


def step_counter(root: str) -> str:
    """Returns the code that makes the variable that counts steps."""
    return f"{root}.Variable(0, trainable=False, name={_STEP!r}, dtype={root}.int64)"


class StoreSites:
    """Tells what to write instead of the calls of a file that do something with variables.

    Args:
        variable_calls: what calls do with variables.
        scopes: the names of the file.
        names: the members of the library that expressions refer to.
        text: the text of the file.
        kept: the code whose variables are kept, besides those that have a name of their own.

    Attributes:
        store: the name of the object that keeps the variables.
        methods: the methods of its class that the file needs.
        cells: the classes of cells that the file needs; with an empty name if it runs some.
        scopes: the names of what enters scopes, or is about them.
        default: the names of what calls make.
    """

    def __init__(
        self,
        variable_calls: VariableCalls,
        scopes: Scopes,
        names: LibraryNames,
        text: BlockText,
        kept: Collection[ast.AST],
    ) -> None:
        self._variable_calls = variable_calls
        self._kept_code = kept
        self._scopes = scopes
        self._names = names
        self._text = text
        self.store = next(each for each in ("store", "variable_store", "kept_variables") if each not in scopes.words)
        self.methods = set[str]()
        self.cells = set[str]()
        self.scopes = (SCOPE, CURRENT_SCOPE, f"{OF_SCOPE}.{REUSE}", AUTO_REUSE, RESET)
        self._lists = any(variable_calls.does(node) is Does.LISTS for node in scopes.syntax.nodes)
        self._variable_names = variable_names(scopes.syntax, names, variable_calls)
        self.default = StoreNames(variable_calls, scopes, names, text, kept)

    @property
    def names_count(self) -> bool:
        """Whether the file uses the names of variables."""
        return any(self._named_variable(node) is not None for node in self._scopes.syntax.nodes)

    def replaced(self, code: ast.AST) -> dict[ast.expr, str]:
        """Returns the code to write instead of expressions in some code, without those that stand in others.

        Raises:
            CannotConvertError: there is none for one of them.
        """
        found: dict[ast.expr, str] = {}
        pending = [code]
        while pending:
            node = pending.pop()
            new = self._code(node)
            if isinstance(new, str) and isinstance(node, ast.expr):
                found[node] = new
            elif isinstance(new, dict):
                found.update(new)
            else:
                pending += ast.iter_child_nodes(node)
        return found

    def deleted(self, code: ast.AST) -> list[ast.stmt]:
        """Returns the statements that only say that variables are found again."""
        return reuse_statements(code, self._names)

    def _code(self, node: ast.AST) -> str | dict[ast.expr, str] | None:
        """Returns the code to write instead of an expression, or instead of parts of it; None if it stays."""
        variable = self._named_variable(node)
        if variable is not None:
            self.methods.add(store_class.NAME)
            name = f"{self.store}.{store_class.NAME}({self._inner(variable)})"
            return name if isinstance(node, ast.Attribute) and node.value is variable else f"{name}[:-2]"
        if isinstance(node, ast.Attribute) and self._names.of(node) == f"{OF_SCOPE}.name":
            return f"'/'.join({self._inner(node.value)})"
        if isinstance(node, ast.Attribute) and self._names.of(node) == AUTO_REUSE:
            return str(None)  # a store finds what is there, and makes what is not
        return self._call(node) if isinstance(node, ast.Call) else None

    def _call(self, node: ast.Call) -> str | dict[ast.expr, str] | None:
        """Returns the code to write instead of a call, or instead of parts of it; None if it stays."""
        name = self._names.of(node.func)
        known: dict[str, Callable[[ast.Call], str | dict[ast.expr, str]]] = {}
        known |= {SCOPE: self._scope, GET: self._variable, rnn_cells.DYNAMIC_RNN: self._rnn}
        if name in known:
            return known[name](node)
        if name == VARIABLE and node in self._kept_code:
            return self._kept(node, self.default.default_code(node), self._exact(node), is_named=False)
        if rnn_cells.cell(name):
            return self._cell(node, rnn_cells.cell(name))
        if name == RESET:
            self.methods.add(store_class.CLEAR)
            return f"{self.store}.{store_class.CLEAR}()"
        if name in STEPS:
            return f"{self.store}.{store_class.KEEP}({_STEP!r}, lambda: {step_counter(self._names.root)})"
        layers = self._variable_calls.layers_of(node)
        return self._layers(node, layers) if layers else self._list(node)

    def _named_variable(self, node: ast.AST) -> ast.expr | None:
        """Returns the variable whose name an expression is, if the file lists variables; else None."""
        return self._variable_names.get(node) if self._lists else None

    def _exact(self, node: ast.expr) -> str:
        return " ".join(line.strip() for line in self._text.exact(node).split(self._text.line_end))

    def _inner(self, node: ast.expr) -> str:
        """Returns the text of an expression with what is written instead of expressions in it."""
        new = self.replaced(node)
        if not new:
            return self._text.exact(node)
        return self._text.with_replaced(node, new)

    # --- scopes -----------------------------------------------------------------

    def _scope(self, call: ast.Call) -> str:
        given = self._arguments(call, _SCOPE)
        unknown = given.keys() - {*_SCOPE, *_SCOPE_DROPPED}
        if unknown:
            message = f"tf.{SCOPE} in line {call.lineno} has {', '.join(sorted(unknown))}"
            raise CannotConvertError(message)
        self.methods.add(store_class.SCOPE)
        name, default = given.get("name_or_scope"), given.get("default_name")
        is_none = isinstance(name, ast.Constant) and name.value is None
        if isinstance(name, ast.Call) and self._names.of(name.func) == CURRENT_SCOPE:
            return f"{self.store}.{store_class.SCOPE}({self.store}._scopes[-1])"
        text = "" if name is None or is_none else self._inner(name)
        if default is not None and not (isinstance(default, ast.Constant) and default.value is None):
            self.methods.add(store_class.UNUSED)
            unused = f"{self.store}.{store_class.UNUSED}({self._inner(default)})"
            text = f"{text} or {unused}" if text else unused
        if not text:
            message = f"the scope in line {call.lineno} has no name"
            raise CannotConvertError(message)
        return f"{self.store}.{store_class.SCOPE}({text})"

    def _arguments(self, call: ast.Call, parameters: tuple[str, ...]) -> dict[str, ast.expr]:
        """Returns the arguments of a call by the names of the parameters.

        Raises:
            CannotConvertError: the call unpacks some, or has more.
        """
        if len(call.args) > len(parameters) or any(isinstance(each, ast.Starred) for each in call.args):
            message = f"the arguments in line {call.lineno} are not known"
            raise CannotConvertError(message)
        found = dict(zip(parameters, call.args, strict=False))
        for keyword in call.keywords:
            if keyword.arg is None:
                message = f"the arguments in line {call.lineno} are not known"
                raise CannotConvertError(message)
            found[keyword.arg] = keyword.value
        return found

    # --- variables and layers ---------------------------------------------------

    def _variable(self, call: ast.Call) -> str | dict[ast.expr, str]:
        given = self._arguments(call, _GET)
        unknown = given.keys() - {*_GET, *_GET_DROPPED}
        if unknown:
            message = f"tf.{GET} in line {call.lineno} has {', '.join(sorted(unknown))}"
            raise CannotConvertError(message)
        self.methods.add(store_class.VARIABLE)
        head = f"{self.store}.{store_class.VARIABLE}"
        if not given.keys() & {*_GET_DROPPED}:
            return {call.func: head, **self._replaced_arguments(call)}
        positional = [self._inner(each) for each in call.args]
        named = [f"{each.arg}={self._inner(each.value)}" for each in call.keywords if each.arg not in _GET_DROPPED]
        return f"{head}({', '.join([*positional, *named])})"

    def _replaced_arguments(self, call: ast.Call) -> dict[ast.expr, str]:
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        return {node: new for argument in arguments for node, new in self.replaced(argument).items()}

    def _layers(self, call: ast.Call, layers: list[ast.Call]) -> str:
        """Returns the code that makes a layer once and calls it."""
        code = self._variable_calls.written(call)
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]:
            for node, new in self.replaced(argument).items():
                old = self._variable_calls.written(node) or self._text.exact(node)
                if old not in code:
                    message = f"line {call.lineno} makes layers in the arguments of others"
                    raise CannotConvertError(message)
                code = code.replace(old, new)
        default = self.default.default_name(call)
        for made in layers:
            given = next((keyword.value for keyword in made.keywords if keyword.arg == "name"), None)
            name = ast.unparse(given) if given is not None else repr(default)
            text = ast.get_source_segment(self._variable_calls.written(call), made) or ""
            if text not in code:
                message = f"line {call.lineno} makes layers in the arguments of others"
                raise CannotConvertError(message)
            is_named = isinstance(given, ast.Constant | ast.JoinedStr | ast.BinOp)
            if given is not None and not is_named:
                name = f"{name} or {self.store}.{store_class.UNUSED}({default!r})"
                self.methods.add(store_class.UNUSED)
            code = code.replace(text, self._kept(call, name, text, is_named=given is not None))
        return code

    def _kept(self, call: ast.Call, name: str, made: str, *, is_named: bool) -> str:
        """Returns the code that makes something once."""
        if not is_named and call in self.default.fixed:
            name = self.default.fixed[call]
        elif not is_named:
            self.methods.add(store_class.UNUSED)
            name = f"{self.store}.{store_class.UNUSED}({name})"
        head = f"{self.store}.{store_class.KEEP}({name}, lambda: "
        return f"{head}{wrapped(self._text, call.lineno, made, len(head))})"

    def _cell(self, call: ast.Call, word: str) -> str:
        given = self._arguments(call, rnn_cells.parameters(word))
        code, needed = rnn_cells.cell_code(word, given, call.lineno, self._inner, self._names.root)
        self.cells.add(needed)
        is_kept = call in self._kept_code
        return self._kept(call, repr(self.default.default_name(call)), code, is_named=False) if is_kept else code

    def _rnn(self, call: ast.Call) -> str:
        given = self._arguments(call, rnn_cells.parameters(""))
        name = self._text.exact(given["scope"]) if "scope" in given else ""
        self.cells.add("")

        def kept(made: str) -> str:
            return self._kept(call, name or repr(self.default.default_name(call)), made, is_named=bool(name))

        return rnn_cells.run_code(given, call.lineno, self._inner, kept, self._names.root)

    # --- lists ------------------------------------------------------------------

    def listed(self, call: ast.Call, passed: Mapping[ast.expr, str]) -> str:
        """Returns the code that lists variables, where expressions in the call are others.

        Args:
            call: the call that lists them.
            passed: the code of these expressions.

        Raises:
            CannotConvertError: there is none.
        """
        code = self._list(call) or ""
        given = self._arguments(call, ("key", "scope") if "collection" in self._names.of(call.func) else ("scope",))
        scope = given.get("scope")
        text = self._text.with_replaced(scope, passed) if scope is not None else ""
        return self._listed(self._variable_calls.collection(call), text) if code else code

    def _listed(self, collection: str, scope: str) -> str:
        method = store_class.TRAINABLE if collection == "TRAINABLE_VARIABLES" else store_class.LISTS
        self.methods.add(method)
        return f"{self.store}.{method}({scope})"

    def _list(self, call: ast.Call) -> str | None:
        collection = self._variable_calls.collection(call)
        if collection in VARIABLES:
            given = self._arguments(call, ("key", "scope") if "collection" in self._names.of(call.func) else ("scope",))
            scope = given.get("scope")
            if (
                collection == "GLOBAL_VARIABLES"
                and scope is None
                and lists_slots(call, self._scopes.syntax, self._names)
            ):
                message = f"line {call.lineno} lists all variables, and those of optimizers among them"
                raise CannotConvertError(message)
            return self._listed(collection, self._inner(scope) if scope is not None else "")
        if collection == UPDATES and call in self._variable_calls.counted_updates:
            self.methods.add(store_class.UPDATED)
            return f"{self.store}.{store_class.UPDATED}()"
        if collection == "REGULARIZATION_LOSSES":
            if len(call.args) + len(call.keywords) > (1 if "collection" in self._names.of(call.func) else 0):
                message = f"line {call.lineno} lists the losses of one scope"
                raise CannotConvertError(message)
            self.methods.add(store_class.LOSSES)
            return f"{self.store}.{store_class.LOSSES}()"
        if collection == "REGULARIZATION_LOSS":
            self.methods.add(store_class.LOSSES)
            return f"sum({self.store}.{store_class.LOSSES}())"
        return None
