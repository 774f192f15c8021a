"""Severities: an error where the program raises, a warning where its results change, info otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from support.cases import job_of
from tf2lint.linting.rule_docs import parse_rule_docs
from tf2lint.model import Severity
from tf2lint.rules import rules
from tf2lint.runner.file_checker import FileChecker

if TYPE_CHECKING:
    from pathlib import Path

#: What runs the code of an example that only defines something.
_USES: Final = {
    "TF304": "net(1.0)",
    "TF702": "Net()(tf.ones([1, 2]))",
    "TF704": 'tf.keras.models.load_model("net.h5")',
    "TF715": "Scale()(tf.ones([1, 1]))",
    "TF718": "Scale()(tf.ones([1, 1]))",
    "TF719": "Recorder()",
    "TF720": "Slow()",
    "TF802": "tf.keras.Sequential([Net()]).fit(tf.ones([4, 2]), tf.ones([4, 2]))",
}
#: Names of TensorFlow 1 in examples that are only there because the finding is about programs for it.
_CONTEXT: Final = {
    "tf.placeholder(tf.string, [None])": 'tf.constant(["a b"])',
    "tf.placeholder(tf.float32, [None, 3])": "tf.ones([3, 3])",
    "tf.placeholder(tf.float32)": "tf.constant(1.0)",
    'tf.get_variable("weights", [8, 8], initializer=tf.random_normal_initializer())': "tf.random_normal_initializer()",
    "with tf.Session() as sess:\n    sess.run(increment)": "",
}
#: What examples report, without the calls of TensorFlow 1 around it, which would raise.
_ALONE: Final = {
    "TF406": "tf.Variable(0.5)",
    "TF519": "step = tf.Variable(0)\nstep.assign_add(1)",
    "TF605": "tf.random_normal_initializer()",
    "TF803": 'tf.strings.split(["a b", "c"])',
    "TF804": "tf.where(tf.constant([True, False]), tf.ones([2, 2]), tf.zeros([2, 2]))",
    "TF807": "with tf.control_dependencies([tf.debugging.assert_greater(1.0, 0.0)]):\n    tf.identity(1.0)",
}
#: Rules about files, and about a switch that changes TensorFlow for the examples behind it.
_LEFT_OUT: Final = ("TF0", "TF108")
_RUN: Final = """
import json, os, sys
failed = {}
for code, program in json.load(sys.stdin).items():
    try:
        exec(compile(program, code, "exec"), {"__name__": "__main__"})
    except BaseException as error:
        failed[code] = repr(error)
json.dump(failed, sys.stderr)
"""


def severities(program: str, target: str = "2.21") -> list[tuple[str, Severity]]:
    """Returns the codes of the findings in a program of any rule, with their severities."""
    job = job_of("/nowhere/example.py", extend_select=["TF"], target=target)
    findings = FileChecker().check(job, program.encode()).findings
    return [(located.finding.code, located.finding.severity) for located in findings]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("tf.compat.v1.disable_eager_execution()", Severity.WARNING),
        ("tf.compat.v1.disable_resource_variables()", Severity.INFO),
        ("tf.compat.v1.enable_v2_behavior()", Severity.INFO),
        ("tf.queue.FIFOQueue(1, tf.int32).dequeue(); tf.placeholder", Severity.WARNING),
        ("tf.Variable(1.0).initializer; tf.placeholder", Severity.WARNING),
        ("tf.Variable(1.0).op; tf.placeholder", Severity.ERROR),
        ("tf.argmax([1], 0, 'name'); tf.placeholder", Severity.ERROR),
        ("tf.argmax([1], 0, name); tf.placeholder", Severity.WARNING),
        ("tf.keras.optimizers.Adam(0.1, decay=0.1)", Severity.WARNING),
        ("tf.keras.optimizers.Adam(lr=0.1)", Severity.ERROR),
        ("tf.keras.optimizers.Adam().lr", Severity.ERROR),
        ("tf.keras.optimizers.Adam().lr = 0.1", Severity.WARNING),
        ("tf.keras.callbacks.EarlyStopping(monitor='val_acc')", Severity.ERROR),
        ("tf.keras.callbacks.EarlyStopping(monitor='val_acc', mode='max')", Severity.WARNING),
        ("tf.keras.callbacks.ModelCheckpoint('{val_acc:.2f}.keras')", Severity.ERROR),
        ("tf.keras.Sequential([tf.keras.layers.Dense(1)]).summary()", Severity.WARNING),
        ("tf.keras.Sequential([tf.keras.layers.Dense(1)]).count_params()", Severity.ERROR),
        ("tf.python.ops", Severity.INFO),
        ("tf.compat.v1.Session", Severity.INFO),
    ],
)
def test_the_severity_belongs_to_the_finding(program: str, expected: Severity) -> None:
    assert severities(f"import tensorflow as tf\n{program}")[0][1] is expected


def test_optimizers_that_ignore_a_learning_rate_are_warnings() -> None:
    program = "import tensorflow as tf\ntf.keras.optimizers.Adam(lr=0.1)\ntf.keras.optimizers.Adam(0.1, decay=0.1)"
    assert [severity for _, severity in severities(program, "2.15")] == [Severity.WARNING, Severity.ERROR]


def test_no_finding_has_a_severity_that_its_rule_does_not_name() -> None:
    named = {rule.code: rule.severities for rule in rules()}
    examples = [parse_rule_docs(rule).code("Example") for rule in rules()]
    found = [finding for example in examples for finding in severities(example)]
    assert [(code, severity) for code, severity in found if severity not in named[code]] == []
    assert all(sorted(rule.severities, key=list(Severity).index) == list(rule.severities) for rule in rules())


@pytest.mark.tensorflow
def test_examples_raise_if_their_findings_are_errors(tmp_path: Path) -> None:
    checked = [rule for rule in rules() if not rule.code.startswith(_LEFT_OUT)]
    examples = {rule.code: parse_rule_docs(rule).code("Example") for rule in checked}
    errors = {code for code, text in examples.items() if (code, Severity.ERROR) in severities(text)}
    programs = {code: f"{text}\n{_USES.get(code, '')}" for code, text in examples.items()}
    for code in examples.keys() - errors:
        for old, new in _CONTEXT.items():
            programs[code] = programs[code].replace(old, new)
    programs |= {code: f"import tensorflow as tf\n{text}" for code, text in _ALONE.items()}
    text = json.dumps(programs)
    process = subprocess.run(
        [sys.executable, "-c", _RUN], cwd=tmp_path, input=text, capture_output=True, encoding="utf-8", timeout=600
    )
    failed = json.loads(process.stderr.splitlines()[-1])
    assert {code: failed.get(code) for code in failed.keys() ^ errors} == {}
