"""Nobody loads what they do not need: the plugins nothing of the command, a check no rarely used library."""

from __future__ import annotations

import subprocess
import sys

#: Libraries that only parts of the command need.
LIBRARIES = {"packaging", "rich", "shtab", "yaml", "multiprocessing", "subprocess"}
HOSTS = {"flake8", "pylint", "astroid", "tensorflow", "keras"}
COMMAND = {"tf2lint.cli", "tf2lint.runner", "tf2lint.config", "tf2lint.reporters"}


def loaded_with(module: str) -> set[str]:
    """Returns the modules that are loaded after a module of tf2lint has been imported."""
    code = f"import sys, tf2lint.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8")
    return set(done.stdout.split())


def test_the_engine_loads_nothing_of_the_command_and_no_host() -> None:
    assert not ({"argparse", "json"} | COMMAND | HOSTS | LIBRARIES) & loaded_with("engine")


def test_the_pylint_plugin_loads_nothing_of_the_command() -> None:
    assert not (COMMAND | {"yaml", "rich", "shtab"}) & loaded_with("pylint_plugin")


def test_a_run_loads_no_rarely_used_library_and_the_engine_only_for_what_is_not_in_the_cache() -> None:
    assert not (LIBRARIES | {"tf2lint.engine", "tf2lint.linting.rule"}) & loaded_with("runner.check")


def test_the_flake8_plugin_loads_the_engine_only_when_a_file_uses_tensorflow() -> None:
    heavy = {"tf2lint.engine", "tf2lint.table", "tf2lint.resolver", "tf2lint.linting", "tf2lint.source.mention_index"}
    assert not heavy & loaded_with("flake8_plugin")


def test_the_command_line_is_parsed_without_the_engine() -> None:
    assert not {"tf2lint.engine", "tf2lint.resolver", "tf2lint.linting"} & loaded_with("cli.commands")
