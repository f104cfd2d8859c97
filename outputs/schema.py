"""The output's JSON Schema: `python -m outputs.schema` writes it."""

import json
from pathlib import Path

from outputs.model import PlatformOutput

FILE = Path(__file__).with_name("schema.json")


def text() -> str:
    """The schema as it is committed: JSON Schema 2020-12, keys in a fixed order."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **PlatformOutput.model_json_schema()}
    return json.dumps(schema, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
