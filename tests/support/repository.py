"""Where the repository and the data of the tests are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
ANSWERS = TESTS / "exercises" / "answers"
"""Right and wrong answers to the exercises, by unit and task."""
COMPLETE_BANK = TESTS / "widgets" / "unit" / "questions" / "banks" / "complete.toml"
"""A question bank with every kind of question."""
