"""Rules, the contexts that their checks receive, the problems that they return, and the runners.

A rule is a `Rule` with checks for names, calls, classes or events. `RuleIndex` finds those that apply to a symbol,
`RuleRunner` runs them on a file's references; `RuleRelevance` determines in advance which code no rule can report, so
that the resolver skips it.
"""

from tf2lint.linting.config_code import with_config, with_more_keys
from tf2lint.linting.coverage import Coverage, Relation
from tf2lint.linting.diagnostics import Diagnostic
from tf2lint.linting.eager_mode import applies_in_eager_mode, eager_effect, runs_in_eager_mode
from tf2lint.linting.event_runner import EventRunner
from tf2lint.linting.fed_dictionaries import feeds_session
from tf2lint.linting.graph_collections import collection_advice, collection_argument, graph_key_of
from tf2lint.linting.hidden_findings import HiddenFindings
from tf2lint.linting.keras_version import has_keras_2, has_keras_3
from tf2lint.linting.literal_paths import literal_end, literal_file_name
from tf2lint.linting.metric_names import asks_for, looks_up
from tf2lint.linting.package_metadata import project_address
from tf2lint.linting.related_locations import full_message, related_clauses, with_clauses
from tf2lint.linting.reuse import may_reuse, names_in
from tf2lint.linting.rule import Rule, ignores_unknown_arguments, removed_calls, removed_name_problem
from tf2lint.linting.rule_context import (
    ChangedCall,
    ClassContext,
    CompatName,
    EventContext,
    ImportedPackage,
    ImpureCall,
    Insertions,
    Iteration,
    KeyLookup,
    LibraryCall,
    ObjectUse,
    Problem,
    ReferencedName,
    StringEnd,
)
from tf2lint.linting.rule_docs import parse_rule_docs, rule_page, rule_page_url
from tf2lint.linting.rule_index import RuleIndex
from tf2lint.linting.rule_relevance import RuleRelevance
from tf2lint.linting.rule_runner import RuleRunner
from tf2lint.linting.tf1_source import is_tf1_argument, is_tf1_source
from tf2lint.linting.variable_getters import argument_problems

__all__ = [
    "ChangedCall",
    "ClassContext",
    "CompatName",
    "Coverage",
    "Diagnostic",
    "EventContext",
    "EventRunner",
    "HiddenFindings",
    "ImportedPackage",
    "ImpureCall",
    "Insertions",
    "Iteration",
    "KeyLookup",
    "LibraryCall",
    "ObjectUse",
    "Problem",
    "ReferencedName",
    "Relation",
    "Rule",
    "RuleIndex",
    "RuleRelevance",
    "RuleRunner",
    "StringEnd",
    "applies_in_eager_mode",
    "argument_problems",
    "asks_for",
    "collection_advice",
    "collection_argument",
    "eager_effect",
    "feeds_session",
    "full_message",
    "graph_key_of",
    "has_keras_2",
    "has_keras_3",
    "ignores_unknown_arguments",
    "is_tf1_argument",
    "is_tf1_source",
    "literal_end",
    "literal_file_name",
    "looks_up",
    "may_reuse",
    "names_in",
    "parse_rule_docs",
    "project_address",
    "related_clauses",
    "removed_calls",
    "removed_name_problem",
    "rule_page",
    "rule_page_url",
    "runs_in_eager_mode",
    "with_clauses",
    "with_config",
    "with_more_keys",
]
