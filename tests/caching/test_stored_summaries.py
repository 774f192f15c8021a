"""Tests that what is known of modules is kept while nothing has changed on which it depends."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

from support.cached_runs import run, run_uncached
from support.cases import job_of
from tf2lint.project import Workspace
from tf2lint.project.answer_text import described
from tf2lint.table import Signature

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_NET = """\
import tensorflow as tf

def net(x, reuse=None, size={size}):
    with tf.variable_scope('net', reuse={reuse}):
        return x
"""
_USER = "import tensorflow as tf\nimport net\nnet.net(tf.zeros([1]), reuse=True)\n"


def test_flag_parameters_of_other_modules_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"pyproject.toml": "", "net.py": _NET.format(size=[1, 2], reuse="reuse"), "user.py": _USER}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    jobs = [job_of(str(tmp_path / "user.py"))]
    assert [one.finding.code for one in run(tmp_path / "cache", jobs)[0][0].findings] == ["TF305"]
    (tmp_path / "user.py").write_text(f"{_USER}x = 1\n")
    expected = run_uncached(jobs)
    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "_flag_parameters", None)
        assert run(tmp_path / "cache", jobs) == (expected, 0), "the module is not analyzed again"
    (tmp_path / "net.py").write_text(_NET.format(size=3, reuse=None))
    assert run(tmp_path / "cache", jobs) == (run_uncached(jobs), 0)
    assert run_uncached(jobs) != expected


def test_signatures_are_the_same_after_they_were_stored() -> None:
    for text in ("", "a, /, b, *c, d=1, **e", "x, y=(1, [None]), *, z, w=lambda a: a + 1", "self, reuse=tf.AUTO_REUSE"):
        function = ast.parse(f"def f({text}): pass").body[0]
        assert isinstance(function, ast.FunctionDef)
        signature = Signature(function.args)
        stored = Signature.of_row(json.loads(json.dumps(signature.row())))
        assert described(stored) == described(signature)
        call = ast.parse("f(0, 1, d=2, *z)", mode="eval").body
        assert isinstance(call, ast.Call)
        assert stored.bind(call).keys() == signature.bind(call).keys()
