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

Arguments: `SignatureDiff` compares the parameters of 1.15 with those at the target, and each call with both.
`data/arguments.txt` adds what signatures cannot show. `data/eager.txt` and `data/results.txt` say what calls do in
eager mode and which class they return.
"""

from tf2lint.table.eager_effects import FAILS, SILENT, load_eager_effects, names_with_effect
from tf2lint.table.entries import CALL, Area, Entry, Lookup
from tf2lint.table.export import Answer, Row, TableExport
from tf2lint.table.guidance import DataError, Outcome
from tf2lint.table.keras_modules import KerasModules
from tf2lint.table.mapping_table import DATA, Table, UnknownVersionError, known_versions, table_for
from tf2lint.table.packages import Package, read_packages
from tf2lint.table.return_types import ANY, MEMBERSHIP_TEST, VARIABLE_LISTS
from tf2lint.table.signature_diff import ArgumentChange, ChangeKind, SignatureDiff, SignatureDiffs
from tf2lint.table.signatures import NO_SIGNATURE, Argument, ParameterSlot, Signature, parse_signature
from tf2lint.table.versions import TF1_VERSION, Range, version_key

__all__ = [
    "ANY",
    "CALL",
    "DATA",
    "FAILS",
    "MEMBERSHIP_TEST",
    "NO_SIGNATURE",
    "SILENT",
    "TF1_VERSION",
    "VARIABLE_LISTS",
    "Answer",
    "Area",
    "Argument",
    "ArgumentChange",
    "ChangeKind",
    "DataError",
    "Entry",
    "KerasModules",
    "Lookup",
    "Outcome",
    "Package",
    "ParameterSlot",
    "Range",
    "Row",
    "Signature",
    "SignatureDiff",
    "SignatureDiffs",
    "Table",
    "TableExport",
    "UnknownVersionError",
    "known_versions",
    "load_eager_effects",
    "names_with_effect",
    "parse_signature",
    "read_packages",
    "table_for",
    "version_key",
]
