"""The JSON Schema of configuration files, for editors."""

from __future__ import annotations

import json
from typing import Final

from tf2lint.config.configuration_file import EXTEND
from tf2lint.config.setting_types import SETTINGS

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def render_schema() -> str:
    """Returns the JSON Schema of tf2lint.toml, and of the table `[tool.tf2lint]`."""
    extend = {"type": "string", "minLength": 1, "description": "another file, whose settings hold where this has none"}
    properties = {key: {**setting.schema, "description": setting.meaning} for key, setting in SETTINGS.items()}
    document = {
        "$schema": _DIALECT,
        "title": "Configuration of tf2lint",
        "type": "object",
        "properties": {EXTEND: extend, **properties},
        "additionalProperties": False,
    }
    return json.dumps(document, indent=2) + "\n"
