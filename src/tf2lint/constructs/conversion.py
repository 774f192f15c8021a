"""Turns code that builds a graph for a session into functions that compute what the session fetched."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.constructs.block_text import Replaced
from tf2lint.constructs.construct import CannotConvertError, Construct
from tf2lint.constructs.graph_block import SESSIONS, GraphBlock
from tf2lint.constructs.scopes import FUNCTIONS
from tf2lint.constructs.session_runs import session_runs
from tf2lint.constructs.training import training
from tf2lint.constructs.unpacking import unpacking
from tf2lint.model import TextEdit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tf2lint.constructs.block_text import BlockText
    from tf2lint.constructs.graph_block import Placeholder, Unit
    from tf2lint.constructs.library_names import LibraryNames
    from tf2lint.constructs.scopes import Scopes
    from tf2lint.constructs.session_runs import Run
    from tf2lint.constructs.training import Training

#: What makes variables, or needs the graph that is built: it cannot run again in each step.
_MAKERS: Final = (
    "Variable", "get_variable", "layers.", "keras.layers.", "contrib.", "nn.rnn_cell.", "nn.dynamic_rnn",
    "nn.bidirectional_dynamic_rnn", "nn.static_rnn", "metrics.", "get_collection", "gradients", "summary.",
    "train.", "data.", "make_template", "variable_scope", "trainable_variables", "global_variables", "placeholder",
    "sparse_placeholder", "add_to_collection", "assign", "assign_add", "assign_sub", "Session", "get_default_graph",
    "py_func", "Print", "losses.",
)  # fmt: skip
_OPTIMIZERS: Final = "train."
_OPTIMIZER: Final = "optimizer"
#: Modules whose functions compute something and keep nothing.
_PURE: Final = frozenset({"np", "numpy", "math", "functools", "itertools", "operator", "collections"})
#: Methods of Python's own types and of arrays, which make no variables.
_METHODS: Final = frozenset(name for kind in (str, list, dict, tuple, set, range) for name in dir(kind)) | {
    "all", "any", "argmax", "argmin", "astype", "clip", "cumsum", "dot", "flatten", "item", "max", "mean", "min", "ravel",
    "repeat", "reshape", "round", "squeeze", "std", "sum", "swapaxes", "tolist", "transpose", "var",
}  # fmt: skip
_STRUCTURES: Final = (ast.Dict, ast.List, ast.Tuple, ast.ListComp, ast.DictComp, ast.Set)
_MAX_NAMES: Final = 3


class _Step(NamedTuple):
    """A function that takes the place of runs.

    Attributes:
        name: its name.
        runs: the runs that call it.
        fetches: what it returns, as the runs fetch it.
        training: the training operations among them.
        units: the statements that move into it.
        parameters: the placeholders that become its parameters.
    """

    name: str
    runs: list[Run]
    fetches: tuple[ast.expr, ...]
    training: tuple[Training, ...]
    units: tuple[Unit, ...]
    parameters: tuple[Placeholder, ...]


class Conversion:
    """Converts one function or module that builds a graph.

    Args:
        block: the function or module.
        runs: the runs of the file.
        scopes: the names of the file.
        names: the names, below `tf`, of what expressions refer to.
        text: the text of the file.
        written: returns the code to write instead of a call; empty if it stays.

    Raises:
        CannotConvertError: it cannot be converted as a whole.
    """

    def __init__(
        self,
        block: GraphBlock,
        runs: list[Run],
        scopes: Scopes,
        names: LibraryNames,
        text: BlockText,
        written: Callable[[ast.expr], str],
    ) -> None:
        self._block = block
        self._scopes = scopes
        self._names = names
        self._text = text
        self._written = written
        self._unpacking = unpacking(block, scopes)
        self._runs = [run for run in runs if self._is_of_block(run)]
        self._trainings = {one.name: one for unit in block.dynamic if (one := training(unit, names)) is not None}
        self._settled: list[ast.Call] = []
        self._commented: set[Placeholder] = set()

    def construct(self) -> Construct:
        """Returns the edits that convert the block."""
        if not self._runs:
            message = "nothing runs what depends on the placeholder here"
            raise CannotConvertError(message)
        self._check_units()
        self._check_uses()
        steps = self._all_steps
        heads = [edit for head in self._block.heads for edit in self._text.dedent(head)]
        graphs = list(self._graph_edits())
        edits = [*self._block_edits(steps), *self._feed_edits(), *graphs]
        edits += self._unpacking_edits(steps)
        edits += [edit for edit in heads if not any(_contains(other, edit) for other in edits)]
        for step in steps:
            edits += [edit for run in step.runs for edit in self._run_edits(step, run)]
        settled: list[ast.AST] = [*(run.call for run in self._runs), *self._settled]
        settled += [one.call for one in self._block.placeholders.values()]
        functions = ", ".join(step.name for step in steps)
        note = f"{functions} runs what the session ran; decorate it with tf.function where it is slow"
        return Construct(frozenset(settled), tuple(edits), note)

    # --- what can be converted --------------------------------------------------

    def _is_of_block(self, run: Run) -> bool:
        """Returns whether a run fetches or feeds something of the block."""
        parts = [*run.fetches, *(run.feed.keys if run.feed is not None else [run.call])]
        return any(self._is_dynamic(node) for part in parts for node in ast.walk(part))

    def _is_dynamic(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Name) and self._name(node) in self._block.dynamic_names

    def _name(self, node: ast.Name) -> str:
        """Returns the name of the block that a name stands for, also where its caller has another one; else nothing."""
        owner = self._scopes.owner(node)
        if owner is self._block.node:
            return node.id
        return self._unpacking.names.get(node.id, "") if owner is self._unpacking.scope is not None else ""

    def _check_units(self) -> None:
        trained = {one.unit for one in self._trainings.values()}
        for unit in self._block.dynamic:
            line = unit.statement.lineno
            if not unit.can_move:
                message = f"the statement in line {line} depends on what is fed, and does not only compute"
                raise CannotConvertError(message)
            if not self._text.stands_alone(unit.statement):
                message = f"line {line} has more than one statement"
                raise CannotConvertError(message)
            if unit not in trained:
                self._check_calls(unit)
            self._check_bindings(unit)

    def _check_calls(self, unit: Unit) -> None:
        """Checks that what a statement calls may run again in each step."""
        own = {one.call for one in self._block.placeholders.values()}
        for node in self._code_run_by(unit.statement):
            name = self._names.of(node)
            if "()" in name and not name.startswith(_OPTIMIZERS):
                continue  # an object that exists already, or a method of it
            if name and any(name == maker.rstrip(".") or name.startswith(maker) for maker in _MAKERS):
                if not any(call.func is node for call in own) and not name.endswith("initializer"):
                    message = f"tf.{name} in line {getattr(node, 'lineno', 0)} makes something that lasts"
                    raise CannotConvertError(message)
            elif isinstance(node, ast.Call) and not self._names.of(node.func) and not self._is_known(node.func):
                message = f"{ast.unparse(node.func)}() in line {node.lineno} may make variables"
                raise CannotConvertError(message)

    def _code_run_by(self, statement: ast.AST) -> Iterator[ast.AST]:
        """Yields the code that a statement runs, with that of the file's functions that it names."""
        pending: list[ast.AST] = [statement]
        seen = set[ast.AST]()
        while pending:
            code = pending.pop()
            for node in ast.walk(code):
                yield node
                function = self._functions.get(node.id) if isinstance(node, ast.Name) else None
                if function is not None and function not in seen:
                    seen.add(function)
                    pending.append(function)

    @cached_property
    def _functions(self) -> dict[str, ast.AST]:
        """The functions of the module and of the block, by name."""
        found: dict[str, ast.AST] = {}
        for owner in (self._module, self._block.node):
            for node in ast.walk(owner):
                if isinstance(node, FUNCTIONS):
                    found[node.name] = node
        return found

    @property
    def _module(self) -> ast.Module:
        return self._text.module

    def _is_known(self, function: ast.expr) -> bool:
        """Returns whether a function that is none of TensorFlow's only computes something."""
        root = function
        while isinstance(root, ast.Attribute | ast.Subscript | ast.Call):
            root = root.func if isinstance(root, ast.Call) else root.value
        if not isinstance(root, ast.Name):
            return isinstance(root, ast.Constant | ast.Lambda)
        if not isinstance(function, ast.Attribute):
            return root.id in self._functions or self._scopes.owner(root) is None or self._is_local(root)
        return root.id in _PURE or self._is_dynamic(root) or function.attr in _METHODS

    def _is_local(self, name: ast.Name) -> bool:
        """Returns whether a name is a parameter or variable of a function: what it holds is checked where it is passed."""
        return not isinstance(self._scopes.owner(name), ast.Module)

    def _check_bindings(self, unit: Unit) -> None:
        """Checks that the names that a statement reads keep what they hold when it moves into a function."""
        node = self._block.node
        last = unit.statement.end_lineno or 0
        for name in unit.reads - self._block.dynamic_names:
            lines = [getattr(use.node, "lineno", 0) for use in self._scopes.uses(node, name) if use.is_binding]
            if any(line > last for line in lines):
                message = f"{name}, which line {unit.statement.lineno} reads, is bound again later"
                raise CannotConvertError(message)

    def _check_uses(self) -> None:
        """Checks that only moved statements and runs use what is computed in the graph."""
        allowed = {node for unit in self._block.dynamic for node in ast.walk(unit.statement)}
        for statement in (self._unpacking.statement, self._unpacking.returned):
            allowed.update(ast.walk(statement) if statement is not None else ())
        for run in self._runs:
            if run.feed is None or not run.fetches:
                message = f"what line {run.call.lineno} feeds is not known"
                raise CannotConvertError(message)
            parts = [*run.fetches, *run.feed.keys]
            allowed.update(node for part in parts for node in ast.walk(part))
        for name in self._block.dynamic_names:
            uses = [use.node for use in self._scopes.uses(self._block.node, name)]
            for outer in self._unpacking.names if self._unpacking.scope is not None else ():
                if self._unpacking.names[outer] == name:
                    uses += [use.node for use in self._scopes.uses(self._unpacking.scope, outer)]
            for node in uses:
                if node not in allowed:
                    line = getattr(node, "lineno", 0)
                    message = f"line {line} uses {name}, which is only computed in a session, outside of one"
                    raise CannotConvertError(message)

    # --- functions --------------------------------------------------------------

    def _fetched(self, fetch: ast.expr) -> str:
        """Returns the code that a step returns for what a run fetches."""
        return (self._name(fetch) if isinstance(fetch, ast.Name) else "") or self._text.exact(fetch)

    @cached_property
    def _all_steps(self) -> list[_Step]:
        by_signature: dict[tuple[bool, tuple[str, ...]], list[Run]] = {}
        for run in self._runs:
            by_signature.setdefault((run.is_single, tuple(map(self._fetched, run.fetches))), []).append(run)
        taken = set(self._scopes.words)
        steps = []
        for runs in by_signature.values():
            step = self._step(runs, taken)
            taken.add(step.name)
            steps.append(step)
        return steps

    def _step(self, runs: list[Run], taken: set[str]) -> _Step:
        fetches = runs[0].fetches
        names = [
            self._name(node)
            for fetch in fetches
            for node in ast.walk(fetch)
            if isinstance(node, ast.Name) and self._name(node)
        ]
        if any(self._is_foreign(fetch) for fetch in fetches):
            message = f"line {runs[0].call.lineno} computes something of what it fetches"
            raise CannotConvertError(message)
        trained = tuple(self._trainings[name] for name in dict.fromkeys(names) if name in self._trainings)
        without = {one.unit for one in trained}
        losses = [node.id for one in trained for node in ast.walk(one.loss) if isinstance(node, ast.Name)]
        units = tuple(
            unit for unit in self._block.slice_of([*names, *losses]) if unit not in without
        )
        if any(unit in (one.unit for one in self._trainings.values()) for unit in units):
            message = f"a training operation is part of another computation in line {runs[0].call.lineno}"
            raise CannotConvertError(message)
        read = {*names, *losses, *(name for unit in units for name in unit.reads)}
        parameters = tuple(one for name, one in self._block.placeholders.items() if name in read)
        self._check_feeds(runs, parameters)
        own_names = [self._fetched(fetch) for fetch in fetches if isinstance(fetch, ast.Name)]
        return _Step(_name_of(own_names, trained, taken), runs, fetches, trained, units, parameters)

    def _is_foreign(self, fetch: ast.expr) -> bool:
        """Returns whether an expression other than a name consists of names of the block's caller."""
        return not isinstance(fetch, ast.Name) and any(
            self._is_dynamic(node) and self._scopes.owner(node) is not self._block.node
            for node in ast.walk(fetch)
            if isinstance(node, ast.Name)
        )

    def _check_feeds(self, runs: list[Run], parameters: tuple[Placeholder, ...]) -> None:
        required = {one.name for one in parameters if one.default is None}
        for run in runs:
            assert run.feed is not None
            fed = {self._name(key) for key in run.feed.keys if isinstance(key, ast.Name) and self._is_dynamic(key)}
            if len(fed) < len(run.feed.keys) or not fed <= self._block.placeholders.keys():
                message = f"line {run.call.lineno} feeds something other than placeholders"
                raise CannotConvertError(message)
            missing = sorted(required - fed)
            if missing:
                message = f"line {run.call.lineno} does not feed {', '.join(missing)}"
                raise CannotConvertError(message)

    # --- edits ------------------------------------------------------------------

    def _block_edits(self, steps: list[_Step]) -> Iterator[TextEdit]:
        """Yields the edits that delete moved statements and add the functions."""
        functions: dict[Unit, list[_Step]] = {}
        for step in steps:
            functions.setdefault(self._last_unit(step), []).append(step)
        trained = {one.unit: one for one in self._trainings.values()}
        replaced: list[Replaced] = []
        for unit in self._block.dynamic:
            statement = unit.statement
            indentation = self._text.new_indentation(statement)
            parts = [self._function_lines(step, indentation) for step in functions.get(unit, [])]
            made = self._optimizer_lines(trained[unit], indentation) if unit in trained else []
            first, last = self._text.first_line(statement), statement.end_lineno or statement.lineno
            replaced.append(Replaced(first, last, made, parts))
        blank = 2 if isinstance(self._block.node, ast.Module) else 1
        yield from self._text.replaced(replaced, blank)
        for one in self._trainings.values():
            yield from self._optimizer_edits(one)

    def _unpacking_edits(self, steps: list[_Step]) -> Iterator[TextEdit]:
        """Yields the edits that return the functions, and unpack them, instead of what the block computes."""
        returned, target = self._unpacking.returned, self._unpacking.target
        if returned is None or returned.value is None or target is None:
            return
        functions = [step.name for step in steps]
        inner = {name: outer for outer, name in self._unpacking.names.items()}
        kept = [name for name in inner if name not in self._block.dynamic_names]
        yield TextEdit(self._text.span(returned.value), ", ".join([*functions, *kept]))
        yield TextEdit(self._text.span(target), ", ".join([*functions, *(inner[name] for name in kept)]))

    def _graph_edits(self) -> Iterator[TextEdit]:
        """Yields the edits that delete the graphs whose `with` statements lose their heads."""
        heads = {node for head in self._block.heads for item in head.items for node in ast.walk(item.context_expr)}
        graphs = {
            (scope, node.id)
            for node in heads
            if isinstance(node, ast.Name) and (scope := self._scopes.owner(node)) is not None
        }
        sessions = {
            inner
            for node in ast.walk(self._module)
            if isinstance(node, ast.Call) and self._names.of(node.func) in SESSIONS
            for inner in ast.walk(node)
        }
        made = {
            (self._scopes.owner(node.targets[0]), node.targets[0].id): node
            for node in ast.walk(self._module)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)
        }
        for scope, name in sorted(graphs, key=lambda each: each[1]):
            uses = [use.node for use in self._scopes.uses(scope, name) if not use.is_binding]
            if (scope, name) in made and all(use in heads or use in sessions for use in uses):
                yield from self._text.deleted(made[scope, name])

    def _last_unit(self, step: _Step) -> Unit:
        units = [*step.units, *(one.unit for one in step.training)]
        units += [unit for unit in self._block.dynamic if unit.binds & {one.name for one in step.parameters}]
        if not units:
            message = f"line {step.runs[0].call.lineno} runs what no statement computes"
            raise CannotConvertError(message)
        return max(units, key=lambda unit: unit.statement.lineno)

    def _function_lines(self, step: _Step, indentation: str) -> list[str]:
        """Returns the lines of a function that computes what runs fetch."""
        inner = indentation + self._text.step
        defaults = {
            one.name: f"{one.name}={self._text.exact(one.default)}" for one in step.parameters if one.default is not None
        }
        required = [one.name for one in step.parameters if one.name not in defaults]
        lines = [f"{indentation}def {step.name}({', '.join([*required, *defaults.values()])}):"]
        base = self._base_of(step)
        units = [unit for unit in step.units if base is None or unit not in base.units]
        read = {*self._names_in(step), *(name for unit in units for name in unit.reads)}
        for one in step.parameters:
            dtype = self._dtype(one)
            if one.name in read:
                above, behind = self._comments_of(one)
                lines += [inner + comment for comment in above]
                value = f"{self._root}.convert_to_tensor({one.name}{dtype and f', {dtype}'})"
                lines.append(f"{inner}{one.name} = {value}{behind and f'  {behind}'}")
        body = inner
        if step.training:
            tapes = [f"{self._root}.GradientTape() as {self._tape(step, index)}" for index in range(len(step.training))]
            lines.append(f"{inner}with {', '.join(tapes)}:")
            body = inner + self._text.step
        computed = self._base_lines(base, read, body) if base is not None else []
        placeholders = [one.statement for one in self._block.placeholders.values()]
        moved = [unit for unit in units if not unit.consists_of(placeholders)]
        result = self._only_result(step, moved)
        for unit in moved:
            own = self._text.moved(unit.statement, body, placeholders)
            computed += _returning(own) if result is unit else own
        if result is not None:
            return [*lines, *computed]
        lines += computed or ([f"{body}pass"] if step.training else [])
        for index, one in enumerate(step.training):
            lines += self._training_lines(one, self._tape(step, index), inner)
        return [*lines, *self._return_lines(step, inner)]

    def _comments_of(self, placeholder: Placeholder) -> tuple[list[str], str]:
        """Returns the comments above and behind a placeholder, the first time that something takes its place."""
        if placeholder in self._commented:
            return [], ""
        self._commented.add(placeholder)
        return self._text.comments(placeholder.statement)

    def _only_result(self, step: _Step, units: list[Unit]) -> Unit | None:
        """Returns the last statement of a step if it only assigns what the step returns."""
        last = units[-1] if units and not step.training and step.runs[0].is_single else None
        match last.statement if last is not None else None, step.fetches[0]:
            case ast.Assign(targets=[ast.Name(id=name)]), fetch if name == self._fetched(fetch):
                return last
            case _:
                return None

    def _names_in(self, step: _Step) -> set[str]:
        """Returns the names of the block in what a step fetches or minimizes."""
        parts = [*step.fetches, *(one.loss for one in step.training)]
        names = [node for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)]
        return {self._name(node) for node in names if self._is_dynamic(node)}

    def _base_of(self, step: _Step) -> _Step | None:
        """Returns another step that computes all that this one needs of the statements that they share."""
        best: _Step | None = None
        for other in self._all_steps:
            if other is step or other.training or not set(other.units) < set(step.units):
                continue
            rest = [unit for unit in step.units if unit not in other.units]
            read = {*self._names_in(step), *(name for unit in rest for name in unit.reads)}
            given = {self._fetched(fetch) for fetch in other.fetches if isinstance(fetch, ast.Name)}
            needed = read & {name for unit in other.units for name in unit.binds} - self._block.placeholders.keys()
            computes = any(unit.binds - self._block.placeholders.keys() for unit in other.units)
            is_larger = best is None or len(other.units) > len(best.units)
            if computes and needed <= given and len(given) == len(other.fetches) and is_larger:
                best = other
        return best

    def _base_lines(self, base: _Step, read: set[str], indentation: str) -> list[str]:
        """Returns the line that calls another step for what both compute."""
        fetched = map(self._fetched, base.fetches)
        names = [name if name in read else "_" for name in fetched]
        target = ", ".join(names) if len(names) > 1 or base.runs[0].is_single else f"[{names[0]}]"
        return [f"{indentation}{target} = {base.name}({', '.join(one.name for one in base.parameters)})"]

    def _return_lines(self, step: _Step, indentation: str) -> list[str]:
        returned = [self._fetched(fetch) for fetch in step.fetches if not self._is_trained(fetch)]
        if not returned:
            return []
        is_single = step.runs[0].is_single
        value = returned[0] if is_single else f"[{returned[0]}]" if len(returned) == 1 else ", ".join(returned)
        return [f"{indentation}return {value}"]

    def _dtype(self, placeholder: Placeholder) -> str:
        if placeholder.dtype is not None:
            return self._text.exact(placeholder.dtype)
        match placeholder.default:
            case ast.Constant(value=bool()):
                return f"{self._root}.bool"
            case ast.Constant(value=int()):
                return f"{self._root}.int32"
            case ast.Constant(value=float()):
                return f"{self._root}.float32"
            case _:
                return ""

    @property
    def _root(self) -> str:
        """What the block calls TensorFlow."""
        call = next(iter(self._block.placeholders.values())).call
        if not isinstance(call.func, ast.Attribute):
            message = f"tf.placeholder is imported by name (line {call.lineno})"
            raise CannotConvertError(message)
        return ast.unparse(call.func.value)

    # --- training ---------------------------------------------------------------

    def _tape(self, step: _Step, index: int) -> str:
        return "tape" if len(step.training) == 1 else f"{step.training[index].name}_tape"

    def _training_lines(self, one: Training, tape: str, indentation: str) -> list[str]:
        variables = self._text.exact(one.variables) if one.variables is not None else "variables"
        lines = [f"{indentation}variables = {tape}.watched_variables()"] if one.variables is None else []
        loss = self._text.exact(one.loss)
        lines.append(f"{indentation}gradients = {tape}.gradient({loss}, {variables})")
        lines.append(f"{indentation}{self._optimizer_name(one)}.apply_gradients(zip(gradients, {variables}))")
        if one.step is not None:
            lines.append(f"{indentation}{self._text.exact(one.step)}.assign_add(1)")
        return lines

    def _optimizer_name(self, one: Training) -> str:
        if isinstance(one.optimizer, ast.Name):
            return one.optimizer.id
        is_free = one.name == _OPTIMIZER or _OPTIMIZER not in self._scopes.words
        return _OPTIMIZER if is_free and len(self._trainings) == 1 else f"{one.name}_{_OPTIMIZER}"

    def _optimizer_lines(self, one: Training, indentation: str) -> list[str]:
        """Returns the lines that make the optimizer, if the statement of the training operation makes it."""
        self._settled.append(one.call)
        if isinstance(one.optimizer, ast.Name):
            return []
        if not isinstance(one.optimizer, ast.Call):
            message = f"the optimizer in line {one.call.lineno} is not known"
            raise CannotConvertError(message)
        return [f"{indentation}{self._optimizer_name(one)} = {self._keras_optimizer(one.optimizer)}"]

    def _optimizer_edits(self, one: Training) -> Iterator[TextEdit]:
        """Yields the edit of the statement that makes an optimizer that has a name."""
        if not isinstance(one.optimizer, ast.Name):
            return
        name = one.optimizer.id
        made = [unit for unit in self._block.units if name in unit.binds]
        match [unit.statement for unit in made]:
            case [ast.Assign(targets=[ast.Name()], value=ast.Call() as call)] if made[0] not in self._block.dynamic:
                yield TextEdit(self._text.span(call), self._keras_optimizer(call))
            case _:
                message = f"the optimizer {name} in line {one.call.lineno} is not known"
                raise CannotConvertError(message)

    def _keras_optimizer(self, call: ast.Call) -> str:
        written = self._written(call)
        if "keras.optimizers." not in written:
            message = f"no optimizer of Keras takes the place of that in line {call.lineno}"
            raise CannotConvertError(message)
        self._settled.append(call)
        return written

    def _is_trained(self, fetch: ast.expr) -> bool:
        return isinstance(fetch, ast.Name) and self._name(fetch) in self._trainings

    # --- runs -------------------------------------------------------------------

    def _feed_edits(self) -> Iterator[TextEdit]:
        """Yields the edits of dictionaries that have names: their keys become the names of parameters."""
        done = set[ast.expr]()
        for run in self._runs:
            assert run.feed is not None
            if run.feed.name is None:
                continue
            self._check_dictionary(run.feed.name)
            for key in run.feed.keys:
                if key not in done and isinstance(key, ast.Name):
                    done.add(key)
                    yield TextEdit(self._text.span(key), repr(self._name(key)))

    def _check_dictionary(self, name: ast.Name) -> None:
        fed = {run.feed.name for run in self._runs if run.feed is not None}
        scope = self._scopes.owner(name)
        for use in self._scopes.uses(scope, name.id) if scope is not None else []:
            if not use.is_binding and use.node not in fed:
                message = f"line {getattr(use.node, 'lineno', 0)} uses {name.id}, which is fed"
                raise CannotConvertError(message)

    def _run_edits(self, step: _Step, run: Run) -> Iterator[TextEdit]:
        """Yields the edits that call a function instead of a session's `run`."""
        call = f"{step.name}({self._arguments(step, run)})"
        statement = self._statement(run.call)
        left = [fetch for fetch in run.fetches if not self._is_trained(fetch)]
        if isinstance(statement, ast.Expr) and statement.value is run.call:
            yield TextEdit(self._text.span(run.call), call)
            return
        if len(left) < len(run.fetches):
            yield self._without_trained(run, statement)
        if not left:
            message = f"line {run.call.lineno} uses the result of a training operation"
            raise CannotConvertError(message)
        is_one = run.is_single or (len(left) == 1 and len(run.fetches) > 1)
        yield TextEdit(self._text.span(run.call), self._values(call, left, run, is_one=is_one))

    def _values(self, call: str, fetches: list[ast.expr], run: Run, *, is_one: bool) -> str:
        if not run.is_single and len(fetches) == 1 and is_one:
            return f"{call}[0].numpy()"
        if not run.is_single:
            return f"[value.numpy() for value in {call}]"
        if self._is_structure(fetches[0]):
            return f"{self._root}.nest.map_structure(lambda value: value.numpy(), {call})"
        return f"{call}.numpy()"

    def _is_structure(self, fetch: ast.expr) -> bool:
        if not isinstance(fetch, ast.Name):
            return isinstance(fetch, _STRUCTURES)
        values = [
            unit.statement.value
            for unit in self._block.units
            if isinstance(unit.statement, ast.Assign) and self._name(fetch) in unit.binds
        ]
        return any(isinstance(value, _STRUCTURES) for value in values)

    def _without_trained(self, run: Run, statement: ast.stmt) -> TextEdit:
        """Returns the edit that drops the names that the results of training operations get."""
        match statement:
            case ast.Assign(targets=[ast.Tuple(elts=targets) | ast.List(elts=targets) as target], value=value) if (
                value is run.call and len(targets) == len(run.fetches)
            ):
                pass
            case _:
                message = f"line {run.call.lineno} uses the result of a training operation"
                raise CannotConvertError(message)
        kept = [
            self._text.exact(name) for name, fetch in zip(targets, run.fetches, strict=True) if not self._is_trained(fetch)
        ]
        dropped = [name for name, fetch in zip(targets, run.fetches, strict=True) if self._is_trained(fetch)]
        for name in dropped:
            scope = self._scopes.owner(name) if isinstance(name, ast.Name) else None
            uses = self._scopes.uses(scope, name.id) if scope is not None and isinstance(name, ast.Name) else []
            if not uses or any(not use.is_binding for use in uses):
                message = f"line {run.call.lineno} keeps the result of a training operation"
                raise CannotConvertError(message)
        return TextEdit(self._text.span(target), ", ".join(kept))

    def _arguments(self, step: _Step, run: Run) -> str:
        assert run.feed is not None
        pairs = zip(run.feed.keys, run.feed.values, strict=True)
        fed = {self._name(key): value for key, value in pairs if isinstance(key, ast.Name)}
        names = [one.name for one in step.parameters if one.name in fed]
        if run.feed.name is not None:
            name = run.feed.name.id
            if set(names) == fed.keys():
                return f"**{name}"
            return ", ".join(f"{each}={name}[{each!r}]" for each in names)
        required = [one.name for one in step.parameters if one.default is None]
        in_order = [name for name in fed if name in names]
        if in_order == required:
            return ", ".join(self._text.exact(fed[name]) for name in in_order)
        return ", ".join(f"{name}={self._text.exact(fed[name])}" for name in in_order)

    def _statement(self, call: ast.Call) -> ast.stmt:
        """Returns the innermost statement around a call."""
        around = [
            node
            for node in ast.walk(self._module)
            if isinstance(node, ast.stmt) and node.lineno <= call.lineno <= (node.end_lineno or 0)
        ]
        return max((node for node in around if call in ast.walk(node)), key=lambda node: (node.lineno, node.col_offset))


def _returning(lines: list[str]) -> list[str]:
    """Returns the lines of an assignment as those of a `return`."""
    index = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    line = lines[index]
    indentation = line[: len(line) - len(line.lstrip())]
    value = line.lstrip().partition("=")[2].lstrip()
    return [*lines[:index], f"{indentation}return {value}", *lines[index + 1 :]]


def _contains(outer: TextEdit, inner: TextEdit) -> bool:
    return outer.span[:2] <= inner.span[:2] and inner.span[2:] <= outer.span[2:]


def _name_of(fetched: list[str], trained: tuple[Training, ...], taken: set[str]) -> str:
    """Returns a name for a function that computes values."""
    if trained:
        name = "train_step" if len(trained) == 1 else "train_steps"
        if name in taken:
            name = f"run_{trained[0].name}"
    else:
        names = list(map(_word, fetched))
        name = "_".join(["compute", *names]) if 0 < len(names) <= _MAX_NAMES else "compute"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _word(name: str) -> str:
    """Returns a name without what only says that it belongs to a graph."""
    return name.strip("_").removesuffix("_op").removesuffix("_tensor")


def graph_constructs(
    module: ast.Module, text: BlockText, names: LibraryNames, scopes: Scopes, written: Callable[[ast.expr], str]
) -> Iterator[Construct | CannotConvertError]:
    """Yields, for each function of a file, and the module, that makes placeholders, the edits, or why there are none.

    Args:
        module: the syntax of the file.
        text: its text.
        names: the members of the library that expressions refer to.
        scopes: the names of the file.
        written: returns the code to write instead of a call; empty if it stays.
    """
    runs = list(session_runs(module, names, scopes))
    run_calls = {run.call for run in runs}

    def is_run(statement: ast.stmt) -> bool:
        return any(node in run_calls for node in ast.walk(statement))

    for node in ast.walk(module):
        if isinstance(node, (ast.Module, *FUNCTIONS)):
            block = GraphBlock(node, scopes, names, is_run)
            if not block.placeholders:
                continue
            try:
                yield Conversion(block, runs, scopes, names, text, written).construct()
            except CannotConvertError as error:
                yield error
