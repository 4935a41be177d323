"""What the cells of an exercise ask of the course is loaded before workers are forked: else each of them would load it anew."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import nbformat
import pytest
from repository import ROOT

EXERCISES = sorted((ROOT / "exercises").glob("0[0-4]_*/0*.ipynb"))
"""Unit 5 asks for its writing desk besides, which no other exercise should wait for."""
LOADED_ANEW = """
import json, sys
from newspace_grading.engine.launch import preload
preload.preload_modules()
import newspace
anew = {}
for exercise, asked in json.loads(sys.argv[1]).items():
    before = set(sys.modules)
    for name in asked:
        getattr(newspace, name)
    anew[exercise] = sorted(set(sys.modules) - before)
print(json.dumps(anew))
"""
"""Says of each exercise what it loads that neither a grading process nor an exercise before it has loaded."""


@pytest.fixture(scope="module")
def asked() -> dict[str, list[str]]:
    """What the cells of each exercise ask of the course."""
    found = {}
    for path in EXERCISES:
        cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        found[path.stem] = sorted({name for source in cells for name in re.findall(r"\bns\.(\w+)\(", source)})
    return found


@pytest.fixture(scope="module")
def loaded_anew(asked: dict[str, list[str]]) -> dict[str, list[str]]:
    """What each exercise loads in a process that has loaded what a grading process loads."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED_ANEW, json.dumps(asked)], capture_output=True, text=True, check=True
    )
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("exercise", [path.stem for path in EXERCISES])
def test_no_worker_loads_a_module_of_the_course_anew(
    exercise: str, asked: dict[str, list[str]], loaded_anew: dict[str, list[str]]
) -> None:
    assert {"citations", "grade_mine"} <= set(asked[exercise])
    assert loaded_anew[exercise] == []
