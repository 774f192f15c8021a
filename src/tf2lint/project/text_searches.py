"""What is searched for in the texts of a project's files: functions of a text and an argument, by name.

What is asked about a project follows from what is found in the texts of its files, and from where its modules are. A
cache that knows all searches can tell whether a change of a text can change any answer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tf2lint.project.module_facts import facts_of
from tf2lint.project.program_facts import FACTS
from tf2lint.project.text_index import imports
from tf2lint.project.written_for import decided, evidence_of
from tf2lint.source import lines_with_imports, mentions_tensorflow, uses_object_members

if TYPE_CHECKING:
    from collections.abc import Callable

    from tf2lint.project.module_facts import ModuleFacts
    from tf2lint.project.written_for import WrittenFor

#: How a name is used: it is called; assigned to, if it is an attribute; something that is called is taken out of it.
CALLED: Final = "("
ASSIGNED: Final = "="
TAKEN_OUT: Final = "["
# Patterns that begin with literal text are found much faster, so each form is looked for alone.
_USES: Final = {
    # A call of a function, or a place that gives it another name: `functools.partial(f)`, `g = f`, `target=f`, `@f`.
    CALLED: (
        r"{0}(?<!\w{0})\s*\(", r"@(?:\w+\.)*{0}\b",
        r"=[ \t]*(?:\w+\.)*{0}\b", r"partial\((?<!\wpartial\()\s*(?:\w+\.)*{0}\b",
        # One that is given to something else, which calls it: `submit(f, x)`, `Thread(target=Worker().f)`.
        r"submit\(\s*{0}\b", r"map\((?<!\wmap\()\s*{0}\b", r"apply_async\(\s*{0}\b", r"\.{0}[ \t]*[,)\n]",
        r"{0}(?<=[(\[]{0})\s*[,)\]]", r"{0}(?<=, {0})\s*[)\]]", r"{0}(?<=: {0})\s*[,}}]",
    ),
    # An assignment to an attribute, also in a tuple, by `setattr`, or by `with`.
    ASSIGNED: (
        r"\.{0}[ \t]*(?:,[^\n=]*)?=(?!=)", r"setattr\((?<!\wsetattr\()[^\n]*[\"']{0}[\"']", r"\bas[ \t]+[\w.]+\.{0}\b",
        # A method of a class that derives.
        r"def[ \t]+{0}\b",
    ),
    TAKEN_OUT: (r"{0}\b(?<!\w{0})",),
}  # fmt: skip
#: A class with bases. It begins with literal text, which is found faster than what must not stand in front of it.
_CLASS: Final = re.compile(r"class(?<!\wclass)\s+(\w+)\s*\(([^)]+)")
_NAME: Final = re.compile(r"\w+")
#: Every character counts that is not ASCII; as a range, these would take long to compile.
_WORD: Final = re.compile(r"[^\x00-/:-@\[-^`{-\x7f]+")
_CONTINUATION: Final = re.compile(r"\\\r?\n")
#: The dots of a statement that imports from packages around the file, without naming the innermost one.
_DOTS: Final = re.compile(r"\bfrom[ \t]*(\.+)[ \t]*(?:import\b|\.)")


def contains(text: str, words: str) -> bool:
    """Returns whether a text contains some other text."""
    return words in text


def has_word(text: str, word: str) -> bool:
    """Returns whether a text contains a word, not only as a part of a longer one."""
    return word in text and word in words_in(text)


@lru_cache(maxsize=2)
def words_in(text: str) -> frozenset[str]:
    """Returns the words of a text."""
    return frozenset(_WORD.findall(text))


def contains_any(text: str, words: str) -> bool:
    """Returns whether a text contains one of some words, given with spaces between them."""
    return any(word in text for word in words.split(" "))


def names_in_imports(text: str, _: str) -> tuple[list[str], list[int]]:
    """Returns the names in import statements, and the levels of those that do not name a package."""
    lines = _CONTINUATION.sub(" ", "\n".join(lines_with_imports(text)))
    return sorted(set(_NAME.findall(lines))), sorted({len(dots) for dots in _DOTS.findall(lines)})


def has_fact(text: str, name: str) -> bool:
    """Returns whether a module has a fact."""
    return FACTS[name].holds(facts_of(text))


def evidence(text: str, _: str) -> tuple[bool, str | None]:
    """Returns whether a module refers to names of the libraries, and what these show it is written for."""
    facts = facts_of(text)
    return bool(facts.names), itself_written_for(facts)


def itself_written_for(facts: ModuleFacts) -> WrittenFor | None:
    """Returns what a module is written for; None if nothing tells.

    Names that only stand in where others are missing are no evidence of TensorFlow 1: the file works with both.
    """
    return decided(evidence_of(facts.without_fallbacks), lambda: evidence_of(facts.names))


def uses(text: str, use: str) -> bool:
    """Returns whether a text uses a name in some way.

    Args:
        text: the text.
        use: how it is used, before the name.
    """
    kind, name = use[0], use[1:]
    return name in text and any(re.search(one.format(re.escape(name)), text) for one in _USES[kind])


def derived_classes(text: str, _: str) -> list[tuple[str, bool, list[str]]]:
    """Returns the name of each class with bases, whether it has several, and the words in them."""
    found = ((name, bases) for name, bases in _CLASS.findall(text))
    return [(name, "," in bases, list(dict.fromkeys(_NAME.findall(bases)))) for name, bases in found]


def uses_attribute(text: str, name: str) -> bool:
    """Returns whether a module uses an attribute of this name."""
    return name in text and facts_of(text).uses_attribute(name)


def imports_member(text: str, name: str) -> bool:
    """Returns whether a module imports a name from another one."""
    return name in text and any(one.member == name for one in facts_of(text).imports)


def reach(text: str, _: str) -> tuple[bool, bool]:
    """Returns what decides whether a module, or one that it is imported by, may use TensorFlow."""
    return mentions_tensorflow(text), uses_object_members(text)


#: By name.
SEARCHES: Final[dict[str, Callable[[str, str], Any]]] = {
    search.__name__: search
    for search in (
        contains, contains_any, derived_classes, evidence, has_fact, has_word, imports, imports_member,
        names_in_imports, reach, uses, uses_attribute,
    )
}  # fmt: skip
