"""Records what typical calls of TensorFlow 1 compute, and which names are the same object there.

    python tools/record_proofs.py            # writes what it records: results.tsv, renames.tsv, aliases.tsv
    python tools/record_proofs.py --names    # only writes the renamed names, for the first command to look at
    python tools/record_proofs.py --check    # exits with status 1 if the calls are not those recorded

The first one takes a minute. It runs on Python 3.7 with TensorFlow 1.15.5, NumPy 1.18.5, and protobuf below 3.21;
--names needs tf2lint.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys

from proofs.aliases import record_aliases
from proofs.calls import proofs
from proofs.recorded import RESULTS, header, is_current
from proofs.renames import record_verdicts, write_names

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def main() -> int:
    """Runs the tool; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only say whether the recorded results are current")
    parser.add_argument("--names", action="store_true", help="only write the names in renames.tsv")
    options = parser.parse_args()
    if options.names:
        from proofs.renamed_names import renamed_names

        write_names(renamed_names())
        return 0
    if options.check:
        if not is_current():
            sys.stderr.write(f"{RESULTS.name} is out of date: run tools/record_proofs.py on TensorFlow 1.15.5\n")
        return 0 if is_current() else 1
    record()
    return 0


def record() -> None:
    """Runs all calls and writes their results, and which renamed and private names are the same objects."""
    import warnings

    warnings.simplefilter("ignore")
    import numpy as np
    import tensorflow as tf

    from proofs.running import result_of

    lines = []
    for proof in {proof.old: proof for proof in proofs()}.values():
        result = result_of(proof, proof.old)
        if isinstance(result, dict) and "error" in result:
            sys.stderr.write(f"{proof.location}: {result['error']}: {proof.old}\n")
        lines.append(f"{proof.old}\t{json.dumps(result, separators=(',', ':'))}\n")
    versions = f"TensorFlow {tf.__version__}, NumPy {np.__version__}, Python {platform.python_version()}"
    RESULTS.write_text(header(versions) + "".join(lines), "utf-8")
    record_verdicts(tf)
    record_aliases(tf)


if __name__ == "__main__":
    sys.exit(main())
