"""What is found in the texts of files. A text is searched for the same once only, by later runs with a cache, too."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

from tf2lint.source import ImportedName, digest, imports_in, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Contents of files are kept up to this size, in bytes; of larger projects they are read again for each search.
_MAX_KEPT: Final = 64_000_000


class _Text:
    """What is known of the text of a file.

    Attributes:
        digest: the digest of its content.
        found: what was found, by what was searched for.
        is_new: whether something was found that no earlier run has found.

    Args:
        digest: the digest of its content.
        load: returns what an earlier run stored of the file.
    """

    def __init__(self, digest: str, load: Callable[[], str]) -> None:
        self.digest = digest
        self.is_new = False
        self._load = load

    @cached_property
    def found(self) -> dict[str, Any]:
        stored = self._load()
        before, found = _parsed(stored) if stored else ("", {})
        return found if before == self.digest else {}


class TextIndex:
    """What is found in the texts of files, as they are when they are first read.

    Args:
        read: reads a file; returns None for one that can't be read.
        load: returns what an earlier run stored of a file, see `new`; empty if it stored nothing.

    Attributes:
        keeps_all: whether the contents of all files so far are kept.
    """

    def __init__(
        self, read: Callable[[str], bytes | None] = read_bytes, load: Callable[[str], str] = lambda _: ""
    ) -> None:
        self.keeps_all = True
        self._read = read
        self._load = load
        self._kept: dict[str, bytes] = {}
        self._last = "", b""
        self._size = 0
        self._texts: dict[str, _Text] = {}
        self._imports: dict[str, list[ImportedName]] = {}
        self._results: dict[tuple[str, str], dict[str, Any]] = {}

    def content(self, path: str) -> bytes:
        """Returns the content of a file; nothing if it can't be read."""
        if path in self._kept:
            return self._kept[path]
        if path == self._last[0]:
            return self._last[1]
        data = self._read(path)
        self._text(path, data)
        content = data or b""
        if self._size + len(content) <= _MAX_KEPT:
            self._size += len(content)
            self._kept[path] = content
        else:
            self.keeps_all = False
            self._last = path, content
        return content

    def digest(self, path: str) -> str:
        """Returns the digest of a file's content; empty if it can't be read."""
        return self._known(path).digest

    def found(self, path: str, search: Callable[[str, str], Any], argument: str = "") -> Any:
        """Returns what is found in a text.

        Args:
            path: the file.
            search: returns what a text has that JSON can hold; given the text and the argument.
            argument: what is searched for, if the search does not say it.
        """
        found = self.results(search, argument)
        if path not in found:
            text, key = self._known(path), f"{search.__name__} {argument}"
            if key not in text.found:
                text.found[key] = search(self.content(path).decode("utf-8", "replace"), argument)
                text.is_new = True
            found[path] = text.found[key]
        return found[path]

    def results(self, search: Callable[[str, str], Any], argument: str = "") -> dict[str, Any]:
        """Returns what is known of a search, by path; more may be added to it."""
        return self._results.setdefault((search.__name__, argument), {})

    def note(self, search: Callable[[str, str], Any], argument: str) -> None:
        """Notes a search whose result is found in another way, such as by an index."""
        self.results(search, argument)

    def searches(self) -> list[tuple[str, str]]:
        """Returns the names and arguments of all searches so far."""
        return list(self._results)

    def paths(self) -> list[str]:
        """Returns the files that were read."""
        return list(self._texts)

    def imports(self, path: str) -> list[ImportedName]:
        """Returns what the import statements of a file bind."""
        if path not in self._imports:
            self._imports[path] = [ImportedName(*row) for row in self.found(path, imports)]
        return self._imports[path]

    def new(self) -> Iterator[tuple[str, str]]:
        """Yields the files in which something was found that no earlier run has found, each with what to store."""
        import json  # only the command has a cache

        for path, text in self._texts.items():
            if text.is_new:
                yield path, json.dumps([text.digest, text.found], separators=(",", ":"))

    def _known(self, path: str) -> _Text:
        if path not in self._texts:
            self.content(path)
        return self._texts[path]

    def _text(self, path: str, data: bytes | None) -> None:
        if path not in self._texts:
            self._texts[path] = _Text(digest(data), partial(self._load, path))


def imports(text: str, _: str) -> list[ImportedName]:
    """Returns what the import statements of a text bind."""
    return list(imports_in(text))


def _parsed(stored: str) -> tuple[str, dict[str, Any]]:
    import json  # only the command has a cache

    digest, found = json.loads(stored)
    return digest, found
