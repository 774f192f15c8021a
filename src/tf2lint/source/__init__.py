"""The text and syntax of one source file: parsing, positions, and which lines mention what.

Nothing here knows what a name means. Most of it exists so that later stages can skip code without looking at its
syntax: a text search tells whether a file can have to do with TensorFlow, which lines mention a word, whether a call
can pass a certain argument, and which functions of a module its own code needs.

Cutting functions out of a checked file before parsing was measured and does not pay: two thirds of the functions are
never evaluated, but they are a quarter of the text, and their syntax errors would go unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.source.assignments import assigned_values as assigned_values
    from tf2lint.source.caught_errors import catches_errors as catches_errors
    from tf2lint.source.class_attributes import (
        class_members as class_members,
        given_attributes as given_attributes,
        self_attributes as self_attributes,
    )
    from tf2lint.source.code_text import (
        ImportedName as ImportedName,
        code_of as code_of,
        imported_names as imported_names,
        imports_in as imports_in,
        lines_with_imports as lines_with_imports,
        statement_start as statement_start,
    )
    from tf2lint.source.definitions import Definitions as Definitions
    from tf2lint.source.equality_names import (
        compared_names as compared_names,
        compares_results as compares_results,
        hashes_results as hashes_results,
        result_hashed as result_hashed,
    )
    from tf2lint.source.files import (
        EXCLUDED as EXCLUDED,
        MAX_SETTINGS_SIZE as MAX_SETTINGS_SIZE,
        MAX_SIZE as MAX_SIZE,
        decode as decode,
        digest as digest,
        encoding_of as encoding_of,
        path_like as path_like,
        printable as printable,
        python_files as python_files,
        read_bytes as read_bytes,
        read_regular as read_regular,
        read_source as read_source,
        relative_path as relative_path,
        shown_path as shown_path,
        walk as walk,
    )
    from tf2lint.source.hand_through import hands_through as hands_through
    from tf2lint.source.import_reach import (
        may_use_tensorflow as may_use_tensorflow,
        uses_object_members as uses_object_members,
    )
    from tf2lint.source.local_names import (
        BodyNode as BodyNode,
        FunctionNode as FunctionNode,
        binding as binding,
        parameters as parameters,
        yields as yields,
    )
    from tf2lint.source.mention_index import (
        SOURCES as SOURCES,
        MentionIndex as MentionIndex,
        normalized as normalized,
    )
    from tf2lint.source.module_finder import (
        ModuleFinder as ModuleFinder,
        ModuleSearch as ModuleSearch,
        find_by_path as find_by_path,
        look_for as look_for,
        looked_for as looked_for,
        part_of as part_of,
    )
    from tf2lint.source.module_outline import (
        Outline as Outline,
        import_statements as import_statements,
        split_definitions as split_definitions,
    )
    from tf2lint.source.module_slices import (
        code_for as code_for,
        code_mentioning as code_mentioning,
        own_code as own_code,
        parsed_as as parsed_as,
    )
    from tf2lint.source.module_text import (
        STAR as STAR,
        Import as Import,
        ModuleText as ModuleText,
        function_text as function_text,
    )
    from tf2lint.source.noqa import (
        NoqaComment as NoqaComment,
        comment_lines as comment_lines,
        comments_by_line as comments_by_line,
        misread_comment as misread_comment,
    )
    from tf2lint.source.optional_values import is_none as is_none, unless_none as unless_none
    from tf2lint.source.parsing import (
        WALRUS as WALRUS,
        TooLargeError as TooLargeError,
        check_size as check_size,
        deep_recursion as deep_recursion,
        parse as parse,
    )
    from tf2lint.source.positions import (
        LINE_END as LINE_END,
        Lines as Lines,
        Positioned as Positioned,
        first_line as first_line,
        lines_of as lines_of,
        split_lines as split_lines,
        symbol_node as symbol_node,
    )
    from tf2lint.source.prefilter import mentions_tensorflow as mentions_tensorflow
    from tf2lint.source.receivers import (
        first_parameter as first_parameter,
        methods_of as methods_of,
        receiver_of as receiver_of,
    )
    from tf2lint.source.scope_bindings import (
        BoundValue as BoundValue,
        bound_values as bound_values,
        functions_named as functions_named,
        imported_from as imported_from,
    )
    from tf2lint.source.string_annotations import parse_annotation as parse_annotation, strings_in as strings_in
    from tf2lint.source.syntax_index import NodeSet as NodeSet, SyntaxIndex as SyntaxIndex
    from tf2lint.source.syntax_walk import (
        blocks_in as blocks_in,
        children_of as children_of,
        main_block as main_block,
        nodes_in as nodes_in,
    )
    from tf2lint.source.terminators import EXITS as EXITS, dotted as dotted, never_returns as never_returns
    from tf2lint.source.text_edits import apply_edits as apply_edits
    from tf2lint.source.time_limit import within as within
    from tf2lint.source.top_level import ModuleNames as ModuleNames, module_names as module_names

__getattr__ = lazy_exports(
    __name__,
    {
        "assignments": ("assigned_values",),
        "caught_errors": ("catches_errors",),
        "class_attributes": ("class_members", "given_attributes", "self_attributes"),
        "code_text": (
            "ImportedName",
            "code_of",
            "imported_names",
            "imports_in",
            "lines_with_imports",
            "statement_start",
        ),
        "definitions": ("Definitions",),
        "files": (
            "EXCLUDED",
            "MAX_SETTINGS_SIZE",
            "MAX_SIZE",
            "decode",
            "digest",
            "encoding_of",
            "path_like",
            "printable",
            "python_files",
            "read_bytes",
            "read_regular",
            "read_source",
            "relative_path",
            "shown_path",
            "walk",
        ),
        "hand_through": ("hands_through",),
        "import_reach": ("may_use_tensorflow", "uses_object_members"),
        "equality_names": ("compared_names", "compares_results", "hashes_results", "result_hashed"),
        "local_names": ("BodyNode", "FunctionNode", "binding", "parameters", "yields"),
        "mention_index": ("SOURCES", "MentionIndex", "normalized"),
        "module_finder": ("ModuleFinder", "ModuleSearch", "find_by_path", "look_for", "looked_for", "part_of"),
        "top_level": ("ModuleNames", "module_names"),
        "module_slices": ("code_for", "code_mentioning", "own_code", "parsed_as"),
        "module_text": ("STAR", "Import", "ModuleText", "function_text"),
        "module_outline": ("Outline", "import_statements", "split_definitions"),
        "noqa": ("NoqaComment", "comment_lines", "comments_by_line", "misread_comment"),
        "optional_values": ("is_none", "unless_none"),
        "parsing": ("WALRUS", "TooLargeError", "check_size", "deep_recursion", "parse"),
        "positions": ("LINE_END", "Lines", "Positioned", "first_line", "lines_of", "split_lines", "symbol_node"),
        "prefilter": ("mentions_tensorflow",),
        "receivers": ("first_parameter", "methods_of", "receiver_of"),
        "string_annotations": ("parse_annotation", "strings_in"),
        "scope_bindings": ("BoundValue", "bound_values", "functions_named", "imported_from"),
        "syntax_index": ("NodeSet", "SyntaxIndex"),
        "syntax_walk": ("blocks_in", "children_of", "main_block", "nodes_in"),
        "terminators": ("EXITS", "dotted", "never_returns"),
        "text_edits": ("apply_edits",),
        "time_limit": ("within",),
    },
)
