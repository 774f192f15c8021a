"""Rules, the contexts that their checks receive, the problems that they return, and the runners.

A rule is a `Rule` with checks for names, calls, classes or events. `RuleIndex` finds those that apply to a symbol,
`RuleRunner` runs them on a file's references; `RuleRelevance` determines in advance which code no rule can report, so
that the resolver skips it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.linting.config_code import with_config as with_config, with_more_keys as with_more_keys
    from tf2lint.linting.coverage import Coverage as Coverage, Relation as Relation
    from tf2lint.linting.diagnostics import Diagnostic as Diagnostic
    from tf2lint.linting.eager_mode import (
        applies_in_eager_mode as applies_in_eager_mode,
        eager_effect as eager_effect,
        runs_in_eager_mode as runs_in_eager_mode,
    )
    from tf2lint.linting.event_runner import EventRunner as EventRunner
    from tf2lint.linting.fed_dictionaries import feeds_session as feeds_session
    from tf2lint.linting.graph_collections import (
        collection_advice as collection_advice,
        collection_argument as collection_argument,
        graph_key_of as graph_key_of,
    )
    from tf2lint.linting.hidden_findings import HiddenFindings as HiddenFindings
    from tf2lint.linting.keras_version import has_keras_2 as has_keras_2, has_keras_3 as has_keras_3
    from tf2lint.linting.keras_weights import (
        WEIGHT_LISTS as WEIGHT_LISTS,
        WEIGHTS as WEIGHTS,
        is_weight as is_weight,
        is_weight_list as is_weight_list,
    )
    from tf2lint.linting.literal_paths import literal_end as literal_end, literal_file_name as literal_file_name
    from tf2lint.linting.metric_names import asks_for as asks_for, looks_up as looks_up
    from tf2lint.linting.package_metadata import project_address as project_address
    from tf2lint.linting.problem import (
        CompatName as CompatName,
        Insertion as Insertion,
        Insertions as Insertions,
        Problem as Problem,
        StringEnd as StringEnd,
    )
    from tf2lint.linting.related_locations import (
        full_message as full_message,
        related_clauses as related_clauses,
        with_clauses as with_clauses,
    )
    from tf2lint.linting.reuse import may_reuse as may_reuse, names_in as names_in
    from tf2lint.linting.rule import (
        Rule as Rule,
        removed_calls as removed_calls,
        removed_name_problem as removed_name_problem,
    )
    from tf2lint.linting.rule_context import (
        ChangedCall as ChangedCall,
        ClassContext as ClassContext,
        EventContext as EventContext,
        ImportedPackage as ImportedPackage,
        ImpureCall as ImpureCall,
        Iteration as Iteration,
        KeyLookup as KeyLookup,
        LibraryCall as LibraryCall,
        ObjectUse as ObjectUse,
        ReferencedName as ReferencedName,
    )
    from tf2lint.linting.rule_docs import (
        parse_rule_docs as parse_rule_docs,
        rule_page as rule_page,
        rule_page_url as rule_page_url,
    )
    from tf2lint.linting.rule_index import RuleIndex as RuleIndex
    from tf2lint.linting.rule_relevance import RuleRelevance as RuleRelevance
    from tf2lint.linting.rule_runner import RuleRunner as RuleRunner
    from tf2lint.linting.tf1_source import is_tf1_argument as is_tf1_argument, is_tf1_source as is_tf1_source
    from tf2lint.linting.variable_getters import argument_problems as argument_problems

__getattr__ = lazy_exports(
    __name__,
    {
        "config_code": (
            "with_config",
            "with_more_keys",
        ),
        "coverage": (
            "Coverage",
            "Relation",
        ),
        "diagnostics": ("Diagnostic",),
        "eager_mode": (
            "applies_in_eager_mode",
            "eager_effect",
            "runs_in_eager_mode",
        ),
        "event_runner": ("EventRunner",),
        "fed_dictionaries": ("feeds_session",),
        "graph_collections": (
            "collection_advice",
            "collection_argument",
            "graph_key_of",
        ),
        "hidden_findings": ("HiddenFindings",),
        "keras_weights": ("WEIGHTS", "WEIGHT_LISTS", "is_weight", "is_weight_list"),
        "keras_version": (
            "has_keras_2",
            "has_keras_3",
        ),
        "literal_paths": (
            "literal_end",
            "literal_file_name",
        ),
        "metric_names": (
            "asks_for",
            "looks_up",
        ),
        "package_metadata": ("project_address",),
        "problem": (
            "CompatName",
            "Insertion",
            "Insertions",
            "Problem",
            "StringEnd",
        ),
        "related_locations": (
            "full_message",
            "related_clauses",
            "with_clauses",
        ),
        "reuse": (
            "may_reuse",
            "names_in",
        ),
        "rule": (
            "Rule",
            "removed_calls",
            "removed_name_problem",
        ),
        "rule_context": (
            "ChangedCall",
            "ClassContext",
            "EventContext",
            "ImportedPackage",
            "ImpureCall",
            "Iteration",
            "KeyLookup",
            "LibraryCall",
            "ObjectUse",
            "ReferencedName",
        ),
        "rule_docs": (
            "parse_rule_docs",
            "rule_page",
            "rule_page_url",
        ),
        "rule_index": ("RuleIndex",),
        "rule_relevance": ("RuleRelevance",),
        "rule_runner": ("RuleRunner",),
        "tf1_source": (
            "is_tf1_argument",
            "is_tf1_source",
        ),
        "variable_getters": ("argument_problems",),
    },
)
