"""Skips tests that need TensorFlow where it is not installed, unless TF2LINT_TENSORFLOW=required.

Tests use no cache of the user, and generated inputs have no time limit.
"""

from __future__ import annotations

import importlib.util
import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# The caches of the user are no place for those of tests.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="tf2lint-tests-")
# How long it takes to generate an input says nothing about the input, only about what else the machine does.
settings.register_profile("untimed", suppress_health_check=[HealthCheck.too_slow], deadline=None)
settings.load_profile("untimed")
NEEDED = ("tensorflow", "sonnet", "tensorboard", "tensorflow_probability", "tf_keras")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("TF2LINT_TENSORFLOW") != "required":
        skip = pytest.mark.skip(reason=f"not installed: {', '.join(missing)}")
        for item in items:
            if item.get_closest_marker("tensorflow"):
                item.add_marker(skip)
