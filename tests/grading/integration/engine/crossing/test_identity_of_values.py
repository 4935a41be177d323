"""Values that both sides hold: what is one list in one process is one list for the test and the learner's functions, too."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from courses.small_assignment import assigned, graded
from repository import TESTS

from newspace_grading.engine.engine import Engine

CASES = {
    case["name"]: case
    for case in tomllib.loads((TESTS / "grading/data/identity_of_values.toml").read_text(encoding="utf-8"))["case"]
}


@pytest.mark.parametrize("name", CASES)
def test_values_are_the_same_where_they_are_in_one_process(engine: Engine, tmp_path: Path, name: str) -> None:
    case = CASES[name]
    cells = assigned([{"name": "t", "answer": case["answer"], "test": case["test"]}], case.get("setup", ""))
    source, records = graded(engine, tmp_path, cells, {})
    engine.probe_reference(source)
    assert (records["t"].verdict, records["t"].isolated, engine.findings(source).needs) == ("passed", True, {})
    if "also_right" in case:
        record = graded(engine, tmp_path, cells, {"t": case["also_right"]}, source)[1]["t"]
        assert (record.verdict, record.isolated) == ("passed", True), record
    if "other" in case:
        record = graded(engine, tmp_path, cells, {"t": case["other"]}, source)[1]["t"]
        assert (record.verdict, record.score) == ("failed", 0), record
