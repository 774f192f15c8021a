"""Finds in a text which names and calls may give their values to other names: parameters, attributes, and other names.

What the text says is only where to look; what a name holds is found out by analyzing the program.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from tf2lint.project.tensor_text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: What stands in brackets, up to brackets in brackets in there.
_IN_BRACKETS: Final = r"\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\)"
_FUNCTION: Final = re.compile(rf"def[ \t]+(\w+)[ \t]*({_IN_BRACKETS})")
_CALLED: Final = re.compile(_IN_BRACKETS)
_CLASS: Final = re.compile(r"class[ \t]+(\w+)")
_INNERMOST: Final = re.compile(r"[(\[{][^()\[\]{}]*[)\]}]")
_PARAMETER: Final = re.compile(r"\s*\**(\w+)")
_KEYWORD: Final = re.compile(r"\s*(\w+)\s*=(?!=)\s*")
_NAME: Final = re.compile(r"\s*(?:\w+\s*:=\s*)?(?:\w+\.)*([^\W\d]\w*)\s*(?:\bif\b.*)?", re.DOTALL)
#: A name or attribute that is all that is assigned.
_ALIAS: Final = re.compile(r"[ \t]*(?::[^=\n]{0,120})?=[ \t(]*(?:\w+\.)*([^\W\d]\w*)[ \t)]*(?=[#;\n]|if\b)")
#: A name in brackets that is not called.
_IN_PARENTHESES: Final = re.compile(r"(?<![\w\])])\(\s*([\w.]+)\s*\)")
#: What is nested more deeply, as in a comment, is not divided exactly.
_MAX_NESTING: Final = 20
_RECEIVERS: Final = frozenset({"self", "cls"})
_CONSTANTS: Final = frozenset({"True", "False", "None"})


class _Function(NamedTuple):
    """A function, or a class with a constructor.

    Attributes:
        name: its name.
        parameters: the parameters of the function, in order; the one for the object is left out.
    """

    name: str
    parameters: tuple[str, ...]


class PassedText:
    """What a text passes to names that matter.

    Args:
        source: the text.
        names: the names that matter, also of attributes and parameters.

    Attributes:
        names: these and the names whose values may get to them.
        arguments: what calls pass to parameters that matter: their positions and the texts of the arguments, of which
            what stands in brackets is left out.
    """

    def __init__(self, source: str, names: Collection[str]) -> None:
        self._source = source
        self._calls: dict[str, list[tuple[int, list[str]]]] = {}
        self.arguments: list[tuple[int, str]] = []
        found, pending = set(names), set(names) - _RECEIVERS
        functions = defaultdict[str, list[_Function]](list)
        for function in _functions(source) if pending else ():
            for parameter in function.parameters:
                functions[parameter].append(function)
        while pending:
            given = set[str]()
            for name in pending:
                passed = [one for function in functions.get(name, ()) for one in self._passed(function, name)]
                self.arguments += passed
                given.update(match[1] for _, text in passed if (match := _NAME.fullmatch(text)))
                given.update(self._assigned(name))
            pending = given - found - _RECEIVERS - _CONSTANTS
            found |= pending
        self.names = frozenset(found)

    def _assigned(self, name: str) -> Iterator[str]:
        """Yields the names that are assigned to a name."""
        for position in words(self._source, name):
            alias = _ALIAS.match(self._source, position + len(name))
            if alias is not None:
                yield alias[1]

    def _passed(self, function: _Function, parameter: str) -> Iterator[tuple[int, str]]:
        """Yields what calls of a function pass to a parameter, with the positions of the calls."""
        index = function.parameters.index(parameter)
        for position, arguments in self._calls_of(function.name):
            for number, argument in enumerate(arguments):
                keyword = _KEYWORD.match(argument)
                if keyword is None and number == index:
                    yield position, argument
                elif keyword is not None and keyword[1] == parameter:
                    yield position, argument[keyword.end() :]

    def _calls_of(self, function: str) -> list[tuple[int, list[str]]]:
        """Returns the calls of a function: their positions and arguments."""
        if function not in self._calls:
            found = self._calls[function] = []
            for position in words(self._source, function):
                called = _CALLED.match(self._source, position + len(function))
                if called is not None:
                    found.append((position, _parts(called[0])))
        return self._calls[function]


def _functions(source: str) -> Iterator[_Function]:
    for found in _FUNCTION.finditer(source):
        name = found[1]
        if name == "__init__":
            before = _CLASS.match(source, max(source.rfind("class ", 0, found.start()), 0))
            name = before[1] if before is not None else name
        parameters = [match[1] for part in _parts(found[2]) if (match := _PARAMETER.match(part))]
        yield _Function(name, tuple(parameters[1:] if parameters and parameters[0] in _RECEIVERS else parameters))


def _parts(text: str) -> list[str]:
    """Returns what commas divide between brackets, without what stands in brackets in there."""
    text = _IN_PARENTHESES.sub(r"\1", text[1:-1])
    for _ in range(_MAX_NESTING):
        shorter = _INNERMOST.sub("\0", text)
        if shorter == text:
            break
        text = shorter
    return text.split(",")
