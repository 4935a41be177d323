"""Values that both sides hold: what is one list in one process is one list for the test and the learner's functions, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses.small_assignment import cases_in, check_case

from newspace_grading.engine.engine import Engine

CASES = cases_in("identity_of_values.toml")


@pytest.mark.parametrize("name", CASES)
def test_values_are_the_same_where_they_are_in_one_process(engine: Engine, tmp_path: Path, name: str) -> None:
    check_case(engine, tmp_path, CASES[name])
