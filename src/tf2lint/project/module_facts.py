"""What the code of one module refers to, as a summary that is small and quick to compute."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.syntax_facts import syntax_facts_of
from tf2lint.source import code_of, imported_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tf2lint.project.syntax_facts import SyntaxFact
    from tf2lint.source import ImportedName

#: Libraries whose names are resolved; names of TensorFlow are relative to it.
_TENSORFLOW: Final = "tensorflow"
_LIBRARIES: Final = (_TENSORFLOW, "keras", "tf_keras", "tensorflow_estimator", "tensorflow_core")
#: The last part of a name that is called, not defined.
_CALL: Final = re.compile(r"(?<!def )(?<!class )\b([^\W\d]\w*)\(")
#: A dotted name that is assigned, and the one name, from the beginning of the line, to which it is.
_ASSIGNED: Final = re.compile(r"=[ \t(]*+([^\W\d]\w*+)((?:\.\w++)*+)[ \t)]*+(?:;[^\n]*+)?+$", re.MULTILINE)
_TARGET: Final = re.compile(r"[ \t]*\(?(\w+)[ \t]*(?::[^=\n]*)?")
_ATTRIBUTE: Final = re.compile(r"\.(\w+)")
#: What a class derives from, in parentheses, and what means that it is nothing.
_BASES: Final = re.compile(r"\bclass[ \t]+\w+[ \t]*\(([^)]*)\)")
_NO_BASES: Final = ("", "object")
#: What stands before the name of an error. It ends somewhere, as not every `except` in a text has a colon.
_UP_TO: Final = r"[^:]{0,1000}\b"
#: A line that is not empty, with its indentation, and the beginning of a `try` statement.
_LINE: Final = re.compile(r"^([ \t]*)(?:(try[ \t]*:)|[^ \t\n])", re.MULTILINE)
_HANDLES_MISSING: Final = re.compile(rf"except\b{_UP_TO}AttributeError\b")
#: A handler for a missing name, and the code in it.
_HANDLER: Final = re.compile(
    rf"^([ \t]*)except\b{_UP_TO}(?:AttributeError|ImportError|ModuleNotFoundError)\b[^\n]*\n?"
    r"(?:(?:\1[ \t]+[^\n]*|[ \t]*)(?:\n|\Z))*",
    re.MULTILINE,
)
#: A dotted name: its first word, the rest, and the parenthesis of a call.
_USE: Final = re.compile(r"(?<![\w.\"'])(?<!from )\b([^\W\d]\w*+)((?:\.\w+)*)(\()?")
#: Up to so many words are searched for one by one, which is faster for the few that nearly all files have.
_MAX_SEARCHES: Final = 50
_STRING: Final = re.compile(r"[\"'](\w+)[\"']")

#: How many summaries of modules are kept, which contain their code.
_MAX_FACTS: Final = 512


class ModuleFacts(NamedTuple):
    """What the code of a module refers to, anywhere in it.

    Attributes:
        text: the text of the module.
        code: the code, without comments and strings.
        imports: what its import statements bind.
        names: the names of TensorFlow and Keras that it refers to: below `tensorflow`, such as
            `compat.v1.placeholder`; others in full, such as `keras.Model`. A name that an `if` or `try` binds to
            several libraries refers to each of them.
        called: those of the names that are called.
        without_fallbacks: the names without those that it does without, in `try` statements that handle an
            `AttributeError`, and those that replace missing ones, in handlers of that or an `ImportError`.
    """

    text: str
    code: str
    imports: tuple[ImportedName, ...]
    names: frozenset[str]
    called: frozenset[str]
    without_fallbacks: frozenset[str]

    def refers_to_last(self, *names: str) -> bool:
        """Returns whether the module refers to a name of the libraries whose last part is one of these."""
        return any(name.rpartition(".")[2] in names for name in self.names)

    def calls_any(self, names: Iterable[str]) -> bool:
        """Returns whether a dotted name that ends in one of these is called, of whatever library."""
        candidates = {name for name in names if f"{name}(" in self.code}
        return bool(candidates) and not candidates.isdisjoint(_CALL.findall(self.code))

    def has_attribute(self, name: str) -> bool:
        """Returns whether an attribute with this name is accessed, on any object."""
        return f".{name}" in self.code and name in _ATTRIBUTE.findall(self.code)

    def uses_attribute(self, name: str) -> bool:
        """Returns whether an attribute with this name is accessed on an object that may be one of another module.

        A class that derives from nothing, and assigns the attribute to `self`, has one of its own.
        """
        if not self.has_attribute(name) or re.search(rf"(?<!\bself)\.{name}\b", self.code) is not None:
            return self.has_attribute(name)
        is_own = re.search(rf"\bself\.{name}\b[^=\n]*=(?!=)", self.code) is not None
        return not is_own or any(base.strip() not in _NO_BASES for base in _BASES.findall(self.code))

    def shows(self, fact: SyntaxFact) -> bool:
        """Returns whether the syntax of the module shows a fact. Its code is parsed for it."""
        return fact in syntax_facts_of(self.text)

    def has_string(self, text: str) -> bool:
        """Returns whether the code contains a string of one word."""
        return text in self.code and text in _STRING.findall(self.code)


@lru_cache(maxsize=_MAX_FACTS)
def facts_of(text: str) -> ModuleFacts:
    """Returns the facts of a module.

    Args:
        text: its text.
    """
    code = code_of(text.replace("\r\n", "\n").replace("\r", "\n"))
    imports = tuple(imported_names(code))
    names, called = _names_in(code, imports)
    without_fallbacks = names
    if names and "except" in code:
        bound = tuple(imported_names(_HANDLER.sub("", code)))
        without_fallbacks = _names_in(_HANDLER.sub("", _without_guarded(code)), bound)[0]
    return ModuleFacts(text, code, imports, names, called, without_fallbacks)


def _without_guarded(code: str) -> str:
    """Returns the code without what is in `try` statements that handle that one of their names is missing."""
    if _HANDLES_MISSING.search(code) is None:
        return code
    kept, end = list[str](), 0
    for start, handler in sorted(_guarded(code)):
        if start >= end:
            kept.append(code[end:start])
        end = max(end, handler)
    return "".join([*kept, code[end:]])


def _guarded(code: str) -> Iterator[tuple[int, int]]:
    """Yields where such `try` statements begin, and their handlers; a statement may contain others."""
    statements: list[tuple[str, int]] = []  # that the current line is in: their indentation and where they begin
    for line in _LINE.finditer(code):
        indentation, position = line[1], line.end(1)
        while statements and not _is_deeper(indentation, statements[-1][0]):
            outer, start = statements.pop()
            if outer == indentation and _HANDLES_MISSING.match(code, position):
                yield start, line.start()
        if line[2]:
            statements.append((indentation, line.start()))


def _is_deeper(indentation: str, outer: str) -> bool:
    return indentation != outer and indentation.startswith(outer)


def _names_in(code: str, imports: tuple[ImportedName, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Returns the names of the libraries that some code refers to, and those of them that it calls."""
    names, called = set[str](), set[str]()
    targets = _targets(code, imports)
    for head, rest, parenthesis in _uses(code, targets):
        found = [_below(target + rest) for target in targets[head]]
        names.update(found)
        if parenthesis:
            called.update(found)
    names.discard("")
    return frozenset(names), frozenset(called)


def _uses(code: str, heads: Collection[str]) -> set[tuple[str, str, str]]:
    """Returns the dotted names in some code that begin with certain words: the word, the rest, and a parenthesis."""
    if len(heads) > _MAX_SEARCHES:
        return {use for use in _USE.findall(code) if use[0] in heads}
    return {(head, *use) for head in heads for use in _uses_of(head).findall(code)}


@lru_cache(maxsize=256)
def _uses_of(head: str) -> re.Pattern[str]:
    """Returns the pattern of the dotted names that begin with a word: the rest, and the parenthesis of a call.

    The module of a `from` statement is left out: the names that it imports are known.
    It begins with the word itself, because a literal is found faster than what must not stand in front of it.
    """
    return re.compile(rf"{head}(?<![\w.\"']{head})(?<!from {head})\b((?:\.\w+)*)(\()?")


def _targets(code: str, imports: tuple[ImportedName, ...]) -> dict[str, set[str]]:
    """Returns the dotted names of the libraries that local names stand for."""
    targets: dict[str, set[str]] = {}
    for imported in imports:
        if imported.value.partition(".")[0] in _LIBRARIES and imported.local != "*":
            targets.setdefault(imported.local, set()).add(imported.value)
    for assigned in _ASSIGNED.finditer(code) if targets else ():
        head, rest = assigned.groups()
        if head in targets:
            start = code.rfind("\n", 0, assigned.start()) + 1
            name = _TARGET.fullmatch(code, start, assigned.start())
            if name is not None and (rest or name[1] != head):
                targets.setdefault(name[1], set()).update([f"{target}{rest}" for target in targets[head]])
    return targets


def _below(name: str) -> str:
    """Returns a name of TensorFlow relative to it, and any other in full."""
    return "" if name == _TENSORFLOW else name.removeprefix(f"{_TENSORFLOW}.")
