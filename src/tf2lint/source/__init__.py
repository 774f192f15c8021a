"""The text and syntax of one source file: parsing, positions, and which lines mention what.

Nothing here knows what a name means. Most of it exists so that later stages can
skip code without looking at its syntax.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tf2lint.source.files import EXCLUDED, decode, python_files
    from tf2lint.source.local_names import BodyNode, FunctionNode, binding, parameters, yields
    from tf2lint.source.mention_index import SOURCES, MentionIndex
    from tf2lint.source.module_slices import code_mentioning, own_code, parsed_as
    from tf2lint.source.module_text import STAR, Import, ModuleText
    from tf2lint.source.outline import Outline, import_statements
    from tf2lint.source.parsing import deep_recursion, parse
    from tf2lint.source.positions import LINE_END, Lines, Positioned, first_line, symbol_node
    from tf2lint.source.prefilter import mentions_tensorflow
    from tf2lint.source.string_annotations import parse_annotation, strings_in
    from tf2lint.source.terminators import EXITS, dotted, never_returns

__all__ = [
    "EXCLUDED",
    "EXITS",
    "LINE_END",
    "SOURCES",
    "STAR",
    "BodyNode",
    "FunctionNode",
    "Import",
    "Lines",
    "MentionIndex",
    "ModuleText",
    "Outline",
    "Positioned",
    "binding",
    "code_mentioning",
    "decode",
    "deep_recursion",
    "dotted",
    "first_line",
    "import_statements",
    "mentions_tensorflow",
    "never_returns",
    "own_code",
    "parameters",
    "parse",
    "parse_annotation",
    "parsed_as",
    "python_files",
    "strings_in",
    "symbol_node",
    "yields",
]

#: The module that defines each name. flake8 loads this package on every run, also where no file mentions TensorFlow, so
#: a module is imported when one of its names is first used.
_MODULES = {
    "files": (
        "EXCLUDED",
        "decode",
        "python_files",
    ),
    "local_names": (
        "BodyNode",
        "FunctionNode",
        "binding",
        "parameters",
        "yields",
    ),
    "mention_index": (
        "SOURCES",
        "MentionIndex",
    ),
    "module_slices": (
        "code_mentioning",
        "own_code",
        "parsed_as",
    ),
    "module_text": (
        "STAR",
        "Import",
        "ModuleText",
    ),
    "outline": (
        "Outline",
        "import_statements",
    ),
    "parsing": (
        "deep_recursion",
        "parse",
    ),
    "positions": (
        "LINE_END",
        "Lines",
        "Positioned",
        "first_line",
        "symbol_node",
    ),
    "prefilter": ("mentions_tensorflow",),
    "string_annotations": (
        "parse_annotation",
        "strings_in",
    ),
    "terminators": (
        "EXITS",
        "dotted",
        "never_returns",
    ),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found
