"""What rules are asked, what they answer, and what runs them.

A rule is a `Rule` with checks for names, calls, classes or events. `RuleRunner` runs all rules on a file's references;
`RuleRelevance` tells the resolver in advance which code no rule can report.
"""

from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.eager_mode import eager_message, has_effect
from tf2lint.linting.file_extensions import extension_of
from tf2lint.linting.graph_collections import collection_of, key_of, replacement_of
from tf2lint.linting.keras_version import has_keras_2, has_keras_3
from tf2lint.linting.reuse import is_reuse, names_in
from tf2lint.linting.rule import Rule, calls_of, gone
from tf2lint.linting.rule_context import (
    ChangedCall,
    EventContext,
    ImportedPackage,
    ImpureCall,
    Iteration,
    LibraryCall,
    Problem,
    ReferencedName,
)
from tf2lint.linting.rule_docs import HOME, parse_rule_docs, rule_page, rule_page_url
from tf2lint.linting.rule_relevance import RuleRelevance
from tf2lint.linting.rule_runner import RuleRunner
from tf2lint.linting.source_version import is_tf1_argument, is_tf1_source
from tf2lint.linting.variable_getters import argument_problems

__all__ = [
    "HOME",
    "ChangedCall",
    "Diagnostic",
    "EventContext",
    "ImportedPackage",
    "ImpureCall",
    "Iteration",
    "LibraryCall",
    "Problem",
    "ReferencedName",
    "Rule",
    "RuleRelevance",
    "RuleRunner",
    "argument_problems",
    "calls_of",
    "collection_of",
    "eager_message",
    "extension_of",
    "gone",
    "has_effect",
    "has_keras_2",
    "has_keras_3",
    "is_reuse",
    "is_tf1_argument",
    "is_tf1_source",
    "key_of",
    "names_in",
    "parse_rule_docs",
    "replacement_of",
    "rule_page",
    "rule_page_url",
]
