"""Origins: the places that show what references refer to."""

from __future__ import annotations

import ast

from support.environment import FakeEnvironment, references
from tf2lint.resolver.builtin_calls import BUILTINS
from tf2lint.resolver.reference_recorder import mark_called, record
from tf2lint.resolver.references import Origin, Reference, ReferenceKind
from tf2lint.resolver.state import AnalysisState
from tf2lint.resolver.values import Symbol


def test_a_reference_whose_own_code_shows_what_it_is_has_none() -> None:
    found = references("import tensorflow as tf\nsession = tf.Session()\nsession.run(tf.a)\n")
    assert [(reference.symbols[0].name, reference.origin) for reference in found] == [
        ("tensorflow", None),
        ("tensorflow.Session", None),
        ("tensorflow.a", None),
    ]


def test_a_reference_keeps_its_origin_when_it_turns_out_to_be_called() -> None:
    source = "session.run()"
    tree = ast.parse(source)
    (statement,) = tree.body
    assert isinstance(statement, ast.Expr)
    call = statement.value
    assert isinstance(call, ast.Call)
    state = AnalysisState(FakeEnvironment(), tree, source, BUILTINS)
    symbol = Symbol("tensorflow", watched=True).below("Session.().run")
    record(state, call.func, (symbol,), ReferenceKind.LOAD, written_parts=1)
    origin = Origin("main.py", 80, "train() is called with one", 4)
    state.body.references[call.func] = state.body.references[call.func]._replace(origin=origin)
    mark_called(state, call)
    assert state.references() == [Reference(call.func, ReferenceKind.LOAD, (symbol,), True, 1, call, origin)]
