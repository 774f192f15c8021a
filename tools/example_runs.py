"""Runs programs, each in a process of its own, on the TensorFlow that is installed, and tells what they computed.

As a script, it reads a JSON list of `[program, names]` and writes a list of results. A result has what the program
`prints`, or, if it prints nothing, the `values` of the names that hold numbers, texts, or tensors in the end; or its
`error`. It needs only
what TensorFlow needs, and runs on Python 3.7, too. TensorFlow is imported once: each program is a fork.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any

_SECONDS = 120


def main() -> None:
    """Runs the programs of standard input."""
    programs = json.load(sys.stdin)
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    warnings.simplefilter("ignore")
    with contextlib.redirect_stderr(io.StringIO()):
        import tensorflow as tf
    results = [_forked(tf, program, names) for program, names in programs]
    sys.stdout.write(json.dumps(results))


def _forked(tf: Any, program: str, names: list[str]) -> dict[str, Any]:
    """Returns the result of a program, which runs in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if not child:
            signal.alarm(_SECONDS)
            os.chdir(folder)
            Path("result").write_text(json.dumps(_result(tf, program, names)), "utf-8")
            os._exit(0)  # threads of TensorFlow may never end
        os.waitpid(child, 0)
        result = Path(folder, "result")
        return json.loads(result.read_text("utf-8")) if result.exists() else {"error": "the process was ended"}


def _result(tf: Any, program: str, names: list[str]) -> dict[str, Any]:
    from proofs.values import encoded

    found: dict[str, Any] = {"__name__": "__main__"}
    sys.argv = ["example.py"]
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(program, "example.py", "exec"), found)
    except SystemExit:
        pass
    except Exception as error:  # noqa: BLE001 - any error is a result
        return {"error": f"{type(error).__name__}: {error}"}
    lines = printed.getvalue().splitlines()
    values = {name: _value(tf, found[name]) for name in names if name in found and not lines}
    return {"prints": lines, "values": {name: encoded(value) for name, value in values.items() if _is_data(value)}}


def _value(tf: Any, value: Any) -> Any:
    """Returns the value of tensors and variables, in lists; None if it depends on what a session is fed."""
    from proofs.values import parts_of

    if not tf.executing_eagerly() and isinstance(value, (tf.Tensor, tf.Variable, tf.SparseTensor)):
        v1 = tf.compat.v1
        with v1.Session() as session:
            session.run([v1.global_variables_initializer(), v1.local_variables_initializer()])
            try:
                value = session.run(value)
            except tf.errors.InvalidArgumentError:
                return None
    parts = parts_of(value)
    if parts is not None:
        return [_value(tf, part) for part in parts]
    return value.numpy() if hasattr(value, "numpy") else value


def _is_data(value: Any) -> bool:
    import numpy as np

    if isinstance(value, list):
        return all(map(_is_data, value))
    return isinstance(value, (bool, int, float, str, bytes, np.ndarray, np.generic))


if __name__ == "__main__":
    main()
