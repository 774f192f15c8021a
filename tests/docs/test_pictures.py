"""Checks that the pictures in the documentation are up to date and load no external resources."""

from __future__ import annotations

import build_pictures


def test_the_terminal_picture_shows_the_current_output() -> None:
    made = build_pictures.terminal()
    assert build_pictures.texts(build_pictures.TERMINAL.read_text("utf-8")) == build_pictures.texts(made)
    assert build_pictures.terminal() == made, "not deterministic"


def test_the_terminal_picture_shows_a_finding_its_line_and_the_summary() -> None:
    shown = "".join(build_pictures.texts(build_pictures.TERMINAL.read_text("utf-8"))).replace("\xa0", " ")
    assert f"$ {build_pictures.SHOWN}" in shown
    assert "examples/gan_tf1.py:40:10: error TF306" in shown
    assert "tf.variable_scope was removed in TF 2.0" in shown
    assert 'help: write tf.name_scope("generator")' in shown
    assert 'with tf.variable_scope("generator"):' in shown
    assert "42 findings (42 errors): 1 file checked" in shown


def test_the_terminal_picture_loads_no_external_resources() -> None:
    svg = build_pictures.TERMINAL.read_text("utf-8")
    assert "@font-face" not in svg
    assert "@import" not in svg
    assert svg.count("http") == svg.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_the_report_picture_is_small_enough_for_a_page() -> None:
    data = build_pictures.REPORT.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 900)
    assert len(data) < 250_000
