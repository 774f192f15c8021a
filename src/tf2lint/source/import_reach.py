"""Decides whether a file that doesn't mention TensorFlow may get objects of it from other modules."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from tf2lint.source.code_text import imports_in
from tf2lint.source.files import read_bytes
from tf2lint.source.module_finder import find_by_path, part_of
from tf2lint.source.prefilter import mentions_tensorflow

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The members by which objects of the library are followed. They are repeated here because loading the table takes
#: longer than most checks of a file without TensorFlow; a test compares them with it.
OBJECT_MEMBERS: Final = (
    "add_event", "add_graph", "add_meta_graph", "add_run_metadata", "add_session_log", "add_summary",
    "add_to_collection", "add_to_collections", "apply_gradients", "as_default", "as_graph_def", "as_graph_element",
    "clear_collection", "compute_gradients", "evaluate_generator", "export_meta_graph",
    "filter_with_legacy_function", "finalize", "fit_generator", "get_all_collection_keys", "get_collection",
    "get_collection_ref", "get_logdir", "get_name_scope", "get_operation_by_name", "get_operations", "get_slot",
    "get_slot_names", "get_tensor_by_name", "get_updates", "initializer", "last_checkpoints", "make_callable",
    "make_initializable_iterator", "make_initializer", "make_one_shot_iterator", "map_with_legacy_function",
    "minimize", "output_classes", "output_shapes", "output_types", "partial_run", "partial_run_setup",
    "predict_classes", "predict_generator", "recover_last_checkpoints", "reopen", "restore", "reuse_variables",
    "run", "run_step_fn", "save", "should_stop", "string_handle", "to_yaml", "zero_state",
)  # fmt: skip
_USES_OBJECT: Final = re.compile(rf"\.(?:{'|'.join(OBJECT_MEMBERS)})[ \t]*\(")
_STAR_IMPORT: Final = re.compile(r"^[ \t]*from\b[^\n#]*\bimport[ \t]*\*", re.MULTILINE)
_STAR: Final = "*"
#: Calls by which a session of TensorFlow 1, or a model of Keras 2, is known in most programs.
_TELLING_CALL: Final = re.compile(r"feed_dict|sess(?:ion)?\.run[ \t]*\(|\.(?:evaluate|fit|predict)_generator[ \t]*\(")
#: How many modules are followed to those that they import names from.
_MAX_FOLLOWED: Final = 8


def may_use_tensorflow(source: str, path: str) -> bool:
    """Returns whether a file may use TensorFlow: itself, or objects from other modules of the project.

    These are the modules that it imports, if it calls a method that objects of the library have, or imports all names,
    among which may be some of the library. What imports the file may pass objects to it, too, but finding that out is a
    search through the whole project. So that counts only if the file runs something that is called like a session, or
    calls a method that only models of Keras 2 have.

    Args:
        source: the text of the file.
        path: the file.
    """
    if mentions_tensorflow(source) or _TELLING_CALL.search(source) is not None:
        return True
    return (uses_object_members(source) or _STAR_IMPORT.search(source) is not None) and any(
        _mentions_tensorflow(module) for module in _modules_and_their_sources(source, path)
    )


def uses_object_members(source: str) -> bool:
    """Returns whether a text calls methods by which objects of the library are followed."""
    return _USES_OBJECT.search(source) is not None


def _modules_and_their_sources(source: str, path: str) -> Iterator[str]:
    """Yields the files that a module imports, and those that imported packages, and star-imported modules, import."""
    seen, pending, followed = {path}, [(source, path)], 0
    while pending:
        text, importer = pending.pop()
        for module, is_star in _imported_modules(text, importer):
            if module in seen:
                continue
            seen.add(module)
            yield module
            if (is_star or os.path.basename(module) == "__init__.py") and followed < _MAX_FOLLOWED:
                followed += 1
                pending.append((_read(module), module))


def _imported_modules(text: str, importer: str) -> Iterator[tuple[str, bool]]:
    """Yields the files of the project's modules that the import statements of a file name, and whether by a star.

    Args:
        text: the text of the file.
        importer: the file.
    """
    for imported in imports_in(text):
        module = find_by_path(importer, imported.module, imported.level)
        is_star = imported.member == _STAR
        part = part_of(module, imported.member) if module is not None and imported.member and not is_star else None
        yield from ((found, is_star) for found in (module, part) if found is not None and found.endswith(".py"))


def _mentions_tensorflow(path: str) -> bool:
    try:
        status = os.stat(path)
    except OSError:
        return False
    return _file_mentions_tensorflow(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=8192)
def _file_mentions_tensorflow(path: str, _changed: int, _size: int) -> bool:
    return mentions_tensorflow(_read(path))


def _read(path: str) -> str:
    """Returns the text of a module; empty if it can't be read, which is reported where it is checked."""
    return (read_bytes(path) or b"").decode("utf-8", "replace")
