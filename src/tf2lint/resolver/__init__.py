"""The resolver: what each expression of one file may evaluate to, at the target version.

An abstract interpreter in three parts. `AnalysisState` is the state at one program point and imports no other part.
`ExpressionEvaluator` and `StatementInterpreter` work on a state. `Environment` is the protocol for everything outside
the file; the project package implements it.

Order. The module's body runs first, then the functions in it, since that is when they can run. A free name in a
function holds what it held at the definition or was bound to later (`Body.history`). Attributes of `self`, return
values, and names bound through `global` or `nonlocal` are cells (`cells.py`): a body that read one is scheduled again
when it grows.

Skipping. A statement can only use or bind a name that its text mentions, so `MentionIndex` decides which lines are
evaluated at all. When a name turns out to hold something after all, the bodies that mention it and skipped it are
scheduled again (`rescheduling.py`): the result is the one that evaluating everything would have.

Objects. What a library call returns is a symbol like any other: after `sess = tf.Session()`, `sess.run` is
`tensorflow.Session.().run`. It flows through names, attributes of `self`, return values and `with`. An object is only
followed where the file's text accesses a member that the table has an entry for, and a tensor, which nearly everything
is, only into names with such an access.

What an expression of the library returns, the items of a container, and what the library passes to a method that
programs override are lines of data (table/data/results.txt). A layer's result is known by what it is called with.

Containers. Lists, tuples, dicts, named tuples and what functions return in them are values that hold others
(`container_values.py`); reading gives what was put in (`containers.py`), at a key that is only known when the program
runs any of it. What a program puts in later makes a name or attribute hold one more alternative (`mutations.py`).
Records such as dataclasses are objects of classes of the program, whose constructor sets attributes (`records.py`).

Parameters. A parameter holds what its annotation says and what the known calls pass; `Parameter` is what unknown
callers pass, and takes nothing away from an object beside it. Where a method that library objects have is called on
something unknown, `demand` follows its receiver back to parameters, about which callers are asked, in other modules too
(`parameter_questions.py`), and to imported names, which are an `ExternalValue`: an expression over the names of another
module that is only evaluated where that matters. `passing` binds arguments, also unpacked ones, to the functions that a
call may run; `given_functions` asks other modules what they call functions with that are given to them; `decorators`
passes definitions to their decorators; `assigned_elsewhere` asks what other modules assign to an attribute. When
nothing else tells, `use_signs` concludes from the call itself what its receiver is.

Origins. `places` records which calls, assignments, uses and returns give parameters, attributes and results objects;
`origins` follows the objects of the references that are reported back to the first of these places.

Shapes. The resolver does not know what `x` is in `x.shape[0].value`, but only items of a TensorFlow 1 shape have
`value`. In a file that accesses it, `.shape` and `.get_shape()` of anything unknown evaluate to a shape.

Reuse flags. Where a scope or layer takes a reuse flag that is not a literal, `ReuseFlags` traces it to the parameter
that it comes from, through local variables, `a or b`, `self.reuse`, and the condition around `reuse_variables()`; then
to all calls of that function, and on from there.

Termination. A value keeps at most `MAX_ALTERNATIVES` alternatives and a symbol at most `MAX_PARTS` parts; beyond that
it becomes "anything", and nothing is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.resolver.assigned_elsewhere import ASSIGNED as ASSIGNED, resume as resume
    from tf2lint.resolver.bindings import Bindings as Bindings
    from tf2lint.resolver.builtin_calls import (
        BUILTINS as BUILTINS,
        MODELED_LIBRARIES as MODELED_LIBRARIES,
        NAMES_IN_LIBRARIES as NAMES_IN_LIBRARIES,
    )
    from tf2lint.resolver.class_bases import (
        all_library_bases as all_library_bases,
        has_own_method as has_own_method,
        library_bases as library_bases,
        subclasses as subclasses,
    )
    from tf2lint.resolver.constant_folding import Release as Release
    from tf2lint.resolver.container_values import RecordClass as RecordClass
    from tf2lint.resolver.expressions import ExpressionEvaluator as ExpressionEvaluator
    from tf2lint.resolver.external_values import (
        attributes_in as attributes_in,
        evaluate_expression as evaluate_expression,
        evaluate_here as evaluate_here,
        follow_calls as follow_calls,
        follow_words as follow_words,
        names_in as names_in,
        portable_argument as portable_argument,
        split_class as split_class,
        value_of_attribute as value_of_attribute,
    )
    from tf2lint.resolver.given_functions import (
        given_function as given_function,
        is_about_given as is_about_given,
        places_of as places_of,
        receive as receive,
    )
    from tf2lint.resolver.impure_functions import (
        IMPURE_LIBRARIES as IMPURE_LIBRARIES,
        RANDOM_FUNCTIONS as RANDOM_FUNCTIONS,
        may_be_traced as may_be_traced,
    )
    from tf2lint.resolver.operators import truth_of as truth_of
    from tf2lint.resolver.origins import Origins as Origins
    from tf2lint.resolver.parameter_questions import ask_indirect_callers as ask_indirect_callers
    from tf2lint.resolver.places import Holder as Holder
    from tf2lint.resolver.references import Origin as Origin, Reference as Reference, ReferenceKind as ReferenceKind
    from tf2lint.resolver.reuse_arguments import (
        REUSE_FLAG as REUSE_FLAG,
        REUSE_FLAGS as REUSE_FLAGS,
        find_reuse_arguments as find_reuse_arguments,
        may_take_reuse_flag as may_take_reuse_flag,
    )
    from tf2lint.resolver.reuse_flags import ReuseFlags as ReuseFlags
    from tf2lint.resolver.reuse_parameters import (
        FlagOccurrence as FlagOccurrence,
        FlagParameter as FlagParameter,
        FlagParameters as FlagParameters,
    )
    from tf2lint.resolver.scopes import (
        Body as Body,
        ClassInfo as ClassInfo,
        ClassValue as ClassValue,
        Function as Function,
        Instance as Instance,
    )
    from tf2lint.resolver.state import AnalysisState as AnalysisState
    from tf2lint.resolver.statements import StatementInterpreter as StatementInterpreter
    from tf2lint.resolver.use_signs import (
        ask_about_receivers as ask_about_receivers,
        conclude_from_use as conclude_from_use,
    )
    from tf2lint.resolver.values import (
        ABSENT as ABSENT,
        ANYTHING as ANYTHING,
        MAX_ALTERNATIVES as MAX_ALTERNATIVES,
        MAX_PARTS as MAX_PARTS,
        NONE as NONE,
        OTHER_OBJECT as OTHER_OBJECT,
        SKIPPING as SKIPPING,
        UNKNOWN as UNKNOWN,
        Const as Const,
        ExternalCallable as ExternalCallable,
        ExternalClass as ExternalClass,
        ExternalFunction as ExternalFunction,
        ExternalValue as ExternalValue,
        GivenFunction as GivenFunction,
        ModuleValue as ModuleValue,
        SequenceValue as SequenceValue,
        Symbol as Symbol,
        Value as Value,
        Values as Values,
        join_all as join_all,
        merge_alternatives as merge_alternatives,
        without_unbound as without_unbound,
    )

__getattr__ = lazy_exports(
    __name__,
    {
        "assigned_elsewhere": (
            "ASSIGNED",
            "resume",
        ),
        "bindings": ("Bindings",),
        "builtin_calls": (
            "BUILTINS",
            "MODELED_LIBRARIES",
            "NAMES_IN_LIBRARIES",
        ),
        "class_bases": (
            "all_library_bases",
            "has_own_method",
            "library_bases",
            "subclasses",
        ),
        "constant_folding": ("Release",),
        "container_values": ("RecordClass",),
        "expressions": ("ExpressionEvaluator",),
        "external_values": (
            "attributes_in",
            "evaluate_expression",
            "evaluate_here",
            "follow_calls",
            "follow_words",
            "names_in",
            "portable_argument",
            "split_class",
            "value_of_attribute",
        ),
        "given_functions": ("given_function", "is_about_given", "places_of", "receive"),
        "impure_functions": (
            "IMPURE_LIBRARIES",
            "RANDOM_FUNCTIONS",
            "may_be_traced",
        ),
        "operators": ("truth_of",),
        "origins": ("Origins",),
        "parameter_questions": ("ask_indirect_callers",),
        "places": ("Holder",),
        "references": (
            "Origin",
            "Reference",
            "ReferenceKind",
        ),
        "reuse_arguments": (
            "REUSE_FLAG",
            "REUSE_FLAGS",
            "find_reuse_arguments",
            "may_take_reuse_flag",
        ),
        "reuse_flags": ("ReuseFlags",),
        "reuse_parameters": (
            "FlagOccurrence",
            "FlagParameter",
            "FlagParameters",
        ),
        "scopes": (
            "Body",
            "ClassInfo",
            "ClassValue",
            "Function",
            "Instance",
        ),
        "state": ("AnalysisState",),
        "statements": ("StatementInterpreter",),
        "use_signs": ("ask_about_receivers", "conclude_from_use"),
        "values": (
            "ABSENT",
            "ANYTHING",
            "MAX_ALTERNATIVES",
            "MAX_PARTS",
            "NONE",
            "OTHER_OBJECT",
            "SKIPPING",
            "UNKNOWN",
            "Const",
            "ExternalCallable",
            "ExternalClass",
            "ExternalFunction",
            "ExternalValue",
            "GivenFunction",
            "ModuleValue",
            "SequenceValue",
            "Symbol",
            "Value",
            "Values",
            "join_all",
            "merge_alternatives",
            "without_unbound",
        ),
    },
)
