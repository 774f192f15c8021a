"""The formats for people: concise, full, and grouped."""

from __future__ import annotations

import json

import pytest

from tf2lint.model import SAFE, Finding, Fix, Located, RelatedLocation, Severity, Span
from tf2lint.reporters import CHECK_FORMATS, Report, Style, renderer

FIX = Fix((), SAFE, "")
LOG = "tf.log was removed in TF 2.0; write tf.math.log({})"


def finding(line: int, argument: str, fix: Fix | None = FIX) -> Located:
    span = Span(line, 5, line, 11)
    found = Finding("TF101", "removed-name", Severity.ERROR, LOG.format(argument), "a.py", span, "tf.log", fix=fix)
    return Located(found, None, f"y = tf.log({argument})")


CALLED = RelatedLocation("a.py", 80, 5, "train() is called with one")
RUN = Located(
    Finding(
        "TF502", "session-run", Severity.ERROR, "sess is a tf.Session, which TF 2.0 removed; compute it directly",
        "a.py", Span(9, 1, 9, 5), related=(CALLED,),
    ),
    None,
    "sess.run(x)",
)  # fmt: skip


def lines(name: str, *findings: Located, style: Style | None = None) -> list[str]:
    style = style or Style(summary=False)
    return renderer(CHECK_FORMATS[name])(Report("2.21", [*findings], 1), style).splitlines()


def test_full_has_a_line_for_the_place_the_fact_and_the_help() -> None:
    assert lines("full", finding(2, "x"), RUN) == [
        "a.py:2:5: error TF101 [*] removed-name",
        "  tf.log was removed in TF 2.0",
        "  help: write tf.math.log(x)",
        "",
        "a.py:9:1: error TF502 session-run",
        "  sess is a tf.Session, which TF 2.0 removed (train() is called with one in line",
        "  80)",
        "  help: compute it directly",
    ]


def test_full_wraps_between_words_only() -> None:
    argument = f"{'x' * 50}-y, z"
    wrapped = lines("full", finding(2, argument), style=Style(summary=False, width=40))
    assert wrapped[2:] == ["  help: write", f"        tf.math.log({'x' * 50}-y,", "        z)"]


def test_full_with_the_source_and_a_summary() -> None:
    shown = lines("full", finding(2, "x"), style=Style(source=True))
    assert shown[2:5] == ["  2 | y = tf.log(x)", "    |     ^^^^^^", "  help: write tf.math.log(x)"]
    assert shown[5:] == [
        "",
        "1 finding (1 error): 1 file checked for TensorFlow 2.21, 0 use it; 0 TensorFlow",
        "names resolved, 0 chosen at run time.",
        "[*] can be fixed: 1 with --fix.",
    ]


def test_grouped_has_what_is_wrong_once() -> None:
    assert lines("grouped", RUN, finding(2, "x"), finding(30, "y", fix=None)) == [
        "error TF101 tf.log: 2 findings",
        "  tf.log was removed in TF 2.0",
        "  a.py:2:5 [*]",
        "    help: write tf.math.log(x)",
        "  a.py:30:5",
        "    help: write tf.math.log(y)",
        "",
        "error TF502 session-run: 1 finding",
        "  sess is a tf.Session, which TF 2.0 removed (train() is called with one in line",
        "  80)",
        "  a.py:9:1",
        "    help: compute it directly",
    ]


@pytest.mark.parametrize("name", ["concise", "full", "grouped"])
def test_statistics_count_rules_and_names(name: str) -> None:
    counted = lines(name, finding(2, "x"), RUN, finding(3, "y"), style=Style(statistics=True, summary=False))
    assert list(filter(None, counted)) == [
        "2  TF101  error    removed-name",
        "1  TF502  error    session-run",
        "2  tf.log",
    ]


def test_nothing_found_is_nothing_printed() -> None:
    assert lines("full") == lines("grouped") == lines("concise") == []


def test_jsonl_has_a_document_in_each_line() -> None:
    documents = [json.loads(line) for line in lines("jsonl", finding(2, "x"), RUN)]
    assert documents == json.loads("\n".join(lines("json", finding(2, "x"), RUN)))["findings"]
