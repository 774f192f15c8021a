"""The namespace-mapping table: what happened to each TensorFlow name, and what to write instead.

Facts come from TensorFlow's wheels (`data/*.tsv`, generated), guidance is written by hand (`data/guidance/`). `Table`
joins both at one target version; everything that explains a name to a user reads it from there.
"""

from tf2lint.table.eager_effects import FAILS, SILENT, load_eager_effects, names_with_effect
from tf2lint.table.entries import CALL, Area, Entry, Lookup
from tf2lint.table.entry_building import TF1_VERSION
from tf2lint.table.export import Answer, Row, TableExport
from tf2lint.table.guidance import DataError, Outcome
from tf2lint.table.keras_modules import KerasModules
from tf2lint.table.mapping_table import DATA, Table, UnknownVersionError, known_versions, table_for
from tf2lint.table.packages import Package, read_packages
from tf2lint.table.return_types import ANY, LISTS, LOOKED_UP
from tf2lint.table.signature_diff import ArgumentChange, ChangeKind, SignatureDiff, SignatureDiffs
from tf2lint.table.signatures import NO_SIGNATURE, Argument, ParameterSlot, Signature, parse_signature
from tf2lint.table.versions import Range, version_key

__all__ = [
    "ANY",
    "CALL",
    "DATA",
    "FAILS",
    "LISTS",
    "LOOKED_UP",
    "NO_SIGNATURE",
    "SILENT",
    "TF1_VERSION",
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
