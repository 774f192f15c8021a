"""Runs programs with the installed Keras and reports the outcome of each.

As a script, it reads a JSON list of programs and writes a list of outcomes: `works`; `wrong` if the last line is a
comparison, such as `a == b`, and false; or the name of the error.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile


def outcomes(programs: list[str], *, legacy: bool) -> list[str]:
    """Returns the outcome of each program on Keras 3, or on `tf_keras` if `legacy`."""
    environment = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TF_USE_LEGACY_KERAS": "1" if legacy else "0"}
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(programs), capture_output=True, encoding="utf-8", env=environment,
        timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout.rpartition("\n")[2])
    return found


def _outcome(program: str) -> str:
    tree = ast.parse(program)
    last = tree.body[-1]
    is_comparison = isinstance(last, ast.Expr) and isinstance(last.value, ast.Compare)
    names: dict[str, object] = {"__name__": "example"}
    try:
        exec(compile(ast.Module(tree.body[:-1] if is_comparison else tree.body, []), "example", "exec"), names)
        if isinstance(last, ast.Expr) and is_comparison:
            return "works" if eval(compile(ast.Expression(last.value), "example", "eval"), names) else "wrong"
    except Exception as error:  # noqa: BLE001 - any error is an outcome
        return type(error).__name__
    return "works"


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    found = []
    with contextlib.redirect_stdout(io.StringIO()):
        for program in json.load(sys.stdin):
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
                found.append(_outcome(program))
    sys.stdout.write("\n" + json.dumps(found))
    sys.stdout.flush()
    os._exit(0)  # TensorFlow's threads may outlive the last program
