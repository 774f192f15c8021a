"""Typical calls of TensorFlow 1 as they were recorded there, against what tf2lint says to write instead."""

from __future__ import annotations

import os

import pytest

from proofs.calls import ARGUMENT_CALLS, TARGET, Proof, proofs
from proofs.recorded import is_current, results
from proofs.renamed_names import renamed_names
from proofs.renames import SAME, verdicts
from support.proven import rewritten_program
from tf2lint.table import Safety, known_versions, table_for


def _is_rewritten(proof: Proof) -> bool:
    """Returns whether a proof is about a rewritten call: some calls whose arguments changed have only advice."""
    is_own = not proof.location.startswith(ARGUMENT_CALLS.name)
    return is_own or rewritten_program(proof).program != proof.program


PROOFS = [proof for proof in proofs() if _is_rewritten(proof)]
EACH_PROOF = pytest.mark.parametrize("proof", PROOFS, ids=[proof.old for proof in PROOFS])


def test_the_results_are_those_of_the_calls() -> None:
    assert is_current(), "run tools/record_proofs.py on TensorFlow 1.15.5"
    assert [proof.location for proof in PROOFS if proof.old not in results()] == []


@EACH_PROOF
def test_a_finding_says_what_to_write(proof: Proof) -> None:
    assert rewritten_program(proof).program != proof.program


def _safe_lines() -> dict[str, str]:
    """Returns the names that lines of data rewrite safely, by the place of the line.

    Where a call is to be deleted, there is nothing to compare.
    """
    found = dict[str, str]()
    for table in map(table_for, known_versions()):
        names = (name.removesuffix("*") + "member" if name.endswith(".*") else name for name in table.rewrites)
        lines = (line for name in names for line in table.rewrites_of(name))
        found.update((line.location, line.name) for line in lines if line.safety is Safety.SAFE and not line.deletes)
    return found


def test_each_safe_line_has_a_proof() -> None:
    equal = [rewritten_program(proof) for proof in PROOFS if not proof.differs]
    proven = set().union(*(found.lines for found in equal))
    assert {place: name for place, name in _safe_lines().items() if place not in proven} == {}


def test_the_recorded_names_are_the_renamed_ones() -> None:
    assert set(verdicts()) == set(renamed_names()), "run tools/record_proofs.py --names, then without it"


def test_each_renamed_name_is_the_same_object_or_has_a_proof_or_a_line() -> None:
    proven = set().union(*(rewritten_program(proof).renamed for proof in PROOFS if not proof.differs))
    table = table_for(TARGET)
    others = [old.removeprefix("tf.") for (old, _), verdict in verdicts().items() if verdict != SAME]
    assert [name for name in others if name not in proven and not table.rewrites_of(name)] == []


@pytest.mark.tensorflow
@EACH_PROOF
def test_the_rewritten_call_computes_the_same_or_differs_as_its_note_says(proof: Proof) -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    from proofs.running import result_of
    from proofs.values import differences

    found = rewritten_program(proof)
    program = proof.new(found.program)
    result = result_of(proof, program)
    assert differences(results()[proof.old], result) == proof.differs, f"{program}: {result}"
    notes = [rewritten.note for rewritten in found.rewritten]
    assert any(proof.note in note for note in notes), notes
