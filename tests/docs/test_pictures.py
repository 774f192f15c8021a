"""The pictures of the documentation: they show what there is now, and fetch nothing."""

from __future__ import annotations

import build_pictures


def test_the_terminal_shows_what_the_command_writes() -> None:
    made = build_pictures.terminal()
    assert build_pictures.texts(build_pictures.TERMINAL.read_text("utf-8")) == build_pictures.texts(made)
    assert build_pictures.terminal() == made, "the same at each time"


def test_the_terminal_shows_a_finding_with_its_line_and_the_end() -> None:
    shown = "".join(build_pictures.texts(build_pictures.TERMINAL.read_text("utf-8"))).replace("\xa0", " ")
    assert f"$ {build_pictures.SHOWN}" in shown
    assert "examples/gan_tf1.py:40:10: TF306 tf.variable_scope was removed" in shown
    assert 'with tf.variable_scope("generator"):' in shown
    assert "44 findings (44 errors): 1 file checked" in shown


def test_the_terminal_needs_nothing_from_elsewhere() -> None:
    drawn = build_pictures.TERMINAL.read_text("utf-8")
    assert "@font-face" not in drawn
    assert "@import" not in drawn
    assert drawn.count("http") == drawn.count('xmlns="http://www.w3.org/2000/svg"') == 1


def test_the_report_is_a_picture_of_a_size_that_a_page_can_show() -> None:
    data = build_pictures.REPORT.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (1200, 900)
    assert len(data) < 250_000
