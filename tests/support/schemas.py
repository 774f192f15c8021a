"""Validates output with the schemas of its formats."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

DOCS = Path(__file__).parents[2] / "docs"
#: A folder with the schema of SARIF 2.1.0, sarif-2.1.0.json, which the project may not redistribute.
SCHEMAS = os.environ.get("TF2LINT_SCHEMAS", "")

needs_sarif_schema = pytest.mark.skipif(
    not SCHEMAS, reason="TF2LINT_SCHEMAS is not set to a folder with sarif-2.1.0.json"
)


def json_validator() -> jsonschema.Draft202012Validator:
    """Returns the validator of `--format json`."""
    schema = json.loads((DOCS / "output.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def validate_sarif(document: dict[str, Any]) -> None:
    schema = json.loads((Path(SCHEMAS) / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.validate(document, schema, cls=jsonschema.Draft7Validator)
