"""The JSON Schema of question banks, as the documents offer it to authors and their editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

PATH = Path(__file__).resolve().parents[3] / "docs" / "guides" / "authors" / "bank.schema.json"
SCHEMA: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))


def complaints(bank: dict[str, Any]) -> list[str]:
    """Return what the schema refuses in a bank: a place and a reason each."""
    errors = Draft202012Validator(SCHEMA).iter_errors(bank)
    return [f"{error.json_path}: {error.message}" for error in errors]
