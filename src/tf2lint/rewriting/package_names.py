"""Names of the package keras that only the same Keras in TensorFlow still has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tf2lint.table import TEMPLATE_ROOT

if TYPE_CHECKING:
    from tf2lint.resolver import Symbol
    from tf2lint.table import Entry, TensorFlowTable

#: What the names of the package keras begin with.
PACKAGE: Final = "keras."
#: What differs in them.
ONLY_IN_TENSORFLOW: Final = "only tf.keras still has it, as it was in Keras 2"


def name_in_tensorflow(symbol: Symbol, entry: Entry, table: TensorFlowTable) -> str:
    """Returns the name, starting with `tf.`, of what the package keras lacks, but tf.keras has; empty if it has not.

    Args:
        symbol: a symbol.
        entry: what the table has about it.
        table: the table at the target.
    """
    is_same_keras = table.keras.package.version == table.keras.tf_keras.version
    name = f"{TEMPLATE_ROOT}{entry.name}"
    is_gone = symbol.name.startswith(PACKAGE) and not entry.exists and name in entry.replacements
    return name if is_gone and is_same_keras else ""
