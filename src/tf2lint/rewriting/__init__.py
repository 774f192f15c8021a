"""Rewrites calls of TensorFlow 1: what to write instead, with the call's own arguments."""

from __future__ import annotations

from tf2lint.rewriting.applied_functions import on_dataset as on_dataset
from tf2lint.rewriting.call_rewriter import CallRewriter as CallRewriter
from tf2lint.rewriting.compat_code import in_compat as in_compat, name_of_contrib as name_of_contrib
from tf2lint.rewriting.deletion import Deletions as Deletions
from tf2lint.rewriting.edits import edits_of_call as edits_of_call
from tf2lint.rewriting.element_edits import edit_without as edit_without
from tf2lint.rewriting.graph_mode import GraphModeFile as GraphModeFile
from tf2lint.rewriting.import_deletion import ImportDeletions as ImportDeletions
from tf2lint.rewriting.import_moves import ImportMoves as ImportMoves
from tf2lint.rewriting.imports import FileImports as FileImports, ImportedModule as ImportedModule
from tf2lint.rewriting.instantiation import Piece as Piece
from tf2lint.rewriting.name_rewriter import PACKAGES as PACKAGES, MovedName as MovedName, NameRewriter as NameRewriter
from tf2lint.rewriting.native_imports import NativeImports as NativeImports
from tf2lint.rewriting.passed_sessions import PassedSessions as PassedSessions
from tf2lint.rewriting.rewritten_call import RewrittenCall as RewrittenCall
from tf2lint.rewriting.same_syntax import is_same as is_same
from tf2lint.rewriting.session_file import SessionFile as SessionFile
from tf2lint.rewriting.text import SourceTexts as SourceTexts, code as code, code_and_shown as code_and_shown
from tf2lint.rewriting.unused_imports import unused_import as unused_import
