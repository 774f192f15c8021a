"""Runs programs on the Keras that is installed, each by itself, and tells how each ended.

Run as a script it reads a JSON list of programs and writes one of outcomes: `works`, `wrong` where a last line of the
form `a == b` does not hold, or the name of the error.
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
    """How each program ends, on Keras 3 or on `tf_keras`."""
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
    is_question = isinstance(last, ast.Expr) and isinstance(last.value, ast.Compare)
    names: dict[str, object] = {"__name__": "example"}
    try:
        exec(compile(ast.Module(tree.body[:-1] if is_question else tree.body, []), "example", "exec"), names)
        if isinstance(last, ast.Expr) and is_question:
            return "works" if eval(compile(ast.Expression(last.value), "example", "eval"), names) else "wrong"
    except Exception as error:  # noqa: BLE001 - whatever a program raises is what it is run for
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
    os._exit(0)  # threads of TensorFlow may outlive the last program
