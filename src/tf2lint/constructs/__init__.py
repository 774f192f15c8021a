"""Whole constructs of TensorFlow 1, and the edits that turn them into native TensorFlow 2.

`analysis` reads the code of a file: scopes, what names are bound to, kinds of values, and what sessions run
(`session_runs.py`).

`iterators` has what makes, reads, and initializes iterators over datasets, of which both of the following make use.

`graphs` turns code that builds a graph (`graph_block.py`) and runs it into code that computes it. A graph that runs
once is computed where it stands (`single_run.py`). Otherwise its statements move into functions, one for all runs that
fetch the same (`steps.py`, `step_functions.py`), which are called instead of the session (`run_edits.py`);
`conversion_checks.py`, `session_lifetimes.py`, and `moving_averages.py` tell whether that is possible. What trains
becomes tapes (`training.py`, `training_text.py`), what each run computes anew moves into the functions (`renewed.py`,
`elements.py`), layers are made once (`made_once.py`), or by name where functions
make or share them (`variable_store.py`), savers become checkpoints (`savers.py`), and summaries are written by value
(`summaries.py`). `variables` has what makes and shares variables by name, and what to write instead.

In a file in which no value changes from one run to the next, `eager` makes runs read what is computed at once
(`eager_runs.py`). What would differ is changed first: elements of datasets (`iterations.py`),
metrics (`streaming_metrics.py`), random numbers that several runs read (`redrawn.py`). Optimizers of programs that run
eagerly become those of Keras (`eager_training.py`).

`sessions.py`, `monitored_sessions.py`, `sessions_in_tests.py`, and `session_options.py` delete what sessions leave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tf2lint import lazy_exports

if TYPE_CHECKING:
    from tf2lint.constructs.analysis.bound_values import BoundValues as BoundValues, Part as Part
    from tf2lint.constructs.analysis.library_names import LibraryNames as LibraryNames
    from tf2lint.constructs.analysis.other_files import OtherFiles as OtherFiles
    from tf2lint.constructs.analysis.scopes import Scopes as Scopes
    from tf2lint.constructs.construct import Construct as Construct, Unconverted as Unconverted
    from tf2lint.constructs.file_constructs import constructs as constructs

__getattr__ = lazy_exports(
    __name__,
    {
        "analysis.bound_values": ("BoundValues", "Part"),
        "analysis.library_names": ("LibraryNames",),
        "analysis.other_files": ("OtherFiles",),
        "analysis.scopes": ("Scopes",),
        "construct": ("Construct", "Unconverted"),
        "file_constructs": ("constructs",),
    },
)
