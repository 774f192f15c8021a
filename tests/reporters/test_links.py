"""Links to the project's pages: there are some as soon as the package's metadata have an address."""

from __future__ import annotations

import importlib.metadata
import json
from email.message import Message
from typing import TYPE_CHECKING

import pytest

from tf2lint.linting import project_address
from tf2lint.model import Finding, Located, Severity, Span
from tf2lint.reporters import CHECK_FORMATS, RULES_FORMATS, Report, Style, render_migration_page, renderer
from tf2lint.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = "https://example.org/tf2lint"
REPORT = Report("2.21", [Located(Finding("TF101", "x", Severity.ERROR, "m", "a.py", Span(1, 1, 1, 2)), None, "")], 1)


@pytest.fixture(params=["", ADDRESS], ids=["none", "address"])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    found = Message()
    found["Project-URL"] = "Changelog, https://example.org/changes"
    if request.param:
        found["Project-URL"] = f"Repository, {request.param}/"
    monkeypatch.setattr(importlib.metadata, "metadata", lambda _: found)
    project_address.cache_clear()
    yield request.param
    project_address.cache_clear()


def test_it_is_that_of_the_metadata(address: str) -> None:
    assert project_address() == address


def test_a_package_that_is_not_installed_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def metadata(name: str) -> Message:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "metadata", metadata)
    project_address.cache_clear()
    assert project_address() == ""
    project_address.cache_clear()


def test_sarif(address: str) -> None:
    (run,) = json.loads(renderer(CHECK_FORMATS["sarif"])(REPORT, Style()))["runs"]
    driver = run["tool"]["driver"]
    assert driver.get("informationUri") == (address or None)
    assert driver["rules"][0].get("helpUri") == (f"{address}/blob/main/docs/rules/TF101.md" if address else None)


def test_rules(address: str) -> None:
    (rule,) = [rule for rule in rules() if rule.code == "TF101"]
    (entry,) = json.loads(renderer(RULES_FORMATS["json"])([rule]))["rules"]
    assert entry["url"] == (f"{address}/blob/main/docs/rules/TF101.md" if address else None)


def test_the_report(address: str) -> None:
    page = render_migration_page(REPORT, "title", None)
    assert ('<a href="' in page) is bool(address)
