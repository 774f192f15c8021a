"""The namespace-mapping table: what happened to each TensorFlow name, and what to write instead.

Facts come from TensorFlow's wheels (`data/*.tsv`, generated), guidance is written by hand (`data/guidance/`). `Table`
joins both at one target version; everything that explains a name to a user reads it from there.

For a name that the target lacks, the first of these decides:

1. guidance for that name;
2. the native name of the same object: the one that the target's `tf.compat.v1` has under the old name; for a name that
   contrib re-exported, the entry of the core name of the same object;
3. guidance for a family of names;
4. `tf.compat.v1`, if only that still has it;
5. nothing, and the message says so.

A name in a module that was never public leads to the public names of the object. Members of classes
(`tf.Session().run`) are in `members.tsv`; a class's source does not show every attribute of its objects, so guidance
can mark one as `current`.

The package keras has facts of its own, in `data/keras/`: `KerasFacts` has its names in all versions of Keras, and
`PairedFacts` the names of TensorFlow with a certain Keras. `KerasReleases` says which Keras comes with a TensorFlow.

Libraries beside TensorFlow whose names changed with TensorFlow 2 have a `LibraryTable` each, in `data/libraries/`.

Arguments: `SignatureDiff` compares the parameters of 1.15 with those at the target, and each call with both.
`data/arguments.txt` adds what signatures cannot show, and `data/early.txt` the orders of arguments before 1.0.
`data/names.txt` says what to write instead of attributes of objects.
`data/eager.txt` and `data/results.txt` say what calls do in eager mode and which class they return.
`data/use_signs.txt` says what a call shows about objects of unknown origin.

Rewrites: `data/rewrites/` says what to write instead of calls, as templates over the parameters of TensorFlow 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.table.argument_change import (
        ArgumentChange as ArgumentChange,
        ChangeKind as ChangeKind,
        EarlyOrder as EarlyOrder,
    )
    from tf2lint.table.argument_rows import ArgumentRow as ArgumentRow
    from tf2lint.table.call_conditions import (
        complement as complement,
        is_batched as is_batched,
        is_quotient as is_quotient,
        literal_complement as literal_complement,
    )
    from tf2lint.table.call_site import CallSite as CallSite, UnknownSite as UnknownSite
    from tf2lint.table.composites import (
        ARRAY as ARRAY,
        LIKE_BOTH as LIKE_BOTH,
        LIKE_FIRST as LIKE_FIRST,
        METRIC as METRIC,
        MIXED as MIXED,
        OTHER as OTHER,
        SPARSE as SPARSE,
        TENSOR as TENSOR,
        composite_kind as composite_kind,
    )
    from tf2lint.table.eager_effects import (
        FAILS as FAILS,
        SILENT as SILENT,
        load_eager_effects as load_eager_effects,
        names_with_effect as names_with_effect,
    )
    from tf2lint.table.early_version import early_names as early_names
    from tf2lint.table.entries import (
        CALL as CALL,
        COMPAT_PREFIX as COMPAT_PREFIX,
        NO_REPLACEMENT as NO_REPLACEMENT,
        Area as Area,
        Entry as Entry,
        Lookup as Lookup,
    )
    from tf2lint.table.export import (
        Answer as Answer,
        RewriteRow as RewriteRow,
        Row as Row,
        TableExport as TableExport,
    )
    from tf2lint.table.guidance import DataError as DataError, Outcome as Outcome
    from tf2lint.table.keras_facts import KERAS_3 as KERAS_3, TF_KERAS as TF_KERAS, KerasFacts as KerasFacts
    from tf2lint.table.keras_releases import (
        LEGACY_KERAS as LEGACY_KERAS,
        KerasChoice as KerasChoice,
        KerasRelease as KerasRelease,
        KerasReleases as KerasReleases,
        UnknownVersionError as UnknownVersionError,
    )
    from tf2lint.table.library_table import LibraryTable as LibraryTable, library_tables as library_tables
    from tf2lint.table.literals import literal as literal
    from tf2lint.table.mapping_table import (
        DATA as DATA,
        Table as Table,
        TensorFlowTable as TensorFlowTable,
        known_versions as known_versions,
        load_data as load_data,
        load_keras_facts as load_keras_facts,
        table_for as table_for,
    )
    from tf2lint.table.moved_codes import (
        Move as Move,
        codes_after as codes_after,
        moves as moves,
        moves_to as moves_to,
        read_moves as read_moves,
    )
    from tf2lint.table.name_rewrites import NameRewrite as NameRewrite, load_name_rewrites as load_name_rewrites
    from tf2lint.table.number_kinds import (
        DOUBLE as DOUBLE,
        FLOAT as FLOAT,
        INTEGER as INTEGER,
        kind_of_dtype as kind_of_dtype,
        kind_of_numbers as kind_of_numbers,
    )
    from tf2lint.table.packages import Package as Package, read_packages as read_packages
    from tf2lint.table.paired_facts import PairedFact as PairedFact, PairedFacts as PairedFacts
    from tf2lint.table.repeated_names import (
        gives_other_values as gives_other_values,
        has_no_weights as has_no_weights,
        has_one_value as has_one_value,
        makes_something_lasting as makes_something_lasting,
        read_patterns as read_patterns,
        takes_from_queue as takes_from_queue,
    )
    from tf2lint.table.return_types import (
        ANY as ANY,
        ARITHMETIC as ARITHMETIC,
        CALLED as CALLED,
        EQUALITY as EQUALITY,
        ITEM as ITEM,
        KEY as KEY,
        MEMBERSHIP_TEST as MEMBERSHIP_TEST,
        UNHASHABLE as UNHASHABLE,
        VARIABLE_LISTS as VARIABLE_LISTS,
    )
    from tf2lint.table.rewrites import Rewrite as Rewrite, Rewrites as Rewrites, Safety as Safety
    from tf2lint.table.signature_diff import SignatureDiff as SignatureDiff
    from tf2lint.table.signature_diffs import SignatureDiffs as SignatureDiffs
    from tf2lint.table.signatures import (
        NO_SIGNATURE as NO_SIGNATURE,
        Argument as Argument,
        ParameterSlot as ParameterSlot,
        Signature as Signature,
        parse_signature as parse_signature,
    )
    from tf2lint.table.templates import (
        TEMPLATE_ROOT as TEMPLATE_ROOT,
        UNPACKED as UNPACKED,
        UNPACKED_SEQUENCE as UNPACKED_SEQUENCE,
        Parts as Parts,
        Place as Place,
        Placeholder as Placeholder,
        Root as Root,
        Template as Template,
        TemplateArgument as TemplateArgument,
        TemplateCall as TemplateCall,
        TemplateError as TemplateError,
        note_parts as note_parts,
    )
    from tf2lint.table.tensor_dtypes import (
        OF_ARGUMENT as OF_ARGUMENT,
        OF_FIRST as OF_FIRST,
        OF_NUMBERS as OF_NUMBERS,
        result_kinds as result_kinds,
    )
    from tf2lint.table.tensor_ranks import result_ranks as result_ranks
    from tf2lint.table.use_signs import (
        ANY_METHOD as ANY_METHOD,
        ArgumentPlace as ArgumentPlace,
        Condition as Condition,
        Requirement as Requirement,
        UseSign as UseSign,
        load_use_signs as load_use_signs,
    )
    from tf2lint.table.versions import (
        TF1_VERSION as TF1_VERSION,
        Range as Range,
        version_key as version_key,
    )

__getattr__ = lazy_exports(
    __name__,
    {
        "argument_change": ("ArgumentChange", "ChangeKind", "EarlyOrder"),
        "argument_rows": ("ArgumentRow",),
        "call_conditions": ("complement", "is_batched", "is_quotient", "literal_complement"),
        "call_site": ("CallSite", "UnknownSite"),
        "composites": (
            "ARRAY",
            "LIKE_BOTH",
            "LIKE_FIRST",
            "METRIC",
            "MIXED",
            "OTHER",
            "SPARSE",
            "TENSOR",
            "composite_kind",
        ),
        "repeated_names": (
            "gives_other_values",
            "takes_from_queue",
            "has_no_weights",
            "has_one_value",
            "makes_something_lasting",
            "read_patterns",
        ),
        "eager_effects": ("FAILS", "SILENT", "load_eager_effects", "names_with_effect"),
        "early_version": ("early_names",),
        "entries": ("CALL", "COMPAT_PREFIX", "NO_REPLACEMENT", "Area", "Entry", "Lookup"),
        "export": ("Answer", "RewriteRow", "Row", "TableExport"),
        "guidance": ("DataError", "Outcome"),
        "keras_facts": ("KERAS_3", "TF_KERAS", "KerasFacts"),
        "keras_releases": ("LEGACY_KERAS", "KerasChoice", "KerasRelease", "KerasReleases", "UnknownVersionError"),
        "library_table": ("LibraryTable", "library_tables"),
        "literals": ("literal",),
        "mapping_table": (
            "DATA",
            "Table",
            "TensorFlowTable",
            "load_keras_facts",
            "known_versions",
            "load_data",
            "table_for",
        ),
        "moved_codes": ("Move", "codes_after", "moves", "moves_to", "read_moves"),
        "name_rewrites": ("NameRewrite", "load_name_rewrites"),
        "number_kinds": ("DOUBLE", "FLOAT", "INTEGER", "kind_of_dtype", "kind_of_numbers"),
        "packages": ("Package", "read_packages"),
        "paired_facts": ("PairedFact", "PairedFacts"),
        "return_types": (
            "ANY",
            "ARITHMETIC",
            "CALLED",
            "EQUALITY",
            "ITEM",
            "KEY",
            "MEMBERSHIP_TEST",
            "UNHASHABLE",
            "VARIABLE_LISTS",
        ),
        "rewrites": ("Rewrite", "Rewrites", "Safety"),
        "signature_diff": ("SignatureDiff",),
        "signature_diffs": ("SignatureDiffs",),
        "signatures": ("NO_SIGNATURE", "Argument", "ParameterSlot", "Signature", "parse_signature"),
        "templates": (
            "TEMPLATE_ROOT",
            "UNPACKED",
            "UNPACKED_SEQUENCE",
            "Parts",
            "Place",
            "Placeholder",
            "Root",
            "Template",
            "TemplateArgument",
            "TemplateCall",
            "TemplateError",
            "note_parts",
        ),
        "tensor_dtypes": ("OF_ARGUMENT", "OF_FIRST", "OF_NUMBERS", "result_kinds"),
        "tensor_ranks": ("result_ranks",),
        "use_signs": ("ANY_METHOD", "ArgumentPlace", "Condition", "Requirement", "UseSign", "load_use_signs"),
        "versions": ("TF1_VERSION", "Range", "version_key"),
    },
)
