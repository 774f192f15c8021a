"""Finds the programs that checked files belong to: files that use TensorFlow and may run in one process.

Graph mode concerns a whole process, so all files of a program are in it, or none is.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tf2lint.project import ImportGraph, Programs

_TENSORFLOW: Final = "tensorflow"


class GraphProgram(NamedTuple):
    """The files of a program that use TensorFlow.

    Attributes:
        files: those that are checked, as they are named there.
        entries: those of them with which TensorFlow may begin: what imports them does not import it.
        unchecked: the absolute paths of the others.
    """

    files: tuple[str, ...]
    entries: frozenset[str]
    unchecked: tuple[str, ...]


def programs_of(checked: Mapping[str, bool], programs: Programs) -> list[GraphProgram]:
    """Returns the programs of checked files, in the order of their first files.

    Args:
        checked: whether each file uses TensorFlow, by the path that it is named by.
        programs: the projects of the files.
    """
    named = {os.path.abspath(path): path for path in checked}
    found: dict[str, list[str]] = {}
    graphs: dict[str, tuple[ImportGraph, frozenset[str]]] = {}
    seen = set[int]()
    for path, uses in checked.items():
        absolute = os.path.abspath(path)
        graph = programs.imports(path)
        if id(graph) not in seen:
            seen.add(id(graph))
            users = {file for file in graph.files if _uses_tensorflow(file, named, checked, programs)}
            entries = frozenset(_entries(graph, {file for file in users if _imports_tensorflow(file, programs)}))
            for group in _joined(graph, users):
                found.update((file, group) for file in group)
                graphs.update((file, (graph, entries)) for file in group)
        if uses and absolute not in found:  # a notebook, or a file that is hidden
            found[absolute] = [absolute]
    result: dict[str, GraphProgram] = {}
    for path in checked:
        group = found.get(os.path.abspath(path), [])
        if group and group[0] not in result:
            entries = graphs[group[0]][1].intersection(group) if group[0] in graphs else frozenset(group)
            own = [file for file in group if file in named]
            starts = entries.intersection(own) or frozenset(own)
            others = tuple(file for file in group if file not in named)
            result[group[0]] = GraphProgram(
                tuple(named[file] for file in own), frozenset(named[file] for file in starts), others
            )
    return list(result.values())


def _uses_tensorflow(file: str, named: Mapping[str, str], checked: Mapping[str, bool], programs: Programs) -> bool:
    return checked[named[file]] if file in named else bool(programs.facts(file).names)


def _imports_tensorflow(file: str, programs: Programs) -> bool:
    return any(name.module.partition(".")[0] == _TENSORFLOW for name in programs.facts(file).imports if not name.level)


def _joined(graph: ImportGraph, users: set[str]) -> list[list[str]]:
    """Returns the files that use TensorFlow, those together that some file imports, directly or not."""
    leader = {user: user for user in users}

    def top(user: str) -> str:
        while leader[user] != user:
            leader[user] = leader[leader[user]]
            user = leader[user]
        return user

    below = _one_below(graph, users)
    for file in sorted(graph.files):
        parts = {below[part] for part in (file, *graph.imports_of(file)) if part in below}
        first, *others = sorted(parts) or [""]
        for other in others:
            leader[top(other)] = top(first)
    groups: dict[str, list[str]] = {}
    for user in sorted(users):
        groups.setdefault(top(user), []).append(user)
    return list(groups.values())


def _one_below(graph: ImportGraph, users: set[str]) -> dict[str, str]:
    """Returns one of the users that each file is or imports, directly or not, for files that have any."""
    below = {user: user for user in sorted(users)}
    pending = list(below)
    for file in pending:  # which grows
        for importer in sorted(graph.importers_of(file)):
            if importer not in below:
                below[importer] = below[file]
                pending.append(importer)
    return below


def _entries(graph: ImportGraph, users: set[str]) -> Iterable[str]:
    """Yields the files that import TensorFlow to which files that nothing imports lead, by files that don't."""
    pending = sorted(file for file in graph.files if not graph.importers_of(file) - {file})
    seen = set(pending)
    for file in pending:  # which grows
        if file in users:
            yield file
            continue
        new = sorted(graph.imports_of(file) - seen)
        seen.update(new)
        pending += new
