"""Replaces the syntax of IPython in the cells of a notebook with Python, as IPython's input transformer does.

IPython transforms a cell in this order, and so does this module: it removes indentation and prompts, runs the cell's
magic, replaces magics, shell commands and requests for help at the start of logical lines, and reads a cell of one line
that begins with the name of a magic as that magic. The number of lines stays the same, and what is removed in front of
Python code is recorded, so that columns can be mapped back.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from tf2lint.runner.logical_lines import lines_in_strings, logical_line, requests_help
from tf2lint.runner.python2 import Edit
from tf2lint.source import parse

_INDENTATION: Final = re.compile(r"[ \t]*")
#: The prompts of Python, as in a session that was copied.
_FIRST_PYTHON_PROMPT: Final = re.compile(r"\s*>>>")
_PYTHON_PROMPT: Final = re.compile(r"\s*(?:>>>|\.\.\.)[ \t]?")
#: The prompts of IPython.
_IPYTHON_PROMPT: Final = re.compile(r"(?:(?:\[nav\]|\[ins\])? )?In \[\d+\]: |\s*\.{3,}: ?")
#: What IPython reads differently at the start of a logical line; `!=`, `%=` and the like are Python's own tokens.
_ESCAPE: Final = re.compile(r"(?!!=|%=|/=|//)[!?%,;/]")
#: A cell magic, and those whose cell contains Python.
_CELL_MAGIC: Final = re.compile(r"%%(?!\w+\?)")
_PYTHON_CELL_MAGIC: Final = re.compile(r"%%(?:timeit|time|prun|capture|memit|debug|python3|python|py)(?!\S)")
#: A magic that times or profiles the Python code after it, with its options.
_TIMING_MAGIC: Final = re.compile(
    r"%{0,2}(?:timeit|time|prun|memit|mprun|lprun)\b"
    r"(?:[ \t]+-(?:[nrpl][ \t]*\d+|[lsTDfm][ \t]+\S+|[\w-]+))*[ \t]*"
)
#: The first name of a line that is neither assigned nor the first of several that are.
_FIRST_NAME: Final = re.compile(r"([\w.*]+)(?![\w.*])(?![ \t]*[=,])")
#: The magics that IPython 7 to 9 and ipykernel define, which work without the percent sign in a cell of one line, those
#: of autoreload, Colab, TensorBoard and the common profilers, and the names that IPython calls without parentheses.
_AUTOMATIC_MAGICS: Final = frozenset({
    "alias", "alias_magic", "autoawait", "autocall", "automagic", "autosave", "bookmark", "cat", "cd", "clear",
    "code_wrap", "colors", "conda", "config", "connect_info", "cp", "debug", "dhist", "dirs", "doctest_mode", "ed",
    "edit", "env", "gui", "hist", "history", "killbgscripts", "ldir", "less", "lf", "lk", "ll", "load", "load_ext",
    "loadpy", "logoff", "logon", "logstart", "logstate", "logstop", "ls", "lsmagic", "lx", "macro", "magic", "mamba",
    "man", "matplotlib", "micromamba", "mkdir", "more", "mv", "notebook", "page", "pastebin", "pdb", "pdef", "pdoc",
    "pfile", "pinfo", "pinfo2", "pip", "popd", "pprint", "precision", "prun", "psearch", "psource", "pushd", "pwd",
    "pycat", "pylab", "qtconsole", "quickref", "recall", "rehashx", "reload_ext", "rep", "rerun", "reset",
    "reset_selective", "rm", "rmdir", "run", "save", "sc", "set_env", "subshell", "sx", "system", "tb", "time",
    "timeit", "unalias", "unload_ext", "uv", "who", "who_ls", "whos", "xdel", "xmode", "aimport", "autoreload",
    "lprun", "memit", "mprun", "shell", "tensorboard", "tensorflow_version", "exit", "quit",
})  # fmt: skip


class PlainCell(NamedTuple):
    """The text of a cell without IPython syntax.

    Attributes:
        text: Python code, with the same number of lines as the cell.
        edits: what was removed in front of Python code, by line number from 1.
    """

    text: str
    edits: dict[int, tuple[Edit, ...]]


def without_ipython(text: str) -> PlainCell:
    """Replaces the IPython syntax of a cell with Python. What IPython refuses too stays as it is.

    Args:
        text: the cell's text.
    """
    try:
        return _plain(text)
    except RecursionError:  # very many magics in one another
        return PlainCell(text, {})


def _plain(text: str) -> PlainCell:
    if _is_python(text) and not _IPYTHON_PROMPT.match(text.lstrip()):  # `In [1]: x` is an annotation in Python
        return PlainCell(text, {})
    original = text.split("\n")
    lines = _without_prompts(_without_indentation(original))
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if _CELL_MAGIC.match(lines[first]):
        plain = _without_cell_magic(lines, first)
    else:
        is_alone = len(lines[first:]) == 1 or (len(lines[first:]) == 2 and not lines[-1])
        plain = _without_escapes("\n".join(lines), is_alone=is_alone)
    for number, (line, old) in enumerate(zip(lines, original, strict=True), 1):
        if len(line) < len(old):
            edits = plain.edits.get(number, ())
            plain.edits[number] = (Edit(1, 0, len(old) - len(line)), *edits)
    return plain


def _is_python(text: str) -> bool:
    try:
        parse(text)
    except SyntaxError:
        return False
    return True


def _without_indentation(lines: list[str]) -> list[str]:
    """Removes the indentation that a whole cell has: that of its first statement."""
    filled = [line for line in lines if line.strip()]
    statement = next((line for line in filled if not line.lstrip().startswith("#")), "")
    indentation = _indentation(statement)
    return [line.removeprefix(indentation) for line in lines] if filled and _indentation(filled[0]) else lines


def _without_prompts(lines: list[str]) -> list[str]:
    """Removes the prompts of Python or IPython, and the indentation after those of Python."""
    in_strings = lines_in_strings("\n".join(lines))
    outside = [number for number in range(len(lines)) if number not in in_strings]
    if any(_FIRST_PYTHON_PROMPT.match(lines[number]) for number in outside):
        lines = list(lines)
        for number in outside:
            lines[number] = _PYTHON_PROMPT.sub("", lines[number], count=1)
        lines = _without_indentation(lines)
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if any(_IPYTHON_PROMPT.match(line) for line in lines[first : first + 2]):
        return [_IPYTHON_PROMPT.sub("", line, count=1) if _IPYTHON_PROMPT.match(line) else line for line in lines]
    return lines


def _without_cell_magic(lines: list[str], first: int) -> PlainCell:
    """Replaces the magic of a cell; the content of the cell is Python, or is removed."""
    before, body = [""] * first, lines[first + 1 :]
    if not _PYTHON_CELL_MAGIC.match(lines[first]):
        return PlainCell("\n".join([*before, "", *([""] * len(body))]), {})
    magic = _replaced(lines[first], "pass")
    content = _plain("\n".join(body))
    edits = {number + first: line_edits for number, line_edits in magic.edits.items()}
    edits.update({number + first + 1: line_edits for number, line_edits in content.edits.items()})
    return PlainCell("\n".join([*before, magic.text, *([content.text] if body else [])]), edits)


def _without_escapes(text: str, *, is_alone: bool) -> PlainCell:
    """Replaces magics, shell commands, and requests for help.

    Args:
        text: the text of the cell, without prompts.
        is_alone: whether it is one line, which may begin with the name of a magic.
    """
    parts, edits = list[str](), dict[int, tuple[Edit, ...]]()
    position, line = 0, 1
    while position <= len(text):
        start = position + len(_indentation(text, position))
        if _ESCAPE.match(text, start) or (is_alone and _is_automatic_magic(text, start)):
            end = _end_of_command(text, start)
            plain = _replaced(text[start:end], "pass")
        else:
            start, end, plain = _statement(text, position, start)
        before = text[position:start]
        line += before.count("\n")
        width = start - (text.rfind("\n", 0, start) + 1)
        edits.update({line + number - 1: _moved(e, width if number == 1 else 0) for number, e in plain.edits.items()})
        line += plain.text.count("\n") + 1
        parts.append(before + plain.text)
        position = end + 1
    return PlainCell("\n".join(parts), edits)


def _statement(text: str, position: int, start: int) -> tuple[int, int, PlainCell]:
    """Reads a logical line that does not begin with a command.

    Args:
        text: the text of the cell.
        position: the offset of the line.
        start: the offset of its first character after the indentation.

    Returns:
        the offsets where what is to replace starts and ends, and the replacement.
    """
    line = logical_line(text, position)
    if line.is_help:
        return start, line.end, PlainCell(_empty("pass", text[start : line.end]), {})
    if line.value is None:
        return line.end, line.end, PlainCell("", {})
    end = _end_of_command(text, line.value)
    return line.value, end, _replaced(text[line.value : end], "None")


def _replaced(command: str, default: str) -> PlainCell:
    """Returns a replacement of a magic, a shell command and the like.

    Args:
        command: its text, from the first character.
        default: the replacement of a command that contains no Python, and of one with which its line is no Python.
    """
    nothing = PlainCell(_empty(default, command), {})
    if requests_help(command):
        return nothing
    if command[:1] in (",", ";", "/"):
        return _replaced_call(command)
    magic = _TIMING_MAGIC.match(command)
    code = command[magic.end() :].rstrip() if magic else ""
    if magic is None or not code:
        return nothing
    plain = _plain(code)
    if not logical_line(plain.text, 0).is_complete:
        return PlainCell(command, {})  # IPython gives the magic this line only
    if default == "None" and not _is_python(f"_ = {plain.text}"):
        return nothing
    edits = {number: line_edits for number, line_edits in plain.edits.items() if number > 1}
    edits[1] = (Edit(1, 0, magic.end()), *plain.edits.get(1, ()))
    return PlainCell(plain.text, edits)


def _replaced_call(command: str) -> PlainCell:
    """Returns a replacement of a call without parentheses (`/f a`, `,f a`, `;f a`): the name of the function."""
    parts = command.split("\\\n")
    name, _, rest = " ".join([part.strip() if number else part for number, part in enumerate(parts)])[1:].partition(" ")
    arguments = {",": '"{}"'.format('", "'.join(rest.split())), ";": f'"{rest}"', "/": ", ".join(rest.split())}
    if not _is_python(f"{name}({arguments[command[0]].rstrip()})"):
        return PlainCell(command, {})
    if not name or not _is_python(name):
        return PlainCell(_empty("pass", command), {})
    return PlainCell(_empty(name, command), {1: (Edit(1, 0, 1),)})


def _is_automatic_magic(text: str, start: int) -> bool:
    name = _FIRST_NAME.match(text, start)
    return name is not None and name[1] in _AUTOMATIC_MAGICS


def _end_of_command(text: str, start: int) -> int:
    """Returns the offset of the line break that ends a command, which backslashes may continue."""
    end = text.find("\n", start)
    while end > start and text[end - 1] == "\\":
        end = text.find("\n", end + 1)
    return len(text) if end < 0 else end


def _indentation(text: str, start: int = 0) -> str:
    indentation = _INDENTATION.match(text, start)
    return indentation[0] if indentation else ""


def _empty(first: str, text: str) -> str:
    """Returns a text followed by as many empty lines as another text has after its first."""
    return first + "\n" * text.count("\n")


def _moved(edits: tuple[Edit, ...], columns: int) -> tuple[Edit, ...]:
    return tuple([edit._replace(column=edit.column + columns) for edit in edits])
