"""Whether a signature accepts a call: as Python binds arguments."""

from __future__ import annotations

import ast

import pytest

from tf2lint.table.signatures import parse_signature


@pytest.mark.parametrize(
    ("signature", "arguments", "accepted"),
    [
        ("(x, axis=None)", "1", True),
        ("(x, axis=None)", "1, axis=2", True),
        ("(x, axis=None)", "1, 2, 3", False),
        ("(x, axis=None)", "1, other=2", False),
        ("(x, axis=None)", "1, x=2", False),
        ("(x, axis=None)", "axis=1", False),
        ("(x, axis=None)", "*values", None),
        ("(x, axis=None)", "1, 2, 3, *values", False),
        ("(x, axis=None)", "**options", None),
        ("(x, axis=None)", "other=1, **options", False),
        ("(x, *rest)", "1, 2, 3", True),
        ("(x, *, axis)", "1", False),
        ("(x, *, axis)", "1, axis=2", True),
        ("(x, *, axis)", "1, 2", False),
        ("(x, **options)", "1, other=2", None),
        ("(x, **options)", "other=2", False),
    ],
)
def test_a_signature_accepts_what_python_binds(signature: str, arguments: str, accepted: bool | None) -> None:
    call = ast.parse(f"f({arguments})", mode="eval").body
    assert isinstance(call, ast.Call)
    assert parse_signature(signature).accepts(call) is accepted
