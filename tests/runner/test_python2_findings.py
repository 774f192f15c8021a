"""Programs for Python 2 have the same findings as in the form that they have for Python 3."""

from __future__ import annotations

from collections import Counter

import pytest

from support.cases import job_of
from tf2lint.runner.file_checker import FileChecker

#: Statements for Python 2, and for Python 3. Bare carriage returns end lines, too.
FORMS = (
    ("0777; tf.Session()\n", "0o777; tf.Session()\n"),
    ("f(0777, tf.Session())\n", "f(0o777, tf.Session())\n"),
    ("0777\ntf.Session()\n", "0o777\ntf.Session()\n"),
    ("x = 1\n0777; x = tf.Session()\nx.run(1)\n", "x = 1\n0o777; x = tf.Session()\nx.run(1)\n"),
    ("10L; tf.Session()\n", "10; tf.Session()\n"),
    ("print 'a'\rtf.Session()\rx = tf.log(1)\r", "print('a')\ntf.Session()\nx = tf.log(1)\n"),
    ("# c\rprint tf.Session()\rx = '''a\rb'''; tf.log(1)\r", "# c\nprint(tf.Session())\nx = '''a\nb'''; tf.log(1)\n"),
    ("print 'x' # c\rtf.log(1)\r", "print('x') # c\ntf.log(1)\n"),
    ("print 'x', \\\r  tf.log(1)\r", "print('x', \\\n  tf.log(1))\n"),
    ("print 'it'\rx = \"a'b\"\rtf.log(1)\r", "print('it')\nx = \"a'b\"\ntf.log(1)\n"),
    ("print 'x'\rtf.log(1)\r\ntf.log(2)\n", "print('x')\ntf.log(1)\ntf.log(2)\n"),
    ("print tf.log(1), tf.Session()\n", "print(tf.log(1), tf.Session())\n"),
    ("print >>f, tf.log(1)\n", "print(f, tf.log(1))\n"),
    ("print '%s' % tf.log(1)\n", "print('%s' % tf.log(1))\n"),
    ("print 'a'; tf.log(1); print tf.Session()\n", "print('a'); tf.log(1); print(tf.Session())\n"),
    ("if x: print tf.log(1)\nelse: print tf.Session()\n", "if x: print(tf.log(1))\nelse: print(tf.Session())\n"),
    ("exec 'x'\ntf.log(1)\n", "exec('x')\ntf.log(1)\n"),
    ("exec code in ns\ntf.log(1)\n", "exec(code, ns)\ntf.log(1)\n"),
    ("x = `tf.log(1)`\n", "x = (tf.log(1))\n"),
    (
        "try:\n    tf.log(1)\nexcept ValueError, e:\n    tf.Session()\n",
        "try:\n    tf.log(1)\nexcept ValueError as e:\n    tf.Session()\n",
    ),
    (
        "try:\n    tf.log(1)\nexcept (A, B), e:\n    tf.Session()\n",
        "try:\n    tf.log(1)\nexcept (A, B) as e:\n    tf.Session()\n",
    ),
    (
        "try:\n    tf.log\nexcept AttributeError, e:\n    tf.Session()\n",
        "try:\n    tf.log\nexcept AttributeError as e:\n    tf.Session()\n",
    ),
    ("if tf.log(1) <> 2: tf.Session()\n", "if tf.log(1) != 2: tf.Session()\n"),
    ("x = ur'a\\d'; tf.log(1)\n", "x = r'a\\d'; tf.log(1)\n"),
    ('x = UR"a", tf.log(1)\n', 'x = R"a", tf.log(1)\n'),
    ("x = ur'''a\nb''', tf.log(1)\n", "x = r'''a\nb''', tf.log(1)\n"),
    ("raise ValueError, tf.log(1)\n", "raise(ValueError, tf.log(1))\n"),
    ("raise E, 'x', tf.log(1)\n", "raise(E, 'x', tf.log(1))\n"),
    ("def f((a, b), c):\n    tf.log(c)\n", "def f(_, c):\n    tf.log(c)\n"),
    ("f = lambda (a, b): tf.log(a)\nx = 0777\n", "f = lambda _: tf.log(a)\nx = 0o777\n"),
    ("if x:\n        tf.log(1)\n\ttf.Session()\n", "if x:\n        tf.log(1)\n        tf.Session()\n"),
    ("with tf.Session() as s:\n    print s.run(tf.log(1))\n", "with tf.Session() as s:\n    print(s.run(tf.log(1)))\n"),
    ("print (tf.log(1)), tf.Session()\n", "print((tf.log(1)), tf.Session())\n"),
    ("print tf.log(1),\n", "print(tf.log(1))\n"),
    ("print -1, tf.log(1)\nprint 'x'\n", "print(-1, tf.log(1))\nprint('x')\n"),
    ("print (tf.log(1),\n  tf.Session()), 'a'\n", "print((tf.log(1),\n  tf.Session()), 'a')\n"),
    ("print not tf.log(1)\n", "print(not tf.log(1))\n"),
    ("print lambda x: tf.log(1)\n", "print(lambda x: tf.log(1))\n"),
    ("for i in x: print tf.log(i)\n", "for i in x: print(tf.log(i))\n"),
    ("print {1: tf.log(1)}[1]\n", "print({1: tf.log(1)}[1])\n"),
    ("os.chmod(p, 0644); tf.log(1)\n", "os.chmod(p, 0o644); tf.log(1)\n"),
    ("if mode == 0644: tf.log(1)\n", "if mode == 0o644: tf.log(1)\n"),
    ("x[0777:tf.log(1)]\n", "x[0o777:tf.log(1)]\n"),
    ("0777 .real; tf.log(1)\n", "0o777 .real; tf.log(1)\n"),
    ("print u'é', tf.log(1)\n", "print('é', tf.log(1))\n"),
    ("\ufeffprint tf.log(1)\n", "\ufeffprint(tf.log(1))\n"),
    ("\x0cprint tf.log(1)\n", "\x0cprint(tf.log(1))\n"),
    ("exec('x') in ns; tf.log(1)\nprint 1\n", "exec('x'); tf.log(1)\nprint(1)\n"),
    ("def f(a, (b,\n  c), d):\n    tf.log(d)\n", "def f(a, _,\n  d):\n    tf.log(d)\n"),
    ("f = lambda (a,\n  b): tf.log(a)\ntf.log(2)\n", "f = lambda _: \\\n  tf.log(a)\ntf.log(2)\n"),
    (
        "try:\n    tf.log(1)\nexcept A, \\\n  e:\n    tf.Session()\n",
        "try:\n    tf.log(1)\nexcept A as \\\n  e:\n    tf.Session()\n",
    ),
)


def findings(program: str) -> Counter[tuple[str, int]]:
    found = FileChecker().check(job_of("/nowhere/a.py"), program.encode()).findings
    return Counter((one.finding.code, one.finding.span.line) for one in found if one.finding.code != "TF002")


@pytest.mark.parametrize(("old", "new"), FORMS)
def test_findings_are_those_of_the_form_for_python_3(old: str, new: str) -> None:
    end = "\r" if "\r" in old and "\n" not in old else "\n"
    mark = "\ufeff" if old.startswith("\ufeff") else ""
    head = f"{mark}import tensorflow as tf"
    expected = findings(f"{head}\n{new.removeprefix(mark)}")
    assert findings(f"{head}{end}{old.removeprefix(mark)}") == expected
    assert expected
