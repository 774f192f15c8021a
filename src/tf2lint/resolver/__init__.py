"""The resolver: what each expression of one file may evaluate to, at the target version.

An abstract interpreter in three parts. `AnalysisState` is the state at one program point and knows no other part.
`ExpressionEvaluator` and `StatementInterpreter` work on a state. `Environment` is the protocol for everything outside
the file; the project package implements it.
"""

from tf2lint.resolver.builtin_calls import BUILTINS, MODELED_LIBRARIES
from tf2lint.resolver.class_bases import all_library_bases, library_bases
from tf2lint.resolver.expressions import ExpressionEvaluator
from tf2lint.resolver.flag_parameters import FlagOccurrence, FlagParameters
from tf2lint.resolver.impure_functions import IMPURE_LIBRARIES, RANDOM_FUNCTIONS, may_be_traced
from tf2lint.resolver.operators import truth_of
from tf2lint.resolver.references import Reference, ReferenceKind
from tf2lint.resolver.reuse_arguments import FLAG, FLAGS, find_reuse_arguments, takes_flag
from tf2lint.resolver.reuse_flags import ReuseFlags
from tf2lint.resolver.scopes import Bindings, Body, ClassInfo, ClassValue, Function, Instance
from tf2lint.resolver.state import AnalysisState
from tf2lint.resolver.statements import StatementInterpreter
from tf2lint.resolver.values import (
    ABSENT,
    MOST_PARTS,
    UNKNOWN,
    Const,
    ExternalCallable,
    ExternalClass,
    ModuleValue,
    SequenceValue,
    Symbol,
    Value,
    Values,
    join_all,
    without_unbound,
)

__all__ = [
    "ABSENT",
    "BUILTINS",
    "FLAG",
    "FLAGS",
    "IMPURE_LIBRARIES",
    "MODELED_LIBRARIES",
    "MOST_PARTS",
    "RANDOM_FUNCTIONS",
    "UNKNOWN",
    "AnalysisState",
    "Bindings",
    "Body",
    "ClassInfo",
    "ClassValue",
    "Const",
    "ExpressionEvaluator",
    "ExternalCallable",
    "ExternalClass",
    "FlagOccurrence",
    "FlagParameters",
    "Function",
    "Instance",
    "ModuleValue",
    "Reference",
    "ReferenceKind",
    "ReuseFlags",
    "SequenceValue",
    "StatementInterpreter",
    "Symbol",
    "Value",
    "Values",
    "all_library_bases",
    "find_reuse_arguments",
    "join_all",
    "library_bases",
    "may_be_traced",
    "takes_flag",
    "truth_of",
    "without_unbound",
]
