"""Searches for programs on which the engine fails: coverage-guided, with atheris (`pip install -e '.[fuzz]'`).

    python benchmarks/fuzz.py FOLDER [--minutes N]     fuzz; FOLDER keeps the fuzzer's corpus and failures
    python benchmarks/fuzz.py --show FILE              print the program that an input encodes, and check it

An input selects lines from the programs in tests/cases, tests/typestate/keras_programs.md and examples/, arranges them
in blocks, and replaces names and expressions in them, so that most inputs parse. One in ten is used unchanged, as the
content of a file for the command's file checker. Failures are: any exception except SyntaxError, a check that takes
longer than ten seconds, a finding outside of the text, and findings that change if references that no rule reports are
analyzed, too.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROOT: Final = Path(__file__).parent.parent
_FENCE: Final = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z_][\w.]*")
#: Inputs whose first byte is at least this are used unchanged, as the content of a file.
_RAW: Final = 230
#: Keywords that continue a statement, each with the keywords that it may follow.
_BEFORE: Final = {
    "else": {"if", "for", "while", "except", "async"},
    "except": {"try", "except"},
    "finally": {"try", "except", "else"},
}
_OPENING: Final = frozenset({"if", "for", "while", "try", "with", "def", "class", "match", "case", "async", *_BEFORE})
#: Maximum length of an expression.
_MAX_EXPRESSION: Final = 100


class Words(NamedTuple):
    """The parts that programs are built from.

    Attributes:
        lines: simple statements, and the first lines of compound statements.
        names: names and dotted names, as written.
        expressions: short expressions.
    """

    lines: tuple[str, ...]
    names: tuple[str, ...]
    expressions: tuple[str, ...]


class Line(NamedTuple):
    """A line of a program and the number of blocks that end before it."""

    ends: int
    text: str


def seeds() -> list[str]:
    """Returns the programs that inputs are built from."""
    pages = [*sorted((_ROOT / "tests" / "cases").glob("*.md")), _ROOT / "tests" / "typestate" / "keras_programs.md"]
    found = [program for page in pages for program in _FENCE.findall(page.read_text("utf-8"))]
    return found + [path.read_text("utf-8") for path in sorted((_ROOT / "examples").glob("*.py"))]


def words_of(programs: list[str]) -> Words:
    """Returns all lines, names and short expressions of programs."""
    lines, names, expressions = dict[str, None](), dict[str, None](), dict[str, None]()
    for program in programs:
        for line in lines_of(program):
            lines[line.text] = None
            names.update(dict.fromkeys(_NAME.findall(line.text)))
        for node in ast.walk(_parsed(program)):
            if isinstance(node, ast.Call | ast.Attribute | ast.Lambda | ast.BoolOp | ast.IfExp | ast.ListComp):
                expressions[ast.unparse(node)] = None
    short = (text for text in expressions if len(text) < _MAX_EXPRESSION and "\n" not in text)
    return Words(tuple(lines), tuple(names), tuple(short))


def _parsed(program: str) -> ast.Module:
    try:
        return ast.parse(program)
    except SyntaxError:
        return ast.Module([], [])


def lines_of(program: str) -> list[Line]:
    """Returns the lines of a program, from which `text_of` rebuilds it; empty if it can't be parsed."""
    lines, depth = list[Line](), 0
    for level, text in _statements(_parsed(program).body, 0):
        lines.append(Line(depth - level, text))
        depth = level + (text.split(" ")[0].rstrip(":") in _OPENING)
    return lines


def _statements(body: list[ast.stmt], level: int) -> Iterator[tuple[int, str]]:
    for statement in body:
        for decorator in getattr(statement, "decorator_list", ()):
            yield level, f"@{ast.unparse(decorator)}"
        yield level, _head(statement)
        yield from _statements(getattr(statement, "body", []), level + 1)
        for case in getattr(statement, "cases", ()):
            yield level + 1, _first_line(ast.unparse(ast.match_case(case.pattern, case.guard, [ast.Pass()])))
            yield from _statements(case.body, level + 2)
        for handler in getattr(statement, "handlers", ()):
            yield level, _first_line(ast.unparse(ast.ExceptHandler(handler.type, handler.name, [ast.Pass()])))
            yield from _statements(handler.body, level + 1)
        for part, word in (("orelse", "else:"), ("finalbody", "finally:")):
            if getattr(statement, part, ()):
                yield level, word
                yield from _statements(getattr(statement, part), level + 1)


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0]


def _head(statement: ast.stmt) -> str:
    if not hasattr(statement, "body") and not isinstance(statement, ast.Match):
        return ast.unparse(statement).replace("\n", "\\n" if isinstance(statement, ast.Expr) else " ")
    bare = {"body": [ast.Pass()], "orelse": [], "handlers": [], "finalbody": [], "decorator_list": [], "cases": []}
    parts = {name: bare.get(name, value) for name, value in ast.iter_fields(statement)}
    return _first_line(ast.unparse(ast.copy_location(type(statement)(**parts), statement)))


def text_of(lines: list[Line]) -> str:
    """Builds a program from lines; skips lines that are invalid where they are, and adds missing bodies."""
    out, last = list[str](), [""]  # the first word of the last statement of each open block
    for line in lines:
        word = re.split(r"\W", line.text, maxsplit=1)[0]
        for _ in range(min(line.ends, len(last) - 1)):
            _end(out, last)
        if word in _BEFORE and last[-1] not in _BEFORE[word]:
            continue
        if (word == "case") != (len(last) > 1 and last[-2] == "match"):
            continue
        if last[-1] == "try" and word not in _BEFORE:
            _guard(out, last)
        out.append("    " * (len(last) - 1) + line.text)
        last[-1] = "@" if line.text.startswith("@") else word
        if word in _OPENING and line.text.endswith(":"):
            last.append("")
    while len(last) > 1:
        _end(out, last)
    if last[-1] == "try":
        _guard(out, last)
    return "\n".join([*out, ""])


def _end(out: list[str], last: list[str]) -> None:
    inner = "    " * (len(last) - 1)
    if last[-1] == "try":
        _guard(out, last)
    if last[-1] in ("", "@"):
        out.append(f"{inner}case _: pass" if last[-2] == "match" else f"{inner}def unnamed(): pass")
    last.pop()


def _guard(out: list[str], last: list[str]) -> None:
    out.append("    " * (len(last) - 1) + "except Exception: pass")
    last[-1] = "except"


def encoded(program: str, words: Words) -> bytes:
    """Returns the input that encodes a program."""
    indexes = {text: index for index, text in enumerate(words.lines)}
    lines = lines_of(program)
    return b"\0" + b"".join(bytes((min(line.ends, 3),)) + indexes[line.text].to_bytes(2) for line in lines)


def decoded(data: bytes, words: Words) -> str:
    """Returns the program that an input encodes: three bytes for each line, plus two or three for a change to it."""
    stream, lines = iter(data[1:]), list[Line]()
    take: Callable[[], int] = lambda: next(stream, 0)  # noqa: E731
    while (first := next(stream, None)) is not None:
        text = words.lines[(take() << 8 | take()) % len(words.lines)]
        change = first >> 2
        if change in (1, 2):  # replace a name with another name
            text = _replace_name(text, take(), words.names[(take() << 8 | take()) % len(words.names)])
        elif change in (3, 4):  # replace a name with an expression
            expression = words.expressions[(take() << 8 | take()) % len(words.expressions)]
            text = _replace_name(text, take(), expression if change == 3 else f"({expression})")
        elif change == 5:  # replace a name with a name from this program
            known = [name for line in lines[-4:] for name in _NAME.findall(line.text)] or ["tf"]
            text = _replace_name(text, take(), known[take() % len(known)])
        lines.append(Line(first & 3, text))
    return text_of(lines)


def _replace_name(text: str, index: int, word: str) -> str:
    """Replaces one of the names in a line."""
    found = [match for match in _NAME.finditer(text) if match[0] not in _OPENING]
    if not found:
        return text
    match = found[index % len(found)]
    return text[: match.start()] + word + text[match.end() :]


def target(words: Words) -> Callable[[bytes], None]:
    """Returns the function that checks an input."""
    from support.cases import job_of  # type: ignore[import-not-found,unused-ignore]
    from tf2lint.engine import Engine
    from tf2lint.model import Settings
    from tf2lint.runner.file_checker import FileChecker

    engine, checker = Engine(Settings(select=("TF",))), FileChecker()  # includes rules that are off by default
    jobs = job_of("/nowhere/program.py"), job_of("/nowhere/notebook.ipynb")

    def check(data: bytes) -> None:
        if data[:1] >= bytes((_RAW,)):
            checker.check(jobs[data[0] % 2], data[1:])
            return
        source = f"import tensorflow as tf\n{decoded(data, words)}"
        try:
            findings = engine.check(source, "/nowhere/program.py").findings
        except SyntaxError:
            return
        lines = source.split("\n")
        for finding in findings:
            span = finding.span
            if not (1, 1) <= (span.line, span.column) < (span.end_line, span.end_column):
                raise AssertionError(f"{finding} ends before it starts")
            if span.end_column > len(lines[span.end_line - 1]) + 1:
                raise AssertionError(f"{finding} is outside of the text")
        if engine.check(source, "/nowhere/program.py", everything=True).findings != findings:
            raise AssertionError("skipping irrelevant references changed the findings")

    return check


def main() -> int:
    """Fuzzes, or shows an input; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="folder for inputs and failures")
    parser.add_argument("--minutes", type=float, default=20, metavar="N", help="minutes to run (default: 20)")
    parser.add_argument("--show", type=Path, metavar="FILE", help="an input to show")
    options = parser.parse_args()
    if (options.folder is None) == (options.show is None):
        parser.error("give either a folder or --show")
    sys.path[:0] = [str(_ROOT / "src"), str(_ROOT / "tests")]
    programs = seeds()
    words = words_of(programs)
    if options.show is not None:
        data = options.show.read_bytes()
        shown = data[1:] if data[:1] >= bytes((_RAW,)) else decoded(data, words).encode("utf-8", "surrogateescape")
        sys.stdout.buffer.write(shown)
        sys.stdout.flush()
        target(words)(data)
        return 0
    return _fuzz(options.folder, options.minutes, [encoded(program, words) for program in programs], words)


def _fuzz(folder: Path, minutes: float, inputs: list[bytes], words: Words) -> int:
    import atheris

    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(inputs):
        (corpus / f"seed{number:04}").write_bytes(data)
    with atheris.instrument_imports(include=["tf2lint"]):
        check = target(words)
        from tf2lint.rules import rules

        rules()
    limits = [f"-max_total_time={minutes * 60:.0f}", "-timeout=10", "-rss_limit_mb=3000", "-max_len=1200"]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={folder}/", "-print_final_stats=1", *limits], check)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
