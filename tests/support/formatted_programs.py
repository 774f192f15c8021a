"""Random programs that call TensorFlow 1, in all the ways in which Python code can be laid out.

All their calls can run with `symbolic_library`. Each `e(number)` in a program shows when an argument is evaluated.
"""

from __future__ import annotations

import ast
import io
import itertools
import random
import tokenize
import warnings
from typing import TYPE_CHECKING, Final, NamedTuple

from support.symbolic_library import changed_functions, functions_of_tensorflow_1

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Operands of every precedence; `{}` is an expression.
_OPERATORS: Final = (
    "{} or {}", "{} and {}", "not {}", "{} < {}", "{} < {} <= {}", "{} in {}", "{} | {}", "{} ^ {}", "{} & {}",
    "{} << {}", "{} + {}", "{} - {}", "{} * {}", "{} @ {}", "{} / {}", "{} // {}", "{} % {}", "-{}", "+{}", "~{}",
    "{} ** {}", "-{} ** -{}", "({}).x", "({})[{}]", "({})[{}:{}, ...]", "({})({})", "({}, {})[0]", "[{}, *{}][0]",
    "{{'k': {}, **{{}}}}['k']", "({} if {} else {})", "(lambda p={}: p + {})()", "(n := {})", "[{} for i in [{}]][0]",
    "f'{{{}}}'.count('x') + {}", "a",
)  # fmt: skip
#: What is only right as a whole argument or value.
_WHOLE: Final = ("{} if {} else {}", "lambda: {}", "lambda p: p - {}")
_SIMPLE: Final = (
    "r = {}", "r: int = {}", "r = s = {}", "r, *s = {}, {}", "s += {}", "out({})", "out({}, {})", "{}", "assert {}, {}",
    "d[repr({})] = {}", "r = {},", "r = [{}, {},]", "out(*[{}], **{{}})", "r = yield_ = {}",
    "print({}, file=None) if 0 else {}",
    "del d, s; s = d = {{}}; d[repr({})] = s = {}", "r = f'{{{}}} {{{}!r:}}'", "out(n := {}, n)", "r = (yield_ := {})",
    "global g; g = {}", "apply(tf.to_float, {})", "out(tf.VERSION, {})", "r = tf.estimator.ModeKeys.TRAIN, {}",
    "out((tf.log), {})", "r = 'é' + 'ü', {}", "tf.logging.info('%s %s', {}, {})",
    "tf.flags.DEFINE_integer('n', {}, 'é')",
    "pass; tf.enable_eager_execution(); s = {}", "r = {} ; out({}) ;",
)  # fmt: skip
#: `@` is a block, with its indentation; what stands before is the head of a statement.
_COMPOUND: Final = (
    "if {}:@", "if {}:@\nelse:@", "if a:@\nelif {}:@", "for i in [{}]:@", "while {}:@break", "with {}:@",
    "with {} as w, {}:@", "with tf.name_scope('s', 'd', [{}]):@", "with (o as w, {}):@", "try:@\nfinally:@",
    "try:@\nexcept OSError:@", "def f(p={}, *, q={}):@\nf()", "def f():@return {}\nout(f())", "class C:@",
    "class C(*[{}][:0]):@", "@marked({})\ndef f(): return {}\nout(f())", "@marked({})\nclass C:@",
    "match {}:\n case w if {}:@", "async def h(p={}):@\nh", "def y():@yield {}\nout(list(y()))",
    "with tf.variable_scope('s'):@",
)  # fmt: skip
_ONE_LINE: Final = ("if {}: r = {}; out({})", "for i in [{}]: r = {}", "while {}: out({}); break", "with {}: s = {};")
_INDENTS: Final = ("    ", "  ", "\t", " ")
_ENDS: Final = ("\n", "\n", "\r\n", "\r")
_HEADS: Final = (
    "import tensorflow as tf\n", "import os, tensorflow as tf\n", "'''Über.'''\nimport tensorflow as tf; import os\n",
    "import os\nfrom os import path\n\nimport tensorflow as tf  # TF\n", "import tensorflow\ntf = tensorflow\n",
    "try:\n    import tensorflow as tf\nexcept ImportError: tf = None\n",
)  # fmt: skip
_ENCODINGS: Final = ("utf-8", "utf-8", "utf-8-sig", "latin-1")
#: Functions that statements of their own call, because they return nothing.
_STATEMENTS: Final = ("tf.enable_eager_execution", "tf.logging", "tf.flags", "tf.name_scope", "tf.variable_scope")
_WORDS: Final = (tokenize.NAME, tokenize.NUMBER, tokenize.STRING)
_ENDINGS: Final = (
    tokenize.NEWLINE,
    tokenize.NL,
    tokenize.COMMENT,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
)


class Program(NamedTuple):
    """A program as a file has it.

    Attributes:
        data: the bytes.
        encoding: the encoding.
        line_end: what its lines end with.
    """

    data: bytes
    encoding: str
    line_end: str


def program(seed: int) -> Program:
    """Returns the program of a seed."""
    return _Programs(random.Random(seed)).program()


class _Programs:
    """Makes one program.

    Args:
        choice: what makes the choices.
    """

    def __init__(self, choice: random.Random) -> None:
        self._choice = choice
        self._probes = itertools.count(1)
        self._comments = itertools.count(1)
        functions = functions_of_tensorflow_1()
        self._functions = [one for one in functions.items() if not one[0].startswith(_STATEMENTS)]
        self._changed = changed_functions()
        self._indent = choice.choice(_INDENTS)

    def program(self) -> Program:
        choice = self._choice
        encoding, end = choice.choice(_ENCODINGS), choice.choice(_ENDS)
        lines = [self._valid_statement() for _ in range(choice.randint(1, 4))]
        text = choice.choice(_HEADS) + "s = 0\nd = {}\n" + "\n".join(lines) + "\n"
        text = self._laid_out(text)
        if encoding == "latin-1":
            text = f"# coding: latin-1\n{text}"
        if choice.random() < 0.2:
            text = text.rstrip("\n")
        return Program(text.replace("\n", end).encode(encoding), encoding, end)

    def _valid_statement(self) -> str:
        """Returns a statement that Python accepts."""
        while True:
            text = self._statement(2)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    compile(text, "program", "exec")
            except (SyntaxError, ValueError):
                continue
            return text

    # --- expressions ---------------------------------------------------------------

    def _filled(self, template: str, depth: int) -> str:
        return template.format(*[self._value(depth, is_whole=False) for _ in range(template.count("{}"))])

    def _value(self, depth: int, *, is_whole: bool) -> str:
        kind = self._choice.random()
        if depth <= 0 or kind < 0.15:
            if self._choice.random() < 0.08:
                return self._choice.choice(("2", "1.5", "-1"))
            return self._choice.choice((f"e({next(self._probes)})", "a", "b", "(a)", "o.x", "o['k']", "o.f(b)"))
        if kind < 0.5:
            return self._call(depth - 1)
        if is_whole and kind < 0.6:
            return self._filled(self._choice.choice(_WHOLE), depth - 1)
        return self._filled(self._choice.choice(_OPERATORS), depth - 1)

    def _call(self, depth: int) -> str:
        choice = self._choice
        name, parameters = choice.choice(self._functions)
        given = [one for one in parameters if not one.endswith("?") or choice.random() < 0.3]
        count = 0
        while count < len(given) and given[count] == parameters[count] and choice.random() < 0.7:
            count += 1
        by_keyword = given[count:]
        choice.shuffle(by_keyword)
        arguments = [self._argument(one, depth) for one in given[:count]]
        if count and choice.random() < 0.08 and name not in self._changed:
            at = choice.randrange(count)
            arguments[at:] = [f"*[{', '.join(arguments[at:])}]"]
        for one in by_keyword:
            value, own = self._argument(one, depth), one.rstrip("?")
            arguments.append(f"**{{'{own}': {value}}}" if choice.random() < 0.08 else f"{own}={value}")
        ending = "," if arguments and choice.random() < 0.2 else ""
        return f"{name}({', '.join(arguments)}{ending})"

    def _argument(self, parameter: str, depth: int) -> str:
        if parameter.rstrip("?") in ("name", "message", "data_format", "scope"):
            return self._choice.choice(("'n'", '"é"', "'a' 'b'", "'n' if a else 'm'", "'%s' % 1", "None"))
        if self._choice.random() < 0.1:
            return f"({self._value(depth, is_whole=True)})"
        return self._value(depth, is_whole=True)

    # --- statements ------------------------------------------------------------------

    def _statement(self, depth: int = 2) -> str:
        kind = self._choice.random()
        if not depth or kind < 0.55:
            return self._filled(self._choice.choice(_SIMPLE), 3)
        if kind < 0.65:
            return self._filled(self._choice.choice(_ONE_LINE), 2)
        head = self._choice.choice(_COMPOUND)
        text = ""
        for number, part in enumerate(head.split(":@")):
            text += f":{self._block(depth - 1)}" if number else ""
            rest = part.removeprefix("break").removeprefix("return {}").removeprefix("yield {}") if number else part
            if number and rest != part:
                text += f"\n{self._indent}{self._filled(part[: len(part) - len(rest)], 2)}"
            text += self._filled(rest, 2)
        return text

    def _block(self, depth: int) -> str:
        lines = [line for _ in range(self._choice.randint(1, 2)) for line in self._statement(depth).split("\n")]
        return "".join(f"\n{self._indent}{line}" for line in lines)

    # --- layout ------------------------------------------------------------------------

    def _laid_out(self, text: str) -> str:
        """Returns a program with other spaces, line breaks, and comments between its tokens."""
        return "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        lines = text.splitlines(keepends=True)
        level = strings = 0
        previous: tokenize.TokenInfo | None = None
        busy = self._choice.choice((0.0, 0.05, 0.3))
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in (tokenize.INDENT, tokenize.DEDENT):
                continue
            gap = self._gap_before(token, previous, lines)
            is_first = previous is None or previous.type in _ENDINGS
            if is_first and not level and token.type not in _ENDINGS:
                yield from self._between_statements(gap, busy)
            elif strings or is_first or token.type in _ENDINGS:
                yield gap
                if token.type == tokenize.NEWLINE and self._choice.random() < busy:
                    yield f"  {self._comment()}"
            else:
                yield self._gap(gap, previous, token, busy, is_inside=level > 0)
            yield token.string
            level += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}")) if not strings else 0
            name = tokenize.tok_name[token.type]
            strings += (name == "FSTRING_START") - (name == "FSTRING_END")
            previous = token

    def _gap_before(self, token: tokenize.TokenInfo, previous: tokenize.TokenInfo | None, lines: list[str]) -> str:
        line, column = token.start
        if previous is not None and previous.end[0] == line:
            return lines[line - 1][previous.end[1] : column]
        return lines[line - 1][:column] if line <= len(lines) else ""

    def _between_statements(self, indent: str, busy: float) -> Iterator[str]:
        if self._choice.random() < busy:
            yield self._choice.choice(("\n", f"{indent}{self._comment()}\n", "\f\n", f"{self._comment()}\n", "  \n"))
        yield indent

    def _gap(
        self, gap: str, previous: tokenize.TokenInfo | None, token: tokenize.TokenInfo, busy: float, *, is_inside: bool
    ) -> str:
        if self._choice.random() >= busy:
            return gap
        found = [" ", "  ", "\t", "\f ", " \\\n  ", "\\\n\t"]
        if is_inside:
            found += ["\n", "\n\n      ", f"  {self._comment()}\n  ", f"{self._comment()}\n", "\n\t"]
        is_joined = previous is not None and previous.type in _WORDS and token.type in _WORDS
        if not is_joined:
            found.append("")
        elif previous is not None and previous.string.isidentifier():
            found = [f" {one}" for one in found]
        return self._choice.choice(found)

    def _comment(self) -> str:
        return f"# {self._choice.choice(('note', 'é', ')', '(x, ', 'tf.log(x)'))} {next(self._comments)}"


def is_valid(data: bytes) -> bool:
    """Returns whether Python accepts a program."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(data)
        except SyntaxError:
            return False
    return True
