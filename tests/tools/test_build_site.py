"""The pages of the site, and the links between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import build_site

if TYPE_CHECKING:
    from pathlib import Path

PLACES = build_site.site_places()


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("README.md", "[a](docs/command.md#output)", "[a](command.md#output)"),
        ("README.md", "![a](docs/pictures/terminal.svg)", "![a](pictures/terminal.svg)"),
        ("docs/command.md", "[a](../README.md#use-it), [b](fixing.md)", "[a](index.md#use-it), [b](fixing.md)"),
        ("docs/rules/TF101.md", "[a](../fixing.md)", "[a](../fixing.md)"),
        ("docs/command.md", "[a](../CONTRIBUTING.md)", "[a](contributing.md)"),
        ("docs/command.md", "[a](../tools/README.md) b", "a b"),
        ("README.md", "[a](docs/README.md)", "[a](index.md)"),
        ("README.md", "[a](https://example.org/x.md), [b](#use-it)", "[a](https://example.org/x.md), [b](#use-it)"),
        ("README.md", "```\n[a](docs/command.md)\n```", "```\n[a](docs/command.md)\n```"),
    ],
)
def test_links_fit_the_site(source: str, text: str, expected: str) -> None:
    assert build_site.with_links(text, source, PLACES) == expected


def test_all_pages_are_collected(tmp_path: Path) -> None:
    build_site.collect(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {
        *PLACES.values()
    }


def test_what_is_loaded_from_elsewhere_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<script src="https://x.org/a.js"></script><a href="https://x.org">x</a>')
    (tmp_path / "b.html").write_text('<script src="a.js"></script><link rel="canonical" href="https://x.org/b">')
    assert build_site.foreign(tmp_path) == {'a.html loads <script src="https://x.org/a.js">'}
