"""Changes of arguments: the documented ones against the signatures, and calls against both."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING

import pytest

from arguments_page import arguments_page
from tf2lint.table.argument_change import ChangeKind
from tf2lint.table.documented_changes import CHANGED_DEFAULT, SAME, DocumentedChanges
from tf2lint.table.guidance import DataError
from tf2lint.table.mapping_table import known_versions, load_keras_facts, table_for
from tf2lint.table.signature_diff import SignatureDiff
from tf2lint.table.signature_diffs import SignatureDiffs
from tf2lint.table.signatures import Signature, parse_signature
from tf2lint.table.versions import TF1_VERSION

if TYPE_CHECKING:
    from pathlib import Path

#: Prefixes of names whose calls are not checked.
UNCHECKED = ("compat.", "contrib.")
ARGUMENTS = SignatureDiffs(table_for(None)).arguments


@pytest.mark.parametrize(
    "line",
    [
        "tf.cond | strict",
        "tf.cond | strict | -",
        "tf.cond | strict | - | a | b | c",
        "tf.cond | strict | - 2.3.. ",
        "a | b | c d",
        "a | b | c\na | b | - | d",
    ],
)
def test_a_malformed_line_is_reported(tmp_path: Path, line: str) -> None:
    file = tmp_path / "arguments.txt"
    file.write_text(f"# comment\n{line}\n", "utf-8")
    with pytest.raises(DataError, match=r"arguments\.txt:[23]: "):
        DocumentedChanges(file, lambda _: "2.21")


def test_an_argument_is_ignored_in_some_versions(tmp_path: Path) -> None:
    file = tmp_path / "arguments.txt"
    file.write_text("tf.a.* | x | y ..2.15\ntf.a.* | x | - 2.16.. ignored | delete it\n", "utf-8")
    before, after = DocumentedChanges(file, lambda _: "2.15"), DocumentedChanges(file, lambda _: "2.16")
    assert [*before.ignored("a.f"), *after.ignored("a.f"), *after.ignored("b.f")] == ["x"]


def own_signatures(owner: str, method: str) -> tuple[list[Signature], Signature]:
    """Returns the parameters of a function, class or method in all versions, and in the newest one that has it."""
    facts, newest = table_for(None).facts, known_versions()[-1]
    all_of = facts.member_signatures(owner, method) if method else facts.signatures(owner)
    new = facts.member_signature(owner, method, newest) if method else facts.signature(owner, newest)
    texts = [text for _, text in all_of] + ([new] if new is not None else [])
    return [parse_signature(text) for text in texts], parse_signature(texts[-1])


@cache
def changed(target: str) -> list[tuple[str, Signature, Signature]]:
    """Returns the names with other parameters at a target than in 1.15, with both signatures, if calls are checked."""
    table, found = table_for(None), []
    for name in table.facts:
        fact = table.facts.fact(name)
        if name.startswith(UNCHECKED) or fact is None or not (fact.exists(TF1_VERSION) and fact.exists(target)):
            continue
        old, new = table.facts.signature(name, TF1_VERSION), table.facts.signature(name, target)
        if old is not None and new is not None and old != new and not ARGUMENTS.is_unchecked(name):
            found.append((name, parse_signature(old), parse_signature(new)))
    return found


@pytest.mark.parametrize("target", known_versions())
def test_every_removed_argument_is_documented(target: str) -> None:
    documented = ARGUMENTS.change
    undocumented = [
        f"{name}({argument}=)"
        for name, old, new in changed(target)
        for argument in sorted(old.names - new.names)
        if not new.takes_any and documented(name, argument) is None
    ]
    assert undocumented == []


@pytest.mark.parametrize("target", known_versions())
def test_every_removed_argument_of_a_method_is_documented(target: str) -> None:
    table = table_for(target)
    compared, undocumented = SignatureDiffs(table), []
    for owner, name in table.facts.members():
        fact, comparison = table.facts.member(owner, name), compared.of_member(owner, name)
        if owner.startswith(UNCHECKED) or fact is None or not fact.exists(target) or comparison is None:
            continue
        removed = (argument for argument, now in comparison.lost.items() if not now)
        undocumented += [
            f"{comparison.name}({one}=)" for one in removed if not compared.arguments.change(comparison.name, one)
        ]
    assert undocumented == []


def package_signatures(function: str) -> list[Signature]:
    """Returns the signatures that the package keras had for a function; lines for tf.keras apply to it, too."""
    root, _, name = function.partition(".")
    found = load_keras_facts().signatures(name) if root == "keras" else []
    return [parse_signature(text) for _, text in found]


def test_documented_new_names_exist_at_some_target() -> None:
    arguments = ARGUMENTS
    signatures = {name: ([old], new) for target in known_versions() for name, old, new in changed(target)}
    for function, argument in arguments:
        documented = arguments.change(function, argument)
        owner, is_method, method = function.partition("().")
        if (
            "*" not in function and function not in signatures
        ):  # a method, or a function that differs only in its keywords
            signatures[function] = own_signatures(owner, method) if is_method else own_signatures(function, "")
        if "*" not in function and documented is not None and documented.now not in ("", SAME, CHANGED_DEFAULT):
            assert documented.now in signatures[function][1].names or signatures[function][1].takes_any, (
                function,
                argument,
            )
            earlier = [*signatures[function][0], *own_signatures(owner, method)[0], *package_signatures(function)]
            assert any(argument in old.names or old.takes_any for old in earlier), (function, argument)


def test_documented_changes_of_defaults_exist_at_some_target() -> None:
    arguments, differing = ARGUMENTS, set[tuple[str, str]]()
    for target in known_versions():
        for name, old, new in changed(target):
            both = old.defaults.keys() & new.defaults.keys()
            others = {one for one in both if ast.dump(old.defaults[one]) != ast.dump(new.defaults[one])}
            family = f"{name.rpartition('.')[0]}.*"
            differing.update((owner, one) for one in others for owner in (name, family))
    for function, argument in arguments:
        documented = arguments.change(function, argument)
        if documented is not None and documented.now == CHANGED_DEFAULT:
            assert (function, argument) in differing


def kinds(folder: Path, old: str, new: str, call: str, documented: str = "") -> list[tuple[ChangeKind, str]]:
    """Returns the changes of a call with their parameters; `documented` is a line of arguments.txt."""
    file = folder / "arguments.txt"
    file.write_text(documented, "utf-8")
    node = ast.parse(call, mode="eval").body
    assert isinstance(node, ast.Call)
    found = SignatureDiff(
        "f", parse_signature(old), parse_signature(new), DocumentedChanges(file, lambda _: "2.21")
    ).changes(node)
    return [(change.kind, change.parameter) for change in found]


@pytest.mark.parametrize(
    ("old", "new", "call", "found"),
    [
        ("(x, name=None)", "(x, axis=None, name=None)", "f(1)", []),
        ("(x, name=None)", "(x, axis=None, name=None)", "f(1, 'a')", [(ChangeKind.MOVED, "name")]),
        ("(x, name=None)", "(x, axis=None, name=None)", "f(1, None)", []),
        ("(x, name=None)", "(x, axis=None, name=None)", "f(1, name='a')", []),
        ("(x, name=None)", "(x, axis=None, name=None)", "f(*a)", []),
        ("(x, a=1)", "(x)", "f(1, a=2)", [(ChangeKind.REMOVED, "a")]),
        ("(x, a=1)", "(x)", "f(1, 2)", [(ChangeKind.REMOVED, "a")]),
        ("(x, a=1)", "(x, **kwargs)", "f(1, a=2)", []),
        ("(x, a=1)", "(x, a)", "f(1)", [(ChangeKind.REQUIRED, "a")]),
        ("(x, a=1)", "(x, a)", "f(1, 2)", []),
        ("(x, a=1)", "(x, a)", "f(1, **b)", []),
        ("(x, y)", "(y, x)", "f(1, 2)", [(ChangeKind.MOVED, "x"), (ChangeKind.MOVED, "y")]),
        ("(value)", "(input)", "f(1)", []),
        ("(_sentinel=None, labels=None)", "(labels, logits)", "f(1, 2)", []),
        ("(x)", "(x, new=1)", "f(1, new=2)", []),
    ],
)
def test_changes_of_a_call(tmp_path: Path, old: str, new: str, call: str, found: list[tuple[ChangeKind, str]]) -> None:
    assert kinds(tmp_path, old, new, call) == found


@pytest.mark.parametrize(
    ("call", "found"),
    [("f(1, dim=2)", [(ChangeKind.RENAMED, "dim")]), ("f(1)", [(ChangeKind.REQUIRED, "axis")]), ("f(1, 2)", [])],
)
def test_a_renamed_argument_counts_under_its_new_name(
    tmp_path: Path, call: str, found: list[tuple[ChangeKind, str]]
) -> None:
    assert kinds(tmp_path, "(x, axis=None, dim=None)", "(x, axis)", call, "tf.f | dim | axis") == found


def test_a_documented_change_of_a_default_affects_calls_that_omit_it(tmp_path: Path) -> None:
    for call, found in (
        ("f()", [(ChangeKind.DEFAULT, "a")]),
        ("f(a=1)", []),
        ("f(1)", []),
        ("f(*b)", []),
        ("f(**b)", []),
    ):
        assert kinds(tmp_path, "(a=1)", "(a=2)", call, "tf.f | a | ~") == found


def test_the_page_describes_every_name_that_changed() -> None:
    rows = [line.split("|") for line in arguments_page(table_for(None)).splitlines() if line.startswith("| `")]
    assert len(rows) > 450
    assert [row[1].strip() for row in rows if not (row[2].strip() or row[3].strip())] == []
