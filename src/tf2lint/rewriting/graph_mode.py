"""The edits with which a file of a program runs in TensorFlow 1's graph mode: with `tf.compat.v1` throughout."""

from __future__ import annotations

import ast
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tf2lint.model import Span, TextEdit
from tf2lint.source import LINE_END, Lines, main_block, nodes_in, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_TENSORFLOW: Final = "tensorflow"
_COMPAT: Final = f"{_TENSORFLOW}.compat.v1"
_SWITCH: Final = "disable_v2_behavior"
#: What a file calls TensorFlow that only has names of members so far.
_NAME: Final = "tf"
#: Switches with which a file itself leaves eager mode.
_SWITCHES: Final = (_SWITCH, "disable_eager_execution")
_ENVIRONMENT: Final = "TF_USE_LEGACY_KERAS"
#: What TensorFlow 1 has of other libraries: it makes no operations.
_NOT_OF_GRAPHS: Final = frozenset({"app", "compat", "flags", "logging", *_SWITCHES})
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_IMPORTS: Final = (ast.Import, ast.ImportFrom)
_Import = ast.Import | ast.ImportFrom


class GraphModeFile:
    """A file of a program that is to run in graph mode.

    Args:
        module: the syntax of the file.
        source: its text.
    """

    def __init__(self, module: ast.Module, source: str) -> None:
        self._module = module
        self._positions = Lines(source)
        self._lines = split_lines(source)
        end = LINE_END.search(source)
        self._line_end = end[0] if end is not None else "\n"
        self._quote = '"' if source.count('"') >= source.count("'") else "'"

    @cached_property
    def imports(self) -> tuple[TextEdit, ...]:
        """The edits after which the file imports `tf.compat.v1` wherever it imports TensorFlow.

        Private modules, Keras, and `tf.contrib` stay: the first two are the same there, and the last is nowhere.
        """
        edits = list[TextEdit]()
        for statement in self._statements:
            if isinstance(statement, ast.Import):
                for alias in statement.names:
                    if alias.name == _TENSORFLOW:
                        span = self._positions.span(alias)
                        edits.append(TextEdit(span, f"{_COMPAT} as {alias.asname or _TENSORFLOW}"))
            elif statement.module == _TENSORFLOW and not statement.level:
                edits += self._member_edits(statement)
        return tuple(edits)

    def _member_edits(self, statement: ast.ImportFrom) -> Iterator[TextEdit]:
        """Yields the edits of `from tensorflow import ...`: none if one of the members is not in `tf.compat.v1`."""
        if any(alias.name in _ELSEWHERE for alias in statement.names):
            return
        line, column = statement.lineno, self._positions.span(statement).column
        start = self._lines[line - 1].find(_TENSORFLOW, column - 1) + 1
        if start:
            yield TextEdit(Span(line, start, line, start + len(_TENSORFLOW)), _COMPAT)

    @cached_property
    def leaves_eager_mode(self) -> bool:
        """Whether the file itself switches eager mode off."""
        calls = (node.func for node in nodes_in(self._module) if isinstance(node, ast.Call))
        return any(getattr(func, "attr", getattr(func, "id", "")) in _SWITCHES for func in calls)

    @cached_property
    def runs_when_imported(self) -> bool:
        """Whether the file calls TensorFlow while it is imported."""
        return any(
            isinstance(node, ast.Call) and self._is_of_graphs(node.func)
            for statement in self._module.body
            if not main_block(statement)
            for node in _run_in(statement)
        )

    def _is_of_graphs(self, func: ast.expr) -> bool:
        parts = list[str]()
        while isinstance(func, ast.Attribute):
            parts.append(func.attr)
            func = func.value
        return isinstance(func, ast.Name) and func.id in self._bound and not _NOT_OF_GRAPHS.intersection(parts)

    # --- the switch -----------------------------------------------------------------

    @cached_property
    def switch(self) -> tuple[TextEdit, ...]:
        """The edits that disable the behavior of TensorFlow 2: below the imports, before TensorFlow is used.

        They are empty if the file has a switch, or does not import TensorFlow.
        """
        roots = self._roots or dict.fromkeys(self._others, "")
        if self.leaves_eager_mode or not roots:
            return ()
        top = [one for one in self._module.body if any(node in roots for node in ast.walk(one))]
        top = [one for one in top if not isinstance(one, (*_FUNCTIONS, ast.ClassDef))]
        if not top:
            return tuple(self._after(statement, name) for statement, name in roots.items())
        first = self._module.body.index(top[0])
        name = next(roots[node] for node in ast.walk(top[0]) if node in roots)
        last = first
        for index, statement in enumerate(self._module.body[first:], first):
            if _is_import(statement):
                last = index
            elif any(isinstance(node, ast.Name) and node.id in self._bound for node in _run_in(statement)):
                break
        return (self._after(self._module.body[last], name, is_apart=True),)

    @cached_property
    def _roots(self) -> dict[ast.AST, str]:
        """What the file calls TensorFlow, by the statements that import it, also after `imports`."""
        found: dict[ast.AST, str] = {}
        for statement in self._statements:
            for alias in statement.names if isinstance(statement, ast.Import) else ():
                if alias.name == _TENSORFLOW or (alias.name == _COMPAT and alias.asname):
                    found[statement] = alias.asname or _TENSORFLOW
            if isinstance(statement, ast.ImportFrom) and statement.module == f"{_TENSORFLOW}.compat":
                found.update((statement, alias.asname or alias.name) for alias in statement.names if alias.name == "v1")
        return found

    @cached_property
    def _others(self) -> list[ast.AST]:
        """The statements that import something of TensorFlow; none if the file has another meaning for its name."""
        names = {node.id for node in nodes_in(self._module) if isinstance(node, ast.Name)}
        return [one for one in self._statements if _NAME not in names and any(self._names_of(one))]

    def _after(self, statement: ast.AST, name: str, *, is_apart: bool = False) -> TextEdit:
        """Returns the edit that switches behind a statement, in the lines after it."""
        assert isinstance(statement, ast.stmt)
        line = statement.end_lineno or statement.lineno
        indentation = self._lines[statement.lineno - 1][: statement.col_offset]
        indentation = indentation if not indentation.strip() else ""
        call = f"{indentation}{name or _NAME}.{_SWITCH}(){self._line_end}"
        following = self._lines[line] if line < len(self._lines) else ""
        if is_apart:
            call = f"{self._line_end}{call}" + (self._line_end if following.strip() else "")
        if not name:
            call = f"{indentation}import {_COMPAT} as {_NAME}{self._line_end}{call}"
        if line == len(self._lines):
            call = f"{self._line_end}{call}"  # the file ends without a line end
        return TextEdit(Span(line + 1, 1, line + 1, 1), call)

    # --- Keras 2 --------------------------------------------------------------------

    @cached_property
    def legacy_keras(self) -> tuple[TextEdit, ...]:
        """The edits that make Keras Keras 2, for the layers and cells of `tf.compat.v1`: before it is imported."""
        statements = [one for one in self._module.body if not _is_head(one)]
        before = [one for one in statements if isinstance(one, _IMPORTS) and _is_of_python(one)]
        place = next((one for one in statements if not (isinstance(one, _IMPORTS) and _is_of_python(one))), None)
        if place is None:
            return ()
        before = [one for one in before if one.lineno < place.lineno]
        has_os = any(isinstance(one, ast.Import) and _binds_os(one) for one in before)
        line = min([place.lineno, *(one.lineno for one in getattr(place, "decorator_list", ()))])
        setting = f"os.environ[{self._quote}{_ENVIRONMENT}{self._quote}] = {self._quote}1{self._quote}"
        added = [setting, ""] if has_os else ["import os", "", setting, ""]
        if has_os and line > 1 and self._lines[line - 2].strip():
            added = ["", *added]
        return (TextEdit(Span(line, 1, line, 1), "".join(f"{one}{self._line_end}" for one in added)),)

    # --- the file -------------------------------------------------------------------

    @cached_property
    def _statements(self) -> list[_Import]:
        return [node for node in nodes_in(self._module) if isinstance(node, _IMPORTS)]

    @cached_property
    def _bound(self) -> frozenset[str]:
        """The names that the file imports of TensorFlow."""
        return frozenset(name for statement in self._statements for name in self._names_of(statement))

    @staticmethod
    def _names_of(statement: _Import) -> Iterator[str]:
        """Yields the names of TensorFlow that a statement imports."""
        for alias in statement.names:
            module = statement.module if isinstance(statement, ast.ImportFrom) else alias.name
            if (module or "").partition(".")[0] == _TENSORFLOW:
                yield alias.asname or alias.name.partition(".")[0]


#: Members of TensorFlow that `tf.compat.v1` does not have, or has as they are.
_ELSEWHERE: Final = frozenset({"*", "compat", "contrib", "keras", "python"})


def _run_in(statement: ast.AST) -> Iterator[ast.AST]:
    """Yields the nodes of a statement that run when the module does: not those in the bodies of functions."""
    pending: list[ast.AST] = [statement]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            pending += [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]
        else:
            pending += ast.iter_child_nodes(node)


def _is_import(statement: ast.stmt) -> bool:
    """Returns whether a statement only imports, perhaps one of several modules."""
    if isinstance(statement, ast.Try):
        return all(map(_is_import, statement.body))
    return isinstance(statement, _IMPORTS)


def _is_head(statement: ast.stmt) -> bool:
    """Returns whether a statement must stay in front: a docstring, or a `__future__` import."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return True
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def _is_of_python(statement: _Import) -> bool:
    """Returns whether a statement only imports of the standard library."""
    if isinstance(statement, ast.ImportFrom):
        return not statement.level and (statement.module or "").partition(".")[0] in sys.stdlib_module_names
    return all(alias.name.partition(".")[0] in sys.stdlib_module_names for alias in statement.names)


def _binds_os(statement: ast.Import) -> bool:
    return any(alias.name == "os" and alias.asname in (None, "os") for alias in statement.names)
