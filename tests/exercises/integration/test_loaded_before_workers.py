"""What the cells of an exercise ask of the course is loaded before workers are forked: else each of them would load it anew."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from repository import ROOT

EXERCISES = sorted((ROOT / "exercises").glob("0[0-4]_*/0*.ipynb"))
"""Unit 5 asks for its writing desk besides, which no other exercise should wait for."""
LOADED_ANEW = """
import json, sys
from newspace_grading.engine.launch import preload
preload.preload_modules()
before = set(sys.modules)
import newspace
for name in json.loads(sys.argv[1]):
    getattr(newspace, name)
print(json.dumps(sorted(set(sys.modules) - before)))
"""


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_no_worker_loads_a_module_of_the_course_anew(path: Path) -> None:
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    asked = sorted({name for source in cells for name in re.findall(r"\bns\.(\w+)\(", source)})
    assert {"citations", "grade_mine"} <= set(asked)
    done = subprocess.run(
        [sys.executable, "-c", LOADED_ANEW, json.dumps(asked)], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
