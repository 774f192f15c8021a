"""Changes to names that a program may choose: of the library, of objects, of parameters."""

from __future__ import annotations

import ast
import re
import tokenize
from typing import Final

from support.equivalents.program import Edit, Equivalent, edited, functions, parsed, same_lines, start, tokens, words

#: What Estimators pass by name; and what a function outside of a class has that is put into one later.
_TELLING: Final = frozenset({"features", "labels", "mode", "self"})
_ALIAS: Final = re.compile(r"^import tensorflow as tf$", re.MULTILINE)


def _with_names(text: str, names: dict[str, str]) -> str:
    """Renames identifiers, wherever they are no attributes or keywords of calls."""
    lines = text.splitlines(keepends=True)
    found = tokens(text)
    places, depth = [], 0
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        is_module = before is not None and before.string == "from" and token.line.lstrip().startswith("from ")
        is_attribute = is_module or (before is not None and before.string == ".")
        depth += (token.string in "([{") - (token.string in ")]}") if token.type == tokenize.OP else 0
        is_keyword = depth > 0 and after is not None and after.string == "="
        if token.type == tokenize.NAME and token.string in names and not is_attribute and not is_keyword:
            places.append((token.start, token.string))
    for (line, column), name in reversed(places):
        first = lines[line - 1]
        lines[line - 1] = first[:column] + names[name] + first[column + len(name) :]
    return "".join(lines)


def other_alias(text: str) -> Equivalent | None:
    """`import tensorflow as tff`."""
    if not _ALIAS.search(text) or "tff" in words(text) or text.count("import tensorflow") > 1:
        return None
    if any(token.type == tokenize.STRING and re.search(r"\btf\b", token.string) for token in tokens(text)):
        return None  # it may be an annotation
    if any(node.arg == "tf" for node in ast.walk(parsed(text)) if isinstance(node, ast.keyword | ast.arg)):
        return None
    if any(node.name.partition(".")[0] == "tf" for node in ast.walk(parsed(text)) if isinstance(node, ast.alias)):
        return None  # a module, or a member of one, that has this name whatever the program calls TensorFlow
    return same_lines(_with_names(text, {"tf": "tff"}))


def full_name(text: str) -> Equivalent | None:
    """`import tensorflow`, and no other name for it."""
    found = other_alias(text)
    if found is None or re.search(r"\btf\s*=|\bas tf\b.*\bas tf\b", text) or "tensorflow." in text:
        return None
    if _uses_full_name(text):
        return None
    return same_lines(_with_names(text.replace("import tensorflow as tf", "import tensorflow"), {"tf": "tensorflow"}))


def _uses_full_name(text: str) -> bool:
    """Returns whether a program uses the name `tensorflow`, which may be something else, or nothing."""
    return any(isinstance(node, ast.Name) and node.id == "tensorflow" for node in ast.walk(parsed(text)))


def assigned_alias(text: str) -> Equivalent | None:
    """`import tensorflow`, and the other name by an assignment."""
    found = _ALIAS.search(text)
    if found is None or len(_ALIAS.findall(text)) > 1 or _uses_full_name(text):
        return None
    number = text.count("\n", 0, found.start()) + 1
    count = text.count("\n") + 1
    origins = (*range(1, number + 1), 0, *range(number + 1, count + 1))
    return Equivalent(_ALIAS.sub("import tensorflow\ntf = tensorflow", text), origins)


def other_self(text: str) -> Equivalent | None:
    """Methods whose first parameter is not called `self`."""
    methods = {node for each in ast.walk(parsed(text)) if isinstance(each, ast.ClassDef) for node in each.body}
    all_functions = [
        node for node in ast.walk(parsed(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    if any(parameter.arg == "self" for node in all_functions if node not in methods for parameter in node.args.args):
        return None  # by its name, it is put into a class later
    if re.search(r"\bthis\b", text) or not re.search(r"\bself\b", text) or re.search(r"\.self\b|\bself\s*=", text):
        return None
    return same_lines(_with_names(text, {"self": "this"}))


def renamed_parameters(text: str) -> Equivalent | None:
    """Other names for the parameters of functions that nobody passes by name."""
    used = words(text)
    keywords = {node.arg for node in ast.walk(parsed(text)) if isinstance(node, ast.keyword)}
    if None in keywords or used & {"locals", "vars", "partial", "signature", "getfullargspec"}:
        return None
    edits: list[Edit] = []
    for function in functions(text):
        outer = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
        inner = [node for node in ast.walk(function) if not any(node in ast.walk(default) for default in outer)]
        if any(isinstance(node, ast.ClassDef | ast.JoinedStr | ast.Global | ast.Nonlocal) for node in inner):
            continue
        taken = {node.name for node in inner[1:] if isinstance(node, ast.FunctionDef | ast.ExceptHandler)}
        taken |= {(node.asname or node.name).partition(".")[0] for node in inner if isinstance(node, ast.alias)}
        parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
        if _TELLING.intersection(parameters):
            continue
        for name in parameters:
            if name in keywords | taken or f"{name}_" in used:
                continue
            for node in inner:
                is_name = isinstance(node, ast.Name) and node.id == name
                if is_name or (isinstance(node, ast.arg) and node.arg == name):
                    line, offset = start(node)
                    edits.append(((line, offset), (line, offset + len(name.encode())), f"{name}_"))
    return same_lines(edited(text, edits)) if edits else None


def annotated(text: str) -> Equivalent | None:
    """Annotations of what functions return."""
    return same_lines(re.sub(r"^(\s*def \w+\([^()]*\)):$", r"\1 -> object:", text, flags=re.MULTILINE))


def annotated_parameters(text: str) -> Equivalent | None:
    """Annotations of parameters that say nothing."""
    edits: list[Edit] = []
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                if parameter.annotation is None:
                    place = parameter.end_lineno or 0, parameter.end_col_offset or 0
                    edits.append((place, place, ": object"))
    return same_lines(edited(text, edits)) if edits else None


def annotated_names(text: str) -> Equivalent | None:
    """Annotations of names that say nothing."""
    declared = {
        name for node in ast.walk(parsed(text)) if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    }
    in_classes = {
        statement for node in ast.walk(parsed(text)) if isinstance(node, ast.ClassDef) for statement in ast.walk(node)
        if isinstance(statement, ast.Assign)
    }  # fmt: skip
    edits: list[Edit] = []
    for node in ast.walk(parsed(text)):
        match node:
            case ast.Assign(targets=[ast.Name(id=name) as target]) if name not in declared and node not in in_classes:
                value = node.value
                if isinstance(value, ast.Tuple) and _is_bare(text, value):
                    continue
                place = target.end_lineno or 0, target.end_col_offset or 0
                edits.append((place, place, ": object"))
            case _:
                pass
    return same_lines(edited(text, edits)) if edits else None


def _is_bare(text: str, node: ast.Tuple) -> bool:
    """Returns whether a tuple has no brackets; with an annotation, a starred one would need them."""
    return not (ast.get_source_segment(text, node) or "").startswith("(")
