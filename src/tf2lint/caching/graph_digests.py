"""Digests of all that can be reached in a graph, in time that grows with the graph and not with its square."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint.caching.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class GraphDigests:
    """Digests of the nodes of a graph, each with all that can be reached from it.

    The digest of a node is made of its own content and of the digests of its successors; nodes that reach each other
    have one digest. They are found by Tarjan's algorithm for strongly connected components.

    Args:
        successors: returns the nodes to which edges lead from a node.
        content: returns a digest of a node alone; an empty string if it is not known.
    """

    def __init__(self, successors: Callable[[str], Iterable[str]], content: Callable[[str], str]) -> None:
        self._successors = successors
        self._content = content
        self._digests: dict[str, str] = {}

    def of(self, node: str) -> str:
        """Returns the digest of a node; an empty string if the content of a node that can be reached is not known."""
        if node not in self._digests:
            self._search(node)
        return self._digests[node]

    def _search(self, start: str) -> None:
        """Determines the digests of all nodes that can be reached from one."""
        order = {start: 0}
        lowest = {start: 0}
        component = [start]
        stack: list[tuple[str, Iterator[str]]] = [(start, iter(self._successors(start)))]
        while stack:
            node, successors = stack[-1]
            for successor in successors:
                if successor in self._digests:
                    continue
                if successor in order:
                    lowest[node] = min(lowest[node], order[successor])
                    continue
                order[successor] = lowest[successor] = len(order)
                component.append(successor)
                stack.append((successor, iter(self._successors(successor))))
                break
            else:
                stack.pop()
                if lowest[node] == order[node]:
                    members = [component.pop()]
                    while members[-1] != node:
                        members.append(component.pop())
                    self._end(members)
                if stack:
                    before = stack[-1][0]
                    lowest[before] = min(lowest[before], lowest[node])

    def _end(self, members: list[str]) -> None:
        """Determines the digest of nodes that reach each other; those of their other successors are known."""
        inside = set(members)
        contents = sorted(map(self._content, members))
        others = {successor for member in members for successor in self._successors(member)} - inside
        digests = sorted({self._digests[other] for other in others})
        digest = digest_of((contents, digests)) if all(contents) and all(digests) else ""
        self._digests.update(dict.fromkeys(members, digest))
